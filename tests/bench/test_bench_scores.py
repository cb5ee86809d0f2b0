"""The scores against values that the reference scorer publishes, against slow definitions, and in their laws."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("scipy")

from bench.scores import PRF, Conll, b_cubed, best_alignment, ceaf_e, conll, f1, muc

# Test cases TC-A-1 to 5 of the CoNLL reference scorer (github.com/conll/reference-coreference-scorers). A letter is a
# mention; w, x, y and z are not in the key. Each value is (recall, precision).
KEY = ["a", "bc", "def"]
REFERENCE = [
    (["a", "bc", "def"], (3 / 3, 3 / 3), (6 / 6, 6 / 6), (1, 1)),
    (["a", "de"], (1 / 3, 1 / 1), ((7 / 3) / 6, 3 / 3), (0.6, 0.9)),
    (["a", "bcx", "defy", "z"], (3 / 3, 3 / 5), (6 / 6, (4 + 7 / 12) / 9), (0.88571, 0.66429)),
    (["a", "bcx", "dy", "z"], (1 / 3, 1 / 3), ((3 + 1 / 3) / 6, (1 + 4 / 3 + 1 / 2) / 7), (0.73333, 0.55)),
    (["a", "bcxy", "dz", "w"], (1 / 3, 1 / 4), ((3 + 1 / 3) / 6, 2.5 / 8), (0.68889, 0.51667)),
]


@pytest.mark.parametrize(("response", "by_muc", "by_b_cubed", "by_ceaf_e"), REFERENCE)
def test_the_cases_of_the_reference_scorer(response, by_muc, by_b_cubed, by_ceaf_e):
    for metric, expected in ((muc, by_muc), (b_cubed, by_b_cubed), (ceaf_e, by_ceaf_e)):
        score = metric(KEY, response)
        assert (score.recall, score.precision) == pytest.approx(expected, abs=1e-5)


def test_the_worked_example_of_pradhan_et_al_2014():
    key, response = ["abc", "defg"], ["ab", "cd", "fghi"]
    assert (muc(key, response).recall, muc(key, response).precision) == pytest.approx((0.40, 0.40))
    assert b_cubed(key, response).recall == pytest.approx((35 / 12) / 7)
    assert b_cubed(key, response).precision == pytest.approx(4 / 8)
    assert (ceaf_e(key, response).recall, ceaf_e(key, response).precision) == pytest.approx((1.3 / 2, 1.3 / 3))
    assert [round(score(key, response).f1, 2) for score in (muc, b_cubed, ceaf_e)] == [0.40, 0.45, 0.52]


def test_one_entity_split_into_singletons_loses_every_link():
    score = conll(["abcdef"], list("abcdef"))
    assert score.muc.f1 == 0
    assert (score.b_cubed.recall, score.b_cubed.precision) == pytest.approx((1 / 6, 1))
    assert (score.ceaf_e.recall, score.ceaf_e.precision) == pytest.approx((2 / 7, (2 / 7) / 6))


def test_documents_add_up_before_anything_is_divided():
    corpus = Conll()
    corpus.add(["ab", "c"], ["abc"])
    corpus.add(["defgh"], ["defgh"])
    assert corpus.muc == PRF(1 + 4, 1 + 4, 1 + 4, 2 + 4)
    assert corpus.b_cubed.recall == pytest.approx(8 / 8)
    assert corpus.b_cubed.precision == pytest.approx((5 / 3 + 5) / 8)
    assert corpus.ceaf_e.recall == pytest.approx((4 / 5 + 1) / 3)


def test_nothing_scores_nothing_and_does_not_fail():
    assert f1(set(), set()).f1 == 0
    assert conll([], []).f1 == 0
    assert conll([], ["ab"]).f1 == 0


def test_span_f1_by_hand():
    score = f1({(0, 1), (2, 4), (5, 6)}, {(0, 1), (2, 4), (7, 8), (9, 10)})
    assert (score.recall, score.precision) == (2 / 3, 2 / 4)
    assert score.f1 == pytest.approx(4 / 7)


def test_a_mention_in_two_clusters_is_refused():
    with pytest.raises(ValueError, match="two clusters"):
        conll(["ab"], ["ab", "bc"])


@st.composite
def partitions(draw):
    """Clusters of some of twelve mentions."""
    labels = draw(st.lists(st.integers(-1, 5), min_size=12, max_size=12))
    found = [{i for i, label in enumerate(labels) if label == wanted} for wanted in range(6)]
    return [cluster for cluster in found if cluster]


METRICS = (muc, b_cubed, ceaf_e)


@given(partitions())
def test_the_gold_scores_full_marks(gold):
    for metric in METRICS:
        links = metric is not muc or any(len(cluster) > 1 for cluster in gold)
        assert metric(gold, gold).f1 == pytest.approx(1.0 if gold and links else 0.0)


@given(partitions(), partitions())
def test_precision_is_recall_with_the_sides_exchanged(gold, predicted):
    for metric in METRICS:
        there, back = metric(gold, predicted), metric(predicted, gold)
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))
        assert -1e-9 <= there.f1 <= 1 + 1e-9


@given(partitions(), partitions())
def test_b_cubed_equals_its_definition(gold, predicted):
    of_gold = {m: c for c in gold for m in c}
    of_predicted = {m: c for c in predicted for m in c}
    shares = [len(c & of_predicted.get(m, set())) / len(c) if m in of_predicted else 0 for m, c in of_gold.items()]
    assert b_cubed(gold, predicted).recall == pytest.approx(sum(shares) / len(shares) if shares else 0)


@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.floats(0, 1), max_size=12))
def test_the_sparse_alignment_equals_trying_every_one(weights):
    best = max(sum(weights.get((i, j), 0) for i, j in enumerate(order)) for order in permutations(range(5)))
    assert best_alignment(weights) == pytest.approx(best)
