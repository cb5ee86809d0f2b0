"""Signs that the telling has access to a mind: whose, where, and how much each weighs.

What a mind perceives, thinks and feels is told of its owner by verbs and adjectives of mind, by parts of the body as
one feels them from inside, by thought in its own words, and by free indirect discourse. What is told of somebody from
outside ('he seemed') counts against that person. Words inside a reported clause are somebody else's claim and
weigh little.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from undertow.layers.modes_marks import FREE, INDIRECT, THOUGHT
from undertow.layers.modes_words import BIT, bits
from undertow.layers.values import RELATIONS, UPOS
from undertow.story.narration.ground import Ground, Index

# Weights: how surely each sign tells of access to a mind. Thought and feeling cannot be seen; looking and watching can.
VERBS = {BIT["THOUGHT"]: 1.0, BIT["FEELING"]: 1.0, BIT["PERCEPTION"]: 0.6}
ADJECTIVE = 0.7
BODY = 0.6
OWN_THOUGHT = 1.5
FREE_WORDS = 0.6
TO_WHOM = 1.0  # 'it seemed to her'
SEEMS = -0.7  # 'he seemed'
SUBJECT = 0.01  # 'she' as a subject
TELLS = 0.5  # the narrator's own 'I'
CLAIMED = 0.2  # share that is left inside a reported clause
GUESSED = 0.3  # share that is left of another's mind where somebody tells who can only guess
BACK = 300  # tokens before a thought in which its owner is looked for
COUNTS = 0.2  # weight of a sign that names an owner
REACH = 6  # tokens between a subject and its verb, where there is no syntax
_CHAIN = tuple(RELATIONS.index(name) for name in ("conj", "xcomp", "aux", "cop", "advcl", "parataxis", "ccomp"))
_NO_VERB = tuple(UPOS.index(tag) for tag in ("NOUN", "PROPN", "ADP", "ADV", "SCONJ"))
_TO_PERSON = ("him", "her", "me", "them", "us")


@dataclass(frozen=True, slots=True)
class Sign:
    """A place that speaks for, or against, access to a character's mind. Tokens are half-open."""

    start: int
    end: int
    character: int
    weight: float


