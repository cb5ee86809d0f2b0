"""The layers that a story was made from, as far as the wire format keeps them.

What comes in is what stands in the file: entities, characters, quotations. What goes out is the columns that an
annotator would have made of them, so that a story that is read back can be looked at, filtered and annotated further
like one that was just read.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.values import INSETS, Attribution, Coreference, Insets, Quotations, Speakers
from undertow.story.values import Entity, Inset, Quotation

_ATTRIBUTION: Final = {a.name.lower(): a.value for a in Attribution}


def coreference(mention_entity: NDArray[np.int32]) -> Coreference:
    """Make clusters of entities, numbered by first mention; the antecedent is the mention of the entity before."""
    _, first, inverse = np.unique(mention_entity, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    cluster = rank[inverse].astype(np.int32)
    order = np.argsort(cluster, kind="stable")  # by cluster, then by position
    antecedent = np.full(len(cluster), -1, np.int32)
    same = cluster[order[1:]] == cluster[order[:-1]]
    antecedent[order[1:][same]] = order[:-1][same]
    # The confidence of a link is not stored; what the story says about its certainty stands with the character.
    return Coreference(cluster, antecedent, np.ones(len(cluster), np.float32))


def quotations_layer(
    quotations: Sequence[Quotation], insets: Sequence[Inset], *, style: str, warnings: tuple[str, ...]
) -> Quotations:
    """Lay the parts of the quotations, and the insets, out as columns."""
    parts = np.array([part for q in quotations for part in q.parts], dtype=np.int32).reshape(-1, 2)
    of = np.repeat(np.arange(len(quotations), dtype=np.int32), [len(q.parts) for q in quotations])
    places = np.array([(i.start_char, i.end_char, INSETS.index(i.kind)) for i in insets], np.int32).reshape(-1, 3)
    apart = Insets(places[:, 0], places[:, 1], places[:, 2].astype(np.int8))
    return Quotations(parts[:, 0], parts[:, 1], of, style, warnings, apart)


def speakers(
    document: Document, quotations: Sequence[Quotation], entities: Sequence[Entity], clusters: Coreference
) -> Speakers:
    """Lay speakers and addressees out as clusters. The mention that names the speaker is not stored: -1."""
    cluster = {e.id: int(clusters.cluster[e.mentions[0]]) for e in entities if e.mentions}
    speaker = [cluster.get(q.speaker, -1) if q.speaker else -1 for q in quotations]
    addressee = [cluster.get(q.addressees[0], -1) if q.addressees else -1 for q in quotations]
    cue = [document.token_at(q.cue[0]) if q.cue else -1 for q in quotations]
    return Speakers(
        speaker=np.array(speaker, np.int32),
        addressee=np.array(addressee, np.int32),
        mention=np.full(len(quotations), -1, np.int32),
        cue_start=np.array(cue, np.int32),
        attribution=np.array([_ATTRIBUTION[q.attribution] for q in quotations], np.int8),
        confidence=np.array([q.confidence for q in quotations], np.float32),
    )
