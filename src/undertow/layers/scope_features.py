"""What the tree of a sentence tells of its words, as they are seen from a word that may negate.

In: the tree, and the word asked about. Out: small whole numbers, each an index into an embedding that is learned.
Training and reading share this file, so that both see the same numbers.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from undertow.layers.values import RELATIONS, UPOS

FAR = 24  # words: beyond them a distance is only "far"
UP, DOWN = 8, 10  # steps of a way in the tree; the last stands for more
NONE = len(RELATIONS)  # a way without a step in this direction
MARKS = 4  # of punctuation between two words; the last stands for more
PUNCT = UPOS.index("PUNCT")

# sizes of the embeddings, in the order of `scope_features`
SIZES = (2 * FAR + 1, UP * DOWN, NONE + 1, NONE + 1, NONE, len(UPOS), NONE, len(UPOS), 2 * MARKS + 1)


def scope_features(
    head: Sequence[int], relation: Sequence[int], upos: Sequence[int], asked: int
) -> NDArray[np.int64]:  # [n_words, len(SIZES)]
    """Describe the words of a sentence as seen from the word `asked`; the head of the root is itself.

    Of each word: its distance in the text; how many steps up and down the tree lead to it; the relations with which
    the way down and the way up reach their highest word; its own relation and part of speech; those of the word asked
    about; and the marks of punctuation from there to here.
    """
    above = {asked: 0}  # the word asked about and those that it hangs on, and the steps up to them
    came = [NONE]  # the relation with which the way up reached each
    node = asked
    while head[node] != node:
        came.append(relation[node])
        node = head[node]
        above[node] = len(above)
    marks = list(accumulate(code == PUNCT for code in upos))
    rows = []
    for word in range(len(head)):
        node, down, last = word, 0, NONE
        while node not in above:
            node, down, last = head[node], down + 1, relation[node]
        up = above[node]
        way = min(up, UP - 1) * DOWN + min(down, DOWN - 1)
        distance = max(-FAR, min(FAR, word - asked)) + FAR
        between = max(-MARKS, min(MARKS, marks[word] - marks[asked])) + MARKS
        own = (relation[word], upos[word], relation[asked], upos[asked])
        rows.append((distance, way, last, came[up], *own, between))
    return np.asarray(rows, dtype=np.int64)
