"""Denial: planted pairs of passages that speak against each other, and what must not be called one."""

from dataclasses import replace

import numpy as np
import pytest
from feelings_stories import feelings_of
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.layers.values import Layers, Undertone
from undertow.story.feelings import find_denials
from undertow.story.values import Denial, Story

A, T = "[She|a]", "[He|b]"
OPENING = "[Anna|a] kept the door . [Tom|b] came on Mondays , and [she|a] let [him|b] in ."


def denials_of(text: str) -> tuple[Story, tuple[Denial, ...]]:
    story, feelings = feelings_of(text)
    story = replace(story, feelings=feelings)
    return story, find_denials(story)


def words(story: Story, place: Denial) -> tuple[str, list[tuple[str, str]]]:
    """The words of a denial, and of what speaks against it with its claim."""
    against = [(e.claim, " ".join(story.text[e.start_char : e.end_char].split())) for e in place.against]
    return " ".join(story.text[place.start_char : place.end_char].split()), against


@pytest.mark.parametrize(
    ("denial", "kind"),
    [
        ("It was only the draught .", "minimised"),
        ("It meant nothing .", "minimised"),
        (f"{A} told herself that it was the stairs .", "explained away"),
        ("Anyone would have lit the lamp .", "explained away"),
        (f"{A} did it because of the stairs .", "explained away"),
        ("It was not a sign .", "negated"),
        (f"{A} did not love [him|b] .", "negated"),
        ("A lamp should be kept lit in winter .", "explained away"),
    ],
)
def test_an_aside_speaks_against_what_stands_before_it(denial, kind):
    story, found = denials_of(f"{OPENING} {denial} ( It was June . )\n[Anna|a] sat down .")
    assert found, "the denial is not found"
    said, against = words(story, found[0])
    assert ("aside", "( It was June . )") in against
    assert found[0].kind == kind
    assert found[0].experiencer == next(c.id for c in story.characters if c.name == "Anna")
    assert found[0].target == next(c.id for c in story.characters if c.name == "Tom")
    assert said in denial.replace("[She|a]", "She").replace("[him|b]", "him")


def test_the_body_speaks_against_a_denial():
    story, found = denials_of(f"{OPENING} {A} did not need [him|b] . [Her|a] hands shook .")
    said, against = words(story, found[0])
    assert said == "She did not need him ."
    assert ("bodily sign", "hands shook") in against


def test_an_act_speaks_against_a_denial():
    story, found = denials_of(f"{OPENING} {A} told herself that it was nothing . {A} kissed [him|b] .")
    assert ("act", "kissed") in words(story, found[0])[1]


def test_a_later_sentence_speaks_against_a_denial():
    filler = "The door stood open . " * 30
    story, found = denials_of(f"{OPENING} {A} did not love [him|b] . {filler} {A} loved [him|b] .")
    assert words(story, found[0]) == ("She did not love him .", [("later sentence", "She loved him .")])


def test_the_nearer_the_passage_the_surer_the_denial():
    near = f"{OPENING} {A} did not need [him|b] . ( {A} had counted the days . )"
    _, (first, *_) = denials_of(near)
    _, (second, *_) = denials_of(f"{OPENING} {A} did not need [him|b] . The door stood . {A} loved [him|b] .")
    assert first.confidence > second.confidence


@pytest.mark.parametrize(
    "text",
    [
        f"{A} did not love [him|b] .",  # nothing speaks against it
        "It was only the draught .",
        "It was only the draught ( as they say ) .",  # a remark, not a second voice
        "The lamp was lit . ( It was June . )",  # an aside, and nothing is played down
        "“ It was nothing , ”{b>a} said [Tom|b] . ( It was June . )",  # somebody else's words
        f"{A} could not help smiling . [Her|a] hands shook .",
        f"{A} was afraid . [Her|a] hands shook .",  # nothing is denied
    ],
)
def test_what_is_no_denial(text):
    _, found = denials_of(f"{OPENING} {text}")
    assert found == ()


def test_what_is_denied_again_and_again_is_protested():
    _, found = denials_of(f"{OPENING} {A} did not love [him|b] . {A} did not love [him|b] . {A} never loved [him|b] .")
    assert [denial.kind for denial in found] == ["protested"]


PIECES = st.sampled_from(
    [
        f"{A} did not love [him|b] .",
        f"{A} loved [him|b] .",
        "It was only the wind .",
        "( It was June . )",
        "[Her|a] hands shook .",
        f"{T} wept .",
        "It was nothing .",
        "***",
        f"{A} told herself that it was the cold .",
        f"{A} understood .",
    ]
)


