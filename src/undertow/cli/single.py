"""One story, for the commands that take one: read with the model, or taken from a file that `undertow read -o` saved.

Also where such a command writes: a target that holds anything but an earlier output of the same command is left alone.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from undertow.cli.complain import complain, reason
from undertow.cli.harmless import harmless
from undertow.cli.how import How
from undertow.cli.meter import Meter
from undertow.errors import InputError, UndertowError
from undertow.story.values import Story

SAVED = ".json"


def read_one(file: str, how: How, *, quiet: bool = False) -> Story:
    """Read a story, with a bar where it takes long; say which corrections beside it no longer fit.

    A saved story is taken as it is, and so only whole. Raises UndertowError with the one line to show.
    """
    from undertow.cli.facts import corrections as outcome
    from undertow.export import read_json
    from undertow.reading import read

    path = Path(file)
    if path.suffix.lower() == SAVED:
        if how.until is not None:
            raise InputError(f"{file}: a saved story is whole; --until needs the file that it was read from")
        return read_json(path)
    with Meter([1], stream=sys.stderr, visible=sys.stderr.isatty() and not quiet) as meter:
        meter.begin(0, path.name)
        try:
            story = read(path, **asdict(how), progress=meter.share)
        except Exception as error:
            raise UndertowError(reason(path, error)) from error
    if not quiet:
        for misfit in outcome(story)[1]:
            complain(f"{path}: a correction no longer fits: {misfit}")
    return story


def plain_name(path: Path) -> str:
    """The name of a story without what its kind of file adds: 'ferry' for ferry.epub and for ferry.undertow.json."""
    return path.stem.removesuffix(".undertow") if path.suffix.lower() == SAVED else path.stem


def target(given: str, name: str) -> Path:
    """The file that `-o` names: itself, or `name` in the folder that it names."""
    path = Path(given)
    return path / name if given.endswith((os.sep, "/")) or path.is_dir() else path


def check_target(path: Path, beginnings: Iterable[bytes]) -> bool:
    """Whether the target replaces an earlier output, known by how it begins. Raises InputError for anything else."""
    if path.exists() and not path.is_file():
        return False  # a device or a pipe; write_atomically knows what to do
    if path.exists():
        try:
            with path.open("rb") as file:
                head = file.read(200)
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror or error}; name another output with -o") from error
        if head and not head.lstrip().startswith(tuple(beginnings)):
            raise InputError(f"{path} exists and was not written by this command; name another output with -o")
        return True
    if not path.parent.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {path.parent}; make it first")
    return False


def show(pieces: Iterable[str]) -> None:
    """Write to stdout: verbatim into a pipe, harmless on a terminal."""
    out = sys.stdout
    if not out.isatty():
        for piece in pieces:
            encoding = out.encoding or "utf-8"
            out.write(piece.encode(encoding, "replace").decode(encoding))
    else:
        for line in "".join(pieces).splitlines():
            out.write(harmless(line, limit=10**9).encode(out.encoding, "replace").decode(out.encoding) + "\n")
    out.flush()
