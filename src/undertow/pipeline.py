"""The way from a document to its layers: a visible list, checked before anything runs.

This file alone attaches layers. A layer that is given (gold mentions, say) is not made again.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from undertow.document.values import Document
from undertow.errors import PipelineError
from undertow.layers.annotator import Annotator, Progress
from undertow.layers.values import Layers

WORK = {"encoding": 30, "coreference": 6}
"""Rough shares of the time that the layers take, 1 where nothing is said: a bar with an estimate needs no better."""


def standard() -> tuple[Annotator, ...]:
    """Every annotator, in the order in which they run."""
    from undertow.layers.affect import AffectAnnotator
    from undertow.layers.coreference import CoreferenceAnnotator
    from undertow.layers.encoding import EncodingAnnotator
    from undertow.layers.events import EventAnnotator
    from undertow.layers.mentions import MentionAnnotator
    from undertow.layers.modes import ModesAnnotator
    from undertow.layers.negation import NegationAnnotator
    from undertow.layers.quotations import QuotationAnnotator
    from undertow.layers.speakers import SpeakerAnnotator
    from undertow.layers.syntax import SyntaxAnnotator
    from undertow.layers.undertone import UndertoneAnnotator
    from undertow.story.hearing import people_of_story

    return (
        QuotationAnnotator(),
        EncodingAnnotator(),
        MentionAnnotator(),
        EventAnnotator(),
        SyntaxAnnotator(),
        AffectAnnotator(),
        UndertoneAnnotator(),
        NegationAnnotator(),
        CoreferenceAnnotator(),
        SpeakerAnnotator(people_of_story),
        ModesAnnotator(),
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
    known = present(layers)
    missing = [annotator for annotator in annotators if annotator.provides not in known]
    total = sum(WORK.get(annotator.provides, 1) for annotator in missing)
    done = 0
    for annotator in missing:
        work = WORK.get(annotator.provides, 1)
        part = _part(progress, done / total, work / total)
        made: dict[str, Any] = {annotator.provides: annotator(document, layers, progress=part)}
        layers = replace(layers, **made)
        done += work
        progress(done / total)
    return layers


def _part(progress: Progress, start: float, length: float) -> Progress:
    """Tell the progress of one annotator as a part of the whole, so that it never runs backwards."""
    return lambda share: progress(start + length * share)
