"""Observations -> what may be claimed of a story: which arcs grow, and where it turns.

The decision: everything that is looked at is one family (chance.py), so that a story whose passages are in no
particular order gets any claim at all, of growth or of a turn, in 5 of 100 cases at most. Three groups of statistics
are looked at:

- growth: the trend of each arc;
- change: the best division of all arcs of people together (but for who is on stage) into two, three or four
  stretches. To be called a turn it must also explain more than a straight line does, compared with the same line and
  its residuals shuffled: slow growth is no turn; and each boundary must add more than one more does in the shuffles;
- recognition: the sentence for which its signs, what follows against what was before, and its place speak most. It is
  what undertow is for, and gets three fifths of the level.
"""

from dataclasses import dataclass

import numpy as np

from undertow.story.course.chance import LEVEL, Family, Numbers, Orders, p_values, shuffles, standard
from undertow.story.course.growth import trend_statistics
from undertow.story.course.observations import FEWEST_PASSAGES, Index, Observations, by_passage, ranks, testable
from undertow.story.course.recognition import evidence, find_candidates
from undertow.story.course.segments import Sums, best, explained, gain_of, line_explains, shuffled_best

_BETWEEN = (
    "feeling",
    "denial",
    "touch",
    "conflict",
)  # arcs that are about two people and not about what is around them
_CLEAR = 4.0  # signs of recognition from which they say which sentence it is
_WEIGHT = {"recognition": 3.0}  # its share of the level is three fifths, that of growth and of change a fifth each
_WAIT = 4  # units in which what is new must show itself
_LONG = 12  # passages from which a stretch has two of them at least


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """The trend of one arc against the shuffles."""

    channel: int
    strength: float  # in standard deviations of the shuffles; above 0 where it rises
    p_value: float


@dataclass(frozen=True, slots=True)
class Found:
    """A turn, or what could be one: `p_value` says which."""

    unit: int
    p_value: float
    boundary: int  # the first passage of what comes after, -1 where no division was found here
    recognised: bool  # whether it was found by its signs of recognition


@dataclass(frozen=True, slots=True)
class Claims:
    """All that was looked at, with p-values that are corrected for all of it."""

    trends: tuple[Trend, ...]
    turns: tuple[Found, ...]

    def growing(self) -> tuple[Trend, ...]:
        """The trends that chance does not explain."""
        return tuple(trend for trend in self.trends if trend.p_value <= LEVEL)

    def turning(self) -> tuple[Found, ...]:
        """The turns that chance does not explain."""
        return tuple(turn for turn in self.turns if turn.p_value <= LEVEL)


@dataclass(frozen=True, slots=True, eq=False)
class _Divisions:
    """The best divisions of the story and of its shuffles."""

    sums: Sums
    shortest: int
    values: Numbers  # [n_rows, n_sizes] what the best division into 2, 3 ... stretches explains
    places: list[list[int]]

    def scores(self) -> Numbers:
        return standard(self.values)


def _may_turn(observations: Observations, channel: int) -> bool:
    """Whether a change of level of this channel is a turn.

    Who is on stage changes with every scene, and the mood changes because a storm comes, also where the people are.
    Both may still grow. In a story without people the mood is all there is.
    """
    channels = observations.channels
    return channels[channel].kind in _BETWEEN or all(other.character is None for other in channels)


def _divide(sums: Sums, orders: Orders) -> _Divisions:
    shortest = 2 if sums.n_passages >= _LONG else 1
    values, places = shuffled_best(sums, orders, shortest)
    possible = int(np.isfinite(values[0]).sum())
    return _Divisions(sums, shortest, values[:, :possible], places[:possible])


def _beats_line(divisions: _Divisions, orders: Orders) -> float:
    """The p-value of the best division against the straight line with its residuals shuffled (Freedman and Lane 1983).

    Of each row the size that beats the line most is taken, as it is chosen for the story too.
    """
    sums = divisions.sums
    count = sums.count
    x = np.cumsum(count, axis=1) - count / 2
    n = np.maximum(count.sum(axis=1, keepdims=True), 1)
    centred = x - (x * count).sum(axis=1, keepdims=True) / n
    spread = (centred**2 * count).sum(axis=1, keepdims=True)
    slope = (centred * sums.total).sum(axis=1, keepdims=True) / np.where(spread > 0, spread, np.inf)
    line = slope * centred
    residual = sums.total / np.maximum(count, 1) - line
    sizes = len(divisions.places)
    better = np.empty((len(orders), sizes))
    for start in range(0, len(orders), 250):
        some = orders[start : start + 250]
        counts = count[:, some]
        totals = (residual[:, some] + line[:, None, :]) * counts
        totals -= counts * (totals.sum(axis=2) / np.maximum(counts.sum(axis=2), 1))[:, :, None]
        values, _ = best(explained(totals, counts, divisions.shortest), sizes)
        better[start : start + 250] = values - line_explains(totals, counts)[:, None]
    return float(p_values(standard(better).max(axis=1))[0])


