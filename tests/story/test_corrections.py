"""Corrections: what they say is done, informs the rest, and is reported where it no longer fits."""

from dataclasses import replace

import numpy as np
import pytest
from handmade_story import called, story_of

from undertow.errors import InputError
from undertow.export import from_dict, to_dict
from undertow.story import interpret
from undertow.story.corrections import (
    APPLIED,
    NO_LONGER_FITS,
    Who,
    find_corrections,
    parse_corrections,
    read_corrections,
)
from undertow.story.corrections_apply import apply_corrections
from undertow.story.corrections_template import cast_text, more_cast_text
from undertow.story.values import Feeling

TWO = """
[Elizabeth|e] came in. [Elizabeth|e] sat. [Ruth|z] rose. [Ruth|z] sang. [Mr. Gray|g] listened. [He|g] wept.
“Sing on , [Ruth|z] ,”{g>z!} [Mr. Gray|g] said.
“[I|z] will .”{z>g} [Ruth|z] sat.
***
[The porter|p] knocked. [He|p] bowed. [Mr. Gray|g] nodded.
“A letter , sir .”{p>g!} [The porter|p] left.
"""


def correct(story, text):
    """The corrected story, checked whole."""
    corrected = apply_corrections(story, parse_corrections(text))
    check(corrected.story)
    notes = [APPLIED + line for line in corrected.applied] + [NO_LONGER_FITS + line for line in corrected.misfits]
    assert list(corrected.story.document.source.notes) == [*story.document.source.notes, *notes]
    return corrected


def check(story):
    """What must hold of any story, corrected or not."""
    ids = [character.id for character in story.characters]
    assert len(set(ids)) == len(ids)
    entities = {entity.id: entity for entity in story.entities}
    for i, entity in enumerate(story.entities):
        assert entity.mentions == tuple(np.flatnonzero(story.mention_entity == i))
    for character in story.characters:
        assert entities[character.id].name == character.name
        assert character.n_mentions == len(entities[character.id].mentions)
        assert character.n_quotations == sum(q.speaker == character.id for q in story.quotations)
        assert 0 <= character.first <= character.last <= 1
        assert character.name not in character.aliases
    for quotation in story.quotations:
        assert {quotation.speaker, *quotation.addressees} <= {*ids, None}
        assert quotation.speaker not in quotation.addressees
    for scene in story.scenes:
        assert set(scene.characters) <= set(ids)
    assert set(everybody_inside(story)) <= {*ids, None}
    assert to_dict(from_dict(to_dict(story)))["characters"] == to_dict(story)["characters"]


def everybody_inside(story):
    """The ids of all characters that what is felt and how it goes speak of."""
    for told in story.narration:
        yield from (told.narrator, told.focal_character, *(id for _, id in told.shifts))
    for felt in story.feelings:
        yield from (felt.experiencer, felt.target, felt.claimant)
    for pair in story.relationships:
        yield from (pair.a, pair.b)
    for denial in story.denials:
        yield from (denial.experiencer, denial.target)
    for each in (*story.arcs, *story.turns):
        yield from (each.character, each.target)


def who_says(story):
    names = {character.id: character.name for character in story.characters} | {None: None}
    return [names[quotation.speaker] for quotation in story.quotations]


def heard_by(story):
    names = {character.id: character.name for character in story.characters}
    return [[names[id] for id in quotation.addressees] for quotation in story.quotations]


# What is done


def test_an_empty_file_changes_nothing():
    story = story_of(TWO)
    corrected = correct(story, "")
    assert not corrected.applied + corrected.misfits
    assert to_dict(corrected.story) == to_dict(story)


def test_two_are_made_one():
    story = story_of(TWO)
    n = called(story, "Elizabeth").n_mentions + called(story, "Ruth").n_mentions
    corrected = correct(story, '[[character]]\nname = "Elizabeth"\nmerge = ["Ruth"]')
    elizabeth = called(corrected.story, "Elizabeth")
    assert (elizabeth.n_mentions, elizabeth.aliases) == (n, ("Ruth",))
    assert who_says(corrected.story) == ["Mr. Gray", "Elizabeth", "the porter"]
    assert heard_by(corrected.story)[0] == ["Elizabeth"]
    assert corrected.applied == ("Ruth is Elizabeth",)
    assert elizabeth.id in corrected.story.scenes[0].characters


