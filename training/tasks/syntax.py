"""Part of speech and verb form of each word (UD): it teaches the encoder where phrases and verbs are."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

N_UPOS, N_VERBS = 17, 9


class SyntaxTask:
    """Cross-entropy over two labels a word."""

    def build(self, hidden: int) -> nn.Module:
        return nn.Sequential(nn.Dropout(0.1), nn.Linear(hidden, N_UPOS + N_VERBS))

    def loss(self, model: Any, reading: Any, example: Any, shared: dict[str, Any]) -> Tensor:
        upos, verb = model.heads["syntax"](reading.kept).split([N_UPOS, N_VERBS], dim=-1)
        gold = torch.from_numpy(example.labels["syntax"]).to(upos.device)
        return F.cross_entropy(upos, gold[:, 0]) + F.cross_entropy(verb, gold[:, 1])
