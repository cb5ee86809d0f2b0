"""Is a quoted span said? The examples for the weights of `layers/speech_filter.py`, and the fit."""

from collections.abc import Iterator

import numpy as np

from bench.corpora import pdnc
from training.speech.heard import read
from training.speech.logistic import Row, fit_logistic
from undertow.layers.insets import find_insets
from undertow.layers.quotations import paragraph_ranges, quoted_by_paragraph
from undertow.layers.speech_filter import features

RARE_SAID = 15  # a feature that holds less often gets no weight


def spans_of(novel: pdnc.Novel) -> Iterator[Row]:
    """The features of each quoted span outside of insets, and whether the gold calls it speech."""
    document = read(novel)
    text, paragraphs = document.text, paragraph_ranges(document)
    quoted = quoted_by_paragraph(text, paragraphs)
    insets = find_insets(text, paragraphs, quoted)
    gold = [part for quotation in novel.quotations for part in quotation.parts]
    marked = np.zeros(len(text) + 1, np.int32)
    for start, end in gold:
        marked[start:end] = 1
    said = np.concatenate([[0], np.cumsum(marked)])
    for k, paragraph in enumerate(paragraphs):
        opens = bool(quoted[k]) and quoted[k][0].outer_start <= paragraph[0]
        for span in quoted[k]:
            if any(start <= span.outer_start < end for start, end, _ in insets):
                continue
            share = (said[span.end] - said[span.start]) / (span.end - span.start)
            yield dict.fromkeys(["bias", *features(text, paragraph, span, opens)], 1.0), bool(share > 0.5)


def fit_said(rows: list[Row]) -> dict[str, float]:
    """The weights of the filter."""
    return fit_logistic(rows, rare=RARE_SAID, decay=2.0)
