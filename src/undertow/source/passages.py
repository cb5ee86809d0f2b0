"""Passages: what every reader of a format makes, and what is then told apart by its words.

A passage is a stretch of the text that stands by itself: a paragraph, a line of asterisks, a heading. A reader that
knows what it is (a licence, an `<h2>`) says so in `kind`; where it does not, `kind` is None and classify.py decides.
Plain text is cut into passages where it stands; formats with markup build their text here, passage by passage, with a
blank line between.
"""

import re
from dataclasses import dataclass, field

from undertow.source.values import BlockKind

# Characters that nobody sees and that are not white space: soft hyphen, zero width space and joiners, directional
# marks, BOM, the object replacement character, and control characters. Made for line breaking and for old terminals,
# they carry no text.
_INVISIBLE = "\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_SEEN = re.compile(rf"[^\s{_INVISIBLE}]")
# What is dropped from formats with markup, where the text is what a reader sees. A soft hyphen or a word joiner
# inside a word would hide the word from everything that looks words up. The joiners of emoji and of other scripts
# stay: they change what is seen.
_UNSEEN = re.compile("[\xad\u200b\u2060\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f]+")


def is_visible(text: str) -> bool:
    """Say whether there is anything to see: a character that is neither white space nor invisible."""
    return _SEEN.search(text) is not None


def without_unseen(text: str) -> str:
    """Drop soft hyphens, word joiners and their like."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A half-open range of characters, without white space at its ends."""

    start: int
    end: int
    kind: BlockKind | None = None  # None: its words and its neighbours decide
    gap: int = 0  # blank lines (text) or empty paragraphs (markup) before it
    rule: bool = False  # a scene break without characters (`<hr>`) stands before it
    display: bool = False  # set off by its looks: bold, centred, a heading of the author's own
    link: bool = False  # nothing but a link: a line of a table of contents


@dataclass(slots=True)
class PassageBuilder:
    """Builds the text of a format with markup. `gap` and `rule` are kept for the next passage."""

    parts: list[str] = field(default_factory=list)  # one a passage, and the blank lines between
    passages: list[Passage] = field(default_factory=list)
    length: int = 0
    gap: int = 0
    rule: bool = False

    def add(self, text: str, kind: BlockKind | None = None, *, display: bool = False, link: bool = False) -> None:
        """Add a passage; one with nothing to see counts as an empty paragraph."""
        text = without_unseen(text).strip()
        if not is_visible(text):
            self.gap += 1
            return
        if self.parts:
            self.parts.append("\n\n")
            self.length += 2
        self.parts.append(text)
        end = self.length + len(text)
        self.passages.append(Passage(self.length, end, kind, self.gap, self.rule, display, link))
        self.length, self.gap, self.rule = end, 0, False

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.parts)

    def text_since(self, first: int) -> list[str]:
        """The texts of the passages from `first` on."""
        return self.parts[2 * first :: 2]
