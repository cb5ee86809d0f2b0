"""In which person a stretch is told: by the pronouns that stand outside of speech and thought.

A narrator who takes part says 'I' all the time; one who only comments does so now and then. On whole novels the two lie
an order of magnitude apart, so that one threshold does for a story; in a scene, what the story is decides the doubtful
cases, since a narrator who takes part may be out of sight for a while.
"""

import numpy as np

from undertow.story.narration.ground import Ground, Index

OFTEN = 5.0  # 'I' per thousand words: above it somebody tells (19 novels of PDNC: 30 to 49, the others to 2.3)
LETTER = 12.0  # the same for a scene of a story that nobody tells: a letter, an inserted tale
RARE = 1.0  # below it a scene of a story that somebody tells may be told of others alone
ADDRESSED = 15.0  # 'you' per thousand words
LEAST = 2  # pronouns that say anything
MIXED = 0.2  # share of the words that the rarer person must have
SPREAD = 4  # tenths of a long story in which 'I' must stand: one letter does not make a narrator
LONG = 2000  # tokens


class Persons:
    """Counts of pronouns in any stretch."""

    def __init__(self, ground: Ground) -> None:
        words, told = ground.words, ground.told
        self._ground = ground
        self._sums = {
            name: np.concatenate([[0], np.cumsum(words.has(name) & told)])
            for name in ("I", "YOU", "WE", "HE SHE", "WORD")
        }
        self._names = np.concatenate([[0], np.cumsum((ground.who >= 0) & told & (ground.who != ground.narrator))])
        self._own = np.flatnonzero(words.has("I") & told)

    def count(self, name: str, start: int, end: int) -> int:
        """How many pronouns of a kind stand in the narration of a stretch."""
        sums = self._sums[name]
        return int(sums[end] - sums[start])

    def often(self, name: str, start: int, end: int) -> float:
        """The same, per thousand words of narration."""
        return 1000 * self.count(name, start, end) / max(1, self.count("WORD", start, end))

    def of_story(self) -> tuple[str, float]:
        """Person of the whole, and how sure."""
        n = self._ground.words.n
        tenths = len(np.unique(self._own * 10 // max(1, n)))
        sparse = n > LONG and tenths < SPREAD
        return self._decide(0, n, RARE * 1e9 if sparse else OFTEN)

    def of_part(self, start: int, end: int, story: str) -> tuple[str, float]:
        """Person of a chapter or a scene, given that of the story."""
        threshold = {"first": RARE, "third": LETTER, "second": LETTER}.get(story, OFTEN)
        return self._decide(start, end, threshold)

    def _decide(self, start: int, end: int, threshold: float) -> tuple[str, float]:
        own, you = self.count("I", start, end), self.count("YOU", start, end)
        others = self.count("HE SHE", start, end)
        rate, addressed = self.often("I", start, end), self.often("YOU", start, end)
        if own >= LEAST and rate >= threshold and own >= you / 2:
            return "first", _sure(rate, threshold)
        if you >= LEAST and addressed >= ADDRESSED and you > others and you > 2 * own:
            return "second", _sure(addressed, ADDRESSED)
        people = others + int(self._names[end] - self._names[start])
        if people >= LEAST:
            return "third", _sure(threshold, rate) * people / (people + 1)
        return "unknown", 0.0

    def mixed(self, chapters: Index, story: str) -> bool:
        """Whether whole chapters are told in another person than the rest."""
        words = {"first": 0, "third": 0, "second": 0}
        for start, end in chapters.tolist():
            person, _ = self._decide(start, end, OFTEN if story == "first" else LETTER)
            if person in words:
                words[person] += self.count("WORD", start, end)
        total, few = sum(words.values()), sorted(words.values())[-2]
        return len(chapters) > 1 and total > 0 and few >= MIXED * total


def _sure(value: float, limit: float) -> float:
    """Confidence from how far a rate lies beyond its limit: .5 at it, .9 at nine times as much."""
    return float(min(0.99, max(0.0, value) / (value + limit))) if value + limit > 0 else 0.5
