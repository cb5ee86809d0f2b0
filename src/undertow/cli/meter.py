"""A progress bar with an estimate, for work that takes longer than two seconds, on a terminal.

It is drawn on stderr, so that what is printed can be piped, and it is taken off while something is printed. rich is
imported only when there is something to draw: short work never pays for it.
"""

import time
from collections.abc import Sequence
from itertools import accumulate
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from undertow.cli.harmless import harmless

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 2.0  # seconds; shorter work needs no bar
STEPS = 1000


class Meter:
    """Shows how much of some weighted jobs is done. A context manager, so that the terminal is always put back."""

    def __init__(self, weights: Sequence[int], *, stream: TextIO, visible: bool, patience: float = PATIENCE) -> None:
        self._ends = [0, *accumulate(max(1, weight) for weight in weights)]  # [n_jobs + 1] the work done before each
        self._stream, self._visible = stream, visible
        self._show_from = time.monotonic() + patience
        self._before, self._weight, self._name, self._share = 0, 0, "", 0.0
        self._lock, self._busy = Lock(), False  # busy: from the beginning of a job until its end is printed
        self._timer = Timer(patience, self._draw)  # work that gives no news for long has a bar too
        self._timer.daemon = True
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._visible:
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self.hide()

    def begin(self, index: int, name: str) -> None:
        """Start the job with this index."""
        self._before, self._weight = self._ends[index], self._ends[index + 1] - self._ends[index]
        self._name, self._share, self._busy = harmless(name, limit=40), 0.0, True
        self._draw()

    def share(self, share: float) -> None:
        """Take note of the share of the present job that is done. A bar never runs backwards."""
        self._share = max(self._share, min(1.0, share))
        self._draw()

    def hide(self) -> None:
        """Take the bar off, until the next job begins."""
        with self._lock:
            self._busy = False
            if self._bar is not None:
                self._bar.stop()

    def _draw(self) -> None:
        if not self._visible or time.monotonic() < self._show_from:
            return
        done = int(STEPS * (self._before + self._weight * self._share) / max(1, self._ends[-1]))
        with self._lock:
            if not self._busy:
                return
            if self._bar is None:
                self._bar = self._make()
                self._task = self._bar.add_task("", total=STEPS)
            if not self._bar.live.is_started:
                self._bar.start()
            if self._task is not None:
                self._bar.update(self._task, completed=done, description=self._name)

    def _make(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        return Progress(
            TextColumn("reading {task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(compact=True),
            console=Console(file=self._stream, markup=False, emoji=False, highlight=False),
            transient=True,
        )
