"""Coreference: for each mention, which earlier ones are the same entity (mention ranking, Lee et al. 2017).

Trained on gold mentions and, as often, on gold mentions with the model's own false ones among them, which must learn
to stay alone.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.tasks.mentions import PAIR, VECTOR
from undertow.layers import Mentions
from undertow.layers.coreference import near_pairs
from undertow.layers.coreference_features import SIZES, mention_columns, pair_features


class PairHead(nn.Module):
    """Projections [n, VECTOR + 2 * PAIR] of two spans and features [n, len(sizes)] to log-odds [n]."""

    def __init__(self, sizes: tuple[int, ...] = SIZES) -> None:
        super().__init__()
        self.together = nn.Linear(VECTOR, PAIR)
        self.features = nn.Embedding(sum(sizes), PAIR)
        nn.init.normal_(self.features.weight, std=0.05)
        self.register_buffer("offsets", torch.tensor([0, *np.cumsum(sizes)[:-1]]), persistent=False)
        self.dropout = nn.Dropout(0.2)
        self.middle = nn.Linear(PAIR, 64)
        self.out = nn.Linear(64, 1)

    def forward(self, later: Tensor, earlier: Tensor, features: Tensor) -> Tensor:
        x = later[:, VECTOR : VECTOR + PAIR] + earlier[:, VECTOR + PAIR :]
        x = x + self.together(later[:, :VECTOR] * earlier[:, :VECTOR])
        x = x + self.features(features + self.offsets).sum(1)
        return self.out(torch.relu(self.middle(self.dropout(torch.relu(x))))).squeeze(-1)


def antecedent_loss(scores: Tensor, later: Tensor, earlier: Tensor, same: Tensor, n: int) -> Tensor:
    """Marginal log-likelihood of the right antecedents of `n` mentions, the sign turned; "none" scores 0.

    Pairs [n_pairs] of mentions have scores, and `same` where both are one entity.
    """
    table = torch.full((n, n + 1), -1e4, device=scores.device)
    table[later, earlier] = scores
    table[:, n] = 0.0
    right = torch.zeros((n, n + 1), dtype=torch.bool, device=scores.device)
    right[later, earlier] = same
    right[:, n] = ~right.any(1)
    return (table.logsumexp(1) - table.masked_fill(~right, -1e4).logsumexp(1)).mean()


class CoreferenceTask:
    """Marginal log-likelihood of the right antecedents."""

    def build(self, hidden: int) -> nn.Module:
        return PairHead()

    def loss(self, model: Any, reading: Any, example: Any, shared: dict[str, Any]) -> Tensor:
        labels = example.labels["coreference"]
        mentions, at, cluster = with_false_ones(labels, reading.windows, shared, model.training)
        columns = mention_columns(example.document, mentions, labels.quotations)
        pairs = near_pairs(len(at), 0, len(at), look_back=len(at))
        vectors = shared["vectors"][torch.from_numpy(at).to(model.device)]
        later, earlier = (torch.from_numpy(x).to(model.device) for x in (pairs.later, pairs.earlier))
        features = torch.from_numpy(pair_features(columns, pairs.later, pairs.earlier)).to(model.device)
        scores = model.heads["coreference"](vectors[later], vectors[earlier], features)
        same = torch.from_numpy(cluster[pairs.later] == cluster[pairs.earlier]).to(model.device)
        return antecedent_loss(scores, later, earlier, same, len(at))


def with_false_ones(
    labels: Any, windows: Any, shared: dict[str, Any], training: bool
) -> tuple[Mentions, np.ndarray, np.ndarray]:
    """Gold mentions, half of the time with likely false ones: the mentions, their candidate rows, their clusters."""
    spans = shared["spans"].cpu().numpy()
    start = np.asarray([w.start for w in windows])[spans[:, 0]]
    gold_at, index = shared["gold_at"], shared["gold_index"]
    chosen = np.zeros(len(spans), dtype=np.bool_)
    cluster = -1 - np.arange(len(spans))  # a false mention is alone
    chosen[gold_at] = True
    cluster[gold_at] = labels.cluster[index]
    types = shared["types"].argmax(1).cpu().numpy()
    forms = shared["forms"].argmax(1).cpu().numpy()
    if training and np.random.random() < 0.6:
        chosen |= shared["score"].cpu().numpy() > -0.5
    else:
        types[gold_at] = labels.mentions.type[index]
        forms[gold_at] = labels.mentions.form[index]
    rows = np.flatnonzero(chosen)
    spans, start = spans[rows], start[rows]
    order = np.lexsort((-spans[:, 2], spans[:, 1] + start))
    rows = rows[order]
    column = lambda x, kind: x[order].astype(kind)  # noqa: E731
    mentions = Mentions(
        column(spans[:, 1] + start, np.int32),
        column(spans[:, 2] + start, np.int32),
        types[rows].astype(np.int8),
        forms[rows].astype(np.int8),
        np.ones(len(rows), dtype=np.float32),
    )
    return mentions, rows, cluster[rows]