def _boundaries(divisions: _Divisions, orders: Orders) -> list[tuple[int, float]]:
    """The boundaries of the best size, each with the p-value of what it adds; fewer where one adds too little."""
    size = int(divisions.scores()[0].argmax()) + 1
    while size:
        places = divisions.places[size - 1]
        before = divisions.values[:, size - 2] if size > 1 else np.zeros(len(orders))
        added = divisions.values[:, size - 1] - before
        total = gain_of(divisions.sums, places)
        each = []
        for place in places:
            without = gain_of(divisions.sums, [p for p in places if p != place])
            each.append(float(np.mean(added >= total - without - 1e-3)))
        if max(each) <= LEVEL or size == 1:
            line = _beats_line(divisions, orders)
            return [(place, max(p, line)) for place, p in zip(places, each, strict=True)]
        size -= 1
    return []


def _unit_of(observations: Observations, scores: Numbers, edges: tuple[int, int, int]) -> int:
    """The unit at which a boundary of passages is a turn.

    `edges` are the first passage of the stretch before, the boundary, and the end of the stretch after. In the two
    passages beside the boundary it is the unit with the clearest signs of recognition; where there are none, the
    division is made anew by units, and the turn is the first unit of what comes after that has what is new in it.
    """
    passage = observations.passage
    first, _, last = (int(np.searchsorted(passage, edge)) for edge in edges)
    near = np.flatnonzero(np.abs(passage - edges[1] + 0.5) < 1)
    signs = observations.signs[near]
    if signs.max(initial=0) >= _CLEAR:
        return int(near[signs.argmax()])
    seen = ~np.isnan(observations.values)
    rows = np.flatnonzero(scores.any(axis=1))
    sums = np.cumsum(scores[rows][:, first:last], axis=1)
    counts = np.cumsum(seen[rows][:, first:last], axis=1).astype(np.float64)
    places = np.clip(near - first, 1, last - first - 1)  # the new stretch begins here
    left, n_left = sums[:, places - 1], counts[:, places - 1]
    right, n_right = sums[:, -1:] - left, counts[:, -1:] - n_left
    gains = left**2 / np.maximum(n_left, 1) + right**2 / np.maximum(n_right, 1)
    k = int(gains.sum(axis=0).argmax())
    difference = right[:, k] / np.maximum(n_right[:, k], 1) - left[:, k] / np.maximum(n_left[:, k], 1)
    strongest = int(np.abs(difference).argmax())
    begin = int(places[k]) + first
    new = scores[rows[strongest], begin : min(last, begin + _WAIT)] * np.sign(difference[strongest]) > 0
    return begin + int(new.argmax())


def find_claims(observations: Observations) -> Claims:
    """Look for growth and turns. The same observations give the same claims."""
    if observations.n_passages < FEWEST_PASSAGES:
        return Claims((), ())
    orders = shuffles(observations.n_passages)
    chosen = testable(observations)
    groups: dict[str, Numbers] = {}
    if len(chosen):
        sums = by_passage(observations, observations.values[chosen])
        trends = trend_statistics(observations, sums, orders)
        groups["growth"] = np.abs(trends).max(axis=1)
        deep = [row for row, i in enumerate(chosen) if _may_turn(observations, int(i))]
        divisions = _divide(Sums(sums.total[deep], sums.count[deep]), orders)
        if deep and divisions.places:
            groups["change"] = divisions.scores().max(axis=1)
    candidates = find_candidates(observations)
    if len(candidates):
        speaking = evidence(observations, candidates, orders)
        groups["recognition"] = speaking.max(axis=1)
    family = Family(groups, _WEIGHT)
    found: list[Found] = []
    if len(candidates) and np.isfinite(groups["recognition"][0]):
        p = family.p_value("recognition", float(groups["recognition"][0]))
        found.append(Found(int(candidates[speaking[0].argmax()]), p, -1, True))
    if not len(chosen):
        return Claims((), tuple(found))
    grown = [
        Trend(int(channel), float(trends[0, i]), family.p_value("growth", abs(float(trends[0, i]))))
        for i, channel in enumerate(chosen)
    ]
    change = family.p_value("change", float(groups["change"][0])) if "change" in groups else 1.0
    if change <= LEVEL:
        boundaries = _boundaries(divisions, orders)
        edges = [0, *(boundary for boundary, _ in boundaries), observations.n_passages]
        scores = np.zeros_like(observations.values)
        scores[chosen[deep]] = ranks(observations.values[chosen[deep]])
        for i, (boundary, p) in enumerate(boundaries):
            unit = _unit_of(observations, scores, (edges[i], boundary, edges[i + 2]))
            found.append(Found(unit, max(p, change), boundary, False))
    return Claims(tuple(grown), _merged(observations, found))


def _merged(observations: Observations, found: list[Found]) -> tuple[Found, ...]:
    """A division beside a recognition is one turn, at the sentence of the recognition."""
    result = [turn for turn in found if turn.recognised]
    for turn in found:
        if turn.recognised:
            continue
        beside: Index = np.array(
            [abs(int(observations.passage[other.unit]) - turn.boundary + 0.5) <= 1.5 for other in result], bool
        )
        if beside.any():
            i = int(beside.argmax())
            result[i] = Found(result[i].unit, min(result[i].p_value, turn.p_value), turn.boundary, True)
        else:
            result.append(turn)
    return tuple(sorted(result, key=lambda turn: turn.unit))