class Minds:
    """Finds signs in one story."""

    def __init__(self, ground: Ground, first: bool) -> None:
        self._ground, self._words, self._first = ground, ground.words, first
        document = ground.story.document
        self._sentences = document.sentences
        self._who = ground.who.tolist()
        self._bits = ground.words.bits.tolist()

    def signs(self) -> list[Sign]:
        """Every sign, in the order of the text."""
        found = sorted(self._direct(), key=lambda sign: sign.start)
        return sorted([*found, *self._indirect(found)], key=lambda sign: sign.start)

    def _direct(self) -> Iterator[Sign]:
        ground, words = self._ground, self._words
        mental = words.has("PERCEPTION THOUGHT FEELING") & ground.told
        if ground.syntax is not None:
            mental &= ~np.isin(ground.syntax.upos, _NO_VERB)
        for verb in np.flatnonzero(mental).tolist():
            weight = next(weight for bit, weight in VERBS.items() if self._bits[verb] & bit)
            yield from self._of_subject(verb, weight)
        for word in np.flatnonzero(words.has("MIND_ADJECTIVE") & ground.told).tolist():
            if self._is_predicate(word):
                yield from self._of_subject(word, ADJECTIVE)
        for word in np.flatnonzero(words.has("BODY") & ground.told).tolist():
            if word and self._bits[word - 1] & BIT["POSSESSIVE"] and self._who[word - 1] >= 0:
                yield self._sign(word - 1, word + 1, self._who[word - 1], BODY)
        for word in np.flatnonzero(words.has("SEEM") & ground.told).tolist():
            yield from self._seeming(word)
        yield from self._subjects()
        if ground.narrator >= 0 and self._first:
            for word in np.flatnonzero(words.has("I") & words.has("SUBJECT") & ground.told).tolist():
                yield Sign(word, word + 1, ground.narrator, TELLS)

    def _subjects(self) -> Iterator[Sign]:
        """Whoever a sentence is about first: the faintest sign, but telling where there is no other."""
        words, ground = self._words, self._ground
        opens = np.flatnonzero(words.has("HE SHE") & words.has("SUBJECT") & ground.told)
        for token in opens.tolist():
            if self._who[token] >= 0:
                yield self._sign(token, token + 1, self._who[token], SUBJECT)

    def _sign(self, start: int, end: int, character: int, weight: float) -> Sign:
        if self._ground.modes[end - 1] == INDIRECT:
            weight *= CLAIMED
        if self._first and character != self._ground.narrator:
            weight *= GUESSED
        return Sign(start, end, character, weight)

    def _of_subject(self, verb: int, weight: float) -> Iterator[Sign]:
        subject = self._subject(verb)
        if subject >= 0 and self._who[subject] >= 0:
            yield self._sign(min(subject, verb), max(subject, verb) + 1, self._who[subject], weight)

    def _subject(self, verb: int) -> int:
        """The token that is the subject of a verb or an adjective, -1 where none is found."""
        syntax = self._ground.syntax
        if syntax is None:
            return self._subject_before(verb)
        at = verb
        for _ in range(3):
            if self._ground.subject[at] >= 0:
                return int(self._ground.subject[at])
            if int(syntax.relation[at]) not in _CHAIN or syntax.head[at] < 0:
                return -1
            at = int(syntax.head[at])
        return -1

    def _sentence_start(self, token: int) -> int:
        i = int(np.searchsorted(self._sentences[:, 1], token, side="right"))
        return int(self._sentences[i, 0])

    def _subject_before(self, verb: int) -> int:
        low = max(self._sentence_start(verb), verb - REACH)
        for i in range(verb - 1, low - 1, -1):
            if self._bits[i] & bits("SEMICOLON COLON DASH STOP QUOTE PREPOSITION TO THAT WHETHER WH"):
                return -1
            if self._who[i] >= 0 and self._ground.told[i] and not self._bits[i] & BIT["POSSESSIVE"]:
                return i if self._words.word(i) not in ("him", "me", "them", "us") else -1
        return -1

    def _is_predicate(self, word: int) -> bool:
        """Whether a form of 'be' or 'feel' stands shortly before an adjective."""
        low = max(self._sentence_start(word), word - 3)
        return any(
            self._bits[i] & BIT["BE"] or self._words.word(i) in ("felt", "feel", "feels", "felt", "grew", "got")
            for i in range(low, word)
        )

    def _seeming(self, word: int) -> Iterator[Sign]:
        n = self._words.n
        if word + 2 < n and self._words.word(word + 1) == "to" and self._words.word(word + 2) in _TO_PERSON:
            if self._who[word + 2] >= 0:
                yield self._sign(word, word + 3, self._who[word + 2], TO_WHOM)
        elif not self._words.word(word).startswith("look") or self._looks_like(word):
            yield from self._of_subject(word, SEEMS)

    def _looks_like(self, word: int) -> bool:
        """'looked as if', 'looked tired': not 'looked at'."""
        after = min(word + 1, self._words.n - 1)
        return self._words.word(after) in ("as", "like") or bool(self._bits[after] & BIT["MIND_ADJECTIVE"])

    def _indirect(self, found: list[Sign]) -> Iterator[Sign]:
        """Thought in its own words and free indirect discourse, given to the mind that was named last."""
        modes, document = self._ground.modes, self._ground.story.document
        starts = np.array([sign.start for sign in found], np.int64)
        runs = np.flatnonzero(np.diff(np.concatenate([[-1], modes])) != 0).tolist()
        for start, end in zip(runs, [*runs[1:], self._words.n], strict=True):
            if modes[start] not in (FREE, THOUGHT):
                continue
            owner = self._owner(found, starts, start, end)
            if owner >= 0:
                first, last = np.searchsorted(document.sentences[:, 0], [start, end]).tolist()
                n = last - first
                weight = OWN_THOUGHT if modes[start] == THOUGHT else FREE_WORDS
                yield Sign(start, end, owner, weight * max(1, min(n, 4)))

    def _owner(self, found: list[Sign], starts: Index, start: int, end: int) -> int:
        """Whose thought it is: of the frame behind it, else of the mind that shows most here and shortly before."""
        if self._first:
            return self._ground.narrator
        after = int(np.searchsorted(starts, end))
        if after < len(found) and found[after].start <= end + 2 and found[after].weight > 0:
            return found[after].character
        paragraphs = self._ground.story.document.paragraphs
        p = int(np.searchsorted(paragraphs[:, 1], start, side="right"))
        here = int(paragraphs[p, 0])
        low = max(int(paragraphs[max(0, p - 1), 0]), start - BACK)
        near: dict[int, float] = {}
        for i in range(int(np.searchsorted(starts, start)) - 1, -1, -1):
            sign = found[i]
            if sign.start < low:
                break
            if sign.weight >= COUNTS:
                near[sign.character] = near.get(sign.character, 0.0) + sign.weight * (2 if sign.start >= here else 1)
        if near:
            return max(near, key=lambda character: near[character])
        return self._last_subject(low, start)

    def _last_subject(self, low: int, start: int) -> int:
        """The person who was the subject last, outside of speech."""
        for i in range(start - 1, low - 1, -1):
            if self._who[i] >= 0 and self._ground.told[i] and self._bits[i] & BIT["SUBJECT"]:
                return int(self._who[i])
        return -1
