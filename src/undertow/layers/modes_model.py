"""Weights to the mode of each segment: narration, free indirect or direct thought, decided along the text.

A conditional random field over the segments in their order (Lafferty et al. 2001): weights of features for each mode,
and weights for each mode after each, by what lies between the two. The forward-backward recursion gives the probability
of each mode, which is the confidence. training/modes.py fits the weights on the training half of the passages.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from undertow.layers.modes_marks import FREE, NARRATION, THOUGHT
from undertow.layers.modes_segments import LINKS
from undertow.lexicons import load_table

Floats64 = NDArray[np.float64]
CHOICES = (NARRATION, FREE, THOUGHT)
CODES = ("n", "f", "t")  # of the choices, in the table of weights


def weight_names(features: Sequence[str]) -> tuple[list[list[str]], list[list[list[str]]]]:
    """Names of the weights in the table: [n_features][3], and [n_links][3][3]."""
    unary = [[f"{feature}:{code}" for code in CODES] for feature in features]
    pairs = [[[f"{link}:{a}>{b}" for b in CODES] for a in CODES] for link in LINKS]
    return unary, pairs


def probabilities(scores: Floats64, pairs: Floats64, link: NDArray[np.int64]) -> Floats64:
    """[n_segments, 3] The probability of each mode, from scores [n_segments, 3] and weights [n_links, 3, 3]."""
    n = len(scores)
    if not n:
        return scores
    unary = np.exp(scores - scores.max(axis=1, keepdims=True)).tolist()
    step = np.exp(pairs)[link].tolist()
    forward: list[list[float]] = [unary[0]]
    for i in range(1, n):
        a, b, c = forward[-1]
        table, own = step[i], unary[i]
        row = [own[k] * (a * table[0][k] + b * table[1][k] + c * table[2][k]) for k in range(3)]
        total = sum(row)
        forward.append([value / total for value in row])
    backward: list[list[float]] = [[1.0, 1.0, 1.0]]
    for i in range(n - 1, 0, -1):
        table, own, after = step[i], unary[i], backward[-1]
        x, y, z = (own[k] * after[k] for k in range(3))
        row = [table[k][0] * x + table[k][1] * y + table[k][2] * z for k in range(3)]
        total = sum(row)
        backward.append([value / total for value in row])
    product = np.array(forward) * np.array(backward[::-1])
    return np.asarray(product / product.sum(axis=1, keepdims=True))


def decide(rows: Mapping[str, NDArray[np.float32]], link: NDArray[np.int64]) -> Floats64:
    """[n_segments, 3] The probability of each choice, by the table of weights."""
    table = load_table("modes_weights")
    features = [name for name in rows if any(f"{name}:{code}" in table for code in CODES)]
    unary, pair_names = weight_names(features)
    weights = np.array([[float(table.get(name, 0)) for name in row] for row in unary]).reshape(-1, 3)
    pairs = np.array([[[float(table.get(name, 0)) for name in row] for row in square] for square in pair_names])
    matrix = np.stack([rows[name] for name in features], axis=1) if features else np.zeros((len(link), 0))
    return probabilities(matrix.astype(np.float64) @ weights, pairs, link)
