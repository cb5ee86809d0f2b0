"""Names taken to pieces, and how they are shown."""

import pytest
from handmade_story import called, story_of

from undertow.story.names import given_gender, parse_name, same_given, title_only
from undertow.story.nouns import read_noun

KEYS = {
    "Mr. Darcy": "mr darcy",
    "Mr . Darcy 's": "mr darcy",
    "poor Miss Taylor": "miss taylor",
    "Doctor Watson": "dr watson",
    "M. Poirot": "mr poirot",
    "Charlotte Brontë": "charlotte bronte",
    "Elizabeth Bennet , who": "elizabeth bennet",
    "Lady Catherine de Bourgh": "lady catherine de bourgh",
    "Mr. van der Luyden": "mr van der luyden",
    "Monday Mrs. Hall": "mrs hall",
    "St. Aubert": "st aubert",
    "M. St. Aubert": "mr st aubert",
    "the Colonel": "colonel",
    "the St. Clare": "st clare",
    "Jo": "jo",
    "Here Daisy": "daisy",
}
NOBODY = [
    "the Bennets",
    "Mr. and Mrs. Weston",
    "Jane 's sister",
    "the Bennet family",
    "Jane and Mary",
    "Madam",
    "the two Misses Ware",
    "the Fr",
]


@pytest.mark.parametrize("text", KEYS)
def test_equal_names_have_equal_keys_whatever_their_dress(text):
    name = parse_name(text.split())
    assert name is not None and name.key == KEYS[text]


@pytest.mark.parametrize("text", NOBODY)
def test_what_names_no_single_person_is_no_name(text):
    assert parse_name(text.split()) is None


def test_a_title_alone_is_known_as_such():
    assert title_only(["the", "Colonel"]) == "colonel"
    assert title_only(["Colonel", "Brandon"]) == ""


@pytest.mark.parametrize(
    ("a", "b"), [("lizzy", "elizabeth"), ("kit", "kitty"), ("j", "john"), ("tom", "thomas"), ("jane", "janey")]
)
def test_pet_names_and_initials_stand_for_a_name(a, b):
    assert same_given(a, b) and same_given(b, a)


@pytest.mark.parametrize(("a", "b"), [("mary", "martha"), ("harry", "harriet"), ("jane", "joan"), ("meg", "madge")])
def test_names_that_are_merely_alike_stand_for_nothing(a, b):
    assert not same_given(a, b)


def test_a_name_in_use_for_both_tells_no_gender():
    assert (given_gender("emma"), given_gender("james"), given_gender("jocelyn")) == ("f", "m", "")


@pytest.mark.parametrize(
    ("text", "head", "gender", "plural"),
    [
        ("her father", "father", "m", False),
        ("the two old ladies at the door", "ladies", "f", True),
        ("Tom 's aunt", "aunt", "f", False),
        ("the princess", "princess", "f", False),
        ("his wife and his child", "wife", "f", True),
        ("the father of the girl", "father", "m", False),
    ],
)
def test_a_noun_phrase_tells_its_head_gender_and_number(text, head, gender, plural):
    noun = read_noun(text.split())
    assert (noun.head, noun.gender, noun.plural) == (head, gender, plural)


def test_a_name_that_always_has_its_article_keeps_it():
    story = story_of("[The White Rabbit|a] ran. [The White Rabbit|a] fell. [He|a] rose. [The Rabbit|a] left.")
    assert called(story, "the White Rabbit").named


def test_a_title_and_surname_is_shown_rather_than_the_bare_surname():
    assert called(
        story_of("[Darcy|a] came. [Mr. Darcy|a] sat. [Darcy|a] rose. [Darcy|a] left."), "Mr. Darcy"
    ).aliases == ("Darcy",)


def test_a_full_name_that_stands_once_in_a_long_book_is_an_alias():
    text = "[Annie P. Miller|a] sat. " + "[Mr. Miller|b] came. [Daisy|a] rose. " * 30
    assert called(story_of(text), "Daisy").aliases == ("Annie P. Miller",)


def test_a_name_in_capitals_is_shown_so_only_where_there_is_no_other():
    assert [c.name for c in story_of("[NORA|a] sat. [Nora|a] rose. [NORA|a] left.").characters] == ["Nora"]
