"""Who is in a story and who speaks, in the wire format: mentions, entities, characters, quotations, insets, events."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from undertow.document.values import Document
from undertow.export.checked import Node
from undertow.export.offsets import char_pair, char_span, token_spans
from undertow.export.wire.rows import (
    A_CHARACTER,
    Ints,
    Row,
    confidence,
    evidence,
    progress,
    read_evidence,
    read_id_or_null,
    spans,
)
from undertow.layers.values import ENTITY_TYPES, FORMS, INSETS, Attribution, Events, Layers, Mentions
from undertow.story.values import Character, Entity, Inset, Quotation, Story

ATTRIBUTIONS: Final = tuple(a.name.lower() for a in Attribution)


def people_members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members that say who is in the story and who speaks."""
    yield "dialogue", _dialogue(story.layers)
    yield "mentions", _mentions(story)
    yield "entities", ({"id": e.id, "type": e.type, "name": e.name} for e in story.entities)
    yield "characters", (_character(c) for c in story.characters)
    yield "quotations", (_quotation(q) for q in story.quotations)
    yield "insets", (_inset(i) for i in story.insets)
    yield "events", _events(story.document, story.layers.events)


def _dialogue(layers: Layers) -> Row:
    quotations = layers.quotations
    return {
        "style": quotations.style if quotations else "none",
        "warnings": list(quotations.warnings) if quotations else [],
    }


def _mentions(story: Story) -> Iterator[Row]:
    mentions = story.layers.mentions
    if mentions is None:
        return
    ids = [entity.id for entity in story.entities]
    rows = spans(story.document, np.stack([mentions.start, mentions.end], axis=1))
    columns = (
        mentions.type.tolist(),
        mentions.form.tolist(),
        story.mention_entity.tolist(),
        mentions.confidence.tolist(),
    )
    for i, (span, kind, form, entity, sure) in enumerate(zip(rows, *columns, strict=True)):
        rest = {
            "type": ENTITY_TYPES[kind],
            "form": FORMS[form],
            "entity_id": ids[entity],
            "confidence": confidence(sure),
        }
        yield {"id": f"m{i}", **span, **rest}


def _events(document: Document, events: Events | None) -> Iterator[Row]:
    if events is None:
        return
    rows = spans(document, np.stack([events.start, events.end], axis=1))
    for span, sure in zip(rows, events.confidence.tolist(), strict=True):
        yield {**span, "confidence": confidence(sure)}


def _character(character: Character) -> Row:
    return {
        "id": character.id,
        "name": character.name,
        "named": bool(character.named),
        "aliases": list(character.aliases),
        "pronouns": character.pronouns,
        "narrator": bool(character.narrator),
        "n_mentions": int(character.n_mentions),
        "n_quotations": int(character.n_quotations),
        "first": progress(character.first),
        "last": progress(character.last),
        "confidence": confidence(character.confidence),
        "evidence": evidence(character.evidence),
    }


def _quotation(quotation: Quotation) -> Row:
    return {
        "id": quotation.id,
        "parts": [[int(start), int(end)] for start, end in quotation.parts],
        "speaker": quotation.speaker,
        "addressees": list(quotation.addressees),
        "cue": None if quotation.cue is None else [int(position) for position in quotation.cue],
        "attribution": quotation.attribution,
        "confidence": confidence(quotation.confidence),
        "addressee_confidence": confidence(quotation.addressee_confidence),
    }


def _inset(inset: Inset) -> Row:
    return {
        "id": inset.id,
        "kind": inset.kind,
        "start_char": int(inset.start_char),
        "end_char": int(inset.end_char),
        "speaker": inset.speaker,
        "cue": None if inset.cue is None else [int(position) for position in inset.cue],
        "confidence": confidence(inset.confidence),
    }


# --- the way back -----------------------------------------------------------------------------------------------------


