"""`undertow script`: a story as a script, each line with its voice."""

import os
from pathlib import Path

import click

from undertow.cli.how import How, until_option

HELP = """Show a story as a script: the whole text in order, each line with its speaker.

FILE is a .txt, .md, .html, .epub or .docx file, or a story that `undertow read -o` saved. Put together, the segments
are the story to the character. Nothing is written unless -o says where.
"""

EXAMPLES = """\b
Examples:
  undertow script story.epub --format txt            read it
  undertow script story.epub --check                 list lines that contradict a cue beside them
  undertow script story.epub --story-only -o out.sml   for an audiobook: [voice:NAME]...[/voice]
  undertow script story.epub -o story.csv            for a spreadsheet
  undertow script story.epub --until 'chapter 3'     up to where chapter 3 begins
  undertow script story.undertow.json | jq .speaker  hand it to another program
"""

FORMATS = ("jsonl", "csv", "txt", "sml")
CONTRADICTED = 1
THREADS = "UNDERTOW_THREADS"


@click.command(help=HELP, epilog=EXAMPLES)
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="PATH", help="Save: a file, or a folder.")
@click.option("--format", type=click.Choice(FORMATS), help="[default: by the ending of PATH, else jsonl]")
@click.option("--story-only", is_flag=True, help="Leave out notes, licences, contents and marks between scenes.")
@click.option(
    "--check", is_flag=True, help="List the lines that contradict an explicit cue beside them; exit 1 if any."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@until_option
@click.option("--force", is_flag=True, help="Read on where a text does not look like English.")
@click.option("--no-corrections", is_flag=True, help="Leave NAME.undertow.toml beside the story alone.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model.  [default: all cores]")
@click.pass_context
def script(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: click.Context,
    file: str,
    output: str | None,
    format: str | None,
    story_only: bool,
    check: bool,
    quiet: bool,
    until: str | None,
    force: bool,
    no_corrections: bool,
    threads: int | None,
) -> None:
    """Read a file; show or save its script, or check it."""
    if check and (output is not None or format is not None or story_only):
        raise click.UsageError("--check only lists contradictions; save the script with another call", context)
    ending = Path(output).suffix.removeprefix(".").lower() if output else ""
    format = format or (ending if ending in FORMATS else "jsonl")
    if threads is not None:
        os.environ[THREADS] = str(threads)
    from undertow.cli import scripting
    from undertow.cli.single import read_one, show

    options = scripting.Options(file, format, story_only, quiet)
    path = scripting.script_target(output, Path(file), format) if output not in (None, "-") else None
    story = read_one(file, How(force, not no_corrections, until), quiet=quiet)
    if check:
        context.exit(CONTRADICTED if scripting.print_check(story, options) else 0)
    elif path is None:
        from undertow.export.scriptfiles import script_text

        show(script_text(story, format=format, story_only=story_only))
    else:
        scripting.save(story, path, options)
