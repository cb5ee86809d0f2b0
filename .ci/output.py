"""Put what the README's first command prints into the README, between its `output` marks: `python .ci/output.py`.

Nobody types that output. Run this when the page or the model has changed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARKS = re.compile(r"(<!-- output: [^\n]*-->\n).*?(<!-- /output -->)", re.DOTALL)
WIDTH = "92"  # what a code block of a README shows without a scroll bar


def main() -> int:
    """Run the command as a reader would and write the page into the README."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    command = re.search(r"&& (undertow read \S+)\n", text)
    if command is None or MARKS.search(text) is None:
        sys.stderr.write("README.md has no `&& undertow read FILE` or no output marks\n")
        return 1
    surroundings = {**os.environ, "COLUMNS": WIDTH, "PYTHONIOENCODING": "utf-8"}
    page = subprocess.run(
        [sys.executable, "-c", "from undertow.cli.main import main; main()", *command[1].split()[1:]],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        check=True,
    ).stdout.decode()
    block = f"```text\n{page.rstrip()}\n```\n"
    readme.write_text(MARKS.sub(lambda marks: marks[1] + block + marks[2], text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
