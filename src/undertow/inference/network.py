"""What a network that reads is, whichever runtime carries it: ONNX in the package, PyTorch while it is trained.

The calls are the graphs of the model: words in context, spans of words, pairs of spans; then groups of sentences and
the sentences of a text, which go on from the states of words in the middle of the encoder.
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from undertow.inference.windows import WindowInput

Floats = NDArray[np.float32]
WIDTHS = 32  # spans of this many words and more share a width embedding


class WordOutput(NamedTuple):
    """A window, read."""

    vectors: Floats  # [n_words, hidden] of the words that were asked for
    span_scores: Floats  # [n_words, n_words] first guess at the log-odds of a mention from word i to word j, inclusive
    event_scores: Floats  # [n_words] log-odds of a realis event trigger
    states: Floats  # [n_words, .] what the branch goes on from: the word at several depths, side by side


class SpanOutput(NamedTuple):
    """Spans, looked at closely."""

    score: Floats  # [n_spans] to be added to the first guess
    type_scores: Floats  # [n_spans, 6]
    form_scores: Floats  # [n_spans, 3]
    vectors: Floats  # [n_spans, width]


class BranchOutput(NamedTuple):
    """A group of sentences, read: log-odds or scores to be compared, of words and of pairs of words of a sentence."""

    upos: Floats  # [n_words, UPOS]
    verb: Floats  # [n_words, VERB_FORMS]
    arcs: Floats  # [n_words, n_words] word and its head; the diagonal is for a root
    relation: Floats  # [n_words, RELATIONS] to the likeliest head
    sentences: Floats  # [n_sentences, width]


class Network(Protocol):
    """The model, as the layers see it."""

    name: str
    threads: int  # calls that may run at once

    def read_words(self, window: WindowInput) -> WordOutput:
        """Encode a window; of its words, give what is asked for."""
        ...

    def read_spans(self, first: Floats, last: Floats, mean: Floats, width: NDArray[np.int64]) -> SpanOutput:
        """Look at spans [n_spans]: vectors of the first and last word, mean of all [., hidden], width in words."""
        ...

    def read_pairs(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of spans [n_pairs, width], features [n_pairs, n_features]: log-odds that they are one entity."""
        ...

    def read_short(
        self, states: Floats, start: NDArray[np.int64], end: NDArray[np.int64], score: Floats
    ) -> tuple[Floats, Floats]:
        """Read a short text again, from its states [n_words, .]: its spans [n_spans], with their log-odds of a mention.

        Log-odds that each is a mention of a person [n_spans], and vectors [n_spans, width] for `read_short_pairs`.
        """
        ...

    def read_short_pairs(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """The same for a short text, with more features (`undertow.layers.coreference_roles.ALL_SIZES`)."""
        ...

    def read_speech(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of which one points at a speaker, as `read_pairs` scores pairs: log-odds that it is the other."""
        ...

    def read_branch(self, states: Floats, member: Floats) -> BranchOutput:
        """Read a group: states [n_words, .]; member [n_sentences, n_words] is 1 where a word is of a sentence."""
        ...

    def read_negation(self, states: Floats, asked: Floats, features: NDArray[np.int64]) -> Floats:
        """Look closely at the word of a sentence that `asked` [n_words] marks with 1; `features` [n_words, n_features]
        say where words stand in its tree (layers/scope_features.py).

        Log-odds [n_words, 2]: that it is a cue (told at that word), and that each word is in its scope.
        """
        ...

    def read_undertone(self, sentences: Floats) -> Floats:
        """Log-odds [n_sentences, 2] that a sentence of a text [n_sentences, width], in order, plays a feeling down, and
        that it speaks against one that is played down.
        """
        ...

    def read_affect(self, sentences: Floats) -> Floats:
        """Valence, arousal and dominance [n_sentences, 3] of the sentences [n_sentences, width] of a text, in order."""
        ...
