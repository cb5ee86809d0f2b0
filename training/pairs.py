"""The scorer of coreference for short texts: made of `pairs.onnx`, on the encoder that the package has.

LitBank's excerpts are all of old novels. This one learns from short passages of our own in many manners
(`data/who.txt`), where two men or two women of one trade, one house or one quarrel stand side by side, and it is told
what mentions do in their sentences (`undertow.layers.coreference_roles`).
"""

import copy
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bench.corpora.marked import MarkedPassage, read_passages
from training.evaluate import silent
from training.examples import read_litbank
from training.export import write_catalogue, write_pairs
from training.folders import Folders
from training.released import load_pairs
from training.tasks.coreference import PairHead, antecedent_loss
from training.train import follow
from undertow import Document
from undertow.document.build import build_document
from undertow.inference.catalogue import released_model
from undertow.layers import Branch, Layers, Mentions, Quotations
from undertow.layers.coreference import near_pairs
from undertow.layers.coreference_features import mention_columns
from undertow.layers.coreference_roles import ALL_SIZES, all_features, role_columns
from undertow.layers.encoding import encode
from undertow.layers.quotations import QuotationAnnotator
from undertow.source.load import load_text

DATA = Path(__file__).parent / "data"
log = logging.getLogger("training")


def train_pairs(config: dict[str, Any], folders: Folders) -> None:
    """Tune the scorer that lies in `out`, and write what comes of it beside it."""
    from undertow.inference import released

    network = released()
    excerpts = list(read_excerpts(folders.gold, "train", network))
    passages = list(read_marked(DATA / "who.txt", network))
    log.info("pairs: %d excerpts, %d passages", len(excerpts), len(passages))
    head = tune(load_pairs(folders.out / "pairs.onnx", ALL_SIZES), excerpts, passages, config)
    torch.save(head.state_dict(), folders.run / "pairs.pt")
    write_pairs(head, ALL_SIZES, folders.out / "short_pairs.onnx")
    write_catalogue(released_model().name, folders.out)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A document as the encoder of the package reads it, with who is who where that is known."""

    name: str
    document: Document
    quotations: Quotations
    candidates: Mentions  # confidence: the log-odds of a mention
    vectors: np.ndarray  # [n_candidates, .]
    branch: Branch
    cluster: np.ndarray  # [n_candidates] -1 where it is no mention of the gold


def read_document(
    name: str, document: Document, gold: dict[tuple[int, int], int], quotations: Quotations, network: Any
) -> Read:
    """Let the encoder of the package read a document; `gold` maps spans of tokens to clusters."""
    given = np.asarray(sorted(gold), dtype=np.int64).reshape(-1, 2)
    encoding = encode(document, network, given=given, progress=silent)
    spans = list(zip(encoding.start.tolist(), encoding.end.tolist(), strict=True))
    candidates = Mentions(
        encoding.start,
        encoding.end,
        encoding.type_scores.argmax(1).astype(np.int8),
        encoding.form_scores.argmax(1).astype(np.int8),
        encoding.score,
    )
    cluster = np.asarray([gold.get(span, -1) for span in spans])
    return Read(name, document, quotations, candidates, encoding.vectors, encoding.branch, cluster)


def spans_of(document: Document, passage: MarkedPassage) -> dict[tuple[int, int], int]:
    """The mentions of a passage as spans of tokens, with the number of who it is."""
    numbers: dict[str, int] = {}
    found: dict[tuple[int, int], int] = {}
    for start, end, who in passage.mentions:
        first = int(np.searchsorted(document.token_start, start))
        last = int(np.searchsorted(document.token_end, end, side="right"))
        if first < last:
            found.setdefault((first, last), numbers.setdefault(who, len(numbers)))
    return found


def read_marked(path: Path, network: Any) -> Iterator[Read]:
    """Our passages."""
    for passage in read_passages(path):
        document = build_document(load_text(passage.text))
        quotations = QuotationAnnotator()(document, Layers(), progress=silent)
        yield read_document(passage.title, document, spans_of(document, passage), quotations, network)


def read_excerpts(gold: Path, split: str, network: Any) -> Iterator[Read]:
    """LitBank's excerpts."""
    for example in read_litbank(gold, split):
        labels = example.labels["coreference"]
        spans = zip(labels.mentions.start.tolist(), labels.mentions.end.tolist(), strict=True)
        known = dict(zip(spans, labels.cluster.tolist(), strict=True))
        yield read_document(example.name, example.document, known, labels.quotations, network)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """All pairs of some mentions of a document."""

    later: Tensor  # [n_pairs] mentions
    earlier: Tensor
    vectors: Tensor  # [n_mentions, .]
    features: Tensor  # [n_pairs, len(ALL_SIZES)]
    same: Tensor  # [n_pairs]


