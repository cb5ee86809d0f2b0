"""The measures of affect: how well numbers that were read go with those that people gave."""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def pearson(read: Values, gold: Values) -> float:
    """Pearson's correlation; 0 where one side does not vary."""
    a, b = read - read.mean(), gold - gold.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else 0.0


def concordance(read: Values, gold: Values) -> float:
    """Lin's concordance correlation (1989): 1 only for equal values, so scale and middle count."""
    together = float(((read - read.mean()) * (gold - gold.mean())).mean())
    total = float(read.var() + gold.var() + (read.mean() - gold.mean()) ** 2)
    return 2 * together / total if total else 0.0


def average_precision(read: Values, gold: Values) -> float:
    """The mean, over what is 1 in the gold, of the precision of all that is read at least as high."""
    hits = np.cumsum(ordered := gold[np.argsort(-read, kind="stable")])
    return float((hits / np.arange(1, len(hits) + 1))[ordered > 0].mean()) if ordered.any() else 0.0
