"""`undertow report`: where the page goes, and what is left alone."""

import pytest

from undertow.cli.main import run
from undertow.export import write_json


@pytest.fixture
def saved(tmp_path, monkeypatch, story_of):
    monkeypatch.chdir(tmp_path)
    write_json(story_of(), tmp_path / "ferry.undertow.json")
    return "ferry.undertow.json"


def test_a_page_is_made_here_under_the_name_of_the_story(saved, tmp_path, capsys):
    assert run(["report", saved]) == 0
    assert "The Ferry" in (tmp_path / "ferry.report.html").read_text("utf-8")
    assert "open it in a browser" in capsys.readouterr().out


def test_a_page_goes_where_it_is_asked_to(saved, tmp_path, capsys):
    (tmp_path / "pages").mkdir()
    assert run(["report", saved, "-o", "page.html", "-q"]) == 0
    assert run(["report", saved, "-o", "pages", "-q"]) == 0
    assert (tmp_path / "page.html").is_file()
    assert (tmp_path / "pages" / "ferry.report.html").is_file()
    assert capsys.readouterr().out == ""


def test_an_earlier_report_is_replaced_and_anything_else_is_left_alone(saved, tmp_path, capsys):
    assert run(["report", saved]) == 0
    assert run(["report", saved]) == 0
    assert "in place of an earlier one" in capsys.readouterr().out
    (tmp_path / "mine.html").write_text("<!doctype html>\n<p>mine")
    assert run(["report", saved, "-o", "mine.html"]) == 2
    assert (tmp_path / "mine.html").read_text() == "<!doctype html>\n<p>mine"
    assert "was not written by this command" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["nothing.txt"], ["empty.txt"], ["broken.json"], ["story.txt", "-o", "no/such/folder.html"]]
)
def test_bad_input_is_one_line_and_nothing_is_written(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(tmp_path)
    for name, content in (("empty.txt", ""), ("broken.json", "{"), ("story.txt", "She came.")):
        (tmp_path / name).write_text(content)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert run(["report", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before
