"""Each section has a frozen context; what is documented is shown, and what is shown is documented."""

import dataclasses
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from report_minds import crossing
from report_stories import make

from undertow.inference.catalogue import released_model
from undertow.report import page as page_module
from undertow.report.page import BEGINNING, PageContext, environment, page_context

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "report.md"
needs_docs = pytest.mark.skipif(not DOCS.is_file(), reason="no docs beside the tests")


MODULES = [
    "first",
    "statements",
    "cast",
    "scenes",
    "telling",
    "course",
    "signs",
    "arcs",
    "storyline",
    "pairs",
    "text",
    "method",
    "names",
    "passages",
    "drawing",
]


def contexts(kind=PageContext, found=None):
    """All dataclasses of this package that a page's context is made of."""
    found = {} if found is None else found
    found[kind.__name__] = kind
    for name in (name for field in dataclasses.fields(kind) for name in re.findall(r"\w+", str(field.type))):
        for module in MODULES:
            inner = getattr(import_module(f"undertow.report.{module}"), name, None)
            if dataclasses.is_dataclass(inner) and name not in found:
                contexts(inner, found)
    return found


CONTEXTS = contexts()


class Watched:
    """A context that remembers which of its fields a template asked for."""

    def __init__(self, value, asked):
        self._value, self._asked = value, asked

    def __getattr__(self, name):
        known = {field.name for field in dataclasses.fields(self._value)}
        if name not in known:
            raise AttributeError(name)
        self._asked.add((type(self._value).__name__, name))
        return watch(getattr(self._value, name), self._asked)

    def __getitem__(self, name):
        raise KeyError(name)


def watch(value, asked):
    if dataclasses.is_dataclass(value):
        return Watched(value, asked)
    if isinstance(value, tuple):
        return tuple(watch(each, asked) for each in value)
    return value


def story_with_everything():
    scene = "Ines met Anton and Marta in Lisbon. “Well,” said Ines. “Well,” said {}."
    scenes = "\n\n***\n\n".join(scene.format(who) for who in ["Anton", "Marta"] * 4)
    talk = [("Ines", "Anton"), ("Anton", "Ines"), ("Ines", "Marta"), ("Marta", "Ines")] * 4
    cast = {name: [name] for name in ("Ines", "Anton", "Marta")} | {f"Guest {i}": [f"Guest{i}"] for i in range(14)}
    guests = " ".join(f"Guest{i} came." for i in range(14))
    story = make(f"The Island\n\nChapter 1\n\n{scenes}\n\nChapter 2\n\n{guests}", cast, talk)
    source = replace(story.document.source, notes=("Read whole.",), path="island.txt")
    return replace(story, document=replace(story.document, source=source))


def test_contexts_are_frozen_and_slotted():
    assert len(CONTEXTS) > 20
    for name, kind in CONTEXTS.items():
        assert kind.__dataclass_params__.frozen, name
        assert hasattr(kind, "__slots__"), name
        assert kind.__doc__, name


def test_every_field_is_shown():
    asked = set()
    rest = dict.fromkeys(("policy", "version", "style", "early", "late", "data"), "")
    known = replace(crossing(), model=released_model().name)
    for story in (story_with_everything(), known, replace(crossing(), turns=())):
        context = watch(page_context(story), asked)
        environment().get_template("page.html").render(page=context, units=lambda n: n, beginning=BEGINNING, **rest)
    fields = {(name, field.name) for name, kind in CONTEXTS.items() for field in dataclasses.fields(kind)}
    used_by_python = {("Column", "start"), ("Column", "end"), ("Column", "end_char"), ("Flag", "people")}
    assert fields - asked - used_by_python == set()


@needs_docs
@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_every_context_is_documented(name):
    text = DOCS.read_text(encoding="utf-8")
    assert f"`{name}`" in text
    section = text.split(f"`{name}`", 1)[1].split("\n\n###", 1)[0]
    for field in dataclasses.fields(CONTEXTS[name]):
        assert f"`{field.name}`" in section, field.name


def test_assets_and_templates_are_all_used():
    folder = Path(page_module.__file__).parent
    assert {path.stem for path in (folder / "assets").glob("*.js")} == {*page_module.SCRIPTS, "early"}
    assert {path.stem for path in (folder / "assets").glob("*.css")} == {*page_module.STYLES, "light", "dark"}
    for path in folder.glob("templates/*.html"):
        environment().get_template(path.name)
