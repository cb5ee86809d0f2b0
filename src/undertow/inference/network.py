"""What a network that reads is, whichever runtime carries it: ONNX in the package, PyTorch while it is trained.

The three calls are the three graphs of the model: words in context, spans of words, pairs of spans.
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from undertow.inference.windows import WindowInput

Floats = NDArray[np.float32]
WIDTHS = 32  # spans of this many words and more share a width embedding


class WordOutput(NamedTuple):
    """A window, read."""

    vectors: Floats  # [n_words, hidden]
    span_scores: Floats  # [n_words, n_words] first guess at the log-odds of a mention from word i to word j, inclusive
    event_scores: Floats  # [n_words] log-odds of a realis event trigger


class SpanOutput(NamedTuple):
    """Spans, looked at closely."""

    score: Floats  # [n_spans] to be added to the first guess
    type_scores: Floats  # [n_spans, 6]
    form_scores: Floats  # [n_spans, 3]
    vectors: Floats  # [n_spans, width]


class Network(Protocol):
    """The model, as the layers see it."""

    name: str
    threads: int  # calls that may run at once

    def read_words(self, window: WindowInput) -> WordOutput:
        """Encode a window."""
        ...

    def read_spans(self, first: Floats, last: Floats, mean: Floats, width: NDArray[np.int64]) -> SpanOutput:
        """Look at spans [n_spans]: vectors of the first and last word, mean of all [., hidden], width in words."""
        ...

    def read_pairs(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of spans [n_pairs, width], features [n_pairs, n_features]: log-odds that they are one entity."""
        ...
