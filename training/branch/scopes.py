"""Negation looked at closely: of one word in its sentence, is it a cue, and what is in its scope?

Few words have the form of a cue (undertow.layers.cue_forms). Each of them is read again, with its sentence, by
blocks that know which word is asked about: what is in the scope of one "not" is not in that of another. They are told
where the others stand in the tree of the sentence, as the grammar has read it (undertow.layers.scope_features).
"""

import copy
import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from training.branch.learn import Reader, follow
from training.branch.model import HIDDEN, Trunk, TrunkConfig
from training.branch.texts import Text
from training.encoder import Encoder
from undertow.layers.cue_forms import cue_lengths
from undertow.layers.scope_features import SIZES, scope_features

log = logging.getLogger("training")

NOT_ASKED = -100.0
CLOSE = 96  # width of what decides
OF_WORDS = 6  # the first features, of each word; the blocks see the others by themselves


class Features(nn.Module):
    """The first features [..., len(SIZES)] to a sum of their embeddings [..., width]."""

    def __init__(self, width: int, spread: float, first: int = len(SIZES)) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size in SIZES[:first])
        for table in self.tables:
            nn.init.normal_(table.weight, std=spread)

    def forward(self, features: Tensor) -> Tensor:
        return torch.stack([table(features[..., i]) for i, table in enumerate(self.tables)]).sum(0)


class TreeReader(nn.Module):
    """Features [..., len(SIZES)] to log-odds [...] that a word is in the scope: what can be told without words."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.features, self.norm = Features(width, 0.15), nn.LayerNorm(width)
        self.middle, self.out = nn.Linear(width, width), nn.Linear(width, 1)
        self.dropout = nn.Dropout(0.3)

    def forward(self, features: Tensor) -> Tensor:
        x = self.dropout(F.gelu(self.norm(self.features(features))))
        return self.out(x + self.dropout(F.gelu(self.middle(x)))).squeeze(-1)


class Scopes(nn.Module):
    """States [n, words, HIDDEN] of sentences and `asked` [n, words] (1: this word, 0: not) to log-odds [n, words, 2]:
    that the word asked about is a cue (told at that word), and that each word is in its scope.

    What the tree tells enters twice: before the blocks, and where it is decided. Of a scope, the mean of what is read
    so and of what the tree alone tells is taken: with few sentences to learn from, the two err in different places.
    """

    def __init__(self, config: TrunkConfig) -> None:
        super().__init__()
        self.trunk = Trunk(config)
        self.mark = nn.Parameter(torch.randn(HIDDEN) * 0.3)
        self.before, self.behind = Features(HIDDEN, 0.05, OF_WORDS), Features(CLOSE, 0.3, OF_WORDS)
        self.close = nn.Linear(HIDDEN, CLOSE)
        self.dropout = nn.Dropout(0.2)
        self.out, self.out_close = nn.Linear(HIDDEN, 2), nn.Linear(CLOSE, 2)
        self.tree = TreeReader()

    def start_from(self, encoder: Encoder, grammar: Trunk) -> None:
        """Begin with blocks of an encoder, and the last of them as the trunk of the grammar has learned them."""
        self.trunk.start_from(encoder)
        assert self.trunk.positions is not None
        assert grammar.positions is not None
        self.trunk.positions.load_state_dict(grammar.positions.state_dict())
        n = len(grammar.blocks)
        for block, learned in zip(self.trunk.blocks[-n:], grammar.blocks, strict=True):
            block.load_state_dict(learned.state_dict())

    def forward(self, states: Tensor, asked: Tensor, features: Tensor) -> Tensor:
        cue, scope = self.look(states, asked, features).unbind(-1)
        return torch.stack([cue, (scope + self.tree(features)) / 2], dim=-1)

    def look(self, states: Tensor, asked: Tensor, features: Tensor, inside: Tensor | None = None) -> Tensor:
        """Read without the reader of trees; `inside` [n, words] is 0 where there is padding."""
        member = torch.ones_like(asked)[:, None] if inside is None else inside[:, None]
        x = self.trunk(states + asked[:, :, None] * self.mark + self.before(features), member)
        close = self.dropout(F.gelu(self.close(x) + self.behind(features)))
        return self.out(x) + self.out_close(close)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A word of a text that may be a cue: its sentence, and the words in its scope (None: it is no cue)."""

    text: Text
    start: int
    end: int
    cue: tuple[int, ...]
    scope: np.ndarray | None
    features: np.ndarray


def questions(text: Text) -> list[Question]:
    """All cues of a text, and the words that look as cues do and are none."""
    assert text.cue is not None and text.tree is not None
    made = []
    starts = text.sentences[:, 0]

    def ask(cue: tuple[int, ...], scope: np.ndarray | None) -> None:
        start, end = text.sentences[np.searchsorted(starts, cue[0], side="right") - 1].tolist()
        heads, relations, upos = (text.tree[start:end] - [start, 0, 0]).T.tolist()
        features = scope_features(heads, relations, upos, cue[0] - start)
        made.append(Question(text, start, end, cue, scope, features))

    scopes = dict(text.scopes)
    for word in np.flatnonzero(text.cue == 1).tolist():
        last = word + 1
        while last < len(text.cue) and text.cue[last] == 2:
            last += 1
        ask(tuple(range(word, last)), scopes.get(word, np.zeros(0, dtype=np.int64)))
    for i in np.flatnonzero((cue_lengths(text.words) > 0) & (text.cue == 0)).tolist():
        ask((i,), None)
    return made


