"""A story made by hand, so that what is shown can be tested without a model."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from undertow.document.values import Document
from undertow.layers.values import ENTITY_TYPES, FORMS, Layers, Mentions, Quotations
from undertow.source.values import Block, BlockKind, Metadata, Source
from undertow.story.values import Character, Entity, Quotation, Scene, Story

TEXT = (
    "Ines came down to the ferry late. The man was there already.\n\n"
    "“You came, Ines,” he said. She looked at the water of Lisbon.\n\n"
    "She told herself it was the wind. Half-light, and the harbour, and he didn't move."
)
MENTIONS = [("Ines", "PER"), ("The man", "PER"), ("Ines", "PER"), ("he", "PER"), ("She", "PER"), ("Lisbon", "GPE")]
MENTIONS += [("She", "PER"), ("the harbour", "FAC"), ("he", "PER")]
ENTITIES = [("Ines", (0, 2, 4, 6)), ("the man", (1, 3, 8)), ("Lisbon", (5,)), ("the harbour", (7,))]


def _ints(values: object) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def _document(metadata: Metadata) -> Document:
    blocks = [Block(BlockKind.PARAGRAPH, m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", TEXT)]
    found = list(re.finditer(r"[\w'-]+|[^\w\s]", TEXT))
    n = len(found)
    source = Source(
        TEXT,
        tuple(blocks),
        metadata,
        path="ferry.txt",
        layout="paragraphs parted by blank lines",
        notes=("Read whole.",),
    )
    whole = _ints([[0, n]])
    starts, ends = _ints([m.start() for m in found]), _ints([m.end() for m in found])
    return Document(source, starts, ends, whole, whole, whole, whole, ("",))


def _layers(document: Document) -> Layers:
    starts, ends, char = [], [], 0
    for words, _ in MENTIONS:
        char = TEXT.index(words, char)
        starts.append(document.token_at(char))
        ends.append(document.token_at(char + len(words) - 1) + 1)
        char += len(words)
    forms = [
        "pronominal" if w in ("he", "She") else "proper" if w in ("Ines", "Lisbon") else "nominal" for w, _ in MENTIONS
    ]
    quote = TEXT.index("You came"), TEXT.index("”")
    return Layers(
        quotations=Quotations(_ints([quote[0]]), _ints([quote[1]]), _ints([0]), "double curly"),
        mentions=Mentions(
            _ints(starts),
            _ints(ends),
            np.array([ENTITY_TYPES.index(type) for _, type in MENTIONS], dtype=np.int8),
            np.array([FORMS.index(form) for form in forms], dtype=np.int8),
            np.ones(len(starts), dtype=np.float32),
        ),
    )


def person(id: str, name: str, *, named: bool = True, aliases: Sequence[str] = (), n_mentions: int = 1) -> Character:
    return Character(id, name, named, tuple(aliases), "", False, n_mentions, 0, 0.0, 1.0, 0.9, ())


def make_story(*, metadata: Metadata | None = None, cast: Sequence[Character] | None = None) -> Story:
    """A short story with two people, two places and one quotation."""
    document = _document(metadata or Metadata(title="The Ferry", authors=("A. Writer",), fandoms=("None",)))
    layers = _layers(document)
    entities = [Entity(f"e{i}", MENTIONS[indices[0]][1], name, indices) for i, (name, indices) in enumerate(ENTITIES)]
    mention_entity = _ints([next(i for i, e in enumerate(ENTITIES) if m in e[1]) for m in range(len(MENTIONS))])
    if cast is None:
        cast = [
            replace(person("e0", "Ines", aliases=["Miss Prado"], n_mentions=4), pronouns="she/her", last=0.7),
            replace(person("e1", "the man", named=False, n_mentions=3), pronouns="he/him", n_quotations=1, first=0.2),
        ]
    part = (TEXT.index("You came"), TEXT.index("”"))
    return Story(
        document=document,
        layers=layers,
        model="test-model-1",
        entities=tuple(entities),
        characters=tuple(cast),
        quotations=(Quotation("q0", (part,), "e1", ("e0",), None, "anaphoric", 0.8),),
        scenes=(Scene(0, len(document), tuple(character.id for character in cast)),),
        mention_entity=mention_entity,
        unknown=("Who tells the story could not be determined: nobody says I.",),
    )


@pytest.fixture
def story_of() -> Callable[..., Story]:
    return make_story


@pytest.fixture
def person_of() -> Callable[..., Character]:
    return person
