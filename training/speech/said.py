"""Is a quoted span said? The examples for the weights of `layers/speech_filter.py`, and the fit."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from bench.corpora import pdnc
from training.conversations import read
from undertow.layers.insets import find_insets
from undertow.layers.quotations import paragraph_ranges, quoted_by_paragraph
from undertow.layers.speech_filter import features

RARE_SAID = 15  # a feature that holds less often gets no weight


def spans_of(novel: pdnc.Novel) -> Iterator[tuple[list[str], bool]]:
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
            yield features(text, paragraph, span, opens), share > 0.5


def fit_said(rows: Sequence[tuple[list[str], bool]]) -> dict[str, float]:
    """Logistic regression by Newton's method."""
    counts = Counter(name for held, _ in rows for name in held)
    names = ["bias", *sorted(name for name, n in counts.items() if n >= RARE_SAID)]
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    x[:, 0] = 1
    for r, (held, _) in enumerate(rows):
        x[r, [index[name] for name in held if name in index]] = 1
    y, w = np.array([said for _, said in rows], float), np.zeros(len(names))
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 2 * np.eye(len(w)), x.T @ (y - p) - 2 * w)
        w += step
    return dict(zip(names, w.tolist(), strict=True))
