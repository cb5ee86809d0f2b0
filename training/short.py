"""The second look at short texts: who is a person, and who is who, with the whole text before the eyes.

LitBank's excerpts are all of old novels. This part learns from short passages of our own in many manners
(`data/who.txt`), where two men or two women of one trade, one house or one quarrel stand side by side. Blocks of the
encoder go on from its states of words, and a scorer of pairs is told what mentions do in their sentences
(`undertow.layers.coreference_roles`). All of it is learned together; the encoder does not change.
"""

import copy
import logging
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bench.corpora.marked import MarkedPassage, read_passages
from training.branch.learn import narrow
from training.branch.model import HIDDEN
from training.branch.states import States
from training.encoder import Block, EncoderConfig
from training.evaluate import silent
from training.examples import read_litbank
from training.export import quantise, write_catalogue, write_graph, write_pairs
from training.folders import Folders
from training.released import load_pairs, load_released, released_weights
from training.tasks.coreference import PairHead, antecedent_loss
from training.tasks.mentions import MentionHead, span_inputs
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

PASSAGES = Path(__file__).parent / "data" / "who.txt"
HALVES = ("short-even", "short-odd")  # readers that learned from every second passage, from the first or the second on
DEPTHS = 4  # states of the encoder, after its blocks -1, 1, 3, 5, side by side
AFTER = 2  # of them: where the blocks go on from
BLOCKS = 2  # those of the encoder that follow there
log = logging.getLogger("training")


def train_short(config: dict[str, Any], folders: Folders) -> None:
    """Train the second look on the encoder that lies in `out`, and write it there.

    Two more readers learn from half of the passages each, so that `training.conversations short` sees passages read by
    one that has not learned from them. What was trained in this run is taken again.
    """
    from undertow.inference import released

    network = released()
    states = States(folders.out / "words.onnx", ["states"], folders.run / "states")
    passages = [examples_of(read, states, config["least"]) for read in read_marked(PASSAGES, network)]
    read = list(read_excerpts(folders.gold, "train", network))[:: config["every_excerpt"]]
    excerpts = [examples_of(one, states, config["least"]) for one in read]
    log.info("short: %d excerpts, %d passages", len(excerpts), len(passages))
    for name, some in (("short", passages), (HALVES[0], passages[::2]), (HALVES[1], passages[1::2])):
        path = folders.run / f"{name}.pt"
        if not path.exists():
            reader = ShortReader(config["dropout"])
            reader.start_from(folders.out)
            torch.save(tune(reader, excerpts, some, config).state_dict(), path)
    export_short(load_short(folders.run / "short.pt"), folders.out)
    write_catalogue(released_model().name, folders.out)


def load_short(path: Path) -> "ShortReader":
    """A reader that was trained in a run."""
    reader = ShortReader()
    reader.load_state_dict(torch.load(path))
    return reader.eval()


