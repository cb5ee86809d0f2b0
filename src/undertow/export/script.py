"""A story as a script: the whole text as segments in order, each spoken by the narrator or by a character.

What comes in is a Story; what goes out is segments whose texts, put together, give `Story.text` back to the
character. The decisions:

- A segment never runs over the end of a block (a paragraph, a heading, a note), and says in `block` what it lies in.
  `kind` is narration or speech and nothing else; that a licence is not for reading aloud follows from `block`.
- Quotations hold what is said without the marks. Here the marks go with the words that they enclose, a stop behind a
  mark goes with it, and white space stays with what it follows: no segment is a lone mark, unless a block is one.
- Two parts of one quotation with nothing but marks between them are one segment.
- What is set into the story is cut out too. A song is spoken by its singer where a cue names one; else the narrator
  reads it, as letters.
- A voice is a name, and two people who are called the same get two voices ("he", "he 2").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from undertow.layers.speech_marks import GLYPHS
from undertow.source.values import BlockKind
from undertow.story.values import Inset, Quotation, Story

NARRATOR: Final = "Narrator"
OUTSIDE: Final = "Outside the story"
UNKNOWN: Final = "Unknown"
SILENT: Final = frozenset((BlockKind.NOTE.value, BlockKind.BOILERPLATE.value, BlockKind.SCENE_BREAK.value))
"""Blocks that nobody reads aloud. A title, a heading and "The End" are read."""

_OPENING_ONLY = frozenset("“„‟«‘‚‛‹¿¡([")
_LETTER = re.compile(r"[^\W_]")
_CLOSING = re.compile(rf"[{GLYPHS}_*]*[,.;:!?…]*[{GLYPHS}_*]*\s*")
_OPENING = re.compile(rf"(?:[_*]*[{GLYPHS}]+[_*]*|(?<!\S)[—–―]\s*)\Z")
_FIRST_BLANK = re.compile(r"\S*\s+")
Said = Quotation | Inset
_REACH = 8  # characters before the words in which their marks are looked for


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text in one voice: half-open characters of `Story.text`."""

    i: int
    kind: Literal["narration", "speech"]
    block: str  # what it lies in: a BlockKind
    speaker: str | None  # the name of a character, made unique; None in narration and where the speaker is unknown
    speaker_id: str | None  # the character's id
    addressees: tuple[str, ...]  # names, made unique
    quotation_id: str | None
    inset: str  # what it is of: a kind of inset ("verse", "writing"), "" for none
    text: str
    start_char: int
    end_char: int
    confidence: float  # that the speaker is right; 1 in narration, which claims none

    @property
    def aloud(self) -> bool:
        """Whether it is for reading aloud: notes, licences and marks between scenes are not."""
        return self.block not in SILENT

    @property
    def voice(self) -> str:
        """Who reads it: a character, or one of the voices that are no character's."""
        if self.kind == "speech":
            return self.speaker or UNKNOWN
        return NARRATOR if self.aloud else OUTSIDE


def voices(story: Story) -> dict[str, str]:
    """A name for each character id, no two the same: a number tells apart those who are called the same.

    Names that differ in capitals or in brackets alone count as the same, since a tool that takes a name for a file or a
    tag may not tell them apart.
    """
    taken = {_folded(name) for name in (NARRATOR, OUTSIDE, UNKNOWN)}
    found: dict[str, str] = {}
    for character in story.characters:
        plain = " ".join(character.name.split()) or "?"
        name, number = plain, 2
        while _folded(name) in taken:
            name, number = f"{plain} {number}", number + 1
        taken.add(_folded(name))
        found[character.id] = name
    return found


def _folded(name: str) -> str:
    return name.casefold().translate(str.maketrans("[]", "()"))


