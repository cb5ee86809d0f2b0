"""The work of `undertow script`: where the script goes, what is said of it, and the list of contradictions."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from undertow.cli.console import console, percent, plural
from undertow.cli.harmless import harmless
from undertow.cli.page import heading
from undertow.cli.single import check_target, plain_name, target
from undertow.export.script import UNKNOWN, script, voices
from undertow.export.scriptcheck import Contradiction, contradictions
from undertow.export.scriptfiles import STARTS, write_script
from undertow.story.values import Story

if TYPE_CHECKING:
    from rich.text import Text

SHOWN_WORDS = 90  # characters of a line in the list


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    file: str
    format: str
    story_only: bool
    quiet: bool


def script_target(output: str, file: Path, format: str) -> Path:
    """The file to write, before anything is read. Raises InputError where it must not be written."""
    path = target(output, f"{plain_name(file)}.script.{format}")
    check_target(path, [STARTS[format].encode()])
    return path


def save(story: Story, path: Path, options: Options) -> None:
    """Write the script and say in a line what it holds."""
    from rich.text import Text

    replaced = check_target(path, [STARTS[options.format].encode()])  # again: reading took a while
    write_script(story, path, format=options.format, story_only=options.story_only)
    spoken = [segment for segment in script(story) if segment.kind == "speech"]
    heard = {segment.voice for segment in spoken} - {UNKNOWN}
    what = f"{plural(len(spoken), 'spoken segment')}, {plural(len(heard), 'voice')} besides the narrator"
    unknown = sum(segment.speaker is None for segment in spoken)
    what += f", {unknown:,} without a speaker" if unknown else ""
    line = Text(f"{harmless(options.file)} → ")
    line.append(harmless(str(path)), style="bold")
    line.append(f" ({what}{'; replaces an earlier one' if replaced else ''})", style="dim")
    console(sys.stdout, quiet=options.quiet).print(line, soft_wrap=True)


def print_check(story: Story, options: Options) -> int:
    """Print the contradictions, one a line, with their places; return how many there are."""
    from rich.text import Text

    out = console(sys.stdout, quiet=options.quiet)
    names = voices(story)
    found = list(contradictions(story))
    for contradiction in found:
        out.print(_line(story, contradiction, names), soft_wrap=True)
    what = plural(len(found), "line contradicts", "lines contradict") if found else "No line contradicts"
    title, _ = heading(story)
    out.print(Text(f"{what} a cue beside it: {title}, {plural(len(story.quotations), 'quotation')}."), soft_wrap=True)
    if found:
        out.print(Text(f"To correct them: undertow cast {harmless(options.file)}", style="dim"), soft_wrap=True)
    return len(found)


def _line(story: Story, found: Contradiction, names: dict[str, str]) -> "Text":
    from rich.text import Text

    document, text = story.document, story.text
    token = document.token_at(found.start_char)
    chapter = int(document.chapters[:, 1].searchsorted(token, side="right"))
    where = f"chapter {chapter + 1}, " if len(document.chapters) > 1 else ""
    where += f"{percent(document.progress(token))}, character {found.start_char:,}: "
    line = Text(where, style="dim")
    words = harmless(text[found.start_char : found.end_char], limit=SHOWN_WORDS)
    speaker = harmless(names[found.speaker]) if found.speaker else "nobody"
    cue = harmless(text[found.cue_start_char : found.cue_end_char])
    line.append(f"“{words}”", style="not dim")
    line.append(f" is given to {speaker}, but “{cue}” stands beside it", style="not dim")
    name = harmless(names[found.named])
    line.append("." if name in cue else f" ({name}).", style="not dim")
    return line
