"""The fixture stories: their facts agree with their text, and undertow reads them as a reader would.

Only the tests marked `weights` need the released model: they read every story once and compare.
The floors stand at the top.
"""

from collections import Counter
from itertools import pairwise

import pytest
from stories.loader import MARKS, FixtureStory, Line, load_stories

STORIES = load_stories()
FOUNDING = [story for story in STORIES if story.facts["manner"] == "founding"]
KEYS = {"title", "manner", "layout", "style", "narration", "places", "characters", "scenes", "quotations"}
ATTRIBUTIONS = {"explicit", "anaphoric", "implicit"}
PRONOUNS = {"she/her", "he/him", "they/them", "it", ""}
CATEGORIES = {"love", "joy", "surprise", "anger", "sadness", "fear"}  # Shaver et al. 1987, the six primaries
POLARITIES = {"asserted", "denied", "questioned", "hypothetical"}
MODES = {"explicit", "bodily", "act"}

# Floors of what undertow must reach.
SCENES_RIGHT = 0.95  # of the stories
QUOTATION_RECALL = 0.9  # of each story
QUOTATION_PRECISION = 0.8
SPEAKER_ACCURACY = 0.5
NAMED_RECALL = 0.8
PRONOUN_ACCURACY = 0.7
NARRATOR_NOT_NAMED = {"typing"}
MAIN_CHARACTER = 0.8

each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
each_founding = pytest.mark.parametrize("story", FOUNDING, ids=lambda story: story.name)


# What the facts say agrees with what the text says


@each_story
def test_facts_are_well_formed(story: FixtureStory):
    facts = story.facts
    assert facts.keys() >= KEYS
    assert facts["style"] in {*MARKS, "none"}
    assert facts["narration"]["person"] in {"first", "second", "third", "mixed"}
    assert facts["narration"]["tense"] in {"past", "present", "mixed"}
    assert len(story.characters) == len(facts["characters"]), "an id stands twice"
    for character in facts["characters"]:
        assert character.keys() >= {"id", "name", "named", "aliases", "pronouns", "narrator", "share"}
        assert character["pronouns"] in PRONOUNS
    assert 0.5 <= sum(character["share"] for character in facts["characters"]) <= 1.01
    names = Counter(name for c in facts["characters"] for name in {c["name"].lower(), *map(str.lower, c["aliases"])})
    assert [name for name, n in names.items() if n > 1] == [], "a name belongs to two characters"


@each_story
def test_ids_in_facts_refer_to_characters(story: FixtureStory):
    facts, known = story.facts, set(story.characters)
    narration = facts["narration"]
    used = {id for key in ("narrator", "focal") for id in _several(narration.get(key, []))}
    used.update(facts.get("main_pair", []))
    for message in facts.get("messages", []):
        used.update({message["sender"], message["to"]})
    for scene in facts["scenes"]:
        used.update(scene["present"])
    for fact in facts["quotations"]:
        used.update({fact["speaker"], *fact["addressees"]})
        assert fact["attribution"] in ATTRIBUTIONS
        assert fact["speaker"] not in fact["addressees"]
    assert used <= known
    narrators = {character["id"] for character in facts["characters"] if character["narrator"]}
    assert narrators == set(_several(narration.get("narrator", [])))


@each_story
def test_lengths_are_as_stated(story: FixtureStory):
    assert len(story.text.split()) == story.facts["n_words"]
    assert len(story.facts["quotations"]) == story.facts["n_quotations"]
    assert 150 <= story.facts["n_words"] <= 1500


@each_story
def test_title_opens_the_story(story: FixtureStory):
    assert story.text.startswith(story.facts["title"] + "\n")


@each_story
def test_every_name_is_used_in_the_story(story: FixtureStory):
    for character in story.facts["characters"]:
        if character["named"]:
            assert story.occurrences(character["name"]), character["name"]
            for alias in character["aliases"]:
                assert alias.lower() in story.text.lower(), alias


@each_story
def test_every_opening_mark_is_a_line_or_is_said_to_be_none(story: FixtureStory):
    starts = {start for line in story.lines() for start, _ in line.parts}
    others = {start for phrase in story.facts.get("not_speech", []) for start, _ in story.occurrences(phrase)}
    if story.facts["style"] in {"double curly", "single curly", "guillemets"}:
        opening, _ = MARKS[story.facts["style"]]
        after_marks = {i + 1 for i, char in enumerate(story.text) if char == opening}
        assert sorted(story.text[i : i + 20] for i in after_marks - starts - others) == []
    assert not starts & others


