"""Insets: what is set into a story and not said in it as speech is, verse and what is written.

In come the paragraphs and their quoted spans, out go ranges of characters with a kind. Songs, hymns and poems are found
by their lines (`speech_verse`), letters, notes and telegrams by what announces and signs them (`speech_letters`), in
quotation marks or set apart without any. The decision: they are no quotations. A line of dialogue takes a turn in a
conversation, and a stanza or a letter does not; who sings is told by a cue alone.
"""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.speech_letters import find_letters
from undertow.layers.speech_marks import GLYPHS, Quoted
from undertow.layers.speech_verse import find_verses, speaks_of_song
from undertow.layers.values import INSETS, Insets

VERSE, WRITING = (INSETS.index(kind) for kind in ("verse", "writing"))
_EDGE = f"{GLYPHS}_* \t\n"

_NEAR = 80  # characters before something announced in which a song is spoken of

Range = tuple[int, int]


def find_insets(
    text: str, paragraphs: Sequence[Range], quoted: Sequence[Sequence[Quoted]]
) -> list[tuple[int, int, int]]:
    """The insets (first character, one past the last, kind) in order, with the marks around them."""
    runs = find_letters(text, paragraphs, quoted)
    letters = [(paragraphs[first][0], paragraphs[end - 1][1]) for first, end in runs]
    starts = [low for low, _ in paragraphs]
    verses = []
    for start, end in find_verses(text, paragraphs):
        spans = quoted[bisect_right(starts, start) - 1]
        written = any(a <= start and end <= b and (a, b) != (start, end) for a, b in letters)
        if not written and not any(span.outer_start < start < span.outer_end for span in spans):
            verses.append((start, end))
    alone = [
        (start, end, VERSE if speaks_of_song(text[max(0, start - _NEAR) : start]) else WRITING)
        for start, end in letters
        if (start, end) not in verses
    ]
    return sorted(alone + [(start, end, VERSE) for start, end in verses])


def inset_tokens(document: Document, insets: Insets, *, kinds: Sequence[int] = (VERSE, WRITING)) -> NDArray[np.bool_]:
    """[n_tokens] Which tokens lie in an inset of one of the kinds."""
    chosen = np.isin(insets.kind, kinds)
    change = np.zeros(document.n_tokens + 1, np.int64)
    np.add.at(change, np.searchsorted(document.token_end, insets.start_char[chosen], side="right"), 1)
    np.add.at(change, np.searchsorted(document.token_start, insets.end_char[chosen], side="left"), -1)
    return np.cumsum(change[:-1]) > 0


def as_insets(text: str, found: Sequence[tuple[int, int, int]]) -> Insets:
    """Lay insets out as columns, without the marks around them."""
    rows = []
    for start, end, kind in found:
        words = text[start:end]
        low = start + len(words) - len(words.lstrip(_EDGE))
        rows.append((low, low + len(words.strip(_EDGE)), kind))
    table = np.array(rows, np.int32).reshape(-1, 3)
    return Insets(table[:, 0], table[:, 1], table[:, 2].astype(np.int8))
