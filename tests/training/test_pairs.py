"""The scorer of coreference, tuned alone: what it is shown, and what it keeps to."""

import copy
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from bench.corpora.marked import MarkedPassage, unmark
from training.pairs import Read, loss_of, spans_of, step_of, tune
from training.released import load_pairs
from training.tasks.coreference import PairHead
from training.tasks.mentions import PAIR, VECTOR
from undertow.document.build import build_document
from undertow.inference.catalogue import model_folder
from undertow.layers import Branch, Layers, Mentions
from undertow.layers.coreference_features import SIZES
from undertow.layers.coreference_roles import ALL_SIZES
from undertow.layers.quotations import QuotationAnnotator
from undertow.source.load import load_text

TEXT = "[ann: Ann] saw [ann: her] own face. [bea: Bea] laughed at [ann: her]. [bea: She] went."
CONFIG = {
    "seed": 1,
    "epochs": 40,
    "lr": 2e-3,
    "lr_features": 1e-2,
    "weight_decay": 0.0,
    "average": 0.5,
    "passages": 1,
    "every_excerpt": 2,
    "at_once": 2,
    "least": [0.5],
}


def read_of(marked=TEXT):
    """A passage with vectors of chance and a flat grammar; one candidate of a thing that is no mention."""
    text, mentions = unmark(marked)
    document = build_document(load_text(text))
    gold = spans_of(document, MarkedPassage("a", "b", text, mentions))
    spans = sorted([*gold, (4, 5)])
    n, words = len(spans), document.n_tokens
    start, end = np.asarray(spans, dtype=np.int32).T
    thing = np.asarray([span not in gold for span in spans])
    zeros = np.zeros(words, dtype=np.int8)
    head = np.full(words, -1, dtype=np.int32)
    none = np.zeros(0, dtype=np.int32)
    branch = Branch(zeros, zeros, head, zeros, np.zeros(words), zeros > 0, none, none, np.zeros((1, 1)))
    vectors = np.random.default_rng(1).normal(size=(n, VECTOR + 2 * PAIR)).astype(np.float32)
    form = np.asarray([0 if document.word(s)[0].isupper() and e - s == 1 else 2 for s, e in spans], dtype=np.int8)
    candidates = Mentions(start, end, thing.astype(np.int8), form, np.ones(n, dtype=np.float32))
    quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
    return Read("a", document, quotations, candidates, vectors, branch, np.asarray([gold.get(s, -1) for s in spans]))


def test_marks_become_spans_of_tokens_with_who_they_are():
    read = read_of()
    words = [
        " ".join(read.document.words(s, e)) for s, e in zip(read.candidates.start, read.candidates.end, strict=True)
    ]
    assert words == ["Ann", "her", "face", "Bea", "her", "She"]
    assert read.cluster.tolist() == [0, 0, -1, 1, 0, 1]


def test_false_mentions_are_shown_alone():
    read = read_of()
    assert len(step_of(read).vectors) == 5
    shown = step_of(read, 0.5)
    assert len(shown.vectors) == 6
    assert not shown.same[(shown.later == 2) | (shown.earlier == 2)].any()
    assert len(step_of(read, 2.0).vectors) == 5  # none is so likely


def test_the_loss_is_nothing_where_the_right_antecedents_have_all():
    step = step_of(read_of())
    right = torch.where(step.same, 20.0, -20.0)

    def sure(later, earlier, features):
        return right

    assert loss_of(sure, step).item() < 1e-6
    assert loss_of(lambda *_: -right, step).item() > 5


def test_a_passage_can_be_learned():
    torch.manual_seed(0)
    head, read = PairHead(ALL_SIZES).eval(), read_of()
    before = loss_of(head, step_of(read)).item()
    learned = tune(copy.deepcopy(head), [], [read], CONFIG)
    assert loss_of(learned, step_of(read)).item() < 0.3 * before


@pytest.mark.weights
def test_features_that_are_not_known_yet_say_nothing():
    path = model_folder() / "short_pairs.onnx"
    few, fresh = load_pairs(path, SIZES), load_pairs(path, (*ALL_SIZES, 3))
    rng = np.random.default_rng(1)
    vectors = torch.from_numpy(rng.normal(size=(2, 9, VECTOR + 2 * PAIR)).astype(np.float32))
    features = torch.from_numpy(rng.integers(0, 2, size=(9, len(ALL_SIZES) + 1)))
    released = load_pairs(path, ALL_SIZES)
    torch.testing.assert_close(fresh(*vectors, features), released(*vectors, features[:, :-1]))
    assert few.features.weight.equal(released.features.weight[: sum(SIZES)])
