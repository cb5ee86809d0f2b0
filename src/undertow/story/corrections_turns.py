"""What follows from a speaker who is known for certain: the turns around a corrected line are taken anew.

In come the corrected people and the lines that are fixed; out come the other lines that change because of them. The
decision: the conversation is weighed twice by the layer that decides speakers, without and with the fixed lines, and
only what differs between the two is changed, so that a correction moves nothing that it has nothing to do with. Lines
with an explicit cue stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.speakers import cast_weights
from undertow.layers.speech_chain import decide
from undertow.layers.speech_conversation import Conversation
from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_people import find_people
from undertow.layers.speech_turns import Turn
from undertow.layers.values import Attribution, Coreference, Layers


def _as_clusters(owner: NDArray[np.int32], coreference: Coreference) -> Coreference:
    """The corrected people as clusters, numbered by first mention."""
    _, first, inverse = np.unique(owner, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    cluster = rank[inverse].astype(np.int32)
    none, sure = np.full(len(owner), -1, np.int32), np.ones(len(owner), np.float32)
    return replace(coreference, cluster=cluster, antecedent=none, confidence=sure)


def _most(entities: NDArray[np.int32]) -> int:
    """The most frequent entity."""
    values, counts = np.unique(entities, return_counts=True)
    return int(values[counts.argmax()])


def _best(turn: Turn, shares: Sequence[float]) -> tuple[int, float]:
    if not shares:
        return -1, 0.0
    top = max(range(len(shares)), key=shares.__getitem__)
    return turn.candidates[top], float(shares[top])


def follow(
    document: Document, layers: Layers, owner: NDArray[np.int32], fixed: Mapping[int, int]
) -> dict[int, tuple[int, float]]:
    """The lines that change because those in `fixed` (line -> entity) are known: line -> (entity, confidence)."""
    assert layers.speakers is not None
    assert layers.coreference is not None
    if not fixed or not len(owner):
        return {}
    corrected, w = replace(layers, coreference=_as_clusters(owner, layers.coreference)), cast_weights(document)
    people = find_people(document, corrected)
    conversation = Conversation(make_frame(document, corrected, people))
    turns = conversation.turns
    before = [_best(turn, shares) for turn, shares in zip(turns, decide(conversation, w), strict=True)]
    turn_of = {q: k for k, turn in enumerate(turns) for q in turn.quotations}
    known: dict[int, int] = {}  # turn -> entity
    for q, entity in fixed.items():
        persons = people.of_mention[owner == entity]
        if len(persons) and q in turn_of:
            turn = turns[turn_of[q]]
            turn.candidates, turn.features = [int(np.bincount(persons).argmax())], [{}]
            known[turn_of[q]] = entity
    after = [_best(turn, shares) for turn, shares in zip(turns, decide(conversation, w), strict=True)]
    explicit = layers.speakers.attribution == Attribution.EXPLICIT
    changed: dict[int, tuple[int, float]] = {}
    for k, turn in enumerate(turns):
        person, confidence = after[k]
        if k not in known and (person < 0 or person == before[k][0]):
            continue
        entity = known[k] if k in known else _most(owner[people.of_mention == person])
        for q in turn.quotations:
            if q not in fixed and not explicit[q]:
                changed[q] = (entity, confidence)
    return changed
