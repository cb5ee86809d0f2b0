"""Undertone: which sentences play a feeling down and which speak against that, from the vectors of sentences."""

import numpy as np

from undertow.document.values import Document
from undertow.inference.network import Network
from undertow.layers.annotator import Progress
from undertow.layers.values import Layers, Undertone


class UndertoneAnnotator:
    """Encoding -> Undertone."""

    provides = "undertone"
    requires = ("encoding",)

    def __init__(self, network: Network | None = None) -> None:
        self._network = network

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Undertone:
        """Make the layer."""
        from undertow.inference import released

        assert layers.encoding is not None
        network = self._network or released()
        odds = network.read_undertone(layers.encoding.branch.sentence_vectors)
        plays_down, speaks_against = np.ascontiguousarray((1 / (1 + np.exp(-odds))).T)
        return Undertone(plays_down=plays_down, speaks_against=speaks_against)
