"""Mentions: the candidates of the encoder's pass that are more likely than not to refer."""

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.calls import called_names
from undertow.layers.values import Encoding, Layers, Mentions

THRESHOLD = 0.8  # log-odds; tuned on the development documents
CALLED = 2.0  # log-odds that a given name set off inside quotation marks calls somebody, at least


class MentionAnnotator:
    """Encoding -> Mentions."""

    provides = "mentions"
    requires = ("encoding",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Mentions:
        """Make the layer."""
        assert layers.encoding is not None
        if layers.quotations is None:
            return choose(layers.encoding)
        return choose(layers.encoding, called=called_names(document, layers.quotations))


def choose(encoding: Encoding, threshold: float = THRESHOLD, *, called: NDArray[np.int64] | None = None) -> Mentions:
    """Keep candidates above the threshold; of two that cross without nesting, the likelier.

    The spans `called` [n, 2], where they are candidates, are names of persons whatever their score.
    """
    is_called = np.zeros(len(encoding.score), dtype=np.bool_)
    if called is not None and len(called):
        size = np.int64(1 << 32)
        is_called = np.isin(encoding.start * size + encoding.end, called[:, 0] * size + called[:, 1])
    kept = np.flatnonzero((encoding.score > threshold) | is_called)
    kept = kept[~_crossed(encoding, kept)]
    codes = [
        np.where(is_called[kept], 0, column[kept].argmax(1)) if len(kept) else kept
        for column in (encoding.type_scores, encoding.form_scores)
    ]  # code 0: a person, a proper name
    score = np.where(is_called, np.maximum(encoding.score, CALLED), encoding.score)[kept]
    return Mentions(
        start=encoding.start[kept],
        end=encoding.end[kept],
        type=codes[0].astype(np.int8),
        form=codes[1].astype(np.int8),
        confidence=(1 / (1 + np.exp(-score))).astype(np.float32),
    )


def _crossed(encoding: Encoding, kept: np.ndarray) -> np.ndarray:
    """Mark those that cross a likelier one: mentions nest (Bamman et al. 2019), they do not overlap in part."""
    starts, ends = encoding.start[kept].tolist(), encoding.end[kept].tolist()
    scores = encoding.score[kept].tolist()
    lost = np.zeros(len(kept), dtype=np.bool_)
    open_: list[int] = []  # earlier spans that have not ended
    for i, start in enumerate(starts):
        open_ = [j for j in open_ if ends[j] > start and not lost[j]]
        for j in open_:
            if starts[j] < start < ends[j] < ends[i]:
                lost[j if scores[j] < scores[i] else i] = True
        open_.append(i)
    return lost
