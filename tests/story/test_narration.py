"""How a story is told, on small stories with marked mentions and by properties."""

from dataclasses import replace

import pytest
from handmade_story import called, make, story_of
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.document.values import Document
from undertow.layers.modes import ModesAnnotator
from undertow.layers.values import Layers
from undertow.story.build import build_story
from undertow.story.narration import narrate
from undertow.story.values import PERSONS, TENSES


def told(text):
    """The narrations of a story with marked mentions, with its modes."""
    document, layers = make(text)
    layers = replace(layers, modes=ModesAnnotator()(document, layers))
    story = build_story(document, layers)
    return story, narrate(story)


THIRD = "[Mara|a] opened the door . [She|a] knew that [he|b] had gone , and [she|a] wondered why ."
FIRST = "[I|a] opened the door . [I|a] knew that [he|b] had gone , and [my|a] heart sank ."


def test_a_story_of_others_is_told_in_the_third_person():
    story, narrations = told(THIRD)
    assert narrations[0].narrative_person == "third"
    assert narrations[0].narrator is None
    assert narrations[0].focal_character == called(story, "Mara").id


def test_whoever_says_i_tells_it_and_is_the_mind():
    story, narrations = told(FIRST)
    assert narrations[0].narrative_person == "first"
    narrator = next(character for character in story.characters if character.narrator)
    assert narrations[0].narrator == narrator.id == narrations[0].focal_character


def test_i_in_speech_makes_no_narrator():
    _, narrations = told("“ I know what I want and I want my tea , ”{a>b} said [Mara|a] . [She|a] sat with [Tom|b] .")
    assert narrations[0].narrative_person == "third"


def test_you_all_the_way_is_the_second_person():
    _, narrations = told("You open the door . You know the room . Your coat is where you left it .")
    assert narrations[0].narrative_person == "second"


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("[She|a] opened the door and [he|b] went out .", "past"),
        ("[She|a] opens the door and [he|b] goes out .", "present"),
        ("“ It is late , I know , ”{a>b} said [Mara|a] . [Tom|b] took the lamp .", "past"),
        ("“ It was late , ”{a>b} says [Mara|a] . [Tom|b] takes the lamp .", "present"),
        ("Rain . The stairs . Nobody .", "unknown"),
    ],
)
def test_tense_is_that_of_the_verbs_outside_of_speech(text, tense):
    assert told(text)[1][0].tense == tense


def test_paragraphs_in_another_tense_make_it_mixed():
    one = "[She|a] opens the door . [She|a] takes the lamp and [she|a] goes out ."
    other = "[He|b] opened the door . [He|b] took the lamp and [he|b] went out ."
    assert told(f"{one}\n{other}\n{one}\n{other}")[1][0].tense == "mixed"


def test_one_mind_after_another_is_a_shift():
    mara = "[Mara|a] wondered . [She|a] knew it , [she|a] thought . [She|a] wanted tea . [She|a] feared the dark ."
    tom = "[Tom|b] wondered . [He|b] knew it , [he|b] thought . [He|b] wanted tea . [He|b] feared the dark ."
    story, narrations = told(f"{mara}\n{tom}")
    scene = narrations[-1]
    assert [who for _, who in scene.shifts][-1] == called(story, "Tom").id
    assert scene.shifts[-1][0] == story.document.paragraphs[1, 0]


def test_all_minds_alike_are_nobodys():
    line = "[Mara|a] knew . [Tom|b] knew . [Ann|c] wondered . [Mara|a] feared it . [Tom|b] feared it . [Ann|c] hoped ."
    assert told(line)[1][0].focal_character is None


def test_there_is_one_for_the_story_each_chapter_and_each_scene():
    _, narrations = told(f"{THIRD}\n***\n{THIRD}")
    assert [narration.level for narration in narrations] == ["story", "chapter", "scene", "scene"]
    assert narrations[2].end == narrations[3].start


def test_claims_stand_in_the_text():
    story, narrations = told(THIRD)
    claims = {evidence.claim for narration in narrations for evidence in narration.evidence}
    assert claims == {"narrative person", "tense", "focal character"}
    for narration in narrations:
        for evidence in narration.evidence:
            assert story.text[evidence.start_char : evidence.end_char].strip()


def test_a_story_without_layers_is_told_by_its_words():
    story = story_of(THIRD)
    bare = replace(story, layers=Layers(), characters=(), entities=(), mention_entity=story.mention_entity[:0])
    first = narrate(bare)[0]
    assert (first.narrative_person, first.tense, first.focal_character) == ("third", "past", None)


PIECES = ["[She|a]", "[he|b]", "[I|c]", "knew", "opens", "that", "was", ".", "?", "(", ")", "—", "said", "seemed", "to"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_story_is_told_somehow(pieces):
    story, narrations = told(" ".join([*pieces, "."]))
    ids = {character.id for character in story.characters}
    for narration in narrations:
        assert narration.narrative_person in PERSONS
        assert narration.tense in TENSES
        assert {narration.focal_character, narration.narrator} <= {*ids, None}
        assert {who for _, who in narration.shifts} <= ids
        assert 0 <= narration.person_confidence <= 1
        assert 0 <= narration.tense_confidence <= 1
        assert 0 <= narration.focal_confidence <= 1


def test_a_document_of_one_mark_is_unknown():
    document, layers = make("[She|a] .")
    story = replace(build_story(document, layers), document=Document.from_sentences([["…"]]), layers=Layers())
    assert narrate(story)[0].tense == "unknown"
