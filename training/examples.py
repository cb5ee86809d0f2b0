"""What is trained on: documents with the labels that their corpus has. A corpus is a reader that returns examples."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.corpora import litbank
from undertow import Document
from undertow.layers import ENTITY_TYPES, FORMS, Layers, Mentions, Quotations
from undertow.layers.quotations import QuotationAnnotator


@dataclass(frozen=True, slots=True)
class Example:
    """A document and its labels by the name of the task that learns from them."""

    name: str
    document: Document
    labels: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class CoreferenceLabels:
    """Gold mentions, their clusters, and the quotations that the features look at."""

    mentions: Mentions
    cluster: np.ndarray  # [n_mentions]
    quotations: Quotations


def gold_mentions(document: litbank.LitBankDocument) -> Mentions:
    """The gold mentions as the layer that the product has."""
    columns = [(m.start, m.end, ENTITY_TYPES.index(m.type), FORMS.index(m.form)) for m in document.mentions]
    start, end, type_, form = np.asarray(columns, dtype=np.int32).reshape(-1, 4).T
    return Mentions(start, end, type_.astype(np.int8), form.astype(np.int8), np.ones(len(columns), dtype=np.float32))


def read_litbank(gold: Path, split: str) -> list[Example]:
    """LitBank excerpts: mentions, events, coreference."""
    folder = gold / "litbank"
    examples = []
    for item in litbank.read(folder, litbank.read_ids(folder / f"{split}.ids")):
        document = Document.from_sentences(item.sentences)
        events = np.zeros(document.n_tokens, dtype=np.float32)
        events[list(item.events)] = 1
        mentions = gold_mentions(item)
        quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
        labels = {
            "mentions": mentions,
            "events": events,
            "coreference": CoreferenceLabels(mentions, np.asarray([m.cluster for m in item.mentions]), quotations),
            "gold": item,
        }
        examples.append(Example(item.name, document, labels))
    return examples


UPOS = ("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X").split()
VERBS = ["", "Fin Past", "Fin Pres", "Fin", "Inf", "Ger", "Part Past", "Part Pres", "Part"]


def verb_label(feats: str) -> int:
    """The form of a verb (index into VERBS) from UD features."""
    known = dict(f.split("=", 1) for f in feats.split("|") if "=" in f)
    form = known.get("VerbForm", "")
    full = f"{form} {known.get('Tense', '')}".strip()
    return VERBS.index(full) if full in VERBS else VERBS.index(form) if form in VERBS else 0


def read_ewt(gold: Path, split: str) -> list[Example]:
    """UD English Web Treebank: part of speech and verb form of each word, in pieces of some 2,000 words."""
    text = (gold / "ewt" / f"en_ewt-ud-{split}.conllu").read_text(encoding="utf-8")
    examples: list[Example] = []
    sentences: list[list[str]] = []
    tags: list[tuple[int, int]] = []
    for block in text.strip().split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        rows = [r for r in rows if r[0].isdigit()]
        sentences.append([r[1].replace(" ", "").replace("\u00a0", "") or "_" for r in rows])
        tags.extend((UPOS.index(r[3]), verb_label(r[5])) for r in rows)
        if len(tags) > 2000:
            name = f"ewt-{split}-{len(examples)}"
            examples.append(Example(name, Document.from_sentences(sentences), {"syntax": np.asarray(tags)}))
            sentences, tags = [], []
    return examples


CORPORA: dict[str, Callable[[Path, str], list[Example]]] = {"litbank": read_litbank, "ewt": read_ewt}
