"""`story.undertow.json`: the wire format in a file.

What comes in is a Story; what goes out is UTF-8 JSON laid out for people and for `diff`: each member of the top
object and of the objects right below it opens a line, and each object of a list (a mention, a sentence) is a line of
its own. Rows are encoded as they are made, so that no more than a section is held at once.
"""

import json
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import NoReturn

from undertow.errors import FormatError, InputError
from undertow.export.files import write_atomically
from undertow.export.wire import from_dict, members
from undertow.story.values import Story

_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_ENCODE_ASCII = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def write_json(story: Story, path: str | PathLike[str]) -> None:
    """Write a story in the wire format, whole or not at all. Raises UndertowError where the file cannot be written."""
    with write_atomically(path) as file:
        file.writelines(_object(members(story), indent=""))
        file.write(b"\n")


def read_json(path: str | PathLike[str]) -> Story:
    """Read a story that `write_json` wrote.

    Raises InputError where the file cannot be opened, FormatError where it is not JSON or not a story in a version
    that is known.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    try:
        data = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        # ValueError is JSONDecodeError, UnicodeDecodeError and whole numbers of more than 4,300 digits.
        raise FormatError(f"{path}: this is not a story written by undertow: not JSON: {error}") from error
    del content
    try:
        return from_dict(data)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _object(items: Iterator[tuple[str, object]], *, indent: str) -> Iterator[bytes]:
    """Yield an object with a line for each member."""
    inner = indent + " "
    separator = "{\n"
    for name, value in items:
        yield f"{separator}{inner}{_ENCODE(name)}: ".encode()
        separator = ",\n"
        if isinstance(value, dict) and not indent:
            yield from _object(iter(value.items()), indent=inner)
        elif isinstance(value, Iterator) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            yield from _rows(iter(value), indent=inner)
        else:
            yield _encoded(value)
    yield f"\n{indent}}}".encode()


def _rows(rows: Iterator[object], *, indent: str) -> Iterator[bytes]:
    """Yield a list with a line for each item."""
    opening = separator = f"[\n{indent} ".encode()
    for row in rows:
        yield separator + _encoded(row)
        separator = f",\n{indent} ".encode()
    yield b"[]" if separator is opening else f"\n{indent}]".encode()


def _encoded(value: object) -> bytes:
    try:
        return _ENCODE(value).encode()
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot hold and JSON can, as \udXXX
        return _ENCODE_ASCII(value).encode()
