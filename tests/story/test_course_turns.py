"""Planted growth and turns are found again, and nothing is found where nothing was planted."""

from dataclasses import replace

import numpy as np
import pytest
from handmade_story import called, story_of

from bench.planted import KINDS, plant, right
from bench.turns import false_claims, interval
from undertow.story.course.claims import find_claims
from undertow.story.course.observations import SIGN_ROWS
from undertow.story.course.recognition import signs_of_recognition
from undertow.story.course.signs import find_signs
from undertow.story.course.stage import set_stage

HABITS = [
    "Every week [she|a] waits for [him|b] at the gate.",
    "[He|b] brings the eggs, as [he|b] always does.",
    "([She|a] counts the eggs.) It is only the eggs.",
    "On Tuesdays [he|b] has coffee. Anybody would offer [him|b] coffee.",
    "[She|a] usually says that the road is wet.",
]
TURN = (
    "Today [he|b] is late, and the kettle boils over, and [she|a] stands at the window with the cup in both hands, and "
    "[she|a] understands what [she|a] has been waiting for since the spring, and [she|a] runs."
)
FLIGHT = ["[She|a] runs along the wall.", "[She|a] shouts to [him|b] .", "[She|a] shouts again and runs on."]


def test_the_sentence_of_recognition_is_the_turn_and_says_what_was_before():
    story = story_of("\n".join([*HABITS * 5, TURN, *FLIGHT]))
    (turn,) = story.turns
    assert story.text[turn.start_char : turn.end_char].startswith("Today he is late")
    assert {"recognition", "flight", "sentence length"} <= set(turn.signs)
    assert turn.p_value <= 0.05
    assert turn.confidence > 0.5
    assert (turn.character, turn.target) == (called(story, "she").id, called(story, "he").id)
    assert "flight or outcry in 0 of" in turn.before
    assert "flight or outcry in 3 of 3" in turn.after
    assert [evidence.claim for evidence in turn.evidence] == ["turn", "before", "after"]


def test_a_recognition_is_found_without_a_word_for_it():
    told = (
        "The kettle boils over, and [she|a] stands at the window with the cup in both hands, and the road is empty, "
        "and [she|a] has been standing here since the spring, in the rain and in the heat, and has seen only [him|b] ."
    )
    story = story_of("\n".join([*HABITS * 5, told, *FLIGHT]))
    (turn,) = story.turns
    assert story.text[turn.start_char : turn.end_char].startswith("The kettle boils over")
    assert {"looking back", "sentence length"} <= set(turn.signs)
    assert "recognition" not in turn.signs
    assert turn.character == called(story, "she").id


def test_what_is_said_aloud_or_aside_is_no_recognition():
    said = (
        "“[I|a] have been holding [his|b] hand all these years and [I|a] have seen nothing of it,” {a>b} said [she|a] ."
    )
    aside = "([She|a] has been holding [his|b] hand all these years, and [she|a] has seen nothing of it until today.)"
    stage = set_stage(story_of("\n".join([*HABITS, said, aside])))
    assert signs_of_recognition(find_signs(stage))[-2:].tolist() == [0, 0]


def test_a_storm_in_which_the_two_are_is_no_turn_of_theirs():
    observations = plant("none", 3).observations
    values = observations.values.copy()
    for i, channel in enumerate(observations.channels):
        if channel.kind in ("valence", "arousal"):
            values[i, 90:] += 1
    assert find_claims(replace(observations, values=values)).turning() == ()


def test_the_same_sentence_among_sentences_that_do_not_change_is_no_turn():
    lines = [*HABITS * 3, TURN, *HABITS * 3]
    assert story_of("\n".join(lines)).turns == ()


def test_a_short_story_gives_no_claims():
    story = story_of("[She|a] waits.\n[She|a] understands, and runs.")
    assert story.turns == ()
    assert not any(arc.grows for arc in story.arcs)


def test_every_arc_lies_in_its_band_and_names_its_kernel():
    story = story_of("\n".join([*HABITS * 5, TURN, *FLIGHT]))
    assert story.arcs
    for arc in story.arcs:
        assert all(low <= value <= high for low, value, high in zip(arc.low, arc.value, arc.high, strict=True))
        assert len(arc.at) == len(arc.observed)
        assert arc.kernel == "Gaussian, bandwidth 0.08"
    pair = story.relationships[0]
    assert set(pair.arcs) <= {arc.id for arc in story.arcs}
    assert pair.arcs


def test_the_same_story_gives_the_same_claims():
    observations = plant("turn", 0).observations
    assert str(find_claims(observations)) == str(find_claims(observations))


def test_planted_courses_are_told_apart():
    planted = [plant(kind, seed) for kind in KINDS for seed in (0, 1)]
    assert sum(map(right, planted)) >= 9


@pytest.mark.parametrize("seed", [0, 1])
def test_where_only_the_setting_darkens_no_feeling_grows_and_no_pair_turns(seed):
    assert right(plant("decoy", seed))


def test_a_shuffle_keeps_every_sign_with_its_unit():
    observations = plant("turn", 0).observations
    order = np.random.default_rng(0).permutation(observations.n_passages)
    moved = observations.take(order)
    for name in (*SIGN_ROWS, "words"):
        assert sorted(getattr(moved, name).tolist()) == sorted(getattr(observations, name).tolist())
    assert moved.progress[-1] == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(0, 100, 0.0, 0.0362), (5, 100, 0.0164, 0.1128), (25, 500, 0.0326, 0.0729)]
)
def test_the_interval_is_that_of_clopper_and_pearson(k, n, low, high):
    assert interval(k, n) == pytest.approx((low, high), abs=2e-4)


@pytest.mark.slow
def test_of_500_shuffles_of_ten_stories_no_more_are_claimed_than_the_level_allows():
    tables = [plant(KINDS[i % len(KINDS)], i).observations for i in range(10)]
    false = sum(false_claims(table, 50, seed) for seed, table in enumerate(tables))
    low, high = interval(false, 500)
    print(f"{false} of 500 [{low:.3f}, {high:.3f}]")
    assert low <= 0.05