@each_story
def test_lines_do_not_overlap(story: FixtureStory):
    parts = [part for line in story.lines() for part in line.parts]
    assert all(a < b for a, b in parts)
    assert all(first[1] < second[0] for first, second in pairwise(parts))


@each_story
def test_places_messages_and_scenes_stand_in_the_text(story: FixtureStory):
    for phrase in (*story.facts["places"], *(message["starts"] for message in story.facts.get("messages", []))):
        assert story.occurrences(phrase), phrase
    cursor = -1
    for scene in story.facts["scenes"]:
        after = [start for start, _ in story.occurrences(scene["starts"]) if start > cursor]
        assert after, scene["starts"]
        cursor = after[0]


@each_founding
def test_what_is_quoted_stands_in_the_story_once(story: FixtureStory):
    facts = story.facts
    expressions = [feeling["expression"] for feeling in facts["feelings"]]
    for phrase in (*facts["denials"], *facts["asides"], facts["turn"], *expressions):
        assert len(story.occurrences(phrase)) == 1, phrase
    for feeling in facts["feelings"]:
        assert feeling["category"] in CATEGORIES
        assert feeling["polarity"] in POLARITIES
        assert feeling["mode"] in MODES
        assert feeling["experiencer"] in story.characters
        assert feeling["target"] in {*story.characters, ""}


@each_founding
def test_heroine_is_named_only_by_those_who_call_her(story: FixtureStory):
    heroine, other = (story.characters[id] for id in story.facts["main_pair"])
    parts = [part for line in story.lines() for part in line.parts]
    for name in (heroine["name"], *heroine["aliases"]):
        for start, end in story.occurrences(name):
            assert any(a <= start and end <= b for a, b in parts), name
    assert not other["named"]


def test_founding_manner_is_written_in_every_person_and_tense():
    kinds = {(story.facts["narration"]["person"], story.facts["narration"]["tense"]) for story in FOUNDING}
    assert kinds == {("first", "past"), ("first", "present"), ("third", "past"), ("third", "present")}
    assert len(FOUNDING) >= 5


# What undertow tells apart without a model agrees with what the facts say


@pytest.fixture(scope="module")
def documents():
    """Every story as a document, by name."""
    from undertow.document.build import build_document
    from undertow.source.load import load

    return {story.name: build_document(load(story.path)) for story in STORIES}


@each_story
def test_text_is_verbatim_and_the_title_is_found(story: FixtureStory, documents):
    source = documents[story.name].source
    assert source.text == story.text
    assert source.metadata.title == story.facts["title"]


def test_scenes_are_told_apart(documents):
    counts = {s.name: (len(documents[s.name].scenes), len(s.facts["scenes"])) for s in STORIES}
    wrong = [f"{name}: {read} scenes, {stated} stated" for name, (read, stated) in counts.items() if read != stated]
    assert len(wrong) <= len(STORIES) * (1 - SCENES_RIGHT), wrong


@each_story
def test_lines_are_found(story: FixtureStory, documents):
    from undertow.layers.quotations import QuotationAnnotator
    from undertow.layers.values import Layers

    layer = QuotationAnnotator()(documents[story.name], Layers())
    found = list(zip(layer.part_start_char.tolist(), layer.part_end_char.tolist(), strict=True))
    gold = [part for line in story.lines() for part in line.parts]
    assert layer.style == story.facts["style"]
    missed = [story.text[a:b] for a, b in gold if _match((a, b), found) is None]
    wrong = [story.text[a:b] for a, b in found if _match((a, b), gold) is None]
    assert len(missed) <= len(gold) * (1 - QUOTATION_RECALL), missed
    assert len(wrong) <= len(found) * (1 - QUOTATION_PRECISION), wrong


# What undertow reads with the released model agrees with what the facts say


@pytest.fixture(scope="module")
def readings():
    """Every story, read by undertow, by name."""
    import undertow

    return {story.name: undertow.read(story.path) for story in STORIES}


