"""Turns: the quotations of one paragraph, who may say them, and what speaks for each.

In comes the frame with its cues, out come turns with up to `N_CANDIDATES` persons each and the names of the features
that hold for each person. A paragraph is one turn unless its cues name two people. The decision: whoever is near is a
candidate and all that is known of them is a feature, so that no rule here says who speaks; the weights and the
conversation as a whole do (`speech_chain`).
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from undertow.layers.coreference_features import FIRST, SECOND
from undertow.layers.speech_cues import NO_CUE, Cue, Cues, Strength, find_cues, first_subject
from undertow.layers.speech_frame import MARKS, Frame, word_set
from undertow.layers.speech_people import NO_GENDER, PLURAL
from undertow.lexicons import load

N_CANDIDATES = 8
LOOK_BACK, LOOK_AHEAD = 700, 250  # tokens of narration in which candidates are sought
CHAIN_GAP = 500  # tokens without speech that end a conversation
_BUCKETS = (15, 40, 80, 160, 320, 640)  # tokens
_BEFORE_CALL = word_set(
    ", . ! ? ; : - -- — – … ... oh o ah dear my poor please yes no well now come ay aye hey hi sweet good"
)
_AFTER_CALL = word_set(", . ! ? ; : - -- — – … ...")


@dataclass(slots=True)
class Turn:
    """Quotations of one paragraph with one speaker. Persons are indices into People."""

    quotations: list[int]
    start: int  # tokens
    end: int
    paragraph: int
    last_paragraph: int
    cue: Cue = NO_CUE
    cues: list[Cues] = field(default_factory=list)
    called: set[int] = field(default_factory=set)  # persons
    named_inside: set[int] = field(default_factory=set)
    opens: bool = True  # speech begins the paragraph
    closes: bool = True  # and ends it
    asks: bool = False
    candidates: list[int] = field(default_factory=list)
    features: list[dict[str, float]] = field(default_factory=list)  # of each candidate


def _form(frame: Frame, mention: int) -> str:
    """How a mention names: proper, nominal, pronoun, or 'I'."""
    columns = frame.people.columns
    if int(columns.pronoun[mention]) == FIRST:
        return "I"
    if int(columns.pronoun[mention]):
        return "pronoun"
    return "proper" if int(columns.form[mention]) == 0 else "nominal"


def _conflict(frame: Frame, one: Cue, other: Cue) -> bool:
    """Whether two cues of a paragraph name two people."""
    if min(one.strength, other.strength) < Strength.VERB or one.mention < 0 or other.mention < 0:
        return False
    people = frame.people
    a, b = int(people.of_mention[one.mention]), int(people.of_mention[other.mention])
    if a == b:
        return False
    genders = {int(people.gender[a]), int(people.gender[b])} - {NO_GENDER}
    pronoun = "pronoun" in (_form(frame, one.mention), _form(frame, other.mention))
    return len(genders) > 1 or not pronoun


def make_turns(frame: Frame) -> list[Turn]:
    """Divide the speech into turns, in order, with cues and vocatives."""
    turns: list[Turn] = []
    for q, cues in enumerate(find_cues(frame)):
        parts = frame.parts(q)
        start, end = parts[0][0], parts[-1][1]
        last = turns[-1] if turns else None
        if last and last.last_paragraph == int(frame.paragraph[q]) and not _conflict(frame, last.cue, cues.best):
            last.quotations.append(q)
            last.end, last.last_paragraph = end, int(frame.last_paragraph[q])
            last.cues.append(cues)
            if cues.best.strength > last.cue.strength:
                last.cue = cues.best
        else:
            turns.append(
                Turn([q], start, end, int(frame.paragraph[q]), int(frame.last_paragraph[q]), cues.best, [cues])
            )
    for turn in turns:
        _look_inside(frame, turn)
    return turns


def _look_inside(frame: Frame, turn: Turn) -> None:
    """Find whom the words call and whom they name, and how the paragraph is filled."""
    words, people = frame.words, frame.people
    low, high = int(frame.paragraph_start[turn.paragraph]), int(frame.paragraph_end[turn.last_paragraph])
    turn.opens = all(word in MARKS for word in words[low : turn.start])
    turn.closes = all(word in MARKS for word in words[turn.end : high])
    turn.asks = "?" in words[max(turn.start, turn.end - 2) : turn.end + 1]
    for q in turn.quotations:
        for start, end in frame.parts(q):
            for i in frame.mentions_between(start, end):
                if int(people.columns.pronoun[i]):
                    continue
                person = int(people.of_mention[i])
                if _is_call(frame, i, start, end):
                    turn.called.add(person)
                elif int(people.columns.form[i]) == 0:
                    turn.named_inside.add(person)


def _is_call(frame: Frame, mention: int, start: int, end: int) -> bool:
    """Whether a mention inside a part calls somebody: set off on both sides."""
    first, last = frame.start[mention], frame.end[mention]
    words = frame.words
    opens = first == start or words[first - 1] in _BEFORE_CALL
    closes = last >= end or words[last] in _AFTER_CALL
    if not (opens and closes):
        return False
    if int(frame.people.columns.form[mention]) != 0 and words[last - 1] not in load("vocatives"):
        return False
    if first == start and last >= end:
        return words[min(last, len(words) - 1)] == "!" or words[last - 1] in "!?"
    return not (last + 1 < end and words[last] == "," and words[last + 1] in ("and", "who", "which", "or"))


def _narrated(frame: Frame, start: int, end: int) -> list[int]:
    """The mentions of persons in the narration between two tokens."""
    people = frame.people
    return [
        i
        for i in frame.mentions_between(max(0, start), end)
        if not people.inside[i] and int(people.columns.pronoun[i]) != SECOND
    ]


class Conversation:
    """The turns of a document with candidates and features; one object so that look-ups are shared."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.turns = make_turns(frame)
        self._cued = [
            self._person(turn.cue.mention) if turn.cue.strength >= Strength.MANNER else -1 for turn in self.turns
        ]
        for k in range(len(self.turns)):
            self._describe(k)

    def _person(self, mention: int) -> int:
        return int(self.frame.people.of_mention[mention]) if mention >= 0 else -1

    def relation(self, k: int) -> str:
        """How turn `k` follows the one before it."""
        if k == 0:
            return "far"
        before, turn = self.turns[k - 1], self.turns[k]
        if turn.paragraph == before.last_paragraph:
            return "same"
        if turn.start - before.end > CHAIN_GAP:
            return "far"
        between = turn.paragraph - before.last_paragraph - 1
        if between == 0:
            return (
                "bare"
                if before.closes and turn.opens
                else "closed"
                if before.closes
                else "opened"
                if turn.opens
                else "adjacent"
            )
        return "gap" if between == 1 else "gaps"

    def _weights(self, k: int) -> dict[int, float]:
        """How near each person is to a turn."""
        turn, frame, people = self.turns[k], self.frame, self.frame.people
        near: dict[int, float] = defaultdict(float)
        for i in _narrated(frame, turn.start - LOOK_BACK, turn.end + LOOK_AHEAD):
            at = frame.start[i]
            distance = turn.start - at if at < turn.start else 2 * max(0, at - turn.end)
            near[int(people.of_mention[i])] += math.exp(-distance / 200)
        for other in range(max(0, k - 6), min(len(self.turns), k + 7)):
            if abs(self.turns[other].start - turn.start) < LOOK_BACK:
                if self._cued[other] >= 0:
                    near[self._cued[other]] += 3.0 / (1 + abs(other - k))
                for person in self.turns[other].called:
                    near[person] += 1.0 / (1 + abs(other - k))
        if people.narrator >= 0:
            near[people.narrator] += 1.0
        for person in list(near):
            if people.gender[person] == PLURAL or not people.human[person]:
                near[person] *= 0.2
            elif people.named[person]:
                near[person] *= 1.5
        for cues in turn.cues:
            for mention, bonus in (
                (cues.best.mention, 100.0),
                (cues.beat_after, 20.0),
                (cues.beat_before, 20.0),
                (cues.before_paragraph, 10.0),
            ):
                if mention >= 0:
                    near[self._person(mention)] += bonus
        return near

    def _describe(self, k: int) -> None:
        turn = self.turns[k]
        near = self._weights(k)
        turn.candidates = sorted(near, key=lambda person: (-near[person], person))[:N_CANDIDATES]
        place = {person: c for c, person in enumerate(turn.candidates)}
        turn.features = [{} for _ in turn.candidates]
        for person, name, value in self._features(k, turn):
            if person in place:
                turn.features[place[person]][name] = value

    def _features(self, k: int, turn: Turn) -> Iterator[tuple[int, str, float]]:
        yield from self._cue_features(turn)
        yield from self._place_features(k, turn)
        yield from self._word_features(k, turn)
        yield from self._standing(turn)

    def _cue_features(self, turn: Turn) -> Iterator[tuple[int, str, float]]:
        people, cue = self.frame.people, turn.cue
        beats = {
            m: side for c in turn.cues for side, m in (("after", c.beat_after), ("before", c.beat_before)) if m >= 0
        }
        if cue.strength >= Strength.MANNER and cue.mention >= 0:
            form, strength, subject = (
                _form(self.frame, cue.mention),
                cue.strength.name.lower(),
                self._person(cue.mention),
            )
            gender = int(people.columns.gender[cue.mention])
            kind = strength + (".near" if cue.near else "")
            for person in turn.candidates:
                yield person, f"{kind}.{form}" if person == subject else f"not {kind}.{form}", 1.0
                theirs = int(people.gender[person])
                if NO_GENDER not in (gender, theirs) and (person != subject or form == "pronoun"):
                    yield person, f"{strength}.{form}.{'agrees' if theirs == gender else 'clashes'}", 1.0
            if cue.addressee >= 0:
                yield self._person(cue.addressee), "spoken to", 1.0
        elif cue.strength >= Strength.MANNER:
            for person in turn.candidates:
                yield person, "verb without subject", 1.0
        else:
            for mention, side in beats.items():
                yield self._person(mention), f"beat.{side}.{_form(self.frame, mention)}", 1.0

    def _place_features(self, k: int, turn: Turn) -> Iterator[tuple[int, str, float]]:
        """Who stands in the narration of this paragraph and of its neighbours."""
        frame, people = self.frame, self.frame.people
        cued = "cued" if turn.cue.strength >= Strength.MANNER and turn.cue.mention >= 0 else "bare"
        low, high = int(frame.paragraph_start[turn.paragraph]), int(frame.paragraph_end[turn.last_paragraph])
        here = {int(people.of_mention[i]) for i in _narrated(frame, low, high)}
        here = {person for person in here if people.gender[person] != PLURAL and people.human[person]}
        for person in here:
            yield person, f"in paragraph.{'alone' if len(here) == 1 else 'with others'}.{cued}", 1.0
        for other, name in ((turn.paragraph - 1, "before"), (turn.last_paragraph + 1, "after")):
            if not 0 <= other < len(frame.paragraph_start):
                continue
            a, b = int(frame.paragraph_start[other]), int(frame.paragraph_end[other])
            if frame.said[a:b].any():
                continue
            sentence = frame.sentence_at(b - 1 if name == "before" else a)
            s, e = int(frame.sentence_start[sentence]), int(frame.sentence_end[sentence])
            subject = self._person(first_subject(frame, max(a, s), min(b, e)))
            if subject >= 0:
                speaks = any(word in load("speech_verbs") for word in frame.words[max(a, s) : min(b, e)])
                yield subject, f"subject {name}.{cued}" + (".speaks" if speaks and name == "before" else ""), 1.0
            for i in _narrated(frame, a, b):
                yield int(people.of_mention[i]), f"mentioned {name}.{cued}", 1.0

    def _word_features(self, k: int, turn: Turn) -> Iterator[tuple[int, str, float]]:
        """Who is called, named or spoken to, here and in the turn before."""
        for person in turn.called:
            yield person, "called", 1.0
        for person in turn.named_inside:
            yield person, "named inside", 1.0
        relation = self.relation(k)
        if k and relation not in ("far", "same"):
            before = self.turns[k - 1]
            for person in before.called:
                yield person, "was called", 1.0
            if before.cue.addressee >= 0:
                yield self._person(before.cue.addressee), "was spoken to", 1.0
        if k + 1 < len(self.turns) and self.relation(k + 1) not in ("far", "same"):
            for person in self.turns[k + 1].called:
                yield person, "is called next", 1.0

    def _standing(self, turn: Turn) -> Iterator[tuple[int, str, float]]:
        """How near and how important each candidate is."""
        frame, people = self.frame, self.frame.people
        paragraph = int(frame.paragraph_start[turn.paragraph])
        last: dict[int, int] = {}
        count: dict[int, int] = defaultdict(int)
        for i in _narrated(frame, turn.start - LOOK_BACK, paragraph):
            last[int(people.of_mention[i])] = frame.start[i]
            count[int(people.of_mention[i])] += 1
        following: dict[int, int] = {}
        for i in _narrated(frame, int(frame.paragraph_end[turn.last_paragraph]), turn.end + LOOK_AHEAD):
            following.setdefault(int(people.of_mention[i]), frame.start[i])
        ranked = sorted((p for p in turn.candidates if p in last), key=lambda p: -last[p])
        for person in turn.candidates:
            if person in last:
                bucket = sum(paragraph - last[person] >= edge for edge in _BUCKETS)
                yield person, f"last seen {bucket}", 1.0
                yield person, f"nearness {min(ranked.index(person), 3)}", 1.0
            else:
                yield person, "not seen before", 1.0
            if person in following:
                yield person, f"next seen {sum(following[person] - turn.end >= edge for edge in _BUCKETS[:4])}", 1.0
            yield person, "often here", math.log1p(count[person])
            yield person, "often", math.log1p(int(people.n_mentions[person])) / 4
            yield person, "named" if people.named[person] else "nameless", 1.0
            if people.gender[person] == PLURAL:
                yield person, "plural", 1.0
            if not people.human[person]:
                yield person, "no person", 1.0
            if person == people.narrator:
                yield person, "narrator", 1.0
