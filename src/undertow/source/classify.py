"""Passages -> blocks: which passage is a title, a heading, a note, a break, an end, and which are the story.

Readers of formats have marked what the format says; the rest is told here, by the words of a passage (headings.py,
notes.py) and by where it stands. The order matters: marks first, since headings need them; headings before the front
matter, which ends at the first one; notes last, since they end at all of these. Whatever nothing else claims is a
paragraph: the story is never what must be proven.
"""

import itertools
from collections.abc import Callable
from statistics import median_low

from undertow.source.breaks import find_breaks
from undertow.source.contents import mark_contents
from undertow.source.front import Front, mark_front
from undertow.source.headings import (
    MARK_LENGTH,
    Heading,
    is_end_mark,
    is_last_word,
    is_scene_break,
    is_time_line,
    is_title_like,
    is_weak_end_mark,
    read_bare_number,
    read_heading,
)
from undertow.source.notes import is_disowning, is_label_alone, is_note_start, is_noteish
from undertow.source.passages import Passage, is_visible
from undertow.source.values import Block, BlockKind

Kinds = list[BlockKind | None]
_START = 3  # passages: title and byline may stand before the first number
_TENS = ("X", "XX", "XXX", "X.", "XX.", "XXX.")  # numbers that look like scene breaks


def classify(text: str, passages: list[Passage], *, titled: bool = False) -> tuple[tuple[Block, ...], Front]:
    """Give every passage its kind; return the blocks and what the front matter said.

    `titled` says that the format has given the title, so that none is looked for in the first lines.
    """
    kinds: Kinds = [passage.kind for passage in passages]
    words = [
        text[p.start : p.end] if p.end - p.start <= MARK_LENGTH else "" for p in passages
    ]  # short ones only: marks are short
    _mark_marks(passages, words, kinds)
    headings = _mark_headings(passages, words, kinds)
    mark_contents(passages, words, kinds, headings)
    front = mark_front(text, passages, kinds, titled=titled)
    _mark_subtitles(words, kinds)
    _mark_lookalikes(passages, words, kinds)
    _mark_notes(text, passages, kinds)
    _mark_after_end(passages, words, kinds)
    for i, kind in enumerate(kinds):
        if kind is None:
            kinds[i] = BlockKind.PARAGRAPH
    if BlockKind.PARAGRAPH not in kinds:
        _restore_story(text, passages, kinds)
    breaks = find_breaks(text, passages, words, kinds)
    blocks = tuple(
        Block(kind or BlockKind.PARAGRAPH, p.start, p.end, before)
        for p, kind, before in zip(passages, kinds, breaks, strict=True)
    )
    return blocks, front


def _mark_marks(passages: list[Passage], words: list[str], kinds: Kinds) -> None:
    """Scene breaks and end marks."""
    last = len(kinds) - 12
    for i, short in enumerate(words):
        if kinds[i] is not None or not short:
            continue
        if not is_visible(short):
            kinds[i] = BlockKind.BOILERPLATE  # nothing to see: not story, and no break either
        elif is_end_mark(short) or (i >= last and i > 0 and is_weak_end_mark(short)):
            kinds[i] = BlockKind.END
        elif is_scene_break(short):
            kinds[i] = BlockKind.SCENE_BREAK


def _mark_headings(passages: list[Passage], words: list[str], kinds: Kinds) -> dict[int, Heading]:
    """Headings by their words, and bare numbers where they stand in a row. Returns what each says."""
    headings: dict[int, Heading] = {}
    bare: list[tuple[int, int]] = []
    for i, short in enumerate(words):
        if not short or (
            kinds[i] not in (None, BlockKind.HEADING) and not (kinds[i] is BlockKind.SCENE_BREAK and short in _TENS)
        ):
            continue
        heading = read_heading(short)
        if heading is not None:
            headings[i] = heading
            kinds[i] = BlockKind.HEADING
        elif (number := read_bare_number(short)) is not None:
            if kinds[i] is BlockKind.HEADING:
                headings[i] = Heading("bare", number)
            else:
                bare.append((i, number))
    chaptered = any(heading.key == "chapter" for heading in headings.values())
    for i, number in _rows(bare):
        # Inside numbered chapters, bare numbers count sections: breaks, not chapters.
        kinds[i] = BlockKind.SCENE_BREAK if chaptered else BlockKind.HEADING
        if not chaptered:
            headings[i] = Heading("bare", number)
    return headings


