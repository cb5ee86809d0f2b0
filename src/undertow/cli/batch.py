"""Many files, one after the other or several at a time: what came of each, in the order given.

One bad file stops nothing, whatever is wrong with it.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from undertow.cli.how import How
from undertow.cli.meter import Meter
from undertow.cli.targets import Job
from undertow.errors import InputError
from undertow.reading import read, read_many
from undertow.story.values import Story

Result = tuple[int, Story | Exception]  # the number of the job, and what came of it


def collect(given: Sequence[str]) -> tuple[list[Job], list[tuple[Path, Exception]]]:
    """The files to read, folders expanded, each once; and what could not be found, with the reason."""
    jobs: dict[Path, Job] = {}
    bad: list[tuple[Path, Exception]] = []
    for name in given:
        root = Path(name)
        if not os.path.isdir(root):  # noqa: PTH112 - Path.is_dir raises where a name is too long
            jobs.setdefault(root.absolute(), Job(root))
            continue
        from undertow.source.load import find

        try:
            found = find([root])
            if not found:
                raise InputError("a folder with nothing to read in it; .txt, .md, .html, .epub and .docx are read")
        except (InputError, OSError) as error:
            bad.append((root, error))
            continue
        for path in found:
            jobs.setdefault(path.absolute(), Job(path, path.parent.relative_to(root)))
    return list(jobs.values()), bad


def size(path: Path) -> int:
    """Bytes of a file, as a guess at the work in it; 0 where there is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def read_all(jobs: Sequence[Job], how: How, *, workers: int, meter: Meter) -> Iterator[Result]:
    """Read every job."""
    if workers > 1 and len(jobs) > 1:
        yield from _read_parallel(jobs, how, workers=workers, meter=meter)
        return
    for index, job in enumerate(jobs):
        meter.begin(index, job.path.name)
        result: Story | Exception
        try:
            result = read(job.path, **asdict(how), progress=meter.share)
        except Exception as error:  # a mistake of ours in one file must not cost the other files
            result = error
        yield index, result


def _read_parallel(jobs: Sequence[Job], how: How, *, workers: int, meter: Meter) -> Iterator[Result]:
    done = 0
    while done < len(jobs):
        meter.begin(done, jobs[done].path.name)
        try:
            paths = [job.path for job in jobs[done:]]
            for _, result in read_many(paths, workers=workers, **asdict(how)):
                done += 1
                yield done - 1, result
                if done < len(jobs):
                    meter.begin(done, jobs[done].path.name)
        except Exception as error:  # as above; the files after it are read by a new pool
            done += 1
            yield done - 1, error
