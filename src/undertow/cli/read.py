"""`undertow read`: files to a page on the terminal, or to files that other programs read."""

import os

import click

from undertow.cli.how import How, until_option

HELP = """Read stories and show who is in them, whose mind we are in, what is felt and denied, and where it turns.

FILE is a .txt, .md, .html, .epub or .docx file, or a folder of them. One story is shown as a page, several as a few
lines each. Nothing is written unless -o says where.
"""

EXAMPLES = """\b
Examples:
  undertow read story.epub                       show what it holds
  undertow read story.epub --all                 everything that was found
  undertow read story.epub --until 40%           nothing of what comes later
  undertow read novel.epub --until 'chapter 3'   up to where chapter 3 begins
  undertow read story.epub -o .                  save story.undertow.json here
  undertow read library/ -o out --format csv     save tables of every story
  undertow read library/ -o out --report         and a page of each for the browser
  undertow read library/ --workers 2 | less      a few lines about each
  undertow read story.txt -o - | jq .characters  hand it to another program
"""

FAILED = 2
THREADS = "UNDERTOW_THREADS"  # read by undertow.inference, in this process and in its workers


@click.command(help=HELP, epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="PATH", help="Save: a folder, a file for one story, or - for JSON on stdout.")
@click.option("--format", type=click.Choice(["json", "parquet", "csv"]), help="What -o writes.  [default: json]")
@click.option("--report", is_flag=True, help="Write NAME.report.html too: the story as a page to explore.")
@click.option("-a", "--all", "everything", is_flag=True, help="Show all people, places, feelings and turns.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@until_option
@click.option("--force", is_flag=True, help="Read on where a text does not look like English.")
@click.option("--no-corrections", is_flag=True, help="Leave NAME.undertow.toml beside the story alone.")
@click.option("--workers", type=click.IntRange(1), default=1, metavar="N", help="Files read at a time.  [default: 1]")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model.  [default: all cores]")
@click.pass_context
def read(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    format: str | None,
    report: bool,
    everything: bool,
    quiet: bool,
    until: str | None,
    force: bool,
    no_corrections: bool,
    workers: int,
    threads: int | None,
) -> None:
    """Read files; show each story or save it."""
    if format is not None and output is None:
        raise click.UsageError("--format says what to save; say where with -o PATH", context)
    if output == "-" and format not in (None, "json"):
        raise click.UsageError(f"-o - writes JSON; tables need a folder: -o FOLDER --format {format}", context)
    if threads is None and workers > 1:
        threads = max(1, (os.cpu_count() or 1) // workers)
    if threads is not None:
        os.environ[THREADS] = str(threads)
    from undertow.cli.reader import Options, read_files

    options = Options(
        output, format or "json", everything, quiet, How(force, not no_corrections, until), workers, report
    )
    context.exit(FAILED if read_files(files, options) else 0)
