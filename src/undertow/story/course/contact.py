"""Touch and conflict: verbs of the lexicons in the narration, with the two people that stand beside them.

In comes the stage, out go passages by pair. The decision: the two are the last person mentioned before the verb and
the first other one after it, in its sentence; so that "she took his hand" and "she was struck by him" have both, and
the order, which a passive turns round, does not matter. A verb that is negated or spoken tells of nothing that happens.
"""

from dataclasses import dataclass

import numpy as np

from undertow.layers.values import UPOS
from undertow.lexicons import load
from undertow.story.course.stage import Flags, Index, Stage

_BEFORE, _AFTER = 14, 8  # words between a verb and the people beside it
_HAND = 4  # words between a verb and the part of the body that it takes
_NO_VERB_AFTER = frozenset("a an the his her my our your their this that no any some".split())
_NOT = frozenset("not never n't didn't doesn't don't wouldn't couldn't cannot without no nobody".split())
# 'failed to understand', 'could see that': what is not done yet; 'began to understand' is.
_ONLY_POSSIBLE = frozenset("to can could would should might may must will shall cannot".split())
_BEGINNING = frozenset("began begin begins begun beginning came come comes coming".split())
_REACH = 3  # words before a verb in which a negation is looked for


@dataclass(frozen=True, slots=True)
class Contact:
    """One event: characters (lower index first) and the tokens from the one to the other."""

    kind: str  # touch, conflict
    pair: tuple[int, int]
    verb: int
    start: int
    end: int


def negated(stage: Stage) -> Flags:
    """Which tokens stand in the scope of a negation: by the layer, else by the words before them. [n_tokens]."""
    n = stage.document.n_tokens
    flags = np.zeros(n + 1, np.int64)
    negation = stage.story.layers.negation
    if negation is not None:
        np.add.at(flags, negation.scope_start, 1)
        np.add.at(flags, negation.scope_end, -1)
        return np.asarray(np.cumsum(flags)[:n] > 0)
    for i, word in enumerate(stage.words):
        if word in _NOT:
            flags[i + 1 : i + 1 + _REACH] = 1
    return flags[:n] > 0


def happens(stage: Stage, verbs: Index) -> Flags:
    """Which of these verbs are not merely possible, by the words before them."""
    words = stage.words
    return np.array(
        [
            i == 0 or words[i - 1] not in _ONLY_POSSIBLE or (words[i - 1] == "to" and words[i - 2] in _BEGINNING)
            for i in verbs.tolist()
        ],
        bool,
    )


def _verbs(stage: Stage, name: str, possible: Flags) -> list[int]:
    listed = load(name)
    syntax = stage.story.layers.syntax
    found = []
    named = np.array([i for i, word in enumerate(stage.words) if possible[i] and word in listed], np.int64)
    for i in named[happens(stage, named)].tolist():
        if syntax is not None:
            verb = UPOS[int(syntax.upos[i])] == "VERB"
        else:
            verb = i == 0 or stage.words[i - 1] not in _NO_VERB_AFTER
        if verb:
            found.append(i)
    return found


def _beside(stage: Stage, verb: int) -> tuple[int, int, int, int] | None:
    """The people beside a verb and the tokens from the one to the other."""
    first, end = stage.document.sentences[stage.sentence[verb]].tolist()
    at = int(np.searchsorted(stage.mention_start, verb))
    before = -1
    for m in range(at - 1, -1, -1):
        if stage.mention_start[m] < max(first, verb - _BEFORE):
            break
        if stage.mention_end[m] <= verb:
            before = m
            break
    if before < 0:
        return None
    for m in range(at, len(stage.mention_start)):
        if stage.mention_start[m] >= min(end, verb + _AFTER):
            return None
        if stage.mention_start[m] > verb and stage.mention_who[m] != stage.mention_who[before]:
            a, b = int(stage.mention_who[before]), int(stage.mention_who[m])
            return a, b, int(stage.mention_start[before]), int(min(stage.mention_end[m], end))
    return None


def _hand(stage: Stage, verb: int) -> int:
    """One past the part of the body that a verb takes, 0 for none."""
    parts = load("body_parts")
    last = int(stage.document.sentences[stage.sentence[verb], 1])
    for i in range(verb + 1, min(last, verb + 1 + _HAND)):
        if stage.words[i] in parts:
            return i + 1
    return 0


def find_contacts(stage: Stage) -> tuple[Contact, ...]:
    """Find touch and conflict, in the order of the text."""
    if not len(stage.mention_start):
        return ()
    possible = ~stage.spoken & ~negated(stage)
    contacts: dict[int, Contact] = {}
    for name, kind in (("conflict_verbs", "conflict"), ("hand_verbs", "touch"), ("touch_verbs", "touch")):
        for verb in _verbs(stage, name, possible):
            reach = _hand(stage, verb) if name == "hand_verbs" else verb + 1
            beside = _beside(stage, verb) if reach else None
            if beside is None:
                continue
            a, b, start, end = beside
            contacts[verb] = Contact(kind, (min(a, b), max(a, b)), verb, start, max(end, reach))
    return tuple(contacts[verb] for verb in sorted(contacts))


def verbs_at(contacts: tuple[Contact, ...], pair: tuple[int, int], kind: str) -> Index:
    """The tokens of the verbs of one pair and kind."""
    return np.array([c.verb for c in contacts if c.pair == pair and c.kind == kind], np.int64)
