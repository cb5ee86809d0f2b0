"""Passages with denials: marks come off and leave the text, committed files are whole, and the count counts."""

from dataclasses import replace
from pathlib import Path

import pytest
from handmade_story import story_of

from bench.corpora.denied import DeniedPassage, read_passages, unmark
from bench.denied import count, meets
from undertow.story.values import Denial, Evidence

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "bench" / "data" / "denials.txt", ROOT / "training" / "data" / "denials.txt"]


def test_marks_come_off():
    text, denials, against = unmark("{d1 It was a jug.} Her {a1 hands shook}. {d2 No.} {a2 Yes.} {d1 The heat.}")
    assert text == "It was a jug. Her hands shook. No. Yes. The heat."
    assert [text[a:b] for a, b, _ in denials] == ["It was a jug.", "No.", "The heat."]
    assert [(text[a:b], number) for a, b, number in against] == [("hands shook", 1), ("Yes.", 2)]


@pytest.mark.parametrize("broken", ["{d1 It was", "it} was", "{x1 it was}", "{d1 it {a1 was}}", "{d it was}"])
def test_marks_that_do_not_close_are_no_marks(broken):
    with pytest.raises(ValueError, match="mark"):
        unmark(broken)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_committed_passages_are_whole(file):
    passages = list(read_passages(file))
    assert len(passages) > 90
    assert len({passage.text for passage in passages}) == len(passages)
    assert sum(not passage.denials for passage in passages) > len(passages) / 5
    for passage in passages:
        assert (passage.who == "-") == (not passage.denials), passage.title
        assert {mark[2] for mark in passage.denials} == {mark[2] for mark in passage.against}, passage.title


def test_what_is_measured_is_not_learned_from():
    measured, learned = ({passage.text for passage in read_passages(file)} for file in FILES)
    assert not measured & learned


def test_the_count():
    story = story_of("[Anna|a] came . It was a jug . [Her|a] hands shook . [Tom|b] sat .")
    at = story.text.index
    marks = ((at("It"), at("It") + 13, 1), (at("Tom"), at("Tom") + 8, 2))
    passage = DeniedPassage("t", "m", "Anna", story.text, marks, ((at("hands"), at("hands") + 11, 1), (0, 4, 2)))
    anna, tom = (next(c.id for c in story.characters if c.name == name) for name in ("Anna", "Tom"))
    right = Denial(
        "d0", anna, tom, "minimised", at("It"), at("It") + 5, (Evidence(at("hands"), at("hands") + 5, "fact"),), 0.5
    )
    wrong = Denial("d1", tom, None, "minimised", 0, 4, (), 0.5)

    prf, counts = count(passage, replace(story, denials=(right, wrong)))
    assert (prf.precision, prf.recall) == (0.5, 0.5)
    assert (counts["asked"], counts["against"], counts["who"], counts["who asked"]) == (1, 1, 1, 1)
    decoy = DeniedPassage("t", "m", "-", story.text, (), ())
    assert count(decoy, replace(story, denials=(wrong,)))[1] == {"decoys": 1, "claimed in decoys": 1}
    assert meets(0, 5, [(5, 6, 1), (4, 5, 2)]) == {2}
