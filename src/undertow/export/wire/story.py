"""A Story as plain JSON values, and back: the parts of the wire format put together.

What comes in is a Story; what goes out is dicts, lists, strings, ints and floats. The one decision: offsets are stored
twice, in tokens and in characters, so that a reader needs no tokeniser of ours; `from_dict` therefore checks that they
agree and says where they do not.

What is not stored: the encoder's scores, the antecedent inside a cluster, the mention that names a speaker, and the
syntax of each token. A story that is read back has no `encoding` and no `syntax` layer, and each mention's antecedent
is the mention of the same entity before it.
"""

from collections.abc import Iterator
from typing import Final

from undertow.export.checked import Node
from undertow.export.rebuild import coreference, quotations_layer, speakers
from undertow.export.wire.course import course_members, read_arcs, read_relationships, read_turns
from undertow.export.wire.document import document_members, read_document, read_scenes
from undertow.export.wire.feelings import feeling_members, read_denials, read_feelings
from undertow.export.wire.people import (
    people_members,
    read_characters,
    read_entities,
    read_events,
    read_insets,
    read_mentions,
    read_quotations,
)
from undertow.export.wire.rows import Known
from undertow.export.wire.telling import (
    AFFECT,
    UNDERTONE,
    read_affect,
    read_modes,
    read_narration,
    read_negation,
    read_undertone,
    telling_members,
)
from undertow.layers.values import Layers
from undertow.story.values import Story

SCHEMA: Final = "undertow/1"
_NO_MODES: Final[dict[str, list[object]]] = {
    name: [] for name in ("start", "end", "start_char", "end_char", "mode", "confidence")
}
_NO_AFFECT: Final[dict[str, list[object]]] = {name: [] for name in AFFECT}
_NO_UNDERTONE: Final[dict[str, list[object]]] = {name: [] for name in UNDERTONE}
LATER: Final[dict[str, object]] = {
    "insets": [],
    "negation": [],
    "modes": _NO_MODES,
    "affect": _NO_AFFECT,
    "undertone": _NO_UNDERTONE,
    "narration": [],
    "feelings": [],
    "denials": [],
    "relationships": [],
    "arcs": [],
    "turns": [],
}
"""Members that the first files of this version lack, and what a story that is read from one of those has there."""


def to_dict(story: Story) -> dict[str, object]:
    """Make the plain JSON values of a story. `from_dict` is the way back."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in members(story)}


def members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members of the top object; lists of objects as iterators, so that a novel need not be held whole."""
    yield "schema", SCHEMA
    yield "model", story.model
    yield from document_members(story)
    yield from people_members(story)
    yield from telling_members(story)
    yield from feeling_members(story)
    yield from course_members(story)
    yield "unknown", list(story.unknown)


def from_dict(data: object) -> Story:
    """Build the story of which these are the JSON values.

    Raises FormatError, with the path of the value, for another version of the format, a missing member, a value of
    another type and offsets that do not fit together. Members that are not part of the format are passed over.
    """
    root = Node(data)
    schema = root["schema"]
    if schema.value != SCHEMA:
        schema.expected(f"'{SCHEMA}', the only version that this undertow reads")
    document = read_document(root)
    n_chars = len(document.text)
    entity_ids = root["entities"].ids()
    mentions, mention_entity = read_mentions(root["mentions"], document, entity_ids)
    entities = read_entities(root["entities"], mention_entity)
    characters = read_characters(root["characters"], document, set(entity_ids))
    known = {character.id for character in characters}
    quotations = read_quotations(root["quotations"], document, known)
    clusters = coreference(mention_entity)
    dialogue = root["dialogue"]
    later = {name: root.optional(name, nothing) for name, nothing in LATER.items()}
    insets = read_insets(later["insets"], n_chars, known)
    layers = Layers(
        quotations=quotations_layer(
            quotations, insets, style=dialogue["style"].text(), warnings=dialogue["warnings"].texts()
        ),
        mentions=mentions,
        events=read_events(root["events"], document),
        coreference=clusters,
        speakers=speakers(document, quotations, entities, clusters),
        affect=read_affect(later["affect"], document),
        undertone=read_undertone(later["undertone"], document),
        negation=read_negation(later["negation"], document),
        modes=read_modes(later["modes"], document),
    )
    feelings = read_feelings(later["feelings"], n_chars, known)
    arcs = read_arcs(later["arcs"], n_chars, known)
    of = Known(n_chars, len(document.scenes), known, {feeling.id for feeling in feelings}, {arc.id for arc in arcs})
    return Story(
        document=document,
        layers=layers,
        model=root["model"].text(),
        entities=entities,
        characters=characters,
        quotations=quotations,
        scenes=read_scenes(root["scenes"], document, known),
        mention_entity=mention_entity,
        unknown=root["unknown"].texts(),
        narration=read_narration(later["narration"], document, known),
        feelings=feelings,
        denials=read_denials(later["denials"], n_chars, known),
        relationships=read_relationships(later["relationships"], of),
        arcs=arcs,
        turns=read_turns(later["turns"], of),
        insets=insets,
    )
