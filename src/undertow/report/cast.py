"""The cast: a card for each main person, a row for everybody else."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from undertow.report.drawing import Ribbon, ribbons
from undertow.report.minds import DENIED, Minds
from undertow.report.names import Name
from undertow.report.passages import Blocks, Passage

CARDS, BINS, PARTNERS, TOWARD = 12, 80, 3, 4
WORDS_A_BIN = 20


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody whom a person speaks with, and the number of lines between the two, both ways."""

    who: int
    n_lines: int


@dataclass(frozen=True, slots=True)
class Toward:
    """What a person feels toward another, or toward nobody in particular."""

    to: int  # -1 for nobody
    n: int
    n_denied: int
    what: str  # "love 9, fear 2"
    passage: Passage  # the first of these


@dataclass(frozen=True, slots=True)
class Card:
    """A person of the story."""

    who: int
    names: tuple[Name, ...]  # best first; the card's title is the first that is known
    pronouns: str
    narrator: bool
    n_mentions: int
    n_lines: int
    n_words: int  # that the person says
    first: Passage  # first mention
    last: Passage
    first_progress: float
    last_progress: float
    partners: tuple[Partner, ...]
    ribbon: Ribbon
    confidence: float  # that this is one person, rightly named
    feels: tuple[Toward, ...]  # up to four, most first
    mind: float  # share of the story that is in this person's mind


@dataclass(frozen=True, slots=True)
class Other:
    """A person of whom there is less."""

    who: int
    pronouns: str
    n_mentions: int
    n_lines: int
    first: Passage


@dataclass(frozen=True, slots=True)
class CastContext:
    """Everybody, most mentioned first."""

    cards: tuple[Card, ...]
    others: tuple[Other, ...]


def _partners(both: np.ndarray, who: int) -> tuple[Partner, ...]:
    order = np.argsort(-both[who], kind="stable")[:PARTNERS].tolist()
    return tuple(Partner(other, int(both[who, other])) for other in order if both[who, other])


def _feels(minds: Minds, blocks: Blocks, who: int) -> tuple[Toward, ...]:
    """What somebody feels, by whom it goes to."""
    rows = np.flatnonzero(minds.by == who)
    found = []
    for to, n in sorted(Counter(minds.to[rows].tolist()).items(), key=lambda item: (item[0] < 0, -item[1]))[:TOWARD]:
        these = rows[minds.to[rows] == to]
        what = ", ".join(f"{category} {k:,}" for category, k in minds.categories(these))
        passage = blocks.passage(int(minds.start[these[0]]), int(minds.end[these[0]]))
        found.append(Toward(to, n, int((minds.polarity[these] == DENIED).sum()), what, passage))
    return tuple(found)


def cast_context(minds: Minds, names: tuple[tuple[Name, ...], ...], blocks: Blocks) -> CastContext:
    """Gather the cast."""
    counts = minds.counts
    focal = np.bincount(minds.focal[minds.focal >= 0], minlength=counts.n_people) / max(1, len(minds.focal))
    n_mentions, n_lines = counts.n_mentions(counts.end_char), counts.n_lines(counts.end_char)
    said = counts.speaker >= 0
    n_words = np.bincount(counts.speaker[said], weights=counts.line_words[said], minlength=counts.n_people)
    table = counts.exchanges(counts.end_char)
    both = table + table.T
    found = [who for who in range(counts.n_people) if len(counts.mentions_of(who))]

    def met(who: int, which: int) -> Passage:
        row = counts.mentions_of(who)[which]
        return blocks.passage(int(counts.start[row]), int(counts.end[row]))

    cards = []
    n_bins = max(20, min(BINS, counts.document.n_tokens // WORDS_A_BIN))
    for who, ribbon in zip(found[:CARDS], ribbons(counts, found[:CARDS], n_bins=n_bins), strict=True):
        person = counts.people[who]
        cards.append(
            Card(
                who=who,
                names=names[who],
                pronouns=person.pronouns,
                narrator=person.narrator,
                n_mentions=int(n_mentions[who]),
                n_lines=int(n_lines[who]),
                n_words=int(n_words[who]),
                first=met(who, 0),
                last=met(who, -1),
                first_progress=person.first,
                last_progress=person.last,
                partners=_partners(both, who),
                ribbon=ribbon,
                confidence=person.confidence,
                feels=_feels(minds, blocks, who),
                mind=float(focal[who]),
            )
        )
    others = [
        Other(who, counts.people[who].pronouns, int(n_mentions[who]), int(n_lines[who]), met(who, 0))
        for who in found[CARDS:]
    ]
    return CastContext(tuple(cards), tuple(others))
