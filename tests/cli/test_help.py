"""Each command is helped and documented, and what is documented exists."""

import re
import shlex
from pathlib import Path

import pytest

import undertow
from undertow.cli.main import cli, run

COMMANDS = sorted(cli.commands)
ROOT = Path(__file__).parents[2]
needs_docs = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="no docs beside the tests")


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS)])
def test_help_shows_examples(capsys, arguments):
    for flag in ("--help", "-h"):
        assert run([*arguments, flag]) == 0
        shown = capsys.readouterr().out
        assert "  Examples:\n    undertow " in shown


def test_help_is_shown_where_no_command_is_given(capsys):
    assert run([]) == 0
    assert "Commands:" in capsys.readouterr().out


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"undertow {undertow.__version__}\n"


@needs_docs
@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_and_option_is_documented(name):
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert f"## undertow {name}" in text
    section = text.split(f"## undertow {name}")[1].split("\n## ")[0]
    for parameter in cli.commands[name].params:
        for option in parameter.opts:
            if option.startswith("-"):
                assert f"`{option}" in section, option


@needs_docs
def test_no_option_is_documented_that_does_not_exist():
    known = {option for command in cli.commands.values() for parameter in command.params for option in parameter.opts}
    known |= {"--help", "--version"}
    for page in (ROOT / "docs" / "cli.md", ROOT / "README.md"):
        for line in page.read_text(encoding="utf-8").splitlines():
            if "undertow read" in line:
                assert set(re.findall(r"(?<=\s)--[a-z]+", line)) <= known, line


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_the_help_can_be_parsed(name):
    import click

    command = cli.commands[name]
    context = click.Context(command)
    epilog = command.epilog or ""
    examples = re.findall(rf"^  undertow {name} (.*?)(?:   .*)?$", epilog, re.MULTILINE)
    assert examples
    for example in examples:
        command.parse_args(context, shlex.split(example.split("|")[0]))
