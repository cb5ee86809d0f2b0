"""How the fixture stories are told, as undertow reads it and as their facts state it. The floors stand at the top."""

import pytest
from stories.loader import FixtureStory, load_stories
from test_stories import _is

from undertow.layers.values import MODES

STORIES = load_stories()
FOUNDING = [story for story in STORIES if story.facts["manner"] == "founding"]

PERSONS_WRONG = 0  # stories
TENSES_WRONG = 1
FOCAL_RIGHT = 0.65  # of the stories
ASIDES_FOUND = 0.95

each_founding = pytest.mark.parametrize("story", FOUNDING, ids=lambda story: story.name)


@pytest.fixture(scope="module")
def readings():
    """Every story, read by undertow, by name."""
    import undertow

    return {story.name: undertow.read(story.path) for story in STORIES}


@pytest.mark.weights
def test_person_is_right(readings):
    told = {s.name: readings[s.name].narration[0].narrative_person for s in STORIES}
    wrong = [f"{s.name}: {told[s.name]}" for s in STORIES if told[s.name] != s.facts["narration"]["person"]]
    assert len(wrong) <= PERSONS_WRONG, wrong


@pytest.mark.weights
def test_tense_is_right(readings):
    told = {s.name: readings[s.name].narration[0].tense for s in STORIES}
    wrong = [f"{s.name}: {told[s.name]}" for s in STORIES if told[s.name] != s.facts["narration"]["tense"]]
    assert len(wrong) <= TENSES_WRONG, wrong


@pytest.mark.weights
def test_narrator_is_the_one_who_is_flagged(readings):
    for story in STORIES:
        read = readings[story.name]
        whole = read.narration[0]
        flagged = {character.id for character in read.characters if character.narrator}
        assert (whole.narrator is not None) == (story.facts["narration"]["person"] == "first"), story.name
        assert whole.narrator is None or whole.narrator in flagged


@pytest.mark.weights
def test_focal_character_is_right_in_most_stories(readings):
    wrong = [story.name for story in STORIES if not focal_is_right(story, readings[story.name])]
    print("focal character:", *wrong, sep="\n  ")
    assert 1 - len(wrong) / len(STORIES) >= FOCAL_RIGHT


@each_founding
@pytest.mark.weights
def test_founding_manner_is_told_from_one_mind(story: FixtureStory, readings):
    assert focal_is_right(story, readings[story.name])


@pytest.mark.weights
def test_asides_of_the_founding_manner_are_asides(readings):
    n, missed = 0, []
    for story in FOUNDING:
        read = readings[story.name]
        for phrase in story.facts["asides"]:
            (start, end), n = story.occurrences(phrase)[0], n + 1
            if modes_between(read, start, end) != {"aside"}:
                missed.append(phrase)
    assert len(missed) <= n * (1 - ASIDES_FOUND), missed


def modes_between(read, start, end):
    """The modes of the tokens inside a range of characters."""
    document, layer = read.document, read.layers.modes
    first, last = document.token_at(start), document.token_at(end - 1)
    parts = zip(layer.start.tolist(), layer.end.tolist(), layer.mode.tolist(), strict=True)
    return {MODES[mode] for a, b, mode in parts if a <= last and b > first}


def focal_is_right(story: FixtureStory, read) -> bool:
    """Whether the mind of the whole is the one of the facts, or nobody's in both.

    A mind without a name is the one of the facts if nobody with these pronouns is mentioned more: names have tests of
    their own.
    """
    stated, found = story.facts["narration"].get("focal"), read.narration[0].focal_character
    if stated is None or found is None:
        return stated is None and found is None
    character, gold = read.character(found), story.characters[stated]
    if _is(character, gold) or (character.narrator and gold["narrator"]):
        return True
    same = [other for other in read.characters if other.pronouns == gold["pronouns"]]
    return not character.named and bool(same) and same[0].id == character.id
