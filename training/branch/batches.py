"""Texts to batches: runs of neighbouring groups, padded, with their labels laid over them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.branch.texts import Text
from undertow.inference.groups import Group, groups

JUDGED = ("tales", "moods", "emobank", "readers")  # corpora whose sentences have affect


@dataclass(slots=True, eq=False)
class Batch:
    """Runs of groups. Positions in flat columns are group * width + word."""

    states: Tensor  # [n_groups, width, inputs]
    member: Tensor  # [n_groups, most_sentences, width]
    grammar: Tensor  # [n_groups, width, 4], -100 where there is no label; heads are positions in the group
    cue: Tensor  # [n_groups, width], -100 where there is no label
    scope_rows: Tensor  # [n_scopes] flat positions of cues
    scope: Tensor  # [n_scopes, width] 1 in scope, 0 not, -100 outside of the sentence
    tone: Tensor  # [n_groups, width], nan where there is no label
    large: Tensor  # [n_groups, width, .] what a larger encoder says, [n_groups, width, 0] where it was not asked
    sentence_at: Tensor  # [n_runs, most] group * most_sentences + sentence, of each sentence of each run
    sentence_mask: Tensor  # [n_runs, most]
    affect: Tensor  # [n_runs, most, 3], nan where there is no label
    undertone: Tensor  # [n_runs, most, 2], nan where there is no label
    corpus: Tensor  # [n_runs] index in JUDGED, -1 for runs of others


def runs_of(
    text: Text, states: np.ndarray, rng: random.Random, *, longest: int, most: int
) -> list[tuple[Text, Any, list[Group]]]:
    """Cut a text into runs of groups of `longest` words, `most` in all; where they are cut changes from epoch to epoch.

    The sentences of a run are each other's context.
    """
    made: list[tuple[Text, Any, list[Group]]] = []
    run: list[Group] = []
    room = rng.randrange(most // 4, most)
    for group in groups(text.sentences, longest=longest):
        if run and group.end - run[0].start > room:
            made.append((text, states, run))
            run, room = [], most
        run.append(group)
    if run:
        made.append((text, states, run))
    return made


def batches(runs: list[tuple[Text, Any, list[Group]]], words: int, rng: random.Random) -> Iterator[Batch]:
    """Yield batches of some `words` words, of runs in random order."""
    chosen: list[tuple[Text, Any, list[Group]]] = []
    size = 0
    for run in rng.sample(runs, len(runs)):
        chosen.append(run)
        size += run[2][-1].end - run[2][0].start
        if size >= words:
            yield collate(chosen)
            chosen, size = [], 0
    if size > words // 3:
        yield collate(chosen)


def collate(runs: Sequence[tuple[Text, Any, list[Group]]]) -> Batch:
    """Lay out runs."""
    all_groups = [(text, states, group) for text, states, run in runs for group in run]
    width = max(g.end - g.start for _, _, g in all_groups)
    most = max(len(g.pieces) for _, _, g in all_groups)
    n = len(all_groups)
    given = np.zeros((n, width, all_groups[0][1].shape[1]), dtype=np.float32)
    member = np.zeros((n, most, width), dtype=np.float32)
    grammar = np.full((n, width, 4), -100, dtype=np.int64)
    cue = np.full((n, width), -100, dtype=np.int64)
    tone = np.full((n, width), np.nan, dtype=np.float32)
    large = np.zeros((n, width, 0 if (asked := all_groups[0][0].large) is None else asked.shape[1]), dtype=np.float32)
    rows, scopes = [], []
    for i, (text, states, group) in enumerate(all_groups):
        size = group.end - group.start
        given[i, :size] = states[group.start : group.end]
        member[i, : len(group.pieces), :size] = group.member()
        if text.grammar is not None:
            grammar[i, :size] = text.grammar[group.start : group.end]
            grammar[i, :size, 2] -= group.start
            outside = (grammar[i, :size, 2] < 0) | (grammar[i, :size, 2] >= size)  # of a sentence that was cut
            grammar[i, :size, 2:][outside] = -100
        if text.tone is not None:
            tone[i, :size] = text.tone[group.start : group.end]
        if text.large is not None:
            large[i, :size] = text.large[group.start : group.end]
        if text.cue is not None:
            cue[i, :size] = text.cue[group.start : group.end]
            same = member[i].T @ member[i] > 0
            for word, scope in text.scopes:
                if group.start <= word < group.end:
                    row = np.where(same[word - group.start], 0.0, -100.0)
                    inside = scope[(scope >= group.start) & (scope < group.end)] - group.start
                    row[inside] = 1.0
                    rows.append(i * width + word - group.start)
                    scopes.append(row)
    at, mask, affect, undertone = _sentences(runs, most)
    return Batch(
        torch.from_numpy(given),
        torch.from_numpy(member),
        torch.from_numpy(grammar),
        torch.from_numpy(cue),
        torch.as_tensor(rows, dtype=torch.int64),
        torch.from_numpy(np.asarray(scopes, dtype=np.float32).reshape(-1, width)),
        torch.from_numpy(tone),
        torch.from_numpy(large),
        torch.from_numpy(at),
        torch.from_numpy(mask),
        torch.from_numpy(affect),
        torch.from_numpy(undertone),
        torch.tensor([JUDGED.index(text.corpus) if text.corpus in JUDGED else -1 for text, _, _ in runs]),
    )


def _sentences(runs: Sequence[tuple[Text, Any, list[Group]]], most: int) -> tuple[np.ndarray, ...]:
    """Where the sentences of each run stand in the batch, and what was judged and said of them."""
    counts = [sum(len(g.pieces) for g in run) for _, _, run in runs]
    at = np.zeros((len(runs), max(counts)), dtype=np.int64)
    mask = np.zeros(at.shape, dtype=np.float32)
    affect, undertone = (np.full((*at.shape, n), np.nan, dtype=np.float32) for n in (3, 2))
    row = 0
    for r, (text, _, run) in enumerate(runs):
        place = np.concatenate([(row + k) * most + np.arange(len(g.pieces)) for k, g in enumerate(run)])
        at[r, : counts[r]], mask[r, : counts[r]] = place, 1.0
        sentence = np.concatenate([g.sentence for g in run])
        if text.affect is not None:
            affect[r, : counts[r]] = text.affect[sentence]
        if text.undertone is not None:
            undertone[r, : counts[r]] = text.undertone[sentence]
        row += len(run)
    return at, mask, affect, undertone