def test_the_name_of_one_who_has_one_is_kept():
    corrected = correct(story_of(TWO), '[[character]]\nname = "the porter"\nmerge = ["Mr. Gray"]')
    gray = called(corrected.story, "Mr. Gray")
    assert gray.named
    assert gray.aliases == ("the porter",)


def test_somebody_is_renamed_and_still_found_by_the_old_name():
    text = '[[character]]\nname = "the porter"\nrename = "Dan Cobb"\n[[line]]\nwords = "I will"\nspeaker = "The Porter"'
    corrected = correct(story_of(TWO), text)
    dan = called(corrected.story, "Dan Cobb")
    assert dan.named
    assert dan.aliases == ("the porter",)
    assert who_says(corrected.story)[1:] == ["Dan Cobb", "Dan Cobb"]
    assert corrected.applied[0] == "the porter is called Dan Cobb"


def test_two_names_can_be_exchanged():
    text = '[[character]]\nname = "Elizabeth"\nrename = "Ruth"\n[[character]]\nname = "Ruth"\nrename = "Elizabeth"'
    story = story_of(TWO)
    corrected = correct(story, text)
    assert called(corrected.story, "Ruth").id == called(story, "Elizabeth").id
    assert not corrected.misfits


def test_pronouns_are_set():
    corrected = correct(story_of(TWO), '[[character]]\nname = "mr. gray"\npronouns = "they/them"')
    assert called(corrected.story, "Mr. Gray").pronouns == "they/them"
    assert corrected.applied == ("Mr. Gray goes by they/them",)


def test_somebody_is_left_out():
    corrected = correct(story_of(TWO), '[[character]]\nname = "the porter"\nomit = true')
    assert "the porter" not in [character.name for character in corrected.story.characters]
    assert who_says(corrected.story)[2] is None
    assert corrected.story.quotations[2].confidence == 0
    assert "Nobody is named as the speaker of 1 of 3 lines." in corrected.story.unknown


JANES = """
[Jane|j] came in. [She|j] sat. [Miss Bennet|j] rose. [She|j] sang. [Jane|j] wept.
“[I|j] am tired .”{j>} [Jane|j] slept.
“[I|j] am not .”{j>} [Miss Bennet|j] said so. [She|j] left.
"""


def test_two_who_were_taken_for_one_are_told_apart_by_their_names():
    story = story_of(JANES)
    one = story.characters[0]
    assert {one.name, *one.aliases} == {"Jane", "Miss Bennet"}
    text = f'[[character]]\nname = "{one.name}"\n[[character.split]]\nname = "Mary"\nnames = ["Miss Bennet"]'
    corrected = correct(story, text)
    mary, jane = called(corrected.story, "Mary"), next(c for c in corrected.story.characters if c.name != "Mary")
    assert "Miss Bennet" not in jane.aliases
    assert (jane.n_mentions, mary.n_mentions) == (6, 4)
    assert corrected.applied[0].startswith("Mary is somebody other than ")


def test_two_nameless_ones_are_told_apart_by_the_scenes():
    text = "[He|h] came. [He|h] sat. [He|h] rose. [Nora|n] left.\n***\n[He|h] bowed. [He|h] spoke. [Nora|n] slept."
    story = story_of(text)
    he = called(story, "he")
    corrected = correct(
        story, '[[character]]\nname = "he"\n[[character.split]]\nname = "the doctor"\nat = ["He bowed"]'
    )
    assert called(corrected.story, "he").n_mentions == he.n_mentions - 2
    assert called(corrected.story, "the doctor").n_mentions == 2
    assert len(corrected.story.scenes[1].characters) == 2


def test_scenes_are_divided_and_joined():
    story = story_of(TWO)
    corrected = correct(story, '[scenes]\nstart = ["i will"]\njoin = ["The porter  knocked"]')
    starts = [story.document.span(int(a), int(a) + 3).text for a, _ in corrected.story.document.scenes]
    assert starts == ["Elizabeth came in", "“ I will"]
    assert [(scene.start, scene.end) for scene in corrected.story.scenes] == list(
        map(tuple, corrected.story.document.scenes.tolist())
    )
    assert called(corrected.story, "the porter").id in corrected.story.scenes[1].characters
    assert len(corrected.applied) == 2


