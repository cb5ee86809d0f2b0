"""Whom a pronoun or a noun may mean, by all of coreference's scores and not by its one choice.

In come the scored pairs of the coreference layer, out goes for a mention how much each person speaks for being meant:
the soft maximum of the scores of their mentions, before and after. Where a layer has no pairs, because clusters were
given, the cluster is all that there is to believe.
"""

import math

import numpy as np

from undertow.layers.coreference_clusters import SHARPNESS
from undertow.layers.speech_people import Ids
from undertow.layers.values import Coreference


class Support:
    """Looks up the pairs of a mention from both ends."""

    def __init__(self, coreference: Coreference, of_mention: Ids) -> None:
        self._of_mention = of_mention
        none = np.zeros(0, np.int64)
        later, earlier, score = coreference.link_later, coreference.link_earlier, coreference.link_score
        self._known = later is not None
        if later is None or earlier is None or score is None:
            self._ends = [(none, none, none.astype(np.float64))]
            return
        back = np.argsort(earlier, kind="stable")
        self._ends = [
            (later.astype(np.int64), earlier.astype(np.int64), score.astype(np.float64)),
            (earlier[back].astype(np.int64), later[back].astype(np.int64), score[back].astype(np.float64)),
        ]

    def of(self, mention: int) -> dict[int, tuple[float, float]]:
        """The support of each person who has any, as log-odds: of all their mentions together, and of the best one.

        Whoever is mentioned most has most together; the best pair does not mind.
        """
        if not self._known:
            return {int(self._of_mention[mention]): (0.0, 0.0)}
        total: dict[int, float] = {}
        best: dict[int, float] = {}
        for one, other, score in self._ends:
            low, high = np.searchsorted(one, [mention, mention + 1]).tolist()
            people = self._of_mention[other[low:high]].tolist()
            for person, value in zip(people, score[low:high].tolist(), strict=True):
                total[person] = total.get(person, 0.0) + math.exp(SHARPNESS * value)
                best[person] = max(best.get(person, value), value)
        return {person: (math.log(value) / SHARPNESS, best[person]) for person, value in total.items()}
