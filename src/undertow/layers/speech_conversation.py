"""A conversation: its turns, who may say each of them, and what speaks for whom.

In come the turns of the frame, out come up to `N_CANDIDATES` persons for each with the names of the features that hold
for each person. The decision: whoever is near is a candidate and all that is known of them is a feature, so that no
rule here says who speaks; the weights and the conversation as a whole do (`speech_chain`).
"""

import math
from collections import defaultdict
from collections.abc import Iterator

from undertow.layers.coreference_features import SECOND
from undertow.layers.speech_cues import Strength, first_subject
from undertow.layers.speech_frame import Frame
from undertow.layers.speech_people import NO_GENDER, PLURAL
from undertow.layers.speech_turns import Turn, cue_form, form_of, make_turns
from undertow.lexicons import load

N_CANDIDATES = 8
LOOK_BACK, LOOK_AHEAD = 700, 250  # tokens of narration in which candidates are sought
AROUND = 12  # turns on either side that tell who takes part
CHAIN_GAP = 500  # tokens without speech that end a conversation
_BUCKETS = (15, 40, 80, 160, 320, 640)  # tokens


def _narrated(frame: Frame, start: int, end: int) -> list[int]:
    """The mentions of persons in the narration between two tokens."""
    people = frame.people
    return [
        i
        for i in frame.mentions_between(max(0, start), end)
        if not people.inside[i] and int(people.columns.pronoun[i]) != SECOND
    ]


def _shares(values: dict[int, float]) -> dict[int, float]:
    """Log-odds as shares of one."""
    top = max(values.values(), default=0.0)
    raw = {person: math.exp(value - top) for person, value in values.items()}
    total = sum(raw.values())
    return {person: value / total for person, value in raw.items()}


