"""The labelled passages and their scorer."""

from types import SimpleNamespace

import pytest

from bench.feelings import HALVES, KEPT, FeelingScores, main, match, page, said_by
from bench.passages import Label, parse_passage, read_passages
from undertow import Document
from undertow.story.values import CATEGORIES, EXPRESSIONS, POLARITIES

BLOCK = """A title | a manner
people: anna: Anna she ; quill: Mr-Quill he
Anna [loved|love anna>quill] him. “She’s [angry|anger anna reported @quill],” he thought. They [laughed|joy act -]."""


def test_a_passage_is_read_without_its_notation():
    passage = parse_passage(BLOCK)
    assert passage.text == "Anna loved him. “She’s angry,” he thought. They laughed."
    assert [passage.text[label.start_char : label.end_char] for label in passage.labels] == [
        "loved",
        "angry",
        "laughed",
    ]
    assert passage.labels[0] == Label(5, 10, "love", "explicit", "anna", "quill", "asserted", "")
    assert (passage.labels[1].polarity, passage.labels[1].claimant) == ("reported", "quill")
    assert (passage.labels[2].expression, passage.labels[2].experiencer) == ("act", "")
    assert "mr quill" in passage.people["quill"]


def test_a_label_of_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="'bob'"):
        parse_passage(BLOCK.replace("anna>quill", "bob"))


@pytest.mark.parametrize(
    ("half", "least"),
    [("train", 150), ("fresh", 150), ("fresh-kept", 80), ("more", 700), ("more-kept", 300), ("test", 150)],
)
def test_the_labels_use_the_words_of_the_scheme(half, least):
    labels = [label for passage in read_passages(half) for label in passage.labels]
    assert len(labels) >= least
    for label in labels:
        assert label.category in CATEGORIES
        assert label.expression in EXPRESSIONS
        assert label.polarity in POLARITIES


def test_no_passage_stands_in_two_halves():
    halves = HALVES
    texts = [passage.text for half in halves for passage in read_passages(half)]
    assert len(texts) == len(set(texts))


def _feeling(document, start, end, category="love"):
    return SimpleNamespace(
        start_char=int(document.token_start[start]), end_char=int(document.token_end[end - 1]), category=category
    )


def test_a_match_shares_half_of_the_shorter_and_the_category():
    document = Document.from_sentences([["her", "breath", "caught", "in", "her", "throat"]])
    story = SimpleNamespace(document=document)
    label = Label(4, 17, "love", "bodily", "a", "", "asserted", "")  # breath caught
    wide, off, other = _feeling(document, 1, 6), _feeling(document, 3, 6), _feeling(document, 1, 3, "fear")
    assert match([label], [wide], story, category=True) == [(0, 0)]
    assert match([label], [off], story, category=True) == []
    assert match([label], [other], story, category=True) == []
    assert match([label], [other], story, category=False) == [(0, 0)]
    assert match([label, label], [wide], story, category=True) == [(0, 0)]


def test_pronouns_mean_somebody_only_alone():
    assert said_by(["her", "mother"]) == {"mother", "her mother"}
    assert said_by(["She"]) == {"she"}


def test_nothing_found_is_a_page_too():
    assert "expression with category" in page("nothing", FeelingScores())


@pytest.mark.parametrize("half", KEPT)
def test_the_half_for_reporting_is_not_shown(half, capsys):
    assert main(["--half", half, "--show"]) == 2
    assert f"{half} half is for reporting" in capsys.readouterr().err
