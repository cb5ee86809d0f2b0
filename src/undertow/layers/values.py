"""The layers of a document: columns, frozen, each made by one annotator from the document and earlier layers.

Token positions are half-open ranges; -1 in an index column means "none".
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]
Floats = NDArray[np.float32]

# LitBank (Bamman et al. 2019). Codes are positions in these tuples.
ENTITY_TYPES = ("PER", "FAC", "LOC", "GPE", "VEH", "ORG")
FORMS = ("proper", "nominal", "pronominal")


class Attribution(IntEnum):
    """How the text says who speaks (PDNC): by name, by pronoun or common noun, or not at all."""

    EXPLICIT = 0
    ANAPHORIC = 1
    IMPLICIT = 2


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """What is kept of the one pass of the encoder.

    Candidates are sorted by (start, -end) and hold every given mention.
    """

    start: Ints  # [n_candidates] tokens
    end: Ints  # [n_candidates]
    score: Floats  # [n_candidates] log-odds that the span is a mention
    type_scores: Floats  # [n_candidates, 6]
    form_scores: Floats  # [n_candidates, 3]
    vectors: Floats  # [n_candidates, width] projection for coreference
    event_scores: Floats  # [n_tokens] log-odds that the token is a realis event trigger
    model: str  # which model read it


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Spans that refer, nested ones too, sorted by (start, -end)."""

    start: Ints  # [n_mentions] tokens
    end: Ints  # [n_mentions]
    type: Bytes  # [n_mentions] index into ENTITY_TYPES
    form: Bytes  # [n_mentions] index into FORMS
    confidence: Floats  # [n_mentions]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Triggers of realis events: things that happen (Sims et al. 2019)."""

    start: Ints  # [n_events] tokens
    end: Ints  # [n_events]
    confidence: Floats  # [n_events]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True, eq=False)
class Coreference:
    """Which mentions are one entity.

    Clusters are numbered by first mention; a mention alone is a cluster of its own.
    """

    cluster: Ints  # [n_mentions]
    antecedent: Ints  # [n_mentions] the earlier mention that was chosen, -1 for none
    confidence: Floats  # [n_mentions] of that choice

    @property
    def n_clusters(self) -> int:
        """The number of clusters."""
        return int(self.cluster.max()) + 1 if len(self.cluster) else 0


@dataclass(frozen=True, slots=True, eq=False)
class Quotations:
    """Direct speech. A quotation has one part, or several where a cue interrupts it or it runs over paragraphs.

    Parts hold the words that are said without the quotation marks around them (as PDNC does), in the order of the text.
    """

    part_start_char: Ints  # [n_parts] characters
    part_end_char: Ints  # [n_parts]
    part_quotation: Ints  # [n_parts] index of the quotation, ascending
    style: str  # what was decided: 'double curly', 'single straight', 'dash', ..., 'none'
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.part_quotation[-1]) + 1 if len(self.part_quotation) else 0


@dataclass(frozen=True, slots=True, eq=False)
class Speakers:
    """Who says each quotation, and to whom. Mentions are indices into Mentions, their clusters are the people."""

    speaker: Ints  # [n_quotations] cluster, -1 where unknown
    addressee: Ints  # [n_quotations] cluster of the main addressee, -1 where unknown
    mention: Ints  # [n_quotations] the mention beside the quotation that names the speaker, -1 for none
    cue_start: Ints  # [n_quotations] token of the verb of speech, -1 for none
    attribution: Bytes  # [n_quotations] Attribution
    confidence: Floats  # [n_quotations]
    speaker_mention: Ints | None = (
        None  # [n_quotations] `mention`, else the speaker's last mention before the words; -1
    )
    addressee_mention: Ints | None = None  # [n_quotations] the same for the addressee


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers that a document has so far. Frozen: `pipeline.py` makes the next one."""

    quotations: Quotations | None = None
    encoding: Encoding | None = None
    mentions: Mentions | None = None
    events: Events | None = None
    coreference: Coreference | None = None
    speakers: Speakers | None = None
