"""Where a row of passages falls into stretches: an exact dynamic program over all arcs together.

In come sums and counts of each arc by passage, out goes the division into 1 + k stretches that explains most.
The decision: no PELT and no penalty. A story has at most sixty passages here, so that the exact optimum for each k is
cheap, even for thousands of shuffles at once, and the number of stretches is chosen against the shuffles. `ruptures`
(BSD-2) would do the same for one row, but brings scipy, a third of the size that undertow may have; a test compares
the two.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from undertow.story.course.chance import Numbers, Orders

MAX_TURNS = 3
# Of the squared standardised mean of an arc in a stretch (1 on average where nothing happens), this much is not
# counted, so that many arcs in which nothing happens do not hide the one that changes (Cho and Fryzlewicz 2015).
FAINT = 2.0
_PORTION = 250  # rows at a time: what is held of them at once stays at a few megabytes


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums and counts of observations by arc and passage. The sums of an arc add up to 0."""

    total: Numbers  # [n_arcs, n_passages]
    count: Numbers  # [n_arcs, n_passages]

    @property
    def n_passages(self) -> int:
        """The number of passages."""
        return int(self.total.shape[1])


def _counted(squares: NDArray[np.floating]) -> NDArray[np.floating]:
    """What counts of squared standardised means: what is above `FAINT`."""
    squares -= FAINT
    np.maximum(squares, 0, out=squares)
    return squares


def explained(totals: NDArray[np.floating], counts: NDArray[np.floating], shortest: int) -> Numbers:
    """What each stretch explains, added up over arcs. Stretches that are none get -inf.

    For one arc it is the squared sum over the count, as far as it is above `FAINT`. `totals` and `counts` are
    [n_arcs, n_rows, n_passages]; out goes [n_rows, n_passages + 1, n_passages + 1], by first passage and end.
    """
    n_arcs, n_rows, n_passages = totals.shape
    total = np.zeros((n_arcs, n_rows, n_passages + 1), np.float32)
    count = np.zeros_like(total)
    np.cumsum(totals, axis=2, out=total[:, :, 1:])
    np.cumsum(counts, axis=2, out=count[:, :, 1:])
    result = np.full((n_rows, n_passages + 1, n_passages + 1), -np.inf)
    for first in range(n_passages - shortest + 1):
        squares = total[:, :, first + shortest :] - total[:, :, first, None]
        squares *= squares
        size = count[:, :, first + shortest :] - count[:, :, first, None]
        squares /= np.maximum(size, 1, out=size)
        result[:, first, first + shortest :] = _counted(squares).sum(axis=0)
    return result


def best(gain: Numbers, most: int = MAX_TURNS) -> tuple[Numbers, list[list[int]]]:
    """The most that 1, 2 ... `most` boundaries explain in each row, and where they are in row 0.

    [n_rows, most]; -inf where the passages do not suffice.
    """
    n_rows, n_ends = gain.shape[:2]
    reach = gain[:, 0, :]  # [n_rows, n_ends] the most explained up to each end, with no boundary yet
    values = np.full((n_rows, most), -np.inf)
    back: list[NDArray[np.int64]] = []
    for k in range(most):
        candidates = reach[:, :, None] + gain  # [n_rows, boundary, end]
        back.append(np.asarray(candidates[0].argmax(axis=0), np.int64))
        reach = candidates.max(axis=1)
        values[:, k] = reach[:, n_ends - 1]
    places: list[list[int]] = []
    for k in range(most):
        end, found = n_ends - 1, []
        for step in range(k, -1, -1):
            end = int(back[step][end])
            found.append(end)
        places.append(found[::-1])
    return values, places


def shuffled_best(sums: Sums, orders: Orders, shortest: int) -> tuple[Numbers, list[list[int]]]:
    """The same for the passages in each of several orders. [n_orders, MAX_TURNS], and the places in order 0."""
    values, places = [], []
    for start in range(0, len(orders), _PORTION):
        some = orders[start : start + _PORTION]
        found, where = best(explained(sums.total[:, some], sums.count[:, some], shortest))
        values.append(found)
        places.append(where)
    return np.concatenate(values), places[0]


def line_explains(totals: Numbers, counts: Numbers) -> Numbers:
    """What a straight line over the passages explains, above `FAINT` as for stretches, added up over arcs. [n_rows].

    `totals` and `counts` are [n_arcs, n_rows, n_passages]. The line is fitted to the means of the passages, each with
    the weight of its count, over the number of observations before it.
    """
    x = np.cumsum(counts, axis=2) - counts / 2
    n = np.maximum(counts.sum(axis=2, keepdims=True), 1)
    centred = x - (x * counts).sum(axis=2, keepdims=True) / n
    spread = (centred * centred * counts).sum(axis=2)
    slope = (centred * totals).sum(axis=2)
    return np.asarray(_counted(slope * slope / np.where(spread > 0, spread, np.inf)).sum(axis=0), np.float64)


def gain_of(sums: Sums, boundaries: list[int]) -> float:
    """What a division explains, over all arcs: the slow reference for `best`."""
    gain = 0.0
    for a, b in pairwise([0, *boundaries, sums.n_passages]):
        squares = sums.total[:, a:b].sum(axis=1) ** 2 / np.maximum(sums.count[:, a:b].sum(axis=1), 1)
        gain += float(_counted(squares).sum())
    return gain
