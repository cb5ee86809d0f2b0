"""Who is there with whom: by scenes, or by paragraphs in a story of few scenes.

Somebody is there where the narration mentions them or they speak. In a story of one scene everybody is in it, so that
scenes tell nothing; a paragraph with both in it tells something.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.counts import Counts

FEW_SCENES = 6
MAIN = 40  # people among whom pairs are looked for; with all the passers-by of a novel it would be thousands of pairs


@dataclass(frozen=True, slots=True, eq=False)
class Presence:
    """Whether each of the main people is there in each unit."""

    unit: str  # scene or paragraph
    start_char: NDArray[np.int32]  # [n_units]
    there: NDArray[np.float32]  # [n_people, n_units] 1 or 0; the main people only

    def n_units(self, until: int) -> int:
        """How many units have begun before a character of the text."""
        return int(np.searchsorted(self.start_char, until))

    def together(self, until: int) -> NDArray[np.int64]:
        """In how many of these each two are there. [n_people, n_people]."""
        begun = self.there[:, : self.n_units(until)]
        both: NDArray[np.int64] = np.rint(begun @ begun.T).astype(np.int64)
        return both


def presence(counts: Counts) -> Presence:
    """Look who is there."""
    document = counts.document
    few = len(document.scenes) < FEW_SCENES
    starts = (document.paragraphs if few else document.scenes)[:, 0]
    n_people = min(MAIN, counts.n_people)
    there = np.zeros((n_people, len(starts)), dtype=np.float32)
    told = (~counts.spoken) & (counts.who < n_people)
    there[counts.who[told], np.searchsorted(starts, counts.token[told], side="right") - 1] = 1
    said = (counts.speaker >= 0) & (counts.speaker < n_people)
    there[counts.speaker[said], np.searchsorted(starts, counts.line_token[said], side="right") - 1] = 1
    return Presence("paragraph" if few else "scene", document.token_start[starts], there)


def closeness(counts: Counts, present: Presence, until: int) -> NDArray[np.float64]:
    """How much each two have to do with each other: their share of all exchanges and of all being there together.

    [n_people, n_people], above the diagonal; a line counts as much as its speaker is sure.
    """
    n = int(np.searchsorted(counts.exchange_line, np.searchsorted(counts.line_start, until)))
    score = np.zeros((counts.n_people, counts.n_people))
    a, b = counts.exchange_from[:n], counts.exchange_to[:n]
    np.add.at(score, (np.minimum(a, b), np.maximum(a, b)), counts.sure[counts.exchange_line[:n]])
    score /= max(float(score.sum()), 1e-9)
    main = len(present.there)
    together = np.triu(present.together(until), k=1).astype(np.float64)
    score[:main, :main] += together / max(float(together.sum()), 1e-9)
    return score