def _rows(bare: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the numbers that count: 1, 2, 3, starting anew at 1; a row has two at least.

    One number may be missing in between.
    """
    kept: list[tuple[int, int]] = []
    row: list[tuple[int, int]] = []
    for i, number in [*bare, (-1, -1)]:
        if row and 1 <= number - row[-1][1] <= 2:
            row.append((i, number))
            continue
        # A one alone counts at the very start: the first chapter of a draft.
        if len(row) >= 2 or (row and row[0][0] <= _START):
            kept += row
        row = [(i, number)] if number == 1 else []
    return kept


def _mark_subtitles(words: list[str], kinds: Kinds) -> None:
    """The title of a chapter may stand in a passage of its own below the number."""
    for i in range(1, len(kinds)):
        if kinds[i] is None and kinds[i - 1] is BlockKind.HEADING and words[i] and i + 1 < len(kinds):
            second = i >= 2 and kinds[i - 2] is BlockKind.HEADING
            title = words[i].strip("\"'“”‘’_*[]().")
            capitals = title.upper() == title and any(c.isalpha() for c in title)
            if (capitals or (not second and words[i][0] not in "\"“‘'" and len(title) <= 100)) and is_title_like(title):
                kinds[i] = BlockKind.HEADING


def _mark_lookalikes(passages: list[Passage], words: list[str], kinds: Kinds) -> None:
    """Lines that their looks set off: full capitals after a wide gap open a chapter.

    Names in bold, more than one, change the mind.
    """
    gaps = [p.gap for p, kind in zip(passages, kinds, strict=True) if kind is None]
    usual = median_low(gaps) if gaps else 0
    displayed: list[int] = []
    for i in range(len(kinds) - 1):
        short = words[i]
        if kinds[i] is not None or not short or len(short) > 70 or "\n" in short:
            continue
        if (
            passages[i].gap >= usual + 2
            and short.upper() == short
            and sum(map(str.isalpha, short)) >= 4
            and is_title_like(short.strip("."))
        ):
            kinds[i] = BlockKind.HEADING
        elif (
            passages[i].display
            and len(short) <= 40
            and short[0].isupper()
            and is_title_like(short)
            and not is_time_line(short)
        ):
            displayed.append(i)
    if len(displayed) >= 2:
        for i in displayed:
            kinds[i] = BlockKind.SCENE_BREAK
    if BlockKind.HEADING not in kinds:
        _mark_capitals(words, kinds)


def _mark_capitals(words: list[str], kinds: Kinds) -> None:
    """In a text without any heading, lines in full capitals are headings if they are several, and far apart."""
    lines = [
        i
        for i in range(len(kinds) - 1)
        if kinds[i] is None
        and kinds[i + 1] is None
        and 4 <= len(words[i]) <= 60
        and words[i].isupper()
        and words[i][-1] not in ".,;:!?\"”’'"
    ]
    if len(lines) >= 3 and min(b - a for a, b in itertools.pairwise(lines)) >= 3 and len(kinds) >= 10 * len(lines):
        for i in lines:
            kinds[i] = BlockKind.HEADING


def _mark_notes(text: str, passages: list[Passage], kinds: Kinds) -> None:
    """Author's notes: where one starts, and how far it goes, in each chapter."""
    edges = [-1, *(i for i, kind in enumerate(kinds) if kind is BlockKind.HEADING), len(kinds)]
    for before, after in itertools.pairwise(edges):
        _mark_notes_between(text, passages, kinds, before + 1, after)


def _mark_notes_between(text: str, passages: list[Passage], kinds: Kinds, first: int, end: int) -> None:
    def said(i: int) -> str:
        return text[passages[i].start : min(passages[i].end, passages[i].start + 2000)]

    story = [i for i in range(first, end) if kinds[i] is None]
    if not story:
        return
    sizes = [passages[i].end - passages[i].start for i in story]
    length = sum(sizes)
    for at, i in enumerate(story):
        if kinds[i] is not None:
            continue
        edge = at < 4 or at >= len(story) - 4
        if not is_note_start(said(i)) and not (edge and is_disowning(said(i))):
            continue
        is_closed = said(i)[0] in "([" and said(i)[-1] in ")]"
        is_last = at > 0 and len(story) - at <= 15 and sum(sizes[at:]) <= length / 4
        if is_last and not is_closed and not any(said(j)[0] in '"“' for j in story[at:]):  # nobody speaks in a note
            _mark_all(kinds, story[at:])  # a note after the text goes on to its end
            return
        kinds[i] = BlockKind.NOTE
        _extend_note(kinds, story, at, said)


def _extend_note(kinds: Kinds, story: list[int], at: int, said: Callable[[int], str]) -> None:
    """Take the paragraphs after a note's first as long as they speak to readers; never over a mark."""
    must = is_label_alone(said(story[at]))
    for previous, i in itertools.pairwise(story[at : at + 7]):
        if i != previous + 1 or not (must or is_noteish(said(i)) or is_disowning(said(i))) or said(i)[:1] in '"“':
            return
        kinds[i] = BlockKind.NOTE
        must = False


def _mark_all(kinds: Kinds, indices: list[int]) -> None:
    for i in indices:
        kinds[i] = BlockKind.NOTE


def _mark_after_end(passages: list[Passage], words: list[str], kinds: Kinds) -> None:
    """What follows the last end mark is no story, if it is short and no heading opens it."""
    ends = [i for i, kind in enumerate(kinds) if kind is BlockKind.END]
    if not ends or not is_last_word(words[ends[-1]]):
        return
    rest = list(range(ends[-1] + 1, len(kinds)))
    if any(kinds[i] is BlockKind.HEADING for i in rest):
        return
    left = [i for i in rest if kinds[i] is None]
    size = sum(passages[i].end - passages[i].start for i in left)
    before = sum(p.end - p.start for p, kind in zip(passages[: ends[-1]], kinds, strict=False) if kind is None)
    if size <= before / 4:
        _mark_all(kinds, left)


def _restore_story(text: str, passages: list[Passage], kinds: Kinds) -> None:
    """A text of which nothing is left but marks: its longest kind of text is the story after all."""
    for candidates in (
        (BlockKind.NOTE,),
        (BlockKind.TITLE, BlockKind.HEADING, BlockKind.END),
        (BlockKind.SCENE_BREAK,),
    ):
        found = [
            i
            for i, (p, kind) in enumerate(zip(passages, kinds, strict=True))
            if kind in candidates and p.kind is None and any(map(str.isalnum, text[p.start : p.end]))
        ]
        for i in found:
            kinds[i] = BlockKind.PARAGRAPH
        if found:
            return
