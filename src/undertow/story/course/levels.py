"""What differs before and after a turn: which arcs, by how much, and whose they are.

These describe a turn that was found; they are no test, and have no part in whether it is claimed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from undertow.story.course.claims import Found
from undertow.story.course.observations import Index, Observations

_CHANGED = 2.5  # standard errors by which the level of an arc differs before and after
_MOST = 4  # arcs named


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The units before and after a turn, up to the turns beside it."""

    before: Index
    after: Index


def sides_of(observations: Observations, turns: Sequence[Found]) -> tuple[Sides, ...]:
    """The sides of each turn. The sentence in which somebody understands is on neither side."""
    edges = [0, *(turn.unit for turn in turns), observations.n_units]
    return tuple(
        Sides(np.arange(edges[i], turn.unit), np.arange(turn.unit + turn.recognised, edges[i + 2]))
        for i, turn in enumerate(turns)
    )


def _passage_means(observations: Observations, channel: int, units: Index) -> list[float]:
    values = observations.values[channel][units]
    seen = ~np.isnan(values)
    if not seen.any():
        return []
    _, group = np.unique(observations.passage[units][seen], return_inverse=True)
    means: list[float] = (np.bincount(group, weights=values[seen]) / np.bincount(group)).tolist()
    return means


def changed_levels(observations: Observations, sides: Sides) -> list[tuple[float, int]]:
    """Channels whose level differs, and by how many standard errors of the means of passages; the most first."""
    found = []
    for i in range(len(observations.channels)):
        a, b = (np.array(_passage_means(observations, i, units)) for units in (sides.before, sides.after))
        if min(len(a), len(b)) < 2:
            continue
        pooled = (a.var() * len(a) + b.var() * len(b)) / (len(a) + len(b) - 2)
        score = float((b.mean() - a.mean()) / np.sqrt(pooled * (1 / len(a) + 1 / len(b)))) if pooled > 0 else 0.0
        if abs(score) >= _CHANGED:
            found.append((score, i))
    return sorted(found, key=lambda each: -abs(each[0]))[:_MOST]


def toward_whom(observations: Observations, changed: Sequence[tuple[float, int]]) -> tuple[str | None, str | None]:
    """The people of the arc of a pair that changes most, or nobody."""
    for _, i in changed:
        channel = observations.channels[i]
        if channel.character is not None and channel.target is not None:
            return channel.character, channel.target
    return None, None
