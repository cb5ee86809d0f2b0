"""The stories for growth and turns: their facts agree with their text."""

import pytest

from bench.turns import DATA
from tests.stories.loader import load_stories

STORIES = load_stories(DATA)
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)


def test_some_are_held_out_and_some_do_not_turn():
    parts = {story.facts["part"] for story in STORIES}
    assert parts == {"dev", "held-out"}
    for part in parts:
        turns = ["turn" in story.facts for story in STORIES if story.facts["part"] == part]
        assert any(turns)
        assert not all(turns)


@each_story
def test_what_is_quoted_stands_in_the_story(story):
    facts = story.facts
    assert len(story.text.split()) == facts["n_words"]
    assert story.text.startswith(facts["title"] + "\n")
    for phrase in (*facts["denials"], *facts["asides"]):
        assert len(story.occurrences(phrase)) == 1, phrase
    assert "turn" not in facts or story.occurrences(facts["turn"])


@each_story
def test_ids_refer_to_characters(story):
    facts = story.facts
    assert {*facts["main_pair"], facts["narration"]["focal"]} <= set(story.characters)


@each_story
def test_heroine_and_hero_are_named_only_by_those_who_call_them(story):
    for id in story.facts["main_pair"]:
        character = story.characters[id]
        if character["named"]:
            for start, _ in story.occurrences(character["name"]):
                assert story.text.rfind("“", 0, start) > story.text.rfind("”", 0, start), character["name"]
