"""The frame of the dialogue: words, mentions by place, and the quotations as ranges of tokens in their paragraphs.

Everything that later steps ask again and again is worked out once here, so that finding cues and scoring candidates is
plain look-up.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.insets import inset_tokens
from undertow.layers.speech_links import Support
from undertow.layers.speech_people import People
from undertow.layers.values import Layers, Quotations

Ids = NDArray[np.int64]


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a conversation is read from. Token ranges are half-open; mentions are indices."""

    document: Document
    people: People
    support: Support
    words: list[str]  # lower case
    capital: list[bool]  # the token starts with a capital
    start: list[int]  # of each mention
    end: list[int]
    starts: dict[int, list[int]]  # token -> mentions that start there, longest first
    ends: dict[int, list[int]]  # token -> mentions that end before it, longest first
    part_start: Ids  # [n_parts] tokens
    part_end: Ids
    part_bounds: Ids  # [n_quotations + 1] parts
    said: NDArray[np.bool_]  # [n_tokens] inside a quotation or an inset
    paragraph_start: Ids  # [n_paragraphs]
    paragraph_end: Ids
    paragraph: Ids  # [n_quotations] of the first part
    last_paragraph: Ids  # [n_quotations] of the last part
    sentence_start: Ids
    sentence_end: Ids
    parted: bool  # the text has paragraphs; otherwise theirs are guesses

    @property
    def n_quotations(self) -> int:
        """The number of quotations."""
        return len(self.paragraph)

    def parts(self, q: int) -> list[tuple[int, int]]:
        """The token ranges of a quotation."""
        a, b = int(self.part_bounds[q]), int(self.part_bounds[q + 1])
        return list(zip(self.part_start[a:b].tolist(), self.part_end[a:b].tolist(), strict=True))

    def sentence_at(self, token: int) -> int:
        """The sentence that holds a token."""
        return int(np.searchsorted(self.sentence_end, token, side="right"))

    def mentions_between(self, start: int, end: int) -> list[int]:
        """The mentions that start in a range of tokens, in order, longer ones first."""
        low = int(np.searchsorted(self.people.columns.start, start))
        high = int(np.searchsorted(self.people.columns.start, end))
        return list(range(low, high))


def _ranges(document: Document, quotations: Quotations) -> tuple[Ids, Ids]:
    """First and last token of each part. A part that holds no whole token gets the token it touches."""
    start = np.searchsorted(document.token_end, quotations.part_start_char, side="right")
    end = np.searchsorted(document.token_start, quotations.part_end_char, side="left")
    start = np.minimum(start, max(0, document.n_tokens - 1))
    return start.astype(np.int64), np.maximum(end, start + 1).astype(np.int64)


def _paragraphs(document: Document, part_start: Ids) -> tuple[Ids, Ids]:
    """The paragraphs, or, in a text that has none, the stretches that begin where a sentence begins with speech."""
    if len(document.paragraphs) > 1 or not len(part_start):
        table = document.paragraphs.astype(np.int64)
        return table[:, 0], table[:, 1]
    sentences = document.sentences[:, 0].astype(np.int64)
    opening = np.unique(np.concatenate([part_start, np.maximum(part_start - 1, 0)]))
    starts = np.unique(np.concatenate([[0], sentences[np.isin(sentences, opening)]]))
    return starts, np.append(starts[1:], document.n_tokens)


def make_frame(document: Document, layers: Layers, people: People) -> Frame:
    """Work out what the conversation is read from."""
    assert layers.quotations is not None
    assert layers.coreference is not None
    words = document.words()
    part_start, part_end = _ranges(document, layers.quotations)
    change = np.zeros(document.n_tokens + 1, np.int64)
    np.add.at(change, part_start, 1)
    np.add.at(change, part_end, -1)
    starts: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    start, end = people.columns.start.tolist(), people.columns.end.tolist()
    for i, (a, b) in enumerate(zip(start, end, strict=True)):  # sorted by (start, -end)
        starts[a].append(i)
        ends[b].append(i)
    bounds = np.searchsorted(layers.quotations.part_quotation, np.arange(len(layers.quotations) + 1))
    paragraph_start, paragraph_end = _paragraphs(document, part_start)
    first, last = part_start[bounds[:-1]], part_start[bounds[1:] - 1]
    return Frame(
        document=document,
        people=people,
        support=Support(layers.coreference, people.of_mention),
        words=[word.lower() for word in words],
        capital=[word[0].isupper() for word in words],
        start=start,
        end=end,
        starts=dict(starts),
        ends=dict(ends),
        part_start=part_start,
        part_end=part_end,
        part_bounds=bounds.astype(np.int64),
        said=(np.cumsum(change[:-1]) > 0) | inset_tokens(document, layers.quotations.insets),
        paragraph_start=paragraph_start,
        paragraph_end=paragraph_end,
        paragraph=np.searchsorted(paragraph_end, first, side="right"),
        last_paragraph=np.searchsorted(paragraph_end, last, side="right"),
        sentence_start=document.sentences[:, 0].astype(np.int64),
        sentence_end=document.sentences[:, 1].astype(np.int64),
        parted=len(document.paragraphs) > 1,
    )
