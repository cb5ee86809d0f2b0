"""The way from a document to its layers: a visible list, checked before anything runs.

This file alone attaches layers. A layer that is given (gold mentions, say) is not made again.
"""

from collections.abc import Sequence
from dataclasses import fields, replace

from undertow.document.values import Document
from undertow.errors import PipelineError
from undertow.layers.annotator import Annotator, Progress
from undertow.layers.values import Layers


def standard() -> tuple[Annotator, ...]:
    """Every annotator, in the order in which they run."""
    from undertow.layers.coreference import CoreferenceAnnotator
    from undertow.layers.encoding import EncodingAnnotator
    from undertow.layers.events import EventAnnotator
    from undertow.layers.mentions import MentionAnnotator
    from undertow.layers.quotations import QuotationAnnotator
    from undertow.layers.speakers import SpeakerAnnotator

    return (
        QuotationAnnotator(),
        EncodingAnnotator(),
        MentionAnnotator(),
        EventAnnotator(),
        CoreferenceAnnotator(),
        SpeakerAnnotator(),
    )


def present(layers: Layers) -> set[str]:
    """The names of the layers that are there."""
    return {f.name for f in fields(Layers) if getattr(layers, f.name) is not None}


def check(annotators: Sequence[Annotator], given: Layers) -> None:
    """Raise PipelineError if an annotator would run before what it requires is there."""
    known = present(given)
    for annotator in annotators:
        missing = [name for name in annotator.requires if name not in known]
        if missing:
            raise PipelineError(
                f"the layer '{annotator.provides}' requires {', '.join(annotator.requires)}; "
                f"present: {', '.join(sorted(known)) or 'none'}; missing: {', '.join(missing)}"
            )
        known.add(annotator.provides)


def run(
    document: Document,
    *,
    given: Layers | None = None,
    annotators: Sequence[Annotator] | None = None,
    progress: Progress = lambda share: None,
) -> Layers:
    """Make every layer that is not given. Raises PipelineError before anything runs."""
    layers = given or Layers()
    annotators = standard() if annotators is None else annotators
    check(annotators, layers)
    for annotator in annotators:
        if annotator.provides not in present(layers):
            layers = replace(layers, **{annotator.provides: annotator(document, layers, progress=progress)})
    return layers
