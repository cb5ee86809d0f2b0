"""Mentions: which spans refer, what kind of thing to, in which form. Nested spans are spans like any other.

Two looks. The first scores every span of a window by its first and last word (a rotary bilinear form, Su et al. 2022,
"Global Pointer"); the second looks at the few that are left, with the mean of their words and their width.
"""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from undertow.inference.network import WIDTHS
from undertow.layers import ENTITY_TYPES, FORMS

DEPTH = 64  # of the bilinear form
VECTOR, PAIR = 96, 128  # sizes of the projection for coreference: see training/tasks/coreference.py


class MentionHead(nn.Module):
    """Holds both looks; `first_look` and `second_look` are exported to the two graphs."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.2)
        self.ends = nn.Linear(hidden, 2 * DEPTH)
        self.biases = nn.Linear(hidden, 2)
        angle = torch.arange(512)[:, None] / 10000 ** (torch.arange(0, DEPTH, 2) / DEPTH)
        self.register_buffer("cos", angle.cos().repeat_interleave(2, dim=1), persistent=False)
        self.register_buffer("sin", angle.sin().repeat_interleave(2, dim=1), persistent=False)
        self.widths = nn.Embedding(WIDTHS + 1, 32)
        self.trunk = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(3 * hidden + 32, 384), nn.GELU(), nn.LayerNorm(384), nn.Dropout(0.2)
        )
        self.out = nn.Linear(384, 1 + len(ENTITY_TYPES) + len(FORMS))
        self.vector = nn.Linear(384, VECTOR)
        self.later, self.earlier = nn.Linear(384, PAIR), nn.Linear(384, PAIR)

    def _rotate(self, x: Tensor) -> Tensor:
        turned = torch.stack([-x[..., 1::2], x[..., ::2]], dim=-1).flatten(-2)
        n = x.shape[1]
        return x * self.cos[:n] + turned * self.sin[:n]

    def first_look(self, vectors: Tensor) -> Tensor:
        """Vectors of words [n, words, hidden] to scores [n, words, words] of first and last word."""
        vectors = self.dropout(vectors)
        first, last = self.ends(vectors).split(DEPTH, dim=-1)
        bias = self.biases(vectors)
        scores = self._rotate(first) @ self._rotate(last).transpose(1, 2) / DEPTH**0.5
        return scores + bias[:, :, :1] + bias[:, :, 1:].transpose(1, 2) - 4.0  # most spans are none

    def second_look(self, first: Tensor, last: Tensor, mean: Tensor, width: Tensor) -> tuple[Tensor, ...]:
        """Spans to score [n], types [n, 6], forms [n, 3], projection [n, VECTOR + 2 * PAIR]."""
        x = self.look(first, last, mean, width)
        score, types, forms = self.out(x).split([1, len(ENTITY_TYPES), len(FORMS)], dim=-1)
        return score.squeeze(-1), types, forms, self.project(x)

    def look(self, first: Tensor, last: Tensor, mean: Tensor, width: Tensor) -> Tensor:
        """Spans to vectors [n, hidden] from which everything is read."""
        return self.trunk(torch.cat([first, last, mean, self.widths(width.clamp(max=WIDTHS))], dim=-1))

    def project(self, seen: Tensor) -> Tensor:
        """What coreference compares [n, VECTOR + 2 * PAIR]."""
        return torch.cat([self.vector(seen), self.later(seen), self.earlier(seen)], dim=-1)


def span_inputs(vectors: Tensor, spans: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What the second look takes, for spans [n, 3] of (window, start, end) in the windows' words."""
    row, start, end = spans.unbind(1)
    sums = F.pad(vectors.cumsum(1), (0, 0, 1, 0))
    width = end - start
    mean = (sums[row, end] - sums[row, start]) / width[:, None]
    return vectors[row, start], vectors[row, end - 1], mean, width


class MentionTask:
    """Leaves in `shared` the candidates, where the gold mentions are among them, and their projections."""

    def build(self, hidden: int) -> nn.Module:
        return MentionHead(hidden)

    def loss(self, model: Any, reading: Any, example: Any, shared: dict[str, Any]) -> Tensor:
        head: MentionHead = model.heads["mentions"]
        scores = head.first_look(reading.vectors)  # [n_windows, words, words]
        valid = torch.from_numpy(valid_spans(reading.windows, scores.shape[1])).to(scores.device)
        mentions = example.labels["mentions"]
        gold, index = locate(reading.windows, np.stack([mentions.start, mentions.end], axis=1))
        target = torch.zeros_like(scores)
        gold_t = torch.from_numpy(gold).to(scores.device)
        target[gold_t[:, 0], gold_t[:, 1], gold_t[:, 2] - 1] = 1
        n = max(1, len(gold))
        rough = F.binary_cross_entropy_with_logits(scores[valid], target[valid], reduction="sum") / n

        likely = valid & ((scores.detach() > -2.5) | (target > 0))
        spans = likely.nonzero()
        spans[:, 2] += 1
        truth = target[likely]
        score, types, forms, vectors = head.second_look(*span_inputs(reading.vectors, spans))
        score = score + scores[likely].detach()
        close = F.binary_cross_entropy_with_logits(score, truth, reduction="sum") / n
        order = gold_order(spans.cpu().numpy(), gold)  # position of each gold mention among the candidates
        order_t = torch.from_numpy(order).to(scores.device)
        kind = torch.from_numpy(mentions.type.astype(np.int64)[index]).to(scores.device)
        form = torch.from_numpy(mentions.form.astype(np.int64)[index]).to(scores.device)
        labels = F.cross_entropy(types[order_t], kind) + F.cross_entropy(forms[order_t], form)
        shared.update(spans=spans, score=score.detach(), vectors=vectors, types=types.detach(), forms=forms.detach())
        shared.update(gold_at=order, gold_index=index)
        return rough + close + labels


def valid_spans(windows: Any, words: int) -> np.ndarray:
    """Mark [n_windows, words, words] the spans that start in the kept range and end in the window."""
    valid = np.zeros((len(windows), words, words), dtype=np.bool_)
    for row, w in enumerate(windows):
        valid[row, w.keep_start - w.start : w.keep_end - w.start, : w.end - w.start] = True
    return np.triu(valid)


def locate(windows: Any, spans: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Spans [n, 2] of the document as (window, start, end) in the windows, and which of them lie whole in one."""
    ends = np.asarray([w.keep_end for w in windows])
    row = np.searchsorted(ends, spans[:, 0], side="right")
    start = np.asarray([w.start for w in windows])[row]
    inside = spans[:, 1] <= np.asarray([w.end for w in windows])[row]
    out = np.stack([row, spans[:, 0] - start, spans[:, 1] - start], axis=1)
    return out[inside].astype(np.int64), np.flatnonzero(inside)


def gold_order(spans: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """The row of `spans` [n, 3], sorted, at which each of `gold` [m, 3] stands."""
    key = lambda s: (s[:, 0] * 1024 + s[:, 1]) * 1024 + s[:, 2]  # noqa: E731
    return np.searchsorted(key(spans), key(gold))
