"""Pronouns of the other gender do not stay with a given name in a short story; with many of them they do."""

from handmade_story import story_of, words


def test_two_people_who_were_taken_for_one_another_are_put_right():
    story = story_of("[Joan|a] knew [Max|b] . [He|a] sat by [her|b] . [She|b] wept , and [he|a] slept .")
    assert words(story, "Joan") == ["joan", "her", "she"]
    assert words(story, "Max") == ["max", "he", "he"]


def test_a_he_that_nobody_else_can_be_stays():
    story = story_of("[Joan|a] sat . [He|a] slept , and [he|a] woke .")
    assert words(story, "Joan") == ["joan", "he", "he"]


def test_a_he_may_be_one_who_is_named_only_afterwards():
    story = story_of("[Joan|a] had left [him|a] . [Peter|b] sat down . [Peter|b] wept .")
    assert words(story, "Joan") == ["joan"]
    assert words(story, "Peter") == ["him", "peter", "peter"]


def test_many_pronouns_say_more_than_a_given_name():
    story = story_of("[Joan|a] knew [Peter|b] . [Peter|b] slept . " + "[Joan|a] came . [He|a] sat . [He|a] ate . " * 15)
    assert words(story, "Joan").count("he") == 30
