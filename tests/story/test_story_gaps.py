"""What is unknown of how a story is told is said, once, and no longer when it is known."""

from handmade_story import make, story_of

from undertow.story.build import build_story
from undertow.story.interpret import interpret

MIND = "It is not known whose mind the story is in."
TENSE = "It is not known in which tense the story is told."


def test_a_story_without_verbs_has_no_known_tense():
    assert TENSE in story_of("[Nora|a] , [Nora|a] . The rain .").unknown


def test_a_mind_that_is_told_of_is_known():
    told = "[Nora|a] felt cold . [She|a] thought of [Tom|b] , and [she|a] remembered the house . [She|a] wondered . "
    story = story_of(told * 3)
    assert story.narration[0].focal_character is not None
    assert MIND not in story.unknown


def test_interpreting_again_says_it_once():
    story = interpret(build_story(*make("[Nora|a] came . [Tom|b] came . The rain fell .")))
    assert story.unknown.count(MIND) == 1
