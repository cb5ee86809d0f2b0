"""The head of speech: what points at somebody is compared with the candidates, and what the scorer says decides."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_speakers import Scene

from undertow.layers.speech_chain import decide
from undertow.layers.speech_conversation import N_CANDIDATES, Conversation
from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_head import LEAST, POINTERS, pairs_of, point, shares
from undertow.layers.speech_people import find_people
from undertow.lexicons import load_weights

TWO_MEN = (
    "[Tom|tom] and [Ned|ned] sat in the kitchen . [Tom|tom] looked at [Ned|ned] .\n"
    "“ [I|said] know [you|told] , ” [he|he] said ."
)


def conversation_of(text: str) -> tuple[Scene, Conversation]:
    scene = Scene(text)
    people = find_people(scene.document, scene.layers)
    return scene, Conversation(make_frame(scene.document, scene.layers, people))


def one_hot(scene: Scene) -> np.ndarray:
    """A vector for each mention that says which cluster it is of."""
    coreference = scene.layers.coreference
    assert coreference is not None
    return np.eye(len(scene.names), dtype=np.float32)[coreference.cluster]


def test_he_and_i_and_you_are_compared_with_those_who_are_told_of() -> None:
    scene, conversation = conversation_of(TWO_MEN)
    later, earlier, slots = pairs_of(conversation)
    word = lambda mention: scene.document.word(conversation.frame.start[mention])  # noqa: E731
    assert {word(int(m)) for m in later} <= {"he", "I", "you"}  # a candidate may be meant by 'he' itself
    assert {word(int(m)) for m in earlier} <= {"Tom", "Ned", "I", "you"}
    (turn,) = conversation.turns
    candidate, kind = np.divmod(slots, len(POINTERS))
    assert set(kind.tolist()) == {0, 1, 2}
    for a, b, c in zip(later.tolist(), earlier.tolist(), candidate.tolist(), strict=True):
        of = conversation.frame.people.of_mention
        assert turn.candidates[c] in (int(of[a]), int(of[b]))


@pytest.mark.parametrize("meant", ["tom", "ned"])
def test_whom_the_scorer_means_speaks(meant: str) -> None:
    scene, conversation = conversation_of(TWO_MEN)
    name = scene.names.index(meant)

    def score(later: np.ndarray, earlier: np.ndarray, features: np.ndarray) -> np.ndarray:
        return np.where(later[:, name] + earlier[:, name] > 0, 9.0, -9.0).astype(np.float32)

    point(conversation, one_hot(scene), score)
    (shares_of,) = decide(conversation, {**load_weights("cast_weights"), "cue means": 1.0})
    people = conversation.frame.people
    best = conversation.turns[0].candidates[int(np.argmax(shares_of))]
    coreference = scene.layers.coreference
    assert coreference is not None
    assert name in {int(coreference.cluster[i]) for i in np.flatnonzero(people.of_mention == best)}


def test_a_turn_in_which_nothing_points_at_anybody_has_no_preference() -> None:
    scene, conversation = conversation_of("[Tom|tom] met [Ned|ned] .\n“ Good day , ” said [Tom|tom] .")
    point(conversation, one_hot(scene), lambda later, earlier, features: np.zeros(len(later), np.float32))
    (turn,) = conversation.turns
    assert all(held[name] == 0 for held in turn.features for name in POINTERS)


@given(st.lists(st.tuples(st.floats(-30, 30), st.integers(0, 2 * N_CANDIDATES * len(POINTERS) - 1)), max_size=60))
def test_shares_of_the_candidates_are_shares(pairs: list[tuple[float, int]]) -> None:
    scores, slots = np.array([s for s, _ in pairs], np.float32), np.array([k for _, k in pairs], np.int64)
    log = shares(scores, slots, 2)
    assert log.shape == (2, N_CANDIDATES, len(POINTERS))
    assert np.isfinite(log).all()
    assert (log >= LEAST).all()
    pointed = np.zeros((2, len(POINTERS)), bool)
    pointed[slots // (N_CANDIDATES * len(POINTERS)), slots % len(POINTERS)] = True
    total = np.exp(log).sum(1)
    assert (log.transpose(0, 2, 1)[~pointed] == 0).all()
    assert (total[pointed] <= 1 + N_CANDIDATES * np.exp(LEAST) + 1e-6).all()
    assert (total[pointed] >= 1 - 1e-6).all()
