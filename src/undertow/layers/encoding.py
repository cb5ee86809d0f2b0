"""The one pass of the encoder, and what is kept of it.

In: words. Out: candidate mentions with their scores and a projection each, an event score a word, and what the
branch says (layers/branch.py). The vectors of a window are dropped when the window is done, and the states that the
branch goes on from when their group of sentences is; so memory grows by some 14 mentions a hundred words and not by a
matrix of vectors.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.inference.network import Network, SpanOutput
from undertow.inference.parallel import in_order
from undertow.inference.pieces import PieceColumns
from undertow.inference.windows import Window, plan, window_input
from undertow.layers.annotator import Progress
from undertow.layers.branch import read_branch
from undertow.layers.calls import given_names, heads, names_elsewhere, sure_names
from undertow.layers.cue_forms import cue_lengths
from undertow.layers.values import CloserLook, Encoding, Layers

FIRST_GUESS = -2.5  # candidates below this log-odds at first sight are not looked at again
FIRST_GUESS_SHORT = -7.0  # the same in a short text: 'the widow' of 'the widow, who ...' is no mention at first sight
SHORT = 500  # tokens of a text that is read once more as a whole

Floats = NDArray[np.float32]
Positions = NDArray[np.int64]


class EncodingAnnotator:
    """Reads the text once. Candidates whatever their score are mentions that are given, or else what may be names."""

    provides = "encoding"
    requires: tuple[str, ...] = ()

    def __init__(self, network: Network | None = None) -> None:
        self._network = network

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Encoding:
        """Make the layer."""
        from undertow.inference import released

        network = self._network or released()
        if layers.mentions is not None:
            given = np.stack([layers.mentions.start, layers.mentions.end], axis=1).astype(np.int64)
            return encode(document, network, given=given, progress=progress)
        names = sure_names(document, layers.quotations) if layers.quotations is not None else None
        return encode(document, network, names=names, progress=progress)


class _Kept(NamedTuple):
    """What is kept of a window."""

    event_scores: Floats  # [n_kept_words]
    spans: Positions  # [n_candidates, 2] tokens of the document
    first_guess: Floats  # [n_candidates]
    closer: SpanOutput


def encode(
    document: Document,
    network: Network,
    *,
    given: Positions | None = None,
    names: Positions | None = None,
    progress: Progress,
) -> Encoding:
    """Read `document` with `network`.

    Spans to keep besides the network's own candidates are `given` [n, 2] or, if they are sure names, `names` [n, 2],
    where else they stand alone, and what may be a name at the head of a sentence.
    """
    from undertow.inference import pieces

    words = document.words()
    if names is not None and given is None:
        single = {words[start] for start, end in names.tolist() if end == start + 1}
        single |= given_names(words)
        given = np.concatenate([names, names_elsewhere(document, single), heads(document)])
    columns = pieces().columns(words)
    windows = plan(columns.offsets, document.sentences[:, 1])
    short = len(words) <= SHORT
    least = FIRST_GUESS_SHORT if short else FIRST_GUESS
    kept: list[_Kept] = []
    whole: list[Floats] = []  # the states of a short text

    def states() -> Iterator[Floats]:
        """Yield the states of the words that each window keeps, and keep the rest of what it says."""
        for one, read in in_order(partial(_read, network, columns, given, least), windows, threads=network.threads):
            kept.append(one)
            progress(len(kept) / len(windows))
            if short:
                whole.append(read)
            yield read

    branch = read_branch(network, states(), document.sentences, cue_lengths(words))
    events, spans, guesses, closer = zip(*kept, strict=True)
    score, types, forms, vectors = (np.concatenate(column) for column in zip(*closer, strict=True))
    where = np.concatenate(spans).astype(np.int32)  # windows are in order, so the candidates are too
    score = np.concatenate(guesses) + score
    closer_look = look_closer(network, np.concatenate(whole), where, score) if whole else None
    return Encoding(
        start=where[:, 0],
        end=where[:, 1],
        score=score,
        type_scores=types,
        form_scores=forms,
        vectors=vectors,
        sure=np.isin(_keys(where), _keys(names if names is not None else np.zeros((0, 2), np.int64))),
        event_scores=np.concatenate(events),
        model=network.name,
        branch=branch,
        closer=closer_look,
    )


def look_closer(network: Network, states: Floats, spans: NDArray[np.int32], score: Floats) -> CloserLook:
    """Read a short text again, with all of its words [n_tokens, .] before the eyes, for its candidates [n, 2]."""
    start, end = spans.astype(np.int64).T
    return CloserLook(*network.read_short(states, np.ascontiguousarray(start), np.ascontiguousarray(end), score))


def _keys(spans: NDArray[np.signedinteger[Any]]) -> Positions:
    """A number for each span [n, 2]."""
    return spans[:, 0].astype(np.int64) << 32 | spans[:, 1].astype(np.int64)


def _read(
    network: Network, columns: PieceColumns, given: Positions | None, least: float, window: Window
) -> tuple[_Kept, Floats]:
    """Read one window, and drop what no later step needs; beside it the states of the words that it keeps.

    The words before the kept range are context: nothing that is kept begins there, so they are not asked for.
    """
    pieces = window_input(window, columns)
    output = network.read_words(replace(pieces, words=pieces.words[window.keep_start - window.start :]))
    spans = candidates(output.span_scores, window, given, least)
    guess = output.span_scores[spans[:, 0], spans[:, 1] - 1]
    n = window.keep_end - window.keep_start
    kept = _Kept(output.event_scores[:n], spans + window.keep_start, guess, describe(network, output.vectors, spans))
    return kept, output.states[:n]


def candidates(scores: NDArray[np.float32], window: Window, given: Positions | None, least: float) -> Positions:
    """Pick the spans [n, 2] that start in the kept range: positions after its start, sorted by (start, -end).

    `scores` [n_words, n_words] are of the words from there to the end of the window.
    """
    size = window.end - window.keep_start
    chosen = np.triu(scores > least)
    chosen[window.keep_end - window.keep_start :] = False
    if given is not None:
        inside = given[(given[:, 0] >= window.keep_start) & (given[:, 0] < window.keep_end)] - window.keep_start
        # a given span longer than the window keeps what the window holds of it
        chosen[inside[:, 0], np.minimum(inside[:, 1], size) - 1] = True
    start, end = np.nonzero(chosen[:, ::-1])
    return np.stack([start, size - end], axis=1)


def describe(network: Network, vectors: Floats, spans: Positions) -> SpanOutput:
    """Look closely at the spans [n, 2] of words with vectors [n_words, hidden]."""
    sums = np.zeros((len(vectors) + 1, vectors.shape[1]), dtype=np.float32)
    np.cumsum(vectors, axis=0, out=sums[1:])
    start, end = spans[:, 0], spans[:, 1]
    width = end - start
    mean = ((sums[end] - sums[start]) / width[:, None]).astype(np.float32)
    return network.read_spans(vectors[start], vectors[end - 1], mean, width)
