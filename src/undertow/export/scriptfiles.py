"""Scripts as files: JSON lines, CSV, plain text, and the markup of multi-voice audiobook tools.

In each but plain text the words of the story can be had back to the character:

- `jsonl`: an object a segment, a line each.
- `csv`: a row a segment, with the apostrophe in front of what a spreadsheet would take for a formula that all our CSV
  files have (see csvfiles.py).
- `sml`: `[voice:NAME]words[/voice]`. White space at the edges of a segment stands outside of the tags, and a backslash
  stands before each bracket and backslash of the text, so that no story can hold a tag of its own. In names, which
  tools look up, square brackets become round ones.
- `txt`: for reading. `NAME: words`, a line a segment, a blank line between paragraphs.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Final

from undertow.export.csvfiles import harmless
from undertow.export.files import write_atomically
from undertow.export.script import Segment, script, zones
from undertow.export.tables import SEPARATOR
from undertow.story.values import Story

COLUMNS: Final = tuple(field.name for field in fields(Segment))
STARTS: Final = MappingProxyType(
    {"jsonl": '{"i": 0, "kind": "', "csv": "\ufeffi,kind,block,", "txt": "# Script of ", "sml": "[voice:"}
)
"""What a file of each format begins with (sml may have white space before it): it tells ours from others'."""

_BRACKETS = re.compile(r"[\[\]\\]")
_ROUND = str.maketrans("[]", "()")
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}  # many programs take them for line ends
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_script(
    story: Story, path: str | PathLike[str], *, format: str | None = None, story_only: bool = False
) -> None:
    """Write a story as a script, whole or not at all: jsonl, csv, txt or sml, by the ending of the path where not said.

    `story_only` leaves out what nobody reads aloud: notes, licences, tables of contents, the marks between scenes.
    Raises ValueError for another format, UndertowError where the file cannot be written.
    """
    if format is None:
        format = Path(path).suffix.removeprefix(".").lower()
    if format not in FORMATS:
        raise ValueError(f"{format!r} is no format of a script; expected one of {', '.join(FORMATS)}")
    pieces = script_text(story, format=format, story_only=story_only)
    with write_atomically(path) as file:
        if format == "csv":
            file.write("\ufeff".encode())  # without it, Excel takes UTF-8 for another encoding
        file.writelines(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", piece).encode() for piece in pieces)


def script_text(story: Story, *, format: str, story_only: bool = False) -> Iterator[str]:
    """Yield the script piece by piece, as it stands in the file."""
    segments = (segment for segment in script(story) if segment.aloud or not story_only)
    yield from FORMATS[format](story, segments)


def as_row(segment: Segment) -> dict[str, object]:
    """A segment as plain JSON values."""
    return {name: getattr(segment, name) for name in COLUMNS} | {"addressees": list(segment.addressees)}


def _jsonl(story: Story, segments: Iterable[Segment]) -> Iterator[str]:
    encode, in_ascii = json.JSONEncoder(ensure_ascii=False).encode, json.JSONEncoder().encode
    for segment in segments:
        row = as_row(segment)
        # A lone surrogate, which UTF-8 cannot hold and JSON can.
        line = (in_ascii if _SURROGATE.search(segment.text) else encode)(row)
        yield line.translate(_LINE_ENDS) + "\n"


class _Echo:
    """What csv writes to: it hands back the line."""

    def write(self, line: str) -> str:
        return line


def _csv(story: Story, segments: Iterable[Segment]) -> Iterator[str]:
    write: Callable[[Iterable[object]], str] = csv.writer(_Echo()).writerow
    yield write(COLUMNS)
    for segment in segments:
        row = as_row(segment) | {"addressees": SEPARATOR.join(segment.addressees)}
        yield write(harmless(cell) if isinstance(cell, str) else cell for cell in row.values())


def _txt(story: Story, segments: Iterable[Segment]) -> Iterator[str]:
    yield STARTS["txt"] + (" ".join(story.title.split()) or "a story without a title") + "\n"
    opens = {low for _, low, _ in zones(story)}
    for segment in segments:
        if segment.start_char in opens:
            yield "\n"
        words = " ".join(segment.text.split())
        if words:
            yield f"{segment.voice}: {words}\n"


def _sml(story: Story, segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        words = segment.text.strip()
        if not words:
            yield segment.text
            continue
        before, _, after = segment.text.partition(words)
        tagged = _BRACKETS.sub(lambda bracket: "\\" + bracket[0], words)
        yield f"{before}[voice:{segment.voice.translate(_ROUND)}]{tagged}[/voice]{after}"


FORMATS: Final[Mapping[str, Callable[[Story, Iterable[Segment]], Iterator[str]]]] = MappingProxyType(
    {"jsonl": _jsonl, "csv": _csv, "txt": _txt, "sml": _sml}
)
