"""What is said when the work is done: which model read, what was saved where, and what else can be done."""

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from undertow.cli.console import plural
from undertow.cli.facts import corrections
from undertow.cli.harmless import harmless
from undertow.story.values import Story

if TYPE_CHECKING:
    from rich.console import Console


def print_model(out: "Console", models: Iterable[str], *, seconds: float) -> None:
    """Say which model read, and how long it took."""
    from rich.text import Text

    names = " and ".join(harmless(name, limit=100) for name in models) or "no model"
    out.print(Text(f"Read by {names} in {seconds:,.1f} s.", style="dim"))


def print_saved(out: "Console", story: Story, *, path: str, target: str, replaced: bool) -> None:
    """Say in a line what was saved where."""
    from rich.text import Text

    line = Text(f"{harmless(path)} → ")
    line.append(harmless(target), style="bold")
    what = f"{plural(len(story.characters), 'person', 'people')}, {plural(len(story.quotations), 'quotation')}"
    applied = len(corrections(story)[0])
    what += f", {plural(applied, 'correction')} applied" if applied else ""
    line.append(f" ({what}{'; replaces an earlier one' if replaced else ''})", style="dim")
    out.print(line, soft_wrap=True)


def print_reload(out: "Console", target: str, *, format: str) -> None:
    """Say what can be done with what was saved."""
    from rich.text import Text

    name = harmless(target)
    hint = f"story = undertow.read_json({name!r})" if format == "json" else f"one table a file, in {name}"
    out.print(Text("In Python: " if format == "json" else "There is ", style="dim").append(hint), soft_wrap=True)


def print_next(out: "Console", paths: Sequence[str], *, alone: bool, until: str | None, hidden: bool) -> None:
    """Say how to save what was shown, and what else can be done."""
    from rich.text import Text

    named = " ".join(shlex.quote(harmless(path)) for path in paths[:2]) + ("" if len(paths) <= 2 else " …")
    named += f" --until {shlex.quote(harmless(until))}" if until is not None else ""
    line = Text("Save it: " if alone else "Save them: ", style="dim")
    line.append(f"undertow read {named} -o {'.' if alone else 'FOLDER'}", style="not dim")
    more = ["as tables: --format csv"]
    if hidden:
        more.append("everything: --all")
    if not alone:
        more.append("the page of one: name it alone")
    line.append("".join(f" · {hint}" for hint in more))
    out.print(line, soft_wrap=True)
