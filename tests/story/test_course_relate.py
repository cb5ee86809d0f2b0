"""Pairs, their order, and what they are made of."""

import time

import pytest
from handmade_story import called, story_of

from undertow.story.course import relate
from undertow.story.course.table import make_table


def names(story, pair):
    return {story.character(pair.a).name, story.character(pair.b).name}


def test_two_people_without_a_name_are_a_pair():
    story = story_of(
        """
        [She|a] pours the tea and [he|b] drinks it.
        [She|a] watches [him|b] go.
        The road is wet.
        """
    )
    (pair,) = story.relationships
    assert names(story, pair) == {"she", "he"}
    assert pair.together == (0,)
    assert pair.weight == pytest.approx(1)


def test_the_pair_that_shares_most_is_first():
    story = story_of(
        """
        [Ada|a] met [Ben|b] by the gate.
        [Ada|a] walked with [Ben|b] to the mill.
        [Ada|a] wrote to [Ben|b] about the horse.
        [Ada|a] nodded to [Carl|c].
        """
    )
    assert names(story, story.relationships[0]) == {"Ada", "Ben"}
    assert story.relationships[0].weight > story.relationships[-1].weight
    assert sum(pair.weight for pair in story.relationships) == pytest.approx(1)


def test_changes_of_turn_and_lines_are_counted_by_direction():
    story = story_of(
        """
        “Come here,”{a>b} said [Ada|a] .
        “No,”{b>a} said [Ben|b] .
        “Now,”{a>b} said [Ada|a] .
        """
    )
    (pair,) = story.relationships
    assert pair.exchanges == 2
    assert pair.lines == ((2, 1) if pair.a == called(story, "Ada").id else (1, 2))


def test_touch_and_conflict_have_their_passages():
    story = story_of(
        """
        [Ada|a] took [[his|b] hand|h:FAC] .
        [Ben|b] struck [Ada|a] in the yard.
        [Ada|a] was kissed by [Ben|b] .
        """
    )
    (pair,) = story.relationships
    assert ["took his hand" in story.text[e.start_char : e.end_char] for e in pair.touch] == [True, False]
    assert [story.text[e.start_char : e.end_char] for e in pair.conflict] == ["Ben struck Ada"]


@pytest.mark.parametrize(
    "line",
    [
        "[Ada|a] did not kiss [Ben|b] .",
        "“[Ada|a] struck [Ben|b] ,”{c>} said [Carl|c] .",
        "[Ada|a] took the book from [Ben|b] .",
        "[Ada|a] told [Ben|b] about the fight .",
        "[Ada|a] wished to strike [Ben|b] .",
    ],
)
def test_what_did_not_happen_is_no_touch_and_no_conflict(line):
    story = story_of(line)
    assert not any(pair.touch or pair.conflict for pair in story.relationships)


def test_a_cast_of_sixty_gives_pairs_that_share_something_only():
    lines = [f"[Guest{chr(65 + i % 26)}{i}|g{i}] met [Guest{chr(65 + i % 26)}x{i}|h{i}] ." for i in range(30)]
    story = story_of("\n".join(lines * 3))
    assert len(story.characters) == 60
    assert len(story.relationships) == 30


def test_twice_the_text_takes_about_twice_the_time():
    lines = [f"[Ann{chr(65 + i % 20)}|g{i % 20}] kissed [Bob{chr(65 + i % 7)}|h{i % 7}] ." for i in range(300)]
    times = []
    for n in (1, 4):
        story = story_of("\n".join(lines * n))
        start = time.process_time()
        relate(story)
        times.append(time.process_time() - start)
    assert times[1] < 12 * times[0] + 0.2


def test_a_story_without_people_has_no_pairs_and_no_turns():
    story = story_of("The rain fell.\nThe road was wet.\n" * 30)
    assert story.relationships == ()
    assert story.turns == ()
    assert make_table(story).observations.n_passages > 1
