"""A passage on one line, with as much of its sentence around it as there is room for."""

import numpy as np

from undertow.cli.harmless import harmless
from undertow.story.values import Story

QUOTED = 170  # characters of a passage on the page: two lines of it
_INNER = str.maketrans("“”", "‘’")  # marks inside of marks


def quote(story: Story, start_char: int, end_char: int, *, limit: int = QUOTED) -> str:
    """The words of a passage in quotation marks, and the rest of its sentences where they are short."""
    text = story.text
    low, high = _sentences(story, start_char, end_char)
    if high - low > limit:
        low, high = _around(text, (low, high), (start_char, end_char), limit)
    whole = _sentences(story, start_char, end_char)
    words = harmless(text[low:high], limit=limit).translate(_INNER)
    return f"“{'… ' if low > whole[0] else ''}{words}{' …' if high < whole[1] else ''}”"


def _sentences(story: Story, start_char: int, end_char: int) -> tuple[int, int]:
    """The characters from the start of the sentence in which a passage begins to the end of that in which it ends."""
    document = story.document
    tokens = document.token_at(start_char), document.token_at(end_char - 1)
    first, last = np.searchsorted(document.sentences[:, 1], tokens, side="right").tolist()
    if last >= len(document.sentences):
        return start_char, end_char
    start, end = document.sentences[first, 0], document.sentences[last, 1]
    return min(start_char, int(document.token_start[start])), max(end_char, int(document.token_end[end - 1]))


def _around(text: str, whole: tuple[int, int], passage: tuple[int, int], limit: int) -> tuple[int, int]:
    """As much around a passage as there is room for, from a word to a word."""
    (low, high), (start, end) = whole, passage
    room = max(0, limit - (end - start))
    if start - low > room // 2 and high - end > room // 2:
        low = _next_word(text, start - room // 2, start)
    elif start - low > room // 2:
        low = _next_word(text, max(low, start - (room - (high - end))), start)
    rest = max(0, room - (start - low))
    if high - end > rest:
        high = _word_before(text, end, end + rest)
    return low, high


def _next_word(text: str, char: int, limit: int) -> int:
    blank = text.find(" ", char, limit)
    return limit if blank < 0 else blank + 1


def _word_before(text: str, limit: int, char: int) -> int:
    blank = text.rfind(" ", limit, char)
    return limit if blank < 0 else blank
