"""Document -> Layers: one file a layer."""

from undertow.layers.values import (
    ENTITY_TYPES,
    FORMS,
    Attribution,
    Branch,
    Coreference,
    Encoding,
    Events,
    Layers,
    Mentions,
    Quotations,
    Speakers,
)

__all__ = [
    "ENTITY_TYPES",
    "FORMS",
    "Attribution",
    "Branch",
    "Coreference",
    "Encoding",
    "Events",
    "Layers",
    "Mentions",
    "Quotations",
    "Speakers",
]
