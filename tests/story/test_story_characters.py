"""Characters, their names and pronouns, the lines, the scenes, and what is left open."""

import numpy as np
import pytest
from handmade_story import called, make, story_of

from undertow.document.values import Document
from undertow.errors import PipelineError
from undertow.layers.values import Layers
from undertow.story.build import build_story


def test_characters_are_sorted_by_how_often_they_are_mentioned():
    story = story_of("[Emil|a] sat. [Nora|b] rose. [She|b] left.")
    assert [c.name for c in story.characters] == ["Nora", "Emil"]
    assert [e.id for e in story.entities] == ["e0", "e1"]
    assert called(story, "Nora").id == "e1"


def test_the_unnamed_are_called_what_the_story_calls_them():
    story = story_of(
        "[The old man|a] sat. [He|a] slept. [The old man|a] woke. [Her father|b] came. [He|b] wept. [He|b] sat."
    )
    assert [c.name for c in story.characters] == ["the old man", "her father"]
    assert not any(c.named for c in story.characters)


def test_what_stands_once_among_many_pronouns_is_no_name():
    many = "[She|a] sat. " * 15
    assert [c.name for c in story_of(f"{many}[Her daughter|a] came. {many}").characters] == ["she"]
    assert [c.name for c in story_of(f"[The old woman|a] came. {many}{many}").characters] == ["the old woman"]


def test_they_is_kept_where_the_text_uses_it_of_one_person():
    story = story_of("[Robin|a] sat. [They|a] were tired and [their|a] tea was cold. [Robin|a] slept.")
    assert called(story, "Robin").pronouns == "they/them"


def test_pronouns_are_unknown_where_the_text_uses_none():
    story = story_of("[Robin|a] sat. [Robin|a] slept. [Robin|a] woke.")
    assert called(story, "Robin").pronouns == ""
    assert "No pronoun tells how the text refers to Robin." in story.unknown


def test_someone_met_once_and_without_a_name_is_an_entity_and_no_character():
    story = story_of("[A man|x] passed. [Nora|a] sat. [She|a] slept.")
    assert [c.name for c in story.characters] == ["Nora"]
    assert [e.name for e in story.entities] == ["a man", "Nora"]


def test_someone_unnamed_who_speaks_is_a_character():
    story = story_of("“Tickets!”{x>} said [a man|x]. [Nora|a] sat. [She|a] slept.")
    assert [c.name for c in story.characters] == ["Nora", "a man"]
    assert called(story, "a man").n_quotations == 1


def test_claims_are_certain_between_0_and_1_and_more_so_with_more_mentions():
    story = story_of("[Nora|a] sat. [She|a] slept. [She|a] woke. [She|a] rose. [Emil|b] came.")
    nora, emil = called(story, "Nora"), called(story, "Emil")
    assert 0 <= emil.confidence < nora.confidence <= 1


def test_first_and_last_are_positions_in_the_story():
    story = story_of("[Nora|a] sat down and slept for a long while until [Emil|b] came")
    assert called(story, "Nora").first == 0.0
    assert 0.8 < called(story, "Emil").last <= 1.0


def test_a_scene_lists_who_is_there_and_not_who_is_talked_of():
    story = story_of(
        "[Nora|a] sat. [She|a] spoke. “[Emil|b] is ill,”{a>} [she|a] said. *** [Emil|b] slept.".replace(
            " *** ", "\n***\n"
        )
    )
    nora, emil = called(story, "Nora").id, called(story, "Emil").id
    assert [scene.characters for scene in story.scenes] == [(nora,), (emil,)]


def test_lines_without_a_speaker_are_counted():
    story = story_of("[Nora|a] sat. “Who is it?”{a>} “Nobody.” [Nora|a] slept.")
    assert "Nobody is named as the speaker of 1 of 2 lines." in story.unknown
    assert [q.id for q in story.quotations] == ["q0", "q1"]
    assert [story.text[a:b] for q in story.quotations for a, b in q.parts] == ["Who is it ?", "Nobody ."]


def test_a_story_without_speech_says_so():
    assert "No quotation was found." in story_of("[Nora|a] sat. [She|a] slept.").unknown


def test_a_story_of_nobody_is_still_a_story():
    story = story_of("It rained. It rained more.")
    assert story.characters == () and story.entities == ()
    assert story.unknown == (
        "No character was found.",
        "No quotation was found.",
        "It is not known in which person the story is told.",
        "It is not known whose mind the story is in.",
    )
    assert len(story.mention_entity) == 0


def test_a_name_full_of_markup_is_kept_as_it_stands():
    document, layers = make("[Nora|a] sat. [Nora|a] slept.")
    text = document.text.replace("Nora", "<b>N")
    assert len(text) == len(document.text)
    document = Document.from_sentences([["<b>N", "sat", "."], ["<b>N", "slept", "."]])
    assert build_story(document, layers).entities[0].name == "<b>N"


def test_a_missing_layer_is_a_named_error():
    document, layers = make("[Nora|a] sat.")
    with pytest.raises(PipelineError, match="mentions"):
        build_story(document, Layers(quotations=layers.quotations))


def test_every_mention_belongs_to_the_entity_that_lists_it():
    story = story_of("[Nora|a] met [Emil|b] in [Paris|p:GPE]. [He|b] kissed [her|a] and [Paris|q:GPE] slept.")
    for k, entity in enumerate(story.entities):
        assert tuple(np.flatnonzero(story.mention_entity == k).tolist()) == entity.mentions


def test_a_town_to_which_lines_were_given_is_no_character():
    story = story_of(
        "[Bath|b:GPE] was full. [Anna|a] sat [here|b:FAC]. [Anna|a] sang. “No,”{b>a} “Yes,”{b>a} [Anna|a] rose."
    )
    assert [c.name for c in story.characters] == ["Anna"]
