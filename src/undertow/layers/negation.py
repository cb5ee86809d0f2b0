"""Negation: cues and the tokens in their scope, from the scores of the branch.

A cue is one word ("not", "n't", "unhappy") or several that stand together ("by no means"). Of "neither ... nor" each is
a cue.
"""

from collections.abc import Sequence

import numpy as np

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.values import Branch, Layers, Negation

THRESHOLD = 0.0  # log-odds


class NegationAnnotator:
    """Encoding -> Negation."""

    provides = "negation"
    requires = ("encoding",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Negation:
        """Make the layer."""
        assert layers.encoding is not None
        return choose(layers.encoding.branch, document.words())


def choose(branch: Branch, words: Sequence[str], threshold: float = THRESHOLD) -> Negation:
    """Keep the cues above the threshold, and of the scope of each the runs of tokens: none goes beyond a semicolon."""
    cue = branch.cue_scores > threshold
    before = np.concatenate([[False], cue[:-1]])
    start = np.flatnonzero(cue & ~(before & branch.cue_goes_on)).astype(np.int32)
    goes_on = np.append(cue & before & branch.cue_goes_on, False)
    end = start + 1
    while (more := goes_on[end]).any():
        end = end + more
    number = np.full(len(cue), -1, dtype=np.int32)
    number[start] = np.arange(len(start))
    clause = np.cumsum([word == ";" for word in words])
    kept = (number[branch.scope_cue] >= 0) & (clause[branch.scope_cue] == clause[branch.scope_token])
    of, token = number[branch.scope_cue[kept]], branch.scope_token[kept]
    apart = np.ones(len(token) + 1, dtype=np.bool_)  # a run begins at pair i
    apart[1:-1] = (np.diff(token) != 1) | (np.diff(of) != 0)
    first = np.flatnonzero(apart[:-1])
    last = np.flatnonzero(apart[1:])
    return Negation(
        cue_start=start,
        cue_end=end.astype(np.int32),
        confidence=(1 / (1 + np.exp(-branch.cue_scores[start]))).astype(np.float32),
        scope_cue=of[first].astype(np.int32),
        scope_start=token[first].astype(np.int32),
        scope_end=(token[last] + 1).astype(np.int32),
    )
