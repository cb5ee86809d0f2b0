"""Who somebody turns out to be: a table of cases, each a test, and two people of one sentence who are never one."""

from itertools import combinations

import pytest
from handmade_story import called, story_of

REVEALED = {
    "a maiden and a married name": (
        "Mrs. Weston",
        "Miss Taylor",
        "[Miss Taylor|a] sat. [She|a] married. [Mrs. Weston|a] rose. [Miss Taylor|a] wept. [Mrs. Weston|a] left.",
    ),
    "a stranger who says who he is": (
        "Arthur Holt",
        "",
        "[The stranger|a] bowed. [He|a] sat. “I am [Arthur Holt|n],”{a>} said [the stranger|a]. [He|a] smiled.",
    ),
    "a stranger who gives his name": (
        "Arthur Holt",
        "",
        "[The stranger|a] bowed. [He|a] sat. “My name is [Arthur Holt|n],”{a>} [he|a] said. [He|a] smiled.",
    ),
    "a disguise that is dropped": (
        "Colonel Vane",
        "",
        "[The beggar|a] knocked. [The beggar|a] ate. [He|a] was [Colonel Vane|a]. [Colonel Vane|a] laughed.",
    ),
    "a code name": (
        "Gogol",
        "Tuesday",
        "[Gogol|a] sat. [Tuesday|a] rose. [Gogol|a] swore. [Tuesday|a] wept. [Gogol|b] left.",
    ),
    "an apposition": ("Mr. Gray", "", "[His friend|f], [Mr. Gray|f], came. [His friend|f] sat. [Mr. Gray|f] left."),
    "a title and the name once": (
        "General Tilney",
        "",
        "[General Tilney|a] rose. [General Tilney|a] sat. [General Tilney|a] left. [The general|b] rode. [He|b] fell.",
    ),
    "M. and Monsieur with a first name": (
        "Hercule Poirot",
        "Monsieur Poirot",
        "[Monsieur Poirot|a] bowed. [Hercule Poirot|b] smiled. [M. Poirot|a] left.",
    ),
}

NAMES = ["Jane", "Jane Fairfax", "Mr. Knightley", "John Knightley", "Miss Bates", "Mrs. Bates", "Emma", "Dr. Perry"]


@pytest.mark.parametrize("case", REVEALED)
def test_somebody_is_known_by_the_name_that_is_revealed(case):
    name, alias, text = REVEALED[case]
    story = story_of(text)
    assert [c.name for c in story.characters] == [name]
    assert not alias or alias in called(story, name).aliases


def test_a_letter_is_signed_by_whoever_tells_it():
    story = story_of("[I|i] came. [I|i] sat. [My|i] hand shook. [I|i] wept. [I|i] am yours, [Nora Helm|i].")
    assert [c.name for c in story.characters if c.narrator] == ["Nora Helm"]


@pytest.mark.parametrize(("one", "other"), list(combinations(NAMES, 2)))
def test_two_people_of_one_sentence_are_never_one(one, other):
    story = story_of(f"[{one}|a] looked at [{other}|b]. [{one}|a] spoke to [{other}|b]. [{one}|a] left [{other}|b].")
    assert sorted(c.name for c in story.characters) == sorted((one, other))


def test_her_mother_is_not_she_though_coreference_says_so():
    story = story_of(
        "[Daisy|a] sat with [[her|a] mother|m], [Mrs. Miller|m]. [[Her|a] mother|m] slept. [Daisy|a] rose. "
        "[[Her|a] mother|a] woke. [Mrs. Miller|m] left."
    )
    assert called(story, "Mrs. Miller").n_mentions == 5


def test_a_mocking_name_of_a_nation_names_nobody():
    story = story_of("[Master Frenchman|a] sat. [The Frenchman|a] rose. [He|a] left. [The Frenchman|a] came.")
    assert [(c.name, c.named) for c in story.characters] == [("the Frenchman", False)]
