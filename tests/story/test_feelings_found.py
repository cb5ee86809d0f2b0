"""Feelings: planted sentences and what must come out, and what holds for any text."""

from dataclasses import replace

import numpy as np
import pytest
from feelings_stories import feelings_of, told
from handmade_story import story_of
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.layers.values import MODES, Insets, Layers
from undertow.story.feelings import find_feelings
from undertow.story.values import CATEGORIES, EXPRESSIONS, POLARITIES

A = "[Anna|a]"
T = "[Tom|b]"

PLANTED = [
    # words, category, experiencer, target, polarity, claimant
    (f"{A} did not need {T} .", ("need", "love", "Anna", "Tom", "denied", "")),
    (f"{A} felt nothing for {T} .", ("felt nothing", "love", "Anna", "Tom", "denied", "")),
    (f"{A} was afraid of {T} .", ("afraid", "fear", "Anna", "Tom", "asserted", "")),
    (f"{T} frightened {A} .", ("frightened", "fear", "Anna", "Tom", "asserted", "")),
    (f"{A} was not in the least angry .", ("angry", "anger", "Anna", "", "denied", "")),
    (f"{A} thought that {T} was angry .", ("angry", "anger", "Tom", "", "reported", "Anna")),
    (f"{T} says that [he|b] loves {A} .", ("loves", "love", "Tom", "Anna", "reported", "Tom")),
    (f"“ [I|a] hate [you|b] ! ”{{a>b}} said {A} to {T} .", ("hate", "anger", "Anna", "Tom", "asserted", "Anna")),
    (f"“ Are [you|b] angry ? ”{{a>b}} said {A} to {T} .", ("angry", "anger", "Tom", "", "questioned", "Anna")),
    (f"“ Do not cry , ”{{a>b}} said {A} to {T} .", ("cry", "sadness", "Tom", "", "hypothetical", "Anna")),
    (f"If [he|b] went , {A} would grieve for {T} .", ("grieve", "sadness", "Anna", "Tom", "hypothetical", "")),
    (f"{A} refused to weep .", ("weep", "sadness", "Anna", "", "denied", "")),
    (f"{A} was too proud to weep .", ("weep", "sadness", "Anna", "", "denied", "")),
    (f"{A} could not help smiling at {T} .", ("smiling", "joy", "Anna", "Tom", "asserted", "")),
    (f"{T} sat . {A} heard [him|b] sobbing .", ("sobbing", "sadness", "Tom", "", "asserted", "")),
    (f"[Her|a] hands shook . {A} sat .", ("hands shook", "fear", "Anna", "", "asserted", "")),
    (f"[Her|a] voice was not steady . {A} sat .", ("voice was not steady", "sadness", "Anna", "", "asserted", "")),
    (f"Fear took hold of {A} .", ("Fear", "fear", "Anna", "", "asserted", "")),
    (f"{A} burst into tears .", ("burst into tears", "sadness", "Anna", "", "asserted", "")),
    (f"{A} kissed {T} .", ("kissed", "love", "Anna", "Tom", "asserted", "")),
]


def test_a_song_has_feelings_of_its_own():
    story = story_of("[Anna|a] sang . How I hate and fear the sea , [she|a] sang . [She|a] was afraid .")
    start = story.text.index("How")
    song = Insets(np.array([start]), np.array([story.text.index(" , ", start)]), np.array([0]))
    assert len(find_feelings(story)) == 3
    quotations = replace(story.layers.quotations, insets=song)
    found = find_feelings(replace(story, layers=replace(story.layers, quotations=quotations)))
    assert [story.text[feeling.start_char : feeling.end_char] for feeling in found] == ["afraid"]


@pytest.mark.parametrize(("text", "expected"), PLANTED, ids=[text for text, _ in PLANTED])
def test_a_planted_feeling_is_found(text, expected):
    found = told(text)
    assert expected in found


@pytest.mark.parametrize(
    "text",
    [
        f"{A} loved the song .",
        f"“ I fear not , sir , ”{{a}} said {A} .",
        f"“ I 'm afraid the line is dead , ”{{a}} said {A} .",
        f"{A} was moved to the left . [Her|a] heart was in Liverpool .",
        f"It was a glad morning . {A} sat like {T} .",
        f"{A} wanted [him|b] to go .",
        f"“ I should be glad to help , ”{{a}} said {A} .",
        f"{A} saw [Miss Vane|c] .",
    ],
)
def test_what_only_looks_like_a_feeling_is_none(text):
    assert told(text) == []


def test_several_people_at_once_are_nobody_in_particular():
    assert told(f"{A} sat . [They|c] were afraid .") == [("afraid", "fear", "", "", "asserted", "")]


def test_the_narrator_is_the_one_who_says_i():
    ((_, _, experiencer, target, *_),) = told(f"[I|n] missed {T} . [I|n] sat .")
    assert (experiencer, target) == ("I", "Tom")


WORDS = st.sampled_from(
    f"{A} {T} she he not never love loved afraid . ? , that thought heart broke her his nothing if would ( )".split()
)


@settings(max_examples=30)  # each builds a whole story
@given(st.lists(WORDS, min_size=1, max_size=40).map(lambda words: " ".join([A, *words, "."])))
def test_for_any_words_a_feeling_is_well_formed(text):
    story, feelings = feelings_of(text)
    people = {character.id for character in story.characters} | {None}
    ends = 0
    for feeling in feelings:
        assert 0 <= feeling.start_char < feeling.end_char <= len(story.text)
        assert feeling.start_char >= ends, "in order, without overlap"
        ends = feeling.end_char
        assert feeling.category in CATEGORIES
        assert feeling.expression in EXPRESSIONS
        assert feeling.polarity in POLARITIES
        assert feeling.mode in MODES
        assert {feeling.experiencer, feeling.target, feeling.claimant} <= people
        assert 0 < feeling.confidence <= 1
        assert feeling.experiencer is None or feeling.experiencer != feeling.target
    assert len({feeling.id for feeling in feelings}) == len(feelings)


def test_a_story_without_layers_gives_what_can_be_given():
    story, _ = feelings_of(f"{A} was afraid .")
    (feeling,) = find_feelings(replace(story, layers=Layers(), characters=()))
    assert feeling.experiencer is None
