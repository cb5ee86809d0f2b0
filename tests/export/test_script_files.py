"""Scripts as files: what stands in them is the story, and a story cannot pretend to be markup."""

import csv
import io
import json
import re

import pytest
from export_builders import ferry
from export_strategies import stories
from hypothesis import HealthCheck, given, settings
from script_builders import dialogues, story_of

from undertow.errors import UndertowError
from undertow.export.script import NARRATOR, OUTSIDE, script
from undertow.export.scriptfiles import COLUMNS, FORMATS, STARTS, as_row, script_text, write_script

RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAG = re.compile(r"\[voice:[^\]]*\]|\[/voice\]")


def written(story, format, **options):
    return "".join(script_text(story, format=format, **options))


def without_tags(marked):
    """What docs/script.md says: take the tags away, then a backslash from before each character that has one."""
    pieces = re.split(r"(\\.)", marked, flags=re.DOTALL)
    return "".join(piece[1] if i % 2 else TAG.sub("", piece) for i, piece in enumerate(pieces))


@RELAXED
@given(dialogues() | stories())
def test_json_lines_hold_the_segments(story):
    lines = written(story, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == [as_row(segment) for segment in script(story)]


@RELAXED
@given(dialogues())
def test_the_markup_holds_the_story(story):
    assert without_tags(written(story, "sml")) == story.text


@pytest.mark.parametrize("text", ["[/voice]", "[voice:Tom]Hm.", "\\[voice:Tom]", "a\\", "\\", "[[]]", "x \\\\[ y"])
def test_a_story_cannot_pretend_to_be_markup(text):
    story = story_of(f"“Go,” {text} said Anna.")
    marked = written(story, "sml")
    assert without_tags(marked) == story.text
    unescaped = re.sub(r"\\.", "", marked)
    assert re.findall(r"\[[^\]]*\]", unescaped) == ["[voice:Anna]", "[/voice]", f"[voice:{NARRATOR}]", "[/voice]"]


def test_a_name_cannot_end_its_tag():
    story = story_of("“Go,” said he. “Go,” said she.", [[(1, 4)], [(16, 19)]], cast=["a]x[", "b"])
    assert "[voice:a)x(]“Go,”[/voice] " in written(story, "sml")


def test_white_space_stands_outside_of_the_tags():
    marked = written(story_of("“Go,” said Anna.\n\n“No.”\n", [[(1, 4)], [(19, 22)]]), "sml")
    assert marked == ("[voice:Anna]“Go,”[/voice] [voice:Narrator]said Anna.[/voice]\n\n[voice:Tom]“No.”[/voice]\n")


def uncovered(cell):
    """The way back from what csvfiles.harmless does."""
    from undertow.export.csvfiles import harmless

    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


@RELAXED
@given(dialogues())
def test_the_table_holds_the_story(story):
    rows = list(csv.DictReader(io.StringIO(written(story, "csv"), newline="")))
    assert "".join(uncovered(row["text"]) for row in rows) == story.text
    assert all(tuple(row) == COLUMNS for row in rows)


@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "+1", "-2 tea"])
def test_a_story_cannot_run_in_a_spreadsheet(formula):
    rows = list(csv.DictReader(io.StringIO(written(story_of(f"{formula} said Anna."), "csv"), newline="")))
    assert rows[0]["text"] == f"'{formula} said Anna."


def test_a_script_to_read():
    assert written(ferry(), "txt") == (
        "# Script of The Ferry\n\n"
        "Narrator: The Ferry\n\n"
        "Outside the story: A/N: for M., who waited.\n\n"
        'the old man: "Anna,"\nNarrator: the old man said,\nthe old man: "the boat is gone."\n\n'
        "the old man: She looked at the river.\nNarrator: =1+1 was chalked on the wall.\n\n"
        "Outside the story: * * *\n\n"
        "Unknown: “– Go home,”\nNarrator: he told <b>her</b>, and went to Dover.\n"
    )


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_not_read_aloud_can_be_left_out(format):
    text = written(ferry(), format, story_only=True)
    assert "the boat is gone" in text
    for left_out in ("A/N", "* * *", OUTSIDE):
        assert left_out in written(ferry(), format) or left_out == OUTSIDE
        assert left_out not in text


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_is_what_its_ending_says_and_begins_as_we_know_it(tmp_path, format):
    path = tmp_path / f"ferry.{format.upper()}"
    write_script(ferry(), path)
    text = path.read_bytes().decode()
    assert text.startswith(STARTS[format])
    assert text.removeprefix("\ufeff") == written(ferry(), format)
    assert text.startswith("\ufeff") == (format == "csv")


def test_the_format_can_be_said(tmp_path):
    write_script(ferry(), tmp_path / "ferry.script", format="sml", story_only=True)
    assert (tmp_path / "ferry.script").read_text("utf-8").startswith("[voice:Narrator]The Ferry[/voice]\n\n[voice:the")


@pytest.mark.parametrize("name", ["ferry", "ferry.xml"])
def test_another_format_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="expected one of jsonl, csv, txt, sml"):
        write_script(ferry(), tmp_path / name)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UndertowError, match="it is a folder"):
        write_script(ferry(), tmp_path, format="txt")


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_character_stops_nothing(tmp_path, format):
    write_script(story_of("Half a \ud83d character\x85\u2028."), tmp_path / "x", format=format)
    text = (tmp_path / "x").read_bytes().decode()
    assert "Half a " in text
    if format == "jsonl":
        assert json.loads(text.splitlines()[0])["text"] == "Half a \ud83d character\x85\u2028."
