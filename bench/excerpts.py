"""The LitBank scores: what undertow reads in an excerpt beside what the annotators wrote.

A LitBank document and the wire format of the stories that undertow made of its words come in; counts go out, which add
up over documents (micro average).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.corpora.litbank import LitBankDocument
from bench.scores import PRF, Conll, f1
from undertow.layers import ENTITY_TYPES, FORMS, Mentions


@dataclass(slots=True)
class Scores:
    """The scores of a corpus: `add` each document, then read."""

    mentions: PRF = field(default_factory=PRF)
    mentions_type_form: PRF = field(default_factory=PRF)
    mentions_no_pronouns: PRF = field(default_factory=PRF)
    entities: PRF = field(default_factory=PRF)
    events: PRF = field(default_factory=PRF)
    coreference: Conll = field(default_factory=Conll)
    coreference_gold: Conll = field(default_factory=Conll)

    def add(self, gold: LitBankDocument, read: dict[str, Any], read_given: dict[str, Any]) -> None:
        """Add a document: `read` from its words alone, `read_given` with the gold mentions."""
        for story in (read, read_given):
            if len(story["tokens"]["start_char"]) != len(gold.words):
                raise ValueError(f"{gold.name}: undertow's tokens are not the words that it was given")
        mentions = read["mentions"]
        self.mentions += f1({(m.start, m.end) for m in gold.mentions}, {(m["start"], m["end"]) for m in mentions})
        self.mentions_type_form += f1(
            {(m.start, m.end, m.type, m.form) for m in gold.mentions},
            {(m["start"], m["end"], m["type"], m["form"]) for m in mentions},
        )
        no_pronouns = {(m["start"], m["end"], m["type"]) for m in mentions if m["form"] != "pronominal"}
        self.mentions_no_pronouns += f1(
            {(m.start, m.end, m.type) for m in gold.mentions if m.form != "pronominal"}, no_pronouns
        )
        self.entities += f1(gold.entities, no_pronouns)
        self.events += f1({(i, i + 1) for i in gold.events}, {(e["start"], e["end"]) for e in read["events"]})
        self.coreference.add(gold.clusters(), clusters(mentions))
        self.coreference_gold.add(gold.clusters(), clusters(read_given["mentions"]))

    def numbers(self) -> dict[str, dict[str, float]]:
        """Return precision, recall and F1 of each score; CoNLL has F1 alone."""
        numbers = {}
        for name in ("mentions", "mentions_type_form", "mentions_no_pronouns", "entities", "events"):
            numbers[name] = _prf(getattr(self, name))
        for name in ("coreference", "coreference_gold"):
            score: Conll = getattr(self, name)
            numbers[name] = {"f1": score.f1}
            for metric in ("muc", "b_cubed", "ceaf_e"):
                numbers[f"{name}_{metric}"] = _prf(getattr(score, metric))
        return numbers


def _prf(score: PRF) -> dict[str, float]:
    return {"precision": score.precision, "recall": score.recall, "f1": score.f1}


def clusters(mentions: Iterable[dict[str, Any]]) -> list[set[tuple[int, int]]]:
    """Group mentions by the entity that they refer to; one without an entity stands alone."""
    found: dict[object, set[tuple[int, int]]] = {}
    for mention in mentions:
        entity = mention["entity_id"]
        span = (mention["start"], mention["end"])
        found.setdefault(span if entity is None else entity, set()).add(span)
    return list(found.values())


def gold_mentions(gold: LitBankDocument) -> Mentions:
    """Give the gold mentions the form of a layer."""
    return Mentions(
        start=np.array([m.start for m in gold.mentions], np.int32),
        end=np.array([m.end for m in gold.mentions], np.int32),
        type=np.array([ENTITY_TYPES.index(m.type) for m in gold.mentions], np.int8),
        form=np.array([FORMS.index(m.form) for m in gold.mentions], np.int8),
        confidence=np.ones(len(gold.mentions), np.float32),
    )