class Conversation:
    """The turns of a document with candidates and features; one object so that look-ups are shared."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.turns = make_turns(frame)
        self._cued = [
            self._person(turn.cue.mention) if turn.cue.strength >= Strength.MANNER else -1 for turn in self.turns
        ]
        self._chain: list[int] = []  # the number of the conversation of each turn
        for k in range(len(self.turns)):
            self._chain.append((self._chain[-1] if k else 0) + (self.relation(k) == "far"))
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
        if between == 0 and not self.frame.parted and not before.closes:
            return "unparted"  # '"Yes," said Tom. "Come."' may be one paragraph or two
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

    def chain(self, k: int) -> int:
        """The number of the conversation that a turn belongs to."""
        return self._chain[k]

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
        near = defaultdict(float, {person: value for person, value in near.items() if not people.thing[person]})
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

    def _ruled_out(self, turn: Turn, person: int) -> bool:
        """Whether a plain cue right beside the words says that somebody else speaks.

        'Said Tom' is Tom. 'She said' is no man and no narrator, and in a story that somebody tells, 'I said' is nobody
        else. Whoever is called, where no cue says otherwise, does not speak, nor does whoever is told.
        """
        people, cue = self.frame.people, turn.cue
        if cue.strength < Strength.VERB and person in turn.called:
            return True
        if cue.strength < Strength.VERB or not cue.near or cue.mention < 0:
            return bool(cue.near and cue.addressee >= 0 and person == self._person(cue.addressee))
        form, gender = form_of(self.frame, cue.mention), int(people.columns.gender[cue.mention])
        if form == "I":
            return people.narrator >= 0 and person != people.narrator
        if form == "proper":
            subject = self._person(cue.mention)
            return bool(people.named[subject]) and person != subject
        if form == "pronoun" and gender < PLURAL and (only := self._only_one(turn, gender)) >= 0:
            return person != only
        theirs = int(people.gender[person])
        return person == people.narrator or (gender < PLURAL and theirs < PLURAL and gender != theirs)

    def _only_one(self, turn: Turn, gender: int) -> int:
        """The only person whom a 'he' or 'she' beside the words can mean in the narration of its paragraph before them.

        'His wife came in. She was angry with him. “You promised,” she said.' -1 for several, and where it has nothing
        but pronouns for them, which may be given to the wrong person.
        """
        frame, people, end = self.frame, self.frame.people, 0
        found: set[int] = set()
        called: set[int] = set()
        for i in _narrated(frame, int(frame.paragraph_start[turn.paragraph]), turn.start):
            person, nested = int(people.of_mention[i]), frame.end[i] <= end  # the 'his' of 'his wife' is not told of
            if not people.human[person]:
                continue
            end = max(end, frame.end[i])
            if not nested and people.gender[person] in (gender, NO_GENDER):
                found.add(person)
                if not int(people.columns.pronoun[i]):
                    called.add(person)
        return found.pop() if len(found) == 1 and called else -1

    def _describe(self, k: int) -> None:
        turn = self.turns[k]
        near = self._weights(k)
        turn.around = sorted(near, key=lambda person: (-near[person], person))[:N_CANDIDATES]
        out = {person for person in near if self._ruled_out(turn, person)}
        if len(out) < len(near):
            near = {person: value for person, value in near.items() if person not in out}
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
        yield from self._part_in_conversation(k, turn)

    def _cue_features(self, turn: Turn) -> Iterator[tuple[int, str, float]]:
        people, cue = self.frame.people, turn.cue
        beats = {
            m: side for c in turn.cues for side, m in (("after", c.beat_after), ("before", c.beat_before)) if m >= 0
        }
        if cue.strength >= Strength.MANNER and cue.mention >= 0:
            form, strength, subject = (
                form_of(self.frame, cue.mention),
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
            yield from self._reference_features(turn, form)
        elif cue.strength >= Strength.MANNER:
            for person in turn.candidates:
                yield person, "verb without subject", 1.0
        else:
            for mention, side in beats.items():
                yield self._person(mention), f"beat.{side}.{form_of(self.frame, mention)}", 1.0

    def _reference_features(self, turn: Turn, form: str) -> Iterator[tuple[int, str, float]]:
        """Whom the subject of the cue may mean: by all scores of coreference, by the sentence before, by its owner."""
        people, cue, frame = self.frame.people, turn.cue, self.frame
        if form not in ("pronoun", "nominal", "other"):
            return
        support = frame.support.of(cue.mention)
        for name, values in (
            ("links", {person: all_of_them for person, (all_of_them, _) in support.items()}),
            ("best link", {person: best for person, (_, best) in support.items()}),
        ):
            shares = _shares(values)
            for person in turn.candidates:
                share = shares.get(person, 0.0)
                yield person, f"{name}.{form}", share
                yield person, f"log {name}.{form}", max(math.log(share), -6.0) / 6 if share else -1.0
        for i in frame.mentions_between(frame.start[cue.mention], frame.end[cue.mention]):
            if i != cue.mention and self._person(i) != self._person(cue.mention):
                yield self._person(i), "stands in the cue", 1.0
        low = int(frame.paragraph_start[turn.paragraph])
        sentence = frame.sentence_at(turn.start)
        if turn.start > low and int(frame.sentence_start[sentence]) > low:
            first = first_subject(frame, low, turn.start)
            last = first_subject(frame, max(low, int(frame.sentence_start[sentence - 1])), turn.start)
            for subject, name in ((first, "opens paragraph"), (last, "sentence before")):
                if subject >= 0 and not people.inside[subject]:
                    yield self._person(subject), f"{name}.{form}", 1.0

    def _place_features(self, k: int, turn: Turn) -> Iterator[tuple[int, str, float]]:
        """Who stands in the narration of this paragraph and of its neighbours."""
        frame, people = self.frame, self.frame.people
        cued = cue_form(frame, turn)
        low, high = int(frame.paragraph_start[turn.paragraph]), int(frame.paragraph_end[turn.last_paragraph])
        here = {int(people.of_mention[i]) for i in _narrated(frame, low, high)}
        here = {person for person in here if people.gender[person] != PLURAL and people.human[person]}
        turn.near_by = here
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
        people, relation = self.frame.people, self.relation(k)
        if k and relation not in ("far", "same"):
            before = self.turns[k - 1]
            for person in before.called:
                yield person, "was called", 1.0
            if before.cue.addressee >= 0:
                yield self._person(before.cue.addressee), "was spoken to", 1.0
            for person in turn.candidates if len(before.called_gender) == 1 else ():
                if people.gender[person] < PLURAL:
                    agrees = int(people.gender[person]) in before.called_gender
                    yield person, f"was called.{'agrees' if agrees else 'clashes'}", 1.0
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
        if turn.cue.mention >= 0 and form_of(frame, turn.cue.mention) == "pronoun":
            gender = int(people.columns.gender[turn.cue.mention])
            for rank, person in enumerate([p for p in ranked if int(people.gender[p]) == gender][:3]):
                yield person, f"pronoun {rank}", 1.0
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
                yield person, f"narrator.{cue_form(frame, turn)}", 1.0

    def _part_in_conversation(self, k: int, turn: Turn) -> Iterator[tuple[int, str, float]]:
        """How often each candidate has a cue, or is called, in the turns around."""
        cued: dict[int, int] = defaultdict(int)
        called: dict[int, int] = defaultdict(int)
        for other in range(max(0, k - AROUND), min(len(self.turns), k + AROUND + 1)):
            if other != k and self._chain[other] == self._chain[k]:
                cued[self._cued[other]] += 1
                for person in self.turns[other].called:
                    called[person] += 1
        for person in turn.candidates:
            yield person, "cued here", math.log1p(cued[person])
            yield person, "called here", math.log1p(called[person])