def step_of(read: Read, least: float | None = None) -> Step:
    """The mentions of the gold; with false ones of these log-odds at `least` among them, which are alone."""
    chosen = read.cluster >= 0
    if least is not None:
        chosen |= read.candidates.confidence > least
    rows = np.flatnonzero(chosen)
    cluster = np.where(read.cluster[rows] >= 0, read.cluster[rows], -1 - rows)
    c = read.candidates
    mentions = Mentions(*(column[rows] for column in (c.start, c.end, c.type, c.form, c.confidence)))
    columns = mention_columns(read.document, mentions, read.quotations)
    pairs = near_pairs(len(rows), 0, len(rows), look_back=len(rows))
    roles = role_columns(read.document, columns, read.branch)
    features = all_features(columns, roles, pairs.later, pairs.earlier)
    same = cluster[pairs.later] == cluster[pairs.earlier]
    made = (pairs.later, pairs.earlier, read.vectors[rows], features.astype(np.int16), same)
    return Step(*map(torch.from_numpy, made))


def loss_of(head: PairHead, step: Step) -> Tensor:
    """What is wrong about the antecedents of a step."""
    scores = head(step.vectors[step.later], step.vectors[step.earlier], step.features.long())
    return antecedent_loss(scores, step.later, step.earlier, step.same, len(step.vectors))


def tune(head: PairHead, excerpts: Sequence[Read], passages: Sequence[Read], config: dict[str, Any]) -> PairHead:
    """Train the scorer and return the average of its weights.

    The encoder has learned from the excerpts, so that their vectors give answers away that no other text's do: they are
    there to keep what the scorer began with, and stand behind the passages.
    """
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    average = copy.deepcopy(head).eval()
    excerpts = excerpts[:: config["every_excerpt"]]
    kinds = (None, *config["least"])
    known = {read: [step_of(read, least) for least in kinds] for read in (*excerpts, *passages)}
    others = [p for name, p in head.named_parameters() if name != "features.weight"]
    optimiser = torch.optim.AdamW(
        [{"params": [head.features.weight], "lr": config["lr_features"]}, {"params": others, "lr": config["lr"]}],
        weight_decay=config["weight_decay"],
    )
    for epoch in range(1, config["epochs"] + 1):
        head.train()
        total: dict[str, list[float]] = {"excerpts": [], "passages": []}
        steps = [("excerpts", [read]) for read in excerpts]
        often = [*passages] * config["passages"]
        shuffled = rng.sample(often, len(often))
        steps += [("passages", shuffled[i : i + config["at_once"]]) for i in range(0, len(shuffled), config["at_once"])]
        for kind, some in rng.sample(steps, len(steps)):
            loss = torch.stack([loss_of(head, rng.choice(known[read])) for read in some]).mean()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            follow(average, head, config["average"])
            total[kind].append(float(loss.detach()))
        log.info("pairs, epoch %d: %s", epoch, ", ".join(f"{k} {np.mean(v):.4f}" for k, v in total.items() if v))
    return average
