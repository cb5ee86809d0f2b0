"""Sentences in which somebody may understand something, and whether what follows differs from what was.

In come observations, out go candidates and a statistic for each, for every order of the passages. The decision:
candidates are chosen by their signs alone, which a shuffle does not change; so a story with one such sentence has one
chance to turn at it, and no choice among orders is left that would have to be paid for.
"""

from dataclasses import dataclass

import numpy as np

from undertow.story.course.chance import Numbers, Orders, standard
from undertow.story.course.observations import Index, Observations

MOST = 3  # candidates of a story
LEAST = 3  # score of a candidate
LONG = 2.0  # times the median sentence of the story, from which a sentence is long

# What is told after somebody has understood, against what was told before: chosen on three stories of
# tests/stories (safe_crossing_times, plot_nineteen, volti_subito), and round numbers.
AGITATION, SETTLED, LENGTH, AROUSAL = 1.0, -0.5, 0.5, 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Scores of all units and the units that could be a turn by them."""

    score: Numbers  # [n_units] realising (0 to 2), flight, a long sentence, something affirmed: 1 each
    units: Index


def find_candidates(observations: Observations) -> Candidates:
    """Choose the units with the clearest signs."""
    usual = float(np.median(observations.length)) if observations.n_units else 1.0
    extra = (
        (observations.flight > 0).astype(np.float64)
        + (observations.length >= LONG * usual)
        + (observations.affirmed > 0)
    )
    score = np.where(observations.understanding > 0, observations.understanding + extra, 0.0)
    best = np.flatnonzero((score >= LEAST) & (score == score.max(initial=0)))
    best = best[np.argsort(-observations.length[best], kind="stable")[:MOST]]
    return Candidates(score, np.sort(best).astype(np.int64))


def _unit_normal(row: Numbers) -> Numbers:
    seen = ~np.isnan(row)
    if not seen.any() or float(row[seen].std()) == 0:
        return np.zeros_like(row)
    return np.where(seen, (row - row[seen].mean()) / row[seen].std(), 0.0)


def unrest(observations: Observations) -> Numbers:
    """How far each unit is from things as they always were. [n_units], mean 0."""
    moved = np.sqrt(observations.flight + observations.outcry)
    score = AGITATION * _unit_normal(moved) + SETTLED * _unit_normal(np.sqrt(observations.settled))
    score += LENGTH * _unit_normal(np.sqrt(observations.length))
    for channel, row in zip(observations.channels, observations.values, strict=True):
        if channel.kind == "arousal":
            score += AROUSAL * _unit_normal(row)
    return np.asarray(score - score.mean())


def contrast(observations: Observations, units: Index, orders: Orders) -> Numbers:
    """How much more unrest there is after each candidate than before it, on one scale. [n_rows, n_candidates].

    The candidate itself, whose signs made it one, is left out.
    """
    score, n, passage = unrest(observations), observations.n_units, observations.passage
    total = np.bincount(passage, weights=score, minlength=observations.n_passages)
    size = np.bincount(passage, minlength=observations.n_passages)
    moved, sizes = total[orders], size[orders]
    before_total, before_size = np.cumsum(moved, axis=1) - moved, np.cumsum(sizes, axis=1) - sizes
    result = np.zeros((len(orders), len(units)))
    for i, unit in enumerate(units.tolist()):
        own = int(passage[unit])
        first = int(np.searchsorted(passage, own))
        rows = np.arange(len(orders))
        at = (orders == own).argmax(axis=1)
        n_before = before_size[rows, at] + (unit - first)
        sum_before = before_total[rows, at] + score[first:unit].sum()
        n_after = n - 1 - n_before
        sum_after = score.sum() - score[unit] - sum_before
        possible = (n_before > 0) & (n_after > 0)
        a, b = np.maximum(n_before, 1), np.maximum(n_after, 1)
        result[:, i] = np.where(possible, (sum_after / b - sum_before / a) * np.sqrt(a * b / (a + b)), 0.0)
    return standard(result)
