"""`undertow report`: a story as one HTML page to explore."""

import os
from pathlib import Path

import click

from undertow.cli.how import How, until_option

HELP = """Make one HTML page of a story: who is in it, the scenes, the pairs, and the text with every mark explained.

FILE is a .txt, .md, .html, .epub or .docx file, or a story that `undertow read -o` saved. The page is a single file. It
needs no network, and it fetches and sends nothing; open it in any browser.
"""

EXAMPLES = """\b
Examples:
  undertow report story.epub                    makes story.report.html here
  undertow report story.epub -o page.html       under another name
  undertow report story.epub --until 40%        nothing of what comes later
  undertow report story.undertow.json -o out/   without reading it again
"""

THREADS = "UNDERTOW_THREADS"
SUFFIX = ".report.html"


@click.command(help=HELP, epilog=EXAMPLES)
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="PATH", help="A file, or a folder.  [default: NAME.report.html, here]")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@until_option
@click.option("--force", is_flag=True, help="Read on where a text does not look like English.")
@click.option("--no-corrections", is_flag=True, help="Leave NAME.undertow.toml beside the story alone.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads of the model.  [default: all cores]")
def report(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: str,
    output: str | None,
    quiet: bool,
    until: str | None,
    force: bool,
    no_corrections: bool,
    threads: int | None,
) -> None:
    """Read a file and write its page."""
    if threads is not None:
        os.environ[THREADS] = str(threads)
    from undertow.cli.single import check_target, plain_name, read_one, target
    from undertow.report.page import BEGINNING, write_report

    path = target(output or os.curdir, plain_name(Path(file)) + SUFFIX)
    replaced = check_target(path, [BEGINNING.encode()])  # before the work, so that nobody waits for a refusal
    story = read_one(file, How(force, not no_corrections, until), quiet=quiet)
    check_target(path, [BEGINNING.encode()])
    write_report(story, path)
    if not quiet:
        _say(path, replaced=replaced)


def _say(path: Path, *, replaced: bool) -> None:
    from undertow.cli.harmless import harmless

    size = path.stat().st_size / 1e6
    earlier = ", in place of an earlier one" if replaced else ""
    click.echo(f"{harmless(str(path))} ({size:.1f} MB{earlier}): open it in a browser.")
