"""The list of annotators is checked before anything runs, and progress is told once for the whole."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from undertow.document.values import Document
from undertow.errors import PipelineError
from undertow.layers.values import Events, Layers, Quotations
from undertow.pipeline import check, present, run, standard
from undertow.source.values import Source

NONE = np.zeros((0, 2), dtype=np.int32)
DOCUMENT = Document(Source("", ()), NONE[:, 0], NONE[:, 0], NONE, NONE, NONE, NONE, ())
EVENTS = Events(NONE[:, 0], NONE[:, 0], np.zeros(0, dtype=np.float32))
QUOTATIONS = Quotations(NONE[:, 0], NONE[:, 0], NONE[:, 0], "none")


@dataclass
class Fake:
    provides: str
    requires: tuple[str, ...] = ()
    value: object = None
    ran: list[Layers] = field(default_factory=list)

    def __call__(self, document, layers, *, progress):
        self.ran.append(layers)
        for share in (0.0, 0.5, 1.0):
            progress(share)
        return self.value


def test_each_annotator_sees_the_layers_before_it():
    first, second = Fake("events", value=EVENTS), Fake("quotations", ("events",), QUOTATIONS)
    layers = run(DOCUMENT, annotators=[first, second])
    assert layers.events is EVENTS
    assert layers.quotations is QUOTATIONS
    assert second.ran[0].events is EVENTS
    assert second.ran[0].quotations is None


def test_a_layer_that_is_given_is_not_made_again():
    first = Fake("events", value=None)
    assert run(DOCUMENT, given=Layers(events=EVENTS), annotators=[first]).events is EVENTS
    assert not first.ran


def test_what_is_missing_is_said_before_anything_runs():
    first, second = Fake("events", value=EVENTS), Fake("quotations", ("mentions", "events"))
    with pytest.raises(PipelineError, match=r"'quotations' requires .*; present: events; missing: mentions"):
        run(DOCUMENT, annotators=[first, second])
    assert not first.ran


def test_progress_is_told_for_the_whole_and_never_runs_backwards():
    shares = []
    annotators = [Fake("quotations", value=QUOTATIONS), Fake("encoding"), Fake("events", value=EVENTS)]
    run(DOCUMENT, annotators=annotators, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == pytest.approx(1)


def test_the_standard_list_fits_together_and_makes_every_layer():
    annotators = standard()
    check(annotators, Layers())
    assert {annotator.provides for annotator in annotators} == set(Layers.__dataclass_fields__)


def test_present_names_the_layers_that_are_there():
    assert present(Layers(events=EVENTS)) == {"events"}
