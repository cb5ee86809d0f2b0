"""How words pass through the branch: groups of whole sentences, which tile the text.

A group needs no context: the states of its words come from the encoder, which has read what stands around them. A
sentence longer than a group is cut, and each piece is read as a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 160  # words of a group: attention over more costs time and tells the words of a sentence little


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Words `start` to `end` of the text; sentences and pieces of sentences as half-open ranges of words in it."""

    start: int
    end: int
    pieces: NDArray[np.int32]  # [n_pieces, 2] words of the text
    sentence: NDArray[np.int32]  # [n_pieces] the sentence that each is of

    def member(self) -> NDArray[np.float32]:
        """Which piece each word is of: [n_pieces, n_words], 1 where it is."""
        at = np.arange(self.start, self.end)
        inside = (at >= self.pieces[:, :1]) & (at < self.pieces[:, 1:])
        return inside.astype(np.float32)


def groups(sentences: Sequence[tuple[int, int]] | NDArray[np.int32], *, longest: int = LONGEST) -> list[Group]:
    """Cut a text into groups. `sentences` [n_sentences, 2] tile its words."""
    made: list[Group] = []
    pieces: list[tuple[int, int]] = []
    owners: list[int] = []

    def close() -> None:
        if pieces:
            ranges = np.asarray(pieces, dtype=np.int32)
            made.append(Group(pieces[0][0], pieces[-1][1], ranges, np.asarray(owners, dtype=np.int32)))
            pieces.clear()
            owners.clear()

    for number, (start, end) in enumerate(np.asarray(sentences).tolist()):
        for first in range(start, end, longest):
            last = min(end, first + longest)
            if pieces and last - pieces[0][0] > longest:
                close()
            pieces.append((first, last))
            owners.append(number)
    close()
    return made
