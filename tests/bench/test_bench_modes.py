from dataclasses import replace

import numpy as np
import pytest

from bench.labelled import read_passages
from bench.modes import ModeScores, modes_table
from undertow.document.build import build_document
from undertow.layers.values import MODES, Modes
from undertow.source.load import load_text

NARRATION, SPEECH, THOUGHT, INDIRECT, FREE, ASIDE = range(len(MODES))


@pytest.fixture
def passage(tmp_path):
    file = tmp_path / "passages.txt"
    file.write_text("# p1 | own\nShe ran home. {f Why should she wait?} He said {i that it rained.}\n")
    return next(iter(read_passages(file)))


@pytest.fixture
def document(passage):
    return build_document(load_text(passage.text, force=True))


def layer(document, *parts):
    """Modes from (mode, number of tokens)."""
    ends = np.cumsum([n for _, n in parts]).astype(np.int32)
    assert ends[-1] == document.n_tokens
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int32)
    return Modes(starts, ends, np.array([m for m, _ in parts], np.int8), np.full(len(parts), 0.9, np.float32))


RIGHT = ((NARRATION, 4), (FREE, 5), (NARRATION, 2), (INDIRECT, 4))


def test_what_is_right_scores_one(passage, document):
    scores = ModeScores()
    scores.add(passage, document, layer(document, *RIGHT))
    numbers = scores.numbers()["modes"]
    assert [numbers[MODES[mode]]["f1"] for mode in (NARRATION, FREE, INDIRECT)] == [1, 1, 1]
    assert numbers["narration"]["parts"] == 2
    assert scores.numbers()["reliability"] == [{"from": 0.8, "parts": 4, "stated": pytest.approx(0.9), "right": 1.0}]


def test_what_is_taken_for_something_else_is_in_the_table(passage, document):
    scores = ModeScores()
    scores.add(passage, document, layer(document, (NARRATION, 4), (NARRATION, 5), (NARRATION, 2), (INDIRECT, 4)))
    numbers = scores.numbers()
    assert numbers["confusion"][FREE][NARRATION] == 1
    assert numbers["modes"]["free indirect"]["recall"] == 0
    assert numbers["modes"]["narration"]["precision"] == pytest.approx(2 / 3)
    assert "free indirect" in modes_table("Modes", numbers)


def test_marks_say_nothing(passage, document):
    scores = ModeScores()
    moved = replace(
        layer(document, *RIGHT), end=np.array([3, 9, 11, 15], np.int32), start=np.array([0, 3, 9, 11], np.int32)
    )
    scores.add(passage, document, moved)
    assert scores.numbers()["modes"]["free indirect"]["words_f1"] == 1
