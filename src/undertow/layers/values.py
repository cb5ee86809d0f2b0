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
class Branch:
    """What is kept of the second part of the pass: of words and sentences, decoded where it is about pairs of words."""

    upos: Bytes  # [n_tokens] index into UPOS
    verb: Bytes  # [n_tokens] index into VERB_FORMS
    head: Ints  # [n_tokens] token, -1 for a root
    relation: Bytes  # [n_tokens] index into RELATIONS
    cue_scores: Floats  # [n_tokens] log-odds that the token is (of) a cue of negation
    cue_goes_on: NDArray[np.bool_]  # [n_tokens] it rather goes on with a cue than begins one
    scope_cue: Ints  # [n_pairs] token that may be a cue, ascending
    scope_token: Ints  # [n_pairs] token in its scope, ascending for each cue
    sentence_vectors: Floats  # [n_sentences, width] what affect and undertone are read from


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
    sure: NDArray[np.bool_]  # [n_candidates] a name that stands where only a name can stand (layers/calls.py)
    event_scores: Floats  # [n_tokens] log-odds that the token is a realis event trigger
    model: str  # which model read it
    branch: Branch
    closer: "CloserLook | None" = None  # of a short text


@dataclass(frozen=True, slots=True, eq=False)
class CloserLook:
    """The candidates of a short text, which is read once more as a whole: who is who is harder to tell in it."""

    person: Floats  # [n_candidates] log-odds that the span is a mention of a person
    vectors: Floats  # [n_candidates, width] projection for coreference in short texts


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

    Clusters are numbered by first mention; a mention alone is a cluster of its own. Links are scored pairs that could
    be one person, those between mentions in the narration: whoever knows more than clusters do can weigh them anew.
    """

    cluster: Ints  # [n_mentions]
    antecedent: Ints  # [n_mentions] the earlier mention that was chosen, -1 for none
    confidence: Floats  # [n_mentions] of that choice
    link_later: Ints | None = None  # [n_links] mentions, ascending
    link_earlier: Ints | None = None  # [n_links]
    link_score: Floats | None = None  # [n_links] log-odds

    @property
    def n_clusters(self) -> int:
        """The number of clusters."""
        return int(self.cluster.max()) + 1 if len(self.cluster) else 0


INSETS = ("verse", "writing")


@dataclass(frozen=True, slots=True, eq=False)
class Insets:
    """What is set into the story and is neither told nor said in conversation: songs and poems, letters and notes.

    In the order of the text, without the quotation marks around them.
    """

    start_char: Ints  # [n_insets] characters
    end_char: Ints  # [n_insets]
    kind: Bytes  # [n_insets] index into INSETS

    def __len__(self) -> int:
        return len(self.start_char)


NO_INSETS = Insets(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int8))


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
    insets: Insets = NO_INSETS  # what quotation marks, or lines of their own, hold besides speech

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
    # a row for each who is spoken to, the main addressee first
    heard_quotation: Ints | None = None  # [n_heard] quotation, ascending
    heard_mention: Ints | None = None  # [n_heard] the mention that stands for them
    heard_confidence: Floats | None = None  # [n_heard]
    inset_mention: Ints | None = None  # [n_insets] who sings or recites a verse, by a cue beside it; -1 for none
    inset_cue: Ints | None = None  # [n_insets] token of the verb, -1 for none


# Universal Dependencies 2. Codes are positions in these tuples.
UPOS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
        "SYM", "VERB", "X")  # fmt: skip
VERB_FORMS = ("", "Fin Past", "Fin Pres", "Fin", "Inf", "Ger", "Part Past", "Part Pres", "Part")
RELATIONS = ("root", "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp", "obl", "vocative", "expl", "dislocated",
             "advcl", "advmod", "discourse", "aux", "cop", "mark", "nmod", "appos", "nummod", "acl", "amod", "det",
             "clf", "case", "conj", "cc", "fixed", "flat", "compound", "list", "parataxis", "orphan", "goeswith",
             "reparandum", "punct", "dep")  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """Part of speech, form of the verb and dependency of each token (Universal Dependencies, subtypes left out)."""

    upos: Bytes  # [n_tokens] index into UPOS
    verb: Bytes  # [n_tokens] index into VERB_FORMS; 0 for what is no verb
    head: Ints  # [n_tokens] the token it depends on, inside its sentence; -1 for the root
    relation: Bytes  # [n_tokens] index into RELATIONS


@dataclass(frozen=True, slots=True, eq=False)
class Affect:
    """What a sentence conveys to its reader, in its context.

    Valence, arousal and dominance run from -1 to 1 and are centred at 0: 0 is the middle of the scale on which people
    judged (3 on EmoBank's 1 to 5, .5 on the tales' 0 to 1).
    """

    valence: Floats  # [n_sentences]
    arousal: Floats  # [n_sentences]
    dominance: Floats  # [n_sentences]


@dataclass(frozen=True, slots=True, eq=False)
class Undertone:
    """What a sentence does to a feeling that somebody denies, in its context; how likely, 0 to 1."""

    plays_down: Floats  # [n_sentences] it plays a feeling down: 'It was only a jug.'
    speaks_against: Floats  # [n_sentences] it speaks against what is played down: 'Her hands shook.'


@dataclass(frozen=True, slots=True, eq=False)
class Negation:
    """Cues of negation and the tokens in the scope of each (*SEM 2012). A scope has one or several runs of tokens."""

    cue_start: Ints  # [n_cues] tokens, ascending
    cue_end: Ints  # [n_cues]
    confidence: Floats  # [n_cues]
    scope_cue: Ints  # [n_runs] index of the cue, ascending
    scope_start: Ints  # [n_runs] tokens
    scope_end: Ints  # [n_runs]

    def __len__(self) -> int:
        return len(self.cue_start)


MODES = ("narration", "direct speech", "direct thought", "indirect", "free indirect", "aside")


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """In which manner each part of the text is told: parts tile the tokens, each inside a sentence.

    The kinds are those of Semino and Short (2004), with speech and thought told apart where they are direct, and asides
    (parentheses, dashes) besides. docs/modes.md has the guidelines by which parts were labelled.
    """

    start: Ints  # [n_parts] tokens
    end: Ints  # [n_parts]
    mode: Bytes  # [n_parts] index into MODES
    confidence: Floats  # [n_parts]

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers that a document has so far. Frozen: `pipeline.py` makes the next one."""

    quotations: Quotations | None = None
    encoding: Encoding | None = None
    mentions: Mentions | None = None
    events: Events | None = None
    coreference: Coreference | None = None
    speakers: Speakers | None = None
    syntax: Syntax | None = None
    affect: Affect | None = None
    undertone: Undertone | None = None
    negation: Negation | None = None
    modes: Modes | None = None
