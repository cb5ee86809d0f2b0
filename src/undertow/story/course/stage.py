"""The stage: where the characters are mentioned, speak and are spoken to, as columns.

In comes a story whose people are known, out go rows of whole numbers: characters by their index in
`Story.characters`, places as tokens. A story without layers (one read back from a file) has its quotations still.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.story.course.phrases import lowered
from undertow.story.values import Story

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What the course of a story is computed from."""

    story: Story
    words: list[str]  # [n_tokens] in lower case
    sentence: Index  # [n_tokens] index of the sentence
    paragraph: Index  # [n_tokens]
    spoken: Flags  # [n_tokens] whether the token stands in a quotation or an inset
    number: dict[str, int]  # character id -> index
    mention_start: Index  # [n] mentions of characters alone, in the order of the text
    mention_end: Index
    mention_who: Index  # [n] character
    line_start: Index  # [n_quotations] tokens
    line_end: Index
    speaker: Index  # [n_quotations] character, -1 where unknown
    hearers: tuple[tuple[int, ...], ...]  # [n_quotations]

    @property
    def document(self) -> Document:
        """The document."""
        return self.story.document

    @property
    def n_sentences(self) -> int:
        """The number of sentences."""
        return len(self.document.sentences)

    def sentence_at(self, char: int) -> int:
        """The sentence that holds a character of the text, or the last one before it."""
        token = min(self.document.token_at(char), self.document.n_tokens - 1)
        return int(self.sentence[token])


def _tile(ranges: NDArray[np.int32], n_tokens: int) -> Index:
    """The index of the tile of each token."""
    return np.repeat(np.arange(len(ranges)), np.diff(ranges, axis=1)[:, 0]).astype(np.int64)[:n_tokens]


def _mentions(story: Story, number: dict[str, int]) -> tuple[Index, Index, Index]:
    mentions = story.layers.mentions
    if mentions is None or len(mentions) != len(story.mention_entity) or not story.entities:
        none = np.zeros(0, np.int64)
        return none, none, none
    of_entity = np.array([number.get(entity.id, -1) for entity in story.entities], np.int64)
    entity = story.mention_entity.astype(np.int64)
    who = np.where(entity >= 0, of_entity[np.maximum(entity, 0)], -1)
    keep = who >= 0
    return mentions.start[keep].astype(np.int64), mentions.end[keep].astype(np.int64), who[keep]


def set_stage(story: Story) -> Stage:
    """Gather the rows. Linear in the length of the story."""
    document = story.document
    number = {character.id: i for i, character in enumerate(story.characters)}
    start, end, who = _mentions(story, number)
    bounds = np.array([(q.parts[0][0], q.parts[-1][1]) for q in story.quotations], np.int64).reshape(-1, 2)
    line_start = np.searchsorted(document.token_end, bounds[:, 0], side="right").astype(np.int64)
    line_end = np.searchsorted(document.token_start, bounds[:, 1], side="left").astype(np.int64)
    spoken = np.zeros(document.n_tokens + 1, np.int64)
    parts = np.array(
        [part for q in story.quotations for part in q.parts] + [(i.start_char, i.end_char) for i in story.insets],
        np.int64,
    ).reshape(-1, 2)
    np.add.at(spoken, np.searchsorted(document.token_end, parts[:, 0], side="right"), 1)
    np.add.at(spoken, np.searchsorted(document.token_start, parts[:, 1], side="left"), -1)
    return Stage(
        story=story,
        words=lowered(document),
        sentence=_tile(document.sentences, document.n_tokens),
        paragraph=_tile(document.paragraphs, document.n_tokens),
        spoken=np.cumsum(spoken[:-1]) > 0,
        number=number,
        mention_start=start,
        mention_end=end,
        mention_who=who,
        line_start=line_start,
        line_end=line_end,
        speaker=np.array([number.get(q.speaker or "", -1) for q in story.quotations], np.int64),
        hearers=tuple(tuple(number[id] for id in q.addressees if id in number) for q in story.quotations),
    )
