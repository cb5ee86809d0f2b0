"""Mentions: the candidates of the encoder's pass that are more likely than not to refer."""

import numpy as np

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.values import Encoding, Layers, Mentions

THRESHOLD = 0.8  # log-odds; tuned on the development documents


class MentionAnnotator:
    """Encoding -> Mentions."""

    provides = "mentions"
    requires = ("encoding",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Mentions:
        """Make the layer."""
        assert layers.encoding is not None
        return choose(layers.encoding)


def choose(encoding: Encoding, threshold: float = THRESHOLD) -> Mentions:
    """Keep candidates above the threshold; of two that cross without nesting, the likelier."""
    kept = np.flatnonzero(encoding.score > threshold)
    kept = kept[~_crossed(encoding, kept)]
    return Mentions(
        start=encoding.start[kept],
        end=encoding.end[kept],
        type=encoding.type_scores[kept].argmax(1).astype(np.int8) if len(kept) else kept.astype(np.int8),
        form=encoding.form_scores[kept].argmax(1).astype(np.int8) if len(kept) else kept.astype(np.int8),
        confidence=(1 / (1 + np.exp(-encoding.score[kept]))).astype(np.float32),
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
