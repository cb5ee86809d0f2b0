"""The one pass: the same result whatever the batch, every given mention kept, events where the network says."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fake_network import FakeNetwork

from undertow import Document, Layers
from undertow.layers import Mentions
from undertow.layers.encoding import FIRST_GUESS, FIRST_GUESS_SHORT, SHORT, EncodingAnnotator
from undertow.layers.events import EventAnnotator
from undertow.layers.mentions import MentionAnnotator, choose

SENTENCES = [
    ["When", "Nora", "left", ",", "the", "rain", "had", "stopped", "and", "Tom", f"word{i}", "."] for i in range(400)
]


def silent(share):
    pass


def run(document, threads=1):
    return EncodingAnnotator(FakeNetwork(threads))(document, Layers(), progress=silent)


def test_the_number_of_threads_changes_nothing():
    document = Document.from_sentences(SENTENCES)
    one, many = run(document), run(document, threads=5)
    for name in ("start", "end", "score", "type_scores", "vectors", "event_scores"):
        assert (getattr(one, name) == getattr(many, name)).all()


def test_each_capitalised_word_is_found_once_wherever_windows_meet():
    document = Document.from_sentences(SENTENCES)
    mentions = choose(run(document))
    words = document.words()
    assert [words[i] for i in mentions.start.tolist()] == ["When", "Nora", "Tom"] * 400
    assert (mentions.end == mentions.start + 1).all()


def test_given_mentions_become_candidates_whatever_their_score():
    document = Document.from_sentences(SENTENCES)
    start = np.asarray([4, 300, 4796], dtype=np.int32)
    zeros = np.zeros(3, dtype=np.int8)
    given = Mentions(start, start + 2, zeros, zeros, np.ones(3, dtype=np.float32))
    encoding = EncodingAnnotator(FakeNetwork())(document, Layers(mentions=given), progress=silent)
    assert {(4, 6), (300, 302), (4796, 4798)} <= set(zip(encoding.start.tolist(), encoding.end.tolist(), strict=True))


def test_candidates_are_sorted_by_start_and_outer_first():
    document = Document.from_sentences(SENTENCES)
    encoding = run(document)
    keys = list(zip(encoding.start.tolist(), (-encoding.end).tolist(), strict=True))
    assert keys == sorted(set(keys))


def test_progress_rises_to_one():
    document = Document.from_sentences(SENTENCES)
    shares = []
    EncodingAnnotator(FakeNetwork())(document, Layers(), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)


def test_events_and_mentions_of_a_text_without_any():
    document = Document.from_sentences([["."]])
    layers = Layers(encoding=run(document))
    assert len(MentionAnnotator()(document, layers, progress=silent)) == 0
    assert len(EventAnnotator()(document, layers, progress=silent)) in (0, 1)


class Doubtful(FakeNetwork):
    """Doubts each lower-case word at first sight, and takes none for a person when it looks closer."""

    def read_words(self, window):
        read = super().read_words(window)
        small = window.shapes[window.words] == 1
        read.span_scores[np.flatnonzero(small), np.flatnonzero(small)] = (FIRST_GUESS + FIRST_GUESS_SHORT) / 2
        return read

    def read_short(self, states, start, end, score):
        self.asked = states, start, end, score
        return np.full(len(start), -9.0, dtype=np.float32), states[start] + 1


def test_a_short_text_is_looked_at_again_as_a_whole_and_more_of_it():
    short, long = (Document.from_sentences(SENTENCES[: SHORT // 12 + more]) for more in (0, 1))
    network = Doubtful()
    encoding = EncodingAnnotator(network)(short, Layers(), progress=silent)
    words = short.words()
    assert {words[i] for i in encoding.start.tolist()} >= {"left", "rain", "Nora"}
    states, start, end, score = network.asked
    assert len(states) == short.n_tokens <= SHORT
    assert (start == encoding.start).all()
    assert (end == encoding.end).all()
    assert (score == encoding.score).all()
    assert (encoding.closer.person == -9).all()
    assert (encoding.closer.vectors == encoding.vectors + 1).all()
    encoding = EncodingAnnotator(network)(long, Layers(), progress=silent)
    words = long.words()
    assert encoding.closer is None
    assert long.n_tokens > SHORT
    assert {words[i] for i in encoding.start.tolist()} == {"When", "Nora", "Tom"}
