"""Lines that contradict an explicit cue are found, and nothing else is said to."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from undertow.export.scriptcheck import contradictions

sys.path.append(str(Path(__file__).parents[1] / "story"))
from handmade_story import called, story_of

PEOPLE = "[Tom|t] came in. [Tom|t] sat. [Mary Gray|m] came in. [Mary Gray|m] sat. [Tom|t]’s [mother|o] wept. "


def given(story, name, index=0):
    """The story with a line given to somebody, or to nobody."""
    who = called(story, name).id if name else None
    lines = list(story.quotations)
    lines[index] = replace(lines[index], speaker=who)
    return replace(story, quotations=tuple(lines))


def found(story):
    names = {character.id: character.name for character in story.characters} | {None: None}
    text = story.text
    return [(text[c.cue_start_char : c.cue_end_char], names[c.named], names[c.speaker]) for c in contradictions(story)]


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("“Go ,”{t>} said [Tom|t] .", "said Tom"),
        ("“Go ?”{t>} [Tom|t] asked .", "Tom asked"),
        ("[Tom|t] said , “Go .”{t>}", "Tom said"),
        ("[Tom|t] said : “Go .”{t>}", "Tom said"),
        ("“Go ,”{t>} said [Tom|t] , “ or stay .”{t>}", "said Tom"),
    ],
)
@pytest.mark.parametrize("to", ["Mary Gray", None])
def test_a_line_that_contradicts_its_cue_is_found(line, cue, to):
    story = story_of(PEOPLE + line)
    assert not found(story)
    assert found(given(story, to)) == [(cue, "Tom", to)]


@pytest.mark.parametrize(
    "line",
    [
        "“Go .”{m>} [Tom|t] said it .",
        "“Go ?”{m>} [Tom|t] said nothing .",
        "“Go ,”{m>} said [[Tom|t]’s mother|o] .",
        "“Go ,”{m>} said [Tom|t] and [Mary Gray|m] .",
        "“Go ,”{m>} [she|m] said to [Tom|t] .",
        "“Go ,”{m>} [Tom|t] heard .",
        "As [Tom|t] said , “Go .”{m>}",
        "“Go ?”{m>} [Tom|t] said : “No .”{t>}",
        "“Go ,”{m>} [she|m] said .",
    ],
)
def test_what_is_no_plain_cue_is_left_alone(line):
    assert not found(story_of(PEOPLE + line))


def test_a_line_between_two_cues_may_follow_either():
    assert not found(story_of(PEOPLE + "[Mary Gray|m] said , “Go ,”{m>} said [Tom|t] ."))


def test_a_contradiction_has_its_place():
    story = given(story_of(PEOPLE + "“Go ,”{t>} said [Tom|t] ."), "Mary Gray")
    (contradiction,) = contradictions(story)
    assert story.text[contradiction.start_char : contradiction.end_char] == "Go ,"
    assert contradiction.quotation_id == "q0"


def test_a_story_without_mentions_has_none():
    story = story_of(PEOPLE + "“Go ,”{m>} said [Tom|t] .")
    assert not list(contradictions(replace(story, layers=replace(story.layers, mentions=None))))
