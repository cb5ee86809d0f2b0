"""In which tense a stretch is told: by its finite verbs outside of speech, thought and asides.

Each paragraph is told in the tense of most of its verbs, so that a flashback or a general truth inside it does not
count, and a stretch is mixed where whole paragraphs are told in another tense. Verbs of happening weigh more than 'be',
'have' and verbs of state, which is what general truths are made of; a verb of a clause that hangs on another weighs
half.
"""

import numpy as np
from numpy.typing import NDArray

from undertow.layers.modes_manner import finite_verbs
from undertow.layers.modes_marks import ASIDE
from undertow.layers.values import RELATIONS, UPOS
from undertow.lexicons import load
from undertow.story.narration.ground import Ground, Index

STATE = 0.25  # weight of 'be', 'have' and verbs of state
HELPS = 0.5  # of an auxiliary
HANGS = 0.5  # of a verb in a dependent clause
HARDLY = 0.2  # share of the sentences with a finite verb, below which a stretch has no tense
MOST = 12.0  # weight of a paragraph, so that one long one does not outvote the rest
MIXED = 0.3  # share of the rarer tense from which a stretch is mixed
_DEPENDENT = tuple(RELATIONS.index(name) for name in ("acl", "advcl", "ccomp", "csubj"))


class Tenses:
    """Weights of past and present, by paragraph."""

    def __init__(self, ground: Ground) -> None:
        words, syntax = ground.words, ground.syntax
        past, present = finite_verbs(words, syntax)
        told = ground.told & (ground.modes != ASIDE)
        weight = np.ones(words.n)
        weight[words.among(load("state_verbs")) | words.has("BE HAVE")] = STATE
        if syntax is not None:
            helps = (syntax.upos == UPOS.index("AUX")) & (syntax.relation == RELATIONS.index("aux"))
            weight[helps] = HELPS
            weight[np.isin(syntax.relation, _DEPENDENT)] *= HANGS
        else:
            weight[words.has("DO")] = HELPS
        self.past, self.present = past & told, present & told
        self._sentences = ground.story.document.sentences[:, 0]
        finite = np.concatenate([[0], np.cumsum(self.past | self.present)])
        word = np.concatenate([[0], np.cumsum(told & words.has("WORD"))])
        self._narrated = np.diff(word[np.append(self._sentences, words.n)]) > 0
        self._verbal = np.diff(finite[np.append(self._sentences, words.n)]) > 0
        self._paragraphs = ground.story.document.paragraphs
        self._verbs = {
            "past": np.flatnonzero(self.past),
            "present": np.flatnonzero(self.present),
            "mixed": np.flatnonzero(self.past | self.present),
        }
        self._past, self._present = (self._by_paragraph(flags * weight) for flags in (self.past, self.present))

    def _by_paragraph(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(sums[self._paragraphs[:, 1]] - sums[self._paragraphs[:, 0]])

    def of(self, start: int, end: int) -> tuple[str, float]:
        """Tense of a stretch, and how sure."""
        first = int(np.searchsorted(self._paragraphs[:, 1], start, side="right"))
        last = int(np.searchsorted(self._paragraphs[:, 0], end, side="left"))
        past, present = self._past[first:last], self._present[first:last]
        both = past + present
        a, b = np.searchsorted(self._sentences, [start, end]).tolist()
        if both.sum() == 0 or self._verbal[a:b].sum() < HARDLY * self._narrated[a:b].sum():
            return "unknown", 0.0
        votes = np.minimum(both, MOST)
        is_past = past >= present
        share = float(votes[is_past].sum() / votes.sum())
        clear = float(np.where(is_past, past, present).sum() / both.sum())  # how far paragraphs agree with themselves
        enough = float(both.sum() / (both.sum() + 1))
        rare = min(share, 1 - share)
        if rare >= MIXED:
            return "mixed", enough * clear * min(1.0, 0.5 + rare)
        return ("past" if share > 0.5 else "present"), enough * clear * (1 - rare)

    def verbs(self, tense: str) -> Index:
        """The verbs that show a tense."""
        return self._verbs[tense]
