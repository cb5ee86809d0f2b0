"""Print how many megabytes each installed distribution of this environment takes; exit 1 above a limit.

What stands in an environment before anything is installed (pip, setuptools) is not counted.
"""

import argparse
import sys
from importlib.metadata import distributions
from pathlib import Path

BEFORE = ("pip", "setuptools", "wheel")
MEGABYTE = 1e6


def sizes() -> dict[str, float]:
    """Megabytes of each distribution, by the files that it says it installed."""
    found = {}
    for distribution in distributions():
        name = distribution.metadata["Name"].lower()
        if name not in BEFORE:
            paths = (Path(str(distribution.locate_file(file))) for file in distribution.files or ())
            found[name] = sum(path.stat().st_size for path in paths if path.is_file()) / MEGABYTE
    return found


def main() -> int:
    """Print the table, largest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=float("inf"), help="megabytes")
    limit = parser.parse_args().limit
    found = sizes()
    for name, size in sorted(found.items(), key=lambda row: -row[1]):
        sys.stdout.write(f"{size:8.1f} MB  {name}\n")
    total = sum(found.values())
    sys.stdout.write(f"{total:8.1f} MB  together (limit {limit:.0f} MB)\n")
    return int(total > limit)


if __name__ == "__main__":
    sys.exit(main())