def script(story: Story) -> Iterator[Segment]:
    """Yield the whole text as segments. Their texts, put together, are `story.text`."""
    text, names = story.text, voices(story)
    parts = _parts(story)
    first = i = 0
    for block, low, high in zones(story):
        inside = []
        while first < len(parts) and parts[first][0] < high:
            start, end, quotation = parts[first]
            inside.append((max(start, low), min(end, high), quotation))
            if end > high:  # the rest lies in the next block
                break
            first += 1
        for start, end, said in _runs(text, low, high, inside):
            yield Segment(
                i=i,
                kind="narration" if said is None or (isinstance(said, Inset) and not said.speaker) else "speech",
                block=block,
                speaker=names.get(said.speaker) if said and said.speaker else None,
                speaker_id=said.speaker if said else None,
                addressees=tuple(names[id] for id in said.addressees if id in names)
                if isinstance(said, Quotation)
                else (),
                quotation_id=said.id if isinstance(said, Quotation) else None,
                inset=said.kind if isinstance(said, Inset) else "",
                text=text[start:end],
                start_char=start,
                end_char=end,
                confidence=round(float(said.confidence), 4)
                if said and (said.speaker or not isinstance(said, Inset))
                else 1.0,
            )
            i += 1


def zones(story: Story) -> Iterator[tuple[str, int, int]]:
    """The blocks of the story, each with the white space behind it, so that they cover the text without a gap."""
    blocks, n = story.document.source.blocks, len(story.text)
    kinds = [block.kind.value for block in blocks] or [BlockKind.PARAGRAPH.value]
    starts = [0, *(min(block.start_char, n) for block in blocks[1:])]
    for kind, low, high in zip(kinds, starts, [*starts[1:], n], strict=True):
        if low < high:
            yield kind, low, high


def _parts(story: Story) -> list[tuple[int, int, Said]]:
    """The parts of all quotations and the insets, in order. Where two overlap, the later one gets the rest."""
    found: list[tuple[int, int, Said]] = []
    at, n = 0, len(story.text)
    ranges: list[tuple[int, int, Said]] = [
        (a, b, quotation) for quotation in story.quotations for a, b in quotation.parts
    ]
    ranges += [(inset.start_char, inset.end_char, inset) for inset in story.insets]
    for start, end, quotation in sorted(ranges, key=lambda part: part[:2]):
        if max(start, at) < min(end, n):
            found.append((max(start, at), min(end, n), quotation))
            at = min(end, n)
    return found


def _runs(
    text: str, low: int, high: int, parts: Sequence[tuple[int, int, Said]]
) -> Iterator[tuple[int, int, Said | None]]:
    """Divide a block into speech, insets and the narration around them, each with its marks."""
    at = low  # everything before is given away
    said: Said | None = None  # whose words the open run holds
    end = low
    for start, part_end, quotation in parts:
        left, right = _gap(text, end, start, opens=said is None)
        if said is None or quotation is not said or left < right:
            if said is not None:
                yield at, left, said
                at = left
            if at < right:
                yield at, right, None
                at = right
        said, end = quotation, part_end
    if said is not None:
        left = high if not _LETTER.search(text, end, high) else _closed(text, end, high)
        yield at, left, said
        at = left
    if at < high:
        yield at, high, None


def _gap(text: str, low: int, high: int, *, opens: bool) -> tuple[int, int]:
    """Where between two parts the words of the first end and those of the second begin, with their marks."""
    if _LETTER.search(text, low, high):
        left = low if opens else _closed(text, low, high)
        return left, max(left, _opened(text, left, high))
    if opens:
        return low, low
    blank = _FIRST_BLANK.match(text, low, high)
    if blank:
        return blank.end(), blank.end()
    middle = low
    while middle < high and text[middle] not in _OPENING_ONLY:
        middle += 1
    if middle in (low, high):  # "" or “„: as many close as open
        middle = low + (high - low + 1) // 2
    return middle, middle


def _closed(text: str, low: int, high: int) -> int:
    """Where the marks, stops and blanks behind a part end."""
    match = _CLOSING.match(text, low, high)
    return match.end() if match else low


def _opened(text: str, low: int, high: int) -> int:
    """Where the marks in front of a part begin."""
    match = _OPENING.search(text, max(low, high - _REACH), high)
    return match.start() if match else high
