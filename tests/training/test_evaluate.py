"""A model in training, scored by the product's own layers."""

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
torch = pytest.importorskip("torch")

from bench.corpora.litbank import LitBankDocument, Mention
from training.encoder import Encoder, EncoderConfig
from training.evaluate import evaluate_litbank
from training.examples import CoreferenceLabels, Example, gold_mentions
from training.model import Model
from undertow import Document
from undertow.layers import Layers
from undertow.layers.quotations import QuotationAnnotator


def test_a_model_that_knows_nothing_yet_is_scored_too():
    torch.manual_seed(0)
    sentences = [["Ann", "saw", "her", "."], ["She", "did", "not", "laugh", "."]]
    marks = (
        Mention(0, 1, "PER", "proper", 0),
        Mention(2, 3, "PER", "pronominal", 1),
        Mention(4, 5, "PER", "pronominal", 0),
    )
    gold = LitBankDocument("a", sentences, marks, ("ann", ""), frozenset({(0, 1, "PER")}), frozenset({1}), ())
    document = Document.from_sentences(sentences)
    quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
    labels = CoreferenceLabels(gold_mentions(gold), np.asarray([0, 1, 0]), quotations)
    model = Model(Encoder(EncoderConfig(layers=1)), ["mentions", "events", "coreference"])
    scores = evaluate_litbank(model, [Example("a", document, {"coreference": labels, "gold": gold})])
    assert all(0 <= score <= 100 for score in scores.values())
    assert scores["coreference gold"] > 0
