"""Whoever comes in is spoken of next."""

import pytest
from handmade_story import story_of, words

INTRODUCED = "[Ellen|e] read to [Mark|m] . [She|e] was cold .\n"


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
