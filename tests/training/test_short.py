"""The second look at short texts: what it is shown, what it begins with, and what it keeps to."""

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
from training.released import load_pairs
from training.short import (
    DEPTHS,
    Read,
    ShortReader,
    WithReader,
    examples_of,
    export_short,
    load_short,
    losses,
    part_of,
    spans_of,
    step_of,
    tune,
)
from training.tasks.mentions import PAIR, VECTOR
from undertow.document.build import build_document
from undertow.inference import released
from undertow.inference.catalogue import model_folder, released_model
from undertow.inference.onnx import OnnxNetwork
from undertow.layers import Branch, Layers, Mentions
from undertow.layers.coreference_features import SIZES
from undertow.layers.coreference_roles import ALL_SIZES
from undertow.layers.quotations import QuotationAnnotator
from undertow.source.load import load_text

TEXT = "[ann: Ann] saw [ann: her] own face. [bea: Bea] laughed at [ann: her]. [bea: She] went."
CONFIG = {
    "seed": 1,
    "epochs": 12,
    "lr": 2e-4,
    "lr_heads": 2e-3,
    "lr_features": 1e-2,
    "weight_decay": 0.0,
    "warmup": 2,
    "average": 0.5,
    "at_once": 2,
    "words": 8,
    "mentions": 0.5,
}


def read_of(marked=TEXT):
    """A passage with a flat grammar; one candidate of a thing that is no mention."""
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
    form = np.asarray([0 if document.word(s)[0].isupper() and e - s == 1 else 2 for s, e in spans], dtype=np.int8)
    candidates = Mentions(start, end, thing.astype(np.int8), form, np.ones(n, dtype=np.float32))
    quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
    return Read("a", document, quotations, candidates, branch, np.asarray([gold.get(s, -1) for s in spans]))


class ChanceStates:
    """States of words by chance, the same for the same number of words."""

    def of(self, words, sentences):
        return np.random.default_rng(1).normal(size=(len(words), DEPTHS * 384)).astype(np.float16)


def example_of(marked=TEXT):
    return examples_of(read_of(marked), ChanceStates(), [0.5])


def test_marks_become_spans_of_tokens_with_who_they_are():
    read = read_of()
    words = [
        " ".join(read.document.words(s, e)) for s, e in zip(read.candidates.start, read.candidates.end, strict=True)
    ]
    assert words == ["Ann", "her", "face", "Bea", "her", "She"]
    assert read.cluster.tolist() == [0, 0, -1, 1, 0, 1]


def test_false_mentions_are_shown_alone():
    read = read_of()
    assert len(step_of(read).rows) == 5
    shown = step_of(read, 0.5)
    assert len(shown.rows) == 6
    assert not shown.same[(shown.later == 2) | (shown.earlier == 2)].any()
    assert len(step_of(read, 2.0).rows) == 5  # none is so likely


def test_a_part_of_a_text_is_read_as_if_it_were_all():
    example = example_of()
    part = part_of(example, 6, len(example.states))  # from "Bea" on
    words = read_of().document.words()
    assert words[6] == "Bea"
    assert [words[6 + s] for s in part.start.tolist()] == ["Bea", "her", "She"]
    assert part.marked.tolist() == [1, 1, 1]
    (gold, false) = part.steps
    assert gold.rows.tolist() == false.rows.tolist() == [0, 1, 2]
    pairs = list(zip(gold.later.tolist(), gold.earlier.tolist(), gold.same.tolist(), strict=True))
    assert pairs == [(1, 0, False), (2, 0, True), (2, 1, False)]
    assert part_of(example, 0, len(example.states)).states.equal(example.states)


def test_a_passage_can_be_learned():
    torch.manual_seed(0)
    reader, example = ShortReader(dropout=0.0), example_of()
    before = [loss.item() for loss in losses(reader.eval(), example, example.steps[1])]
    learned = tune(copy.deepcopy(reader), [example], [example], CONFIG)
    after = [loss.item() for loss in losses(learned, example, example.steps[1])]
    assert after[0] < 0.3 * before[0]
    assert after[1] < 0.3 * before[1]


@pytest.mark.weights
def test_it_begins_with_what_the_encoder_sees():
    reader = ShortReader(dropout=0.0).eval()
    reader.start_from(model_folder())
    example = example_of()
    person, _ = reader(example.states.float()[None], example.start, example.end, example.score)
    assert person.tolist() == example.score.tolist()


@pytest.mark.weights
@pytest.mark.filterwarnings("ignore")
def test_the_graph_says_what_the_reader_says(tmp_path):
    torch.manual_seed(0)
    reader, example = ShortReader(dropout=0.0).eval(), example_of()
    with torch.no_grad():
        wanted = reader(example.states.float()[None], example.start, example.end, example.score)
    export_short(reader, tmp_path)
    import onnxruntime

    session = onnxruntime.InferenceSession(str(tmp_path / "short.onnx"), providers=["CPUExecutionProvider"])
    given = [example.states.float()[None], example.start, example.end, example.score]
    names = [i.name for i in session.get_inputs()]
    read = session.run(None, dict(zip(names, (g.numpy() for g in given), strict=True)))
    for a, b in zip(read, wanted, strict=True):
        assert np.corrcoef(a.ravel(), b.numpy().ravel())[0, 1] > 0.99
    released = OnnxNetwork(released_model(), threads=1)
    person, vectors = released.read_short(given[0][0].numpy(), *(g.numpy() for g in given[1:]))
    assert person.shape == (len(example.start),)
    assert vectors.shape == (len(example.start), VECTOR + 2 * PAIR)


@pytest.mark.weights
def test_a_network_reads_short_texts_with_a_reader_of_a_run(tmp_path):
    torch.manual_seed(0)
    reader, example = ShortReader(), example_of()
    torch.save(reader.state_dict(), tmp_path / "a.pt")
    again, network = load_short(tmp_path / "a.pt"), released()
    given = [column.numpy() for column in (example.states.float(), example.start, example.end, example.score)]
    person, vectors = WithReader(network, again).read_short(*given)
    with torch.no_grad():
        wanted = reader.eval()(*(torch.from_numpy(g) for g in (given[0][None], *given[1:])))
    assert person == pytest.approx(wanted[0].numpy(), abs=1e-5)
    assert vectors == pytest.approx(wanted[1].numpy(), abs=1e-5)
    step = example.steps[0]
    features = step.features.numpy().astype(np.int64)
    scores = WithReader(network, again).read_short_pairs(vectors[step.later], vectors[step.earlier], features)
    assert scores.shape == (len(step.later),)
    assert WithReader(network, again).name == network.name


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
