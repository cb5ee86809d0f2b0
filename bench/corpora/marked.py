"""Passages in which every mention of a person is marked with who it is: `bench/data/who.txt`, `training/data/who.txt`.

`[ann: [tom: Tom]’s sister] laughed.` A mark is a name for the person, a colon, and the words; marks nest. A passage
begins with a line `== title | manner`; the licence stands in the head of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpora.blocks import read_blocks

_OPENS = re.compile(r"\[([a-z0-9_-]+): ")


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A text and its mentions, as characters of it without the marks, in the order of the text, the longer first."""

    title: str
    manner: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]  # first character, the one after the last, who it is


def read_passages(path: Path) -> Iterator[MarkedPassage]:
    """Yield the passages of a file. Raises ValueError for marks that do not close."""
    for block in read_blocks(path):
        head, body = block.split("\n", 1)
        title, _, manner = head.partition(" | ")
        text, mentions = unmark(body.strip())
        yield MarkedPassage(title, manner.strip(), text, mentions)


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Part the marks from the text. Raises ValueError for marks that do not close."""
    kept: list[str] = []
    open_: list[tuple[str, int]] = []
    found: list[tuple[int, int, str]] = []
    at = n_kept = 0
    while at < len(marked):
        if opens := _OPENS.match(marked, at):
            open_.append((opens[1], n_kept))
            at = opens.end()
        elif marked[at] == "]":
            if not open_:
                raise ValueError(f"a mark ends that has not begun: {marked[max(0, at - 30) : at + 1]!r}")
            who, start = open_.pop()
            found.append((start, n_kept, who))
            at += 1
        else:
            kept.append(marked[at])
            n_kept += 1
            at += 1
    if open_:
        raise ValueError(f"a mark does not end: {open_[-1][0]!r}")
    return "".join(kept), tuple(sorted(found, key=lambda mention: (mention[0], -mention[1])))
