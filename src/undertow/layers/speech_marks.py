"""Quotation marks of a stretch of text, paired.

In comes a range of characters (a paragraph, mostly), out come the pairs of marks that belong together. Every mark gets
a cost for each of three readings: it opens, it closes, it is no quotation mark at all (an apostrophe, inches). What
stands beside it and its shape set the costs, and the cheapest consistent reading of the whole stretch wins: a dynamic
programme over two states, inside and outside. So no style is chosen for a book, and a missing mark costs something
once instead of inverting what follows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from undertow.lexicons import load

DOUBLE, SINGLE = 0, 1
MARKS = frozenset("\" “ ” „ ‟ « » `` '' ' ‘ ’ ` ‚ ‹ › ＂ _ * ( )".split())
"""Tokens that may stand between words that are said and a cue."""

_DOUBLE, _SINGLE = '“”„‟"«»＂', "‘’‚‛'‹›`"
GLYPHS = _DOUBLE + _SINGLE
"""Characters that may be quotation marks."""

_MARK = re.compile(f"``|''|[{GLYPHS}]")
_DOUBLES = frozenset(_DOUBLE) | {"``", "''"}
_OPENERS = frozenset("“„‟‘‚‛`") | {"``"}
_CLOSERS = frozenset("”’") | {"''"}
_STRAIGHT = frozenset("\"'＂")
_APOSTROPHES = frozenset("'’‘`")
_BRACKETS = "([{—–―-/_*“‘\"'"
_STOPS = ".,!?;:…—–-"
NEVER = 99.0
_MISSING_CLOSE = 4.0  # as dear as two marks that point the wrong way
_MISSING_OPEN = 5.0  # rarer than a missing close: the start of a paragraph is proofread better than its end
_LEFT_OPEN = 3.0  # the stretch ends inside
_CONTINUES = 0.5  # the same, where the next paragraph opens again
_CUE_REACH = 40  # characters
_LONG = 4000  # characters; hardly any speech is longer without a new paragraph


@dataclass(frozen=True, slots=True)
class Mark:
    """A character (or two) that may be a quotation mark, and what each reading of it costs."""

    start: int
    end: int
    family: int  # DOUBLE or SINGLE
    glyph: str
    opens: float
    closes: float
    neither: float


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between two marks. `start` and `end` leave the marks and the blanks beside them out."""

    start: int
    end: int
    family: int
    glyph: str  # the mark that opens it (that closes it, where none opens)
    outer_start: int  # with the marks
    outer_end: int
    opened: bool = True
    closed: bool = True
    resumed: bool = False  # opened while the one before was still open
    nested: tuple["Quoted", ...] = ()


def _plain(text: str, i: int, step: int, low: int, high: int) -> str:
    """The nearest character that is not white space, going from `i` by `step`; '' at the end of the stretch."""
    while low <= i < high:
        if not text[i].isspace():
            return text[i]
        i += step
    return ""


def _word_after(text: str, i: int) -> str:
    match = _WORD.match(text, i)
    return match.group().lower() if match else ""


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def _word_before(text: str, i: int, low: int) -> str:
    j = i
    while j > max(low, i - 24) and text[j - 1].isalnum():
        j -= 1
    return text[j:i].lower()


def _by_context(  # noqa: PLR0911 - a table of cases
    before: str, after: str, left: str, right: str
) -> tuple[float, float]:
    """What opening and closing cost by the neighbours alone.

    `left`, `right`: the nearest characters that are no blanks.
    """
    if not left or not right:
        return (0.0, 6.0) if not left else (6.0, 0.0)
    open_side = before.isspace() or before in _BRACKETS
    close_side = after.isspace() or after in _STOPS or after in ")]}_*”’\"'/"
    if open_side and not close_side:
        return 0.0, 2.5 if before.isspace() else 1.2
    if close_side and not open_side:
        return 5.5 if before in _STOPS else 2.2, 0.0
    if after in ",.;:!?" and after:  # a stop after a mark: only a close has that
        return 3.0, 0.0
    if left.isalnum() and right.isupper():
        return 0.0, 1.0
    if left in ".!?" and right.islower():
        return 1.5, 0.0
    return 0.4, 0.4


def _by_cue(text: str, start: int, end: int, low: int) -> tuple[float, float]:
    """What a cue beside a mark with blanks on both sides adds: 'he said , " Yes' opens, 'Yes , " said he' closes."""
    ahead = [word.lower() for word in _WORD.findall(text, end, end + _CUE_REACH)[:2] if word.islower()]
    if ahead and (ahead[0] in load("speech_verbs") or (len(ahead) > 1 and ahead[1] in load("speech_verbs"))):
        return 1.5, 0.0
    behind = [word.lower() for word in _WORD.findall(text, max(low, start - _CUE_REACH), start)[-3:]]
    return (0.0, 1.0) if any(word in load("speech_verbs") for word in behind) else (0.0, 0.0)


