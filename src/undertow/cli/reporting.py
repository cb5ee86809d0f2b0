"""`undertow read --report`: beside whatever else becomes of a story, its page is written too."""

from pathlib import Path
from typing import TYPE_CHECKING

from undertow.cli.harmless import harmless
from undertow.cli.single import check_target
from undertow.cli.sinks import Sink
from undertow.story.values import Story

if TYPE_CHECKING:
    from rich.console import Console


class Reported:
    """Hands each story on to another sink, and writes its page."""

    def __init__(self, sink: Sink, targets: list[Path], out: "Console | None") -> None:
        """Say nothing where there is no console. Raises InputError where something else is in the way of a page."""
        from undertow.report.page import BEGINNING

        self._sink, self._targets, self._out = sink, targets, out
        self._beginning = [BEGINNING.encode()]
        self._written: list[Path] = []
        for target in targets:
            if target.parent.is_dir():
                check_target(target, self._beginning)

    def take(self, index: int, path: Path, story: Story) -> None:
        from undertow.report.page import write_report

        self._sink.take(index, path, story)
        target = self._targets[index]
        target.parent.mkdir(parents=True, exist_ok=True)
        check_target(target, self._beginning)  # again: reading took a while
        write_report(story, target)
        self._written.append(target)

    def close(self, *, seconds: float) -> None:
        self._sink.close(seconds=seconds)
        if self._out is not None and self._written:
            several = f" and {len(self._written) - 1:,} more" if len(self._written) > 1 else ""
            said = f"{harmless(str(self._written[0]))}{several}: open in a browser."
            self._out.print(said, markup=False, highlight=False, soft_wrap=True)
