"""A network without weights for tests: what it says of a word depends on the word-piece and its shape alone.

Its grammar is a chain: the first word of a sentence is the root, each other hangs on the one before it. Words whose
piece divides by 7 are verbs. What is asked about is a cue, and negates the word after it.
"""

import numpy as np

from undertow.inference.network import BranchOutput, SpanOutput, WordOutput
from undertow.inference.windows import WindowInput


class FakeNetwork:
    """Takes every capitalised word for a mention, and equal words for one entity."""

    name = "fake"

    def __init__(self, threads=1):
        self.threads = threads

    def read_words(self, window: WindowInput) -> WordOutput:
        ids, shapes = window.ids[window.words], window.shapes[window.words]
        vectors = np.stack([ids, shapes, ids % 7], axis=1).astype(np.float32)
        spans = np.full((len(ids), len(ids)), -9.0, dtype=np.float32)
        np.fill_diagonal(spans, np.where(shapes == 2, 3.0, -9.0))
        return WordOutput(vectors, spans, np.where(ids % 7 == 0, 2.0, -2.0).astype(np.float32), vectors)

    def read_spans(self, first, last, mean, width) -> SpanOutput:
        types = np.tile(np.eye(6, dtype=np.float32)[0], (len(first), 1))
        forms = np.tile(np.eye(3, dtype=np.float32)[0], (len(first), 1))
        return SpanOutput(np.zeros(len(first), dtype=np.float32), types, forms, first)

    def read_pairs(self, later, earlier, features):
        return np.where(later[:, 0] == earlier[:, 0], 4.0, -9.0).astype(np.float32)

    def read_short(self, states, start, end, score):
        return score, states[start]

    def read_short_pairs(self, later, earlier, features):
        return self.read_pairs(later, earlier, features)

    def read_speech(self, later, earlier, features):
        return self.read_pairs(later, earlier, features)

    def read_branch(self, states, member) -> BranchOutput:
        n = len(states)
        event = states[:, 2] == 0
        same = member.T @ member > 0
        arcs = np.where(same, 0.0, -99.0).astype(np.float32)
        arcs[np.arange(1, n), np.arange(n - 1)] += 5
        arcs[np.arange(n), np.arange(n)] += 1
        upos = np.eye(17, dtype=np.float32)[np.where(event, 15, 7)]
        verb = np.eye(9, dtype=np.float32)[np.where(event, 1, 0)]
        relation = np.eye(37, dtype=np.float32)[np.full(n, 7)]
        sentences = (member @ states / member.sum(1, keepdims=True)).astype(np.float32)
        return BranchOutput(upos, verb, arcs, relation, sentences)

    def read_negation(self, states, asked, features):
        after = np.concatenate([[0.0], asked[:-1]]) * (1 - asked)
        return np.stack([asked * 8 - 4, after * 6 - 3], axis=1).astype(np.float32)

    def read_undertone(self, sentences):
        return np.clip(sentences[:, :2], -9, 9).astype(np.float32)

    def read_affect(self, sentences):
        return np.tanh(sentences[:, :3] / 100).astype(np.float32)
