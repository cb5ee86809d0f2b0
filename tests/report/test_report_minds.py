"""What the page says of minds, feelings, denials, arcs and turns, on values that were made by hand."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_minds import VISITOR, WARDEN, crossing
from report_stories import make
from test_report_page import EVIL

from undertow.report import render
from undertow.report.arcs import MOST_POINTS
from undertow.report.counts import count
from undertow.report.course import tidy
from undertow.report.minds import read_minds
from undertow.report.page import page_context
from undertow.story.values import Arc, Narration, Relationship


@pytest.fixture(scope="module")
def story():
    return crossing()


@pytest.fixture(scope="module")
def context(story):
    return page_context(story)


def said(context, about):
    return "".join(part.text for part in [each for each in context.first.statements if each.about == about][-1].words)


def person(story, name):
    return next(i for i, character in enumerate(story.characters) if character.name == name)


# Statements


def test_statements_say_whose_mind_what_is_denied_what_grows_and_where_it_turns(context):
    assert said(context, "mind") == (
        "The story is in the mind of Thomasin Rudd, told in the third person and the present tense."
    )
    assert said(context, "denial") == (
        "Thomasin Rudd denies or plays down what is felt toward “he” in 5 places, "
        "and the text itself speaks against them."
    )
    assert said(context, "growth") == "What Thomasin Rudd feels toward “he” grows, more than chance would have it."
    assert said(context, "turn").startswith(
        "It turns at 84\u00a0%, for Thomasin Rudd: “She looks at it, and the tap runs"
    )
    assert len({each.about for each in context.first.statements}) == 6


def test_what_grows_has_a_level_of_chance_and_no_confidence(context):
    growth = next(each for each in context.first.statements if each.about == "growth")
    assert growth.confidence is None and growth.basis == "p = 0.003"


def test_growth_is_told_at_the_end_and_a_turn_once_it_has_been_read(story, context):
    end = len(story.text)
    assert [each.since for each in context.first.statements if each.about == "growth"] == [end]
    turns = [each for each in context.first.statements if each.about == "turn"]
    assert all(each.since >= story.turns[0].end_char - 1 for each in turns)


def test_denials_are_counted_up_to_a_place(story, context):
    for each in context.first.statements:
        if each.about == "denial":
            n = sum(denial.start_char <= each.since for denial in story.denials)
            words = "".join(part.text for part in each.words)
            assert (f"in {n} places" if n > 1 else "in one place") in words


def narration(story, *focal):
    """A narration of the whole, and one for each equal part."""
    n, parts = story.document.n_tokens, len(focal)
    ids = {character.name: character.id for character in story.characters}
    common = ("third", 0.9, "past", 0.9, None)
    whole = Narration("story", 0, n, *common, None, 0.0, (), ())
    cut = [
        Narration("scene", i * n // parts, (i + 1) * n // parts, *common, ids.get(who), 0.5 + i / 10, (), ())
        for i, who in enumerate(focal)
    ]
    return replace(story, narration=(whole, *cut))


def test_several_minds_are_said_with_their_share_and_the_confidence_of_the_scenes(story):
    context = page_context(narration(story, WARDEN, WARDEN, VISITOR, VISITOR, VISITOR))
    assert said(context, "mind") == (
        "The story is mostly in the mind of “he” (60\u00a0%), told in the third person and the past tense."
    )
    mind = [each for each in context.first.statements if each.about == "mind"][-1]
    assert mind.confidence == pytest.approx(0.7, abs=0.01)
    two = page_context(narration(story, WARDEN, VISITOR))
    assert said(two, "mind").startswith("The story is in several minds: ")


def test_a_mind_that_is_not_known_is_said(story):
    unknown = page_context(narration(story, None))
    assert said(unknown, "mind") == (
        "The story is told in the third person and the past tense; whose mind it is in could not be determined."
    )


def test_nothing_found_is_said(story):
    still = tuple(replace(arc, grows="") for arc in story.arcs)
    shown = page_context(replace(story, arcs=still, turns=())).first.unknown
    assert "No trend can be told from chance in this story." in shown
    assert "No turn can be told from chance in this story." in shown
    assert not [each for each in page_context(replace(story, arcs=(), turns=())).first.unknown if "chance" in each]


# Cast, scenes, pairs


def test_a_card_says_what_somebody_feels_toward_whom(story, context):
    card = next(card for card in context.cast.cards if card.who == person(story, WARDEN))
    toward = card.feels[0]
    assert toward.to == person(story, VISITOR)
    mine = [feeling for feeling in story.feelings if feeling.target]
    assert toward.n == len(mine) and toward.n_denied == sum(feeling.polarity == "denied" for feeling in mine)
    assert card.mind == 1.0


def test_tiles_count_every_feeling_and_show_whose_mind_it_is(story, context):
    row = next(row for row in context.scenes.people if row.who == person(story, WARDEN))
    assert sum(tile.n_feelings for tile in row.tiles) == len(story.feelings)
    assert all(tile.focal for tile in row.tiles)
    assert not any(
        tile.focal for row in context.scenes.people if row.who != person(story, WARDEN) for tile in row.tiles
    )


def test_a_pair_shows_both_directions_on_one_scale(story, context):
    pair = context.pairs.pairs[0]
    assert {(felt.who, felt.to) for felt in pair.felt} == {(pair.a, pair.b), (pair.b, pair.a)}
    assert len({(felt.strand.top, felt.strand.bottom) for felt in pair.felt}) == 1
    assert sum(felt.n for felt in pair.felt) == sum(feeling.target is not None for feeling in story.feelings)
    assert len(pair.flags) == 1 and {sign.glyph for sign in pair.signs} == {"denial", "against", "touch"}


def test_pairs_come_in_the_order_of_the_story():
    island = make()
    ids = {character.name: character.id for character in island.characters}
    pairs = [("Marta", "Anton"), ("Ines", "Anton")]
    relationships = tuple(
        Relationship(f"r{i}", ids[a], ids[b], 0.5, (), 1, (1, 1), ((), ()), (), (), (None, None), 0.0, (), 0.8)
        for i, (a, b) in enumerate(pairs)
    )
    shown = page_context(replace(island, relationships=relationships)).pairs.pairs
    assert [{island.characters[i].name for i in (pair.a, pair.b)} for pair in shown] == [set(pair) for pair in pairs]


# The telling


def test_lanes_tile_the_story(context):
    assert sum(lane.share for lane in context.telling.lanes) == pytest.approx(100)
    assert [lane.mode for lane in context.telling.lanes] == ["narration", "direct speech", "free indirect", "aside"]


def test_every_feeling_has_a_mark_in_the_lane_of_its_kind(story, context):
    feels = context.telling.people[0]
    assert len(feels.marks) == len(story.feelings)
    lanes = [category.name for category in feels.categories]
    for mark, feeling in zip(feels.marks, story.feelings, strict=True):
        assert lanes[mark.y // 16] == feeling.category
        assert mark.state == {"asserted": "is", "denied": "not", "hypothetical": "maybe"}[feeling.polarity]


def test_modes_are_speech_and_the_rest_where_none_were_read(story):
    telling = page_context(replace(story, layers=replace(story.layers, modes=None))).telling
    assert [lane.mode for lane in telling.lanes] == ["narration", "direct speech"]
    said_tokens = sum(
        story.document.token_at(b - 1) + 1 - story.document.token_at(a)
        for quotation in story.quotations
        for a, b in quotation.parts
    )
    assert telling.lanes[1].share == pytest.approx(100 * said_tokens / story.document.n_tokens, abs=0.5)


def test_a_story_of_many_scenes_has_no_telling():
    scenes = make("\n\n***\n\n".join(["Ines met Anton."] * 8), {"Ines": ["Ines"], "Anton": ["Anton"]}, [])
    assert page_context(scenes).telling is None


# Arcs


def with_arc(story, **changes):
    return replace(story, arcs=(replace(story.arcs[2], **changes),))


numbers = st.floats(-1, 1, allow_nan=False)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), numbers), min_size=2, max_size=600))
def test_any_arc_is_drawn_inside_its_frame(values):
    story = crossing()
    at, observed = zip(*sorted(values), strict=True)
    strand = page_context(with_arc(story, at=at, observed=observed)).course.arcs[0]
    points = [tuple(map(float, each)) for each in re.findall(r"M([\d.]+) ([\d.]+)h0", strand.points)]
    assert len(points) <= MOST_POINTS
    assert len(points) == -(-len(values) // strand.each)
    assert all(0 <= x <= 1000 and 0 <= y <= 100 for x, y in points)
    assert strand.n_observations == len(values)


def test_an_arc_of_nothing_but_holes_is_drawn_as_nothing(story):
    n = len(story.arcs[2].progress)
    holes = dict.fromkeys(("value", "low", "high"), (float("nan"),) * n)
    strand = page_context(with_arc(story, **holes, at=(0.1, 0.2), observed=(float("nan"),) * 2)).course.arcs[0]
    assert strand.band == "" and strand.points == ""


def test_an_arc_of_the_whole_story_is_nobodys(story):
    mood = replace(story.arcs[2], character=None)
    page = page_context(replace(story, arcs=(mood,)))
    assert page.course.arcs[0].who == -1
    assert said(page, "growth") == "The sentences grow darker, more than chance would have it."


def test_many_observations_become_means_of_neighbours(story):
    at, observed = np.linspace(0, 1, 5000), np.tile([0.0, 1.0], 2500)
    strand = page_context(with_arc(story, at=tuple(at), observed=tuple(observed))).course.arcs[0]
    assert strand.each == 21 and strand.n_observations == 5000


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("“I never liked him.", "I never liked him."),
        ('"I never\nliked him."', '"I never liked him."'),
        ("of course.”", "of course."),
        ("“No,” she said, “never.”", "“No,” she said, “never.”"),
        ("She ran.", "She ran."),
        ("", ""),
    ],
)
def test_half_a_pair_of_marks_is_not_quoted(words, quoted):
    assert tidy(words) == quoted


# People who are nobody


def test_values_about_somebody_who_is_no_person_of_the_story_break_nothing(story):
    ghost = "nobody-1"
    haunted = replace(
        story,
        feelings=tuple(replace(feeling, experiencer=ghost, target=ghost) for feeling in story.feelings),
        denials=tuple(replace(denial, experiencer=ghost) for denial in story.denials),
        relationships=tuple(replace(each, a=ghost) for each in story.relationships),
        arcs=tuple(replace(arc, character=ghost) for arc in story.arcs),
        turns=tuple(replace(turn, character=ghost, target=None) for turn in story.turns),
    )
    assert read_minds(count(haunted)).denials == ()
    assert "</html>" in render(haunted)


def hostile(story, evil):
    """A story all of whose free words are somebody else's markup."""
    proof = tuple(replace(each, claim=evil) for each in story.denials[0].against)
    return replace(
        story,
        denials=tuple(replace(denial, kind=evil, against=proof) for denial in story.denials),
        arcs=tuple(replace(arc, kernel=evil, grows=evil) for arc in story.arcs),
        turns=tuple(
            replace(turn, before=evil, after=evil, signs=(evil,), evidence=tuple(replace(e, claim=evil) for e in proof))
            for turn in story.turns
        ),
    )


def test_hostile_words_of_minds_stay_words(story, page_of):
    page = page_of(hostile(story, EVIL))
    assert page.text == story.text
    assert len(page.raw["script"]) == 3 and len(page.raw["style"]) == 1
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert EVIL in page.shown


def test_an_arc_is_not_needed_for_a_pair_that_feels(story):
    context = page_context(replace(story, arcs=()))
    assert [felt.strand.band for felt in context.pairs.pairs[0].felt] == ["", ""]
    assert context.pairs.pairs[0].felt[0].asserted
    assert isinstance(story.arcs[0], Arc)
