"""The paragraphs of a plain text, which says nowhere what a paragraph is.

Lines come in, passages go out, with a word on how it was decided. Everything rests on one question asked of each pair
of neighbouring lines: would the first word of the second have fitted on the first? In a text that a program has
wrapped it would not, except where a paragraph ends. So wrapped text can be told from a paragraph a line, and a
paragraph's end can be seen where nothing else shows it. The file is decided as a whole, and each chapter that is long
enough once more for itself.
"""

import itertools
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from undertow.source.headings import is_end_mark, is_scene_break, read_heading
from undertow.source.lines import Line, split_lines
from undertow.source.passages import Passage

_WRAPPED_WIDTH = 130  # columns; nobody wraps wider, and a paragraph a line is soon wider than this
_FULL = 0.88  # of the width: proofread e-texts are ragged, programs are not
_VERSE = 0.9  # of the lines begin with a capital; in wrapped prose a third do
_ENOUGH = 30  # pairs of lines that a chapter needs to be decided for itself
_ENOUGH_DOUBLE = 12  # lines with a blank one after each, of which most end inside a sentence, cannot be chance
_TERMINAL = re.compile(r"[.!?…:;—–\-][\"'”’»)\]*_]*$|[\"”»)\]*_]$|[.!?…]['’]+$")
_SENTENCE_END = re.compile(r"(?:[.!?…—–:]|--|~)[\"'”’»)\]*_]*$|[\"”»]$")
_OPENS = re.compile(r"[\"“‘'«_*(\[—–-]*[A-Z0-9ÀÁÉÈÎÔ]|[\"“«—]")


class Layout(StrEnum):
    """How paragraphs are told apart."""

    BLANK = "blank lines between paragraphs"
    LINE = "one paragraph a line"
    INDENT = "indented paragraphs"
    SHORT = "no mark between paragraphs but a short last line"
    DOUBLE = "blank lines between all lines"


@dataclass(frozen=True, slots=True)
class Decision:
    """A layout, and the width at which lines are wrapped (0: not wrapped)."""

    layout: Layout
    width: int = 0
    indent: int = 0  # the left margin: lines that stand further right are indented

    def __str__(self) -> str:
        return f"{self.layout}, wrapped at {self.width} columns" if self.width else str(self.layout)


def find_passages(text: str, start: int = 0, end: int | None = None) -> tuple[list[Passage], str]:
    """Cut a range of a text into passages; also say in words how it was decided."""
    lines, unseen = split_lines(text, start, end)
    whole = decide(lines)
    passages: list[Passage] = []
    others: dict[str, list[int]] = {}
    for number, region in enumerate(_regions(lines)):
        decision = decide(region) if _n_pairs(region) >= _ENOUGH and len(region) < len(lines) else whole
        if decision.layout is not whole.layout and decision != whole:
            others.setdefault(str(decision), []).append(number)
        passages += _cut(region, decision)
    if unseen:
        passages = sorted([*passages, *(Passage(a, b) for a, b in unseen)], key=lambda p: p.start)
    said = str(whole)
    for layout, numbers in others.items():
        said += f"; {layout} in {len(numbers)} of {number + 1} parts"
    return passages, said


def _regions(lines: list[Line]) -> list[list[Line]]:
    """Cut at lines that are chapter headings beyond doubt."""
    cuts = [i for i, line in enumerate(lines) if i and len(line.words) <= 100 and line.gap and read_heading(line.words)]
    return [lines[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True) if a < b]


def _n_pairs(lines: list[Line]) -> int:
    return sum(line.gap == 0 for line in lines[1:])


def wrap_width(lines: list[Line]) -> int:
    """The width at which lines seem to be wrapped: nearly the longest; a few may stick out."""
    widths = sorted(line.width for line in lines)
    return widths[min(len(widths) - 1, int(0.985 * len(widths)))] if widths else 0


def _fits(line: Line, following: Line, width: float) -> bool:
    """Say whether the first word of the next line would have fitted on this one."""
    words = following.words
    blank = words.find(" ", 0, 40)
    return line.width + 1 + (blank if blank > 0 else min(len(words), 40)) <= width


def _ends(line: Line) -> bool:
    return _TERMINAL.search(line.words[-6:]) is not None