def _by_shape(glyph: str, low_high: bool) -> tuple[float, float]:
    """What opening and closing cost by the shape of the mark. `low_high`: the text writes „so“."""
    if glyph in _STRAIGHT:
        return 0.0, 0.0
    if glyph == "“" and low_high:
        return 1.0, 0.0
    if glyph in _OPENERS:
        return 0.0, 4.0
    if glyph in _CLOSERS:
        return 4.0, 0.0
    return 0.0, 0.0  # guillemets point either way: «so» and »so«


def _apostrophe_cost(  # noqa: PLR0911 - a table of cases
    text: str, i: int, low: int, high: int
) -> tuple[float, float, float]:
    """Opening, closing and being an apostrophe, for a single mark by the letters around it."""
    glyph = text[i]
    before = text[i - 1] if i > low else ""
    after = text[i + 1] if i + 1 < high else ""
    if before.isalnum() and after.isalnum():
        return NEVER, NEVER, 0.0
    if before.isalnum():
        word = _word_before(text, i, low)
        if word.endswith("in") or word in load("elisions_back"):
            return NEVER, 2.2, 0.0
        if word.endswith("s"):
            return NEVER, 1.6, 0.2
        return (NEVER, 0.8, 0.8) if after != "-" else (NEVER, 1.5, 0.5)
    if after.isalnum():
        word = _word_after(text, i + 1)
        if after.isdigit():
            return 1.5, NEVER, 0.0
        lean = 0.0 if glyph in "‘`" else 3.0 if glyph == "’" else 0.8
        if word in load("elisions_front"):
            return 0.6 + lean * 0.7, NEVER, 0.2
        return lean * (0.4 if after.isupper() else 1.0), NEVER, 3.0 if after.isupper() else 1.6
    if before in _STOPS and before:
        return 3.0, 0.0, 3.0
    left, right = _plain(text, i - 1, -1, low, high), _plain(text, i + 1, 1, low, high)
    if left == "s" and right.islower():
        return 1.5, 1.5, 0.2
    if left and left in _STOPS and right.isupper():
        return 0.3, 0.3, 2.5
    return 1.0 if right.islower() else 0.4, 0.4, 1.8


def find_marks(text: str, low: int, high: int, *, low_high: bool = False) -> list[Mark]:
    """Every mark of the stretch with its costs. Linear in the length of the stretch."""
    marks = []
    for match in _MARK.finditer(text, low, high):
        start, end, glyph = match.start(), match.end(), match.group()
        if glyph == "''" and _word_after(text, end) in load("elisions_front"):
            end, glyph = start + 1, "'"  # ''Tis: the second one is an apostrophe
        before, after = text[start - 1 : start] if start > low else "", text[end : end + 1] if end < high else ""
        left, right = _plain(text, start - 1, -1, low, high), _plain(text, end, 1, low, high)
        opens, closes = _by_context(before, after, left, right)
        if before.isspace() and after.isspace():
            cue = _by_cue(text, start, end, low)
            opens, closes = opens + cue[0], closes + cue[1]
        shape = _by_shape(glyph, low_high)
        opens, closes = opens + shape[0], closes + shape[1]
        if glyph in _DOUBLES:
            neither = 1.0 if glyph in _STRAIGHT and before.isdigit() else 7.0
            marks.append(Mark(start, end, DOUBLE, glyph, opens, closes, neither))
            continue
        if glyph in "‹›‚":
            neither = 4.0
        else:
            as_open, as_close, neither = _apostrophe_cost(text, start, low, high)
            opens, closes = max(opens, as_open) if as_open < NEVER else NEVER, max(closes, as_close)
        if min(opens, closes) < NEVER:
            marks.append(Mark(start, end, SINGLE, glyph, opens, closes, neither))
    return marks


def pair(marks: Sequence[Mark], *, continues: bool = False) -> tuple[float, list[tuple[Mark | None, Mark | None]]]:
    """The cheapest reading of the marks: its cost, and the pairs (a mark that is missing is None)."""
    outside, inside = 0.0, NEVER
    steps: list[tuple[tuple[int, str], tuple[int, str]]] = []
    last = marks[0].start if marks else 0
    for mark in marks:
        if mark.start - last > _LONG:
            inside += 2.0
        last = mark.start
        to_out = min(
            (outside + mark.neither, 0, "-"),
            (inside + mark.closes, 1, ")"),
            (outside + mark.closes + _MISSING_OPEN, 0, ")"),
        )
        to_in = min(
            (inside + mark.neither, 1, "-"),
            (outside + mark.opens, 0, "("),
            (inside + mark.opens + _MISSING_CLOSE, 1, "("),
        )
        outside, inside = to_out[0], to_in[0]
        steps.append((to_out[1:], to_in[1:]))
    inside += _CONTINUES if continues else _LEFT_OPEN
    state = int(inside < outside)
    cost = min(inside, outside)
    roles = []
    for step in reversed(steps):
        state, role = step[state]
        roles.append(role)
    pairs: list[tuple[Mark | None, Mark | None]] = []
    opened: Mark | None = None
    for mark, role in zip(marks, reversed(roles), strict=True):
        if role == "(":
            if opened is not None:
                pairs.append((opened, None))
            opened = mark
        elif role == ")":
            pairs.append((opened, mark))
            opened = None
    if opened is not None:
        pairs.append((opened, None))
    return cost, pairs
