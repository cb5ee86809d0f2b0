"""Stage 2: all tasks together, one document a step; the weights that are kept are a moving average of the last ones."""

import copy
import logging
import math
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from training.encoder import Encoder
from training.evaluate import SCORES
from training.examples import CORPORA, Example
from training.model import Model
from undertow.inference import pieces

log = logging.getLogger("training")

LENGTH, KEEP = (
    384,
    (220, 317),
)  # windows in training: longer than when reading, since all of their words are learned from


def parameter_groups(model: Model, config: dict[str, Any]) -> list[dict[str, Any]]:
    """Learning rates: the top layer of the encoder has `lr`, each one below `decay` times that of the one above it."""
    depth = len(model.encoder.blocks)
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("encoder.blocks."):
            rate = config["lr"] * config["decay"] ** (depth - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.shapes"):
            rate = config["lr"]
        elif name.startswith("encoder."):
            rate = config["lr"] * config["decay"] ** depth
        else:
            rate = config["lr_heads"]
        groups.setdefault(rate, []).append(parameter)
    return [{"params": p, "lr": rate} for rate, p in groups.items()]


def order_of(
    corpora: dict[str, list[Example]], shares: dict[str, float], epoch: int, rng: random.Random
) -> list[Example]:
    """The examples of one epoch: of each corpus the share that the config gives it, shuffled."""
    chosen = []
    for name, examples in corpora.items():
        share = shares[name]
        chosen += rng.sample(examples, max(1, round(share * len(examples)))) if share < 1 else examples
    return rng.sample(chosen, len(chosen))


def train(config: dict[str, Any], gold: Path, start: Path, out: Path) -> None:
    """Train from the adapted encoder in `start`; save the averaged weights in `out` after each round of scores."""
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    np.random.seed(config["seed"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    encoder = Encoder()
    encoder.load_state_dict(torch.load(start))
    model = Model(encoder, config["tasks"]).to(device)
    average = copy.deepcopy(model)
    shares = config["corpora"]
    training = {name: CORPORA[name](gold, "train") for name in shares}
    dev = {name: CORPORA[name](gold, "dev") for name in shares}
    optimiser = torch.optim.AdamW(parameter_groups(model, config), weight_decay=0.01, betas=(0.9, 0.98))
    per_epoch = len(order_of(training, shares, 0, random.Random(0)))
    total = per_epoch * config["epochs"]
    warm = config["warmup"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.01 + 0.99 * (1 + math.cos(math.pi * min(1.0, s / total))) / 2)
    )
    step, began = 0, time.monotonic()
    for epoch in range(1, config["epochs"] + 1):
        losses: dict[str, list[float]] = {}
        model.train()
        for example in order_of(training, shares, epoch, rng):
            step += 1
            learn(model, example, config["weights"], rng, losses)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            follow(average, model, min(config["average"], step / (step + 10)))
        means = ", ".join(f"{name} {np.mean(values):.3f}" for name, values in losses.items())
        log.info("epoch %d of %d, %.0f s: %s", epoch, config["epochs"], time.monotonic() - began, means)
        if epoch % config["score_every"] == 0 or epoch == config["epochs"]:
            torch.save(average.state_dict(), out)
            for name, examples in dev.items():
                scores = SCORES[name](average, examples)
                log.info("dev %s: %s", name, ", ".join(f"{k} {v:.2f}" for k, v in scores.items()))


def learn(
    model: Model, example: Example, weights: dict[str, float], rng: random.Random, losses: dict[str, list[float]]
) -> None:
    """Add the gradients of one document."""
    columns = pieces().columns(example.document.words())
    # windows that fall differently each time: every word is seen in many contexts
    keep = rng.randrange(*KEEP)
    reading = model.read(columns, example.document.sentences[:, 1], keep=keep, length=LENGTH)
    shared: dict[str, Any] = {}
    loss = torch.zeros((), device=model.device)
    for name, task in model.tasks.items():
        if name in example.labels:
            part = task.loss(model, reading, example, shared)
            losses.setdefault(name, []).append(part.item())
            loss = loss + weights[name] * part
    loss.backward()


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module, share: float) -> None:
    """Move the average towards the model: average * share + model * (1 - share)."""
    for a, b in zip(average.parameters(), model.parameters(), strict=True):
        a.lerp_(b, 1 - share)
