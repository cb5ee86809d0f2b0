"""`undertow cast`, and corrections on their way from a file to the page."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import undertow
from undertow.cli.main import run
from undertow.layers.values import Coreference, Speakers
from undertow.story.corrections import parse_corrections
from undertow.story.corrections_apply import apply_corrections

STORY = "Ines came down to the ferry late, and the man was there already, as he had been on the day before.\n"


def whole(story):
    """The story with the layers that corrections need."""
    n = len(story.quotations)
    ints = story.mention_entity
    none = ints[:n] * 0 - 1
    layers = replace(
        story.layers,
        coreference=Coreference(ints, ints * 0 - 1, ints.astype("float32")),
        speakers=Speakers(none, none, none, none, none.astype("int8") * 0, none.astype("float32")),
    )
    return replace(story, layers=layers)


@pytest.fixture
def reader(story_of, monkeypatch, tmp_path):
    """The model is not run: what is annotated is the story made by hand."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    for name in ("ferry.txt", "other.txt"):
        Path(name).write_text(STORY * 5, encoding="utf-8")
    monkeypatch.setattr("undertow.reading.annotate", lambda document, **options: whole(story_of()))
    return whole(story_of())


def corrected(text, name="ferry.undertow.toml"):
    Path(name).write_text(text, encoding="utf-8")


def test_the_cast_is_printed_as_a_file_that_changes_nothing(reader, capsys):
    assert run(["cast", "ferry.txt"]) == 0
    text = capsys.readouterr().out
    assert [table["name"] for table in tomllib.loads(text)["character"]] == ["Ines", "the man"]
    assert "[[character]]  # 4 mentions, 0 lines, she/her\n" in text
    outcome = apply_corrections(reader, parse_corrections(text))
    assert not outcome.applied + outcome.misfits
    assert sorted(path.name for path in Path().iterdir()) == ["ferry.txt", "other.txt"]


def test_the_cast_is_saved_beside_the_story_and_never_replaced(reader, capsys):
    assert run(["cast", "ferry.txt", "-o", "."]) == 0
    said = capsys.readouterr().out
    assert said == "ferry.txt → ferry.undertow.toml (2 people; edit it, then read the story again)\n"
    before = Path("ferry.undertow.toml").read_text("utf-8")
    assert run(["cast", "ferry.txt", "-o", "."]) == 2
    assert "ferry.undertow.toml exists, and is never replaced" in capsys.readouterr().err
    assert Path("ferry.undertow.toml").read_text("utf-8") == before


def test_a_cast_that_was_edited_is_applied(reader, capsys):
    run(["cast", "ferry.txt", "-o", ".", "-q"])
    text = Path("ferry.undertow.toml").read_text("utf-8")
    corrected(text.replace('name = "the man"', 'name = "the man"\nrename = "Emil"'))
    assert run(["read", "ferry.txt"]) == 0
    shown = capsys.readouterr().out
    assert "Emil" in shown.split("Cast")[1].split("Places")[0]
    assert "Corrections\n  · the man is called Emil\n" in shown
    assert "Note " in shown
    assert "Corrected: " not in shown


def test_what_no_longer_fits_is_said(reader, capsys):
    corrected('[[character]]\nname = "Zoe"\nomit = true\n')
    assert run(["read", "ferry.txt"]) == 0
    shown = capsys.readouterr()
    assert "Corrections\n  · no longer fits: nobody is called Zoe ([[character]] number 1 (Zoe))" in shown.out
    assert not shown.err
    for arguments in (["read", "ferry.txt", "other.txt"], ["read", "ferry.txt", "-o", "out"], ["script", "ferry.txt"]):
        assert run(arguments) == 0
        complaint = (
            "undertow: ferry.txt: a correction no longer fits: nobody is called Zoe ([[character]] number 1 (Zoe))"
        )
        assert capsys.readouterr().err.splitlines() == [complaint]
    assert run(["read", "ferry.txt", "-o", "out", "-q"]) == 0
    assert not capsys.readouterr().err


