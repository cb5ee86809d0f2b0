"""Whom the words that point at a speaker mean, by the encoder: the head of the model that knows of speech.

In come the turns of a conversation and the vectors of mentions that the one pass of the encoder left; out go features
of the candidates. Up to three words of a turn point at somebody: the subject of its cue ('he said'), and the 'I' and
the 'you' of what is said. Each is compared with the mentions of the candidates in the narration around, pair by pair
as coreference compares them, but by a scorer that was tuned on who speaks: it began as the scorer of coreference and
learned from the training novels of PDNC, together with the chain (training/speech/head.py). No text is read again.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from undertow.layers.coreference_clusters import SHARPNESS
from undertow.layers.coreference_features import FIRST, SECOND, MentionColumns, pair_features
from undertow.layers.speech_conversation import N_CANDIDATES, Conversation
from undertow.layers.speech_cues import Strength
from undertow.layers.speech_turns import Turn, form_of

POINTERS = ("cue means", "I means", "you means")  # the features
BEFORE, AFTER = 70, 25  # mentions around the pointing word that it is compared with
ROWS = 4000  # pairs that are scored at once
HIGHEST = 12.0  # log-odds beyond which pairs are alike
LEAST, NOTHING = -6.0, 1e-3  # the lowest log share, and what a candidate has whom nothing speaks for

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Scorer = Callable[[Floats, Floats, Indices], Floats]
"""Vectors of later and earlier mentions and features of the pairs -> log-odds [n_pairs]: `Network.read_speech`."""
Describer = Callable[[MentionColumns, Indices, Indices], Indices]
"""Mentions, and which are compared -> features of the pairs: `pair_features`."""


def pointing(conversation: Conversation, turn: Turn) -> Iterator[tuple[int, int]]:
    """The words of a turn that point at somebody: their place in POINTERS, and the mention."""
    frame, cue = conversation.frame, turn.cue
    if cue.strength >= Strength.MANNER and cue.mention >= 0 and form_of(frame, cue.mention) not in ("proper", "I"):
        yield 0, cue.mention
    pronoun = frame.people.columns.pronoun
    said = [i for q in turn.quotations for start, end in frame.parts(q) for i in frame.mentions_between(start, end)]
    for kind, person in ((1, FIRST), (2, SECOND)):
        first = next((i for i in said if int(pronoun[i]) == person), -1)
        if first >= 0:
            yield kind, first


def pairs_of(conversation: Conversation) -> tuple[Indices, Indices, Indices]:
    """All pairs to score: later and earlier mention, and the slot [turn, candidate, pointer] that a score is for."""
    people = conversation.frame.people
    told = ~people.inside & (people.columns.pronoun != SECOND)
    pointers, others, slots = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for k, turn in enumerate(conversation.turns):
        place = {person: c for c, person in enumerate(turn.candidates)}
        for kind, mention in pointing(conversation, turn):
            near = np.arange(max(0, mention - BEFORE), min(len(told), mention + AFTER))
            near = near[told[near] & (near != mention)]
            candidate = np.array([place.get(person, -1) for person in people.of_mention[near].tolist()], np.int64)
            near, candidate = near[candidate >= 0], candidate[candidate >= 0]
            pointers.append(np.full(len(near), mention))
            others.append(near)
            slots.append((k * N_CANDIDATES + candidate) * len(POINTERS) + kind)
    one, other = np.concatenate(pointers), np.concatenate(others)
    return np.maximum(one, other), np.minimum(one, other), np.concatenate(slots)


def shares(scores: Floats, slots: Indices, n_turns: int) -> NDArray[np.float64]:
    """The log share of each candidate [n_turns, N_CANDIDATES, POINTERS], 0 where nothing points at anybody."""
    raw = np.exp(SHARPNESS * np.minimum(scores.astype(np.float64), HIGHEST))
    total = np.bincount(slots, raw, n_turns * N_CANDIDATES * len(POINTERS))
    total = total.reshape(n_turns, N_CANDIDATES, len(POINTERS))
    points = total.sum(1, keepdims=True) > 0
    log = np.log(total + NOTHING)
    log -= np.log(np.exp(log).sum(1, keepdims=True))
    return np.asarray(np.maximum(log, LEAST) * points)


def point(conversation: Conversation, vectors: Floats, score: Scorer, describe: Describer = pair_features) -> None:
    """Give the candidates of each turn the features of POINTERS. `vectors` [n_mentions, width]."""
    columns, turns = conversation.frame.people.columns, conversation.turns
    later, earlier, slots = pairs_of(conversation)
    parts = [np.zeros(0, np.float32)]
    for first in range(0, len(later), ROWS):
        a, b = later[first : first + ROWS], earlier[first : first + ROWS]
        parts.append(score(vectors[a], vectors[b], describe(columns, a, b)))
    log = shares(np.concatenate(parts), slots, len(turns))
    for turn, rows in zip(turns, log.tolist(), strict=True):
        _add(turn.features, rows)


def _add(features: Sequence[dict[str, float]], rows: Sequence[Sequence[float]]) -> None:
    for held, row in zip(features, rows, strict=False):
        held.update(zip(POINTERS, row, strict=True))
