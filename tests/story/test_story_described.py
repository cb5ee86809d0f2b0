"""What is described and not named: titles, relations, and words after 'the'."""

from handmade_story import called, story_of
from hypothesis import given, settings
from hypothesis import strategies as st


def test_the_captain_is_captain_vane():
    story = story_of("[Captain Vane|a] sat. [Captain Vane|a] rose. Later [the captain|b] spoke. [He|b] left.")
    assert [(c.name, c.n_mentions) for c in story.characters] == [("Captain Vane", 4)]


def test_of_two_captains_the_one_in_the_scene_is_meant():
    story = story_of(
        """
        [Captain Vane|a] sat. [Captain Vane|a] rose. [The captain|b] spoke.
        ***
        [Captain Hook|c] swam. [Captain Hook|c] sank. [The captain|d] spoke.
        """
    )
    assert {c.name: c.n_mentions for c in story.characters} == {"Captain Vane": 3, "Captain Hook": 3}


def test_a_description_that_the_book_uses_of_one_person_is_that_person():
    story = story_of(
        "[Daisy|a] sat. [The young girl|a] rose. [The young girl|a] left. [Mrs. Walker|c] slept. "
        "Then [the young girl|b] sang. [She|b] stopped."
    )
    assert called(story, "Daisy").n_mentions == 5


def test_a_description_beside_the_name_is_somebody_else():
    story = story_of(
        "[Daisy|a] sat. [The young girl|a] rose. [The young girl|a] left. "
        "[Daisy|a] saw [the young girl|b] with [her|b] hat."
    )
    assert called(story, "Daisy").n_mentions == 4


def test_nobody_is_both_the_aunt_and_the_mother_of_somebody():
    story = story_of(
        "[[Daisy|a]'s aunt|b] sat. [Aunt Jane|b] rose. “[[My|a] aunt|b] left,”{a>} said [Daisy|a]. "
        "“[Mother|b] slept.”{a>} [Daisy|a] sang to [[her|a] mother|b]."
    )
    assert called(story, "Aunt Jane").n_mentions == 3


def test_somebodys_mother_is_the_one_who_was_named_as_such():
    story = story_of(
        "[Daisy|a] sat with [[her|a] mother|m], [Mrs. Miller|m]. [[Her|a] mother|m] slept. [Mrs. Miller|m] woke. "
        "[Daisy|a] left. Then [[her|a] mother|n] sang. [Mrs. Walker|w] wept."
    )
    assert called(story, "Mrs. Miller").n_mentions == 5


def test_her_mother_is_not_she():
    story = story_of(
        "[Daisy|a] sat. [The lady|a] rose. [The lady|a] left. "
        "[[Her|a] mother|b] came. [The lady|b] sang. [She|b] slept."
    )
    assert called(story, "Daisy").n_mentions == 4


def test_the_only_father_of_somebody_is_one_person_over_the_book():
    story = story_of("[Nora|a] sat. [[Her|a] father|b] came. [Nora|a] rose. [[Her|a] father|c] slept. [He|c] snored.")
    assert called(story, "her father").n_mentions == 3


def test_a_lone_she_in_a_scene_with_one_woman_is_that_woman():
    story = story_of("[Marguerite|a] sat. [Alec|b] rose. [He|b] spoke. [She|c] laughed. [She|c] left.")
    assert called(story, "Marguerite").pronouns == "she/her"


def test_a_lone_she_in_a_scene_with_two_women_is_left_alone():
    story = story_of("[Marguerite|a] sat. [Nora|b] rose. It rained. [She|c] laughed. [She|c] left.")
    assert sorted(c.name for c in story.characters) == ["Marguerite", "Nora", "she"]


def test_the_wife_of_mr_bennet_is_mrs_bennet():
    story = story_of(
        "[Mr. Bennet|a] read. [He|a] sighed. [Mrs. Bennet|b] talked. [Mrs. Bennet|b] sat. "
        "[[His|a] wife|c] wept. [She|c] slept."
    )
    assert {c.name: c.n_mentions for c in story.characters} == {"Mrs. Bennet": 4, "Mr. Bennet": 3}


def test_a_noun_phrase_with_a_capital_is_a_name():
    story = story_of(
        "[The Mock Turtle|a] sighed. [He|a] sobbed. [Alice|b] sat. Then [the Mock Turtle|c] sang. [He|c] wept."
    )
    assert called(story, "the Mock Turtle").n_mentions == 4


def test_where_somebody_comes_from_is_no_name():
    story = story_of("[The Frenchman|a] bowed. [He|a] left. [The Frenchman|a] sang.")
    assert [(c.name, c.named) for c in story.characters] == [("the Frenchman", False)]


def test_two_slips_of_coreference_do_not_make_everybody_of_a_kind_one_person():
    others = " ".join(f"[The croupier|k{i}] bowed. [He|k{i}] left." for i in range(8))
    story = story_of(
        f"[Madame Zelma|a] sat. [The croupier|a] rose. [Madame Zelma|a] spoke. [The croupier|a] spun. {others}"
    )
    assert called(story, "Madame Zelma").n_mentions == 4


def _long_scene(pronouns: int, slips: int, known: int) -> str:
    """Text in which Nora is named `known` times, and then told of by 'she' and a few slips of coreference."""
    told = "[She|c] sat. " * pronouns + "[The maid|c] rose. " * slips
    return "[Nora|a] sat. [She|a] rose. " * known + "\n***\n" + "[Nora|a] came. " * 3 + told + "[The Fr|c] had left."


@settings(max_examples=15)
@given(st.integers(50, 120), st.integers(0, 4))
def test_a_she_of_many_pages_is_the_one_named_there_whatever_slips_into_it(pronouns, slips):
    story = story_of(_long_scene(pronouns, slips, known=100))
    assert [c.name for c in story.characters] == ["Nora"]
    assert called(story, "Nora").n_mentions == 200 + 3 + pronouns + slips + 1


@settings(max_examples=15)
@given(st.integers(50, 120), st.integers(0, 4))
def test_a_she_who_is_told_of_more_than_the_one_named_there_is_somebody_else(pronouns, slips):
    story = story_of(_long_scene(pronouns, slips, known=1))
    assert called(story, "Nora").n_mentions == 5


def test_a_she_of_many_pages_is_neither_of_two_who_are_named_there():
    story = story_of(
        "[Nora|a] sat. [She|a] rose. " * 100 + "\n***\n" + "[Nora|a] and [Anna|b] sat. " * 3 + "[She|c] sat. " * 70
    )
    assert called(story, "Nora").n_mentions == 203


def test_a_she_of_few_sentences_who_is_called_the_maid_is_the_maid():
    story = story_of("[Nora|a] sat. [She|a] rose. " * 9 + "[The maid|c] came. " + "[She|c] sat. " * 11)
    assert called(story, "Nora").n_mentions == 18