class ShortReader(nn.Module):
    """States of the words of a text to persons and vectors of spans, and `pair` for two of these."""

    def __init__(self, dropout: float = 0.15) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(Block(EncoderConfig(dropout=dropout)) for _ in range(BLOCKS))
        self.mix = nn.Linear((DEPTHS + 1) * HIDDEN, HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.spans = MentionHead(HIDDEN)
        self.person = nn.Linear(HIDDEN, 1)
        self.certainty = nn.Parameter(torch.tensor(1.0))  # of the log-odds that come in
        self.pair = PairHead(ALL_SIZES)

    @torch.no_grad()
    def start_from(self, model: Path) -> None:
        """Begin with what the graphs in a folder do: `words.onnx`, `spans.onnx`, `pairs.onnx`."""
        encoder = load_released(model / "words.onnx")
        for block, known in zip(self.blocks, encoder.blocks[-BLOCKS:], strict=True):
            block.load_state_dict(known.state_dict())
        same = torch.eye(HIDDEN) / 2  # the last states, and what the blocks here make of those before: the same
        self.mix.weight.zero_()
        self.mix.weight[:, -HIDDEN:] = self.mix.weight[:, -2 * HIDDEN : -HIDDEN] = same
        for layer in (self.mix.bias, self.person.weight, self.person.bias):
            layer.zero_()
        self.spans.load_state_dict(self.spans.state_dict() | released_weights(model / "spans.onnx", "head"))
        self.pair.load_state_dict(load_pairs(model / "pairs.onnx", ALL_SIZES).state_dict())

    def forward(self, states: Tensor, start: Tensor, end: Tensor, score: Tensor) -> tuple[Tensor, Tensor]:
        """States [1, n_words, DEPTHS * HIDDEN] and spans [n_spans] with their log-odds of a mention: log-odds that each
        is one of a person [n_spans], and vectors [n_spans, VECTOR + 2 * PAIR].
        """
        x = self.dropout(states[:, :, AFTER * HIDDEN : (AFTER + 1) * HIDDEN])
        for block in self.blocks:
            x = block(x, None)
        words = self.dropout(self.mix(torch.cat([self.dropout(states), x], dim=-1)))
        first, last, mean, width = span_inputs(words, torch.stack([torch.zeros_like(start), start, end], dim=1))
        seen = self.spans.look(first[None], last[None], mean[None], width[None])  # as matrices: they are kept in 8 bits
        person = self.certainty * score + self.person(seen)[0].squeeze(-1)
        return person, self.spans.project(seen)[0]


class WithReader:
    """A network that reads short texts with a reader of a run."""

    def __init__(self, network: Any, reader: ShortReader) -> None:
        self._network, self._reader = network, reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    @torch.inference_mode()
    def read_short(self, states: np.ndarray, start: np.ndarray, end: np.ndarray, score: np.ndarray) -> Any:
        given = (torch.from_numpy(column) for column in (states[None], start, end, score))
        return tuple(read.numpy() for read in self._reader(*given))

    @torch.inference_mode()
    def read_short_pairs(self, later: np.ndarray, earlier: np.ndarray, features: np.ndarray) -> Any:
        return self._reader.pair(*map(torch.from_numpy, (later, earlier, features))).numpy()


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A document as the encoder of the package reads it, with who is who where that is known."""

    name: str
    document: Document
    quotations: Quotations
    candidates: Mentions  # confidence: the log-odds of a mention
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
    return Read(name, document, quotations, candidates, encoding.branch, cluster)


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

    rows: Tensor  # [n_mentions] candidates
    later: Tensor  # [n_pairs] mentions
    earlier: Tensor
    features: Tensor  # [n_pairs, len(ALL_SIZES)]
    same: Tensor  # [n_pairs]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A document, or a part of one, to learn from."""

    states: Tensor  # [n_words, DEPTHS * HIDDEN] in half precision
    start: Tensor  # [n_candidates]
    end: Tensor
    score: Tensor  # [n_candidates] log-odds of a mention
    marked: Tensor  # [n_candidates] 1 where it is a mention of the gold, else 0
    steps: tuple[Step, ...]  # with more false mentions or fewer


def examples_of(read: Read, states: States, least: Sequence[float]) -> Example:
    """Lay a document out: the mentions of the gold alone, and with false ones of these log-odds at least."""
    c = read.candidates
    columns = (
        states.of(read.document.words(), read.document.sentences),
        c.start.astype(np.int64),
        c.end.astype(np.int64),
        c.confidence.astype(np.float32),
        (read.cluster >= 0).astype(np.float32),
    )
    return Example(*map(torch.from_numpy, columns), tuple(step_of(read, some) for some in (None, *least)))


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
    features = all_features(columns, pairs.later, pairs.earlier, roles)
    same = cluster[pairs.later] == cluster[pairs.earlier]
    return Step(*map(torch.from_numpy, (rows, pairs.later, pairs.earlier, features.astype(np.int16), same)))


def part_of(example: Example, first: int, last: int) -> Example:
    """The words `first` to `last` of a document, as if they were all of it."""
    inside = (example.start >= first) & (example.end <= last)
    place = inside.cumsum(0) - 1
    steps = []
    for step in example.steps:
        kept = inside[step.rows]
        at, pairs = kept.cumsum(0) - 1, kept[step.later] & kept[step.earlier]
        steps.append(
            Step(
                place[step.rows[kept]],
                at[step.later[pairs]],
                at[step.earlier[pairs]],
                step.features[pairs],
                step.same[pairs],
            )
        )
    columns = (example.start[inside] - first, example.end[inside] - first, example.score[inside])
    return Example(example.states[first:last], *columns, example.marked[inside], tuple(steps))


def losses(reader: ShortReader, example: Example, step: Step) -> tuple[Tensor, Tensor]:
    """What is wrong about the antecedents of a step, and about which candidates are mentions at all."""
    device = reader.certainty.device
    given = (example.states.float()[None], example.start, example.end, example.score, example.marked)
    *spans, marked = (column.to(device) for column in given)
    rows, later, earlier, features, same = (
        column.to(device) for column in (step.rows, step.later, step.earlier, step.features.long(), step.same)
    )
    person, vectors = reader(*spans)
    vectors = vectors[rows]
    scores = reader.pair(vectors[later], vectors[earlier], features).float()
    who = antecedent_loss(scores, later, earlier, same, len(rows))
    wrong = F.binary_cross_entropy_with_logits(person.float(), marked, reduction="sum")
    return who, wrong / marked.sum().clamp(min=1.0)


def loss_of(reader: ShortReader, example: Example, step: Step, mentions: float) -> Tensor:
    """Both losses, the second as much as `mentions` says; a part of a text may have no mention at all."""
    who, wrong = losses(reader, example, step)
    return who + mentions * wrong if len(step.rows) else mentions * wrong


def tune(
    reader: ShortReader, excerpts: Sequence[Example], passages: Sequence[Example], config: dict[str, Any]
) -> ShortReader:
    """Train the reader and return the average of its weights.

    The encoder has learned from the excerpts, so that its states give answers away that no other text's do: they are
    there to keep what the reader began with, a part of each an epoch, and stand behind the passages. Which of their
    mentions are persons, they do not say.
    """
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    reader = reader.to(device)
    average = copy.deepcopy(reader).eval()
    named = list(reader.named_parameters())
    groups = {"lr": [p for n, p in named if n.startswith("blocks.")]}
    groups["lr_features"] = [p for n, p in named if n == "pair.features.weight"]
    groups["lr_heads"] = [p for n, p in named if not n.startswith("blocks.") and n != "pair.features.weight"]
    optimiser = torch.optim.AdamW(
        [{"params": params, "lr": config[name]} for name, params in groups.items()],
        weight_decay=config["weight_decay"],
        betas=(0.9, 0.98),
    )
    at_once, warm = config["at_once"], config["warmup"]
    total = config["epochs"] * (math.ceil(len(passages) / at_once) + len(excerpts))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.05 + 0.95 * (1 + math.cos(math.pi * min(1.0, s / total))) / 2)
    )
    step = 0
    for epoch in range(1, config["epochs"] + 1):
        reader.train()
        seen: dict[str, list[float]] = {"excerpts": [], "passages": []}
        shuffled = rng.sample(passages, len(passages))
        steps = [("passages", shuffled[i : i + at_once]) for i in range(0, len(shuffled), at_once)]
        steps += [("excerpts", [some_of(excerpt, config["words"], rng)]) for excerpt in excerpts]
        for kind, some in rng.sample(steps, len(steps)):
            value = 0.0
            for example in some:
                with narrow(device):
                    mentions = config["mentions"] if kind == "passages" else 0.0
                    loss = loss_of(reader, example, rng.choice(example.steps), mentions) / len(some)
                loss.backward()
                value += float(loss.detach())
            step += 1
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            follow(average, reader, min(config["average"], step / (step + 10)))
            seen[kind].append(value)
        log.info("short, epoch %d: %s", epoch, ", ".join(f"{k} {np.mean(v):.4f}" for k, v in seen.items() if v))
    return average.cpu().eval()


def some_of(example: Example, words: int, rng: random.Random) -> Example:
    """Some words in a row of a long document."""
    first = rng.randrange(max(1, len(example.states) - words + 1))
    return part_of(example, first, min(len(example.states), first + words))


def export_short(reader: ShortReader, out: Path) -> None:
    """Write `short.onnx` and `short_pairs.onnx` into `out`."""
    start = torch.tensor([0, 2, 2])
    inputs = {"states": torch.randn(1, 12, DEPTHS * HIDDEN), "start": start, "end": start + 1, "score": torch.zeros(3)}
    axes: dict[str, Any] = {name: {0: "spans"} for name in ("start", "end", "score", "person", "vectors")}
    axes["states"] = {1: "words"}
    with tempfile.TemporaryDirectory() as scratch:
        wide = Path(scratch) / "wide.onnx"
        write_graph(reader, inputs, ["person", "vectors"], axes, wide)
        quantise(wide, out / "short.onnx", within=("/blocks", "/mix", "/trunk", "/vector", "/later", "/earlier"))
    write_pairs(reader.pair, ALL_SIZES, out / "short_pairs.onnx")
