"""Events: the words that the encoder's pass takes for triggers of things that happen."""

import numpy as np

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.values import Events, Layers

THRESHOLD = -0.7  # log-odds; tuned on the development documents


class EventAnnotator:
    """Encoding -> Events, one token each."""

    provides = "events"
    requires = ("encoding",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Events:
        """Make the layer."""
        assert layers.encoding is not None
        scores = layers.encoding.event_scores
        start = np.flatnonzero(scores > THRESHOLD).astype(np.int32)
        confidence = (1 / (1 + np.exp(-scores[start]))).astype(np.float32)
        return Events(start=start, end=start + 1, confidence=confidence)
