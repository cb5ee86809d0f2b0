"""Which words may be cues of negation, by their form alone: a short list, phrases, and what an affix may have negated.

The model decides ("uncanny" looks as "unkind" does). It is taught with the words that look so, and asked about no
others.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undertow.lexicons import load, load_table

PHRASES = ("by no means", "not for the world", "nothing at all", "on the contrary", "rather than")

_AFFIX = re.compile(r"(un|in|im|ir|il|dis)\w{4,}|\w{3,}(less|lessly|lessness)")


def cue_lengths(words: Sequence[str]) -> NDArray[np.int8]:
    """Of each word [n_words], how many words from it on may be one cue; 0 where none begins. Cues do not overlap."""
    listed, affixes = load("negation_cues"), load_table("negation_affixes")
    firsts = {phrase.split()[0] for phrase in PHRASES}
    forms = {word: word.lower().replace("’", "'") for word in set(words)}
    may = {
        word
        for word, form in forms.items()
        if form in listed or form in firsts or (_AFFIX.fullmatch(form) and affixes.get(form) != "0")
    }
    lengths = np.zeros(len(words), dtype=np.int8)
    end = 0
    for i in (i for i, word in enumerate(words) if word in may):
        if i >= end:
            ahead = " ".join(forms[word] for word in words[i : i + 4]) + " "
            length = max((phrase.count(" ") + 1 for phrase in PHRASES if ahead.startswith(phrase + " ")), default=1)
            lengths[i] = 0 if length == 1 and forms[words[i]] in firsts - listed else length
            end = i + int(lengths[i])
    return lengths
