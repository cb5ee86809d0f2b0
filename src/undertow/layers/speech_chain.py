"""A conversation decided as a whole: a chain over turns in which who spoke last, and who before that, count.

In come turns with candidates and features, out comes, for each turn, how likely each candidate is. The model is a
conditional random field of second order: a turn is tied to the one before (people answer each other) and to the one
before that (two people take turns). Its sums are exact (forward, backward), in time linear in the number of turns. The
weights were fitted on the training novels of PDNC.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from undertow.layers.speech_conversation import N_CANDIDATES, Conversation
from undertow.layers.speech_people import PLURAL
from undertow.layers.speech_turns import Turn, cue_form

Array = NDArray[np.float64]
_NOBODY = -1e9
TIGHT = frozenset(("bare", "closed", "opened", "adjacent"))  # the next paragraph goes on with speech


Weights = Mapping[str, float]
"""Of features: the table `speaker_weights` over clusters, `cast_weights` over the persons of the story."""


def chains(conversation: Conversation) -> list[tuple[int, int]]:
    """Ranges of turns that are one conversation: no long stretch without speech divides them."""
    n = len(conversation.turns)
    starts = [k for k in range(n) if k == 0 or conversation.relation(k) == "far"]
    return list(zip(starts, [*starts[1:], n], strict=True))


def pair_features(conversation: Conversation, k: int) -> tuple[NDArray[np.bool_], list[tuple[str, NDArray[np.bool_]]]]:
    """Which candidates [before, now] are one person, and the features of the pair: a name and where it holds."""
    before, turn, relation = conversation.turns[k - 1], conversation.turns[k], conversation.relation(k)
    a, b = np.array(before.candidates, np.int64), np.array(turn.candidates, np.int64)
    same = a[:, None] == b[None, :]
    features = [(f"same.{relation}", same), (f"same.{relation}.{cue_form(conversation.frame, turn)}", same)]
    if before.asks:
        features.append((f"same.{relation}.asked", same))
    called = np.isin(a, list(turn.called))[:, None] & ~same
    if called.any():
        features.append(("calls the one before", called))
    if len(turn.called_gender) == 1:
        gender = conversation.frame.people.gender[a]
        known, agrees = gender < PLURAL, np.isin(gender, list(turn.called_gender))
        features.append(("calls the one before.agrees", (known & agrees)[:, None] & ~same))
        features.append(("calls the one before.clashes", (known & ~agrees)[:, None] & ~same))
    return same, features


def alternation(one: str, other: str) -> str:
    """The name of the feature that the speaker of two turns ago speaks again."""
    if "same" in (one, other):
        return "alternates.same"
    tight = (one in TIGHT) + (other in TIGHT)
    bare = one == other == "bare"
    return "alternates.bare" if bare else f"alternates.{tight}"


def unary(turn: Turn, w: Weights) -> Array:
    """The score of each candidate by itself."""
    scores = np.full(N_CANDIDATES, _NOBODY)
    for c, held in enumerate(turn.features):
        scores[c] = sum(w.get(name, 0.0) * value for name, value in held.items())
    return scores


def _sum(values: Array, axis: int | tuple[int, ...]) -> Array:
    top = values.max(axis, keepdims=True)
    total = np.log(np.exp(values - top).sum(axis, keepdims=True)) + top
    return np.asarray(total.squeeze(axis))


def _padded(matrix: NDArray[np.bool_]) -> Array:
    full = np.zeros((N_CANDIDATES, N_CANDIDATES))
    full[: matrix.shape[0], : matrix.shape[1]] = matrix
    return full


def _potentials(conversation: Conversation, low: int, high: int, w: Weights) -> tuple[list[Array], list[Array]]:
    """Scores of pairs [before, now] with the turn's own, and of triples [before that, before, now], for each turn."""
    pairs, triples = [], []
    for k in range(low, high):
        turn = conversation.turns[k]
        pair = np.broadcast_to(unary(turn, w)[None, :], (N_CANDIDATES, N_CANDIDATES)).copy()
        triple = np.zeros((N_CANDIDATES,) * 3)
        if k > low:
            relation = conversation.relation(k)
            same, features = pair_features(conversation, k)
            for name, where in features:
                pair += w.get(name, 0.0) * _padded(where)
            if k > low + 1:
                earlier = np.array(conversation.turns[k - 2].candidates, np.int64)
                again = _padded(earlier[:, None] == np.array(turn.candidates, np.int64)[None, :])
                other = 1.0 - _padded(np.asarray(same, np.bool_))
                name = alternation(conversation.relation(k - 1), relation)
                triple = w.get(name, 0.0) * again[:, None, :] * other[None, :, :]
        pairs.append(pair)
        triples.append(triple)
    return pairs, triples


def marginals(conversation: Conversation, low: int, high: int, w: Weights) -> Array:
    """How likely each candidate of each turn is [high - low, N_CANDIDATES], the conversation taken as a whole."""
    pairs, triples = _potentials(conversation, low, high, w)
    start = pairs[0].copy()
    start[1:] = _NOBODY  # one state stands for "nobody before"
    forward = [start]
    for pair, triple in zip(pairs[1:], triples[1:], strict=True):
        forward.append(_sum(forward[-1][:, :, None] + triple, 0) + pair)
    backward = [np.zeros((N_CANDIDATES, N_CANDIDATES))]
    for pair, triple in zip(reversed(pairs[1:]), reversed(triples[1:]), strict=True):
        backward.append(_sum(triple + (pair + backward[-1])[None, :, :], 2))
    result = np.zeros((high - low, N_CANDIDATES))
    for k, (ahead, behind) in enumerate(zip(forward, reversed(backward), strict=True)):
        scores = _sum(ahead + behind, 0)
        shares = np.exp(scores - scores.max())
        result[k] = shares / shares.sum()
    return result


def decide(conversation: Conversation, w: Weights) -> list[Sequence[float]]:
    """The likelihood of each turn's candidates, in their order."""
    result: list[Sequence[float]] = []
    for low, high in chains(conversation):
        for turn, shares in zip(conversation.turns[low:high], marginals(conversation, low, high, w), strict=True):
            result.append(shares[: len(turn.candidates)].tolist())
    return result
