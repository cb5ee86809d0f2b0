"""The rule of the tree: imports point up the way that a story travels, read from the source without importing it."""

import ast
from pathlib import Path

import pytest

import undertow

SOURCE = Path(undertow.__file__).parent

# Each part may import itself, what stands before it, the leaves and the errors. What stands in one group is one step.
WAY = [
    {"source"},
    {"document"},
    {"layers"},
    {"story"},
    {"export"},
    {"report"},
    {"library"},
    {"pipeline", "reading", ""},  # '' is undertow/__init__.py
    {"web", "cli"},
]
LEAVES = {"inference", "lexicons", "errors"}
# Exceptions to the order, each with its reason.
ALLOWED = {
    ("reading", "pipeline"): "reading is the whole way, and so calls the pipeline",
    ("", "reading"): "the public face exports it",
}
ONLY_IMPORTER = {"onnxruntime": "inference", "torch": None, "transformers": None, "requests": None, "httpx": None}


def part_of(path):
    relative = path.relative_to(SOURCE)
    return relative.parts[0] if len(relative.parts) > 1 else ("" if path.stem == "__init__" else path.stem)


def step(part):
    return next(i for i, parts in enumerate(WAY) if part in parts)


def imports(path):
    """The names of all modules that a file imports, also those inside functions, as absolute names."""
    package = ["undertow", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def target_of(name):
    """The part of undertow that a name stands in, None outside of undertow."""
    parts = name.split(".")
    if parts[0] != "undertow":
        return None
    if len(parts) == 1:
        return ""
    known = set().union(*WAY) | LEAVES
    return parts[1] if parts[1] in known or (SOURCE / parts[1]).exists() else ""


FILES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_up_the_way(path):
    part = part_of(path)
    for name in imports(path):
        target = target_of(name)
        if target is None or target == part or (target in LEAVES and part not in LEAVES):
            continue
        assert part not in LEAVES or target == "errors", f"{part} is a leaf and imports {name}"
        if part in LEAVES or (part, target) in ALLOWED:
            continue
        assert step(target) < step(part), f"{part} imports {name}, which stands below it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_some_libraries_have_one_importer(path):
    for name in imports(path):
        library = name.split(".")[0]
        if library in ONLY_IMPORTER:
            assert part_of(path) == ONLY_IMPORTER[library], f"{part_of(path)} imports {library}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_the_library_does_not_print(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


def test_the_rule_knows_every_part():
    known = set().union(*WAY) | LEAVES
    assert {part_of(path) for path in FILES} <= known


def test_the_rule_can_fail(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "SOURCE", tmp_path)
    (tmp_path / "source").mkdir()
    (tmp_path / "story").mkdir()
    bad = tmp_path / "source" / "bad.py"
    bad.write_text("def f():\n    from ..story import values\n")
    with pytest.raises(AssertionError, match=r"source imports undertow\.story\.values"):
        test_imports_point_up_the_way(bad)
