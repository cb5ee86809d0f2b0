"""`bench/speed.py`: texts cut to size, and the page."""

import json
import subprocess
import sys

import pytest

from bench import speed
from bench.one_read import Timed, peak_memory


@pytest.fixture
def novels(tmp_path):
    (tmp_path / "b.txt").write_text("four five\nsix\n\nseven eight\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("\n\none two three\n\n\n\n", encoding="utf-8")
    return tmp_path


def reading(size, seconds):
    return {
        "size": size,
        "n_words": size,
        "undertow": "0",
        "model": "fake",
        "n_tokens": size,
        "seconds": {"import undertow": 0.1, "mentions": seconds},
        "reading_seconds": seconds,
        "process_seconds": seconds + 0.1,
        "peak_bytes": 300_000_000,
    }


def test_novels_are_joined_by_name_and_cut_at_paragraphs(novels):
    paragraphs = speed.read_paragraphs(novels, 8)
    assert paragraphs == ["one two three", "four five\nsix", "seven eight"]
    assert list(speed.cut(paragraphs, 3)) == paragraphs[:1]
    assert list(speed.cut(paragraphs, 4)) == paragraphs[:2]
    assert speed.read_paragraphs(novels, 2) == paragraphs[:1]


def test_the_page_has_a_column_a_text_and_the_growth(novels, monkeypatch, capsys, tmp_path):
    sizes = iter([(50_000, 10.0), (500_000, 110.0)])
    monkeypatch.setattr(speed, "measure", lambda file, threads: reading(*next(sizes)))
    save = tmp_path / "speed.json"
    assert speed.main([str(novels), "--words", "2", "7", "--json", str(save)]) == 0
    page = capsys.readouterr().out
    assert "5,000" in page
    assert "mentions, s" in page
    assert len(json.loads(save.read_text())["texts"]) == 2
    assert speed.growth_of([reading(50_000, 10.0), reading(500_000, 110.0)]) == pytest.approx(1.1)
    assert speed.growth_of([reading(50_000, 10.0)]) is None


def test_too_few_words_are_one_line_and_exit_2(novels, capsys):
    assert speed.main([str(novels), "--words", "9"]) == 2
    assert "holds 8 words" in capsys.readouterr().err
    assert speed.main([str(novels / "nothing"), "--words", "9"]) == 2
    assert speed.main([str(novels), "--words", "0"]) == 2


def test_a_reading_that_fails_is_one_line_and_exit_2(novels, monkeypatch, capsys):
    failing = novels / "fail.py"
    failing.write_text("raise SystemExit('no model')")
    monkeypatch.setattr(speed, "ONE_READ", failing)
    assert speed.main([str(novels), "--words", "2"]) == 2
    assert capsys.readouterr().err == "speed.py: reading 2 words failed: no model\n"


def test_a_timed_annotator_is_the_annotator(monkeypatch):
    class Answer:
        provides = "mentions"
        requires = ("encoding",)

        def __call__(self, document, layers, *, progress):
            return document, layers

    timed = Timed(Answer())
    assert (timed.provides, timed.requires) == ("mentions", ("encoding",))
    assert timed("d", "l", progress=None) == ("d", "l")
    assert timed.seconds > 0


def test_memory_is_told_in_bytes_or_not_at_all(monkeypatch):
    peak = peak_memory()
    assert peak is None or peak > 5_000_000
    monkeypatch.setitem(sys.modules, "resource", None)
    assert peak_memory() is None
    assert speed.megabytes(None) == "not told"


def test_the_scripts_run_from_any_folder(tmp_path):
    for script in ("speed.py", "accuracy.py"):
        path = speed.ONE_READ.with_name(script)
        shown = subprocess.check_output([sys.executable, str(path), "--help"], text=True, cwd=tmp_path)
        assert f"python bench/{script}" in shown
