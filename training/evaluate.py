"""Scores of a model in training, by the product's own layers on the product's own terms."""

from typing import Any

import numpy as np
import torch

from bench.scores import PRF, Conll, f1
from training.examples import Example
from training.model import Model
from training.tasks.mentions import PAIR, VECTOR
from undertow.inference.network import BranchOutput, SpanOutput, WordOutput
from undertow.inference.windows import WindowInput
from undertow.layers import ENTITY_TYPES, Coreference, Layers, Mentions
from undertow.layers.coreference import CoreferenceAnnotator
from undertow.layers.coreference_features import SIZES
from undertow.layers.encoding import encode
from undertow.layers.events import EventAnnotator
from undertow.layers.mentions import choose
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS


def silent(share: float) -> None:
    """Report progress to nobody."""


class TorchNetwork:
    """A model in training as the `Network` that the layers read with; what is trained after it says nothing yet."""

    name = "in training"
    threads = 1  # PyTorch has its own

    def __init__(self, model: Model) -> None:
        self._model = model.eval()

    @torch.inference_mode()
    def read_words(self, window: WindowInput) -> WordOutput:
        vectors = self._model.encode([window])
        heads = self._model.heads
        spans, events = heads["mentions"].first_look(vectors), heads["events"](vectors)
        read = (x[0].float().cpu().numpy() for x in (vectors, spans, events))
        return WordOutput(*read, np.zeros((vectors.shape[1], 1), dtype=np.float32))

    @torch.inference_mode()
    def read_spans(self, first: Any, last: Any, mean: Any, width: Any) -> SpanOutput:
        inputs = (torch.from_numpy(np.ascontiguousarray(x)).to(self._model.device) for x in (first, last, mean, width))
        return SpanOutput(*(x.float().cpu().numpy() for x in self._model.heads["mentions"].second_look(*inputs)))

    @torch.inference_mode()
    def read_pairs(self, later: Any, earlier: Any, features: Any) -> Any:
        inputs = (torch.from_numpy(np.ascontiguousarray(x)).to(self._model.device) for x in (later, earlier, features))
        return self._model.heads["coreference"](*inputs).float().cpu().numpy()

    def read_short(self, states: Any, start: Any, end: Any, score: Any) -> Any:
        """No closer look: what is seen at first sight, and vectors of nothing."""
        return score, np.zeros((len(start), VECTOR + 2 * PAIR), dtype=np.float32)

    def read_short_pairs(self, later: Any, earlier: Any, features: Any) -> Any:
        """The scorer that is in training knows the first features alone."""
        return self.read_pairs(later, earlier, features[:, : len(SIZES)])

    def read_branch(self, states: Any, member: Any) -> BranchOutput:
        """Any grammar, and vectors of nothing."""
        n = len(states)
        words = (np.zeros((n, size), dtype=np.float32) for size in (len(UPOS), len(VERB_FORMS), n, len(RELATIONS)))
        return BranchOutput(*words, np.zeros((len(member), 1), dtype=np.float32))

    def read_negation(self, states: Any, asked: Any, features: Any) -> Any:
        """Nothing is a cue."""
        return np.full((len(states), 2), -9.0, dtype=np.float32)


def spans_of(mentions: Mentions) -> list[tuple[int, int]]:
    """Mentions as (start, end)."""
    return list(zip(mentions.start.tolist(), mentions.end.tolist(), strict=True))


def clusters_of(mentions: Mentions, coreference: Coreference) -> list[set[tuple[int, int]]]:
    """Clusters as sets of (start, end)."""
    found: dict[int, set[tuple[int, int]]] = {}
    for span, number in zip(spans_of(mentions), coreference.cluster.tolist(), strict=True):
        found.setdefault(number, set()).add(span)
    return list(found.values())


def evaluate_litbank(model: Model, examples: list[Example]) -> dict[str, float]:
    """Mentions, entities, events and coreference with predicted and with gold mentions, in points."""
    network: Any = TorchNetwork(model)
    link = CoreferenceAnnotator(network)
    total = {name: PRF(0, 0, 0) for name in ("mentions", "typed", "entities", "events")}
    predicted, with_gold = Conll(), Conll()
    for example in examples:
        document, gold = example.document, example.labels["gold"]
        labels = example.labels["coreference"]
        encoding = encode(document, network, progress=silent)
        mentions = choose(encoding)
        rows = list(
            zip(
                mentions.start.tolist(),
                mentions.end.tolist(),
                mentions.type.tolist(),
                mentions.form.tolist(),
                strict=True,
            )
        )
        theirs = labels.mentions
        gold_rows = list(
            zip(theirs.start.tolist(), theirs.end.tolist(), theirs.type.tolist(), theirs.form.tolist(), strict=True)
        )
        total["mentions"] += f1({r[:2] for r in gold_rows}, {r[:2] for r in rows})
        total["typed"] += f1(set(gold_rows), set(rows))
        total["entities"] += f1(set(gold.entities), {(s, e, ENTITY_TYPES[t]) for s, e, t, form in rows if form != 2})
        layers = Layers(encoding=encoding, mentions=mentions, quotations=labels.quotations)
        events = EventAnnotator()(document, layers, progress=silent)
        total["events"] += f1(set(gold.events), set(events.start.tolist()))
        predicted.add(gold.clusters(), clusters_of(mentions, link(document, layers, progress=silent)))
        given = np.stack([theirs.start, theirs.end], axis=1).astype(np.int64)
        encoding = encode(document, network, given=given, progress=silent)
        layers = Layers(encoding=encoding, mentions=theirs, quotations=labels.quotations)
        with_gold.add(gold.clusters(), clusters_of(theirs, link(document, layers, progress=silent)))
    out = {name: 100 * value.f1 for name, value in total.items()}
    return out | {"coreference": 100 * predicted.f1, "coreference gold": 100 * with_gold.f1}


@torch.inference_mode()
def evaluate_syntax(model: Model, examples: list[Example]) -> dict[str, float]:
    """Part-of-speech and verb-form accuracy, in percent of words (of verbs for the second)."""
    from training.tasks.syntax import N_UPOS, N_VERBS
    from undertow.inference import pieces

    right = np.zeros(2)
    counts = np.zeros(2)
    model.eval()
    for example in examples:
        columns = pieces().columns(example.document.words())
        reading = model.read(columns, example.document.sentences[:, 1])
        upos, verb = model.heads["syntax"](reading.kept).split([N_UPOS, N_VERBS], dim=-1)
        gold = example.labels["syntax"]
        verbs = gold[:, 1] > 0
        right += (
            (upos.argmax(1).cpu().numpy() == gold[:, 0]).sum(),
            (verb.argmax(1).cpu().numpy() == gold[:, 1])[verbs].sum(),
        )
        counts += len(gold), verbs.sum()
    upos_score, verb_score = 100 * right / counts
    return {"upos": float(upos_score), "verb form": float(verb_score)}


SCORES = {"litbank": evaluate_litbank, "ewt": evaluate_syntax}
