"""Whom 'he' and 'I' mean: the examples for the head of `layers/speech_head.py`, and the fit.

In come conversations, the vectors of their mentions and the weights of the chain, which stay; out come a scorer of
pairs and a weight for each kind of pointing word. The scorer begins as the one of coreference, and all of it is learned
by the likelihood of the gold speakers under the chain: nobody says which pair is right.
"""

import copy
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.export import write_catalogue, write_pairs
from training.released import load_pairs
from training.speech.chain import Batch, Steps
from training.speech.heard import Heard
from training.tasks.coreference import PairHead
from training.train import follow
from undertow.inference.catalogue import model_folder, released_model
from undertow.layers.coreference_clusters import SHARPNESS
from undertow.layers.coreference_features import SIZES, pair_features
from undertow.layers.speech_conversation import N_CANDIDATES
from undertow.layers.speech_head import HIGHEST, LEAST, NOTHING, POINTERS, Scorer, pairs_of

EPOCHS, RATE, RATE_WEIGHTS, DECAY = 6, 5e-4, 0.02, 1e-3
LONGEST, SIZE = 20, 8  # turns of a piece of a conversation, pieces of a step
AVERAGE = 0.98  # weight of the past in the moving average, a step
FIRST_WEIGHTS = (0.2, 0.1, 0.0)  # of POINTERS
log = logging.getLogger("conversations")


@dataclass(frozen=True, slots=True, eq=False)
class Pointed:
    """The pairs of some novels, turns numbered through."""

    vectors: Tensor  # [n_mentions, width]
    later: Tensor  # [n_pairs] mentions
    earlier: Tensor
    features: Tensor  # [n_pairs, len(SIZES)]
    slot: Tensor  # [n_pairs] of a turn's [candidate, pointer]
    bounds: Tensor  # [n_turns + 1] pairs


def pointed(novels: Iterable[Heard]) -> Pointed:
    """Compare what points at somebody with who is near, in each novel."""
    columns: list[list[np.ndarray]] = [[] for _ in range(5)]
    counts: list[np.ndarray] = []
    n_mentions = 0
    for heard in novels:
        later, earlier, slots = pairs_of(heard.conversation)
        features = pair_features(heard.conversation.frame.people.columns, later, earlier).astype(np.int16)
        turn, slot = np.divmod(slots, N_CANDIDATES * len(POINTERS))
        counts.append(np.bincount(turn, minlength=len(heard.conversation.turns)))
        rows = (heard.vectors, later + n_mentions, earlier + n_mentions, features, slot)
        for column, some in zip(columns, rows, strict=True):
            column.append(some)
        n_mentions += len(heard.vectors)
    bounds = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
    return Pointed(*(torch.from_numpy(np.concatenate(column)) for column in columns), torch.from_numpy(bounds))


class Head(nn.Module):
    """Turns by number to what is added to the score of each candidate: `speech_head.shares`, in PyTorch."""

    def __init__(self, pair: PairHead) -> None:
        super().__init__()
        self.pair = pair
        self.weights = nn.Parameter(torch.tensor(FIRST_WEIGHTS))

    def forward(self, pairs: Pointed, turns: Tensor) -> Tensor:
        low, n = pairs.bounds[turns], pairs.bounds[turns + 1] - pairs.bounds[turns]
        total = int(n.sum())
        row = torch.repeat_interleave(torch.arange(len(turns)), n)
        at = torch.repeat_interleave(low - n.cumsum(0) + n, n) + torch.arange(total)
        later, earlier = pairs.vectors[pairs.later[at]], pairs.vectors[pairs.earlier[at]]
        scores = self.pair(later, earlier, pairs.features[at].long())
        raw = (SHARPNESS * scores.clamp(max=HIGHEST)).exp()
        width = N_CANDIDATES * len(POINTERS)
        sums = torch.zeros(len(turns) * width).index_add(0, row * width + pairs.slot[at], raw)
        sums = sums.view(len(turns), N_CANDIDATES, len(POINTERS))
        share = (sums + NOTHING).log()
        share = (share - share.logsumexp(1, keepdim=True)).clamp(min=LEAST)
        return ((share * (sums.sum(1, keepdim=True) > 0)) * self.weights).sum(2)


def pieces(data: Sequence[Steps]) -> list[tuple[list[Steps], list[int]]]:
    """Pieces of conversations, those of like length together, with the numbers of their turns."""
    cut: list[tuple[Steps, list[int]]] = []
    number = 0
    for steps in data:
        for first in range(0, len(steps), LONGEST):
            some = steps[first : first + LONGEST]
            cut.append((some, list(range(number + first, number + first + len(some)))))
        number += len(steps)
    cut.sort(key=lambda piece: len(piece[0]))
    groups = [cut[first : first + SIZE] for first in range(0, len(cut), SIZE)]
    return [([steps for steps, _ in group], [k for _, numbers in group for k in numbers]) for group in groups]


def fit_head(data: Sequence[Steps], pairs: Pointed, w: Mapping[str, float]) -> tuple[PairHead, dict[str, float]]:
    """Maximise the likelihood of the gold speakers; `data` holds all turns that `pairs` numbers, in order."""
    torch.manual_seed(0)
    fixed = torch.tensor(list(w.values()))
    index = {name: i for i, name in enumerate(w)}
    batches = [(Batch(some, index), torch.tensor(numbers)) for some, numbers in pieces(data)]
    head = Head(load_pairs(model_folder() / "pairs.onnx"))
    average = copy.deepcopy(head)
    groups = [{"params": head.pair.parameters(), "lr": RATE, "weight_decay": DECAY}]
    optimiser = torch.optim.AdamW([*groups, {"params": [head.weights], "lr": RATE_WEIGHTS, "weight_decay": 0.0}])
    order = torch.Generator().manual_seed(0)
    n_known = sum(step.right is not None for steps in data for step in steps)
    for epoch in range(EPOCHS):
        total = 0.0
        for i in torch.randperm(len(batches), generator=order).tolist():
            batch, turns = batches[i]
            unary = batch.unary(fixed)
            unary = unary.masked_scatter(batch.real[:, :, None], unary[batch.real] + head(pairs, turns))
            loss = (batch.log_total(unary, fixed, gold=False) - batch.log_total(unary, fixed, gold=True)).sum()
            total += float(loss.detach())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 20.0)
            optimiser.step()
            follow(average, head, AVERAGE)
        log.info("head, epoch %d: loss %.4f a turn", epoch + 1, total / n_known)
    return average.pair.eval(), dict(zip(POINTERS, average.weights.tolist(), strict=True))


def scorer(pair: PairHead) -> Scorer:
    """The scorer as the package sees it."""

    @torch.no_grad()
    def score(later: np.ndarray, earlier: np.ndarray, features: np.ndarray) -> np.ndarray:
        return np.asarray(pair(torch.from_numpy(later), torch.from_numpy(earlier), torch.from_numpy(features)))

    return score


def export_head(pair: PairHead, folder: Path) -> None:
    """Write the graph beside the others, and name it in the catalogue."""
    write_pairs(pair, SIZES, folder / "speech.onnx")
    write_catalogue(released_model().name, folder)
