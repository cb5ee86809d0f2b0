"""The second part of the pass: groups of sentences, as soon as the encoder has read them.

In: states of words, window by window. Out: the columns of `Branch`. The states of a group are dropped when it is
done, and what is said of pairs of words is decoded at once, so memory does not grow with the square of anything.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from undertow.inference.groups import Group, groups
from undertow.inference.network import BranchOutput, Network
from undertow.inference.parallel import in_order
from undertow.layers.scope_features import scope_features
from undertow.layers.trees import tree
from undertow.layers.values import RELATIONS, Branch

NO_CUE = -9.0  # log-odds of words that do not look as cues do
IN_SCOPE = -0.3  # log-odds: F1 is highest where a word is taken at half of the F1 that is reached (Lipton et al. 2014)
# words before and after a cue that are read with it: four in a thousand scopes reach further (*SEM 2012, train part)
BEFORE, AFTER = 20, 28
ROOT = RELATIONS.index("root")

Floats = NDArray[np.float32]


class _Kept(NamedTuple):
    """What is kept of a group; tokens are counted in the text."""

    upos: NDArray[np.int8]
    verb: NDArray[np.int8]
    head: NDArray[np.int32]
    relation: NDArray[np.int8]
    cue_scores: Floats
    cue_goes_on: NDArray[np.bool_]
    scope_cue: NDArray[np.int32]
    scope_token: NDArray[np.int32]
    vectors: Floats
    sentence: NDArray[np.int32]
    words: NDArray[np.int32]


def read_branch(
    network: Network, states: Iterable[Floats], sentences: NDArray[np.int32], lengths: NDArray[np.int8]
) -> Branch:
    """Read a text whose states come in pieces [., width] that tile its words; `sentences` [n, 2] tile them too.

    `lengths` [n_words] says where cues of negation may begin, and of how many words they are (layers/cue_forms.py).
    """
    work = partial(_read, network, lengths)
    kept = list(in_order(work, ready(states, groups(sentences)), threads=network.threads))
    columns = dict(zip(_Kept._fields, map(np.concatenate, zip(*kept, strict=True)), strict=True))
    vectors, sentence, words = (columns.pop(name) for name in ("vectors", "sentence", "words"))
    return Branch(**columns, sentence_vectors=_whole(vectors, sentence, words, len(sentences)))


def ready(states: Iterable[Floats], planned: list[Group]) -> Iterator[tuple[Group, Floats]]:
    """Yield each group with the states of its words, and hold no others than the next group needs."""
    pieces = iter(states)
    held = next(pieces)
    first = 0  # the word that `held` begins with
    for group in planned:
        waiting = [held]
        n_held = len(held)
        while first + n_held < group.end:
            waiting.append(next(pieces))
            n_held += len(waiting[-1])
        held = np.concatenate(waiting) if len(waiting) > 1 else held
        yield group, held[group.start - first : group.end - first]
        held = held[group.end - first :]
        first = group.end


class Parsed(NamedTuple):
    """The trees of a group; words are counted in it."""

    upos: NDArray[np.int64]  # [n_words]
    head: NDArray[np.int64]  # [n_words] the root's is itself
    relation: NDArray[np.int64]  # [n_words]


def parse(group: Group, output: BranchOutput) -> Parsed:
    """Choose heads that make a tree of each sentence, and their relations."""
    n = group.end - group.start
    head = np.arange(n)
    for start, end in (group.pieces - group.start).tolist():
        head[start:end] = start + tree(output.arcs[start:end, start:end])
    relation_scores = output.relation.copy()
    relation_scores[:, ROOT] = -np.inf
    relation = np.where(head == np.arange(n), ROOT, relation_scores.argmax(1))
    return Parsed(output.upos.argmax(1), head, relation)


def _read(network: Network, lengths: NDArray[np.int8], work: tuple[Group, Floats]) -> _Kept:
    """Read one group and decode it."""
    group, states = work
    states = np.ascontiguousarray(states)
    output = network.read_branch(states, group.member())
    parsed = parse(group, output)

    def ask(first: int, last: int, asked: range) -> tuple[int, Floats]:
        """Look closely at words of the sentence `first` to `last`; what is said begins with the word that is given."""
        heads, relations, upos = (column[first:last].tolist() for column in (parsed.head, parsed.relation, parsed.upos))
        features = scope_features([head - first for head in heads], relations, upos, asked.start - first)
        start, end = max(first, asked.start - BEFORE), min(last, asked.stop + AFTER)
        marked = np.zeros(end - start, dtype=np.float32)
        marked[asked.start - start : asked.stop - start] = 1.0
        return start, network.read_negation(states[start:end], marked, features[start - first : end - first])

    found = find_cues(ask, group, lengths[group.start : group.end])
    return decode(group, output, parsed, found)


class _Cues(NamedTuple):
    """Cues of a group; words are counted in it."""

    scores: Floats  # [n_words]
    goes_on: NDArray[np.bool_]  # [n_words]
    of: list[int]  # [n_pairs] first word of a cue
    token: list[int]  # [n_pairs] word in its scope


def find_cues(ask: Callable[[int, int, range], tuple[int, Floats]], group: Group, lengths: NDArray[np.int8]) -> _Cues:
    """Ask of all words that may begin a cue, of as many words as `lengths` [n_words] says, each in its sentence."""
    n = group.end - group.start
    found = _Cues(np.full(n, NO_CUE, dtype=np.float32), np.zeros(n, dtype=np.bool_), [], [])
    for first, last in (group.pieces - group.start).tolist():
        for at in (first + np.flatnonzero(lengths[first:last])).tolist():
            end = min(last, at + int(lengths[at]))
            start, read = ask(first, last, range(at, end))
            found.scores[at:end] = read[at - start, 0]
            found.goes_on[at + 1 : end] = True
            inside = (start + np.flatnonzero(read[:, 1] > IN_SCOPE)).tolist()
            found.of.extend([at] * len(inside))
            found.token.extend(inside)
    return found


def decode(group: Group, output: BranchOutput, parsed: Parsed, found: _Cues) -> _Kept:
    """Turn what was found into columns."""
    root = parsed.head == np.arange(len(parsed.head))
    return _Kept(
        upos=parsed.upos.astype(np.int8),
        verb=output.verb.argmax(1).astype(np.int8),
        head=np.where(root, -1, parsed.head + group.start).astype(np.int32),
        relation=parsed.relation.astype(np.int8),
        cue_scores=found.scores,
        cue_goes_on=found.goes_on,
        scope_cue=np.asarray(found.of, dtype=np.int32) + np.int32(group.start),
        scope_token=np.asarray(found.token, dtype=np.int32) + np.int32(group.start),
        vectors=output.sentences,
        sentence=group.sentence,
        words=group.pieces[:, 1] - group.pieces[:, 0],
    )


def _whole(vectors: Floats, sentence: NDArray[np.int32], words: NDArray[np.int32], n: int) -> Floats:
    """A vector a sentence: of one that was read in pieces, the mean of theirs, by their words."""
    if len(sentence) == n:
        return vectors
    sums = np.zeros((n, vectors.shape[1]), dtype=np.float64)
    np.add.at(sums, sentence, vectors * words[:, None])
    return (sums / np.bincount(sentence, weights=words, minlength=n)[:, None]).astype(np.float32)
