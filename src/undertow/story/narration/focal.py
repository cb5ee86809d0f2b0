"""Whose mind a stretch has access to, and where that changes.

Signs are added up by character. A mind is focal where most of the weight is its own and there is enough of it; where
several minds share it the telling is omniscient and nobody is. Inside a scene the way of least surprise through the
signs (Viterbi) finds where another mind takes over, a change being as dear as several signs.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.story.narration.minds import Sign

ENOUGH = 2.0  # weight of signs below which nothing is claimed
DENSE = 4.0  # the same per thousand words: now and then a mind is named in any telling
SHARE = 0.55  # of all the weight, from which a mind is focal in any case
PART, TIMES = 0.3, 2.0  # or this share, where it is so many times that of the next
KEPT_UP = 2  # quarters of the stretch in which the mind must show: access is kept up, not given once
LONG = 200  # words from which that is asked for
SWITCH = 4.0  # weight that a change of mind costs
HOLDS = 3.0  # weight that a mind must have in a stretch of its own
CANDIDATES = 4
CLEAR = 0.2  # weight of a sign that counts by itself


@dataclass(frozen=True, slots=True)
class Focus:
    """The mind of a stretch. Characters are indices, -1 for none."""

    character: int
    confidence: float
    shifts: tuple[tuple[int, int], ...]  # token, character
    signs: tuple[Sign, ...]  # the strongest of the focal mind


def weigh(signs: Sequence[Sign]) -> dict[int, float]:
    """Weight of each character, none below zero."""
    total: dict[int, float] = defaultdict(float)
    for sign in signs:
        total[sign.character] += sign.weight
    return {character: weight for character, weight in total.items() if weight > 0}


def find_focus(
    signs: Sequence[Sign], stretch: tuple[int, int], n_words: int, document: Document | None = None
) -> Focus:
    """The mind of a stretch with these signs; with a document, changes inside it are looked for too."""
    weights = weigh(signs)
    if not weights:
        return Focus(-1, 0.0, (), ())
    top = max(weights, key=lambda character: weights[character])
    share = weights[top] / sum(weights.values())
    enough = weights[top] >= ENOUGH and weights[top] * 1000 >= DENSE * n_words
    enough &= n_words < LONG or _quarters(signs, top, stretch) >= KEPT_UP
    others = max((weight for character, weight in weights.items() if character != top), default=0.0)
    leads = share >= SHARE or (share >= PART and weights[top] >= TIMES * others)
    shifts = find_shifts(signs, weights, document) if document is not None else ()
    if not enough or not leads:
        return Focus(-1, 0.0, shifts, ())
    if shifts and shifts[0][1] == top and len(shifts) == 1:
        shifts = ()
    own = sorted((s for s in signs if s.character == top), key=lambda s: (-s.weight, s.start))[:_SHOWN]
    confidence = share * weights[top] / (weights[top] + 1)
    return Focus(top, min(0.99, confidence), shifts, tuple(sorted(own, key=lambda s: s.start)))


_SHOWN = 4


def _quarters(signs: Sequence[Sign], character: int, stretch: tuple[int, int]) -> int:
    """In how many quarters of a stretch of tokens a mind shows."""
    start, end = stretch
    places = (sign.start for sign in signs if sign.character == character and sign.weight >= CLEAR)
    return len({4 * (place - start) // max(1, end - start) for place in places})


def find_shifts(signs: Sequence[Sign], weights: dict[int, float], document: Document) -> tuple[tuple[int, int], ...]:
    """Where minds change, from the first on; () where one mind is enough."""
    people = sorted(weights, key=lambda c: -weights[c])[:CANDIDATES]
    if len(people) < 2 or weights[people[1]] < HOLDS:
        return ()
    path = _best_path(signs, people)
    stretches: list[list[float]] = []  # first sign, character, weight
    for i, (sign, k) in enumerate(zip(signs, path, strict=True)):
        if not stretches or stretches[-1][1] != people[k]:
            stretches.append([i, people[k], 0.0])
        stretches[-1][2] += sign.weight if sign.character == people[k] else 0.0
    kept = [stretch for stretch in stretches if stretch[2] >= HOLDS]
    merged = [stretch for i, stretch in enumerate(kept) if not i or kept[i - 1][1] != stretch[1]]
    if len(merged) < 2:
        return ()
    first = int(document.scenes[_at(document.scenes, signs[0].start), 0])
    places = [first, *(_beginning(document, signs, int(stretch[0])) for stretch in merged[1:])]
    return tuple((place, int(stretch[1])) for place, stretch in zip(places, merged, strict=True))


def _best_path(signs: Sequence[Sign], people: Sequence[int]) -> list[int]:
    """The index into `people` of the mind at each sign: most weight, fewest changes."""
    scores = [0.0] * len(people)
    back: list[list[int]] = []
    for sign in signs:
        best = max(range(len(people)), key=lambda k: scores[k])
        row, chosen = [], []
        for k, person in enumerate(people):
            stays = scores[k] >= scores[best] - SWITCH
            row.append(
                (scores[k] if stays else scores[best] - SWITCH) + (sign.weight if sign.character == person else 0)
            )
            chosen.append(k if stays else best)
        scores = row
        back.append(chosen)
    k = max(range(len(people)), key=lambda k: scores[k])
    path = [k]
    for chosen in reversed(back[1:]):
        k = chosen[k]
        path.append(k)
    return path[::-1]


def _beginning(document: Document, signs: Sequence[Sign], i: int) -> int:
    """Where the stretch of a sign begins: its paragraph, or its sentence where that holds both minds."""
    token, before = signs[i].start, signs[i - 1].start
    paragraph = int(document.paragraphs[_at(document.paragraphs, token), 0])
    return paragraph if before < paragraph else int(document.sentences[_at(document.sentences, token), 0])


def _at(table: NDArray[np.int32], token: int) -> int:
    """The row of a table of ranges that holds a token."""
    return int(np.searchsorted(table[:, 1], token, side="right"))
