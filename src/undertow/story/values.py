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
    addressees: tuple[str, ...]  # character ids, the likeliest first
    cue: tuple[int, int] | None  # half-open characters
    attribution: str  # explicit, anaphoric, implicit
    confidence: float  # that the speaker is right
    addressee_confidence: float = 0.0  # that the first addressee is right; 0 where there is none


@dataclass(frozen=True, slots=True)
class Inset:
    """What is set into the story and is neither told nor said in conversation: a song or poem, a letter or note.

    Half-open characters, without the quotation marks around it.
    """

    id: str
    kind: str  # one of layers.values.INSETS
    start_char: int
    end_char: int
    speaker: str | None = None  # character id: who sings or recites a verse, where a cue says so
    cue: tuple[int, int] | None = None  # half-open characters of the verb that says so
    confidence: float = 0.0  # that the speaker is right; 0 where there is none


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene and who is present in it (character ids, most mentioned first)."""

    start: int  # tokens
    end: int
    characters: tuple[str, ...]


PERSONS = ("first", "second", "third", "mixed", "unknown")
TENSES = ("past", "present", "mixed", "unknown")


@dataclass(frozen=True, slots=True)
class Narration:
    """How a stretch of the story is told, and whose perceptions, thoughts and feelings it has access to.

    The first of a story's narrations is that of the whole; those of chapters and of scenes follow, in order.
    """

    level: str  # story, chapter, scene
    start: int  # tokens
    end: int
    narrative_person: str  # one of PERSONS
    person_confidence: float
    tense: str  # one of TENSES: of the finite verbs outside of quotations
    tense_confidence: float
    narrator: str | None  # character id; None where the narrator is no character
    focal_character: str | None  # character id; None where there is none or it is unknown
    focal_confidence: float
    shifts: tuple[tuple[int, str], ...]  # token from which on the mind is another's, and whose, inside a scene
    evidence: tuple[Evidence, ...]  # claims: "narrative person", "tense", "focal character"


# The primaries of Shaver, Schwartz, Kirson and O'Connor (1987): unlike most schemes, it has love (with longing,
# tenderness and need under it); shame and embarrassment are under sadness, nervousness under fear, disgust under anger.
CATEGORIES = ("love", "joy", "surprise", "anger", "sadness", "fear")
EXPRESSIONS = ("explicit", "bodily", "act")  # words for a feeling, the body, what somebody does
POLARITIES = ("asserted", "denied", "questioned", "hypothetical", "reported")


@dataclass(frozen=True, slots=True)
class Feeling:
    """An expression of feeling. `start_char:end_char` are its words, and the passage that supports it."""

    id: str
    start_char: int
    end_char: int
    expression: str  # one of EXPRESSIONS
    category: str  # one of CATEGORIES
    experiencer: str | None  # character id, None where unknown
    target: str | None  # character id: toward whom; None where there is none or it is unknown
    polarity: str  # one of POLARITIES; "reported" is said or believed by somebody who is not the narration
    claimant: (
        str | None
    )  # character id of whose claim it is: the speaker inside quotation marks, "he says he loves her"
    mode: str  # one of layers.values.MODES
    confidence: float


@dataclass(frozen=True, slots=True)
class Denial:
    """A place where a feeling is played down, and the passages that speak against it, strongest first."""

    id: str
    experiencer: str  # character id
    target: str | None  # character id
    kind: str  # negated, minimised, explained away, protested
    start_char: int
    end_char: int
    against: tuple[Evidence, ...]  # claims: "aside", "bodily sign", "act", "later sentence", "fact"
    confidence: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A series over progress with a band of uncertainty, and whether it grows more than chance would have it.

    `value` is the kernel-weighted mean of the observations around each point of `progress`; `low` and `high` bound it
    with 95 % confidence. The observations themselves lie in `at` and `observed`.
    """

    id: str
    kind: str  # valence, arousal, dominance, feeling, presence, exchanges, denial, touch, conflict
    character: str | None  # whose; for a pair, the one from whom
    target: str | None  # the one toward whom
    progress: tuple[float, ...]  # [n_points]
    value: tuple[float, ...]  # [n_points]
    low: tuple[float, ...]  # [n_points]
    high: tuple[float, ...]  # [n_points]
    kernel: str  # which kernel, and its width: "Gaussian, bandwidth 0.08"
    at: tuple[float, ...]  # [n_observations] progress
    observed: tuple[float, ...]  # [n_observations]
    trend: float  # rank correlation of the observations with progress
    p_value: float  # of the trend by permutation, corrected for the number of arcs looked at
    grows: str  # rises, falls, or "" where no trend can be told from chance
    passages: tuple[tuple[int, int], ...]  # half-open characters: what carries the trend most, in the order of the text


@dataclass(frozen=True, slots=True)
class Relationship:
    """Two characters over the story. Pairs of numbers are (from `a` to `b`, from `b` to `a`)."""

    id: str
    a: str  # character id, the one with more mentions first
    b: str
    weight: float  # rank among the pairs: share of all that happens between pairs of characters, 0 to 1
    together: tuple[int, ...]  # indices of the scenes in which both are present
    exchanges: int  # changes of turn between the two in dialogue
    lines: tuple[int, int]  # quotations addressed to the other
    feelings: tuple[tuple[str, ...], tuple[str, ...]]  # ids of Feelings toward the other
    touch: tuple[Evidence, ...]
    conflict: tuple[Evidence, ...]
    first_feeling: tuple[float | None, float | None]  # progress of the first feeling toward the other
    asymmetry: float  # -1 to 1: above 0 where more feeling goes from a to b than back
    arcs: tuple[str, ...]  # ids of Arcs
    confidence: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A sentence where arcs change level, or where somebody understands."""

    id: str
    start_char: int
    end_char: int
    progress: float
    character: str | None  # who turns, None where it is the story as a whole
    target: str | None
    arcs: tuple[str, ...]  # ids of the Arcs that change level here
    signs: tuple[str, ...]  # recognition, looking back, flight and others; docs/arcs.md has the list
    before: str  # what was before, in words from a template over the data
    after: str
    p_value: float  # by permutation, corrected for what was looked at
    confidence: float
    evidence: tuple[Evidence, ...]


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
    narration: tuple[Narration, ...] = ()
    feelings: tuple[Feeling, ...] = ()  # in the order of the text
    denials: tuple[Denial, ...] = ()  # strongest first
    relationships: tuple[Relationship, ...] = ()  # main pair first
    arcs: tuple[Arc, ...] = ()
    turns: tuple[Turn, ...] = ()  # in the order of the text
    insets: tuple[Inset, ...] = ()  # in the order of the text

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
