"""Scores of a branch in training, by the product's own layers and the measures of bench/."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench import grammar, judgements, negations
from bench.corpora import ewt, negation
from bench.scores import PRF
from training.branch.export import Given
from training.branch.learn import Reader
from training.branch.texts import Text, make
from undertow.inference.network import BranchOutput
from undertow.layers.branch import read_branch
from undertow.layers.cue_forms import cue_lengths
from undertow.layers.negation import choose
from undertow.layers.values import RELATIONS


class Picked(torch.nn.Module):
    """A part that picks from all states those that it takes."""

    def __init__(self, given: Given) -> None:
        super().__init__()
        self.part, self._given = given.part, given

    def forward(self, states: torch.Tensor, *others: torch.Tensor) -> Any:
        return self.part(self._given.pick(states), *others)


class TorchBranch:
    """A branch in training as the part of a `Network` that `read_branch` calls; what is not there says nothing."""

    threads = 1  # PyTorch has its own

    def __init__(self, grammar: Any, mood: Any, scopes: Any) -> None:
        parts = (part.eval() if part is not None else None for part in (grammar, mood, scopes))
        self._grammar, self._mood, self._scopes = parts

    @torch.inference_mode()
    def read_branch(self, states: np.ndarray, member: np.ndarray) -> BranchOutput:
        n, sentences = states.shape[0], member.shape[0]
        given = torch.from_numpy(states.astype(np.float32))[None], torch.from_numpy(member)[None]
        empty = [np.zeros((n, k), dtype=np.float32) for k in (1, 1, n, len(RELATIONS))]
        words = empty if self._grammar is None else [array(x) for x in self._grammar(*on(self._grammar, *given))[:4]]
        vectors = np.zeros((sentences, 1), dtype=np.float32)
        return BranchOutput(*words, vectors if self._mood is None else array(self._mood(*on(self._mood, *given))))

    @torch.inference_mode()
    def read_negation(self, states: np.ndarray, asked: np.ndarray, features: np.ndarray) -> np.ndarray:
        if self._scopes is None:
            return np.stack([asked, np.zeros_like(asked)], axis=1)
        given = [torch.from_numpy(column)[None] for column in (states.astype(np.float32), asked, features)]
        return array(self._scopes(*on(self._scopes, *given)))

    @torch.inference_mode()
    def read_affect(self, sentences: np.ndarray) -> np.ndarray:
        assert self._mood is not None
        return array(self._mood.reader(*on(self._mood, torch.from_numpy(sentences)[None])))


def on(part: torch.nn.Module, *tensors: torch.Tensor) -> list[torch.Tensor]:
    """The tensors where the part is."""
    device = next(part.parameters()).device
    return [tensor.to(device) for tensor in tensors]


def array(tensor: torch.Tensor) -> np.ndarray:
    """The first of a batch, in numpy."""
    return tensor[0].float().cpu().numpy()


class Reading:
    """Reads texts with parts in training as the product would."""

    def __init__(
        self,
        reader: Reader,
        *,
        grammar: Any = None,  # a Grammar, or a Picked one
        mood: Any = None,  # a Mood or Moods
        scopes: Any = None,  # Scopes, or Picked ones
    ) -> None:
        self._reader, self._network = reader, TorchBranch(grammar, mood, scopes)

    def of(self, text: Text) -> Any:
        """The product's `Branch` columns."""
        return read_branch(self._network, iter([self._reader.plain(text)]), text.sentences, cue_lengths(text.words))  # type: ignore[arg-type]

    def parse(self, text: Text) -> None:
        """Give a text the tree that is read of it."""
        branch = self.of(text)
        heads = np.where(branch.head < 0, np.arange(len(text.words)), branch.head)
        text.tree = np.stack([heads, branch.relation, branch.upos], axis=1).astype(np.int32)

    def affect(self, texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray]:
        """What is read of the sentences [n, 3] of texts, and what was judged."""
        values = [self._network.read_affect(self.of(t).sentence_vectors) for t in texts]
        judged = [t.affect for t in texts if t.affect is not None]
        return np.concatenate(values).astype(np.float64), np.concatenate(judged).astype(np.float64)

    def undertone(self, texts: Sequence[Text]) -> tuple[np.ndarray, np.ndarray]:
        """The log-odds that are read of the sentences [n, 2] of texts, and what was said of them."""
        values = [self._network.read_affect(self.of(t).sentence_vectors) for t in texts]
        told = [t.undertone for t in texts if t.undertone is not None]
        return np.concatenate(values), np.concatenate(told)


def grammar_scores(reading: Reading, gold: Path) -> dict[str, float]:
    """Scores on EWT dev."""
    counts: Counter[str] = Counter()
    for document in ewt.read(gold / "ewt", "dev"):
        text = make(document.name, "ewt", [s.words for s in document.sentences])
        counts += grammar.count(document, reading.of(text))
    return grammar.figures(counts)


def negation_scores(reading: Reading, gold: Path) -> dict[str, float]:
    """Scores on the development stories of *SEM 2012."""
    cues, scopes = PRF(), PRF()
    for chapter in negation.read(gold / "negation", "dev"):
        text = make(chapter.name, "negation", chapter.sentences)
        cue, scope = negations.score(chapter, choose(reading.of(text), text.words))
        cues, scopes = cues + cue, scopes + scope
    return {"cue": cues.f1, "scope": scopes.f1}


def affect_scores(reading: Reading, emobank: Sequence[Text], tales: Sequence[Text]) -> dict[str, float]:
    """Concordance on tales, correlation on documents of EmoBank."""
    found = {}
    for name, texts, measure in (
        ("tales", tales, judgements.concordance),
        ("emobank", emobank, judgements.pearson),
    ):
        if texts:
            values, judged = reading.affect(texts)
            for axis, letter in enumerate("VAD" if name == "emobank" else "VA"):
                found[f"{name} {letter}"] = measure(values[:, axis], judged[:, axis])
    return found


def undertone_scores(reading: Reading, texts: Sequence[Text]) -> dict[str, float]:
    """Average precision of the sentences that play a feeling down, and of those that speak against one."""
    values, told = reading.undertone(texts)
    names = ("plays down", "speaks against")
    return {name: judgements.average_precision(values[:, i], told[:, i]) for i, name in enumerate(names)}
