"""What chance would do: the same story with its passages shuffled, again and again.

In come statistics of the story as it is (row 0) and of its shuffles (the other rows); out go p-values. The decision:
everything that could be claimed of a story is one family. Where the passages of a story could as well stand in any
other order, the rows are exchangeable, and the share of rows that reach what row 0 reaches is a p-value that is exact
for any statistic (Phipson and Smyth 2010). Inside a group of statistics of one kind the largest is compared with the
largest (max-T), and between groups the smallest p-value with the smallest (min-p; Westfall and Young 1993), so that
the chance of any false claim at all stays at the level.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Orders = NDArray[np.int64]

N_SHUFFLES = 1249  # with the story itself 1,250 rows: a p-value of .05 is known to within .006
LEVEL = 0.05
_SEED = 20231  # fixed: the same story gives the same p-values on every run
_TOLERANCE = 1e-9  # sums in another order differ by rounding, and must not break ties


def shuffles(n_passages: int, n_shuffles: int = N_SHUFFLES, *, seed: int = _SEED) -> Orders:
    """Orders of the passages, the order of the story first. [n_shuffles + 1, n_passages]."""
    rng = np.random.default_rng([seed, n_passages])
    orders = np.tile(np.arange(n_passages, dtype=np.int64), (n_shuffles + 1, 1))
    orders[1:] = rng.permuted(orders[1:], axis=1)
    return orders


def standard(statistics: Numbers) -> Numbers:
    """Bring statistics to one scale by their mean and spread over all rows, the story's own among them.

    [n_rows, n_statistics], and the same out. Row 0 takes part, or it would not be exchangeable with the others.
    """
    spread = statistics.std(axis=0)
    return np.asarray((statistics - statistics.mean(axis=0)) / np.where(spread > 0, spread, np.inf))


def p_values(statistic: Numbers) -> Numbers:
    """The p-value of every row: the share of rows with as large a value. [n_rows]."""
    ordered = np.sort(statistic)
    reach = len(ordered) - np.searchsorted(ordered, statistic - _TOLERANCE * (1 + np.abs(statistic)), side="left")
    return np.asarray(reach / len(ordered))


def reached(largest: Numbers, value: float) -> float:
    """The share of rows whose largest statistic is at least `value`."""
    return float(np.mean(largest >= value - _TOLERANCE * (1 + abs(value))))


class Family:
    """All that is looked at in one story, by group.

    `largest` gives the largest statistic of each row, by group. A group with a `weight` of 2 gets twice the share of
    the level (weighted p-values; Genovese, Roeder and Wasserman 2006); without one it has a weight of 1.
    """

    def __init__(self, largest: Mapping[str, Numbers], weight: Mapping[str, float] | None = None) -> None:
        self._largest = dict(largest)
        self._weight = {group: (weight or {}).get(group, 1.0) for group in self._largest}
        p = [p_values(statistic) / self._weight[group] for group, statistic in self._largest.items()]
        self._smallest = np.min(p, axis=0) if p else np.ones(1)

    def p_value(self, group: str, value: float) -> float:
        """The p-value of a statistic of a group, corrected for the group and for the other groups."""
        weighted = reached(self._largest[group], value) / self._weight[group]
        return float(np.mean(self._smallest <= weighted * (1 + _TOLERANCE)))
