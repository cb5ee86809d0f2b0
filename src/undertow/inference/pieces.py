"""Words to word-pieces: ids for the encoder, and the letter shape that an uncased vocabulary forgets.

Each distinct word is tokenised once; a novel of 100,000 words has some 8,000 of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CLS, SEP, PAD, UNKNOWN = 101, 102, 0, 100  # BERT's vocabulary
MAX_PIECES = 16  # of one word: a longer "word" is a URL or a scream, and its first letters tell as much
N_SHAPES = 5


def shape(word: str) -> int:
    """Name the letter shape of a word: 0 no letters, 1 lower, 2 Title, 3 UPPER, 4 mixed."""
    if not any(map(str.isalpha, word)):
        return 0
    if word.islower():
        return 1
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 2
    return 3 if word.isupper() else 4


@dataclass(frozen=True, slots=True, eq=False)
class PieceColumns:
    """The word-pieces of a run of words; word `i` is `ids[offsets[i]:offsets[i + 1]]`, never empty."""

    ids: NDArray[np.int32]  # [n_pieces]
    offsets: NDArray[np.int64]  # [n_words + 1]
    shapes: NDArray[np.int8]  # [n_words]


class Pieces:
    """The tokeniser of the released model."""

    def __init__(self, tokenizer: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[list[int], int]] = {}

    def word(self, word: str) -> tuple[list[int], int]:
        """The ids of one word ([UNK] for what normalises to nothing) and its shape."""
        known = self._known.get(word)
        if known is None:
            # a word of a million letters is cut before the tokeniser sees it
            ids = self._tokenizer.encode(word[:100], add_special_tokens=False).ids[:MAX_PIECES]
            known = self._known[word] = (ids or [UNKNOWN], shape(word[:100]))
        return known

    def columns(self, words: Sequence[str]) -> PieceColumns:
        """Encode a run of words."""
        encoded = [self.word(w) for w in words]
        counts = np.fromiter((len(ids) for ids, _ in encoded), dtype=np.int64, count=len(encoded))
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum(counts, out=offsets[1:])
        ids = np.fromiter((i for ids, _ in encoded for i in ids), dtype=np.int32, count=int(offsets[-1]))
        shapes = np.fromiter((s for _, s in encoded), dtype=np.int8, count=len(encoded))
        return PieceColumns(ids, offsets, shapes)
