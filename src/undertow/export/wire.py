"""The wire format `undertow/1`: a Story as plain JSON values, and back. docs/format.md documents it field by field.

What comes in is a Story; what goes out is dicts, lists, strings, ints and floats. Everything that the format is
stands in this file and in `undertow-1.schema.json`; the values know nothing of it. The one decision: offsets are
stored twice, in tokens and in characters, so that a reader needs no tokeniser of ours; `from_dict` therefore checks
that they agree and says where they do not.

What is not stored: the encoder's scores, the antecedent inside a cluster, and the mention that names a speaker. A
story that is read back has no `encoding` layer, and each mention's antecedent is the mention of the same entity
before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.export.checked import Node
from undertow.export.offsets import char_pair, char_span, tiles, token_spans
from undertow.export.rebuild import coreference, quotations_layer, speakers
from undertow.layers.values import ENTITY_TYPES, FORMS, Attribution, Events, Layers, Mentions
from undertow.source.values import Block, BlockKind, Metadata, Source
from undertow.story.values import Character, Entity, Evidence, Quotation, Scene, Story

SCHEMA: Final = "undertow/1"
ATTRIBUTIONS: Final = tuple(a.name.lower() for a in Attribution)

Row = dict[str, object]
Ints = NDArray[np.int32]


# --- Story -> JSON values ---------------------------------------------------------------------------------------------


def to_dict(story: Story) -> dict[str, object]:
    """Make the plain JSON values of a story. `from_dict` is the way back."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in members(story)}


