"""How the story is told: person, tense, and whose mind it has access to (docs/modes.md).

In comes a story whose people are known, out comes one value for the whole, one for each chapter and one for each scene.
What cannot be told is 'unknown' or None. Each claim carries the words that support it.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from undertow.story.narration.focal import Focus, find_focus
from undertow.story.narration.ground import Ground, make_ground
from undertow.story.narration.minds import Minds, Sign
from undertow.story.narration.person import Persons
from undertow.story.narration.tense import Tenses
from undertow.story.values import Evidence, Narration, Story

_SHOWN = 3  # passages that are given for person and for tense
_PRONOUNS = {"first": "I", "second": "YOU", "third": "HE SHE", "mixed": "I HE SHE"}


def narrate(story: Story) -> tuple[Narration, ...]:
    """Say how the story, each chapter and each scene is told."""
    if not story.document.n_tokens:
        return ()
    return tuple(_Teller(story).tell())


class _Teller:
    """What is measured once for the whole story."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._ground: Ground = make_ground(story)
        self._persons, self._tenses = Persons(self._ground), Tenses(self._ground)
        self._person, self._sure = self._persons.of_story()
        first = self._person == "first" and self._ground.narrator >= 0
        self._signs: list[Sign] = Minds(self._ground, first).signs()
        told, has = self._ground.told, self._ground.words.has
        self._pronouns = {person: np.flatnonzero(told & has(names)) for person, names in _PRONOUNS.items()}
        self._starts = np.array([sign.start for sign in self._signs], np.int64)

    def tell(self) -> Iterator[Narration]:
        """The values, in order."""
        document = self._story.document
        n = document.n_tokens
        mixed = self._persons.mixed(document.chapters.astype(np.int64), self._person)
        yield self._one("story", 0, n, ("mixed", 0.7) if mixed else (self._person, self._sure))
        for level, table in (("chapter", document.chapters), ("scene", document.scenes)):
            for start, end in table.tolist():
                if end > start:
                    yield self._one(level, start, end, self._persons.of_part(start, end, self._person))

    def _one(self, level: str, start: int, end: int, person: tuple[str, float]) -> Narration:
        tense, tense_sure = self._tenses.of(start, end)
        a, b = np.searchsorted(self._starts, [start, end]).tolist()
        n_words = self._persons.count("WORD", start, end)
        focus = find_focus(self._signs[a:b], (start, end), n_words, self._story.document if level == "scene" else None)
        narrator = self._id(self._ground.narrator) if person[0] in ("first", "mixed") else None
        return Narration(
            level=level,
            start=start,
            end=end,
            narrative_person=person[0],
            person_confidence=round(person[1], 3),
            tense=tense,
            tense_confidence=round(tense_sure, 3),
            narrator=narrator,
            focal_character=self._id(focus.character),
            focal_confidence=round(focus.confidence, 3),
            shifts=tuple((token, self._story.characters[who].id) for token, who in focus.shifts),
            evidence=tuple(self._evidence(start, end, person[0], tense, focus)),
        )

    def _id(self, character: int) -> str | None:
        return self._story.characters[character].id if character >= 0 else None

    def _evidence(self, start: int, end: int, person: str, tense: str, focus: Focus) -> Iterator[Evidence]:
        if person in _PRONOUNS:
            shown = self._pronouns[person]
            a, b = np.searchsorted(shown, [start, end]).tolist()
            yield from self._spans(shown[a:b][:_SHOWN].tolist(), "narrative person")
        if tense != "unknown":
            verbs = self._tenses.verbs(tense)
            a, b = np.searchsorted(verbs, [start, end]).tolist()
            yield from self._spans(verbs[a:b][:_SHOWN].tolist(), "tense")
        document = self._story.document
        for sign in focus.signs:
            span = document.span(sign.start, sign.end)
            yield Evidence(span.start_char, span.end_char, "focal character")

    def _spans(self, tokens: Sequence[int], claim: str) -> Iterator[Evidence]:
        document = self._story.document
        for token in tokens:
            yield Evidence(int(document.token_start[token]), int(document.token_end[token]), claim)
