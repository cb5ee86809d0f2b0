"""Logistic regression by Newton's method, over rows of named features."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

Row = tuple[Mapping[str, float], bool]  # the features that hold, and the outcome


def fit_logistic(rows: Sequence[Row], *, rare: int = 1, decay: float = 1.0) -> dict[str, float]:
    """The weight of each feature that holds at least `rare` times; `decay` keeps weights small."""
    counts = Counter(name for held, _ in rows for name in held)
    names = sorted(name for name, n in counts.items() if n >= rare)
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for r, (held, _) in enumerate(rows):
        for name, value in held.items():
            if name in index:
                x[r, index[name]] = value
    y, w = np.array([outcome for _, outcome in rows], float), np.zeros(len(names))
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + decay * np.eye(len(w))
        w += np.linalg.solve(curvature, x.T @ (y - p) - decay * w)
    return dict(zip(names, w.tolist(), strict=True))
