"""The whole way in one call: a file, a text or a document to a Story."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from os import PathLike
from signal import SIG_DFL, SIGINT, signal
from typing import TYPE_CHECKING

from undertow.document.values import Document
from undertow.errors import UndertowError
from undertow.layers.annotator import Progress
from undertow.layers.values import Layers
from undertow.story.values import Story

if TYPE_CHECKING:
    from undertow.story.corrections import Corrections


def _silent(share: float) -> None:
    """Report progress to nobody."""


def annotate(document: Document, *, given: Layers | None = None, progress: Progress = _silent) -> Story:
    """Read a document. Layers that are `given` (gold mentions, for instance) are taken as they are."""
    from undertow.pipeline import run
    from undertow.story.build import build_story

    return build_story(document, run(document, given=given, progress=progress))


def read(  # noqa: PLR0913 - one parameter for each thing that can be asked
    path: str | PathLike[str] | None = None,
    *,
    text: str | None = None,
    until: str | float | None = None,
    force: bool = False,
    corrections: bool = True,
    progress: Progress = _silent,
) -> Story:
    """Read a story from a file, or from a string with `text=`.

    `until` is how far to read: "40%" or 0.4, "chapter 3" (its beginning), "end of chapter 3", "12000 words" or 12000,
    or words of the story. What comes later is not in the Story at all. `corrections` applies those in the file
    `NAME.undertow.toml` beside the story, if there is one; the notes of the source say what came of them.

    Raises InputError where there is no story to read, the corrections hold a mistake or there is no such place,
    NotEnglishError unless `force`, TypeError unless exactly one of path and text is given.
    """
    if (path is None) == (text is None):
        raise TypeError("read() takes a path or text=, and not both")
    document = _document(path, text, until, force=force)
    known = _corrections(path) if path is not None and corrections else None
    story = annotate(document, progress=progress)
    if known is None:
        return story
    from undertow.story.corrections_apply import apply_corrections

    return apply_corrections(story, known, partly=until is not None).story


def _document(
    path: str | PathLike[str] | None, text: str | None, until: str | float | None, *, force: bool
) -> Document:
    """The document of a file or a string, as far as it is to be read."""
    from undertow.document.build import build_document
    from undertow.source.load import load, load_text
    from undertow.story.until import parse_position, read_until

    position = None if until is None else parse_position(until)
    source = load(path, force=force) if path is not None else load_text(text or "", force=force)
    document = build_document(source)
    return document if position is None else build_document(read_until(document, position))


def _corrections(path: str | PathLike[str]) -> "Corrections | None":
    """The corrections beside a story: looked at before the model runs, so that a mistake in them is known at once."""
    from undertow.story.corrections import find_corrections, read_corrections

    found = find_corrections(path)
    return read_corrections(found) if found is not None else None


def _read_or_error(
    path: str | PathLike[str], *, until: str | float | None, force: bool, corrections: bool
) -> Story | UndertowError:
    try:
        return read(path, until=until, force=force, corrections=corrections)
    except UndertowError as error:
        return error


def _die_of_interrupt() -> None:
    """Let Ctrl-C end a worker at once and without a word: the process that started it says what there is to say."""
    signal(SIGINT, SIG_DFL)


def read_many(
    paths: Iterable[str | PathLike[str]],
    *,
    workers: int = 1,
    until: str | float | None = None,
    force: bool = False,
    corrections: bool = True,
) -> Iterator[tuple[str | PathLike[str], Story | UndertowError]]:
    """Read files one after the other and yield (path, story), in the order given.

    A file that cannot be read yields (path, error) and stops nothing. `workers` above 1 reads in that many processes;
    a script that asks for this needs the usual `if __name__ == "__main__":`.
    """
    one = partial(_read_or_error, until=until, force=force, corrections=corrections)
    if workers > 1:
        yield from _read_parallel(paths, one, workers=workers)
        return
    for path in paths:
        yield path, one(path)


def _read_parallel(
    paths: Iterable[str | PathLike[str]],
    one: Callable[[str | PathLike[str]], Story | UndertowError],
    *,
    workers: int,
) -> Iterator[tuple[str | PathLike[str], Story | UndertowError]]:
    """Read in processes, no further ahead than keeps them busy: memory does not grow with the number of files."""
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, not forked: a fork would copy the model's session without its threads, and wait for them for ever.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_die_of_interrupt)
    try:
        ahead: deque[tuple[str | PathLike[str], Future[Story | UndertowError]]] = deque()
        for each in paths:
            ahead.append((each, pool.submit(one, each)))
            if len(ahead) > 2 * workers:
                path, result = ahead.popleft()
                yield path, result.result()
        while ahead:
            path, result = ahead.popleft()
            yield path, result.result()
    finally:
        pool.shutdown(cancel_futures=True)
