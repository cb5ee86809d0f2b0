"""Planted courses in texts, read with the released model."""

import pytest

import undertow
from bench.planted import KINDS
from bench.planted_text import paragraphs_off, plant_text, told_of
from bench.turns import NEAR_PARAGRAPHS

pytestmark = [pytest.mark.weights, pytest.mark.slow]


def test_planted_texts_are_told_apart():
    found = {}
    for kind in KINDS:
        for seed in (0, 1):
            text, places = plant_text(kind, seed)
            story = undertow.read(text=text)
            near = max(paragraphs_off(story, places), default=0) <= NEAR_PARAGRAPHS
            found[kind, seed] = told_of(story) == ("none" if kind == "decoy" else kind) and near
    assert sum(found.values()) >= 9, found
