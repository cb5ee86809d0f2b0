"""A story as segments: not a character lost, and every mark with the words that it encloses."""

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from export_builders import ferry, ints
from export_strategies import stories
from hypothesis import HealthCheck, given, settings
from script_builders import dialogues, story_of

from undertow.export.script import NARRATOR, OUTSIDE, UNKNOWN, script, voices, zones
from undertow.source import Block, BlockKind, Source
from undertow.story import Inset, Quotation

RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(story):
    """The segments as (voice, words with their white space)."""
    return [(segment.voice, segment.text) for segment in script(story)]


def test_a_cue_between_two_parts():
    assert told(story_of("“Anna,” the old man said, “the boat is gone.” He sat.")) == [
        ("Anna", "“Anna,” "),
        (NARRATOR, "the old man said, "),
        ("Anna", "“the boat is gone.” "),
        (NARRATOR, "He sat."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Go," he said. "Now, please."', ['"Go," ', "he said. ", '"Now, please."']),
        ("‘Go now,’ he said. She went.", ["‘Go now,’ ", "he said. She went."]),
        ("«Go now», he said.", ["«Go now», ", "he said."]),
        ("“Go now”, he said.", ["“Go now”, ", "he said."]),
        ("“Wait”—he paused—“please don’t.”", ["“Wait”", "—he paused—", "“please don’t.”"]),
        ("He said: “Go now.”\n\nShe went.\n", ["He said: ", "“Go now.”\n\n", "She went.\n"]),
        ("“Go now.\n\n“And do not come back.”\n", ["“Go now.\n\n", "“And do not come back.”\n"]),
        ("\n\n“Go now.” ", ["\n\n“Go now.” "]),
        ("Nobody spoke.\nNot a word.", ["Nobody spoke.\nNot a word."]),
    ],
)
def test_marks_and_blanks_go_with_the_words_beside_them(text, expected):
    assert [words for _, words in told(story_of(text))] == expected


def test_dashes_that_open_speech_belong_to_it():
    text = "—Come up, he called. Come up!\n\n—I can't, she said.\n\nIt rained.\n\n—Try, he said."
    assert [(voice != NARRATOR, words.strip()) for voice, words in told(story_of(text))] == [
        (True, "—Come up,"),
        (False, "he called."),
        (True, "Come up!"),
        (True, "—I can't,"),
        (False, "she said."),
        (False, "It rained."),
        (True, "—Try,"),
        (False, "he said."),
    ]


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ('"Go.""No."', [[(1, 4)], [(6, 9)]], ['"Go."', '"No."']),
        ("“Go.”“No.”", [[(1, 4)], [(6, 9)]], ["“Go.”", "“No.”"]),
        ("„Go.“„No.“", [[(1, 4)], [(6, 9)]], ["„Go.“", "„No.“"]),
        ("“‘Go.’” — “No.”", [[(2, 5)], [(11, 14)]], ["“‘Go.’” ", "— “No.”"]),
        ("GoNo", [[(0, 2)], [(2, 4)]], ["Go", "No"]),
        ("He said, _“Go,”_ and left.", [[(11, 14)]], ["He said, ", "_“Go,”_ ", "and left."]),
    ],
)
def test_two_lines_side_by_side_share_what_stands_between(text, parts, expected):
    assert [words for _, words in told(story_of(text, parts))] == expected


def test_parts_of_one_quotation_with_no_words_between_are_one_segment():
    text = "“He told me, ‘Never come back.’ So I left.”"
    assert told(story_of(text, [[(1, 12), (13, 30), (32, 42)]])) == [("Anna", text)]


def test_no_segment_is_a_lone_mark():
    text = "“One,” said Anna. “Two!”\n\n“Three?”\n\n“Four,” he said; “five.”\n\nSix."
    assert all(re.search(r"\w", words) for _, words in told(story_of(text)))


def test_blocks_outside_the_story_have_a_voice_of_their_own():
    kinds = [BlockKind.TITLE, BlockKind.NOTE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.SCENE_BREAK]
    kinds += [BlockKind.PARAGRAPH, BlockKind.END, BlockKind.BOILERPLATE]
    text = "The Ferry\n\nFor M.\n\nI\n\n“Go,” he said.\n\n* * *\n\nShe went.\n\nThe End\n\nLicence."
    segments = list(script(story_of(text, [[(23, 26)]], kinds=kinds)))
    assert [(s.block, s.voice) for s in segments] == [
        ("title", NARRATOR),
        ("note", OUTSIDE),
        ("heading", NARRATOR),
        ("paragraph", "Anna"),
        ("paragraph", NARRATOR),
        ("scene_break", OUTSIDE),
        ("paragraph", NARRATOR),
        ("end", NARRATOR),
        ("boilerplate", OUTSIDE),
    ]
    assert {s.kind for s in segments} == {"narration", "speech"}