def test_what_was_applied_is_counted_where_there_is_no_page(reader, capsys):
    corrected('[[character]]\nname = "the man"\nrename = "Emil"\n')
    run(["read", "ferry.txt", "other.txt"])
    assert capsys.readouterr().out.count("1 correction applied") == 1
    run(["read", "ferry.txt", "-o", "out"])
    assert "2 people, 1 quotation, 1 correction applied" in capsys.readouterr().out
    assert "Corrected: the man is called Emil" in undertow.read_json("out/ferry.undertow.json").document.source.notes


@pytest.mark.parametrize("command", ["read", "script"])
def test_corrections_can_be_left_alone(reader, capsys, command):
    corrected('[[character]]\nname = "the man"\nrename = "Emil"\n')
    assert run([command, "ferry.txt"]) == 0
    assert "Emil" in capsys.readouterr().out
    assert run([command, "ferry.txt", "--no-corrections"]) == 0
    assert "Emil" not in capsys.readouterr().out


def test_in_python_too(reader):
    corrected('[[character]]\nname = "the man"\nrename = "Emil"\n')
    assert undertow.read("ferry.txt").characters[1].name == "Emil"
    assert undertow.read("ferry.txt", corrections=False).characters[1].name == "the man"
    assert [story.characters[1].name for _, story in undertow.read_many(["ferry.txt", "other.txt"])] == [
        "Emil",
        "the man",
    ]
    (_, story), *_ = undertow.read_many(["ferry.txt"], corrections=False)
    assert story.characters[1].name == "the man"
    assert undertow.read(text=STORY * 5).characters[1].name == "the man"


@pytest.mark.parametrize("arguments", [["read"], ["script"], ["cast"]])
def test_a_mistake_in_the_corrections_is_one_line_before_the_model_runs(reader, monkeypatch, capsys, arguments):
    corrected('[[character]]\nname = "Ines"\nrenam = "Inés"\n')
    monkeypatch.setattr("undertow.reading.annotate", lambda *a, **o: pytest.fail("the model ran"))
    assert run([*arguments, "ferry.txt"]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert "ferry.undertow.toml: in [[character]] number 1: 'renam' is not known here" in shown.err
    assert shown.err.count("\n") == 1


def test_corrections_that_are_there_are_kept_and_the_others_are_added(reader, capsys):
    mine = '# mine\n[[character]]\nname = "the man"\nrename = "Emil"'
    corrected(mine)
    assert run(["cast", "ferry.txt"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(mine + "\n\n# Those whom this file does not mention yet\n\n[[character]]  # 4 mentions")
    assert [table["name"] for table in tomllib.loads(text)["character"]] == ["the man", "Ines"]
    corrected(text)
    run(["cast", "ferry.txt"])
    assert capsys.readouterr().out == text


def test_a_file_that_the_shell_has_just_emptied_is_no_cast(reader, capsys):
    corrected("")
    assert run(["cast", "ferry.txt"]) == 0
    assert capsys.readouterr().out.startswith("# Corrections to The Ferry, as test-model-1 reads it\n")


def test_a_saved_story_has_a_cast(reader, capsys):
    undertow.write_json(reader, "saved.undertow.json")
    assert run(["cast", "saved.undertow.json", "-o", "."]) == 0
    assert Path("saved.undertow.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing argument 'FILE'"),
        (["ferry.txt", "-o", "nowhere/x.toml"], "there is no folder nowhere"),
        (["missing.txt"], "missing.txt"),
    ],
)
def test_a_wrong_command_line_is_one_line(reader, capsys, arguments, says):
    assert run(["cast", *arguments]) == 2
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.err.count("\n") == 1


def test_a_hostile_name_cannot_leave_its_string(reader, story_of, monkeypatch, capsys):
    name = 'Mal"\nomit = true\n[[line]] \x1b[2J\x7f \\ #'
    people = (replace(reader.characters[0], name=name, aliases=("a\nb", '"'), pronouns='"\n'), *reader.characters[1:])
    hostile = replace(reader, characters=people, model="\x1b\n[x]")
    monkeypatch.setattr("undertow.reading.annotate", lambda document, **options: hostile)
    assert run(["cast", "ferry.txt"]) == 0
    tables = tomllib.loads(capsys.readouterr().out)["character"]
    assert tables[0]["name"] == " ".join(name.split())
    assert set(tables[0]) == {"name", "aliases"}
