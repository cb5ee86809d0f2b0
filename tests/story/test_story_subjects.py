"""Who a sentence is about is who the next one begins with."""

import pytest
from handmade_story import story_of, words

INTRODUCED = "[Ellen|e] read to [Mark|m] . [She|e] was cold . [Ruth|r] came .\n"


@pytest.mark.parametrize(
    "text",
    [
        "[Ruth|r] laughed . [She|e] was warm .",
        "“ Well ? ” [Ruth|r] asked . [She|e] was warm .",
        "“ Well , ” said [Ruth|r] . [She|e] was warm .",
        "[Ruth|r] saw [Mark|m] . [She|e] was warm .",
    ],
)
def test_a_pronoun_that_begins_a_sentence_means_the_subject_before(text):
    assert words(story_of(INTRODUCED + text), "Ruth")[-1] == "she"


@pytest.mark.parametrize(
    "text",
    [
        "[Ruth|r] saw [Ellen|e] . [She|e] was warm .",  # the other stands between
        "[Ruth|r] and [Mark|m] left . [She|e] was warm .",  # she is not the subject
        "[Ruth|r] 's hat was gone . [She|e] was warm .",
        "[Ruth|r] laughed .\n[She|e] was warm .",  # a paragraph of its own
        "[Ruth|r] laughed . It rained . [She|e] was warm .",
        "[Mark|m] laughed . [She|e] was warm .",
        "It was [Ruth|r] . [She|e] was warm .",
    ],
)
def test_otherwise_a_pronoun_stays_whose_it_is(text):
    assert words(story_of(INTRODUCED + text), "Ellen")[-1] == "she"


def test_what_is_linked_to_it_goes_with_it_but_not_its_object():
    story = story_of(INTRODUCED + "[Ruth|r] laughed . [She|e] sat , and [she|e] took [her|e] hat .")
    assert words(story, "Ruth")[-3:] == ["she", "she", "her"]
    story = story_of(INTRODUCED + "[Ruth|r] laughed . [She|e] liked [her|e] .")
    assert words(story, "Ruth")[-1] == "she"
    assert words(story, "Ellen")[-1] == "her"


def test_who_is_told_of_for_pages_stays_who_the_story_is_about():
    long = "[She|e] sat . [She|e] ate . It rained .\n" * 15
    assert words(story_of(INTRODUCED + long + "[Ruth|r] laughed . [She|e] was warm ."), "Ellen")[-1] == "she"
