"""Modes: in which manner each part of the text is told (docs/modes.md).

In come quotations and, where there is some, syntax; out come parts that tile the tokens, each inside a sentence. Marks
decide first (`modes_marks`), then the word order of reports (`modes_reports`); what is left open is cut into segments
(`modes_segments`), whose features (`modes_features`) are weighed along the text (`modes_model`).
"""

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.modes_features import feature_rows
from undertow.layers.modes_marks import ASIDE, FREE, INDIRECT, NARRATION, OPEN, SPEECH, THOUGHT, settle
from undertow.layers.modes_model import CHOICES, decide
from undertow.layers.modes_segments import Segments, cut
from undertow.layers.modes_words import Words
from undertow.layers.values import Layers, Modes

# How sure one can be of what marks decide: a little less than on labelled passages, where every mark is in its place.
SURE = {SPEECH: 0.97, THOUGHT: 0.9, ASIDE: 0.97, NARRATION: 0.95}
CLAUSE_SURE, CLAUSE_BARE = 0.9, 0.8  # a reported clause that a word opens, and one that none does


class ModesAnnotator:
    """Quotations, and syntax if there is some -> Modes."""

    provides = "modes"
    requires: tuple[str, ...] = ("quotations",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress = lambda share: None) -> Modes:
        """Make the layer. Time is linear in the length of the text."""
        words = Words(document)
        segments = cut(document, words, settle(document, words, layers.quotations), layers.syntax)
        chances = decide(feature_rows(document, words, segments, layers.syntax), segments.link)
        progress(0.8)
        modes, confidence = _fill(words, segments, chances)
        parts = _parts(document, words, modes, confidence)
        progress(1.0)
        return parts


def _fill(
    words: Words, segments: Segments, chances: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Mode and confidence of each token."""
    modes = segments.modes.copy()
    confidence = np.zeros(words.n, np.float32)
    for mode, share in SURE.items():
        confidence[modes == mode] = share
    for clause in segments.clauses:
        reported = modes[clause.start : clause.end] == INDIRECT
        confidence[clause.start : clause.end][reported] = CLAUSE_SURE if clause.sure else CLAUSE_BARE
    if len(segments):
        best = chances.argmax(axis=1)
        length = segments.end - segments.start
        at = np.repeat(segments.start - np.concatenate([[0], np.cumsum(length)[:-1]]), length) + np.arange(length.sum())
        modes[at] = np.repeat(np.array(CHOICES, np.int8)[best], length)
        confidence[at] = np.repeat(chances.max(axis=1).astype(np.float32), length)
    for clause in segments.clauses:  # what a mind reports to itself is its own: 'surely he would see how ...'
        if modes[clause.verb] == FREE:
            run = modes[clause.start : clause.end]
            inner = run == INDIRECT
            run[inner] = FREE
            confidence[clause.start : clause.end][inner] = confidence[clause.verb]
    return modes, confidence


def _parts(document: Document, words: Words, modes: NDArray[np.int8], confidence: NDArray[np.float32]) -> Modes:
    """The longest runs of one mode inside a sentence. Marks that nothing has claimed go with the words before them."""
    n = words.n
    if not n:
        none = np.zeros(0, np.int32)
        return Modes(none, none, np.zeros(0, np.int8), np.zeros(0, np.float32))
    claimed = modes != OPEN
    first = np.zeros(n, np.bool_)
    first[document.sentences[:, 0]] = True
    source = np.where(claimed, np.arange(n), -1)
    sentence_start = np.maximum.accumulate(np.where(first, np.arange(n), 0))
    source = np.maximum.accumulate(source)
    source = np.where(source >= sentence_start, source, -1)
    after = np.minimum.accumulate(np.where(claimed, np.arange(n), n)[::-1])[::-1]
    ends = np.repeat(document.sentences[:, 1], np.diff(document.sentences, axis=1)[:, 0])
    source = np.where(source < 0, np.where(after < ends, after, -1), source)
    filled = np.where(source >= 0, modes[source], NARRATION).astype(np.int8)
    sure = np.where(source >= 0, confidence[source], 0.5).astype(np.float32)
    begins = first.copy()
    begins[1:] |= filled[1:] != filled[:-1]
    start = np.flatnonzero(begins)
    end = np.append(start[1:], n)
    weight = np.add.reduceat(sure, start) / (end - start)
    return Modes(start.astype(np.int32), end.astype(np.int32), filled[start], weight.astype(np.float32))
