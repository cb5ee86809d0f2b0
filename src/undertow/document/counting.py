"""Words as a person counts them: *don't* and *half-light* are one word each, and marks are none.

Tokens are finer than words. Whoever says "40,000 words" means these.
"""

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document

WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def count_words(text: str, ranges: Iterable[tuple[int, int]]) -> int:
    """The number of words in ranges of characters."""
    return sum(1 for start, end in ranges for _ in WORD.finditer(text, start, end))


def words_of_sentences(document: Document) -> NDArray[np.int64]:
    """The number of words of each sentence, [n_sentences]."""
    bounds = document.sentences
    starts, ends = document.token_start[bounds[:, 0]].tolist(), document.token_end[bounds[:, 1] - 1].tolist()
    return np.array([count_words(document.text, [span]) for span in zip(starts, ends, strict=True)], np.int64)
