"""Which names are one person: a table of cases, each as small as it can be."""

import pytest
from handmade_story import called, story_of

ONE_PERSON = {
    "same full name": ("Elizabeth Bennet", "[Elizabeth Bennet|a] came. [Elizabeth Bennet|b] sat."),
    "title and surname": ("Mr. Darcy", "[Mr. Darcy|a] bowed. Then [Darcy|b] left. [Mr. Darcy|c] was gone."),
    "title and full name": ("Charles Bingley", "[Mr. Bingley|a] came. They liked [Charles Bingley|b] well."),
    "Dr. and Doctor": ("Dr. Watson", "[Dr. Watson|a] sat. [Doctor Watson|b] rose. [Dr. Watson|a] wrote."),
    "M. and Monsieur": ("M. Poirot", "[M. Poirot|a] smiled. [Monsieur Poirot|b] bowed. [M. Poirot|a] left."),
    "first name": ("Tom Sawyer", "[Tom Sawyer|a] ran. [Tom|b] hid. [He|b] laughed."),
    "nickname": ("Elizabeth", "[Elizabeth|a] read. [She|a] smiled. Later [Lizzy|b] slept. [Elizabeth|a] woke."),
    "nickname of a full name": ("Thomas Gray", "[Thomas Gray|a] sat. [He|a] wrote. [Tommy|b] sang. [He|b] stopped."),
    "accents": ("Renée Duval", "[Renée Duval|a] wept. [Renee Duval|b] slept. [Renée Duval|a] woke."),
    "possessive": ("Nora", "[Nora|a] came. It was [Nora ’s|b] cup. [Nora|a] left."),
    "capitals": ("Alice", "[ALICE|a] fell. [Alice|b] woke. [Alice|b] ran."),
    "initial": ("John Watson", "[John Watson|a] wrote. [J. Watson|b] signed. [John Watson|a] slept."),
    "middle name": ("John Gray", "[John Gray|a] wrote. [John Henry Gray|b] signed. [John Gray|a] slept."),
    "noble title": ("Lady Catherine de Bourgh", "[Lady Catherine de Bourgh|a] sat. [Lady Catherine|b] spoke."),
    "Miss and the full name": ("Jane Fairfax", "[Jane Fairfax|a] played. [Miss Fairfax|b] sang. [Jane|c] rested."),
    "title and given name": ("Uncle Silas", "[Uncle Silas|a] sat. [Silas|b] rose. [Uncle Silas|a] left."),
    "coreference alone": (
        "Aragorn",
        "[Aragorn|a] rode. [Strider|a] drank. [Aragorn|a] slept. [Strider|a] woke. [Aragorn|b] left.",
    ),
}

TWO_PEOPLE = {
    "Mr. and Mrs.": ("Mr. Weston", "Mrs. Weston", "[Mr. Weston|a] came. [Mrs. Weston|b] sat."),
    "Miss and Mrs.": ("Miss Bates", "Mrs. Bates", "[Miss Bates|a] talked. [Mrs. Bates|b] slept."),
    "a husband's name": (
        "Mrs. John Knightley",
        "John Knightley",
        "[Mrs. John Knightley|a] wept. [John Knightley|b] read.",
    ),
    "named together": ("Jane", "Jane Fairfax", "[Jane|a] and [Jane Fairfax|b] met."),
    "one sentence": ("Anne", "Nan", "[Anne|a] looked at [Nan|b] for long."),
    "opposite pronouns": (
        "Sam",
        "Sam Hart",
        "[Sam|a] took [her|a] hat, [her|a] coat. [Sam Hart|b] took [his|b] and was [himself|b].",
    ),
    "brothers": ("George Knightley", "John Knightley", "[George Knightley|a] came. [John Knightley|b] left."),
    "father and son": ("Tom Gray", "Tom Gray Jr.", "[Tom Gray|a] came. [Tom Gray Jr.|b] left."),
    "parent and child of one surname": ("Mr. Dombey", "Paul Dombey", "[Mr. Dombey|a] looked at [Paul Dombey|b]."),
    "a coordination": (
        "Emma",
        "Mr. Knightley",
        "[Emma|a] or [Mr. Knightley|b] must go. [Emma|a] went. [Mr. Knightley|b] did not.",
    ),
    "a general and a captain": (
        "Captain Tilney",
        "General Tilney",
        "[General Tilney|a] frowned. [Captain Tilney|b] bowed. [General Tilney|a] left. [Captain Tilney|b] stayed.",
    ),
    "a rank and none": (
        "Colonel Ferrars",
        "Mr. Ferrars",
        "[Colonel Ferrars|a] rode. [Mr. Ferrars|b] read. [Colonel Ferrars|a] left. [Mr. Ferrars|b] slept.",
    ),
    "Sir and Mr.": ("Sir William", "William Goulding", "[Sir William|a] bowed to [William Goulding|b]."),
}


