"""Affect: what each sentence conveys, read from the vectors of the sentences around it."""

import numpy as np

from undertow.document.values import Document
from undertow.inference.network import Network
from undertow.layers.annotator import Progress
from undertow.layers.values import Affect, Layers


class AffectAnnotator:
    """Encoding -> Affect."""

    provides = "affect"
    requires = ("encoding",)

    def __init__(self, network: Network | None = None) -> None:
        self._network = network

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Affect:
        """Make the layer."""
        from undertow.inference import released

        assert layers.encoding is not None
        network = self._network or released()
        read = np.clip(network.read_affect(layers.encoding.branch.sentence_vectors), -1.0, 1.0)
        valence, arousal, dominance = np.ascontiguousarray(read.T)
        return Affect(valence=valence, arousal=arousal, dominance=dominance)
