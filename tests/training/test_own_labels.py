"""Our own labels: each row is whole, and what it names is there once."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.corpora import affect

DATA = ROOT / "training" / "data"
MEASURED = ROOT / "bench" / "data" / "tales.tsv"
SCALES = {"readers": (1, 5), "emobank": (1, 5), "words": (1, 9)}


@pytest.mark.parametrize("name", SCALES)
def test_numbers_stand_on_their_scale_and_use_it(name):
    low, high = SCALES[name]
    rows = affect.read_labels(DATA / f"{name}.tsv")
    assert max(Counter(row[0] for row in rows).values()) == 1
    values = np.asarray([list(map(float, row[1:])) for row in rows])
    assert values.shape[1] == 3
    assert values.min() >= low
    assert values.max() <= high
    assert (values.std(axis=0) > 0.04 * (high - low)).all()


@pytest.mark.parametrize(("name", "column"), [("moods", 3), ("tales", 1), ("own_tales", 1), ("measured", 1)])
def test_letters_are_those_of_the_scheme(name, column):
    letters = [row[column] for row in affect.read_labels(MEASURED if name == "measured" else DATA / f"{name}.tsv")]
    assert {len(four) for four in letters} == {4}
    assert set("".join(letters)) == set(affect.LETTERS)


def test_our_own_tales_are_whole():
    tales = list(affect.read_own_tales(DATA / "own_tales.tsv"))
    assert len({tale.name for tale in tales}) == len(tales)
    assert min(len(tale.sentences) for tale in tales) >= 45
    for tale in tales:
        assert len(tale.sentences) == len(tale.judged)
        assert np.isfinite(np.asarray(tale.judged)[:, :2]).all()


def test_letters_stand_for_the_numbers_behind_them():
    assert affect.of_letters("NNNN")[:2] == pytest.approx((0.469, 0.184))
    valence, arousal, dominance = affect.of_letters("HSNN")
    assert valence == pytest.approx((0.960 + 0.052 + 2 * 0.469) / 4)
    assert arousal == pytest.approx((0.732 + 0.288 + 2 * 0.184) / 4)
    assert np.isnan(dominance)


def test_no_tale_that_is_measured_is_learned_from():
    measured, learned = ({row[0] for row in affect.read_labels(path)} for path in (MEASURED, DATA / "tales.tsv"))
    assert measured
    assert not measured & learned
