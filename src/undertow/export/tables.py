"""A story as tables, one a layer: the same columns whether they become CSV or Parquet.

What comes in is a Story; what goes out is named, typed columns, a table at a time so that a novel's tables are never
all held at once. The one decision: every table that speaks of the text has `start, end` (tokens) and `start_char,
end_char` (characters) and the words themselves, so that tables can be joined by offsets and read without the text at
hand. docs/format.md describes each column.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.export.wire import SCHEMA
from undertow.layers.values import ENTITY_TYPES, FORMS
from undertow.source.values import Metadata
from undertow.story.values import Story

Kind = Literal["integer", "number", "text", "flag"]
Ints = NDArray[np.int32]

SEPARATOR: Final = "; "  # between the items of a list in one cell; the tags of archives hold commas and bars


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values of one kind; None where there is no value."""

    name: str
    kind: Kind
    values: Sequence[object]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length."""

    name: str
    columns: tuple[Column, ...]


def tables(story: Story) -> Iterator[Table]:
    """Make every table of a story, one after the other."""
    document = story.document
    yield _story(story)
    titles = _text("title", document.chapter_titles)
    yield Table("chapters", (_index("chapter", len(titles.values)), titles, *_offsets(document, document.chapters)))
    yield _scenes(story)
    for name, within, level, outer in (
        ("paragraphs", "scene", document.paragraphs, document.scenes),
        ("sentences", "paragraph", document.sentences, document.paragraphs),
    ):
        place = _within(within, level, outer)
        yield Table(name, (_index(name[:-1], len(level)), place, *_offsets(document, level), _words(document, level)))
    start = np.arange(document.n_tokens, dtype=np.int32)
    token = np.stack([start, start + 1], axis=1)
    place = _within("sentence", token, document.sentences)
    yield Table("tokens", (*_offsets(document, token), place, _words(document, token)))
    yield _mentions(story)
    yield _entities(story)
    yield _characters(story)
    yield _evidence(story)
    yield _quotations(story)
    yield _events(story)


def _story(story: Story) -> Table:
    """One row: which file it was, what the file said about itself, and how much there is of everything."""
    document, source = story.document, story.document.source
    cells = [
        _text("schema", [SCHEMA]),
        _text("model", [story.model]),
        *(_text(name, [getattr(source, name)]) for name in ("path", "format", "encoding", "layout")),
    ]
    for field in fields(Metadata):
        value = getattr(source.metadata, field.name)
        if field.name == "n_words":
            cells.append(Column("n_words", "integer", [value]))
        elif isinstance(value, dict):
            cells.append(_text(field.name, [_joined(f"{label}: {said}" for label, said in value.items())]))
        else:
            cells.append(_text(field.name, [value if isinstance(value, str) else _joined(value)]))
    cells += [_text("notes", [_joined(source.notes)]), _text("unknown", [_joined(story.unknown)])]
    counts = {
        "n_chars": len(document.text),
        "n_tokens": document.n_tokens,
        "n_sentences": len(document.sentences),
        "n_paragraphs": len(document.paragraphs),
        "n_scenes": len(document.scenes),
        "n_chapters": len(document.chapters),
        "n_mentions": len(story.layers.mentions or ()),
        "n_entities": len(story.entities),
        "n_characters": len(story.characters),
        "n_quotations": len(story.quotations),
        "n_events": len(story.layers.events or ()),
    }
    return Table("story", (*cells, *(Column(name, "integer", [count]) for name, count in counts.items())))


def _scenes(story: Story) -> Table:
    spans = np.array([(s.start, s.end) for s in story.scenes], dtype=np.int32).reshape(-1, 2)
    return Table(
        "scenes",
        (
            _index("scene", len(spans)),
            _within("chapter", spans, story.document.chapters),
            *_offsets(story.document, spans),
            *_people(story, "character", [scene.characters for scene in story.scenes]),
        ),
    )


def _mentions(story: Story) -> Table:
    layer, entities = story.layers.mentions, story.entities
    if layer is None:
        spans, types, forms, confidence = _EMPTY, [], [], []
    else:
        spans = np.stack([layer.start, layer.end], axis=1)
        types, forms, confidence = layer.type.tolist(), layer.form.tolist(), layer.confidence.tolist()
    of = story.mention_entity.tolist()
    return Table(
        "mentions",
        (
            _text("mention_id", [f"m{i}" for i in range(len(spans))]),
            *_offsets(story.document, spans),
            _text("type", [ENTITY_TYPES[code] for code in types]),
            _text("form", [FORMS[code] for code in forms]),
            _text("entity_id", [entities[i].id for i in of]),
            _text("entity_name", [entities[i].name for i in of]),
            _rounded("confidence", confidence),
            _words(story.document, spans),
        ),
    )


def _entities(story: Story) -> Table:
    entities = story.entities
    return Table(
        "entities",
        (
            _text("entity_id", [e.id for e in entities]),
            _text("type", [e.type for e in entities]),
            _text("name", [e.name for e in entities]),
            Column("n_mentions", "integer", [len(e.mentions) for e in entities]),
            *_first_mentions(story, [e.id for e in entities]),
        ),
    )


def _characters(story: Story) -> Table:
    characters = story.characters
    return Table(
        "characters",
        (
            _text("character_id", [c.id for c in characters]),
            _text("name", [c.name for c in characters]),
            Column("named", "flag", [bool(c.named) for c in characters]),
            _text("aliases", [_joined(c.aliases) for c in characters]),
            _text("pronouns", [c.pronouns for c in characters]),
            Column("narrator", "flag", [bool(c.narrator) for c in characters]),
            Column("n_mentions", "integer", [int(c.n_mentions) for c in characters]),
            Column("n_quotations", "integer", [int(c.n_quotations) for c in characters]),
            _rounded("first", [c.first for c in characters], 6),
            _rounded("last", [c.last for c in characters], 6),
            _rounded("confidence", [c.confidence for c in characters]),
            *_first_mentions(story, [c.id for c in characters]),
        ),
    )


def _evidence(story: Story) -> Table:
    rows = [(character, evidence) for character in story.characters for evidence in character.evidence]
    return Table(
        "evidence",
        (
            _text("character_id", [character.id for character, _ in rows]),
            _text("character_name", [character.name for character, _ in rows]),
            _text("claim", [evidence.claim for _, evidence in rows]),
            *_char_offsets(story.document, [(evidence.start_char, evidence.end_char) for _, evidence in rows]),
        ),
    )


def _quotations(story: Story) -> Table:
    """A row for each part: a quotation that a cue interrupts has several, and they share its id."""
    rows = [(q, i, part) for q in story.quotations for i, part in enumerate(q.parts)]
    names = {character.id: character.name for character in story.characters}
    cues = [q.cue for q, _, _ in rows]
    return Table(
        "quotations",
        (
            _text("quotation_id", [q.id for q, _, _ in rows]),
            Column("part_index", "integer", [i for _, i, _ in rows]),
            *_char_offsets(story.document, [part for _, _, part in rows]),
            _text("speaker_id", [q.speaker for q, _, _ in rows]),
            _text("speaker_name", [names[q.speaker] if q.speaker else None for q, _, _ in rows]),
            *_people(story, "addressee", [q.addressees for q, _, _ in rows]),
            Column("cue_start_char", "integer", [int(cue[0]) if cue else None for cue in cues]),
            Column("cue_end_char", "integer", [int(cue[1]) if cue else None for cue in cues]),
            _text("cue_text", [story.text[cue[0] : cue[1]] if cue else None for cue in cues]),
            _text("attribution", [q.attribution for q, _, _ in rows]),
            _rounded("confidence", [q.confidence for q, _, _ in rows]),
        ),
    )


def _events(story: Story) -> Table:
    events = story.layers.events
    spans = np.stack([events.start, events.end], axis=1) if events else _EMPTY
    confidence = events.confidence.tolist() if events else []
    columns = (*_offsets(story.document, spans), _rounded("confidence", confidence), _words(story.document, spans))
    return Table("events", (_index("event", len(spans)), *columns))


# --- columns ----------------------------------------------------------------------------------------------------------

_EMPTY: Final = np.empty((0, 2), np.int32)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _text(name: str, values: Iterable[str | None]) -> Column:
    """Make a column of text. Lone surrogates, which neither UTF-8 nor Parquet can hold, become U+FFFD."""
    cells = list(values)
    try:
        "".join(cell for cell in cells if cell).encode()
    except UnicodeEncodeError:
        cells = [_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", cell) if cell else cell for cell in cells]
    return Column(name, "text", cells)


def _joined(items: Iterable[str]) -> str:
    return SEPARATOR.join(items)


def _rounded(name: str, values: Iterable[float], places: int = 4) -> Column:
    return Column(name, "number", [round(float(value), places) for value in values])


def _index(of: str, n: int) -> Column:
    return Column(f"{of}_index", "integer", range(n))


def _within(outer: str, spans: Ints, outer_spans: Ints) -> Column:
    """The index of the larger unit that each span starts in."""
    index = np.searchsorted(outer_spans[:, 0], spans[:, 0], side="right") - 1
    return Column(f"{outer}_index", "integer", index.tolist())


def _offsets(document: Document, spans: Ints) -> tuple[Column, ...]:
    columns = {
        "start": spans[:, 0],
        "end": spans[:, 1],
        "start_char": document.token_start[spans[:, 0]],
        "end_char": document.token_end[spans[:, 1] - 1],
    }
    return tuple(Column(name, "integer", values.tolist()) for name, values in columns.items())


def _words(document: Document, spans: Ints) -> Column:
    """The text of each span, verbatim."""
    text = document.text
    starts, ends = document.token_start[spans[:, 0]].tolist(), document.token_end[spans[:, 1] - 1].tolist()
    return _text("text", [text[a:b] for a, b in zip(starts, ends, strict=True)])


def _char_offsets(document: Document, pairs: Sequence[tuple[int, int]]) -> tuple[Column, ...]:
    """Offsets and text of ranges of characters; `start, end` are the tokens that they touch."""
    chars = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {
        "start": np.searchsorted(document.token_end, chars[:, 0], side="right").tolist(),
        "end": np.searchsorted(document.token_start, chars[:, 1], side="left").tolist(),
        "start_char": chars[:, 0].tolist(),
        "end_char": chars[:, 1].tolist(),
    }
    words = _text("text", [document.text[a:b] for a, b in chars.tolist()])
    return (*(Column(name, "integer", values) for name, values in columns.items()), words)


def _first_mentions(story: Story, ids: Sequence[str]) -> tuple[Column, ...]:
    """Offsets and text of the first mention of each entity; empty where it has none."""
    layer = story.layers.mentions
    first = {e.id: e.mentions[0] for e in story.entities if e.mentions}
    mentions = [first.get(id) for id in ids]
    known = [mention for mention in mentions if mention is not None]
    spans = np.stack([layer.start[known], layer.end[known]], axis=1) if layer and known else _EMPTY
    filled = (*_offsets(story.document, spans), _words(story.document, spans))
    columns = []
    for column in filled:
        values = iter(column.values)
        cells = [None if mention is None else next(values) for mention in mentions]
        columns.append(Column(f"first_{column.name}", column.kind, cells))
    return tuple(columns)


def _people(story: Story, role: str, ids: Sequence[Sequence[str]]) -> tuple[Column, Column]:
    """Ids and names of several characters, each list in one cell."""
    names = {character.id: character.name for character in story.characters}
    return (
        _text(f"{role}_ids", [_joined(row) for row in ids]),
        _text(f"{role}_names", [_joined(names[id] for id in row) for row in ids]),
    )