def test_a_line_that_nobody_says_has_the_voice_unknown():
    segment = list(script(ferry()))[-2]
    assert (segment.kind, segment.speaker, segment.speaker_id, segment.voice) == ("speech", None, None, UNKNOWN)


def test_songs_and_letters_are_segments_of_their_own():
    text = "Anna sang:\n\n“Row, row,\nAnd go.”\n\nThe note ran:\n\n“Back soon.”\n\nShe left."
    places = [(text.index(words), text.index(words) + len(words)) for words in ("Row, row,\nAnd go.", "Back soon.")]
    insets = (Inset("i0", "verse", *places[0], "e0", None, 0.9), Inset("i1", "writing", *places[1]))
    segments = check_whole(replace(story_of(text, []), insets=insets))
    assert [(s.voice, s.inset, s.text.strip(), s.confidence) for s in segments] == [
        ("Narrator", "", "Anna sang:", 1.0),
        ("Anna", "verse", "“Row, row,\nAnd go.”", 0.9),
        ("Narrator", "", "The note ran:", 1.0),
        ("Narrator", "writing", "“Back soon.”", 1.0),
        ("Narrator", "", "She left.", 1.0),
    ]


def test_a_segment_says_who_speaks_to_whom():
    segment = list(script(ferry()))[2]
    assert segment.text == '"Anna," '
    assert (segment.speaker, segment.speaker_id, segment.addressees) == ("the old man", "e1", ("Anna",))
    assert (segment.quotation_id, segment.confidence) == ("q0", 0.95)


def test_people_who_are_called_the_same_get_different_voices():
    cast = ["he", "He", "Narrator", "a [b]", "a (b)", "he 2", "", "two\nlines"]
    names = list(voices(story_of("Text.", [], cast=cast)).values())
    assert names == ["he", "He 2", "Narrator 2", "a [b]", "a (b) 2", "he 2 2", "?", "two lines"]


def test_the_public_name_is_the_function_also_once_the_module_is_imported():
    code = "import undertow.export.script, undertow; assert undertow.script is undertow.export.script.script"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_empty_text_has_no_segment():
    story = ferry()
    empty = replace(story.document, source=Source("", ()))
    assert list(script(replace(story, document=empty, quotations=()))) == []


def check_whole(story):
    segments = list(script(story))
    assert "".join(segment.text for segment in segments) == story.text
    at = 0
    for i, segment in enumerate(segments):
        assert segment.i == i
        assert segment.start_char == at < segment.end_char
        assert segment.text == story.text[segment.start_char : segment.end_char]
        assert (segment.kind == "speech") == (segment.quotation_id is not None or segment.speaker_id is not None)
        assert segment.quotation_id is None or not segment.inset
        assert 0 <= segment.confidence <= 1
        at = segment.end_char
    assert at == len(story.text)
    return segments


@RELAXED
@given(dialogues())
def test_not_a_character_is_lost(story):
    segments = check_whole(story)
    starts = {low for _, low, _ in zones(story)}
    assert starts <= {segment.start_char for segment in segments}  # no segment runs over the end of a block


@RELAXED
@given(stories())
def test_not_a_character_of_any_story_is_lost(story):
    check_whole(story)


@RELAXED
@given(dialogues())
def test_every_word_of_a_quotation_is_spoken(story):
    spoken = np.zeros(len(story.text), bool)
    for segment in script(story):
        spoken[segment.start_char : segment.end_char] = segment.kind == "speech"
    for quotation in story.quotations:
        for start, end in quotation.parts:
            assert spoken[start:end].all()


@RELAXED
@given(dialogues())
def test_every_word_outside_of_quotations_is_narrated(story):
    inside = np.zeros(len(story.text), bool)
    for quotation in story.quotations:
        for start, end in quotation.parts:
            inside[start:end] = True
    for segment in script(story):
        if segment.kind == "speech":
            words = range(segment.start_char, segment.end_char)
            assert not [story.text[i] for i in words if story.text[i].isalnum() and not inside[i]]


@pytest.mark.slow
def test_a_novel_and_a_single_line_take_little_time():
    line = "“Go,” said Anna. She went down to the water again. "
    text = line * 100_000
    parts = [[(1 + len(line) * i, 4 + len(line) * i)] for i in range(100_000)]
    story = story_of("x")
    source = Source(text, (Block(BlockKind.PARAGRAPH, 0, len(text) - 1),))
    lines = tuple(Quotation(f"q{i}", tuple(p), "e0", (), None, "explicit", 0.5) for i, p in enumerate(parts))
    document = replace(story.document, source=source, token_start=ints([]), token_end=ints([]))
    story = replace(story, document=document, quotations=lines)
    assert sum(len(segment.text) for segment in script(story)) == len(text)
