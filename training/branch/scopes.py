"""Negation looked at closely: of one word in its sentence, is it a cue, and what is in its scope?

Few words have the form of a cue (undertow.layers.cue_forms). Each of them is read again, with its sentence, by two
blocks that know which word is asked about: what is in the scope of one "not" is not in that of another.
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
from training.branch.model import FAR, HIDDEN, Trunk, TrunkConfig
from training.branch.texts import Text
from undertow.layers.cue_forms import cue_lengths

log = logging.getLogger("training")

NOT_ASKED = -100.0


class Scopes(nn.Module):
    """States [n, words, HIDDEN] of sentences and `asked` [n, words] (1: this word, 0: not) to log-odds [n, words, 2]:
    that the word asked about is a cue (told at that word), and that each word is in its scope."""

    def __init__(self, config: TrunkConfig) -> None:
        super().__init__()
        self.trunk = Trunk(config)
        self.mark = nn.Parameter(torch.randn(HIDDEN) * 0.3)
        self.distance = nn.Embedding(2 * FAR + 1, HIDDEN)  # from the word asked about
        nn.init.normal_(self.distance.weight, std=0.1)
        self.out = nn.Linear(HIDDEN, 2)

    def forward(self, states: Tensor, asked: Tensor, inside: Tensor | None = None) -> Tensor:
        member = torch.ones_like(asked)[:, None] if inside is None else inside[:, None]
        at = torch.arange(asked.shape[1], device=asked.device)
        steps = (at[None, :] - asked.argmax(1)[:, None]).clamp(-FAR, FAR) + FAR
        return self.out(self.trunk(states + asked[:, :, None] * self.mark + self.distance(steps), member))


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A word of a text that may be a cue: its sentence, and the words in its scope (None: it is no cue)."""

    text: Text
    start: int
    end: int
    cue: tuple[int, ...]
    scope: np.ndarray | None


def questions(text: Text) -> list[Question]:
    """All cues of a text, and the words that look as cues do and are none."""
    assert text.cue is not None
    made = []
    starts = text.sentences[:, 0]

    def ask(cue: tuple[int, ...], scope: np.ndarray | None) -> None:
        start, end = text.sentences[np.searchsorted(starts, cue[0], side="right") - 1].tolist()
        made.append(Question(text, start, end, cue, scope))

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
        gold = np.full((len(batch), width, 2), NOT_ASKED, dtype=np.float32)
        for i, q in enumerate(batch):
            n = q.end - q.start
            cue = np.asarray(q.cue) - q.start
            states[i, :n] = reader.of(q.text, rng)[q.start : q.end]
            marks[i, cue], inside[i, :n] = 1.0, 1.0
            gold[i, cue, 0] = float(q.scope is not None)
            if q.scope is not None and q.text.scopes:
                gold[i, :n, 1] = 0.0
                gold[i, q.scope[(q.scope >= q.start) & (q.scope < q.end)] - q.start, 1] = 1.0
        columns = {"states": states, "asked": marks, "inside": inside, "gold": gold}
        yield {name: torch.from_numpy(np.ascontiguousarray(column)) for name, column in columns.items()}


def learn_scopes(
    part: Scopes,
    texts: Sequence[Text],
    reader: Reader,
    config: dict[str, Any],
    *,
    score: Callable[[Scopes], dict[str, float]],
) -> Scopes:
    """Train `part` on all questions of the texts; return the average of its weights."""
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    device = next(part.parameters()).device
    average = copy.deepcopy(part)
    asked = [q for text in texts for q in questions(text)]
    log.info("scopes: %d questions, %d cues", len(asked), sum(q.scope is not None for q in asked))
    blocks = list(part.trunk.blocks.parameters())
    fresh = [p for name, p in part.named_parameters() if not name.startswith("trunk.blocks.")]
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
                read = part(on["states"], on["asked"], on["inside"]).float()
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
