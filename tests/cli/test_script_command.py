"""What `undertow script` does with a story, with a reader made for the test: no model is needed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import undertow
from undertow.cli.main import run
from undertow.errors import InputError

LINE = "“You came, Ines,” "


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def reader(story_of, monkeypatch):
    """Files are not opened. Yields what was read, with which options."""
    seen = []

    def read(path, **options):
        seen.append((path, options))
        options["progress"](0.5)
        if "bad" in path.name:
            raise InputError(f"{path}: the file is empty; give one that holds a story")
        if "broken" in path.name:
            raise RuntimeError("\x1b[2Jlist index out of range")
        return story_of()

    monkeypatch.setattr("undertow.reading.read", read)
    return seen


def test_segments_go_to_another_program(folder, reader, capsys):
    assert run(["script", "ferry.txt"]) == 0
    shown = capsys.readouterr()
    rows = [json.loads(line) for line in shown.out.splitlines()]
    assert [(row["kind"], row["speaker"]) for row in rows if row["speaker"]] == [("speech", "the man")]
    assert LINE in [row["text"] for row in rows]
    assert not shown.err
    assert not list(folder.iterdir())


@pytest.mark.parametrize("format", ["jsonl", "csv", "txt", "sml"])
def test_the_ending_of_the_path_says_the_format(folder, reader, story_of, capsys, format):
    assert run(["script", "ferry.txt", "-o", f"out.{format}"]) == 0
    said = capsys.readouterr().out
    assert said == f"ferry.txt → out.{format} (1 spoken segment, 1 voice besides the narrator)\n"
    undertow.write_script(story_of(), folder / "expected", format=format)
    assert (folder / f"out.{format}").read_bytes() == (folder / "expected").read_bytes()


def test_a_folder_gets_a_file_with_the_name_of_the_story(folder, reader, capsys):
    assert run(["script", "ferry.epub", "-o", ".", "--format", "sml", "-q"]) == 0
    assert not capsys.readouterr().out
    assert [path.name for path in folder.iterdir()] == ["ferry.script.sml"]


def test_a_script_to_read_is_printed(folder, reader, capsys):
    assert run(["script", "ferry.txt", "--format", "txt", "--story-only", "-o", "-"]) == 0
    assert "\nthe man: “You came, Ines,”\nNarrator: he said." in capsys.readouterr().out


def test_an_earlier_script_is_replaced_and_nothing_else(folder, reader, capsys):
    for format in ("jsonl", "csv", "txt", "sml"):
        path = Path(f"out.{format}")
        run(["script", "ferry.txt", "-o", str(path)])
        assert "replaces" not in capsys.readouterr().out
        assert run(["script", "ferry.txt", "-o", str(path)]) == 0
        assert "replaces an earlier one" in capsys.readouterr().out
        path.write_text("Once upon a time.")
        reader.clear()
        assert run(["script", "ferry.txt", "-o", str(path)]) == 2
        assert "exists and was not written by this command" in capsys.readouterr().err
        assert path.read_text() == "Once upon a time."
        assert not reader


def test_a_folder_that_is_not_there_is_known_before_anything_is_read(folder, reader, capsys):
    assert run(["script", "ferry.txt", "-o", "nowhere/out.sml"]) == 2
    assert "there is no folder nowhere" in capsys.readouterr().err
    assert not reader


def test_a_saved_story_is_taken_as_it_is(folder, reader, story_of, capsys):
    undertow.write_json(story_of(), "ferry.undertow.json")
    assert run(["script", "ferry.undertow.json", "-o", ".", "--format", "txt"]) == 0
    assert not reader
    assert Path("ferry.script.txt").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bad.txt", "undertow: bad.txt: the file is empty; give one that holds a story\n"),
        ("broken.txt", "undertow: broken.txt: a mistake in undertow, not in the file (RuntimeError: \\x1b[2Jlist"),
        ("no.json", "undertow: cannot read no.json: No such file or directory\n"),
    ],
)
def test_a_story_that_cannot_be_read_is_one_line(folder, reader, capsys, name, says):
    assert run(["script", name]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.startswith(says)
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing argument 'FILE'"),
        (["a.txt", "--format", "json"], "'json' is not one of 'jsonl', 'csv', 'txt', 'sml'"),
        (["a.txt", "--check", "-o", "."], "--check only lists contradictions"),
        (["a.txt", "--check", "--story-only"], "--check only lists contradictions"),
    ],
)
def test_a_wrong_command_line_is_one_line(folder, reader, capsys, arguments, says):
    assert run(["script", *arguments]) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.err.count("\n") == 1
    assert not reader


def test_options_are_handed_on(folder, reader, monkeypatch):
    monkeypatch.setenv("UNDERTOW_THREADS", "7")  # so that it is put back after the test
    run(["script", "a.txt", "--force", "--threads", "3"])
    import os

    assert os.environ["UNDERTOW_THREADS"] == "3"
    assert reader[0][1]["force"]


def test_a_terminal_is_shown_nothing_that_it_could_obey(folder, reader, story_of, monkeypatch, capsys):
    hostile = replace(story_of(), characters=())
    source = replace(hostile.document.source, text=hostile.text.replace("Ines", "\x1b[2J"))
    hostile = replace(hostile, document=replace(hostile.document, source=source), quotations=())
    monkeypatch.setattr("undertow.reading.read", lambda path, **options: hostile)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(["script", "ferry.txt", "--format", "txt"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\\x1b[2J came down" in out


def test_a_script_without_contradictions_passes_the_check(folder, reader, capsys):
    assert run(["script", "ferry.txt", "--check"]) == 0
    assert capsys.readouterr().out == "No line contradicts a cue beside it: The Ferry, 1 quotation.\n"


def test_contradictions_are_listed_with_their_places(folder, story_of, monkeypatch, capsys):
    from undertow.export.scriptcheck import Contradiction

    story = story_of()
    start = story.text.index("You came")
    cue = story.text.index("he said")
    found = [Contradiction("q0", start, start + 15, cue, cue + 7, "e0", who) for who in ("e1", None)]
    monkeypatch.setattr("undertow.cli.scripting.contradictions", lambda story: found)
    monkeypatch.setattr("undertow.reading.read", lambda path, **options: story)
    assert run(["script", "ferry.txt", "--check"]) == 1
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first == (
        "30 %, character 63: “You came, Ines,” is given to the man, but “he said” stands beside it (Ines)."
    )
    assert "is given to nobody" in second
    assert rest == [
        "2 lines contradict a cue beside it: The Ferry, 1 quotation.",
        "To correct them: undertow cast ferry.txt",
    ]