# A correction informs the rest


@pytest.fixture
def _felt_at_every_name(monkeypatch):
    """Everybody who is mentioned feels something there, toward whoever was mentioned before."""

    def find(story):
        before, found = None, []
        for i, entity in enumerate(story.mention_entity.tolist()):
            id = story.entities[entity].id
            if id in {character.id for character in story.characters}:
                span = story.document.span(int(story.layers.mentions.start[i]), int(story.layers.mentions.end[i]))
                place = (f"f{i}", span.start_char, span.end_char)
                found.append(Feeling(*place, "act", "joy", id, before, "asserted", None, "narration", 0.5))
                before = id
        return tuple(found)

    monkeypatch.setattr(interpret, "find_feelings", find)
    for name in ("find_denials", "relate", "narrate"):
        monkeypatch.setattr(interpret, name, lambda story: ())
    monkeypatch.setattr(interpret, "chart", lambda story: ((), story.relationships, ()))


@pytest.mark.usefixtures("_felt_at_every_name")
def test_what_is_felt_is_worked_out_again_of_the_people_as_they_are_now():
    story = story_of(TWO)
    ruth = called(story, "Ruth").id
    assert ruth in {feeling.experiencer for feeling in story.feelings}
    text = """
    [[character]]
    name = "Elizabeth"
    merge = ["Ruth"]
    [[character]]
    name = "the porter"
    omit = true
    """
    corrected = correct(story, text).story
    assert {feeling.experiencer for feeling in corrected.feelings} == {
        called(corrected, "Elizabeth").id,
        called(corrected, "Mr. Gray").id,
    }
    assert len(corrected.feelings) == sum(character.n_mentions for character in corrected.characters)


@pytest.mark.usefixtures("_felt_at_every_name")
def test_a_story_that_was_read_back_keeps_what_it_stored_until_something_is_corrected():
    story = from_dict(to_dict(replace(story_of(TWO), feelings=story_of(TWO).feelings[:1])))
    assert correct(story, "").story.feelings == story.feelings
    assert correct(story, 'narrator = "Ruth"').story.feelings == story.feelings  # which no longer fits
    assert len(correct(story, '[[character]]\nname = "Ruth"\nrename = "Rue"').story.feelings) > 1


LETTER = """
[I|i] came to the house at noon. [My|i] coat was wet and [I|i] was tired. [Brett|b] came out. [Brett|b] laughed.
“[I|v] walked ,”{i>b} [I|i] said. [I|i] looked at [her|b].
“Sit down .”{b>i} [Brett|b] poured. [She|b] drank.
“Thank you .”{i>b} [I|i] sat.
"""


def test_naming_the_narrator_names_all_of_the_narrators_lines():
    story = story_of(LETTER)
    narrator = called(story, "I")
    corrected = correct(story, 'narrator = "Jacob"')
    jacob = called(corrected.story, "Jacob")
    assert jacob.narrator
    assert jacob.named
    assert jacob.n_mentions == narrator.n_mentions
    assert who_says(corrected.story) == ["Jacob", "Brett", "Jacob"]
    assert "The narrator is never named." in story.unknown
    assert "The narrator is never named." not in corrected.story.unknown
    assert corrected.applied == ("Jacob tells the story",)


def test_the_narrator_may_be_somebody_whom_the_story_names():
    corrected = correct(story_of(LETTER + "Brett told [Jacob|j] so. [Jacob|j] was [me|i]."), 'narrator = "Jacob"')
    assert called(corrected.story, "Jacob").n_quotations == 2
    assert [character.name for character in corrected.story.characters if character.narrator] == ["Jacob"]


def test_another_who_was_taken_for_the_narrator_keeps_what_names_them():
    text = """
    Call [me|i] [Ishmael|n]. [I|i] sailed. [I|i] sank. [I|i] swam. [Queequeg|q] came. [Queequeg|q] sat.
    “Go ,”{i>q!} said [Ishmael|n]. “Stay .”{i>q} [I|i] said.
    """
    story = story_of(text)
    assert called(story, "Ishmael").narrator
    corrected = correct(story, 'narrator = "Queequeg"')
    assert called(corrected.story, "Queequeg").narrator
    assert not called(corrected.story, "Ishmael").narrator
    assert who_says(corrected.story) == ["Ishmael", "Queequeg"]