@pytest.mark.parametrize("case", ONE_PERSON)
def test_names_of_one_person_are_joined(case):
    name, text = ONE_PERSON[case]
    story = story_of(text)
    assert [c.name for c in story.characters] == [name]


@pytest.mark.parametrize("case", TWO_PEOPLE)
def test_names_of_two_people_stay_apart(case):
    *names, text = TWO_PEOPLE[case]
    story = story_of(text)
    assert sorted(c.name for c in story.characters) == sorted(names)


def test_a_first_name_of_two_people_is_given_to_neither():
    story = story_of("[John Knightley|a] read. [John Thorpe|b] rode. [John|c] spoke.")
    assert sorted(c.name for c in story.characters) == ["John", "John Knightley", "John Thorpe"]


def test_a_shared_first_name_follows_its_scene():
    story = story_of(
        """
        [John Knightley|a] read. [John Knightley|a] sat. [John|c] spoke.
        ***
        [John Thorpe|b] rode. [John Thorpe|b] fell. [John|d] swore.
        """
    )
    assert {c.name: c.n_mentions for c in story.characters} == {"John Knightley": 3, "John Thorpe": 3}


def test_mr_with_a_surname_is_the_brother_who_is_not_told_apart_by_his_first_name():
    story = story_of(
        "[Mr. Knightley|a] rode. [Mr. John Knightley|b] read. [George Knightley|c] spoke. [Mr. Knightley|a] left. "
        "[Mr. John Knightley|b] stayed."
    )
    assert {c.name: c.n_mentions for c in story.characters} == {"George Knightley": 3, "Mr. John Knightley": 2}


def test_a_cluster_of_two_people_is_taken_apart_along_its_antecedents():
    story = story_of(
        "[Miss Bates|a] talked. [She|a] stopped. [Jane Fairfax|a] sang. [She|a] ended. "
        "[Jane Fairfax|b] and [Miss Bates|c] left."
    )
    assert {c.name: c.n_mentions for c in story.characters} == {"Miss Bates": 3, "Jane Fairfax": 3}


def test_one_stray_name_does_not_name_a_cluster_of_the_other_gender():
    him = " ".join("[He|a] ran." for _ in range(20))
    story = story_of(f"[Mrs. Gray|b] sat. {him} [Mrs. Gray|a] rose. [The porter|a] ran.")
    assert called(story, "Mrs. Gray").n_mentions == 2
    assert called(story, "the porter").pronouns == "he/him"


def test_the_fullest_usual_name_is_shown_and_the_others_are_aliases():
    text = (
        "[Elizabeth|a] came. " * 8 + "[Elizabeth Bennet|a] sat. [Elizabeth Bennet|a] rose. " + "[Lizzy|b] laughed. " * 3
    )
    elizabeth = called(story_of(text), "Elizabeth Bennet")
    assert elizabeth.aliases == ("Elizabeth", "Lizzy")


def test_mention_entity_holds_the_joins():
    story = story_of("[Mr. Darcy|a] bowed. [He|a] left. [Darcy|b] wrote. [He|b] sealed it.")
    assert set(story.mention_entity.tolist()) == {0}
    assert story.entities[0].mentions == (0, 1, 2, 3)


def test_a_place_is_one_entity_over_the_book():
    story = story_of("[She|a] left [London|x:GPE]. [She|a] loved [London|y:GPE].")
    assert [(e.name, len(e.mentions)) for e in story.entities if e.type == "GPE"] == [("London", 2)]


def test_groups_are_no_characters():
    story = story_of(
        "[The girls|a] came. [They|a] sang. [They|a] left. [The Bennets|b] bowed. [They|b] sat. [They|b] ate. "
        "[Mr. and Mrs. Weston|c] rose. [They|c] left. [Nora|d] stayed."
    )
    assert [c.name for c in story.characters] == ["Nora"]


