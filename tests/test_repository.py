"""What must not be in the repository: paths of somebody's machine, and big files that nobody meant to commit."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Written in two pieces, so that this file does not hold what it forbids.
MACHINE = re.compile(rb"(?<![\w.])/(?:" + rb"|".join([b"home", b"Users", b"work", b"root", b"mnt"]) + rb")/[\w.\-]+")
CACHES = {".git", ".venv", "__pycache__", "build", "dist", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
TEXT = {".py", ".md", ".toml", ".txt", ".tsv", ".json", ".yml", ".yaml", ".cfg", ".sh", ".html", ".css", ".js", ""}


def files():
    """The files that are in git; outside of git, as in an unpacked archive, all but caches and environments."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        found = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not CACHES & set(path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def test_no_path_of_a_machine_is_in_it():
    found = []
    for path in files():
        if path.suffix in TEXT:
            found += [f"{path.relative_to(ROOT)}: {m.group().decode()}" for m in MACHINE.finditer(path.read_bytes())]
    assert not found


def test_text_files_end_with_a_line_end():
    open_ended = [path for path in files() if path.suffix in (".py", ".md", ".toml") and path.stat().st_size]
    assert not [path.name for path in open_ended if not path.read_bytes().endswith(b"\n")]
