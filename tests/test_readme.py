"""What the README and the other pages promise: links that lead somewhere, commands that CI runs, Python that runs."""

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")) if path.is_file()]
README = ROOT / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_examples_that_are_named_exist():
    for name in re.findall(r"examples/[\w.\-]+", README.read_text(encoding="utf-8")):
        assert (ROOT / name).is_file(), name


def test_the_two_commands_are_those_that_ci_runs():
    text = README.read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    names = re.findall(r"^<!-- ci: (\w+) -->\n```sh\n[^\n]+\n```", text, re.MULTILINE)
    assert names == ["read", "test"]
    assert all(f"run_fresh {name}" in script for name in names)


@pytest.mark.weights
def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    blocks = [code for language, code in FENCE.findall(README.read_text(encoding="utf-8")) if language == "python"]
    assert blocks
    for code in blocks:
        exec(compile(code, "README.md", "exec"), {})
    assert " says " in capsys.readouterr().out
    assert (tmp_path / "story.undertow.json").is_file()
