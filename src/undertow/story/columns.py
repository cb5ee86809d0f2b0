"""Mentions with what the story level asks of them again and again: words, sentence, scene, quotation, person.

In come the document and its layers, out goes one table of columns. The decision: everything a rule may ask about a
mention is computed here once, in time linear in the text, so that the rules are short and never walk over the text.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.errors import PipelineError
from undertow.layers.insets import inset_tokens
from undertow.layers.values import ENTITY_TYPES, FORMS, Coreference, Layers, Mentions, Quotations, Speakers
from undertow.story.nouns import Noun, read_noun

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]

PER = ENTITY_TYPES.index("PER")
PROPER, NOMINAL, PRONOMINAL = (FORMS.index(form) for form in ("proper", "nominal", "pronominal"))
MAX_WORDS = 24  # a name or the head of a noun phrase stands within its first words


class Person(IntEnum):
    """What a pronoun points to."""

    NONE = 0
    I = 1  # noqa: E741
    YOU = 2
    HE = 3
    SHE = 4
    IT = 5
    THEY = 6
    WE = 7
    OTHER = 8


_PRONOUNS = {
    Person.I: "i me my mine myself",
    Person.YOU: "you your yours yourself thou thee thy thine thyself ye ya tha",
    Person.HE: "he him his himself",
    Person.SHE: "she her hers herself",
    Person.IT: "it its itself",
    Person.THEY: "they them their theirs themselves themself 'em",
    Person.WE: "we us our ours ourselves yourselves",
}
PERSON_OF = {word: person for person, words in _PRONOUNS.items() for word in words.split()}


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One row a mention, in the order of the mentions."""

    document: Document
    mentions: Mentions
    coreference: Coreference
    quotations: Quotations
    speakers: Speakers
    words: list[list[str]]  # the first words of each mention
    lower: list[str]  # the same, joined and in lower case
    person: Index  # Person of a pronoun, NONE for the rest
    nouns: dict[int, Noun]  # what the head noun of a nominal mention says
    sentence: Index
    scene: Index
    quotation: Index  # the quotation that a mention stands in, -1 outside
    inset: Flags  # it stands in a song, a letter
    quotation_start: Index  # [n_quotations] tokens
    quotation_end: Index  # [n_quotations]

    def __len__(self) -> int:
        return len(self.mentions)

    @property
    def outside(self) -> Flags:
        """Which mentions stand in the narration."""
        return (self.quotation < 0) & ~self.inset

    def gender(self, i: int) -> str:
        """'m', 'f' or '' for one mention that is no name."""
        if self.person[i] == Person.HE:
            return "m"
        if self.person[i] == Person.SHE:
            return "f"
        noun = self.nouns.get(i)
        return noun.gender if noun else ""


def _within(ranges: NDArray[np.int32], positions: NDArray[np.int32]) -> Index:
    """Index of the tile that each position lies in."""
    found = np.searchsorted(ranges[:, 0], positions, side="right") - 1
    return np.maximum(found, 0).astype(np.int64)


def _inside_quotation(document: Document, quotations: Quotations, mentions: Mentions) -> Index:
    """Index of the quotation that holds the first character of each mention, -1 for none."""
    if not len(quotations) or not len(mentions):
        return np.full(len(mentions), -1, np.int64)
    order = np.argsort(quotations.part_start_char, kind="stable")
    starts, ends = quotations.part_start_char[order], quotations.part_end_char[order]
    chars = document.token_start[mentions.start]
    part = np.searchsorted(starts, chars, side="right") - 1
    hit = (part >= 0) & (chars < ends[np.maximum(part, 0)])
    return np.where(hit, quotations.part_quotation[order][np.maximum(part, 0)], -1).astype(np.int64)


def _quotation_tokens(document: Document, quotations: Quotations) -> tuple[Index, Index]:
    """First token of each quotation and one past its last."""
    n = len(quotations)
    start, end = np.full(n, document.n_tokens, np.int64), np.zeros(n, np.int64)
    first = np.searchsorted(document.token_end, quotations.part_start_char, side="right")
    last = np.searchsorted(document.token_start, quotations.part_end_char, side="left")
    np.minimum.at(start, quotations.part_quotation, first)
    np.maximum.at(end, quotations.part_quotation, last)
    return start, end


def make_columns(document: Document, layers: Layers) -> Columns:
    """Build the table. Raises PipelineError if a layer that the story needs is missing."""
    mentions, coreference = layers.mentions, layers.coreference
    quotations, speakers = layers.quotations, layers.speakers
    if mentions is None or coreference is None or quotations is None or speakers is None:
        raise PipelineError("a story requires the layers mentions, coreference, quotations and speakers")
    stops = np.minimum(mentions.end, mentions.start + MAX_WORDS).tolist()
    words = [document.words(a, b) for a, b in zip(mentions.start.tolist(), stops, strict=True)]
    lower = [" ".join(w).lower().replace("’", "'") for w in words]
    person = np.zeros(len(mentions), np.int64)
    nouns: dict[int, Noun] = {}
    for i, form in enumerate(mentions.form.tolist()):
        if form == PRONOMINAL:
            person[i] = PERSON_OF.get(lower[i], Person.OTHER)
        elif form == NOMINAL:
            nouns[i] = read_noun(words[i])
    start, end = _quotation_tokens(document, quotations)
    return Columns(
        document=document,
        mentions=mentions,
        coreference=coreference,
        quotations=quotations,
        speakers=speakers,
        words=words,
        lower=lower,
        person=person,
        nouns=nouns,
        sentence=_within(document.sentences, mentions.start),
        scene=_within(document.scenes, mentions.start),
        quotation=_inside_quotation(document, quotations, mentions),
        inset=inset_tokens(document, quotations.insets)[mentions.start],
        quotation_start=start,
        quotation_end=end,
    )
