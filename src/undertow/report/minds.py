"""Story -> what people feel and deny, in columns that can be counted up to any place of the text.

As in `counts`: whatever is said of the whole story is said of its longest stretch, so that a reader's place can hide
what comes later. People are indices into `Story.characters`, -1 for nobody or for somebody who is not known.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from undertow.layers.values import MODES
from undertow.report.counts import Counts, Ints
from undertow.story.values import CATEGORIES, EXPRESSIONS, POLARITIES, Arc, Denial, Feeling, Narration, Turn

DENIED = POLARITIES.index("denied")
_MODES = {mode: i for i, mode in enumerate(MODES)}


@dataclass(frozen=True, eq=False)
class Minds:
    """What is felt. Feelings are in the order of the text, denials strongest first."""

    counts: Counts
    feelings: tuple[Feeling, ...]
    start: Ints  # [n_feelings] characters
    end: Ints  # [n_feelings]
    token: Ints  # [n_feelings]
    by: Ints  # [n_feelings] person who feels
    to: Ints  # [n_feelings] person toward whom
    category: Ints  # [n_feelings] index into CATEGORIES
    expression: Ints  # [n_feelings] index into EXPRESSIONS
    polarity: Ints  # [n_feelings] index into POLARITIES
    mode: Ints  # [n_feelings] index into MODES

    @cached_property
    def index(self) -> dict[str, int]:
        """The person of each character id."""
        return {character.id: i for i, character in enumerate(self.counts.people)}

    def person(self, id: str | None) -> int:
        """The person with this id, -1 for none."""
        return self.index.get(id or "", -1)

    @property
    def denials(self) -> tuple[Denial, ...]:
        """The denials of somebody who is a person of the story, strongest first."""
        return tuple(each for each in self.counts.story.denials if each.experiencer in self.index)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns, in the order of the text."""
        return tuple(sorted(self.counts.story.turns, key=lambda turn: turn.start_char))

    @cached_property
    def main_pair(self) -> tuple[int, int] | None:
        """The two whom the story is about most, where it says so."""
        pairs = [(self.person(each.a), self.person(each.b)) for each in self.counts.story.relationships]
        return next(((a, b) for a, b in pairs if a >= 0 and b >= 0 and a != b), None)

    @cached_property
    def focal(self) -> Ints:
        """Whose perceptions, thoughts and feelings each token has access to. [n_tokens]."""
        focal: Ints = np.full(self.counts.document.n_tokens, -1, dtype=np.int32)
        for level in ("story", "chapter", "scene"):  # what is said of a smaller stretch holds there
            for each in self.narrations(level):
                if each.focal_character is None and level != "scene":
                    continue
                focal[each.start : each.end] = self.person(each.focal_character)
                for token, id in each.shifts:
                    focal[token : each.end] = self.person(id)
        return focal

    def toward(self, until: int) -> NDArray[np.int64]:
        """How many expressions of what each feels toward each other one. [n_people, n_people], row feels."""
        n = int(np.searchsorted(self.start, until))
        by, to = self.by[:n], self.to[:n]
        table = np.zeros((self.counts.n_people, self.counts.n_people), dtype=np.int64)
        known = (by >= 0) & (to >= 0)
        np.add.at(table, (by[known], to[known]), 1)
        return table

    def between(self, by: int, to: int) -> NDArray[np.int64]:
        """The feelings of one toward another."""
        return np.flatnonzero((self.by == by) & (self.to == to))

    def categories(self, rows: NDArray[np.int64]) -> list[tuple[str, int]]:
        """What is felt in these expressions and how often, most frequent first."""
        return [(CATEGORIES[c], n) for c, n in Counter(self.category[rows].tolist()).most_common()]

    def place(self, char: int) -> float:
        """Where a character stands on a chart, in per cent."""
        return 100 * self.counts.place_of_token(self.counts.document.token_at(char))

    def arc(self, kind: str, by: int, to: int) -> Arc | None:
        """The arc of this kind from one to another."""
        for arc in self.counts.story.arcs:
            if arc.kind == kind and self.person(arc.character) == by and self.person(arc.target) == to:
                return arc
        return None

    def narrations(self, level: str) -> list[Narration]:
        """The narrations of a level: story, chapter or scene."""
        return [each for each in self.counts.story.narration if each.level == level]


def read_minds(counts: Counts) -> Minds:
    """Lay feelings out in columns."""
    feelings = tuple(sorted(counts.story.feelings, key=lambda feeling: (feeling.start_char, feeling.end_char)))
    index = {character.id: i for i, character in enumerate(counts.people)}

    def column(values: list[int]) -> Ints:
        return np.array(values, dtype=np.int32)

    start = column([feeling.start_char for feeling in feelings])
    return Minds(
        counts=counts,
        feelings=feelings,
        start=start,
        end=column([feeling.end_char for feeling in feelings]),
        token=column(np.searchsorted(counts.document.token_end, start, side="right").tolist()),
        by=column([index.get(feeling.experiencer or "", -1) for feeling in feelings]),
        to=column([index.get(feeling.target or "", -1) for feeling in feelings]),
        category=column([CATEGORIES.index(feeling.category) for feeling in feelings]),
        expression=column([EXPRESSIONS.index(feeling.expression) for feeling in feelings]),
        polarity=column([POLARITIES.index(feeling.polarity) for feeling in feelings]),
        mode=column([_MODES[feeling.mode] for feeling in feelings]),
    )
