"""Syntax: part of speech, verb form and dependency of each token, as the branch read them."""

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.values import Layers, Syntax


class SyntaxAnnotator:
    """Encoding -> Syntax."""

    provides = "syntax"
    requires = ("encoding",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Syntax:
        """Make the layer."""
        assert layers.encoding is not None
        branch = layers.encoding.branch
        return Syntax(upos=branch.upos, verb=branch.verb, head=branch.head, relation=branch.relation)
