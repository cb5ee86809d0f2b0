"""Write whole or not at all: beside the target, flushed to the disk, then renamed into place.

What comes in is a path and whatever the caller writes; what is left behind is the whole new file, or what was there
before. An exception, Ctrl-C included, removes the unfinished file. A target that is a device or a pipe
(`/dev/stdout`) is written to as it is: renaming over it would replace it. A link is followed, so that the file it
names is the one that changes.
"""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from undertow.errors import UndertowError


@contextmanager
def write_atomically(path: str | PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for bytes that takes the place of `path` when the block ends without an exception.

    Raises UndertowError where the file cannot be written, with the reason and what to do.
    """
    with _as_undertow_error(path):
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise UndertowError(f"cannot write {path}: it is a folder; give the name of a file")
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                yield device
            return
        with _beside(target) as unfinished:
            # Created by hand and not by tempfile, so that the file gets the rights that any new file of the user gets.
            with os.fdopen(os.open(unfinished, _NEW, 0o666), "wb") as file:
                yield file
                _flush(file)
            if target.exists():
                unfinished.chmod(stat.S_IMODE(target.stat().st_mode))
            unfinished.replace(target)
            _flush_folder(target.parent)


@contextmanager
def write_folder_atomically(path: str | PathLike[str]) -> Iterator[Path]:
    """Make a folder to write files into that takes the place of `path` when the block ends without an exception.

    Where `path` is a folder already, the new files replace those of the same name, each as a whole, and the other
    files stay. The new folder may hold files alone.
    """
    with _as_undertow_error(path):
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_dir():
            raise UndertowError(f"cannot write {path}: it is a file; give the name of a folder")
        with _beside(target) as unfinished:
            unfinished.mkdir()
            yield unfinished
            for file in sorted(unfinished.iterdir()):
                with file.open("rb+") as handle:
                    _flush(handle)
            if target.exists():
                for file in sorted(unfinished.iterdir()):
                    file.replace(target / file.name)
                _flush_folder(target)
            else:
                unfinished.replace(target)
                _flush_folder(target.parent)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Yield a fresh path in the folder of `target`, and leave nothing there."""
    # The name is short and its own: a suffix to the target's name could pass the limit of the file system.
    unfinished = target.parent / f".undertow-{secrets.token_hex(6)}.part"
    try:
        yield unfinished
    finally:
        if unfinished.is_dir():
            for file in unfinished.iterdir():
                file.unlink()
            unfinished.rmdir()
        unfinished.unlink(missing_ok=True)


@contextmanager
def _as_undertow_error(path: str | PathLike[str]) -> Iterator[None]:
    """Say in one line what the system says about a file that cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of a pipe has gone: nobody is left to be told
    except FileNotFoundError as error:
        raise UndertowError(
            f"cannot write {path}: the folder {Path(path).parent} does not exist; make it first"
        ) from error
    except (OSError, ValueError) as error:
        # ValueError: open() and realpath() refuse a NUL in a path that way; what a caller writes raises its own errors.
        if isinstance(error, ValueError) and "embedded null" not in str(error):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UndertowError(f"cannot write {path}: {reason}") from error


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets a folder be opened (Windows does not)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
