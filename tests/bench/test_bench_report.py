"""The measure of the report: what it writes without a browser, and how numbers are laid out."""

import json

import pytest

import undertow
from bench import report

STORY = "The Island\n\nInes came down to the ferry at noon. She did not look up, and nobody was there.\n"


def result(**more):
    return {"file": "a.txt", "words": 1000, "people": 3, "write": 0.125, "bytes": 150_000, **more}


def test_a_list_is_shown_by_its_median_and_worst():
    assert report.cell("click", [30.0, 10.0, 20.0]) == "20 (worst 30)"
    assert report.cell("click", None) == report.cell("click", []) == "-"


def test_the_table_has_a_column_a_story():
    table = report.page([result(), result(file="b.txt", paint=[100.0], requests=0)], "test")
    lines = {line[:38].strip(): line[38:].split() for line in table.splitlines()}
    assert lines["size of the page, KB"] == ["150", "150"]
    assert lines["first paint, ms"] == ["-", "100", "(worst", "100)"]
    assert lines["write, s"] == ["0.12", "0.12"]


def test_without_a_browser_size_and_time_are_measured(tmp_path, capsys):
    document = undertow.Document.from_sentences([["Ines", "came", "."], ["She", "left", "."]])
    undertow.write_json(_story(document), tmp_path / "story.undertow.json")
    arguments = [str(tmp_path / "story.undertow.json"), "--browser", str(tmp_path / "none"), "--repeat", "1"]
    assert report.main([*arguments, "--json", str(tmp_path / "numbers.json")]) == 0
    assert "6" in capsys.readouterr().out
    numbers = json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))
    assert numbers[0]["bytes"] > 50_000 and numbers[0]["write"] > 0


@pytest.mark.parametrize("arguments", [["missing.txt", "--browser", "none"], ["a.txt", "--repeat", "0"]])
def test_a_mistake_is_one_line(arguments, capsys):
    assert report.main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("report.py: ")


def _story(document):
    import numpy as np

    from undertow.layers.values import Layers
    from undertow.story.values import Scene, Story

    return Story(
        document, Layers(), "test", (), (), (), (Scene(0, document.n_tokens, ()),), np.array([], dtype=np.int32), ()
    )