def test_nobody_speaks_of_himself_by_another_name():
    lines = "“[George|g] is out,”{e>!} said [Mr. Emerson|e]. [He|e] sat. " * 4
    story = story_of(f"[George Emerson|g] rose. {lines} [George|g] came.")
    assert sorted(c.name for c in story.characters) == ["George Emerson", "Mr. Emerson"]


def test_a_place_taken_for_a_person_once_is_no_person():
    story = story_of(
        "[Nora|a] went to [Bath|p:GPE]. [Bath|p:GPE] was cold. [She|a] left [Bath|p:GPE]. [Bath|q] slept. [He|q] rose."
    )
    assert "Bath" not in [c.name for c in story.characters]


def test_god_is_called_upon_and_is_nobody_of_the_story():
    story = story_of("“Oh, [God|g]!”{a>} said [Nora|a]. [God|g] knew. [She|a] wept. [God|g] did not.")
    assert [c.name for c in story.characters] == ["Nora"]


def test_a_given_name_outweighs_a_few_pronouns_of_the_other_gender():
    story = story_of(
        "[James|a] sat. [She|a] rose. [James|a] left. [Mr. James Gray|b] came. [He|b] slept. [James|b] woke."
    )
    assert story.characters[0].name == "Mr. James Gray"


def test_mother_and_daughter_of_one_title_and_surname_are_never_one():
    story = story_of("[Mrs. Miller|a] sat. [Miss Miller|a] rose. [Mrs. Miller|a] left. [Miss Miller|a] stayed.")
    assert sorted(c.name for c in story.characters) == ["Miss Miller", "Mrs. Miller"]


def test_a_stray_word_before_a_frequent_given_name_is_no_given_name():
    story = story_of("[London Lydia|a] sat. " + "[Lydia|b] rose. " * 12)
    assert [c.name for c in story.characters] == ["Lydia"]


def test_a_word_that_the_text_has_without_a_capital_too_names_nobody():
    story = story_of("[Unfeeling|a] was [he|a]. He was unfeeling. [He|a] left. [Nora|b] sat. [She|b] slept.")
    assert sorted(c.name for c in story.characters) == ["Nora", "he"]


def test_a_brother_who_needs_his_first_name_is_not_the_one_who_does_not():
    story = story_of("[Mr. Knightley|a] rode. " * 20 + "[Mr. John Knightley|b] read. " * 5 + "[John|b] sat. " * 4)
    assert sorted(c.name for c in story.characters) == ["Mr. John Knightley", "Mr. Knightley"]


def test_a_full_name_that_comes_late_does_not_take_a_first_name_that_is_known():
    story = story_of("[Mary|a] sat. " * 20 + "[Mary King|b] rose. [Mary King|b] left.")
    assert {c.name: c.n_mentions for c in story.characters} == {"Mary": 20, "Mary King": 2}


def test_a_pet_name_is_not_a_ladys_whom_all_call_lady():
    story = story_of("[Lady Catherine de Bourgh|a] sat. [Lady Catherine|a] rose. [Kitty|b] coughed. [Kitty|b] left.")
    assert sorted(c.name for c in story.characters) == ["Kitty", "Lady Catherine de Bourgh"]


def test_a_bare_surname_is_the_mans_even_if_a_womans_pronouns_stray_to_it():
    story = story_of(
        "[Mr. Thorpe|a] rode. [He|a] swore. [John Thorpe|a] fell. [Isabella Thorpe|b] sang. [She|b] left. "
        "[Thorpe|c] laughed. [She|c] rose. [She|c] sat."
    )
    assert called(story, "John Thorpe").n_mentions == 6


def test_a_hotel_that_bears_a_name_is_not_its_owner():
    story = story_of("[The Hotel Montoya|h] was full. [Montoya|m] bowed. [He|m] smiled. [Montoya|m] left.")
    assert called(story, "Montoya").n_mentions == 3


def test_a_bare_surname_of_a_man_is_not_his_sisters_for_a_slip_of_coreference():
    story = story_of(
        "[Mr. Morland|b] sat. [He|b] rose. [James Morland|b] left. [Miss Morland|a] sang. [Morland|a] came. "
        "[Morland|b] spoke. [Morland|b] slept. [Miss Morland|a] wept. [Morland|b] ate. [Miss Morland|a] left."
    )
    assert "Morland" not in called(story, "Miss Morland").aliases
