"""`undertow cast`: the cast of a story as a file of corrections, ready to edit."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from undertow.cli.how import How, until_option
from undertow.errors import InputError

if TYPE_CHECKING:
    from undertow.story.values import Story

HELP = """Print the cast of a story as a file of corrections, ready to edit.

FILE is a .txt, .md, .html, .epub or .docx file, or a story that `undertow read -o` saved. Saved beside the story as
NAME.undertow.toml, the file is applied whenever the story is read. Where there is one already, it is printed as it
stands, with those whom it does not mention yet.
"""

EXAMPLES = """\b
Examples:
  undertow cast story.epub                     show it
  undertow cast story.epub -o .                save story.undertow.toml here, to be edited
  undertow cast story.epub --until 40%         of those who have appeared by then
  undertow read story.epub                     see what the corrections do
"""

THREADS = "UNDERTOW_THREADS"


@click.command(help=HELP, epilog=EXAMPLES)
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="PATH", help="Save: a file that does not exist yet, or a folder.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@until_option
@click.option("--force", is_flag=True, help="Read on where a text does not look like English.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model.  [default: all cores]")
def cast(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: str, output: str | None, quiet: bool, until: str | None, force: bool, threads: int | None
) -> None:
    """Read a file; print or save its cast."""
    if threads is not None:
        os.environ[THREADS] = str(threads)
    from undertow.cli.single import plain_name, read_one, show, target

    path = None if output in (None, "-") else target(output, plain_name(Path(file)) + ".undertow.toml")
    if path is not None:
        _check_new(path)
    story = read_one(file, How(force, until=until), quiet=quiet)
    text = "".join(_text(story, Path(file)))
    if path is None:
        show([text])
        return
    _check_new(path)  # again: reading took a while
    from undertow.export.files import write_atomically

    with write_atomically(path) as out:
        out.write(text.encode("utf-8", "replace"))
    if not quiet:
        from undertow.cli.harmless import harmless

        beside = path.parent.absolute() == Path(file).parent.absolute()
        hint = "edit it, then read the story again" if beside else f"edit it and put it beside {file}"
        show([f"{harmless(file)} → {harmless(str(path))} ({len(story.characters)} people; {harmless(hint)})\n"])


def _text(story: "Story", file: Path) -> Iterator[str]:
    """The corrections that there are, with those whom they do not mention; the whole cast where there are none."""
    from undertow.story.corrections import find_corrections, read_corrections
    from undertow.story.corrections_template import cast_text, more_cast_text

    known = find_corrections(file)
    if known is None:
        yield from cast_text(story)
        return
    corrections = read_corrections(known)
    text = known.read_bytes().decode("utf-8-sig")
    yield text if text.endswith("\n") or not text else text + "\n"
    if text.strip():
        yield from more_cast_text(story, corrections)
    else:  # `undertow cast story.txt > story.undertow.toml`: the shell has made an empty file
        yield from cast_text(story)


def _check_new(path: Path) -> None:
    """Raise InputError unless nothing is there: a file of corrections is somebody's work."""
    if path.is_symlink() or (path.exists() and path.is_file()):
        raise InputError(f"{path} exists, and is never replaced: it may hold corrections; leave -o out to see the cast")
    if not path.parent.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {path.parent}; make it first")
