"""Where a story goes when it has been read: to the screen, to stdout as JSON, or to files.

Each sink takes the stories one by one, keeps none of them, and at the end says in a few lines what else can be done.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from undertow.cli.targets import check_writable
from undertow.story.values import Story

if TYPE_CHECKING:
    from rich.console import Console


class Sink(Protocol):
    """Takes stories."""

    def take(self, index: int, path: Path, story: Story) -> None:
        """Take the story of the job with this index. Raises OSError, or InputError where a target cannot be written."""
        ...

    def close(self, *, seconds: float) -> None:
        """Say what is left to say, after the last one."""
        ...


class Screen:
    """Shows one story as a page, several as a few lines each."""

    def __init__(self, out: "Console", *, alone: bool, until: str | None, everything: bool) -> None:
        self._out, self._alone, self._until, self._everything = out, alone, until, everything
        self._models: dict[str, None] = {}  # in order of appearance
        self._paths: list[str] = []
        self._n_hidden = 0

    def take(self, index: int, path: Path, story: Story) -> None:
        from undertow.cli.page import print_card, print_page

        if self._alone:
            self._n_hidden = print_page(self._out, story, everything=self._everything)
        else:
            print_card(self._out, story, path=str(path), everything=self._everything)
        self._models[story.model] = None
        self._paths.append(str(path))

    def close(self, *, seconds: float) -> None:
        from undertow.cli.afterwards import print_model, print_next

        if self._paths:
            self._out.print()
            print_model(self._out, self._models, seconds=seconds)
            print_next(self._out, self._paths, alone=self._alone, until=self._until, hidden=self._n_hidden > 0)


class Stdout:
    """Writes JSON to stdout, for another program. In ASCII, so that no pipe or terminal can spoil it."""

    def take(self, index: int, path: Path, story: Story) -> None:
        import json

        from undertow.export import to_dict

        sys.stdout.write(json.dumps(to_dict(story)) + "\n")
        sys.stdout.flush()

    def close(self, *, seconds: float) -> None:
        """Say nothing: what reads the pipe expects JSON alone."""


class Files:
    """Saves each story under its target."""

    def __init__(self, out: "Console", targets: list[Path], *, format: str) -> None:
        self._out, self._targets, self._format = out, targets, format
        self._models: dict[str, None] = {}
        self._last: Path | None = None

    def take(self, index: int, path: Path, story: Story) -> None:
        from undertow.cli.afterwards import print_saved
        from undertow.export import write_csv, write_json, write_parquet

        target = self._targets[index]
        replaced = check_writable(target)  # again: reading took a while
        target.parent.mkdir(parents=True, exist_ok=True)
        {"json": write_json, "parquet": write_parquet, "csv": write_csv}[self._format](story, target)
        print_saved(self._out, story, path=str(path), target=str(target), replaced=replaced)
        self._models[story.model], self._last = None, target

    def close(self, *, seconds: float) -> None:
        from undertow.cli.afterwards import print_model, print_reload

        if self._last is not None:
            self._out.print()
            print_model(self._out, self._models, seconds=seconds)
            print_reload(self._out, str(self._last), format=self._format)