@settings(max_examples=30)  # each builds a whole story
@given(st.lists(PIECES, max_size=25))
def test_for_any_story_a_denial_is_well_formed(pieces):
    text = OPENING + " ".join(f"\n{piece}\n" if piece == "***" else f" {piece}" for piece in pieces)
    story, found = denials_of(text)
    people = {character.id for character in story.characters}
    assert [denial.id for denial in found] == [f"d{i}" for i in range(len(found))]
    assert [d.confidence for d in found] == sorted((d.confidence for d in found), reverse=True)
    for denial in found:
        assert denial.experiencer in people
        assert denial.target in people | {None}
        assert denial.experiencer != denial.target
        assert 0 < denial.confidence <= 1
        assert denial.against or denial.kind == "protested"
        for passage in (denial, *denial.against):
            assert 0 <= passage.start_char < passage.end_char <= len(story.text)
        for evidence in denial.against:
            assert evidence.claim in ("aside", "bodily sign", "act", "later sentence", "fact")


def test_a_story_without_layers_or_people_has_no_denials():
    story, found = denials_of(f"{OPENING} It was nothing . ( It was June . )")
    assert found
    assert find_denials(replace(story, characters=())) == ()
    assert isinstance(find_denials(replace(story, layers=Layers())), tuple)


@pytest.mark.slow
def test_time_grows_with_the_length_of_the_story():
    from time import process_time

    def seconds(n: int) -> float:
        text = "\n".join([OPENING, *[f"{A} did not love [him|b] . It was nothing . ( It was June . ) {T} wept ."] * n])
        story, _ = feelings_of(text)
        start = process_time()
        find_denials(story)
        return process_time() - start

    seconds(50)
    assert seconds(2000) < 4 * 4 * max(seconds(500), 0.02)


def read_by_the_model(text: str, **likely: dict[str, float]) -> tuple[Story, tuple[Denial, ...]]:
    """The denials of a text in which the model reads something in the sentences that begin with these words."""
    story, feelings = feelings_of(text)
    document = story.document
    first = [" ".join(document.words(a, min(b, a + 2))) for a, b in document.sentences.tolist()]
    columns = (
        np.array([likely[name].get(words, 0.0) for words in first], np.float32)
        for name in ("plays_down", "speaks_against")
    )
    story = replace(story, feelings=feelings, layers=replace(story.layers, undertone=Undertone(*columns)))
    return story, find_denials(story)


PLAIN = f"{OPENING} The draught came from the coast . It took four nails . Nobody passed ."


def test_what_the_model_reads_is_a_denial_where_it_reads_what_speaks_against_it():
    assert denials_of(PLAIN)[1] == ()
    story, (found,) = read_by_the_model(PLAIN, plays_down={"The draught": 0.9}, speaks_against={"It took": 0.9})
    assert words(story, found) == ("The draught came from the coast .", [("fact", "It took four nails .")])
    assert found.kind == "explained away"
    _, nothing_against = read_by_the_model(PLAIN, plays_down={"The draught": 0.9}, speaks_against={"It took": 0.1})
    assert nothing_against == ()
    _, nothing_denied = read_by_the_model(PLAIN, plays_down={"The draught": 0.3}, speaks_against={"It took": 0.9})
    assert nothing_denied == ()


@pytest.mark.parametrize(
    ("sentence", "kind"), [("The lamp was only a lamp .", "minimised"), ("The lamp was no matter .", "negated")]
)
def test_the_words_tell_how_the_model_reads_a_feeling_played_down(sentence, kind):
    text = f"{OPENING} {sentence} It took four nails ."
    _, (found,) = read_by_the_model(text, plays_down={"The lamp": 0.95}, speaks_against={"It took": 0.9})
    assert found.kind == kind


def test_the_model_is_not_asked_about_what_is_said_or_what_stands_in_an_aside():
    text = (
        f"{OPENING}\n“The draught is so very cold,”{{b>a}} said [Tom|b] . (The draught was cold.) It took four nails ."
    )
    _, found = read_by_the_model(text, plays_down={"“ The": 0.9, "( The": 0.9}, speaks_against={"It took": 0.9})
    assert found == ()


def test_who_denies_is_the_one_whose_body_shows_something_beside_it():
    text = f"{OPENING} [Tom|b] stood . The draught came in . [Her|a] hands shook ."
    story, (found,) = read_by_the_model(text, plays_down={"The draught": 0.95}, speaks_against={})
    assert found.experiencer == next(c.id for c in story.characters if c.name == "Anna")
    assert ("bodily sign", "hands shook") in words(story, found)[1]


def test_who_denies_is_else_the_first_subject_of_the_sentence():
    text = f"{OPENING} [Tom|b] had the draught to see to . It took four nails ."
    story, (found,) = read_by_the_model(text, plays_down={"Tom had": 0.95}, speaks_against={"It took": 0.9})
    assert story.layers.syntax is not None or found.experiencer in {c.id for c in story.characters}
    if story.layers.syntax is not None:
        assert found.experiencer == next(c.id for c in story.characters if c.name == "Tom")
