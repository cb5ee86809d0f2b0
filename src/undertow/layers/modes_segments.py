"""Segments: the stretches that marks and reports leave open, each of one mode, in the order of the text.

A segment lies inside a sentence and is cut at semicolons, colons and single dashes too, since a mind often comes in
there in the middle of a sentence. Marks at its ends belong to it and weigh nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.modes_marks import INDIRECT, NARRATION, OPEN, SPEECH, THOUGHT, Modes
from undertow.layers.modes_reports import Clause, Frame, Reports
from undertow.layers.modes_words import Words
from undertow.layers.values import Syntax

Index = NDArray[np.int64]
LINKS = ("sentence", "next", "speech", "paragraph")
"""What lies between a segment and the one before: nothing, the end of a sentence, speech, the end of a paragraph."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Open stretches, and the modes of everything else."""

    modes: Modes  # [n_tokens] settled, clauses and frames filled in; OPEN inside segments
    start: Index  # [n_segments]
    end: Index
    sentence: Index
    link: Index  # index into LINKS
    clauses: list[Clause]
    frames: list[Frame]

    def __len__(self) -> int:
        return len(self.start)


def cut(document: Document, words: Words, settled: Modes, syntax: Syntax | None) -> Segments:
    """Find reports and cut what is left into segments."""
    reports = Reports(document, words, settled, syntax)
    frames = reports.frames()
    clauses = reports.clauses(frames)
    modes = settled.copy()
    for frame in frames:
        run = modes[frame.start : frame.end]
        run[run == OPEN] = NARRATION
    for clause in clauses:
        run = modes[clause.start : clause.end]
        run[run == OPEN] = INDIRECT
    start, end = _stretches(document, words, modes)
    sentence = np.searchsorted(document.sentences[:, 1], start, side="right")
    return Segments(modes, start, end, sentence, _links(document, settled, start, end, sentence), clauses, frames)


def _stretches(document: Document, words: Words, modes: Modes) -> tuple[Index, Index]:
    """The runs of open tokens that hold a word, cut at the ends of sentences and behind marks that divide them."""
    is_open = modes == OPEN
    divides = words.has("SEMICOLON COLON DASH")
    begins = is_open.copy()
    begins[1:] &= ~is_open[:-1] | divides[:-1]
    begins[document.sentences[:, 0]] |= is_open[document.sentences[:, 0]]
    start = np.flatnonzero(begins)
    if not len(start):
        return start, start
    stops = np.append(np.flatnonzero(~is_open), words.n)
    end = np.minimum(np.append(start[1:], words.n), stops[np.searchsorted(stops, start)])
    word = np.concatenate([[0], np.cumsum(words.has("WORD"))])
    holds = word[end] > word[start]
    return start[holds], end[holds]


def _links(document: Document, settled: Modes, start: Index, end: Index, sentence: Index) -> Index:
    """How each segment follows the one before."""
    if not len(start):
        return np.zeros(0, np.int64)
    paragraph = np.searchsorted(document.paragraphs[:, 1], start, side="right")
    said = np.concatenate([[0], np.cumsum((settled == SPEECH) | (settled == THOUGHT))])
    link = np.full(len(start), LINKS.index("next"), np.int64)
    link[1:][sentence[1:] == sentence[:-1]] = LINKS.index("sentence")
    link[1:][said[start[1:]] > said[end[:-1]]] = LINKS.index("speech")
    link[1:][paragraph[1:] != paragraph[:-1]] = LINKS.index("paragraph")
    link[0] = LINKS.index("paragraph")
    return link
