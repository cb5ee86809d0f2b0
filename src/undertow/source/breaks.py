"""Scene breaks that take up no characters: rules, gaps wider than usual, lines that move the clock.

What gap is usual is asked of each chapter, since a blank line between paragraphs means nothing where all have one. In
wrapped texts from print, letters and verse are set off by the same wide gaps as scenes; those come in pairs, close
together, and are no breaks.
"""

from statistics import median_low

from undertow.source.headings import is_time_line
from undertow.source.passages import Passage
from undertow.source.values import BlockKind

_WIDE_SHARE = 0.34  # of the gaps: if more are wide, blank lines fall as they fall
_ENOUGH = 8  # gaps that a chapter needs to have a usual one
_VERSE = 0.8  # of the width of wrapped lines: verse ends its lines before
_SET_OFF = 1500  # characters; a longer stretch between two wide gaps is a scene, not a letter


def find_breaks(text: str, passages: list[Passage], words: list[str], kinds: list[BlockKind | None]) -> list[bool]:
    """For each passage, whether a scene break without characters precedes it."""
    breaks = [p.rule and i > 0 for i, p in enumerate(passages)]
    follows = [
        i for i in range(1, len(kinds)) if kinds[i] is BlockKind.PARAGRAPH and kinds[i - 1] is BlockKind.PARAGRAPH
    ]
    long = [i for i in follows if not words[i]]
    widths = [_longest_line(text, passages[i]) for i in long[:500] if "\n" in text[passages[i].start : passages[i].end]]
    # Wrapped at about this width; 0 where lines are paragraphs.
    width = median_low(widths) if 2 * len(widths) > min(len(long), 500) else 0
    whole = [passages[i].gap for i in follows]
    chapter: list[int] = []
    for i in range(1, len(kinds) + 1):
        if i == len(kinds) or kinds[i] is BlockKind.HEADING:
            usual, wide = _wide_gaps(passages, chapter, whole)
            # Where paragraphs are told by blank lines, letters and verse have more of them around them.
            for j in _without_set_off(text, passages, wide, width) if width and usual else wide:
                breaks[j] = True
            chapter = []
        elif kinds[i] is BlockKind.PARAGRAPH and kinds[i - 1] is BlockKind.PARAGRAPH:
            chapter.append(i)
            if words[i] and "\n" not in words[i] and words[i][-1] not in "\"”'’" and is_time_line(words[i]):
                breaks[i] = True
    return breaks


def _wide_gaps(passages: list[Passage], chapter: list[int], whole: list[int]) -> tuple[int, list[int]]:
    """The usual gap of a chapter, and the passages before which it is wider, if they are few."""
    gaps = [passages[i].gap for i in chapter]
    measured = gaps if len(gaps) >= _ENOUGH else whole
    usual = median_low(measured) if measured else 0
    if sum(gap > usual for gap in measured) > _WIDE_SHARE * len(measured):
        return usual, []
    return usual, [i for i in chapter if passages[i].gap > usual]


def _without_set_off(text: str, passages: list[Passage], wide: list[int], width: int) -> list[int]:
    """Drop the gaps around letters and verse.

    Before or after something short between two of them, after a colon, inside a sentence.
    """
    kept = []
    for at, i in enumerate(wide):
        before = text[passages[i - 1].end - 1]
        if before in ":,;—-" or text[passages[i].start].islower():
            continue
        near_next = at + 1 < len(wide) and passages[wide[at + 1] - 1].end - passages[i].start < _SET_OFF
        near_last = at > 0 and passages[i - 1].end - passages[wide[at - 1]].start < _SET_OFF
        if not (near_next or near_last or _is_verse(text[passages[i - 1].start : passages[i - 1].end], width)):
            kept.append(i)
    return kept


def _is_verse(said: str, width: int) -> bool:
    """Say whether lines end before they are full, or each begins with a capital."""
    lines = [line.lstrip(" \t\"'“‘_") for line in said.split("\n")]
    short = len(lines) > 1 and max(map(len, lines)) < _VERSE * width
    return short or (len(lines) >= 3 and all(line[:1].isupper() for line in lines))


def _longest_line(text: str, passage: Passage) -> int:
    return max(map(len, text[passage.start : passage.end].split("\n")))
