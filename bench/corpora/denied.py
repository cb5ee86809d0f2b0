"""Passages in which denials are marked: `bench/data/denials.txt`, `training/data/denials.txt`.

`{d1 She did not care. It was only a jug.} Her {a1 hands shook}.` A mark is `d`, a denial, or `a`, what speaks against
it, with a number, and the words; marks do not nest, and what belongs together has one number. A passage begins with a
line `== title | manner`, then comes one that says who denies, `-` in a passage without denials.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpora.blocks import read_blocks

_MARK = re.compile(r"\{([da])(\d+) ([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class DeniedPassage:
    """A text, and its denials as characters of it without the marks."""

    title: str
    manner: str
    who: str
    text: str
    denials: tuple[tuple[int, int, int], ...]  # first character, the one after the last, number
    against: tuple[tuple[int, int, int], ...]


def read_passages(path: Path) -> Iterator[DeniedPassage]:
    """Yield the passages of a file. Raises ValueError for marks that do not close."""
    for block in read_blocks(path):
        heading, who, marked = block.strip().split("\n", 2)
        title, _, manner = heading.partition(" | ")
        yield DeniedPassage(title, manner, who.removeprefix("denies:").strip(), *unmark(marked.strip()))


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int, int], ...], tuple[tuple[int, int, int], ...]]:
    """Part the marks from the text: the text, the denials, what speaks against them."""
    pieces: list[str] = []
    found: dict[str, list[tuple[int, int, int]]] = {"d": [], "a": []}
    length = at = 0
    for match in _MARK.finditer(marked):
        before, words = marked[at : match.start()], match[3]
        start = length + len(before)
        found[match[1]].append((start, start + len(words), int(match[2])))
        pieces += [before, words]
        length, at = start + len(words), match.end()
    text = "".join([*pieces, marked[at:]])
    if "{" in text or "}" in text:
        raise ValueError(f"a mark is no mark: {text[max(0, text.find('{')) :][:40]!r}")
    return text, tuple(found["d"]), tuple(found["a"])
