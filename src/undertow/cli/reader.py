"""The work of `undertow read`: find the files, choose where stories go, read, hand each on, count what failed."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from undertow.cli.batch import collect, read_all, size
from undertow.cli.complain import complain, reason
from undertow.cli.console import console
from undertow.cli.how import How
from undertow.cli.meter import Meter
from undertow.cli.sinks import Files, Screen, Sink, Stdout
from undertow.cli.targets import Job, check_writable, report_targets, targets
from undertow.errors import InputError
from undertow.story.values import Story

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for, but for files and threads."""

    output: str | None
    format: str
    everything: bool
    quiet: bool
    how: How
    workers: int
    report: bool = False


def read_files(files: Sequence[str], options: Options) -> int:
    """Read everything; return the number of files that failed."""
    started, n_failed = time.monotonic(), 0
    jobs, bad = collect(files)
    for path, error in bad:
        complain(reason(path, error))
    sink = _sink(jobs, options)
    visible = sys.stderr.isatty() and not options.quiet
    with Meter([size(job.path) for job in jobs], stream=sys.stderr, visible=visible) as meter:
        for index, result in read_all(jobs, options.how, workers=options.workers, meter=meter):
            meter.hide()
            path = jobs[index].path
            try:
                if isinstance(result, Exception):
                    raise result
                sink.take(index, path, result)
                if not options.quiet and (options.output is not None or len(jobs) > 1):  # the page says it itself
                    _say_misfits(path, result)
            except BrokenPipeError:
                raise
            except Exception as error:  # whatever is wrong with one file, the others are read
                n_failed += 1
                complain(reason(path, error))
    sink.close(seconds=time.monotonic() - started)
    return n_failed + len(bad)


def _say_misfits(path: Path, story: Story) -> None:
    """Say which corrections no longer fit, a line each."""
    from undertow.cli.facts import corrections

    for misfit in corrections(story)[1]:
        complain(f"{path}: a correction no longer fits: {misfit}")


def _sink(jobs: Sequence[Job], options: Options) -> Sink:
    """Choose where stories go, and whether their pages are written too."""
    sink = _where(jobs, options)
    if not options.report:
        return sink
    from undertow.cli.reporting import Reported

    out = None if options.output == STDOUT else console(sys.stdout, quiet=options.quiet)
    return Reported(sink, report_targets(jobs, options.output, options.format), out)


def _where(jobs: Sequence[Job], options: Options) -> Sink:
    """Choose where stories go. Raises InputError where that is known to be impossible, before anything is read."""
    if options.output == STDOUT:
        if len(jobs) > 1:
            raise InputError(f"-o - writes one story and there are {len(jobs)} files to read; name a folder with -o")
        return Stdout()
    out = console(sys.stdout, quiet=options.quiet)
    if options.output is None:
        return Screen(out, alone=len(jobs) == 1, until=options.how.until, everything=options.everything)
    if options.format == "parquet" and find_spec("pyarrow") is None:
        raise InputError("Parquet needs pyarrow: pip install 'undertow[parquet]', or use --format csv")
    outputs = targets(jobs, options.output, options.format)
    for output in outputs:
        check_writable(output)
    return Files(out, outputs, format=options.format)
