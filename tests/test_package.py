"""What the package promises before it has read a word: torch-free, offline, light, and no more public than it says."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

import pytest

import undertow

ROOT = Path(__file__).parents[1]
SOURCE = Path(undertow.__file__).parent
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
MAX_LINES = 400

HEAVY = (
    "onnxruntime",
    "tokenizers",
    "lxml",
    "pyarrow",
    "rich",
    "mammoth",
    "markdown_it",
    "charset_normalizer",
    "jinja2",
)
NEVER = ("torch", "tensorflow", "transformers", "sklearn", "scipy", "pandas", "nltk", "spacy", "onnx")
NETWORK = (
    "requests",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "aiohttp",
    "urllib3",
    "huggingface_hub",
    "hf_xet",
    "fsspec",
)

PROMISES = f"""
import importlib.abc, socket, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {NEVER + NETWORK!r}:
            raise AssertionError("undertow imports " + name)

def no_network(*arguments, **options):
    raise AssertionError("undertow opens a socket")

class NoSocket(socket.socket):
    __init__ = connect = connect_ex = no_network

sys.meta_path.insert(0, Refuse())
socket.socket, socket.create_connection, socket.getaddrinfo = NoSocket, no_network, no_network
"""

# All that may be loaded besides the standard library when a story is read: the dependencies and what they need.
ALLOWED = {
    "undertow",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "click",
    "rich",
    "lxml",
    "mammoth",
    "cobble",
    "markdown_it",
}
ALLOWED |= {"mdurl", "pygments", "charset_normalizer", "flatbuffers", "google", "packaging", "pyarrow"}
STRANGERS = f"""
strangers = {{name.partition(".")[0] for name in sys.modules}} - sys.stdlib_module_names - {ALLOWED!r}
print(*sorted(name for name in strangers if not name.startswith(("_", "sitecustomize"))))
"""

STORY = "“You came, Ines,” he said. She looked at the water and did not answer him. The ferry had gone to Lisbon."


def in_a_new_process(code, *arguments):
    """Run code in a fresh interpreter and return what it printed; what it complains of fails the test."""
    command = [sys.executable, "-W", "error::ResourceWarning", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_is_what_there_is():
    for name in undertow.__all__:
        assert getattr(undertow, name) is not None
    public = {name for name in dir(undertow) if not name.startswith("_")}
    modules = {module.name for module in pkgutil.iter_modules(undertow.__path__)}
    assert set(undertow.__all__) == public - modules
    assert list(undertow.__all__) == sorted(undertow.__all__)


def test_type_checkers_see_what_there_is():
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    assert {alias.name for node in block.body for alias in node.names} == set(undertow.__all__)


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(AttributeError, match="no attribute 'undertone'"):
        undertow.undertone  # noqa: B018 - asking is the point
    with pytest.raises(ImportError):
        from undertow import undertone  # noqa: F401


def test_a_module_of_the_package_is_found_once_it_is_imported():
    assert undertow.errors.UndertowError is undertow.UndertowError


def test_each_package_exports_what_it_says():
    for module in pkgutil.walk_packages(undertow.__path__, "undertow."):
        if module.ispkg:
            package = importlib.import_module(module.name)
            for name in getattr(package, "__all__", ()):
                assert hasattr(package, name), f"{module.name}.{name}"


def test_the_version_is_the_one_that_is_installed():
    assert undertow.__version__ == version("undertow")


def test_import_is_light():
    loaded = in_a_new_process("import sys, undertow; print(*sys.modules)").split()
    assert {name.partition(".")[0] for name in loaded} & {*HEAVY, *NEVER, *NETWORK, "numpy"} == set()


def test_help_is_light():
    code = "import sys, undertow.cli.main as m; m.run(['read', '--help']); print(*sys.modules)"
    loaded = in_a_new_process(code).split()
    assert {name.partition(".")[0] for name in loaded} & {*HEAVY, *NEVER, *NETWORK, "numpy"} == set()


def test_every_module_can_be_imported_without_torch_and_without_a_network():
    code = f"""{PROMISES}
import importlib, pkgutil, undertow
for module in pkgutil.walk_packages(undertow.__path__, "undertow."):
    importlib.import_module(module.name)
{STRANGERS}
"""
    assert not in_a_new_process(code).split()


def test_the_promises_are_held_by_a_test_that_can_fail():
    for breach in ("import torch", "import socket; socket.create_connection(('localhost', 9))", "socket.socket()"):
        with pytest.raises(AssertionError, match=r"undertow (imports|opens)"):
            in_a_new_process(PROMISES + breach)


@pytest.mark.weights
def test_a_story_is_read_without_torch_and_without_a_network():
    code = PROMISES + "import undertow; undertow.read(text=sys.argv[1], force=True)" + STRANGERS
    assert not in_a_new_process(code, STORY * 5).split()


@pytest.mark.weights
@pytest.mark.skipif(not EXAMPLES, reason="no examples beside the tests")
def test_the_command_reads_an_example_without_torch_and_without_a_network():
    code = PROMISES + "from undertow.cli.main import run; sys.exit(run(['read', sys.argv[1]]))"
    assert "Cast" in in_a_new_process(code, str(EXAMPLES[0]))


def test_torch_is_no_requirement():
    plain = [line for line in requires("undertow") or [] if "extra ==" not in line]
    names = {re.split(r"[^\w-]", line.lower())[0] for line in plain}
    assert names
    assert not names & {*NEVER, *NETWORK}


def test_the_package_is_typed():
    assert (SOURCE / "py.typed").is_file()


def test_files_are_short():
    lengths = {
        path.relative_to(SOURCE).as_posix(): len(path.read_bytes().splitlines()) for path in SOURCE.rglob("*.py")
    }
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_there_is_no_drawer():
    drawers = ("utils", "util", "helpers", "misc", "common")
    assert not [path for path in SOURCE.rglob("*") if path.stem in drawers]