def read_mentions(rows: Node, document: Document, entity_ids: Sequence[str]) -> tuple[Mentions, Ints]:
    """Read the mentions, and the index of the entity of each."""
    ranges = token_spans(rows, document)
    for i, id in enumerate(rows.column("id")):
        if id != f"m{i}":
            rows.item(i, "id").expected(f"'m{i}'")
    start, end = ranges[:, 0], ranges[:, 1]
    unsorted = (start[1:] < start[:-1]) | ((start[1:] == start[:-1]) & (end[1:] > end[:-1]))
    for i in np.flatnonzero(unsorted)[:1]:
        rows.item(int(i) + 1).fail("mentions are sorted by start, the longer first, and this one is not")
    types, forms = rows.choices("type", ENTITY_TYPES), rows.choices("form", FORMS)
    mentions = Mentions(start, end, np.array(types, np.int8), np.array(forms, np.int8), rows.shares("confidence"))
    index = {id: i for i, id in enumerate(entity_ids)}
    entity = []
    for i, entity_id in enumerate(rows.column("entity_id")):
        if not isinstance(entity_id, str) or entity_id not in index:
            rows.item(i, "entity_id").expected("the id of an entity")
        entity.append(index[entity_id])
    return mentions, np.array(entity, dtype=np.int32)


def read_events(rows: Node, document: Document) -> Events:
    """Read the events."""
    ranges = token_spans(rows, document)
    return Events(ranges[:, 0], ranges[:, 1], rows.shares("confidence"))


def read_entities(rows: Node, mention_entity: Ints) -> tuple[Entity, ...]:
    """Read the entities; their mentions are known."""
    of: list[list[int]] = [[] for _ in range(len(rows))]
    for mention, entity in enumerate(mention_entity.tolist()):
        of[entity].append(mention)
    return tuple(
        Entity(row["id"].text(), row["type"].choice(ENTITY_TYPES), row["name"].text(), tuple(mentions))
        for row, mentions in zip(rows.items(), of, strict=True)
    )


def read_characters(rows: Node, document: Document, entity_ids: set[str]) -> tuple[Character, ...]:
    """Read the characters."""
    rows.ids()
    return tuple(_read_character(row, len(document.text), entity_ids) for row in rows.items())


def _read_character(row: Node, n_chars: int, entity_ids: set[str]) -> Character:
    if row["id"].text() not in entity_ids:
        row["id"].expected("the id of an entity")
    return Character(
        id=row["id"].text(),
        name=row["name"].text(),
        named=row["named"].flag(),
        aliases=row["aliases"].texts(),
        pronouns=row["pronouns"].text(),
        narrator=row["narrator"].flag(),
        n_mentions=row["n_mentions"].integer(),
        n_quotations=row["n_quotations"].integer(),
        first=row["first"].share(),
        last=row["last"].share(),
        confidence=row["confidence"].share(),
        evidence=read_evidence(row["evidence"], n_chars),
    )


def read_quotations(rows: Node, document: Document, known: set[str]) -> tuple[Quotation, ...]:
    """Read the quotations."""
    rows.ids()
    n = len(document.text)
    quotations = []
    for row in rows.items():
        parts = [char_pair(part, n) for part in row["parts"].items()]
        if not parts:
            row["parts"].fail("a quotation has at least one part")
        for i in range(1, len(parts)):
            if parts[i][0] < parts[i - 1][1]:
                row["parts"].item(i).fail(
                    f"the part starts at {parts[i][0]}, before the one in front of it ends, {parts[i - 1][1]}"
                )
        cue = row["cue"]
        quotations.append(
            Quotation(
                id=row["id"].text(),
                parts=tuple(parts),
                speaker=read_id_or_null(row["speaker"], known),
                addressees=row["addressees"].texts_among(known, A_CHARACTER),
                cue=None if cue.null else char_pair(cue, n),
                attribution=row["attribution"].choice(ATTRIBUTIONS),
                confidence=row["confidence"].share(),
                addressee_confidence=row["addressee_confidence"].share(),
            )
        )
    return tuple(quotations)


def read_insets(rows: Node, n_chars: int, known: set[str]) -> tuple[Inset, ...]:
    """Read the insets."""
    rows.ids()
    insets = []
    for row in rows.items():
        start, end = char_span(row["start_char"], row["end_char"], n_chars)
        insets.append(
            Inset(
                id=row["id"].text(),
                kind=row["kind"].choice(INSETS),
                start_char=start,
                end_char=end,
                speaker=read_id_or_null(row["speaker"], known),
                cue=None if row["cue"].null else char_pair(row["cue"], n_chars),
                confidence=row["confidence"].share(),
            )
        )
    return tuple(insets)
