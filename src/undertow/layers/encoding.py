"""The one pass of the encoder, and what is kept of it.

In: words. Out: candidate mentions with their scores and a projection each, and an event score a word. The vectors of
a window are dropped when the window is done, so memory grows by some 14 mentions a hundred words and not by a matrix
of vectors.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.inference.network import Network, SpanOutput, WordOutput
from undertow.inference.windows import Window, collate, plan
from undertow.layers.annotator import Progress
from undertow.layers.values import Encoding, Layers

BATCH = 4  # windows; more is slower on two cores, where the matrices fall out of the cache
FIRST_GUESS = -2.5  # candidates below this log-odds never become mentions (recall .998 on the dev documents)

Positions = NDArray[np.int64]


class EncodingAnnotator:
    """Reads the text once. Mentions that are given become candidates whatever their score."""

    provides = "encoding"
    requires: tuple[str, ...] = ()

    def __init__(self, network: Network | None = None, *, batch: int = BATCH) -> None:
        self._network = network
        self._batch = batch

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Encoding:
        """Make the layer."""
        from undertow.inference import released

        network = self._network or released()
        given = None
        if layers.mentions is not None:
            given = np.stack([layers.mentions.start, layers.mentions.end], axis=1).astype(np.int64)
        return encode(document, network, given=given, batch=self._batch, progress=progress)


def encode(
    document: Document, network: Network, *, given: Positions | None = None, batch: int = BATCH, progress: Progress
) -> Encoding:
    """Read `document` with `network`; `given` [n, 2] are spans to keep besides the network's own candidates."""
    from undertow.inference import pieces

    columns = pieces().columns(document.words())
    windows = plan(columns.offsets, document.sentences[:, 1])
    event_scores = np.zeros(document.n_tokens, dtype=np.float32)
    spans: list[Positions] = []
    guesses: list[NDArray[np.float32]] = []
    closer: list[SpanOutput] = []
    for at in range(0, len(windows), batch):
        group = windows[at : at + batch]
        output = network.read_words(collate(group, columns))
        for row, window in enumerate(group):
            kept = slice(window.keep_start - window.start, window.keep_end - window.start)
            event_scores[window.keep_start : window.keep_end] = output.event_scores[row, kept]
            found = candidates(output.span_scores[row], window, given)
            if len(found):
                spans.append(found + window.start)
                guesses.append(output.span_scores[row, found[:, 0], found[:, 1] - 1])
                closer.append(describe(network, output, row, found))
        progress(min(1.0, (at + len(group)) / len(windows)))
    return _gather(network, spans, guesses, closer, event_scores)


def candidates(scores: NDArray[np.float32], window: Window, given: Positions | None) -> Positions:
    """Pick the spans [n, 2] that start in the kept range: positions in the window, sorted by (start, -end)."""
    size = window.end - window.start
    first, last = window.keep_start - window.start, window.keep_end - window.start
    chosen = np.triu(scores[:size, :size] > FIRST_GUESS)
    chosen[:first] = False
    chosen[last:] = False
    if given is not None:
        inside = given[(given[:, 0] >= window.keep_start) & (given[:, 0] < window.keep_end)] - window.start
        # a given span longer than the window keeps what the window holds of it
        chosen[inside[:, 0], np.minimum(inside[:, 1], size) - 1] = True
    start, end = np.nonzero(chosen[:, ::-1])
    return np.stack([start, size - end], axis=1)


def describe(network: Network, output: WordOutput, row: int, spans: Positions) -> SpanOutput:
    """Look closely at the spans [n, 2] of one window."""
    vectors = output.vectors[row]
    sums = np.zeros((len(vectors) + 1, vectors.shape[1]), dtype=np.float32)
    np.cumsum(vectors, axis=0, out=sums[1:])
    start, end = spans[:, 0], spans[:, 1]
    width = end - start
    mean = ((sums[end] - sums[start]) / width[:, None]).astype(np.float32)
    return network.read_spans(vectors[start], vectors[end - 1], mean, width)


def _gather(
    network: Network,
    spans: list[Positions],
    guesses: list[NDArray[np.float32]],
    closer: list[SpanOutput],
    event_scores: NDArray[np.float32],
) -> Encoding:
    """Put the windows' candidates together; the windows are in order, so the candidates are too."""
    if not spans:
        none = np.zeros(0, dtype=np.int32)
        wide = np.zeros((0, 1), dtype=np.float32)
        return Encoding(none, none, wide[:, 0], wide, wide, wide, event_scores, network.name)
    where = np.concatenate(spans).astype(np.int32)
    score, types, forms, vectors = (np.concatenate(column) for column in _columns(closer))
    return Encoding(
        start=where[:, 0],
        end=where[:, 1],
        score=np.concatenate(guesses) + score,
        type_scores=types,
        form_scores=forms,
        vectors=vectors,
        event_scores=event_scores,
        model=network.name,
    )


def _columns(closer: list[SpanOutput]) -> Iterator[tuple[NDArray[np.float32], ...]]:
    return zip(*closer, strict=True)
