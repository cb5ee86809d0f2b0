"""`--until`: whatever a command prints or writes, nothing of what comes later is in it."""

from pathlib import Path

import numpy as np
import pytest

from undertow.cli.main import run
from undertow.layers.values import Layers, Quotations
from undertow.story.values import Scene, Story

CHAPTER = "She came down to the ferry late, and the man was there already, as he had been on the day before.\n"
NOVEL = f"""The Ferry

Chapter 1

{CHAPTER * 3}
Chapter 2: Lisbon

{CHAPTER * 3}
Chapter 3: The Drowning

{CHAPTER * 2}
Then Ines drowned in the harbour.

A/N: I cried when I drowned her.
"""


@pytest.fixture(autouse=True)
def _no_model(tmp_path, monkeypatch):
    """The model is not run: nobody is found, and the text is what it is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("undertow.reading.annotate", bare)
    Path("novel.txt").write_text(NOVEL, encoding="utf-8")


def bare(document, **options):
    none = np.zeros(0, np.int32)
    scenes = tuple(Scene(start, end, ()) for start, end in document.scenes.tolist())
    layers = Layers(quotations=Quotations(none, none, none, "none"))
    return Story(document, layers, "nobody", (), (), (), scenes, none, ())


COMMANDS = [
    ["read", "novel.txt"],
    ["read", "novel.txt", "novel.txt"],
    ["read", "novel.txt", "-o", "out"],
    ["read", "novel.txt", "-o", "out", "--format", "csv"],
    ["read", "novel.txt", "-o", "-"],
    ["report", "novel.txt", "-o", "out.html"],
    ["script", "novel.txt"],
    ["script", "novel.txt", "-o", "out.txt"],
    ["cast", "novel.txt"],
    ["cast", "novel.txt", "-o", "novel.undertow.toml"],
]


def everything(capsys):
    shown = capsys.readouterr()
    written = (path.read_text("utf-8") for path in Path().rglob("*") if path.is_file() and path.name != "novel.txt")
    return "\n".join([shown.out, shown.err, *written])


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("until", ["chapter 3", "60%", "end of chapter 2", "90 words"])
def test_nothing_later_is_shown_or_written(capsys, arguments, until):
    assert run([*arguments, "--until", until]) == 0
    told = everything(capsys)
    assert "rown" not in told
    assert "Ines" not in told
    assert told.strip()


@pytest.mark.parametrize("arguments", COMMANDS[5:7], ids=" ".join)
def test_without_it_the_end_is_there(capsys, arguments):
    assert run(arguments) == 0
    assert "Ines drowned" in everything(capsys)


def test_a_place_that_is_not_there_is_said_with_the_file(capsys):
    assert run(["read", "novel.txt", "--until", "chapter 9"]) == 2
    assert capsys.readouterr().err == "undertow: novel.txt: there is no chapter 9: it has 3\n"


def test_the_last_line_says_how_to_save_what_was_shown(capsys):
    assert run(["read", "novel.txt", "--until", "60%"]) == 0
    assert "undertow read novel.txt --until 60% -o ." in capsys.readouterr().out
