"""Whoever comes in is spoken of next."""

import pytest
from handmade_story import called, story_of

INTRODUCED = "[Ellen|e] read to [Mark|m] . [She|e] was cold .\n"


def words(story, name):
    """The words of somebody's mentions, in lower case."""
    character = called(story, name)
    entity = next(entity for entity in story.entities if entity.id == character.id)
    mentions = story.layers.mentions
    return [story.document.word(int(mentions.start[m])).lower() for m in entity.mentions]


def test_the_pronoun_after_somebody_comes_in_is_theirs_and_what_is_linked_to_it_too():
    story = story_of(INTRODUCED + "[His mother|w] came in . [She|e] sat down . [Her|e] hat was wet .")
    assert words(story, "his mother") == ["his", "she", "her"]
    assert words(story, "Ellen") == ["ellen", "she"]


@pytest.mark.parametrize(
    "text",
    [
        "[His mother|w] sat there . [She|e] rose .",  # nobody comes
        "[His mother|w] came in . [Ellen|e] rose . [She|e] bowed .",  # the other is named
        "[His mother|w] came in .\n[She|e] rose .",  # a paragraph of its own
        "[His mother|w] came in . It rained . It was late . [She|e] rose .",  # long after
        "[His brother|b] came in . [She|e] rose .",
    ],
)
def test_otherwise_a_pronoun_stays_whose_it_is(text):
    assert words(story_of(INTRODUCED + text), "Ellen")[-1] == "she"
