"""A console on a stream, and how numbers, sections and strips look on it.

Everything is built from plain strings that `harmless` has seen, never from rich markup, so that a character who is
called `[bold]` is shown as `[bold]`.
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTHS = (40, 110)  # narrower breaks every word, wider is tiring to read
PIPE_WIDTH = 100
STRIPS = ((100, 20), (84, 12))  # from which width on, and how wide, a strip over the story is
BARS = " ▁▂▃▄▅▆▇█"
ASCII_BARS = " .:|#"


def console(stream: TextIO, *, quiet: bool = False) -> "Console":
    """A console on a stream: colours and the terminal's width on a terminal, plain text in a pipe."""
    from rich.console import Console

    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a name that the terminal's encoding lacks is no reason to stop
    columns = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if stream.isatty() else _columns(PIPE_WIDTH)
    width = max(WIDTHS[0], min(WIDTHS[1], columns))
    file = stream if stream.isatty() else cast("TextIO", _Trimmed(stream))
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False, quiet=quiet)


class _Trimmed:
    """A stream for pipes and files: without the blanks that fill a line up to its column's width."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self.encoding, self.flush = stream, stream.encoding, stream.flush

    def write(self, text: str) -> int:
        return self._stream.write("\n".join(line.rstrip(" ") for line in text.split("\n")))

    def isatty(self) -> bool:
        return False


def _columns(default: int) -> int:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) else default


def plural(count: int, one: str, many: str = "") -> str:
    """`1 scene`, `1,204 words`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share as a person writes it."""
    return "under 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def knows_unicode(out: "Console") -> bool:
    """Whether the stream can show more than ASCII."""
    return (out.encoding or "").lower().startswith("utf")


def strip_width(out: "Console") -> int:
    """How wide a strip is on this console, 0 where there is no room."""
    return next((n for width, n in STRIPS if out.width >= width), 0)


def strip_of_counts(counts: Sequence[int], *, unicode: bool) -> str:
    """Counts as bars, a blank for none and the highest for the most."""
    top = max(counts, default=0)
    bars = BARS if unicode else ASCII_BARS
    steps = len(bars) - 1
    return "".join(bars[-(-steps * n // top)] for n in counts) if top else ""


def strip_of_levels(levels: Iterable[float], *, unicode: bool) -> str:
    """Heights from 0 to 1 as bars, of which the lowest can be seen."""
    bars = (BARS if unicode else ASCII_BARS)[1:]
    return "".join(bars[min(len(bars) - 1, int(level * len(bars)))] for level in levels)


def section(out: "Console", title: str, *body: "RenderableType") -> None:
    """Print a heading and what stands below it."""
    from rich.padding import Padding
    from rich.text import Text

    out.print()
    out.print(Text(title, style="bold cyan"))
    for item in body:
        out.print(Padding(Text(item) if isinstance(item, str) else item, (0, 0, 0, 2), expand=False))
