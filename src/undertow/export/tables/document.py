"""Tables of the file and its text: story, chapters, scenes, paragraphs, sentences, tokens."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from undertow.export.tables.columns import (
    Column,
    Table,
    index,
    integers,
    joined,
    offsets,
    people,
    rounded,
    text,
    within,
    words,
)
from undertow.export.wire import SCHEMA
from undertow.export.wire.telling import AFFECT, UNDERTONE
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS
from undertow.source.values import Metadata
from undertow.story.values import Story


def document_tables(story: Story) -> Iterator[Table]:
    """Make the tables of the file, its text and the levels of the text."""
    document = story.document
    yield _story(story)
    titles = text("title", document.chapter_titles)
    yield Table("chapters", (index("chapter", len(titles.values)), titles, *offsets(document, document.chapters)))
    yield _scenes(story)
    level = document.paragraphs
    place = within("scene", level, document.scenes)
    yield Table(
        "paragraphs", (index("paragraph", len(level)), place, *offsets(document, level), words(document, level))
    )
    yield _sentences(story)
    yield _tokens(story)


def _story(story: Story) -> Table:
    """One row: which file it was, what the file said about itself, and how much there is of everything."""
    document, source = story.document, story.document.source
    cells = [
        text("schema", [SCHEMA]),
        text("model", [story.model]),
        *(text(name, [getattr(source, name)]) for name in ("path", "format", "encoding", "layout")),
    ]
    for field in fields(Metadata):
        value = getattr(source.metadata, field.name)
        if field.name == "n_words":
            cells.append(Column("n_words", "integer", [value]))
        elif isinstance(value, dict):
            cells.append(text(field.name, [joined(f"{label}: {said}" for label, said in value.items())]))
        else:
            cells.append(text(field.name, [value if isinstance(value, str) else joined(value)]))
    cells += [text("notes", [joined(source.notes)]), text("unknown", [joined(story.unknown)])]
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
        "n_negations": len(story.layers.negation or ()),
        "n_modes": len(story.layers.modes or ()),
        "n_feelings": len(story.feelings),
        "n_denials": len(story.denials),
        "n_relationships": len(story.relationships),
        "n_arcs": len(story.arcs),
        "n_turns": len(story.turns),
    }
    return Table("story", (*cells, *(Column(name, "integer", [count]) for name, count in counts.items())))


def _scenes(story: Story) -> Table:
    spans = np.array([(s.start, s.end) for s in story.scenes], dtype=np.int32).reshape(-1, 2)
    return Table(
        "scenes",
        (
            index("scene", len(spans)),
            within("chapter", spans, story.document.chapters),
            *offsets(story.document, spans),
            *people(story, "character", [scene.characters for scene in story.scenes]),
        ),
    )


def _sentences(story: Story) -> Table:
    """A row for each sentence, with what it conveys where a model has said so."""
    document, layers = story.document, story.layers
    level = document.sentences
    nothing: list[float | None] = [None] * len(level)
    conveyed = [
        rounded(name, nothing if layer is None else getattr(layer, name).tolist())
        for layer, names in ((layers.affect, AFFECT), (layers.undertone, UNDERTONE))
        for name in names
    ]
    place = within("paragraph", level, document.paragraphs)
    columns = (index("sentence", len(level)), place, *offsets(document, level), words(document, level))
    return Table("sentences", (*columns, *conveyed))


def _tokens(story: Story) -> Table:
    """A row for each token, with its syntax where a model has parsed it."""
    document, syntax = story.document, story.layers.syntax
    start = np.arange(document.n_tokens, dtype=np.int32)
    token = np.stack([start, start + 1], axis=1)
    nothing: list[None] = [None] * document.n_tokens
    if syntax is None:
        parsed = [*(text(name, nothing) for name in ("upos", "verb_form")), Column("head", "integer", nothing)]
        parsed.append(text("relation", nothing))
    else:
        parsed = [
            text("upos", [UPOS[code] for code in syntax.upos.tolist()]),
            text("verb_form", [VERB_FORMS[code] for code in syntax.verb.tolist()]),
            integers("head", [None if head < 0 else head for head in syntax.head.tolist()]),
            text("relation", [RELATIONS[code] for code in syntax.relation.tolist()]),
        ]
    place = within("sentence", token, document.sentences)
    return Table("tokens", (*offsets(document, token), place, words(document, token), *parsed))
