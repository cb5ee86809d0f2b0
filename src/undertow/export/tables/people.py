"""Tables of who is in a story and who speaks: mentions, entities, characters, evidence, quotations, insets, events."""

from collections.abc import Iterator

import numpy as np

from undertow.export.tables.columns import (
    EMPTY,
    Column,
    Table,
    char_offsets,
    first_mentions,
    index,
    joined,
    offsets,
    people,
    person,
    rounded,
    text,
    words,
)
from undertow.layers.values import ENTITY_TYPES, FORMS
from undertow.story.values import Story


def people_tables(story: Story) -> Iterator[Table]:
    """Make the tables of who is in the story and who speaks."""
    yield _mentions(story)
    yield _entities(story)
    yield _characters(story)
    yield _evidence(story)
    yield _quotations(story)
    yield _insets(story)
    yield _events(story)


def _mentions(story: Story) -> Table:
    layer, entities = story.layers.mentions, story.entities
    if layer is None:
        spans, types, forms, confidence = EMPTY, [], [], []
    else:
        spans = np.stack([layer.start, layer.end], axis=1)
        types, forms, confidence = layer.type.tolist(), layer.form.tolist(), layer.confidence.tolist()
    of = story.mention_entity.tolist()
    return Table(
        "mentions",
        (
            text("mention_id", [f"m{i}" for i in range(len(spans))]),
            *offsets(story.document, spans),
            text("type", [ENTITY_TYPES[code] for code in types]),
            text("form", [FORMS[code] for code in forms]),
            text("entity_id", [entities[i].id for i in of]),
            text("entity_name", [entities[i].name for i in of]),
            rounded("confidence", confidence),
            words(story.document, spans),
        ),
    )


def _entities(story: Story) -> Table:
    entities = story.entities
    return Table(
        "entities",
        (
            text("entity_id", [e.id for e in entities]),
            text("type", [e.type for e in entities]),
            text("name", [e.name for e in entities]),
            Column("n_mentions", "integer", [len(e.mentions) for e in entities]),
            *first_mentions(story, [e.id for e in entities]),
        ),
    )


def _characters(story: Story) -> Table:
    characters = story.characters
    return Table(
        "characters",
        (
            text("character_id", [c.id for c in characters]),
            text("name", [c.name for c in characters]),
            Column("named", "flag", [bool(c.named) for c in characters]),
            text("aliases", [joined(c.aliases) for c in characters]),
            text("pronouns", [c.pronouns for c in characters]),
            Column("narrator", "flag", [bool(c.narrator) for c in characters]),
            Column("n_mentions", "integer", [int(c.n_mentions) for c in characters]),
            Column("n_quotations", "integer", [int(c.n_quotations) for c in characters]),
            rounded("first", [c.first for c in characters], 6),
            rounded("last", [c.last for c in characters], 6),
            rounded("confidence", [c.confidence for c in characters]),
            *first_mentions(story, [c.id for c in characters]),
        ),
    )


def _evidence(story: Story) -> Table:
    rows = [(character, evidence) for character in story.characters for evidence in character.evidence]
    return Table(
        "evidence",
        (
            text("character_id", [character.id for character, _ in rows]),
            text("character_name", [character.name for character, _ in rows]),
            text("claim", [evidence.claim for _, evidence in rows]),
            *char_offsets(story.document, [(evidence.start_char, evidence.end_char) for _, evidence in rows]),
        ),
    )


def _quotations(story: Story) -> Table:
    """A row for each part: a quotation that a cue interrupts has several, and they share its id."""
    rows = [(q, i, part) for q in story.quotations for i, part in enumerate(q.parts)]
    cues = [q.cue for q, _, _ in rows]
    return Table(
        "quotations",
        (
            text("quotation_id", [q.id for q, _, _ in rows]),
            Column("part_index", "integer", [i for _, i, _ in rows]),
            *char_offsets(story.document, [part for _, _, part in rows]),
            *person(story, "speaker", [q.speaker for q, _, _ in rows]),
            *people(story, "addressee", [q.addressees for q, _, _ in rows]),
            Column("cue_start_char", "integer", [int(cue[0]) if cue else None for cue in cues]),
            Column("cue_end_char", "integer", [int(cue[1]) if cue else None for cue in cues]),
            text("cue_text", [story.text[cue[0] : cue[1]] if cue else None for cue in cues]),
            text("attribution", [q.attribution for q, _, _ in rows]),
            rounded("confidence", [q.confidence for q, _, _ in rows]),
        ),
    )


def _insets(story: Story) -> Table:
    insets = story.insets
    return Table(
        "insets",
        (
            text("inset_id", [i.id for i in insets]),
            text("kind", [i.kind for i in insets]),
            *char_offsets(story.document, [(i.start_char, i.end_char) for i in insets]),
            *person(story, "speaker", [i.speaker for i in insets]),
            Column("cue_start_char", "integer", [int(i.cue[0]) if i.cue else None for i in insets]),
            Column("cue_end_char", "integer", [int(i.cue[1]) if i.cue else None for i in insets]),
            text("cue_text", [story.text[i.cue[0] : i.cue[1]] if i.cue else None for i in insets]),
            rounded("confidence", [i.confidence for i in insets]),
        ),
    )


def _events(story: Story) -> Table:
    events = story.layers.events
    spans = np.stack([events.start, events.end], axis=1) if events else EMPTY
    confidence = events.confidence.tolist() if events else []
    columns = (*offsets(story.document, spans), rounded("confidence", confidence), words(story.document, spans))
    return Table("events", (index("event", len(spans)), *columns))
