"""Sentences in which somebody may understand something, and what speaks for a turn at each of them.

In come observations, out go candidates and the evidence for each, in every order of the passages. The decision: no
sentence is chosen beforehand. The evidence for a turn at a sentence is a sum, on the scale of a log likelihood, of its
signs (which a shuffle does not change), of how much what follows differs from what was before, and of where in the
story it stands. The largest of these sums is the statistic; the same is computed of every shuffle, so that the choice
among sentences is paid for, and a clear sign helps to say which sentence it is.
"""

import numpy as np

from undertow.story.course.chance import Numbers, Orders
from undertow.story.course.observations import Index, Observations
from undertow.story.course.signs import Signs

LEAST = 4.0  # signs of a sentence that may be a recognition
LONG = 2.0  # times the median sentence of the story, from which a sentence is long
_LONGEST = 5.0  # times the median, beyond which longer is no clearer
_MOST_BACK = 2  # verbs in the perfect that count

# What is told after somebody has understood, against what was told before: a logistic regression of the sentences after
# the turn against those before it (nine stories; docs/arcs.md), rounded, arousal as the unit.
AROUSAL, AGITATION, SETTLED, SPOKEN = 1.0, 1.0, -0.75, 0.25
_FARTHEST = 3.0  # standard deviations beyond which a unit counts no more, so that no single outcry carries a story

_TEMPER = 0.5  # sentences depend on their neighbours, so that half of the log likelihood ratio z^2/2 is taken
_LEAST_STEP, _MOST_STEP = 1.0, 4.0  # z below which nothing follows, and beyond which a larger one says no more
_PLACE = (3.0, 1.5)  # recognition comes late: a Beta distribution, highest at .8 of the story


def signs_of_recognition(signs: Signs) -> Numbers:
    """How many signs each sentence has. [n_sentences]; 0 for what is said aloud, or aside.

    One for each of: one of the main pair, a part of the body, flight; one or two for verbs in the perfect and for
    realising; and for its length, .75 for each doubling of the median. Chosen on stories (docs/arcs.md).
    """
    usual = float(np.median(signs.length)) if len(signs.length) else 1.0
    long = 0.75 * np.clip(np.log2(signs.length / usual), 0, np.log2(_LONGEST))
    score = (
        np.minimum(signs.looking_back, _MOST_BACK)
        + signs.understanding
        + (signs.about > 0)
        + (signs.body > 0)
        + (signs.flight > 0)
        + long
    )
    return np.where((signs.spoken < 0.5) & (signs.aside == 0), score, 0.0)


def find_candidates(observations: Observations) -> Index:
    """The units with signs enough."""
    return np.flatnonzero(observations.signs >= LEAST).astype(np.int64)


def _unit_normal(row: Numbers) -> Numbers:
    seen = ~np.isnan(row)
    if not seen.any() or float(row[seen].std()) == 0:
        return np.zeros_like(row)
    return np.where(seen, (row - row[seen].mean()) / row[seen].std(), 0.0)


def unrest(observations: Observations) -> Numbers:
    """How far each unit is from things as they always were. [n_units], mean 0 and spread 1, but for what is cut off."""
    score = AGITATION * _unit_normal(np.sqrt(observations.flight + observations.outcry))
    score += SETTLED * _unit_normal(np.minimum(observations.settled, 2))
    score += SPOKEN * _unit_normal(observations.spoken)
    for channel, row in zip(observations.channels, observations.values, strict=True):
        if channel.kind == "arousal" and channel.character is None:
            score += AROUSAL * _unit_normal(row)
    return np.clip(_unit_normal(score), -_FARTHEST, _FARTHEST)


def _steps(observations: Observations, units: Index, orders: Orders) -> Numbers:
    """How much more unrest there is after each unit than before it, in standard errors. [n_rows, n_units].

    The unit itself, whose signs are counted, is left out.
    """
    score, n, passage = unrest(observations), observations.n_units, observations.passage
    total = np.bincount(passage, weights=score, minlength=observations.n_passages)
    size = np.bincount(passage, minlength=observations.n_passages)
    moved, sizes = total[orders], size[orders]
    before_total, before_size = np.cumsum(moved, axis=1) - moved, np.cumsum(sizes, axis=1) - sizes
    spread = max(float(score.std()), 1e-9)
    place = np.argsort(orders, axis=1)  # [n_rows, n_passages] where each passage stands
    rows = np.arange(len(orders))
    result = np.zeros((len(orders), len(units)))
    for i, unit in enumerate(units.tolist()):
        own = int(passage[unit])
        first = int(np.searchsorted(passage, own))
        at = place[:, own]
        n_before = before_size[rows, at] + (unit - first)
        sum_before = before_total[rows, at] + score[first:unit].sum()
        n_after = n - 1 - n_before
        sum_after = score.sum() - score[unit] - sum_before
        a, b = np.maximum(n_before, 1), np.maximum(n_after, 1)
        step = (sum_after / b - sum_before / a) * np.sqrt(a * b / (a + b)) / spread
        result[:, i] = np.where((n_before > 0) & (n_after > 0), step, 0.0)
    return result


def _places(observations: Observations, units: Index, orders: Orders) -> Numbers:
    """The progress of each unit in each order. [n_rows, n_units]."""
    words, passage = observations.words, observations.passage
    moved = np.bincount(passage, weights=words, minlength=observations.n_passages)[orders]
    begin = np.empty_like(moved)
    np.put_along_axis(begin, orders, np.cumsum(moved, axis=1) - moved, axis=1)
    ahead = np.cumsum(words) - words / 2
    inside = ahead - (np.cumsum(words) - words)[np.searchsorted(passage, passage)]
    return np.asarray((begin[:, passage[units]] + inside[units]) / words.sum())


def evidence(observations: Observations, units: Index, orders: Orders) -> Numbers:
    """What speaks for a turn at each of the units, in each order of the passages. [n_rows, n_units].

    -inf where nothing follows that differs from what was before.
    """
    step = _steps(observations, units, orders)
    place = _places(observations, units, orders)
    late = (_PLACE[0] - 1) * np.log(place) + (_PLACE[1] - 1) * np.log1p(-place)
    total = observations.signs[units] + _TEMPER * np.minimum(step, _MOST_STEP) ** 2 / 2 + late
    return np.where(step >= _LEAST_STEP, total, -np.inf)
