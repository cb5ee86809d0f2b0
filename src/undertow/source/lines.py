"""The lines of a plain text, with what the layout can be told from: length, indent, the blank lines before."""

import re
from dataclasses import dataclass

from undertow.source.passages import is_visible

_OTHER_ENDS = re.compile("[\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_TAB = 4  # columns; only "indented or not" depends on it


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something to see. `words` is the line without white space at its ends."""

    start: int
    end: int
    words: str
    indent: int
    gap: int  # blank lines before

    @property
    def width(self) -> int:
        """Columns from the left margin to the end of the last word."""
        return self.indent + len(self.words)


def split_lines(text: str, start: int = 0, end: int | None = None) -> tuple[list[Line], list[tuple[int, int]]]:
    """Split a range of the text into lines.

    Also return the stretches of lines that hold only invisible characters, which count as blank.
    """
    lines: list[Line] = []
    unseen: list[tuple[int, int]] = []
    position, gap = start, 0
    part = text[start:end]
    for raw in _OTHER_ENDS.sub("\n", part).split("\n"):
        words = raw.strip()
        if not words:
            gap += 1
        elif not is_visible(words):
            gap += 1
            lead = len(raw) - len(raw.lstrip())
            unseen.append((position + lead, position + lead + len(words)))
        else:
            lead = len(raw) - len(raw.lstrip())
            indent = len(raw[:lead].expandtabs(_TAB))
            lines.append(Line(position + lead, position + lead + len(words), words, indent, gap))
            gap = 0
        position += len(raw) + 1
    return lines, unseen
