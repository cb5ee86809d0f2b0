"""docs/format.md says what is there: each member of the schema and each column of the tables, no more and no less."""

import re
from pathlib import Path

import pytest
from export_builders import ferry

from undertow.export import json_schema
from undertow.export.tables import tables

DOCS = Path(__file__).parents[2] / "docs" / "format.md"


def sections():
    """The names in the first column of the table under each heading; a heading may name several things."""
    found = {}
    for section in re.split(r"^### ", DOCS.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", body.split("\n## ")[0], flags=re.MULTILINE)
        prefix = "table " if heading.startswith("Table") else ""
        for name in re.findall(r"`([\w.]+)`", heading) or [heading]:
            found[prefix + name] = dict(rows)
    return found


def objects(schema, node, path=""):
    """The members of each object of the schema, with the way to it."""
    while "$ref" in node or "items" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node["items"]
        if not isinstance(node, dict):
            return
    if "properties" in node:
        yield path or "The story", list(node["properties"])
        for name, member in node["properties"].items():
            yield from objects(schema, member, f"{path}.{name}".lstrip("."))


MEMBERS = dict(objects(json_schema(), json_schema()))
TABLES = {table.name: table for table in tables(ferry())}


@pytest.mark.parametrize("path", MEMBERS)
def test_each_member_is_documented_in_its_order(path):
    assert list(sections()[path]) == MEMBERS[path]


@pytest.mark.parametrize("name", TABLES)
def test_each_column_is_documented_with_its_type(name):
    kinds = {column.name: column.kind.replace("flag", "boolean") for column in TABLES[name].columns}
    assert sections()[f"table {name}"] == kinds


def test_nothing_else_is_documented():
    assert set(sections()) == set(MEMBERS) | {f"table {name}" for name in TABLES}


def test_links_inside_the_page_lead_somewhere():
    text = DOCS.read_text("utf-8")
    titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= anchors


def test_links_to_files_lead_somewhere():
    for target in re.findall(r"\]\(([^#)][^)]*)\)", DOCS.read_text("utf-8")):
        assert (DOCS.parent / target).exists()
