"""Scores of heads to trees: each word has one head, one word is the root, and no way from head to head comes back.

Nearly always the likeliest heads are a tree already. Where they are not, the likeliest root is kept, and of each circle
the word that loses least is hung on a word that does not hang on it.
"""

import numpy as np
from numpy.typing import NDArray

Heads = NDArray[np.int64]
Scores = NDArray[np.float32]


def tree(scores: Scores) -> Heads:
    """Choose the head of each word from scores [n, n] of word and head; the diagonal is for the root.

    The head of the root is itself.
    """
    heads: Heads = scores.argmax(1)
    if is_tree(heads):
        return heads
    n = len(heads)
    others = scores.copy()
    np.fill_diagonal(others, -np.inf)
    root = 0
    if n > 1:
        root = int((np.diagonal(scores) - others.max(1)).argmax())
        heads = others.argmax(1)
    heads[root] = root
    while len(circle := _circle(heads)):
        best = (np.inf, -1, -1)
        hanging = _hanging_on(heads, circle[0])
        for word in circle:
            free = np.where(hanging, -np.inf, others[word])
            head = int(free.argmax())
            best = min(best, (float(others[word, heads[word]] - free[head]), int(word), head))
        heads[best[1]] = best[2]
    return heads


def is_tree(heads: Heads) -> bool:
    """Whether there is one root (its head is itself) and every word hangs on it."""
    return int((heads == np.arange(len(heads))).sum()) == 1 and not len(_circle(heads))


def _circle(heads: Heads) -> Heads:
    """The words of one circle of heads, a root apart; empty where there is none."""
    at = heads
    for _ in range(len(heads).bit_length()):
        at = at[at]  # doubles the steps: after them each word stands at its root or in a circle
    stuck = np.flatnonzero(heads[at] != at)
    if not len(stuck):
        return stuck
    word = int(at[stuck[0]])
    found = [word]
    while (word := int(heads[word])) != found[0]:
        found.append(word)
    return np.asarray(found)


def _hanging_on(heads: Heads, word: int) -> NDArray[np.bool_]:
    """Mark the words from which the way of heads leads through `word`."""
    marked = np.zeros(len(heads), dtype=np.bool_)
    marked[word] = True
    while True:
        more = marked | marked[heads]
        if (more == marked).all():
            return marked
        marked = more