def test_a_story_that_nobody_tells_as_i_has_no_narrator_to_name():
    corrected = correct(story_of(TWO), 'narrator = "Ruth"')
    assert corrected.misfits == ("nobody tells the story as I (narrator)",)
    assert not corrected.applied


def test_a_line_takes_its_i_along():
    story = story_of(TWO)
    text = '[[line]]\nwords = "I will"\nspeaker = "Elizabeth"'
    corrected = correct(story, text)
    assert who_says(corrected.story)[1] == "Elizabeth"
    assert called(corrected.story, "Elizabeth").n_mentions == called(story, "Elizabeth").n_mentions + 1
    assert corrected.story.quotations[1].confidence == 1
    assert corrected.applied[0] == "“I will” is said by Elizabeth"


def test_who_is_given_a_line_that_was_said_to_them_said_it_to_the_other():
    corrected = correct(story_of(TWO), '[[line]]\nwords = "A letter"\nspeaker = "Mr. Gray"')
    assert who_says(corrected.story)[2] == "Mr. Gray"
    assert heard_by(corrected.story)[2] == ["the porter"]


def test_a_line_can_be_nobodys_and_have_several_hearers():
    text = '[[line]]\nwords = "I will"\nspeaker = ""\naddressees = ["Mr. Gray", "the porter"]'
    corrected = correct(story_of(TWO), text)
    assert who_says(corrected.story)[1] is None
    assert heard_by(corrected.story)[1] == ["Mr. Gray", "the porter"]


TURNS = """
[Anna|a] met [Emil|b] at the gate. [Anna|a] looked at [Emil|b], and [Emil|b] looked at [Anna|a].
“One is enough .”{a>b}
“Two is better .”{b>a}
“Three it is .”{a>b}
“Four then .”{b>a}
“Five at most .”{a>b}
“Six at least .”{b>a}
[Anna|a] laughed at [Emil|b].
"""


@pytest.mark.parametrize(("words", "line"), [("One is enough", 0), ("Three it is", 2), ("six at least", 5)])
@pytest.mark.parametrize("name", ["Anna", "Emil"])
def test_a_fixed_speaker_fixes_the_turns_around_it(words, line, name):
    corrected = correct(story_of(TURNS), f'[[line]]\nwords = "{words}"\nspeaker = "{name}"')
    said = who_says(corrected.story)
    other = {"Anna": "Emil", "Emil": "Anna"}[name]
    assert said == [name if i % 2 == line % 2 else other for i in range(6)]


def test_turns_far_from_a_fixed_line_stay():
    story = story_of(
        TURNS + "\n[Emil|b] went home. [He|b] slept. [Mary|m] came in. [Mary|m] woke [Emil|b]." * 60 + TURNS
    )
    before = who_says(story)
    after = who_says(correct(story, '[[line]]\nwords = "One is enough"\nafter = "went home"\nspeaker = "Emil"').story)
    assert after[:6] == before[:6]
    after = who_says(correct(story, '[[line]]\nwords = "Six at least"\nafter = "met"\nspeaker = "Anna"').story)
    assert after[6:] == before[6:]


# What no longer fits


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[character]]\nname = "Zoe"\nomit = true', "nobody is called Zoe ([[character]] number 1 (Zoe))"),
        ('[[character]]\nname = "Mr. Gray"\nmerge = ["Zoe"]', "nobody is called Zoe"),
        ('[[character]]\nat = "knocked at"\nomit = true', "the words “knocked at” are not in the story"),
        ('[[character]]\nat = "came in"\nomit = true', "do not begin where somebody is mentioned"),
        ('[[character]]\nname = "Ruth"\n[[character.split]]\nname = "Z"\nnames = ["Zoe"]', "no mention has one of"),
        ('[[line]]\nwords = "Good night"\nspeaker = "Ruth"', "no line has the words “Good night” ([[line]] number 1)"),
        ('[[line]]\nwords = "i"\nspeaker = "Ruth"', "3 lines have the words “i”; quote more, or add after"),
        ('[[line]]\nwords = "I will"\nafter = "sat"\nspeaker = "Ruth"', "“sat” stand in the story more than once"),
        ('[[line]]\nwords = "Sing on"\nafter = "knocked"\nspeaker = "Ruth"', "stands behind “knocked”"),
        ('[scenes]\nstart = ["Good night"]', "the words “Good night” are not in the story ([scenes] start)"),
        ('[scenes]\njoin = ["Elizabeth came"]', "a chapter begins at “Elizabeth came”"),
        ('[scenes]\njoin = ["I will"]', "no scene begins at “I will”"),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(text, says):
    story = story_of(TWO)
    corrected = correct(story, text)
    assert len(corrected.misfits) == 1
    assert says in corrected.misfits[0]
    assert not corrected.applied
    assert [c.n_mentions for c in corrected.story.characters] == [c.n_mentions for c in story.characters]
    assert who_says(corrected.story) == who_says(story)


