"""Stage 1: adapt the base encoder to fiction by predicting masked words (Devlin et al. 2019), whole words at a time.

In: novels as plain text. Out: an encoder that has read fiction, and that knows what the shape of a word tells.
Books that stand in a development set are left out by name.
"""

import logging
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder import Encoder, load_base
from training.words import MASK, rough_words, straighten
from undertow.inference.pieces import CLS, SEP, Pieces

log = logging.getLogger("training")


class MaskedWords(nn.Module):
    """Predict word-pieces from vectors, with the output tied to the input embedding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        hidden = encoder.config.hidden
        self.dense = nn.Linear(hidden, hidden)
        nn.init.eye_(self.dense.weight)
        nn.init.zeros_(self.dense.bias)
        self.norm = nn.LayerNorm(hidden)
        self.bias = nn.Parameter(torch.zeros(encoder.config.vocabulary))

    def forward(self, vectors: Tensor, embedding: Tensor) -> Tensor:
        return F.linear(self.norm(F.gelu(self.dense(vectors))), embedding, self.bias)


def read_books(gold: Path, leave_out: list[str]) -> list[list[str]]:
    """Read the novels of `fiction/` and the training novels of `pdnc/` as words."""
    files = sorted((gold / "fiction").glob("*.txt"))
    train = (gold / "pdnc" / "train.ids").read_text().split()
    files += [gold / "pdnc" / "data" / name / "novel_text.txt" for name in train]
    kept = [f for f in files if not any(name in str(f) for name in leave_out)]
    return [rough_words(f.read_text(encoding="utf-8")) for f in kept]


def windows(books: list[list[str]], pieces: Pieces, length: int, rng: random.Random) -> Iterator[Tensor]:
    """Yield for ever windows [3, length] at random places: ids as read, ids to predict (-100: not asked), shapes."""
    weights = [len(b) for b in books]
    while True:
        book = rng.choices(books, weights)[0]
        start = rng.randrange(max(1, len(book) - length))
        ids, asked, shapes = [CLS], [-100], [0]
        for word in straighten(book[start : start + length], rng, 0.3):
            word_ids, word_shape = pieces.word(word)
            if len(ids) + len(word_ids) >= length:
                break
            chosen = rng.random() < 0.18
            dice = rng.random()
            for i in word_ids:
                hidden = MASK if dice < 0.8 else rng.randrange(1000, 30000) if dice < 0.9 else i
                ids.append(hidden if chosen else i)
                asked.append(i if chosen else -100)
                shapes.append(0 if chosen and dice < 0.4 else word_shape)
        pad = length - len(ids)
        yield torch.tensor([ids + [SEP] * pad, asked + [-100] * pad, shapes + [0] * pad])


def adapt(config: dict[str, Any], gold: Path, base: Path, out: Path) -> None:
    """Run the stage and save the encoder's weights in `out`."""
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    encoder = load_base(base / "model.safetensors").to(device).train()
    head = MaskedWords(encoder).to(device)
    books = read_books(gold, config["leave_out"])
    log.info("adapt: %d books, %d words", len(books), sum(map(len, books)))
    pieces = Pieces(base / "tokenizer.json")
    stream = windows(books, pieces, config["length"], rng)
    parameters = list(encoder.parameters()) + list(head.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=config["lr"], betas=(0.9, 0.98), weight_decay=0.01)
    steps, warm, horizon = config["steps"], config["warmup"], config["horizon"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.02 + 0.98 * (1 + math.cos(math.pi * min(1, s / horizon))) / 2)
    )
    mean, began = 0.0, time.monotonic()
    for step in range(1, steps + 1):
        ids, asked, shapes = torch.stack([next(stream) for _ in range(config["batch"])]).unbind(1)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            vectors = encoder(ids.to(device), shapes.to(device))
            asked = asked.to(device)
            wanted = asked != -100
            loss = F.cross_entropy(head(vectors[wanted], encoder.words.weight).float(), asked[wanted])
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 25 == 0 or step == 1:
            log.info("adapt: step %d of %d, loss %.3f, %.0f s", step, steps, mean, time.monotonic() - began)
        if step % 200 == 0:
            torch.save(encoder.state_dict(), out)
    torch.save(encoder.state_dict(), out)