def members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members of the top object; lists of objects as iterators, so that a novel need not be held whole."""
    document, layers = story.document, story.layers
    yield "schema", SCHEMA
    yield "model", story.model
    yield "source", _source(document.source)
    yield "text", document.text
    titles = ({"title": title} for title in document.chapter_titles)
    yield (
        "chapters",
        ({**title, **span} for title, span in zip(titles, _spans(document, document.chapters), strict=True)),
    )
    present = ({"characters": list(scene.characters)} for scene in story.scenes)
    scenes = np.array([(s.start, s.end) for s in story.scenes], dtype=np.int32).reshape(-1, 2)
    yield "scenes", ({**span, **who} for span, who in zip(_spans(document, scenes), present, strict=True))
    yield "paragraphs", _spans(document, document.paragraphs)
    yield "sentences", _spans(document, document.sentences)
    yield "tokens", {"start_char": document.token_start.tolist(), "end_char": document.token_end.tolist()}
    yield "dialogue", _dialogue(layers)
    yield "mentions", _mentions(story)
    yield "entities", ({"id": e.id, "type": e.type, "name": e.name} for e in story.entities)
    yield "characters", (_character(c) for c in story.characters)
    yield "quotations", (_quotation(q) for q in story.quotations)
    yield "events", _events(document, layers.events)
    yield "unknown", list(story.unknown)


def _source(source: Source) -> Row:
    metadata = {f.name: getattr(source.metadata, f.name) for f in fields(Metadata)}
    return {
        "path": source.path,
        "format": source.format,
        "encoding": source.encoding,
        "layout": source.layout,
        "metadata": {
            k: list(v) if isinstance(v, tuple) else dict(v) if isinstance(v, dict) else v for k, v in metadata.items()
        },
        "notes": list(source.notes),
        "blocks": [
            {
                "kind": b.kind.value,
                "start_char": int(b.start_char),
                "end_char": int(b.end_char),
                "break_before": b.break_before,
            }
            for b in source.blocks
        ],
    }


def _dialogue(layers: Layers) -> Row:
    quotations = layers.quotations
    return {
        "style": quotations.style if quotations else "none",
        "warnings": list(quotations.warnings) if quotations else [],
    }


def _spans(document: Document, spans: Ints) -> Iterator[Row]:
    start_chars, end_chars = document.token_start[spans[:, 0]].tolist(), document.token_end[spans[:, 1] - 1].tolist()
    for (start, end), start_char, end_char in zip(spans.tolist(), start_chars, end_chars, strict=True):
        yield {"start": start, "end": end, "start_char": start_char, "end_char": end_char}


def _mentions(story: Story) -> Iterator[Row]:
    mentions = story.layers.mentions
    if mentions is None:
        return
    ids = [entity.id for entity in story.entities]
    spans = _spans(story.document, np.stack([mentions.start, mentions.end], axis=1))
    columns = (
        mentions.type.tolist(),
        mentions.form.tolist(),
        story.mention_entity.tolist(),
        mentions.confidence.tolist(),
    )
    for i, (span, kind, form, entity, confidence) in enumerate(zip(spans, *columns, strict=True)):
        rest = {
            "type": ENTITY_TYPES[kind],
            "form": FORMS[form],
            "entity_id": ids[entity],
            "confidence": round(confidence, 4),
        }
        yield {"id": f"m{i}", **span, **rest}


def _events(document: Document, events: Events | None) -> Iterator[Row]:
    if events is None:
        return
    spans = _spans(document, np.stack([events.start, events.end], axis=1))
    for span, confidence in zip(spans, events.confidence.tolist(), strict=True):
        yield {**span, "confidence": round(confidence, 4)}


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
        "first": round(float(character.first), 6),
        "last": round(float(character.last), 6),
        "confidence": round(float(character.confidence), 4),
        "evidence": [
            {"start_char": int(e.start_char), "end_char": int(e.end_char), "claim": e.claim} for e in character.evidence
        ],
    }


def _quotation(quotation: Quotation) -> Row:
    return {
        "id": quotation.id,
        "parts": [[int(start), int(end)] for start, end in quotation.parts],
        "speaker": quotation.speaker,
        "addressees": list(quotation.addressees),
        "cue": None if quotation.cue is None else [int(position) for position in quotation.cue],
        "attribution": quotation.attribution,
        "confidence": round(float(quotation.confidence), 4),
    }


# --- JSON values -> Story ---------------------------------------------------------------------------------------------


def from_dict(data: object) -> Story:
    """Build the story of which these are the JSON values.

    Raises FormatError, with the path of the value, for another version of the format, a missing member, a value of
    another type and offsets that do not fit together. Members that are not part of the format are passed over.
    """
    root = Node(data)
    schema = root["schema"]
    if schema.value != SCHEMA:
        schema.expected(f"'{SCHEMA}', the only version that this undertow reads")
    document = _read_document(root)
    entity_ids = root["entities"].ids()
    mentions, mention_entity = _read_mentions(root["mentions"], document, entity_ids)
    entities = _read_entities(root["entities"], mention_entity)
    characters = _read_characters(root["characters"], document, set(entity_ids))
    known = {character.id for character in characters}
    quotations = _read_quotations(root["quotations"], document, known)
    events = root["events"]
    event_spans = token_spans(events, document)
    clusters = coreference(mention_entity)
    dialogue = root["dialogue"]
    layers = Layers(
        quotations=quotations_layer(quotations, style=dialogue["style"].text(), warnings=dialogue["warnings"].texts()),
        mentions=mentions,
        events=Events(event_spans[:, 0], event_spans[:, 1], events.shares("confidence")),
        coreference=clusters,
        speakers=speakers(document, quotations, entities, clusters),
    )
    present = [scene["characters"] for scene in root["scenes"].items()]
    return Story(
        document=document,
        layers=layers,
        model=root["model"].text(),
        entities=entities,
        characters=characters,
        quotations=quotations,
        scenes=tuple(
            Scene(start, end, who.texts_among(known, "the id of a character"))
            for (start, end), who in zip(document.scenes.tolist(), present, strict=True)
        ),
        mention_entity=mention_entity,
        unknown=root["unknown"].texts(),
    )


def _read_document(root: Node) -> Document:
    text = root["text"].text()
    starts, ends = root["tokens"]["start_char"], root["tokens"]["end_char"]
    token_start, token_end = starts.integers(), ends.integers()
    if len(token_start) != len(token_end):
        ends.fail(f"{len(token_end)} tokens end, but {len(token_start)} start")
    for i in np.flatnonzero((token_end <= token_start) | (token_end > len(text)))[:1]:
        ends.item(int(i)).fail(
            f"the token {token_start[i]}:{token_end[i]} is empty or outside of the text, 0:{len(text)}"
        )
    for i in np.flatnonzero(token_start[1:] < token_end[:-1])[:1]:
        starts.item(int(i) + 1).fail(
            f"the token starts at {token_start[i + 1]}, before the one in front of it ends, {token_end[i]}"
        )
    empty = np.empty((0, 2), np.int32)
    source = _read_source(root["source"], text)
    tokens = Document(source, token_start, token_end, empty, empty, empty, empty, ())
    inner = np.arange(len(token_end) + 1)  # where a level may end; each level ends where the one below it does
    levels = []
    for name, below in (
        ("sentences", "token"),
        ("paragraphs", "sentence"),
        ("scenes", "paragraph"),
        ("chapters", "scene"),
    ):
        levels.append(tiles(root[name], tokens, inner, below))
        inner = np.concatenate([[0], levels[-1][:, 1]])
    titles = tuple(chapter["title"].text() for chapter in root["chapters"].items())
    sentences, paragraphs, scenes, chapters = levels
    return Document(source, token_start, token_end, sentences, paragraphs, scenes, chapters, titles)


def _read_source(node: Node, text: str) -> Source:
    blocks = []
    previous = 0
    for block in node["blocks"].items():
        kind = BlockKind(block["kind"].choice([k.value for k in BlockKind]))
        start, end = char_span(block["start_char"], block["end_char"], len(text))
        if start < previous:
            block["start_char"].fail(f"the block starts at {start}, before the one in front of it ends, {previous}")
        blocks.append(Block(kind, start, end, block["break_before"].flag()))
        previous = end
    return Source(
        text,
        tuple(blocks),
        _read_metadata(node["metadata"]),
        path=None if node["path"].null else node["path"].text(),
        format=node["format"].text(),
        encoding=node["encoding"].text(),
        layout=node["layout"].text(),
        notes=node["notes"].texts(),
    )


def _read_metadata(node: Node) -> Metadata:
    values: dict[str, object] = {}
    defaults = Metadata()
    for field in fields(Metadata):
        member, default = node[field.name], getattr(defaults, field.name)
        if isinstance(default, str):
            values[field.name] = member.text()
        elif isinstance(default, tuple):
            values[field.name] = member.texts()
        elif isinstance(default, dict):
            values[field.name] = {str(label.key): label.text() for label in member.members()}
        else:
            values[field.name] = None if member.null else member.integer()
    return Metadata(**values)  # type: ignore[arg-type]


def _read_mentions(rows: Node, document: Document, entity_ids: Sequence[str]) -> tuple[Mentions, Ints]:
    spans = token_spans(rows, document)
    for i, id in enumerate(rows.column("id")):
        if id != f"m{i}":
            rows.item(i, "id").expected(f"'m{i}'")
    start, end = spans[:, 0], spans[:, 1]
    unsorted = (start[1:] < start[:-1]) | ((start[1:] == start[:-1]) & (end[1:] > end[:-1]))
    for i in np.flatnonzero(unsorted)[:1]:
        rows.item(int(i) + 1).fail("mentions are sorted by start, the longer first, and this one is not")
    types, forms = rows.choices("type", ENTITY_TYPES), rows.choices("form", FORMS)
    confidence = rows.shares("confidence")
    mentions = Mentions(start, end, np.array(types, np.int8), np.array(forms, np.int8), confidence)
    index = {id: i for i, id in enumerate(entity_ids)}
    entity = []
    for i, entity_id in enumerate(rows.column("entity_id")):
        if not isinstance(entity_id, str) or entity_id not in index:
            rows.item(i, "entity_id").expected("the id of an entity")
        entity.append(index[entity_id])
    return mentions, np.array(entity, dtype=np.int32)


def _read_entities(rows: Node, mention_entity: Ints) -> tuple[Entity, ...]:
    of: list[list[int]] = [[] for _ in range(len(rows))]
    for mention, entity in enumerate(mention_entity.tolist()):
        of[entity].append(mention)
    return tuple(
        Entity(row["id"].text(), row["type"].choice(ENTITY_TYPES), row["name"].text(), tuple(mentions))
        for row, mentions in zip(rows.items(), of, strict=True)
    )


def _read_characters(rows: Node, document: Document, entity_ids: set[str]) -> tuple[Character, ...]:
    rows.ids()
    return tuple(_read_character(row, len(document.text), entity_ids) for row in rows.items())


def _read_character(row: Node, n_chars: int, entity_ids: set[str]) -> Character:
    if row["id"].text() not in entity_ids:
        row["id"].expected("the id of an entity")
    evidence = row["evidence"].items()
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
        evidence=tuple(
            Evidence(*char_span(e["start_char"], e["end_char"], n_chars), e["claim"].text()) for e in evidence
        ),
    )


def _read_quotations(rows: Node, document: Document, known: set[str]) -> tuple[Quotation, ...]:
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
        speaker, cue = row["speaker"], row["cue"]
        if not speaker.null and speaker.text() not in known:
            speaker.expected("the id of a character, or null")
        quotations.append(
            Quotation(
                id=row["id"].text(),
                parts=tuple(parts),
                speaker=None if speaker.null else speaker.text(),
                addressees=row["addressees"].texts_among(known, "the id of a character"),
                cue=None if cue.null else char_pair(cue, n),
                attribution=row["attribution"].choice(ATTRIBUTIONS),
                confidence=row["confidence"].share(),
            )
        )
    return tuple(quotations)