def test_one_misfit_does_not_stop_the_rest():
    text = '[[character]]\nname = "Zoe"\nomit = true\n[[character]]\nname = "Ruth"\nrename = "Ruthie"'
    corrected = correct(story_of(TWO), text)
    assert len(corrected.misfits) == len(corrected.applied) == 1


def test_two_who_are_called_the_same_are_told_apart_by_words():
    story = story_of("[Ann|a] came. [Ann|a] sat. [Tom|b] bowed. [Tom|b] spoke. [Nora|n] left. [Nora|n] slept.")
    people = tuple(replace(c, name="Tom") if c.name == "Ann" else c for c in story.characters)
    entities = tuple(replace(e, name="Tom") if e.name == "Ann" else e for e in story.entities)
    story = replace(story, characters=people, entities=entities)
    corrected = apply_corrections(story, parse_corrections('[[character]]\nname = "Tom"\nrename = "Dan"'))
    assert "2 people are called Tom; say which with at" in corrected.misfits[0]
    corrected = correct(story, '[[character]]\nname = "Tom"\nat = "Tom bowed"\nrename = "Dan"')
    assert "Tom bowed" in story.text[called(corrected.story, "Dan").evidence[0].start_char :][:12]


def test_applying_twice_does_no_harm():
    text = 'narrator = "Jacob"\n[[character]]\nname = "Brett"\nrename = "Lady Brett"\npronouns = "she/her"'
    once = correct(story_of(LETTER), text).story
    twice = correct(once, text)
    assert not twice.misfits
    assert to_dict(twice.story)["characters"] == to_dict(once)["characters"]


def test_a_story_that_was_saved_can_be_corrected():
    story = from_dict(to_dict(story_of(LETTER)))
    corrected = correct(story, 'narrator = "Jacob"\n[[line]]\nwords = "sit down"\nspeaker = "Jacob"')
    assert who_says(corrected.story)[1] == "Jacob"


