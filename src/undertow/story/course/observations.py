"""The course of a story as one small table of numbers, from which growth and turns are computed.

A row is a unit: a sentence, or in a long story a run of sentences. Units lie in passages, and passages are what is
shuffled. The decision: a shuffled story is this table with its passages in another order, so that nothing is read
anew, a shuffle costs nothing, and what growth and turns may use is visible here.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.story.course.chance import Numbers
from undertow.story.course.segments import Sums

Index = NDArray[np.int64]

SHORTEST_PASSAGE = 20  # tokens: a sentence or two; shorter paragraphs are joined
LONGEST_PASSAGE = 60  # tokens of a long paragraph that stay together
MOST_PASSAGES = 60  # a novel is cut into as many, so that what lasts for some pages stays together when it is shuffled
MOST_UNITS = 240
FEWEST_PASSAGES = 8  # below, no order of passages is improbable enough
FEWEST_SEEN = 8  # observations from which a trend is looked for
FEWEST_EVENTS = 4  # and those of them that differ from the most frequent value


@dataclass(frozen=True, slots=True)
class Channel:
    """What one row of values is about: kind of an Arc, and whose, toward whom (character ids)."""

    kind: str
    character: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Values and signs by unit, in the order of the text."""

    passage: Index  # [n_units] ascending
    words: Index  # [n_units] how many
    channels: tuple[Channel, ...]
    values: Numbers  # [n_channels, n_units] NaN where nothing is observed
    signs: Numbers  # [n_units] signs of recognition in the clearest sentence (recognition.py)
    understanding: Numbers  # [n_units] how clearly somebody realises something: 0, 1, 2
    looking_back: Numbers  # [n_units] verbs in the perfect
    flight: Numbers  # [n_units] people who run or leave all at once
    outcry: Numbers  # [n_units] raised voices
    settled: Numbers  # [n_units] habits, asides, what is played down: marks of things as they always were
    affirmed: Numbers  # [n_units] whether something is affirmed here that was denied before
    length: Numbers  # [n_units] words of a sentence
    spoken: Numbers  # [n_units] share of the words that are said aloud

    @property
    def n_units(self) -> int:
        """The number of rows."""
        return len(self.passage)

    @property
    def n_passages(self) -> int:
        """The number of passages."""
        return int(self.passage[-1]) + 1 if len(self.passage) else 0

    @property
    def progress(self) -> Numbers:
        """Where the middle of each unit is, 0 to 1."""
        return (np.cumsum(self.words) - self.words / 2) / max(1, int(self.words.sum()))

    def take(self, order: Index) -> "Observations":
        """The same story with its passages in another order."""
        bounds = np.searchsorted(self.passage, np.arange(self.n_passages + 1))
        units = np.concatenate([np.arange(bounds[p], bounds[p + 1]) for p in order.tolist()])
        sizes = np.diff(bounds)[order]
        rows = {name: getattr(self, name)[units] for name in SIGN_ROWS}
        return replace(
            self,
            passage=np.repeat(np.arange(len(order)), sizes),
            words=self.words[units],
            values=self.values[:, units],
            **rows,
        )


SIGN_ROWS = (
    "signs",
    "understanding",
    "looking_back",
    "flight",
    "outcry",
    "settled",
    "affirmed",
    "length",
    "spoken",
)


def cut_passages(document: Document) -> Index:
    """The passage of each sentence: paragraphs, short ones joined and long ones cut."""
    size = max(SHORTEST_PASSAGE, -(-document.n_tokens // MOST_PASSAGES))
    most = max(LONGEST_PASSAGE, 2 * size)
    ends = np.isin(document.sentences[:, 1], document.paragraphs[:, 1]).tolist()
    passage, length, result = 0, 0, []
    for tokens, last in zip(np.diff(document.sentences, axis=1)[:, 0].tolist(), ends, strict=True):
        result.append(passage)
        length += tokens
        if (length >= size and last) or length >= most:
            passage, length = passage + 1, 0
    return np.array(result, np.int64)


def cut_units(document: Document, passage: Index) -> Index:
    """The unit of each sentence: itself, or in a long story a run of sentences of one passage."""
    n = len(passage)
    if n <= MOST_UNITS:
        return np.arange(n, dtype=np.int64)
    first = np.searchsorted(passage, passage)  # the first sentence of the passage that a sentence is in
    size = np.bincount(passage)[passage]
    parts = MOST_UNITS // MOST_PASSAGES
    part = passage * parts + (np.arange(n) - first) * parts // size
    return np.cumsum(np.diff(part, prepend=part[:1]) > 0).astype(np.int64)


def ranks(values: Numbers) -> Numbers:
    """Ranks with mean 0 and spread 1, ties at their middle; 0 where nothing is observed. [n_channels, n_units]."""
    result = np.zeros_like(values)
    for row, out in zip(values, result, strict=True):
        seen = np.flatnonzero(~np.isnan(row))
        if not len(seen):
            continue
        ordered = np.sort(row[seen])
        middle = np.searchsorted(ordered, row[seen], side="left") + np.searchsorted(ordered, row[seen], side="right")
        spread = float(middle.std())
        if spread > 0:
            out[seen] = (middle - middle.mean()) / spread
    return result


def testable(observations: Observations) -> Index:
    """The channels that hold enough to look for growth and turns in; the order of passages has no part in this."""
    found = []
    for i, row in enumerate(observations.values):
        seen = row[~np.isnan(row)]
        if len(seen) >= FEWEST_SEEN:
            _, counts = np.unique(seen, return_counts=True)
            if len(seen) - int(counts.max()) >= FEWEST_EVENTS:
                found.append(i)
    return np.array(found, np.int64)


def by_passage(observations: Observations, rows: Numbers) -> Sums:
    """Sums of ranks, and counts, by passage."""
    n = observations.n_passages
    seen = ~np.isnan(rows)
    scores = ranks(rows)
    member = np.zeros((observations.n_units, n))
    member[np.arange(observations.n_units), observations.passage] = 1
    return Sums(scores @ member, seen.astype(np.float64) @ member)
