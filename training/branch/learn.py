"""Learn a part of the branch on states of words that no longer change.

What is kept is a moving average of the weights, as in `training.train`.
"""

import copy
import logging
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from training.branch.batches import Batch, batches, runs_of
from training.branch.states import DeeperStates, States
from training.branch.texts import Text, curly

log = logging.getLogger("training")


Losses = Callable[[Any, Batch], dict[str, torch.Tensor]]


class Reader:
    """Gives the states of texts, those of `columns`, and keeps in memory what is asked for again and again."""

    def __init__(self, states: States | DeeperStates, columns: Sequence[int]) -> None:
        self._states, self._columns = states, list(columns)
        self._known: dict[Text, tuple[np.ndarray, np.ndarray]] = {}

    def plain(self, text: Text) -> np.ndarray:
        """The states of a text as it is."""
        return self._states.of(text.words, text.sentences)[:, self._columns]

    def of(self, text: Text, rng: random.Random) -> np.ndarray:
        """The states of a text to learn from, in one dress or the other."""
        if text not in self._known:
            plain = self.plain(text)
            # texts for affect stay as they are: half of them have the marks of printed books already
            dressed = plain
            if text.grammar is not None or text.cue is not None:
                dressed = self._states.of(curly(text.words), text.sentences)[:, self._columns]
            self._known[text] = (plain, dressed)
        return self._known[text][rng.random() < 0.5]


def learn(
    part: Any,
    losses: Losses,
    texts: Sequence[Text],
    reader: Reader,
    config: dict[str, Any],
    *,
    score: Callable[[Any], dict[str, float]] | None = None,
) -> Any:
    """Train `part`, which has a trunk, and return the average of its weights; `score` is asked now and then."""
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    device = next(part.parameters()).device
    average = copy.deepcopy(part)
    words = sum(len(t.words) * config["shares"].get(t.corpus, 1.0) for t in texts)
    total = max(1, int(config["epochs"] * words / config["batch"]))
    fresh = [p for name, p in part.named_parameters() if not name.startswith("trunk.blocks.")]
    known = list(part.trunk.blocks.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": known, "lr": config["lr"]}, {"params": fresh, "lr": config["lr_heads"]}],
        weight_decay=config["weight_decay"],
        betas=(0.9, 0.98),
        fused=True,
    )
    warm = config["warmup"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.02 + 0.98 * (1 + math.cos(math.pi * min(1.0, s / total))) / 2)
    )
    step, began = 0, time.monotonic()
    for epoch in range(1, config["epochs"] + 1):
        part.train()
        seen: dict[str, list[float]] = defaultdict(list)
        for batch in batches(chosen_runs(texts, reader, config, epoch, rng), config["batch"], rng):
            step += 1
            if step % 50 == 0:
                log.info("step %d of %d, %.0f s", step, total, time.monotonic() - began)
            found = learn_from(part, losses, to_device(batch, device), config["weights"])
            for name, value in found.items():
                seen[name].append(value)
            nn.utils.clip_grad_norm_(part.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            follow(average, part, min(config["average"], step / (step + 10)))
        means = ", ".join(f"{name} {np.mean(values):.3f}" for name, values in seen.items())
        log.info("epoch %d of %d, %.0f s: %s", epoch, config["epochs"], time.monotonic() - began, means)
        if score and (epoch % config["score_every"] == 0 or epoch == config["epochs"]):
            log.info("dev %s", ", ".join(f"{k} {v:.4f}" for k, v in score(average).items()))
    return average.eval()


def chosen_runs(texts: Sequence[Text], reader: Reader, config: dict[str, Any], epoch: int, rng: random.Random) -> Any:
    """The runs of an epoch: of each corpus the share that the config gives it, as often as that is."""
    runs = []
    longest = config.get("longest") or rng.choice((96, 128, 160))  # of one length, for what is shorter is padded
    for text in texts:
        share = config["shares"].get(text.corpus, 1.0)
        for _ in range(int(share) + (rng.random() < share % 1)):
            runs += runs_of(text, reader.of(text, rng), rng, longest=longest, most=config["run"])
    return runs


def learn_from(part: Any, losses: Losses, batch: Batch, weights: dict[str, float]) -> dict[str, float]:
    """Add the gradients of a batch; return its losses."""
    wide = batch.states.device.type == "cpu" and not has_narrow(batch.states.device)
    # on a CPU, in 32 bits, the plain form of attention is twice as fast as the fused one, at this length
    attention = sdpa_kernel(SDPBackend.MATH) if wide else nullcontext()
    with narrow(batch.states.device), attention:
        found = losses(part, batch)
    if found:
        torch.stack([weights[name] * loss for name, loss in found.items()]).sum().backward()
    return {name: loss.item() for name, loss in found.items()}


def narrow(device: torch.device) -> torch.autocast:
    """Products in 16 bits, where the processor has them; a CPU that has not is many times slower with them."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_narrow(device))


def has_narrow(device: torch.device) -> bool:
    """Whether the processor has products in 16 bits."""
    return device.type == "cuda" or bool(torch.cpu._is_avx512_bf16_supported())


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The batch on another device."""
    columns = {name: getattr(batch, name).to(device) for name in Batch.__dataclass_fields__}
    return Batch(**columns)


@torch.no_grad()
def follow(average: nn.Module, part: nn.Module, share: float) -> None:
    """Move the average towards the part: average * share + part * (1 - share)."""
    torch._foreach_lerp_(list(average.parameters()), list(part.parameters()), 1 - share)
