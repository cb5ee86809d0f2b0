"""Who says a line? The examples for the weights of `layers/speech_chain.py`, and the fit.

In come novels up to their conversations, out go the weights of the random field: those under which the gold speakers
are likeliest, conversations taken as wholes (Lafferty et al. 2001). Turns without a gold speaker are summed over.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from undertow.layers.speech_chain import alternation, chains, pair_features
from undertow.layers.speech_conversation import N_CANDIDATES, Conversation
from undertow.layers.speech_head import POINTERS

RARE = 20  # a feature that holds less often gets no weight
EPOCHS, RATE, DECAY = 12, 0.15, 0.2
SIZE = 48  # conversations of a batch
NEVER = -1e4
log = logging.getLogger("conversations")


@dataclass(slots=True)
class Step:
    """A turn as the fit sees it."""

    features: list[dict[str, float]]  # of each candidate
    right: list[bool] | None  # which candidates are the gold speaker; None where that cannot be said
    same: np.ndarray | None = None  # [before, now] one person
    pairs: Sequence[tuple[str, np.ndarray]] = ()
    alternates: str = ""
    again: np.ndarray | None = None  # [two before, now] one person


Steps = list[Step]  # a conversation


class Told(Protocol):
    """Conversations, and who is who in the gold: a novel's (`heard.Heard`) or a passage's (`marked.MarkedHeard`)."""

    conversation: Conversation
    who: list[str]

    @property
    def names(self) -> Any:
        """Has `owners`: whom the words of a mention name."""
        ...

    def speaker(self, quotations: Sequence[int]) -> str:
        """The gold speaker of the quotations of a turn, '' where it cannot be said."""
        ...


def steps_of(heard: Told) -> Iterator[Steps]:
    """The conversations of a text with what is known of them."""
    conversation, names, who = heard.conversation, heard.names, heard.who
    people = conversation.frame.people
    for low, high in chains(conversation):
        steps = []
        for k in range(low, high):
            turn = conversation.turns[k]
            name = heard.speaker(turn.quotations)
            right = [bool(name) and who[person] == name for person in turn.candidates]
            subject = turn.cue.mention
            if name and names.owners(subject):  # the words of a cue are surer than the cluster they fell into
                person = int(people.of_mention[subject])
                right = [
                    name in names.owners(subject) if c == person else r
                    for c, r in zip(turn.candidates, right, strict=True)
                ]
            step = Step(turn.features, right if any(right) else None)
            if k > low:
                step.same, step.pairs = pair_features(conversation, k)
            if k > low + 1:
                step.alternates = alternation(conversation.relation(k - 1), conversation.relation(k))
                earlier = np.array(conversation.turns[k - 2].candidates)
                step.again = earlier[:, None] == np.array(turn.candidates)[None, :]
            steps.append(step)
        yield steps


def names_of(data: Sequence[Steps], rare: int = RARE, near: Collection[str] = ()) -> dict[str, int]:
    """The features that are frequent enough, or that have a weight already, numbered."""
    counts: Counter[str] = Counter()
    for step in (step for steps in data for step in steps):
        for held in step.features:
            counts.update(held.keys())
        counts.update(name for name, _ in step.pairs)
        counts.update([step.alternates] if step.alternates else [])
    for name in POINTERS:  # theirs are fitted with the head
        counts.pop(name, None)
    return {name: i for i, name in enumerate(sorted({name for name, n in counts.items() if n >= rare} | set(near)))}


class Batch:
    """Conversations of about one length, as tensors."""

    def __init__(self, data: Sequence[Steps], index: dict[str, int]) -> None:
        n, longest, k = len(data), max(map(len, data)), N_CANDIDATES
        self.shape = (n, longest)
        self.lengths = torch.tensor([len(steps) for steps in data])
        self.real = torch.arange(longest)[None, :] < self.lengths[:, None]  # the others fill up
        self.there = torch.zeros(n, longest, k, dtype=torch.bool)
        self.there[:, :, 0] = True
        self.right = torch.ones(n, longest, k, dtype=torch.bool)
        self.before = torch.full((n, longest, k), -1)  # which candidate of two turns ago each candidate is
        self.differs = torch.ones(n, longest, k, k)  # [before, now] are two persons
        self.alternates = torch.full((n, longest), -1)
        self.features = torch.zeros(n, longest, k, len(index))
        double: list[tuple[int, int]] = []
        for a, t, step in ((a, t, step) for a, steps in enumerate(data) for t, step in enumerate(steps)):
            m = len(step.features)
            self.there[a, t, :m] = True
            for c, held in enumerate(step.features):
                known = [(index[name], value) for name, value in held.items() if name in index]
                if known:
                    at, values = zip(*known, strict=True)
                    self.features[a, t, c, list(at)] = torch.tensor(values)
            if step.right is not None:
                self.right[a, t] = False
                self.right[a, t, :m] = torch.tensor(step.right)
            if step.same is not None:
                self.differs[a, t, : step.same.shape[0], : step.same.shape[1]] -= torch.from_numpy(step.same * 1.0)
            for name, where in step.pairs:
                if name in index:
                    place = ((a * longest + t) * k + np.argwhere(where)[:, 0]) * k + np.argwhere(where)[:, 1]
                    double += [(p, index[name]) for p in place.tolist()]
            if t > 1 and step.again is not None and step.alternates in index:
                self.alternates[a, t] = index[step.alternates]
                earlier, now = np.nonzero(step.again)
                self.before[a, t, now] = torch.from_numpy(earlier)
        self.double = torch.tensor(double, dtype=torch.long).reshape(-1, 2).T

    def unary(self, w: Tensor) -> Tensor:
        """The score of each candidate by itself [n, longest, N_CANDIDATES]."""
        return self.features @ w

    def log_total(self, unary: Tensor, w: Tensor, *, gold: bool) -> Tensor:
        """The log of the sum over all assignments [n], or over those that agree with the gold."""
        (n, longest), k = self.shape, N_CANDIDATES
        unary = unary.masked_fill(~(self.there & self.right if gold else self.there), NEVER)
        pair = torch.zeros(n * longest * k * k).index_add(0, self.double[0], w[self.double[1]]).view(n, longest, k, k)
        rates = torch.where(self.alternates >= 0, w[self.alternates.clamp(min=0)], torch.zeros(())).expm1()
        holds = (self.before >= 0) * rates[:, :, None]  # [n, longest, now]
        nobody = torch.tensor([0.0] + [NEVER] * (k - 1))
        state = unary[:, 0][:, None, :] + nobody[None, :, None]  # [n, before, now]
        for t in range(1, longest):
            total = torch.logsumexp(state, 1)  # [n, before]
            # of all who may have spoken two turns ago, the one who may speak again counts `rates` times more
            at = self.before[:, t].clamp(min=0)[:, :, None].expand(n, k, k)
            share = (state.gather(1, at) - total[:, None, :]).exp().transpose(1, 2)  # [n, before, now]
            more = torch.log1p(holds[:, t][:, None, :] * self.differs[:, t] * share)
            new = total[:, :, None] + more + pair[:, t] + unary[:, t][:, None, :]
            state = torch.where((t < self.lengths)[:, None, None], new, state)
        return torch.logsumexp(state.reshape(n, -1), 1)


def batches(data: Sequence[Steps], index: dict[str, int]) -> list[Batch]:
    """Conversations of like length together."""
    data = sorted(data, key=len)
    result, start = [], 0
    while start < len(data):
        end = start
        while end < len(data) and end - start < SIZE and len(data[end]) <= 1.3 * len(data[start]) + 3:
            end += 1
        result.append(Batch(data[start:end], index))
        start = end
    return result


def fit_chain(
    data: Sequence[Steps],
    *,
    near: Mapping[str, float] | None = None,
    rare: int = RARE,
    epochs: int = EPOCHS,
    rate: float = RATE,
    decay: float = DECAY,
) -> dict[str, float]:
    """Maximise the likelihood of the gold speakers; weights are kept small, or `near` others."""
    start = near or {}
    index = names_of(data, rare, start)
    parts = batches(data, index)
    n_known = sum(step.right is not None for steps in data for step in steps)
    first = torch.tensor([start.get(name, 0.0) for name in index])
    w = first.clone().requires_grad_()
    optimiser = torch.optim.Adam([w], lr=rate)
    order = torch.Generator().manual_seed(0)
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = rate * (1 - epoch / epochs) + rate / 30
        total = 0.0
        for i in torch.randperm(len(parts), generator=order).tolist():
            unary = parts[i].unary(w)
            loss = (parts[i].log_total(unary, w, gold=False) - parts[i].log_total(unary, w, gold=True)).sum()
            total += float(loss.detach())
            optimiser.zero_grad()
            (loss + decay * ((w - first) ** 2).sum() / len(parts)).backward()
            optimiser.step()
        log.info("epoch %d: loss %.4f a turn", epoch + 1, total / n_known)
    return {name: float(w[i].detach()) for name, i in index.items()}
