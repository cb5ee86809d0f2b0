"""`undertow`: the group of commands, and what a person sees when something goes wrong.

Whatever is wrong is one line on stderr that begins with `undertow:`, and exit code 2; Ctrl-C is one line and 130.
Each command is imported here and imports what is heavy inside its functions, so that `--help` is quick.
"""

import os
import sys
from collections.abc import Sequence

import click

from undertow import __version__
from undertow.cli.cast import cast
from undertow.cli.complain import complain
from undertow.cli.read import read
from undertow.cli.report import report
from undertow.cli.script import script
from undertow.errors import UndertowError

BAD_INPUT, STOPPED, PIPE_CLOSED = 2, 130, 141

HELP = """Read English fiction and show what a story holds, each claim with the passage that supports it.

Everything happens on this machine: nothing is sent anywhere.
"""

EXAMPLES = """\b
Examples:
  undertow read story.epub
  undertow report story.epub
  undertow script story.epub --format txt
  undertow cast story.epub
  undertow read --help
"""


@click.group(
    help=HELP, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _command in (read, report, script, cast):
    cli.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="undertow", standalone_mode=False)
        sys.stdout.flush()  # what cannot be written is better known now than while Python shuts down
    except (click.Abort, KeyboardInterrupt):
        complain("stopped; nothing is left half-written")
        return STOPPED
    except (BrokenPipeError, SystemExit):  # `undertow read story.txt | head`; click turns most of these into an exit
        _close_stdout()
        return PIPE_CLOSED
    except (click.ClickException, UndertowError) as error:
        complain(_message(error))
        return BAD_INPUT
    except OSError as error:  # stdout is a full disk, the folder we are in has gone
        complain(_message(error))
        _close_stdout()
        return BAD_INPUT
    return code if isinstance(code, int) else 0


def _message(error: Exception) -> str:
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "undertow"
        return f"{error.format_message().rstrip('.')}; try '{command} --help'"
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else f"cannot print: {error.strerror}"
    return str(error)


def _close_stdout() -> None:
    """Give stdout somewhere to go, or Python complains that it cannot be flushed while it shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run())
