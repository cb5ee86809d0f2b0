"""What `undertow read` does with stories, with a reader made for the test: no model is needed."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

import undertow
from undertow.cli import batch
from undertow.cli.main import run
from undertow.errors import InputError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "UNDERTOW_THREADS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def reader(story_of, monkeypatch):
    """Files are not opened; one whose name holds 'bad' cannot be read. Yields what was read, with which options."""
    seen = []

    def read(path, *, until, force, corrections, progress):
        seen.append((path, force))
        progress(0.5)
        if "bad" in path.name:
            raise InputError(f"{path}: the file is empty; give one that holds a story")
        if "broken" in path.name:
            raise RuntimeError("\x1b[2Jlist index out of range")
        return story_of()

    monkeypatch.setattr(batch, "read", read)
    return seen


def files():
    return sorted(str(path.relative_to(".")) for path in Path().rglob("*"))


def test_one_file_is_shown_as_a_page_and_nothing_is_written(folder, reader, capsys):
    assert run(["read", "ferry.txt"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("The Ferry\nby A. Writer\n")
    assert "Read by test-model-1 in " in shown.out
    last = shown.out.splitlines()[-1]
    assert last == "Save it: undertow read ferry.txt -o . · as tables: --format csv · everything: --all"
    assert not shown.err
    assert not files()


def test_a_page_is_written_beside_the_story(folder, reader, capsys):
    assert run(["read", "ferry.txt", "harbour.txt", "-o", "out", "--report"]) == 0
    names = [f"{name}.{kind}" for name in ("ferry", "harbour") for kind in ("report.html", "undertow.json")]
    assert files() == ["out", *(f"out/{name}" for name in names)]
    assert Path("out/ferry.report.html").read_text("utf-8").startswith("<!doctype html>")
    assert capsys.readouterr().out.splitlines()[-1] == "out/ferry.report.html and 1 more: open in a browser."


def test_a_page_is_written_here_where_nothing_is_saved(folder, reader, capsys):
    assert run(["read", "ferry.txt", "--report"]) == 0
    assert files() == ["ferry.report.html"]
    assert capsys.readouterr().out.splitlines()[-1] == "ferry.report.html: open in a browser."


def test_a_page_takes_the_place_of_nothing_else(folder, reader, capsys):
    Path("ferry.report.html").write_text("mine", encoding="utf-8")
    assert run(["read", "ferry.txt", "--report"]) == 2
    assert not reader
    assert "was not written by this command" in capsys.readouterr().err
    assert Path("ferry.report.html").read_text("utf-8") == "mine"


def test_the_line_that_says_how_to_save_tells_the_truth(folder, reader, capsys):
    run(["read", "my ferry.txt"])
    import shlex

    words = shlex.split(capsys.readouterr().out.splitlines()[-1].split(": ", 1)[1].split(" · ")[0])
    assert run(words[1:]) == 0
    assert files() == ["my ferry.undertow.json"]


def test_several_files_are_shown_in_a_few_lines_each(folder, reader, capsys):
    assert run(["read", "a.txt", "b.txt"]) == 0
    out = capsys.readouterr().out
    assert (
        "The Ferry by A. Writer  a.txt\n  39 words · 1 scene · 2 people · 8 % dialogue\n  Ines (4), the man (3)" in out
    )
    assert "Save them: undertow read a.txt b.txt -o FOLDER" in out.splitlines()[-1]


def test_a_file_that_is_given_twice_is_read_once(folder, reader):
    run(["read", "a.txt", "a.txt", "./a.txt"])
    assert len(reader) == 1


def test_one_bad_file_does_not_stop_the_others(folder, reader, capsys):
    assert run(["read", "a.txt", "bad.txt", "broken.txt", "b.txt"]) == 2
    shown = capsys.readouterr()
    assert shown.out.count("The Ferry") == 2
    bad, broken = shown.err.splitlines()
    assert bad == "undertow: bad.txt: the file is empty; give one that holds a story"
    assert broken.startswith("undertow: broken.txt: a mistake in undertow, not in the file (RuntimeError: \\x1b[2Jlist")
    assert broken.endswith("please report it")
    assert "\x1b" not in shown.err


def test_saving_writes_json_that_reads_back(folder, reader, capsys):
    assert run(["read", "ferry.txt", "-o", "."]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "ferry.txt → ferry.undertow.json (2 people, 1 quotation)"
    assert out[-1] == "In Python: story = undertow.read_json('ferry.undertow.json')"
    assert files() == ["ferry.undertow.json"]
    assert undertow.read_json("ferry.undertow.json").characters[0].name == "Ines"


def test_saving_again_says_that_it_replaces(folder, reader, capsys):
    run(["read", "ferry.txt", "-o", "."])
    assert "replaces" not in capsys.readouterr().out
    assert run(["read", "ferry.txt", "-o", "."]) == 0
    assert "replaces an earlier one" in capsys.readouterr().out


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_tables_go_to_a_folder(folder, reader, capsys, format):
    if format == "parquet":
        pytest.importorskip("pyarrow")
    for _ in range(2):
        assert run(["read", "ferry.txt", "-o", "out", "--format", format]) == 0
    written = files()
    assert "out/ferry.undertow" in written
    assert f"out/ferry.undertow/mentions.{format}" in written
    assert not any(".part" in name for name in written)


def test_json_goes_to_another_program(folder, reader, capsys):
    assert run(["read", "ferry.txt", "-o", "-"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["characters"][0]["name"] == "Ines"
    assert shown.out.isascii()
    assert not files()


def test_quiet_prints_nothing_but_errors(folder, reader, capsys):
    assert run(["read", "a.txt", "bad.txt", "-q", "-o", "out"]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.count("\n") == 1
    assert "out/a.undertow.json" in files()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read"], "Missing argument 'FILE...'"),
        (["read", "a.txt", "--format", "csv"], "say where with -o PATH"),
        (["read", "a.txt", "-o", "-", "--format", "csv"], "tables need a folder"),
        (["read", "a.txt", "b.txt", "-o", "-"], "there are 2 files to read"),
        (["read", "a.txt", "b.txt", "-o", "all.json"], "name a folder with -o"),
        (["read", "a.txt", "--format", "xml", "-o", "."], "'xml' is not one of 'json', 'parquet', 'csv'"),
        (["read", "a.txt", "--nonsense"], "--nonsense"),
        (["read", "a.txt", "--workers", "0"], "0 is not in the range x>=1"),
        (["read", "a.txt", "--until", "40"], "--until: “40” does not say of what; say 40%"),
        (["report", "a.txt", "--until", "0%"], "--until: 0% is outside of the story"),
        (["script", "a.txt", "--until", "120%"], "--until: 120% is outside of the story"),
        (["cast", "a.txt", "--until", ""], "--until: “” is no place in a story"),
        (["cast", "a.undertow.json", "--until", "40%"], "a saved story is whole; --until needs the file"),
        (["raed", "a.txt"], "No such command 'raed'"),
    ],
)
def test_a_wrong_command_line_is_one_line(folder, reader, capsys, arguments, says):
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.startswith("undertow: ")
    assert shown.err.count("\n") == 1
    assert says in shown.err
    assert not reader
    assert not files()


def test_an_output_that_cannot_be_written_is_known_before_anything_is_read(folder, reader, capsys):
    Path("notes").write_text("not a folder")
    assert run(["read", "a.txt", "-o", "notes/a.undertow.json"]) == 2
    assert "undertow: cannot write notes/a.undertow.json: notes is not a folder" in capsys.readouterr().err
    assert not reader
    assert files() == ["notes"]


def test_the_story_itself_is_never_overwritten(folder, reader, capsys):
    Path("ferry.txt").write_text("Once.")
    assert run(["read", "ferry.txt", "-o", "ferry.txt"]) == 2
    assert "was not written by undertow" in capsys.readouterr().err
    assert Path("ferry.txt").read_text() == "Once."


def test_force_and_threads_are_handed_on(folder, reader, monkeypatch):
    run(["read", "a.txt"])
    assert "UNDERTOW_THREADS" not in os.environ
    monkeypatch.setenv("UNDERTOW_THREADS", "7")  # so that it is put back after the test
    run(["read", "a.txt", "--force", "--threads", "3"])
    assert os.environ["UNDERTOW_THREADS"] == "3"
    assert [force for _, force in reader] == [False, True]


def test_a_reading_position_is_handed_on_and_shown_under_the_title(folder, story_of, monkeypatch, capsys):
    asked = []

    def read(path, *, until, **options):
        asked.append(until)
        story = story_of()
        source = replace(story.document.source, notes=("Read to 40 %: 39 of 98 words; nothing later was used.",))
        return replace(story, document=replace(story.document, source=source))

    monkeypatch.setattr(batch, "read", read)
    assert run(["read", "a.txt", "--until", "40%"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert asked == ["40%"]
    assert lines[3] == "Read to 40 %: 39 of 98 words; nothing later was used."
    assert sum("nothing later was used" in line for line in lines) == 1
    assert run(["read", "a.txt", "b.txt", "--until", "40%"]) == 0
    assert capsys.readouterr().out.count("Read to 40 %: 39 of 98 words; nothing later was used.") == 2


def test_ctrl_c_is_one_line_and_leaves_nothing(folder, story_of, monkeypatch, capsys):
    def interrupted(story):
        yield "schema", "undertow/1"
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "read", lambda path, **options: story_of())
    monkeypatch.setattr("undertow.export.jsonfile.members", interrupted)
    assert run(["read", "a.txt", "b.txt", "-o", "."]) == 130
    shown = capsys.readouterr()
    assert shown.err.strip() == "undertow: stopped; nothing is left half-written"
    assert not files()


def test_ctrl_c_while_reading_is_one_line(folder, monkeypatch, capsys):
    def interrupted(path, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "read", interrupted)
    assert run(["read", "a.txt"]) == 130
    assert capsys.readouterr().err.strip().count("\n") == 0


def test_workers_read_in_order_and_survive_a_mistake(folder, story_of, monkeypatch, capsys):
    def read_many(paths, *, workers, until, force, corrections):
        assert workers == 2
        for path in paths:
            if "broken" in path.name:
                raise RuntimeError("the worker is gone")
            yield path, InputError("empty") if "bad" in path.name else replace(story_of(), model=path.stem)

    monkeypatch.setattr(batch, "read_many", read_many)
    assert run(["read", "a.txt", "bad.txt", "broken.txt", "b.txt", "--workers", "2"]) == 2
    shown = capsys.readouterr()
    assert "Read by a and b in" in shown.out
    assert [line.split(":")[1] for line in shown.err.splitlines()] == [" bad.txt", " broken.txt"]


def test_a_reader_that_leaves_early_gets_no_complaint(folder, story_of, monkeypatch, capsys):
    def gone(*arguments, **options):
        raise BrokenPipeError

    monkeypatch.setattr(batch, "read", lambda path, **options: story_of())
    monkeypatch.setattr("undertow.cli.sinks.Screen.take", gone)
    monkeypatch.setattr("undertow.cli.main._close_stdout", lambda: None)
    assert run(["read", "a.txt"]) == 141
    assert not capsys.readouterr().err
