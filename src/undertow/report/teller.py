"""What statements are made from: the counts, the names that a reader knows, and a place up to which all is counted."""

from dataclasses import dataclass

import numpy as np

from undertow.report.counts import Counts
from undertow.report.minds import Minds
from undertow.report.names import Name, called
from undertow.report.presence import Presence

_BARE = ("he", "she", "they", "it", "i", "him", "her", "them", "you")


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a statement. `who` is the person that it names, -1 for none."""

    text: str
    who: int = -1


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with its confidence and the words that support it, half-open characters."""

    words: tuple[Words, ...]
    confidence: float | None
    basis: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Teller:
    """What all statements need: the counts, and who is called what by whoever has read `until` there."""

    counts: Counts
    names: tuple[tuple[Name, ...], ...]
    minds: Minds
    present: Presence
    until: int

    def name(self, who: int) -> Words:
        """What somebody is called; a bare pronoun stands in quotes, so that it reads as a name."""
        name = called(self.names[who], self.until)
        return Words(f"“{name}”" if name.lower() in _BARE else name, who)

    def known(self, who: int) -> bool:
        """Whether the text has said a word of somebody."""
        return bool(self.names[who]) and min(name.start_char for name in self.names[who]) < self.until

    def first(self, who: int) -> tuple[int, int]:
        """The first words that give the name that is used."""
        rows, counts = self.counts.mentions_of(who), self.counts
        since = {name.text: name.start_char for name in self.names[who]}.get(called(self.names[who], self.until))
        at = int(np.searchsorted(counts.start[rows], since)) if since is not None else 0
        row = rows[min(at, len(rows) - 1)]
        return int(counts.start[row]), int(counts.end[row])

    def line(self, index: int) -> tuple[int, int]:
        """The first part of a line."""
        return self.counts.story.quotations[index].parts[0]
