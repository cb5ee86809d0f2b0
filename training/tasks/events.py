"""Realis events: is this word the trigger of something that happens? (Sims, Park and Bamman 2019)."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class EventHead(nn.Module):
    """Vectors of words [..., hidden] to log-odds [...]."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(hidden, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, 1)
        )

    def forward(self, vectors: Tensor) -> Tensor:
        return self.layers(vectors).squeeze(-1)


class EventTask:
    """Binary cross-entropy over all words."""

    def build(self, hidden: int) -> nn.Module:
        return EventHead(hidden)

    def loss(self, model: Any, reading: Any, example: Any, shared: dict[str, Any]) -> Tensor:
        scores = model.heads["events"](reading.kept)
        gold = torch.from_numpy(example.labels["events"]).to(scores.device)
        return 10.0 * F.binary_cross_entropy_with_logits(scores, gold)
