"""`undertow read`: files to a page on the terminal, or to files that other programs read."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import click

from undertow.cli.batch import collect, read_all, size
from undertow.cli.complain import complain, reason
from undertow.cli.meter import Meter
from undertow.cli.page import console
from undertow.cli.sinks import Files, Screen, Sink, Stdout
from undertow.cli.targets import Job, check_writable, targets
from undertow.errors import InputError

HELP = """Read stories and show who is in them, who speaks, and where they are.

FILE is a .txt, .md, .html, .epub or .docx file, or a folder of them. One story is shown as a page, several as a few
lines each. Nothing is written unless -o says where.
"""

EXAMPLES = """\b
Examples:
  undertow read story.epub                       show who is in it
  undertow read story.epub --all                 the whole cast and every place
  undertow read story.epub -o .                  save story.undertow.json here
  undertow read library/ -o out --format csv     save tables of every story
  undertow read library/ --workers 2 | less      a few lines about each
  undertow read story.txt -o - | jq .characters  hand it to another program
"""

FAILED = 2
STDOUT = "-"
THREADS = "UNDERTOW_THREADS"  # read by undertow.inference, in this process and in its workers


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for, but for files and threads."""

    output: str | None
    format: str
    everything: bool
    quiet: bool
    force: bool
    workers: int


@click.command(help=HELP, epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="PATH", help="Save: a folder, a file for one story, or - for JSON on stdout.")
@click.option("--format", type=click.Choice(["json", "parquet", "csv"]), help="What -o writes.  [default: json]")
@click.option("-a", "--all", "everything", is_flag=True, help="Show the whole cast and every place.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--force", is_flag=True, help="Read on where a text does not look like English.")
@click.option("--workers", type=click.IntRange(1), default=1, metavar="N", help="Files read at a time.  [default: 1]")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model.  [default: all cores]")
@click.pass_context
def read(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: click.Context,
    files: tuple[str, ...],
    output: str | None,
    format: str | None,
    everything: bool,
    quiet: bool,
    force: bool,
    workers: int,
    threads: int | None,
) -> None:
    """Read files; show each story or save it."""
    if format is not None and output is None:
        raise click.UsageError("--format says what to save; say where with -o PATH", context)
    if output == STDOUT and format not in (None, "json"):
        raise click.UsageError(f"-o - writes JSON; tables need a folder: -o FOLDER --format {format}", context)
    if threads is None and workers > 1:
        threads = max(1, (os.cpu_count() or 1) // workers)
    if threads is not None:
        os.environ[THREADS] = str(threads)
    options = Options(output, format or "json", everything, quiet, force, workers)
    context.exit(FAILED if _run(files, options) else 0)


def _run(files: Sequence[str], options: Options) -> int:
    """Read everything; return the number of files that failed."""
    started, n_failed = time.monotonic(), 0
    jobs, bad = collect(files)
    for path, error in bad:
        complain(reason(path, error))
    sink = _sink(jobs, options)
    visible = sys.stderr.isatty() and not options.quiet
    with Meter([size(job.path) for job in jobs], stream=sys.stderr, visible=visible) as meter:
        for index, result in read_all(jobs, workers=options.workers, force=options.force, meter=meter):
            meter.hide()
            path = jobs[index].path
            try:
                if isinstance(result, Exception):
                    raise result
                sink.take(index, path, result)
            except BrokenPipeError:
                raise
            except Exception as error:  # whatever is wrong with one file, the others are read
                n_failed += 1
                complain(reason(path, error))
    sink.close(seconds=time.monotonic() - started)
    return n_failed + len(bad)


def _sink(jobs: Sequence[Job], options: Options) -> Sink:
    """Choose where stories go. Raises InputError where that is known to be impossible, before anything is read."""
    if options.output == STDOUT:
        if len(jobs) > 1:
            raise InputError(f"-o - writes one story and there are {len(jobs)} files to read; name a folder with -o")
        return Stdout()
    out = console(sys.stdout, quiet=options.quiet)
    if options.output is None:
        return Screen(out, alone=len(jobs) == 1, everything=options.everything)
    if options.format == "parquet" and find_spec("pyarrow") is None:
        raise InputError("Parquet needs pyarrow: pip install 'undertow[parquet]', or use --format csv")
    outputs = targets(jobs, options.output, options.format)
    for output in outputs:
        check_writable(output)
    return Files(out, outputs, format=options.format)
