"""The second part of the pass: states reach their groups whatever the windows are, and pairs are decoded."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from fake_network import FakeNetwork

from undertow import Document, Layers
from undertow.inference.groups import groups
from undertow.layers.affect import AffectAnnotator
from undertow.layers.branch import AFTER, BEFORE, NO_CUE, find_cues, read_branch, ready
from undertow.layers.encoding import EncodingAnnotator
from undertow.layers.negation import NegationAnnotator, choose
from undertow.layers.syntax import SyntaxAnnotator
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS, Branch

SENTENCES = [
    ["When", "Nora", "left", ",", "the", "rain", "had", "stopped", "and", "Tom", f"word{i}", "."] for i in range(200)
]


def silent(share):
    pass


def encoding(sentences, threads=1):
    return EncodingAnnotator(FakeNetwork(threads))(Document.from_sentences(sentences), Layers(), progress=silent)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=30), st.lists(st.integers(1, 50), min_size=1, max_size=40))
def test_each_group_gets_the_states_of_its_words(lengths, pieces):
    n = sum(lengths)
    ends = np.cumsum(lengths)
    states = np.arange(n, dtype=np.float32)[:, None]
    cuts = np.cumsum(pieces)
    planned = groups(np.stack([ends - lengths, ends], axis=1), longest=20)
    for group, given_states in ready(iter(np.split(states, cuts[cuts < n])), planned):
        assert given_states[:, 0].tolist() == list(range(group.start, group.end))


def test_the_number_of_threads_changes_nothing():
    one, many = encoding(SENTENCES).branch, encoding(SENTENCES, threads=5).branch
    for name in Branch.__dataclass_fields__:
        assert (getattr(one, name) == getattr(many, name)).all()


def test_words_hang_on_each_other_inside_their_sentence():
    document = Document.from_sentences(SENTENCES)
    syntax = SyntaxAnnotator()(document, Layers(encoding=encoding(SENTENCES)), progress=silent)
    first = document.sentences[:, 0]
    assert (syntax.head[first] == -1).all()
    rest = np.setdiff1d(np.arange(document.n_tokens), first)
    assert (syntax.head[rest] == rest - 1).all()
    assert (syntax.relation[first] == RELATIONS.index("root")).all()
    assert not (syntax.relation[rest] == RELATIONS.index("root")).any()
    assert {UPOS[code] for code in syntax.upos.tolist()} <= {"VERB", "NOUN"}
    assert {VERB_FORMS[code] for code in syntax.verb.tolist()} <= {"", "Fin Past"}


def test_affect_has_a_value_a_sentence_also_for_a_sentence_that_was_read_in_pieces():
    sentences = [["It", "rained"] * 200, ["Nora", "left"]]
    document = Document.from_sentences(sentences)
    layers = Layers(encoding=encoding(sentences))
    affect = AffectAnnotator(FakeNetwork())(document, layers, progress=silent)
    assert affect.valence.shape == affect.arousal.shape == affect.dominance.shape == (2,)
    assert (np.abs(affect.valence) <= 1).all()
    network = FakeNetwork()
    states = np.tile(np.asarray([[1.0, 0, 1], [3, 0, 1]], dtype=np.float32), (200, 1))
    read = read_branch(network, iter([states]), np.asarray([[0, 400]], dtype=np.int32), np.zeros(400, dtype=np.int8))
    assert read.sentence_vectors == pytest.approx(states.mean(0, keepdims=True))


def test_words_of_one_cue_are_asked_about_together_and_each_in_its_sentence():
    (group,) = groups(np.asarray([[0, 3], [3, 8]], dtype=np.int32))
    asked = []

    def ask(first, last, words):
        asked.append((first, last, list(words)))
        read = np.ones((last - first, 2), dtype=np.float32)
        read[words.start - first : words.stop - first] = 3, -1
        return first, read

    found = find_cues(ask, group, np.asarray([0, 1, 0, 0, 2, 0, 0, 0], dtype=np.int8))
    assert asked == [(0, 3, [1]), (3, 8, [4, 5])]
    assert found.scores.tolist() == [NO_CUE, 3, NO_CUE, NO_CUE, 3, 3, NO_CUE, NO_CUE]
    assert found.goes_on.tolist() == [False] * 5 + [True] + [False] * 2
    assert list(zip(found.of, found.token, strict=True)) == [(1, 0), (1, 2), (4, 3), (4, 6), (4, 7)]


def test_a_cue_is_read_with_the_words_around_it_alone_and_its_scope_is_counted_in_the_text():
    class Listening(FakeNetwork):
        def read_negation(self, states, asked, features):
            seen.append((len(states), int(asked.argmax()), len(features)))
            return np.where(states[:, :1] % 2 == 1, 1.0, -1.0).astype(np.float32).repeat(2, axis=1)

    seen, whole = [], BEFORE + 1 + AFTER
    states = np.tile(np.arange(100, dtype=np.float32)[:, None], (1, 3))
    lengths = np.zeros(100, dtype=np.int8)
    lengths[[3, 61, 97]] = 1
    read = read_branch(Listening(), iter([states]), np.asarray([[0, 100]], dtype=np.int32), lengths)
    assert seen == [(3 + 1 + AFTER, 3, 3 + 1 + AFTER), (whole, BEFORE, whole), (BEFORE + 3, BEFORE, BEFORE + 3)]
    assert read.scope_token[read.scope_cue == 61].tolist() == list(range(61 - BEFORE, 61 + AFTER + 1, 2))
    assert (read.cue_scores > 0).nonzero()[0].tolist() == [3, 61, 97]


def handmade(scores, goes_on, pairs):
    n = len(scores)
    zeros = np.zeros(n, dtype=np.int8)
    cue, token = np.asarray(pairs, dtype=np.int32).reshape(-1, 2).T
    return Branch(
        zeros,
        zeros,
        zeros.astype(np.int32),
        zeros,
        np.asarray(scores, dtype=np.float32),
        np.asarray(goes_on, dtype=np.bool_),
        cue,
        token,
        np.zeros((1, 2), dtype=np.float32),
    )


def test_a_cue_of_several_words_is_one_and_has_the_scope_of_its_first():
    #         0   1   2   3   4    "by no means will he"
    branch = handmade([3, 3, 3, -9, -9], [0, 1, 1, 0, 0], [(0, 3), (0, 4), (1, 4)])
    negation = choose(branch, ["a"] * len(branch.upos))
    assert (negation.cue_start.tolist(), negation.cue_end.tolist()) == ([0], [3])
    assert list(zip(negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True)) == [(3, 5)]
    assert negation.confidence[0] == pytest.approx(0.9526, abs=1e-3)


def test_scopes_have_a_run_for_each_stretch_of_words():
    branch = handmade([-9, 3, -9, -9, 2, -1], [0, 0, 0, 0, 0, 0], [(1, 0), (1, 2), (1, 3), (4, 3), (4, 4), (5, 0)])
    negation = choose(branch, ["a"] * len(branch.upos))
    assert negation.cue_start.tolist() == [1, 4]
    runs = zip(negation.scope_cue.tolist(), negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True)
    assert list(runs) == [(0, 0, 1), (0, 2, 4), (1, 3, 5)]


def test_no_scope_goes_beyond_a_semicolon():
    branch = handmade([-9, 3, -9, -9, -9], [0, 0, 0, 0, 0], [(1, 0), (1, 2), (1, 4)])
    negation = choose(branch, ["she", "not", "came", ";", "it"])
    assert list(zip(negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True)) == [(0, 1), (2, 3)]


def test_a_text_without_negation_has_an_empty_layer():
    negation = choose(handmade([-9, -9], [0, 0], []), ["a", "b"])
    assert len(negation) == 0
    assert len(negation.scope_cue) == 0


def test_the_annotator_negates_the_word_after_each_cue():
    sentences = [["She", "did", "n’t", "go"], ["By", "no", "means", "unkind", ",", "uncle", "."]] * 50
    document = Document.from_sentences(sentences)
    negation = NegationAnnotator()(document, Layers(encoding=encoding(sentences)), progress=silent)
    cues = [document.words(a, b) for a, b in zip(negation.cue_start[:3], negation.cue_end[:3], strict=True)]
    assert cues == [["n’t"], ["By", "no", "means"], ["unkind"]]
    assert len(negation) == 150
    assert (negation.scope_start == negation.cue_end[negation.scope_cue]).all()
