"""Who feels something in a short story is a character of it, though nobody speaks of them again."""

import pytest
from handmade_story import story_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[[Anna|a]’s mother|m] was frightened . [Anna|a] slept .", "Anna’s mother"),
        ("[A woman|w] loved [Anna|a] . [Anna|a] slept .", "a woman"),
        ("[Anna|a] slept . “[Mother|m] worries so ,”{a>} said [Anna|a] .", "Mother"),
    ],
)
def test_somebody_who_feels_is_a_character(text, name):
    story = story_of(text)
    feels = {feeling.experiencer for feeling in story.feelings}
    assert name in {character.name for character in story.characters if character.id in feels}


@pytest.mark.parametrize(
    "text",
    [
        "[The children|c] were frightened . [Anna|a] slept .",
        "[Somebody|s] was frightened . [Anna|a] slept .",
        "[Anna|a] slept . If [a man|m] were frightened , [Anna|a] slept .",
        "[The porter|p] sat . [Anna|a] slept .",
    ],
)
def test_nobody_in_particular_is_none(text):
    assert [character.name for character in story_of(text).characters] == ["Anna"]


def test_a_long_story_has_no_room_for_them():
    text = "[[Anna|a]’s mother|m] was frightened . " + "[Anna|a] slept . " * 1000
    assert [character.name for character in story_of(text).characters] == ["Anna"]
