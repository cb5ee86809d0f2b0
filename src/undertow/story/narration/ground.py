"""What the narration is measured on: the words that are told, who is meant by each, and how sentences are built.

In come a story and its layers, out come columns over the tokens. Any layer may be missing; then its columns say
nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.layers.modes_marks import NARRATION, OPEN, SPEECH, THOUGHT, settle
from undertow.layers.modes_words import Words
from undertow.layers.values import RELATIONS, Syntax
from undertow.story.values import Story

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]
SUBJECTS = (RELATIONS.index("nsubj"), RELATIONS.index("csubj"))


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Columns over the tokens of a story. Characters are indices into `story.characters`, -1 for nobody."""

    story: Story
    words: Words
    modes: NDArray[np.int8]
    told: Flags  # neither said nor thought in a character's own words
    who: Index  # the character that a token means
    subject: Index  # the token that is the subject of a token, by syntax; -1
    narrator: int  # the character who tells the story

    @property
    def syntax(self) -> Syntax | None:
        """The layer, where there is one."""
        return self.story.layers.syntax


def make_ground(story: Story) -> Ground:
    """Work out the columns."""
    document, layers = story.document, story.layers
    words = Words(document)
    if layers.modes is not None and len(layers.modes) and int(layers.modes.end[-1]) == words.n:
        modes = np.repeat(layers.modes.mode, layers.modes.end - layers.modes.start).astype(np.int8)
    else:
        modes = settle(document, words, layers.quotations)
        modes[modes == OPEN] = NARRATION
    told = (modes != SPEECH) & (modes != THOUGHT)
    narrator = next((i for i, character in enumerate(story.characters) if character.narrator), -1)
    who = _who(story, words.n)
    if narrator >= 0:
        who[(who < 0) & told & words.has("I")] = narrator
    return Ground(story, words, modes, told, who, _subjects(layers.syntax, words.n), narrator)


def _who(story: Story, n: int) -> Index:
    """The character of each token: mentions are painted from the longest to the innermost."""
    who = np.full(n, -1, np.int64)
    mentions = story.layers.mentions
    if mentions is None or not len(story.mention_entity):
        return who
    place = {character.id: i for i, character in enumerate(story.characters)}
    of_entity = np.array([place.get(entity.id, -1) for entity in story.entities], np.int64)
    owner = np.where(story.mention_entity >= 0, of_entity[np.maximum(story.mention_entity, 0)], -1)
    width = mentions.end - mentions.start
    single = width == 1
    for start, end, character in zip(
        mentions.start[~single].tolist(), mentions.end[~single].tolist(), owner[~single].tolist(), strict=True
    ):
        if end - start <= _LONG_MENTION:
            who[start:end] = character
    who[mentions.start[single]] = owner[single]
    return who


_LONG_MENTION = 12  # tokens: a longer one holds a clause about other people


def _subjects(syntax: Syntax | None, n: int) -> Index:
    """The subject of each token that has one of its own."""
    subject = np.full(n, -1, np.int64)
    if syntax is not None:
        rows = np.flatnonzero(np.isin(syntax.relation, SUBJECTS) & (syntax.head >= 0))[::-1]
        subject[syntax.head[rows]] = rows  # reversed: the first subject stays
    return subject
