"""Story -> columns that can be counted up to any place of the text.

What comes in is a Story; what goes out are arrays in the order of the text, so that "how often up to here" is one
binary search. The one decision: whatever the report says is said of a stretch of the text that ends somewhere, and the
whole story is only the longest stretch. That is how a reader's place can hide what comes later, numbers included.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.values import FORMS
from undertow.source.values import BlockKind
from undertow.story.values import Character, Entity, Story

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

PLACES = ("GPE", "FAC", "LOC")
PROPER = FORMS.index("proper")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")  # a word as a person counts: "don't" and "half-light" are one each


def _ints(values: object) -> Ints:
    return np.array(values, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Counts:
    """People come first in `who` (their index in `Story.characters`), the named places after them."""

    story: Story
    places: tuple[Entity, ...]  # named places, most mentioned first
    row: Ints  # [n] index into Mentions, ascending
    who: Ints  # [n] person or place
    start: Ints  # [n] characters
    end: Ints  # [n]
    token: Ints  # [n] first token
    spoken: Bools  # [n] inside a quotation
    line_start: Ints  # [n_lines] first character of each quotation, ascending
    line_end: Ints  # [n_lines]
    line_token: Ints  # [n_lines]
    speaker: Ints  # [n_lines] person, -1 where unknown
    sure: NDArray[np.float32]  # [n_lines] confidence of the speaker
    exchange_line: Ints  # [n_exchanges] a line with a speaker and one of those it is said to
    exchange_to: Ints  # [n_exchanges] person
    _rows: dict[int, NDArray[np.int64]] = field(default_factory=dict)

    @property
    def people(self) -> tuple[Character, ...]:
        """The characters, most mentioned first."""
        return self.story.characters

    @property
    def document(self) -> Document:
        """The document."""
        return self.story.document

    @property
    def n_people(self) -> int:
        """The number of characters."""
        return len(self.story.characters)

    @property
    def end_char(self) -> int:
        """Past everything: the place of somebody who has read to the end."""
        return len(self.story.text) + 1

    @cached_property
    def exchange_from(self) -> Ints:
        """Who says each exchange. [n_exchanges]."""
        return self.speaker[self.exchange_line]

    @cached_property
    def word(self) -> Ints:
        """Where each word of the story begins. [n_words]."""
        blocks = self.document.source.blocks
        told = [(b.start_char, b.end_char) for b in blocks if b.kind is BlockKind.PARAGRAPH]
        return _ints([m.start() for a, b in told for m in _WORD.finditer(self.story.text, a, b)])

    @cached_property
    def line_words(self) -> Ints:
        """How many words each quotation has. [n_lines]."""
        parts = [(a, b, i) for i, quotation in enumerate(self.story.quotations) for a, b in quotation.parts]
        if not parts:
            return _ints([])
        start, end, line = (np.array(column) for column in zip(*parts, strict=True))
        words = np.searchsorted(self.word, end) - np.searchsorted(self.word, start)
        total: Ints = np.bincount(line, weights=words, minlength=len(self.speaker)).astype(np.int32)
        return total

    def mentions_of(self, who: int) -> NDArray[np.int64]:
        """The positions in these columns at which somebody stands, ascending."""
        if who not in self._rows:
            self._rows[who] = np.flatnonzero(self.who == who)
        return self._rows[who]

    def n_mentions(self, until: int) -> NDArray[np.int64]:
        """How often each person is mentioned before a character of the text. [n_people]."""
        seen = self.who[: int(np.searchsorted(self.start, until))]
        return np.bincount(seen[seen < self.n_people], minlength=self.n_people)

    def n_lines(self, until: int) -> NDArray[np.int64]:
        """How many lines each person has said. [n_people]."""
        said = self.speaker[: int(np.searchsorted(self.line_start, until))]
        return np.bincount(said[said >= 0], minlength=self.n_people)

    def exchanges(self, until: int) -> NDArray[np.int64]:
        """How many lines each person has said to each other one. [n_people, n_people], row speaks to column."""
        n = int(np.searchsorted(self.exchange_line, np.searchsorted(self.line_start, until)))
        table = np.zeros((self.n_people, self.n_people), dtype=np.int64)
        np.add.at(table, (self.exchange_from[:n], self.exchange_to[:n]), 1)
        return table

    def place_of_token(self, token: int) -> float:
        """Where a token stands on a chart, 0 to 1."""
        return token / max(1, self.document.n_tokens)


def _lines(story: Story, index: dict[str, int]) -> tuple[Ints, ...]:
    """Start, end, token and speaker of each line, and line and hearer of each exchange."""
    start, end, speaker = [], [], []
    line: list[int] = []
    to: list[int] = []
    for i, quotation in enumerate(story.quotations):
        start.append(quotation.parts[0][0])
        end.append(quotation.parts[-1][1])
        speaker.append(index.get(quotation.speaker or "", -1))
        if speaker[-1] >= 0:
            heard = dict.fromkeys(index[id] for id in quotation.addressees if id in index)
            line.extend(i for each in heard if each != speaker[-1])
            to.extend(each for each in heard if each != speaker[-1])
    token = np.searchsorted(story.document.token_end, start, side="right")
    return _ints(start), _ints(end), token.astype(np.int32), _ints(speaker), _ints(line), _ints(to)


def _inside(story: Story, start: Ints) -> Bools:
    """Which characters lie inside a part of a quotation."""
    parts = sorted(part for quotation in story.quotations for part in quotation.parts)
    if not parts:
        return np.zeros(len(start), dtype=np.bool_)
    edges = np.array(parts)  # [n_parts, 2]
    at = np.searchsorted(edges[:, 0], start, side="right") - 1
    inside: Bools = (at >= 0) & (start < edges[np.maximum(at, 0), 1])
    return inside


def _named_places(story: Story) -> tuple[Entity, ...]:
    mentions = story.layers.mentions
    if mentions is None:
        return ()
    people = {character.id for character in story.characters}
    named = [
        entity
        for entity in story.entities
        if entity.type in PLACES and entity.id not in people and (mentions.form[list(entity.mentions)] == PROPER).any()
    ]
    return tuple(sorted(named, key=lambda entity: -len(entity.mentions)))


def count(story: Story) -> Counts:
    """Lay a story out in columns."""
    document, mentions = story.document, story.layers.mentions
    index = {character.id: i for i, character in enumerate(story.characters)}
    places = _named_places(story)
    shown = {**index, **{entity.id: len(index) + i for i, entity in enumerate(places)}}
    of_entity = _ints([*(shown.get(entity.id, -1) for entity in story.entities), -1])  # the last: of no entity
    row = who = token = start = end = _ints([])
    if mentions is not None:
        of_mention = of_entity[story.mention_entity]
        row = np.flatnonzero(of_mention >= 0).astype(np.int32)
        who, token = of_mention[row], mentions.start[row]
        start, end = document.token_start[token], document.token_end[mentions.end[row] - 1]
    line_start, line_end, line_token, speaker, exchange_line, exchange_to = _lines(story, index)
    return Counts(
        story=story,
        places=places,
        row=row,
        who=who,
        start=start,
        end=end,
        token=token,
        spoken=_inside(story, start),
        line_start=line_start,
        line_end=line_end,
        line_token=line_token,
        speaker=speaker,
        sure=np.array([quotation.confidence for quotation in story.quotations], dtype=np.float32),
        exchange_line=exchange_line,
        exchange_to=exchange_to,
    )
