"""Where a story is saved: one target for each file that is read, chosen and checked before anything is read.

An output of ours may be replaced, and the caller says so; anything else in the way is left alone. Files found in a
folder keep their place below it, so that two stories of one name in two folders stay two.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from undertow.errors import InputError

SUFFIXES = {"json": ".undertow.json", "parquet": ".undertow", "csv": ".undertow", "report": ".report.html"}
SCHEMA_MARK = b'"undertow/'  # stands in the first line of our JSON


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, and its folder among those that were asked for ('' for a file that was named itself)."""

    path: Path
    below: Path = Path()


def _is_folder(output: Path, given: str, format: str) -> bool:
    """Whether `-o` names a folder to put outputs in, and not the output itself."""
    if given.endswith((os.sep, "/")) or output.name in ("", ".", ".."):
        return True
    if format != "json" and output.suffix == ".undertow":
        return False
    return output.is_dir() or not output.suffix


def targets(jobs: Sequence[Job], given: str, format: str) -> list[Path]:
    """The path that each job is saved to. Raises InputError where several would go to one file."""
    output = Path(given)
    if not _is_folder(output, given, format):
        if len(jobs) == 1:
            return [output]
        if output.exists() or output.suffix in (".json", ".undertow"):
            raise InputError(f"{output} is one output and there are {len(jobs)} files to read; name a folder with -o")
    suffix = SUFFIXES[format]
    stems = Counter((job.below, job.path.stem) for job in jobs)
    taken: set[Path] = set()
    found = []
    for job in jobs:
        # story.txt and story.epub side by side: keep what tells them apart
        name = job.path.stem if stems[job.below, job.path.stem] == 1 else job.path.name
        target, number = output / job.below / (name + suffix), 2
        while target in taken:
            target, number = output / job.below / f"{name}-{number}{suffix}", number + 1
        taken.add(target)
        found.append(target)
    return found


def report_targets(jobs: Sequence[Job], given: str | None, format: str) -> list[Path]:
    """Where the page of each job goes: into the folder that `-o` names or that holds what it names, or else here."""
    if given is None or given == "-":
        folder = Path()
    else:
        folder = Path(given) if _is_folder(Path(given), given, format) else Path(given).parent
    return targets(jobs, f"{folder}{os.sep}", "report")


def _is_ours(target: Path) -> bool:
    if target.is_dir():
        names = [path.suffix for path in target.iterdir()]
        return target.suffix == ".undertow" and all(suffix in (".parquet", ".csv", ".json") for suffix in names)
    with target.open("rb") as file:
        head = file.read(200)
    return not head or SCHEMA_MARK in head


def check_writable(target: Path) -> bool:
    """Whether the target replaces an earlier output. Raises InputError where it cannot or must not be written."""
    if target.is_symlink() and not target.exists():
        raise InputError(f"{target} is a broken link; name another output with -o")
    if target.exists() and not target.is_file() and not target.is_dir():
        return False  # a device or a pipe, such as /dev/stdout: nothing of anybody's is in it
    if target.exists():
        if not os.access(target, os.R_OK) or not _is_ours(target):
            raise InputError(f"{target} exists and was not written by undertow; name another output with -o")
        return True
    parent = target.parent
    while not parent.exists() and parent != parent.parent:
        parent = parent.parent
    if not parent.is_dir():
        raise InputError(f"cannot write {target}: {parent} is not a folder; name another output with -o")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise InputError(f"cannot write {target}: no permission to write in {parent}; name another output with -o")
    return False
