"""Whom a turn is said to: one person or several, each with a likelihood.

In come the turns with their speakers, out come those who are spoken to, the likeliest first. The decision: whoever
takes part near by is weighed alone, by a logistic regression over plain facts (the cue names them, the words call them,
they spoke last or speak next), so that a line in company has several addressees and a line between two has one. The
weights were fitted on the training novels of PDNC.
"""

import math
from collections.abc import Iterator, Sequence

from undertow.layers.speech_conversation import Conversation
from undertow.layers.speech_people import NO_GENDER, PLURAL
from undertow.lexicons import load_weights

AROUND = 8  # turns on either side among which others take part
ALSO = 0.5  # likelihood from which somebody is addressed besides the likeliest
MOST = 6  # addressees of one turn


def _in_reach(conversation: Conversation, k: int) -> Iterator[int]:
    """The turns around one that belong to its conversation, nearest first."""
    for step in range(1, AROUND + 1):
        for other in (k - step, k + step):
            if 0 <= other < len(conversation.turns) and conversation.chain(other) == conversation.chain(k):
                yield other


Hearers = dict[int, dict[str, float]]  # person -> features


def hearers(conversation: Conversation, k: int, speakers: Sequence[int]) -> Hearers:
    """Who may be spoken to in turn `k`, and the features that hold for each."""
    found: Hearers = {}
    for person, name, value in _facts(conversation, k, speakers):
        if person >= 0 and person != speakers[k]:
            held = found.setdefault(person, {"bias": 1.0})
            held[name] = max(held.get(name, 0.0), value)
    others = {speakers[other] for other in _in_reach(conversation, k)} - {-1, speakers[k]}
    for person, held in found.items():
        _describe(conversation, k, person, held)
        held[f"others {min(len(others), 4)}"] = 1.0
        if person in others:
            held[f"speaker among {min(len(others), 4)}"] = 1.0
    return found


def _facts(conversation: Conversation, k: int, speakers: Sequence[int]) -> Iterator[tuple[int, str, float]]:
    """What speaks for somebody: in the cue and the words, in the turns around, in the narration near by."""
    turn, people = conversation.turns[k], conversation.frame.people
    for cue in turn.cues:
        if cue.best.addressee >= 0:
            yield int(people.of_mention[cue.best.addressee]), "the cue names them", 1.0
    for person in turn.called:
        yield person, "called" if len(turn.called) == 1 else "called among others", 1.0
    for other in _in_reach(conversation, k):
        if abs(other - k) <= 2:
            yield speakers[other], f"speaks {other - k:+d}", 1.0
        yield speakers[other], "takes part", 1 / math.log2(1 + abs(other - k))
    for other in (k - 1, k + 1):
        if 0 <= other < len(speakers):
            yield from ((person, "called beside", 1.0) for person in conversation.turns[other].called)
    near = [person for person in turn.around if person != speakers[k] and people.human[person]]
    yield from ((person, f"near {min(rank, 4)}", 1.0) for rank, person in enumerate(near))
    yield from ((person, "in the paragraph", 1.0) for person in turn.near_by)
    yield from ((person, "spoken of", 1.0) for person in turn.named_inside)


def _describe(conversation: Conversation, k: int, person: int, held: dict[str, float]) -> None:
    """Add what is known of somebody: number, gender beside that of a 'sir' or 'mother', a name, being the narrator."""
    people, called = conversation.frame.people, conversation.turns[k].called_gender
    gender = int(people.gender[person])
    if gender == PLURAL:
        held["plural"] = 1.0
    elif len(called) == 1 and gender != NO_GENDER:
        held["gender agrees" if gender in called else "gender clashes"] = 1.0
    if not people.named[person]:
        held["nameless"] = 1.0
    if person == people.narrator:
        held["narrator"] = 1.0


def addressees(conversation: Conversation, k: int, speakers: Sequence[int]) -> list[tuple[int, float]]:
    """Those who are spoken to in turn `k` with their likelihoods, the likeliest first; nobody where nobody is near."""
    w = load_weights("addressee_weights")
    likely = []
    for person, held in hearers(conversation, k, speakers).items():
        odds = sum(w.get(name, 0.0) * value for name, value in held.items())
        likely.append((person, 1 / (1 + math.exp(-odds))))
    turn, people = conversation.turns[k], conversation.frame.people
    told = {int(people.of_mention[cue.best.addressee]) for cue in turn.cues if cue.best.addressee >= 0}
    top = max((share for _, share in likely), default=0.0)
    likely = [(person, top if person in told else share) for person, share in likely]  # 'she told him': no less likely
    likely.sort(key=lambda found: (found[0] not in told, -found[1], found[0]))
    return [found for rank, found in enumerate(likely[:MOST]) if not rank or found[1] >= ALSO]