@pytest.mark.weights
def test_speakers_are_right(readings):
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for story in STORIES:
        for line in story.lines():
            for part in line.parts:
                is_right = _speaker_is_right(story, line, part, readings[story.name])
                for key in (story.name, line.attribution, "all"):
                    total[key] += 1
                    right[key] += is_right
    for key, n in total.items():
        print(f"{key:24} {right[key]:4} of {n:4}  {right[key] / n:.2f}")
    assert right["all"] / total["all"] >= SPEAKER_ACCURACY


@pytest.mark.weights
def test_named_characters_are_found(readings):
    named = [(story, c) for story in STORIES for c in story.facts["characters"] if c["named"]]
    missed = [f"{s.name}: {c['name']}" for s, c in named if not any(_is(p, c) for p in readings[s.name].characters)]
    print("not found:", *missed, sep="\n  ")
    assert 1 - len(missed) / len(named) >= NAMED_RECALL


@pytest.mark.weights
def test_pronouns_are_right(readings):
    """Of the characters that were found; those whom the story gives no pronoun do not count."""
    wrong, n = [], 0
    for story in STORIES:
        for character in story.facts["characters"]:
            read = next((p for p in readings[story.name].characters if _is(p, character)), None)
            if read is None or not character["pronouns"]:
                continue
            n += 1
            if read.pronouns != character["pronouns"]:
                wrong.append(f"{story.name}: {character['name']}: {read.pronouns or 'none'}")
    print("wrong pronouns:", *wrong, sep="\n  ")
    assert n > 0
    assert 1 - len(wrong) / n >= PRONOUN_ACCURACY


@pytest.mark.weights
def test_most_mentioned_character_stands_near_the_top(readings):
    missed = []
    for story in STORIES:
        main = max(story.facts["characters"], key=lambda character: character["share"])
        if not any(_is(character, main) for character in readings[story.name].characters[:2]):
            missed.append(f"{story.name}: {main['name']}")
    print("not among the first two:", *missed, sep="\n  ")
    assert 1 - len(missed) / len(STORIES) >= MAIN_CHARACTER


@each_story
@pytest.mark.weights
def test_narrator_is_flagged(story: FixtureStory, readings):
    read = [character for character in readings[story.name].characters if character.narrator]
    gold = [character for character in story.facts["characters"] if character["narrator"]]
    if not gold:
        assert [character.name for character in read] == []
    elif len(gold) == 1:
        if story.name in NARRATOR_NOT_NAMED:
            pytest.xfail("the narrator is named only at the head of her messages, which undertow does not use yet")
        assert len(read) == 1
        assert _is(read[0], gold[0])


@each_founding
@pytest.mark.weights
def test_heroine_of_the_founding_manner_gets_the_name_she_is_called_by(story: FixtureStory, readings):
    heroine = story.characters[story.facts["main_pair"][0]]
    assert any(_is(character, heroine) for character in readings[story.name].characters[:2])


@each_founding
@pytest.mark.weights
def test_other_one_of_the_founding_manner_is_one_character_without_a_name(story: FixtureStory, readings):
    other = story.characters[story.facts["main_pair"][1]]
    first = [character for character in readings[story.name].characters[:3] if not character.named]
    assert other["pronouns"] in [character.pronouns for character in first]


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _match(part: tuple[int, int], others: list[tuple[int, int]]) -> int | None:
    """The index of the first other part that covers 80 % of this one and lies 80 % inside it."""
    for i, (a, b) in enumerate(others):
        shared = min(b, part[1]) - max(a, part[0])
        if shared >= 0.8 * (part[1] - part[0]) and shared >= 0.8 * (b - a):
            return i
    return None


def _is(read, character) -> bool:
    """Whether the character that was read is the one of the facts: by a name, or as the narrator."""
    names = {character["name"].lower(), *map(str.lower, character["aliases"])}
    if read.narrator and character["narrator"] and not character["named"]:
        return True
    return bool(names & {read.name.lower(), *map(str.lower, read.aliases)})


def _speaker_is_right(story: FixtureStory, line: Line, part: tuple[int, int], read) -> bool:
    """Whether this part of the line was found and given to the right character; a part that was missed is wrong."""
    owners = [(found, quotation) for quotation in read.quotations for found in quotation.parts]
    i = _match(part, [found for found, _ in owners])
    if i is None or owners[i][1].speaker is None:
        return False
    speaker = read.character(owners[i][1].speaker)
    if speaker.narrator and story.characters[line.speaker]["narrator"]:
        return True
    return _is(speaker, story.characters[line.speaker])
