"""How the models of speech are fitted: sums are those over all assignments, and what is planted is found again."""

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from bench.corpora.marked import MarkedPassage, unmark
from training.released import load_pairs
from training.speech import chain
from training.speech.chain import Batch, Step, fit_chain, names_of, steps_of
from training.speech.head import Head, Pointed, fit_head, pieces, scorer
from training.speech.logistic import fit_logistic
from training.speech.marked import hear
from training.tasks.coreference import PairHead
from training.tasks.mentions import PAIR, VECTOR
from undertow.inference import released
from undertow.inference.catalogue import model_folder, released_model
from undertow.inference.onnx import OnnxNetwork
from undertow.layers.coreference_features import SIZES
from undertow.layers.coreference_roles import ALL_SIZES
from undertow.layers.speech_conversation import N_CANDIDATES
from undertow.layers.speech_head import POINTERS, shares


def conversation_of(rng, n_turns, *, planted=False):
    """Turns with three candidates each; where `planted`, the feature 'x' marks the gold speaker."""
    steps, persons = [], []
    for t in range(n_turns):
        people = rng.permutation(5)[:3]
        gold = int(rng.integers(3))
        features = [{"x": float(c == gold) if planted else float(rng.normal()), "y": 1.0} for c in range(3)]
        step = Step(features, [c == gold for c in range(3)])
        if t:
            step.same = persons[-1][:, None] == people[None, :]
            step.pairs = [("same", step.same), ("other", ~step.same)]
        if t > 1:
            step.alternates = "again"
            step.again = persons[-2][:, None] == people[None, :]
        persons.append(people)
        steps.append(step)
    return steps


def test_weights_are_drawn_to_others_where_nothing_speaks_against_them():
    rng = np.random.default_rng(3)
    data = [conversation_of(rng, 5, planted=True) for _ in range(30)]
    others = {"x": 0.0, "unseen": 1.5}
    near = fit_chain(data, near=others, rare=5, decay=0.01)
    assert near["unseen"] == pytest.approx(1.5, abs=0.05)
    assert near["x"] > 1.0
    still = fit_chain(data, near=others, rare=5, decay=1e6, rate=1e-4)
    assert still["x"] == pytest.approx(0.0, abs=0.05)


@pytest.mark.weights
def test_a_marked_passage_says_who_speaks_where_somebody_is_i():
    marked = (
        "[nora: Nora] put down [nora: her] cup. “[nora: I] am late,” said [nora: Nora].\n\n"
        "“[tom: I] know,” said [tom: Tom]. “[nora: You] are always late.”"
    )
    passage = MarkedPassage("a", "b", *unmark(marked))
    heard = hear(passage, released())
    assert set(heard.said.values()) == {"nora", "tom"}
    assert {heard.speaker(turn.quotations) for turn in heard.conversation.turns} == {"nora", "tom"}
    assert {"nora", "tom"} <= set(heard.who)
    (steps,) = steps_of(heard)
    assert all(step.right is not None and sum(step.right) == 1 for step in steps)


def brute(steps, w):
    """The log of the sum over all assignments, and over those that agree with the gold."""
    scores = {True: [], False: []}
    for chosen in itertools.product(range(3), repeat=len(steps)):
        total = 0.0
        for t, (step, c) in enumerate(zip(steps, chosen, strict=True)):
            total += sum(w[name] * value for name, value in step.features[c].items())
            total += sum(w[name] for name, where in step.pairs if where[chosen[t - 1], c])
            if step.again is not None and step.again[chosen[t - 2], c] and not step.same[chosen[t - 1], c]:
                total += w["again"]
        right = all(step.right[c] for step, c in zip(steps, chosen, strict=True))
        scores[right].append(total)
    return np.logaddexp.reduce(scores[True] + scores[False]), np.logaddexp.reduce(scores[True])


@pytest.mark.parametrize("seed", range(4))
def test_sums_over_a_conversation_are_those_over_all_assignments(seed):
    rng = np.random.default_rng(seed)
    data = [conversation_of(rng, n) for n in (1, 2, 5, 6)]
    w = {name: float(rng.normal()) for name in ("x", "y", "same", "other", "again")}
    index = {name: i for i, name in enumerate(w)}
    batch, weights = Batch(data, index), torch.tensor(list(w.values()))
    unary = batch.unary(weights)
    every = batch.log_total(unary, weights, gold=False).tolist()
    gold = batch.log_total(unary, weights, gold=True).tolist()
    for steps, a, b in zip(data, every, gold, strict=True):
        assert (a, b) == pytest.approx(brute(steps, w), abs=1e-4)


def test_a_planted_feature_gets_the_weight(monkeypatch):
    monkeypatch.setattr(chain, "RARE", 1)
    rng = np.random.default_rng(0)
    w = fit_chain([conversation_of(rng, 8, planted=True) for _ in range(30)])
    assert max(w, key=lambda name: abs(w[name])) == "x"
    assert w["x"] > 0


