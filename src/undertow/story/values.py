"""The story: what the layers say about people. Every claim has a confidence and the spans that support it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.values import Layers


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that support a claim: half-open characters of `Document.text`."""

    start_char: int
    end_char: int
    claim: str  # what they support: "name", "alias", "pronouns", "narrator"


@dataclass(frozen=True, slots=True)
class Entity:
    """A cluster, typed and named."""

    id: str
    type: str  # one of ENTITY_TYPES
    name: str  # as the story calls it
    mentions: tuple[int, ...]  # indices into Mentions, ascending


@dataclass(frozen=True, slots=True)
class Character:
    """A person of the story. `id` is the id of the character's entity."""

    id: str
    name: str
    named: bool  # the name is a proper name; otherwise it is what the story calls the character ("the old man", "he")
    aliases: tuple[str, ...]
    pronouns: str  # what the text uses: "she/her", "he/him", "they/them", "it", "" where unknown
    narrator: bool
    n_mentions: int
    n_quotations: int
    first: float  # progress of the first mention
    last: float  # progress of the last mention
    confidence: float  # that this is one person, rightly named
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A line of direct speech. Parts are the words that are said, without their marks, as half-open characters."""

    id: str
    parts: tuple[tuple[int, int], ...]
    speaker: str | None  # character id
    addressees: tuple[str, ...]  # character ids
    cue: tuple[int, int] | None  # half-open characters
    attribution: str  # explicit, anaphoric, implicit
    confidence: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene and who is present in it (character ids, most mentioned first)."""

    start: int  # tokens
    end: int
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """What was read. Characters are sorted by how often they are mentioned."""

    document: Document
    layers: Layers
    model: str
    entities: tuple[Entity, ...]
    characters: tuple[Character, ...]
    quotations: tuple[Quotation, ...]
    scenes: tuple[Scene, ...]
    mention_entity: NDArray[np.int32]  # [n_mentions] index into entities
    unknown: tuple[str, ...]  # what could not be determined, and why, a sentence each

    @property
    def text(self) -> str:
        """The whole text, verbatim."""
        return self.document.text

    @property
    def title(self) -> str:
        """The title that the file gives, or ''."""
        return self.document.source.metadata.title

    def character(self, id: str) -> Character:
        """The character with this id. Raises KeyError."""
        for character in self.characters:
            if character.id == id:
                return character
        raise KeyError(id)