# The file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[character]", "not TOML: Expected ']]' at the end of an array declaration (at line 1, column 1"),
        ("name = Tom", "(at line 1, column 8); names and words stand in straight quotation marks"),
        ('colour = "red"', "in the file: 'colour' is not known here; known are narrator, character, line, scenes"),
        (
            '[[character]]\nname = "A"\n[[character]]\nname = "B"\nrenam = "C"',
            "in [[character]] number 2: 'renam' is not",
        ),
        ('[[character]]\nrename = "A"', "in [[character]] number 1: it does not say who is meant"),
        ('[character]\nname = "A"', "each with the heading [[character]]"),
        ('[[character]]\nname = ["A"]', "name must be text in quotation marks, found ['A']"),
        ('[[character]]\nname = ""', "name is empty"),
        ('[[character]]\nname = "A"\nomit = "yes"', "in [[character]] number 1 (A): omit must be true or false"),
        ('[[character]]\nname = "A"\nmerge = "B"', "merge must be a list: merge = ['B']"),
        ('[[character]]\nname = "A"\nmerge = [{nam = "B"}]', "(A), merge: 'nam' is not known here; known are name, at"),
        ('[[character]]\nname = "A"\nmerge = [{}]', "give a name or at"),
        ('[[character]]\nname = "A"\n[[character.split]]\nname = "B"', "(A), [[split]] number 1: a split needs"),
        ('[[line]]\nspeaker = "A"', "in [[line]] number 1: it does not say which line is meant"),
        ('[[line]]\nwords = "A"', "it says nothing of the line"),
        ('[[line]]\nwords = "A"\nspeaker = 3', "speaker must be text in quotation marks, found 3"),
        ('scenes = ["A"]', "scenes must be a table: [scenes]"),
        ("narrator = true", "narrator must be text"),
        (f'narrator = "{"x" * 401}"', "longer than 400 characters"),
    ],
)
def test_a_mistake_in_the_file_is_pointed_at(text, says):
    with pytest.raises(InputError) as caught:
        parse_corrections(text, file="ferry.undertow.toml")
    assert str(caught.value).startswith("ferry.undertow.toml: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_everything_can_be_said():
    corrections = parse_corrections(
        """
        narrator = {at = "I came"}
        [[character]]
        name = "A"
        aliases = ["a", "aa"]
        merge = ["B", {name = "he", at = "He came"}]
        [[character.split]]
        name = "C"
        names = ["CC"]
        [[line]]
        words = "Go"
        speaker = ""
        [scenes]
        start = ["One"]
        join = ["Two"]
        """
    )
    assert corrections.narrator == Who(at="I came")
    assert corrections.characters[0].merge == (Who("B"), Who("he", "He came"))
    assert corrections.lines[0].speaker == Who()
    assert (corrections.scene_starts, corrections.scene_joins) == (("One",), ("Two",))
    assert {"A", "a", "aa", "B", "C", "CC"} <= set(corrections.names())


def test_the_file_beside_a_story_is_found(tmp_path):
    story = tmp_path / "ferry.epub"
    assert find_corrections(story) is None
    (tmp_path / "ferry.undertow.toml").write_text("")
    assert find_corrections(str(story)) == tmp_path / "ferry.undertow.toml"
    (tmp_path / "ferry.epub.undertow.toml").write_text("")
    assert find_corrections(story) == tmp_path / "ferry.epub.undertow.toml"
    assert find_corrections(tmp_path / "ferry.txt") == tmp_path / "ferry.undertow.toml"


def test_a_file_is_read_with_a_mark_and_with_the_line_ends_of_windows(tmp_path):
    path = tmp_path / "x.undertow.toml"
    path.write_bytes('\ufeffnarrator = "Zoë"\r\n[scenes]\r\n'.encode())
    assert read_corrections(path).narrator == Who("Zoë")


@pytest.mark.parametrize(("content", "says"), [(b"\xff\xfe", "not UTF-8 text (byte 0)"), (None, "cannot read")])
def test_a_file_that_cannot_be_read_is_said(tmp_path, content, says):
    path = tmp_path / "x.undertow.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_corrections(path)
    assert says in str(caught.value)


# The cast as such a file


@pytest.mark.parametrize("text", [TWO, LETTER, JANES, TURNS, "[He|a] ran. [He|a] fell. It rained."])
def test_the_cast_as_it_is_printed_changes_nothing(text):
    story = story_of(text)
    printed = "".join(cast_text(story))
    corrections = parse_corrections(printed)
    assert [table.who.name for table in corrections.characters] == [character.name for character in story.characters]
    corrected = apply_corrections(story, corrections)
    assert not corrected.applied + corrected.misfits
    assert to_dict(corrected.story) == to_dict(story)
    assert not list(more_cast_text(story, corrections))


@pytest.mark.parametrize("text", [TWO, LETTER, JANES, TURNS])
def test_everybody_in_the_printed_cast_is_found_again(text):
    story = story_of(text)
    tables = "".join(cast_text(story)).split("\n[[character]]")
    for character, table in zip(story.characters, tables[1:], strict=True):
        corrected = apply_corrections(story, parse_corrections("[[character]]" + table + 'rename = "Xanthippe"'))
        assert called(corrected.story, "Xanthippe").id == character.id


def test_what_the_printed_cast_explains_can_be_said():
    lines = [line[2:].strip() for line in "".join(cast_text(story_of(TWO))).splitlines() if line.startswith("#   ")]
    start = lines.index("[[line]]")
    narrator = start - 1
    parse_corrections("\n".join([lines[narrator], '[[character]]\nname = "A"', *lines[:narrator], *lines[start:]]))
