"""Labelled passages (`bench/data`): a file comes in, passages with their text and their labelled parts go out.

A part never crosses the end of a sentence, and words are what is compared: marks belong to whichever part sets them
off, so that they say nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from undertow.layers.values import MODES

DATA = Path(__file__).parent / "data"
CODES = {"q": "direct speech", "t": "direct thought", "i": "indirect", "f": "free indirect", "a": "aside"}
_HEAD = re.compile(r"^# ", re.MULTILINE)
_BRACE = re.compile(r"\{([a-z]) |\}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, its fields, and its braces as half-open characters of `text`."""

    name: str
    fields: tuple[str, ...]
    text: str
    labels: tuple[tuple[int, int, int], ...]  # start, end, index into MODES; what is in none of them is narration


def read_passages(file: Path) -> Iterator[Passage]:
    """Read a file of passages. Raises ValueError for braces that do not fit."""
    for piece in _HEAD.split(file.read_text(encoding="utf-8"))[1:]:
        head, _, body = piece.partition("\n")
        name, *fields = (field.strip() for field in head.split(" | "))
        text, labels = _take_labels(name, body.strip())
        yield Passage(name, tuple(fields), text, labels)


def _take_labels(name: str, body: str) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    pieces: list[str] = []
    labels: list[tuple[int, int, int]] = []
    length, last, opened = 0, 0, None
    for match in _BRACE.finditer(body):
        pieces.append(body[last : match.start()])
        length, last = length + match.start() - last, match.end()
        if match.group(1):
            if opened is not None or match.group(1) not in CODES:
                raise ValueError(f"passage {name}: {body[match.start() : match.end() + 20]!r} does not fit")
            opened = length, MODES.index(CODES[match.group(1)])
        else:
            if opened is None:
                raise ValueError(f"passage {name}: a brace is closed that was not opened")
            labels.append((opened[0], length, opened[1]))
            opened = None
    if opened is not None:
        raise ValueError(f"passage {name}: a brace is not closed")
    return "".join([*pieces, body[last:]]), tuple(labels)