def batches(asked: list[Question], reader: Reader, size: int, rng: random.Random) -> Iterator[dict[str, Tensor]]:
    """Yield batches of some `size` words, of sentences of about one length."""
    order = sorted(rng.sample(asked, len(asked)), key=lambda q: q.end - q.start + rng.random() * 6)
    chosen: list[list[Question]] = [[]]
    for question in order:
        if sum(q.end - q.start for q in chosen[-1]) >= size:
            chosen.append([])
        chosen[-1].append(question)
    for batch in rng.sample(chosen, len(chosen)):
        width = max(q.end - q.start for q in batch)
        states = np.zeros((len(batch), width, HIDDEN), dtype=np.float32)
        marks, inside = np.zeros((2, len(batch), width), dtype=np.float32)
        features = np.zeros((len(batch), width, len(SIZES)), dtype=np.int64)
        gold = np.full((len(batch), width, 2), NOT_ASKED, dtype=np.float32)
        for i, q in enumerate(batch):
            n = q.end - q.start
            cue = np.asarray(q.cue) - q.start
            states[i, :n] = reader.of(q.text, rng)[q.start : q.end]
            marks[i, cue], inside[i, :n], features[i, :n] = 1.0, 1.0, q.features
            gold[i, cue, 0] = float(q.scope is not None)
            if q.scope is not None and q.text.scopes:
                gold[i, :n, 1] = 0.0
                gold[i, q.scope[(q.scope >= q.start) & (q.scope < q.end)] - q.start, 1] = 1.0
        columns = {"states": states, "asked": marks, "features": features, "inside": inside, "gold": gold}
        yield {name: torch.from_numpy(np.ascontiguousarray(column)) for name, column in columns.items()}


def learn_tree(reader: TreeReader, cues: list[Question], config: dict[str, Any]) -> None:
    """Train the reader of trees on all words of the sentences of cues, each word alone."""
    torch.manual_seed(config["seed"])
    device = next(reader.parameters()).device
    features = torch.from_numpy(np.concatenate([q.features for q in cues])).to(device)
    inside = [np.isin(np.arange(q.start, q.end), q.scope) for q in cues]
    gold = torch.from_numpy(np.concatenate(inside).astype(np.float32)).to(device)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=config["lr"], weight_decay=0.01)
    total = config["epochs"] * (len(gold) // config["batch"] + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: max(0.02, 1.0 - s / total))
    reader.train()
    for _ in range(config["epochs"]):
        for chosen in torch.randperm(len(gold)).split(config["batch"]):
            loss = F.binary_cross_entropy_with_logits(reader(features[chosen]), gold[chosen])
            loss.backward()
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
    log.info("scopes: the tree alone, %d words, last loss %.3f", len(gold), loss.item())


def learn_scopes(
    part: Scopes,
    texts: Sequence[Text],
    reader: Reader,
    config: dict[str, Any],
    *,
    score: Callable[[Scopes], dict[str, float]],
) -> Scopes:
    """Train `part` on all questions of the texts; return the average of its weights."""
    asked = [q for text in texts for q in questions(text)]
    log.info("scopes: %d questions, %d cues", len(asked), sum(q.scope is not None for q in asked))
    learn_tree(part.tree, [q for q in asked if q.scope is not None and q.text.scopes], config["tree"])
    rng = random.Random(config["order"])
    torch.manual_seed(config["order"])
    device = next(part.parameters()).device
    average = copy.deepcopy(part)
    blocks = list(part.trunk.blocks.parameters())
    fresh = [p for name, p in part.named_parameters() if not name.startswith(("trunk.blocks.", "tree."))]
    optimiser = torch.optim.AdamW(
        [{"params": blocks, "lr": config["lr"]}, {"params": fresh, "lr": config["lr_heads"]}], weight_decay=0.01
    )
    total = config["epochs"] * sum(q.end - q.start for q in asked) / config["batch"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / config["warmup"], max(0.02, 1.0 - s / total))
    )
    step, began = 0, time.monotonic()
    for epoch in range(1, config["epochs"] + 1):
        part.train()
        seen: dict[str, list[float]] = defaultdict(list)
        for batch in batches(asked, reader, config["batch"], rng):
            step += 1
            on = {name: column.to(device) for name, column in batch.items()}
            with torch.autocast(device.type, dtype=torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
                read = part.look(on["states"], on["asked"], on["features"], on["inside"]).float()
            loss = torch.zeros((), device=device)
            for axis, name in enumerate(("cue", "scope")):
                known = on["gold"][..., axis] != NOT_ASKED
                if known.any():
                    found = F.binary_cross_entropy_with_logits(read[..., axis][known], on["gold"][..., axis][known])
                    seen[name].append(found.item())
                    loss = loss + found
            loss.backward()
            nn.utils.clip_grad_norm_(part.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            follow(average, part, min(config["average"], step / (step + 10)))
        means = ", ".join(f"{name} {np.mean(values):.3f}" for name, values in seen.items())
        log.info("scopes: epoch %d of %d, %.0f s: %s", epoch, config["epochs"], time.monotonic() - began, means)
        if epoch % config["score_every"] == 0 or epoch == config["epochs"]:
            log.info("dev %s", ", ".join(f"{k} {v:.4f}" for k, v in score(average).items()))
    return average.eval()
