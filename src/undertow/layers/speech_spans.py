"""Quoted spans of a paragraph: pairs of marks become ranges of characters, nested where a pair stands inside another.

A paragraph may hold double and single marks. Which kind is the outer one is not asked of the book: both readings are
tried, and the one that leaves fewer marks without a partner wins; the style of the book decides only a tie.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from undertow.layers.speech_marks import DOUBLE, SINGLE, Mark, Quoted, find_marks, pair
from undertow.lexicons import load

_SHORT_CUE, _SHORT_SPEECH = 60, 300  # characters
_TIE = 0.5  # less than the cheapest doubt about a single mark
_SENTENCE_END = re.compile(r"[.!?:…]['’\"”)]*\s+|\s--+\s*|—")
_COMMON_CUES = (
    "said|says|say|replied|answered|asked|cried|exclaimed|whispered|shouted|called|murmured|muttered|added|continued"
)
_SOMEBODY = r"(?:[A-Z][\w.'’-]*|he|she|I|they|we|the|a|an|his|her|my)"
_CUE_INSIDE = re.compile(
    rf"[,!?.—]\s+(?:(?:{_COMMON_CUES})\s+{_SOMEBODY}\b|{_SOMEBODY}\s+(?:\w+\s+)?(?:{_COMMON_CUES})\b)"
)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _end_of_unclosed(text: str, start: int, high: int) -> int:
    """Where speech ends whose closing mark is missing: before a cue, or at the end of the stretch."""
    cue = _CUE_INSIDE.search(text, start, high)
    return cue.start() + 1 if cue else high


def _start_of_unopened(text: str, low: int, end: int, at_start: bool) -> int:
    """Where speech starts whose opening mark is missing: with the paragraph, or with the last sentence before it."""
    if at_start and not _CUE_INSIDE.search(text, low, end):
        return low
    start = low
    for match in _SENTENCE_END.finditer(text, low, end):
        if match.end() < end - 1:
            start = match.end()
    return start


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The characters that are read: a paragraph, or what stands inside a quotation or between two."""

    text: str
    low: int
    high: int
    at_start: bool  # of a paragraph
    continues: bool  # the next paragraph goes on with what is open here


def _spans(stretch: _Stretch, pairs: Iterable[tuple[Mark | None, Mark | None]]) -> Iterator[Quoted]:
    """Ranges of characters for pairs of marks, in order."""
    text, low, high = stretch.text, stretch.low, stretch.high
    pairs = list(pairs)
    after = low  # where the span before ended
    resumed = False
    for k, (opening, closing) in enumerate(pairs):
        limit = high
        if k + 1 < len(pairs):
            following = pairs[k + 1][0] or pairs[k + 1][1]
            limit = following.start if following else high
        if opening is None:
            assert closing is not None  # a pair has at least one mark
            outer_start = start = _start_of_unopened(text, after, closing.start, stretch.at_start and after == low)
        else:
            outer_start, start = opening.start, opening.end
        if closing is None:
            last = k + 1 == len(pairs)
            end = outer_end = _end_of_unclosed(text, start, limit)
            if stretch.continues and last and (limit - end > _SHORT_CUE or limit - start > _SHORT_SPEECH):
                end = outer_end = limit  # a paragraph of a longer speech, and not a line whose closing mark is missing
        else:
            end, outer_end = closing.start, closing.end
        start, end = _strip(text, start, end)
        mark = opening or closing
        if end > start and mark is not None:
            yield Quoted(
                start,
                end,
                mark.family,
                mark.glyph,
                outer_start,
                max(outer_end, end),
                opening is not None,
                closing is not None,
                resumed,
            )
            after = max(outer_end, end)
        resumed = closing is None


def _cut(
    marks: Sequence[Mark], ranges: Sequence[Quoted], low: int, high: int
) -> list[tuple[int, int, list[Mark], int]]:
    """Sort `marks` into the ranges and the gaps between them: (low, high, marks, index of the range or -1)."""
    stretches = []
    at = low
    for k, quoted in enumerate(ranges):
        stretches += [(at, quoted.outer_start, -1), (quoted.start, quoted.end, k)]
        at = quoted.outer_end
    stretches.append((at, high, -1))
    result, i = [], 0
    for a, b, k in stretches:
        inside = []
        while i < len(marks) and marks[i].start < b:
            if marks[i].start >= a:
                inside.append(marks[i])
            i += 1
        result.append((a, b, inside, k))
    return result


def _read_as(stretch: _Stretch, outer: Sequence[Mark], inner: Sequence[Mark]) -> tuple[float, list[Quoted]]:
    """Read the stretch with one family of marks outside and the other nested or alone."""
    cost, pairs = pair(outer, continues=stretch.continues)
    spans = list(_spans(stretch, pairs))
    alone: list[Quoted] = []
    for low, high, marks, k in _cut(inner, spans, stretch.low, stretch.high) if inner else ():
        if not marks:
            continue
        goes_on = stretch.continues and 0 <= k == len(spans) - 1 and not spans[k].closed
        part = _Stretch(stretch.text, low, high, low == stretch.low, goes_on)
        inner_cost, inner_pairs = pair(marks, continues=goes_on)
        cost += inner_cost
        found = tuple(_spans(part, inner_pairs))
        if k >= 0:
            spans[k] = replace(spans[k], nested=found)
        else:
            alone += found
    return cost, sorted(spans + alone, key=lambda quoted: quoted.start)


@dataclass(frozen=True, slots=True)
class Style:
    """What the whole text says about its marks."""

    prefer: int = DOUBLE  # the family that is the outer one, should the marks of a paragraph not tell
    low_high: bool = False  # it writes „so“


def quoted_spans(text: str, low: int, high: int, *, next_glyph: str = "", style: Style = Style()) -> list[Quoted]:
    """All outermost quoted spans of a paragraph. `next_glyph`: the mark that opens the next one, '' where none does."""
    marks = find_marks(text, low, high, low_high=style.low_high)
    doubles = [mark for mark in marks if mark.family == DOUBLE]
    singles = [mark for mark in marks if mark.family == SINGLE]
    next_family = -1 if not next_glyph else SINGLE if next_glyph in "‘’'‚‛‹›`" else DOUBLE
    readings = []
    for family, outer, inner in ((DOUBLE, doubles, singles), (SINGLE, singles, doubles)):
        if outer:
            cost, spans = _read_as(_Stretch(text, low, high, True, next_family == family), outer, inner)
            readings.append((cost + (0.0 if family == style.prefer else _TIE), family, spans))
    return min(readings, key=lambda reading: reading[:2])[2] if readings else []


def looks_opening(text: str, low: int, high: int) -> str:
    """The mark that opens a paragraph, '' if it starts with none. An elision ('Tis) is none."""
    if low >= high or text[low] not in "“„‟\"«»＂‘'‚‹›`":
        return ""
    if text[low] in "'‘" and low + 1 < high and text[low + 1].islower():
        word = re.match(r"\w+", text[low + 1 : low + 24])
        if word and word.group().lower() in load("elisions_front"):
            return ""
    return text[low : low + 2] if text.startswith("``", low) else text[low]