def test_features_of_the_head_are_not_fitted_with_the_chain(monkeypatch):
    monkeypatch.setattr(chain, "RARE", 1)
    steps = conversation_of(np.random.default_rng(0), 2)
    for held in steps[0].features:
        held.update(dict.fromkeys(POINTERS, 1.0))
    assert not set(POINTERS) & set(names_of([steps]))


def test_logistic_regression_finds_planted_weights_again():
    rng = np.random.default_rng(0)
    true = {"bias": -0.5, "a": 2.0, "b": -1.0}
    rows = []
    for _ in range(6000):
        held = {"bias": 1.0, "a": float(rng.normal()), "b": float(rng.integers(2))}
        odds = sum(true[name] * value for name, value in held.items())
        rows.append((held, bool(rng.random() < 1 / (1 + np.exp(-odds)))))
    found = fit_logistic([*rows, ({"rare": 1.0}, True)], rare=2)
    assert found == pytest.approx(true, abs=0.15)


def test_pieces_number_every_turn_once_and_in_order():
    rng = np.random.default_rng(0)
    data = [conversation_of(rng, n) for n in (45, 3, 1, 20, 21)]
    every = [step for steps in data for step in steps]
    seen = []
    for some, numbers in pieces(data):
        assert [id(every[k]) for k in numbers] == [id(step) for steps in some for step in steps]
        seen += numbers
    assert sorted(seen) == list(range(len(every)))


def test_the_head_in_training_is_the_head_in_the_package():
    rng = np.random.default_rng(0)
    n_turns, n_mentions, width = 4, 12, N_CANDIDATES * len(POINTERS)
    slots = np.sort(rng.integers(0, n_turns * width, 40))
    later, earlier = rng.integers(0, n_mentions, 40), rng.integers(0, n_mentions, 40)
    features = np.stack([rng.integers(0, size, 40) for size in SIZES], 1)
    vectors = torch.from_numpy(rng.normal(size=(n_mentions, VECTOR + 2 * PAIR)).astype(np.float32))
    bounds = np.searchsorted(slots // width, np.arange(n_turns + 1))
    columns = (later, earlier, features, slots % width, bounds)
    pairs = Pointed(vectors, *(torch.from_numpy(column) for column in columns))
    head = Head(PairHead()).eval()
    with torch.no_grad():
        scores = head.pair(vectors[later], vectors[earlier], torch.from_numpy(features)).numpy()
        added = head(pairs, torch.arange(n_turns)).numpy()
        some = head(pairs, torch.tensor([2, 0])).numpy()
    wanted = shares(scores, slots, n_turns) @ head.weights.detach().numpy()
    assert added == pytest.approx(wanted, abs=1e-4)
    assert some == pytest.approx(wanted[[2, 0]], abs=1e-4)


@pytest.mark.weights
def test_the_head_learns_whom_a_word_means_from_who_speaks():
    rng = np.random.default_rng(0)
    data = [conversation_of(rng, 6) for _ in range(40)]
    turns = [step for steps in data for step in steps]
    # mention 0 points; mention 1 is like the gold speaker, mention 2 like the others
    n = len(turns)
    earlier = torch.tensor([1 if right else 2 for step in turns for right in step.right])
    vectors = torch.from_numpy(rng.normal(size=(3, VECTOR + 2 * PAIR)).astype(np.float32))
    slot = torch.arange(3).repeat(n) * len(POINTERS)
    features = torch.zeros(3 * n, len(SIZES), dtype=torch.int64)
    pairs = Pointed(vectors, torch.zeros(3 * n, dtype=torch.int64), earlier, features, slot, torch.arange(n + 1) * 3)
    pair, weights = fit_head(data, pairs, {"y": 0.0, "same": 0.0, "again": 0.0})
    asked = vectors[[0, 0]].numpy(), vectors[1:].numpy(), features[:2].numpy()
    before, after = scorer(load_pairs(model_folder() / "pairs.onnx"))(*asked), scorer(pair)(*asked)
    assert after[0] - after[1] > before[0] - before[1]
    assert set(weights) == set(POINTERS)
    assert weights["cue means"] > 0


@pytest.mark.weights
def test_the_scorer_of_pairs_comes_back_from_its_graph():
    rng = np.random.default_rng(0)
    later, earlier = rng.normal(size=(2, 9, VECTOR + 2 * PAIR)).astype(np.float32)
    features = np.stack([rng.integers(0, size, 9) for size in ALL_SIZES], 1)
    read = OnnxNetwork(released_model(), threads=1).read_short_pairs(later, earlier, features)
    with torch.no_grad():
        again = load_pairs(model_folder() / "short_pairs.onnx", ALL_SIZES)(
            *map(torch.from_numpy, (later, earlier, features))
        )
    assert again.numpy() == pytest.approx(read, abs=1e-4)
