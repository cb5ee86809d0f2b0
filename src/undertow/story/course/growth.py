"""Growth: trends that the same story with its passages shuffled does not have.

The statistic of an arc is the covariance of the ranks of its observations with their places (Spearman), the places
being counted in words. Inside a passage it is the same for every order, so that a shuffle moves passages as wholes,
and what lasts for a passage is not taken for many independent observations.
"""

import numpy as np

from undertow.story.course.chance import Numbers, Orders, standard
from undertow.story.course.observations import Index, Observations, ranks
from undertow.story.course.segments import Sums


def trend_statistics(observations: Observations, sums: Sums, orders: Orders) -> Numbers:
    """How strongly each arc rises (above 0) or falls in each order of the passages, on one scale. [n_rows, n_arcs]."""
    words = np.bincount(observations.passage, weights=observations.words, minlength=observations.n_passages)
    moved = words[orders]
    begins = np.empty_like(moved)
    np.put_along_axis(begins, orders, np.cumsum(moved, axis=1) - moved, axis=1)
    return standard(begins @ sums.total.T)


def rank_correlation(values: Numbers, places: Numbers) -> float:
    """Spearman's correlation of what is observed with its place; 0 where nothing varies."""
    seen = ~np.isnan(values)
    if seen.sum() < 3:
        return 0.0
    both = ranks(np.stack([values[seen], places[seen]]))
    return float(np.clip((both[0] * both[1]).mean(), -1, 1))


def carriers(observations: Observations, row: Numbers, rising: bool, most: int = 3) -> Index:
    """The units that carry a trend most, in the order of the text."""
    score = ranks(row[None])[0]
    place = observations.progress - observations.progress.mean()
    weight = score * place * (1 if rising else -1)
    return np.sort(np.argsort(-weight, kind="stable")[:most]).astype(np.int64)
