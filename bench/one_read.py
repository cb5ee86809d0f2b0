"""Read one file with the installed undertow and print as JSON what it took: `python bench/one_read.py FILE`.

`speed.py` runs this in a fresh process for each text, so that no import, no loaded model and no memory is shared. The
steps are those of `undertow.read`; the layers are timed from outside, by annotators that wrap the standard ones.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time the import of undertow is timed
    from undertow.document import Document
    from undertow.layers import Layers
    from undertow.layers.annotator import Annotator, Progress


@dataclass(slots=True)
class Timed:
    """An annotator that takes its own time."""

    annotator: Annotator
    seconds: float = 0.0

    @property
    def provides(self) -> str:
        return self.annotator.provides

    @property
    def requires(self) -> tuple[str, ...]:
        return self.annotator.requires

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> object:
        start = perf_counter()
        layer: object = self.annotator(document, layers, progress=progress)
        self.seconds = perf_counter() - start
        return layer


def peak_memory() -> int | None:
    """Return the most memory that this process has held, in bytes; None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    """Read and report."""
    times: dict[str, float] = {}
    last = perf_counter()

    def lap(name: str) -> None:
        nonlocal last
        now = perf_counter()
        times[name] = now - last
        last = now

    import undertow

    lap("import undertow")
    from undertow.document.build import build_document
    from undertow.inference import pieces, released
    from undertow.pipeline import run, standard
    from undertow.source.load import load
    from undertow.story.build import build_story

    lap("import the rest")
    pieces()
    model = released().name
    lap("load model")
    source = load(sys.argv[1], force=True)
    lap("source")
    document = build_document(source)
    lap("document")
    annotators = [Timed(annotator) for annotator in standard()]
    layers = run(document, annotators=annotators)
    lap("layers")
    times.pop("layers")
    times.update({annotator.provides: annotator.seconds for annotator in annotators})
    story = build_story(document, layers)
    lap("story")
    result = {
        "undertow": undertow.__version__,
        "model": model,
        "n_words": len(source.text.split()),
        "n_tokens": document.n_tokens,
        "n_characters": len(story.characters),
        "seconds": times,
        "peak_bytes": peak_memory(),
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