def decide(lines: list[Line]) -> Decision:
    """Decide how the paragraphs of these lines are told apart."""
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if b.gap == 0]
    width = wrap_width(lines)
    if not pairs:
        return _decide_single(lines, width)
    full_and_open = sum(not _fits(a, b, _FULL * width) and not _ends(a) for a, b in pairs)
    if width > _WRAPPED_WIDTH or width < 30 or full_and_open < max(1, 0.15 * len(pairs)):
        n_apart = sum(line.gap > 0 for line in lines[1:])
        return Decision(Layout.BLANK if n_apart >= 3 * len(pairs) else Layout.LINE)
    if sum(b.words.lstrip("\"'“‘_")[:1].isupper() for _, b in pairs) >= _VERSE * len(pairs) and len(pairs) >= 4:
        return Decision(Layout.BLANK, width)  # verse: a stanza is a paragraph
    margin = min(line.indent for line in lines)
    inside = [(a, b) for a, b in pairs if b.indent > margin]
    good = sum(_SENTENCE_END.search(a.words[-6:]) is not None for a, _ in inside)
    if len(inside) >= max(1, 0.03 * len(pairs)) and good >= 0.7 * len(inside) and len(inside) < 0.9 * len(pairs):
        n_groups = sum(line.gap > 0 for line in lines[1:]) + 1
        if len(inside) >= 0.3 * n_groups:
            return Decision(Layout.INDENT, width, margin)
    short = sum(_breaks_after(a, b, width) for a, b in pairs)
    n_groups = sum(line.gap > 0 for line in lines[1:]) + 1
    return Decision(Layout.SHORT if short >= 0.5 * n_groups else Layout.BLANK, width, margin)


def _decide_single(lines: list[Line], width: int) -> Decision:
    """No two lines touch: paragraphs, or wrapped lines with a blank line after each."""
    double = [(a, b) for a, b in itertools.pairwise(lines) if b.gap == 1]
    if len(double) >= _ENOUGH_DOUBLE and 30 <= width <= _WRAPPED_WIDTH:
        torn = sum(not _fits(a, b, _FULL * width) and not _ends(a) for a, b in double)
        if torn >= 0.4 * len(double):
            return Decision(Layout.DOUBLE, width)
    return Decision(Layout.BLANK)


def _breaks_after(a: Line, b: Line, width: int) -> bool:
    """Say whether a paragraph ends between two lines of wrapped text that touch."""
    if not _fits(a, b, width):
        return False
    if _SENTENCE_END.search(a.words[-6:]) is None:
        return a.width < 0.6 * width and b.words[0] in '"“«' and not a.words.endswith(",")
    return a.width < _FULL * width or _OPENS.match(b.words) is not None


def _cut(lines: list[Line], decision: Decision) -> list[Passage]:
    """Join lines to passages. Marks (headings, scene breaks) always stand alone."""
    if decision.layout is Layout.DOUBLE:
        lines = [replace(line, gap=max(0, line.gap - 1)) for line in lines]
        decision = replace(decision, layout=Layout.BLANK if any(line.gap for line in lines[1:]) else Layout.SHORT)
    passages: list[Passage] = []
    first, alone = 0, False
    joined = _joined_groups(lines, decision)
    for i, line in enumerate(lines):
        is_mark = _stands_alone(line, lines[i - 1] if i else None, alone, decision)
        if i and (alone or is_mark or _starts_paragraph(lines[i - 1], line, decision, joined[i])):
            passages.append(Passage(lines[first].start, lines[i - 1].end, gap=lines[first].gap))
            first = i
        alone = is_mark
    if lines:
        passages.append(Passage(lines[first].start, lines[-1].end, gap=lines[first].gap))
    return passages


def _starts_paragraph(previous: Line, line: Line, decision: Decision, joined: bool) -> bool:
    if line.gap:
        return True
    match decision.layout:
        case Layout.LINE:
            return not joined
        case Layout.INDENT:
            return line.indent > decision.indent
        case Layout.SHORT:
            return _breaks_after(previous, line, decision.width)
        case _:
            # A group of long lines among wrapped ones, or in a text with blank lines throughout, is a paragraph a line.
            return not joined and previous.width > max(_WRAPPED_WIDTH, 1.5 * decision.width)


def _joined_groups(lines: list[Line], decision: Decision) -> list[bool]:
    """For each line, whether it stands in a group that is wrapped although the text around it is not."""
    joined = [False] * len(lines)
    if decision.width:
        return joined
    first = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and lines[i].gap == 0:
            continue
        group = lines[first:i]
        if len(group) >= 3 and (width := max(line.width for line in group)) <= 90:
            pairs = list(itertools.pairwise(group))
            full = sum(not _fits(a, b, _FULL * width) for a, b in pairs)
            is_open = sum(not _ends(a) for a, _ in pairs)
            if full == len(pairs) and 2 * is_open >= len(pairs):
                joined[first:i] = [True] * len(group)
        first = i
    return joined


def _stands_alone(line: Line, previous: Line | None, after_mark: bool, decision: Decision) -> bool:
    """Say whether a line is a mark for itself, whatever the layout."""
    words = line.words
    if len(words) > 100:
        return False
    if is_scene_break(words):
        return True
    if previous is not None and _ends(previous) and is_end_mark(words):
        return True
    free = previous is None or line.gap > 0 or after_mark or decision.layout is Layout.LINE
    if not free and previous is not None:
        free = decision.layout is not Layout.BLANK and _ends(previous) and previous.width < _FULL * decision.width
    return free and (read_heading(words) is not None or is_end_mark(words))
