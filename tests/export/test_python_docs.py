"""The examples of docs/python.md run: on a story made by hand everywhere, and with the model as they stand."""

import doctest
import re
import shutil
from pathlib import Path

import pytest
from export_builders import ferry

import undertow

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "python.md").read_text("utf-8")
BLOCKS = re.findall(r"(<!-- model -->\n)?```python\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.fixture(autouse=True)
def _beside_the_examples(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)


def run(blocks, *, compare):
    names = {}
    said = []
    for i, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, names, f"docs/python.md, example {i}", None, 0)
        names = test.globs
        if compare:
            doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
        else:
            for example in test.examples:
                exec(compile(example.source, test.name, "single"), names)
    assert not said, "".join(said)


def test_examples_without_the_model_give_what_the_page_says():
    run([block for model, block in BLOCKS if not model], compare=True)


def test_examples_with_the_model_run_on_a_story_by_hand(monkeypatch, capsys):
    monkeypatch.setattr(undertow, "read", lambda path, **options: ferry(), raising=False)
    monkeypatch.setattr(undertow, "read_many", lambda paths: ((path, ferry()) for path in paths), raising=False)
    monkeypatch.setattr(undertow, "annotate", lambda document: ferry(), raising=False)
    run([block for model, block in BLOCKS if model], compare=False)


@pytest.mark.weights
def test_examples_give_what_the_page_says():
    run([block for _, block in BLOCKS], compare=True)


def test_every_public_name_is_on_the_page():
    for name in undertow.__all__:
        assert re.search(rf"\b{name}\b", TEXT), name


def test_links_lead_somewhere():
    anchors = {
        re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in re.findall(r"^#+ (.*)$", TEXT, flags=re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]*)\)", TEXT):
        assert target[1:] in anchors if target.startswith("#") else (ROOT / "docs" / target).exists()
