"""Given names that are called out, as in “You want to take those out, Orla”.

A story may name its heroine nowhere but there, and the encoder, which learned names from narration, can miss them. So
a given name that stands inside quotation marks, set off by marks on both sides, is a mention whatever its score. Only
names of the list count, and one that the story also uses as a word of its own in small letters ('Hope', 'Will') must
stand where a word would not have a capital letter.
"""

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.values import Quotations
from undertow.lexicons import load_table

_BEFORE = frozenset(", ; : — – - -- … ... ( oh O Oh ah Ah dear Dear my My".split())
_OPENS = frozenset(". ! ? “ ‘ \" '".split())
_AFTER = frozenset(", . ! ? ; : — – - -- … ... ’ ” \" ' )".split())


def called_names(document: Document, quotations: Quotations) -> NDArray[np.int64]:
    """Find the names that call somebody: spans of tokens [n, 2], in the order of the text."""
    names = load_table("given_names")
    first = np.searchsorted(document.token_start, quotations.part_start_char).tolist()
    last = np.searchsorted(document.token_start, quotations.part_end_char).tolist()
    found = []
    for start, end in zip(first, last, strict=True):
        words = document.words(start, end)
        for i, word in enumerate(words):
            if word[:1].isupper() and word.lower() in names and (i + 1 == len(words) or words[i + 1] in _AFTER):
                opens = not i or words[i - 1] in _OPENS
                if opens or words[i - 1] in _BEFORE:
                    found.append((start + i, opens))
    doubtful = {document.word(i).lower() for i, opens in found if opens}
    if doubtful:
        doubtful &= set(document.words())
    kept = [i for i, opens in found if not (opens and document.word(i).lower() in doubtful)]
    return np.array([(i, i + 1) for i in kept], dtype=np.int64).reshape(-1, 2)
