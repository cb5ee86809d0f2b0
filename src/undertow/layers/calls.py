"""Names where only a name can stand: called out (“Come here, Orla”) or after a verb of speech (“No,” said Denholm).

A story may name its heroine nowhere but there, and the encoder, which learned names from narration, can miss them. So
these are mentions whatever its score. To call, a name must be a given name of the list, set off by marks on both sides
inside quotation marks; one that the story also uses as a word of its own in small letters ('Hope', 'Will') must stand
where a word would not have a capital letter. After a verb of speech right behind the marks, capital letters are enough.
"""

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.speech_marks import MARKS
from undertow.layers.values import Quotations
from undertow.lexicons import load, load_table

_BEFORE = frozenset(", ; : — – - -- … ... ( oh O Oh ah Ah dear Dear my My".split())
_OPENS = frozenset(". ! ? “ ‘ \" '".split())
_AFTER = frozenset(", . ! ? ; : — – - -- … ... ’ ” \" ' )".split())
_LONGEST = 4  # words of a name after a verb of speech


def sure_names(document: Document, quotations: Quotations) -> NDArray[np.int64]:
    """Find the names that call somebody or say who speaks: spans of tokens [n, 2], in the order of the text."""
    names = load_table("given_names")
    first = np.searchsorted(document.token_start, quotations.part_start_char).tolist()
    last = np.searchsorted(document.token_start, quotations.part_end_char).tolist()
    called: list[tuple[int, bool]] = []
    found: list[tuple[int, int]] = []
    for start, end in zip(first, last, strict=True):
        words = document.words(start, end)
        for i, word in enumerate(words):
            if word[:1].isupper() and word.lower() in names and (i + 1 == len(words) or words[i + 1] in _AFTER):
                opens = not i or words[i - 1] in _OPENS
                if opens or words[i - 1] in _BEFORE:
                    called.append((start + i, opens))
        found += _speaks(document.words(end, end + _LONGEST + 3), end)
    doubtful = {document.word(i).lower() for i, opens in called if opens}
    if doubtful:
        doubtful &= set(document.words())
    found += [(i, i + 1) for i, opens in called if not (opens and document.word(i).lower() in doubtful)]
    return np.array(sorted(set(found)), dtype=np.int64).reshape(-1, 2)


def _speaks(words: list[str], at: int) -> list[tuple[int, int]]:
    """The name after a verb of speech in the words behind a quotation: at most one span."""
    i = 0
    while i < len(words) and words[i] in MARKS:
        i += 1
    if i >= len(words) or words[i] not in load("speech_verbs"):
        return []
    start = end = i + 1
    while end < len(words) and words[end][0].isupper() and words[end] != "I" and end - start < _LONGEST:
        end += 1
    return [(at + start, at + end)] if end > start else []
