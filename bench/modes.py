"""Modes against the labelled passages: F1 by mode, by part and by word, and what is taken for what.

A gold part is found if the mode that undertow gives to most of its words is its own, and a part of undertow's is right
if most of its words have its mode in the gold; their F1 is that of the parts. Words are compared one by one.
"""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import undertow
from bench.labelled import DATA, Passage, read_passages
from bench.scores import PRF
from undertow import Document
from undertow.layers.values import MODES, Modes

N = len(MODES)


def _counts() -> NDArray[np.int64]:
    return np.zeros((N, N), np.int64)


@dataclass(slots=True)
class ModeScores:
    """Counts over passages."""

    found: NDArray[np.int64] = field(default_factory=_counts)  # gold parts: gold by predicted
    right: NDArray[np.int64] = field(default_factory=_counts)  # predicted parts: gold by predicted
    words: NDArray[np.int64] = field(default_factory=_counts)
    sure: list[tuple[float, bool]] = field(default_factory=list)  # of each predicted part

    def add(self, passage: Passage, document: Document, modes: Modes) -> None:
        """Compare one passage."""
        gold, predicted, confidence, sentence = _by_word(passage, document, modes)
        np.add.at(self.words, (gold, predicted), 1)
        for a, b in _runs(gold, sentence):
            self.found[gold[a], _most(predicted[a:b])] += 1
        for a, b in _runs(predicted, sentence):
            truth = _most(gold[a:b])
            self.right[truth, predicted[a]] += 1
            self.sure.append((float(confidence[a]), truth == predicted[a]))

    def part_scores(self) -> list[PRF]:
        """Of each mode, by part."""
        hits, n_gold = np.diag(self.found), self.found.sum(axis=1)
        right, n_predicted = np.diag(self.right), self.right.sum(axis=0)
        return [PRF(float(hits[i]), int(n_gold[i]), float(right[i]), int(n_predicted[i])) for i in range(N)]

    def word_scores(self) -> list[PRF]:
        """Of each mode, by word."""
        hits = np.diag(self.words)
        n_gold, n_predicted = self.words.sum(axis=1), self.words.sum(axis=0)
        return [PRF(float(hits[i]), int(n_gold[i]), float(hits[i]), int(n_predicted[i])) for i in range(N)]

    def numbers(self) -> dict[str, Any]:
        """Everything that is printed."""
        parts, words = self.part_scores(), self.word_scores()
        rows = {
            mode: {"precision": p.precision, "recall": p.recall, "f1": p.f1, "words_f1": w.f1, "parts": int(p.n_gold)}
            for mode, p, w in zip(MODES, parts, words, strict=True)
        }
        macro = {"f1": float(np.mean([p.f1 for p in parts])), "words_f1": float(np.mean([w.f1 for w in words]))}
        return {"modes": rows, "macro": macro, "confusion": self.found.tolist(), "reliability": self.reliability()}

    def reliability(self) -> list[dict[str, float]]:
        """Stated confidence beside the share that is right."""
        rows = []
        for low, high in ((0.0, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
            inside = [(c, r) for c, r in self.sure if low <= c < high]
            if inside:
                stated, right = (float(np.mean([pair[k] for pair in inside])) for k in (0, 1))
                rows.append({"from": low, "parts": len(inside), "stated": stated, "right": right})
        return rows


def _by_word(passage: Passage, document: Document, modes: Modes) -> Sequence[NDArray[Any]]:
    """Gold and predicted mode, confidence and sentence of each token that is a word."""
    gold = np.zeros(document.n_tokens, np.int64)
    for start, end, mode in passage.labels:
        gold[(document.token_start >= start) & (document.token_start < end)] = mode
    predicted = np.repeat(modes.mode.astype(np.int64), modes.end - modes.start)
    confidence = np.repeat(modes.confidence, modes.end - modes.start)
    sentence = np.searchsorted(document.sentences[:, 1], np.arange(document.n_tokens), side="right")
    spoken = np.array([any(c.isalnum() for c in word) for word in document.words()], np.bool_)
    return gold[spoken], predicted[spoken], confidence[spoken], sentence[spoken]


def _runs(modes: NDArray[Any], sentence: NDArray[Any]) -> Iterator[tuple[int, int]]:
    if not len(modes):
        return
    cuts = np.flatnonzero((modes[1:] != modes[:-1]) | (sentence[1:] != sentence[:-1])) + 1
    bounds = [0, *cuts.tolist(), len(modes)]
    yield from pairwise(bounds)


def _most(modes: NDArray[Any]) -> int:
    return int(np.bincount(modes, minlength=N).argmax())


def score(options: Namespace) -> tuple[dict[str, Any], str]:
    """Read the passages of one half; return the numbers and a page."""
    half, scores, n, model = options.half, ModeScores(), 0, ""
    for passage in read_passages(DATA / "modes" / f"{half}.txt"):
        story = undertow.read(text=passage.text, force=True)
        assert story.layers.modes is not None, "this undertow has no layer of modes"
        scores.add(passage, story.document, story.layers.modes)
        n, model = n + 1, story.model
    numbers = scores.numbers()
    title = f"Modes, {half} half, {n} passages; undertow {undertow.__version__}, {model}"
    return {"half": half, "model": model, **numbers}, modes_table(title, numbers)


def modes_table(title: str, numbers: dict[str, Any]) -> str:
    """Lay the scores out."""
    lines = [title, "", f"{'':18}{'parts':>7}{'P':>8}{'R':>8}{'F1':>8}{'by word':>10}"]
    for mode, row in numbers["modes"].items():
        cells = "".join(f"{row[key]:8.3f}" for key in ("precision", "recall", "f1"))
        lines.append(f"{mode:18}{row['parts']:7}{cells}{row['words_f1']:10.3f}")
    total, macro = sum(row["parts"] for row in numbers["modes"].values()), numbers["macro"]
    lines.append(f"{'macro':18}{total:7}{'':16}{macro['f1']:8.3f}{macro['words_f1']:10.3f}")
    lines += ["", "gold parts by what most of their words are taken for:", ""]
    short = ("narr", "speech", "thought", "indir", "free", "aside")
    lines.append(f"{'':18}" + "".join(f"{name:>9}" for name in short))
    for mode, counts in zip(MODES, numbers["confusion"], strict=True):
        lines.append(f"{mode:18}" + "".join(f"{count:9}" for count in counts))
    lines += ["", f"{'confidence from':18}{'parts':>7}{'stated':>9}{'right':>8}"]
    for row in numbers["reliability"]:
        lines.append(f"{row['from']:<18.2f}{row['parts']:7}{row['stated']:9.3f}{row['right']:8.3f}")
    return "\n".join([*lines, ""])
