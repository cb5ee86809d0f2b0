"""Typed columns of a table, and those that many tables share: offsets, texts, people."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.story.values import Story

Kind = Literal["integer", "number", "text", "flag"]
Ints = NDArray[np.int32]

SEPARATOR: Final = "; "  # between the items of a list in one cell; the tags of archives hold commas and bars
EMPTY: Final = np.empty((0, 2), np.int32)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


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


def text(name: str, values: Iterable[str | None]) -> Column:
    """Make a column of text. Lone surrogates, which neither UTF-8 nor Parquet can hold, become U+FFFD."""
    cells = list(values)
    try:
        "".join(cell for cell in cells if cell).encode()
    except UnicodeEncodeError:
        cells = [_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", cell) if cell else cell for cell in cells]
    return Column(name, "text", cells)


def integers(name: str, values: Iterable[int | None]) -> Column:
    """Make a column of whole numbers."""
    return Column(name, "integer", [None if value is None else int(value) for value in values])


def rounded(name: str, values: Iterable[float | None], places: int = 4) -> Column:
    """Make a column of numbers with so many places."""
    return Column(name, "number", [None if value is None else round(float(value), places) for value in values])


def joined(items: Iterable[str]) -> str:
    """A list in one cell."""
    return SEPARATOR.join(items)


def index(of: str, n: int) -> Column:
    """Number the rows from 0."""
    return Column(f"{of}_index", "integer", range(n))


def within(outer: str, spans: Ints, outer_spans: Ints) -> Column:
    """The index of the larger unit that each span starts in."""
    found = np.searchsorted(outer_spans[:, 0], spans[:, 0], side="right") - 1
    return Column(f"{outer}_index", "integer", found.tolist())


def offsets(document: Document, spans: Ints) -> tuple[Column, ...]:
    """Tokens and characters of ranges of tokens."""
    columns = {
        "start": spans[:, 0],
        "end": spans[:, 1],
        "start_char": document.token_start[spans[:, 0]],
        "end_char": document.token_end[spans[:, 1] - 1],
    }
    return tuple(Column(name, "integer", values.tolist()) for name, values in columns.items())


def words(document: Document, spans: Ints) -> Column:
    """The text of each span, verbatim."""
    whole = document.text
    starts, ends = document.token_start[spans[:, 0]].tolist(), document.token_end[spans[:, 1] - 1].tolist()
    return text("text", [whole[a:b] for a, b in zip(starts, ends, strict=True)])


def char_offsets(document: Document, pairs: Sequence[tuple[int, int]]) -> tuple[Column, ...]:
    """Offsets and text of ranges of characters; `start, end` are the tokens that they touch."""
    chars = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    columns = {
        "start": np.searchsorted(document.token_end, chars[:, 0], side="right").tolist(),
        "end": np.searchsorted(document.token_start, chars[:, 1], side="left").tolist(),
        "start_char": chars[:, 0].tolist(),
        "end_char": chars[:, 1].tolist(),
    }
    verbatim = text("text", [document.text[a:b] for a, b in chars.tolist()])
    return (*(Column(name, "integer", values) for name, values in columns.items()), verbatim)


def first_mentions(story: Story, ids: Sequence[str]) -> tuple[Column, ...]:
    """Offsets and text of the first mention of each entity; empty where it has none."""
    layer = story.layers.mentions
    first = {e.id: e.mentions[0] for e in story.entities if e.mentions}
    mentions = [first.get(id) for id in ids]
    known = [mention for mention in mentions if mention is not None]
    spans = np.stack([layer.start[known], layer.end[known]], axis=1) if layer and known else EMPTY
    filled = (*offsets(story.document, spans), words(story.document, spans))
    columns = []
    for column in filled:
        values = iter(column.values)
        cells = [None if mention is None else next(values) for mention in mentions]
        columns.append(Column(f"first_{column.name}", column.kind, cells))
    return tuple(columns)


def people(story: Story, role: str, ids: Sequence[Sequence[str]]) -> tuple[Column, Column]:
    """Ids and names of several characters, each list in one cell."""
    names = {character.id: character.name for character in story.characters}
    return (
        text(f"{role}_ids", [joined(row) for row in ids]),
        text(f"{role}_names", [joined(names[id] for id in row) for row in ids]),
    )


def person(story: Story, role: str, ids: Sequence[str | None]) -> tuple[Column, Column]:
    """Id and name of one character, empty where there is none."""
    names: dict[str | None, str | None] = {character.id: character.name for character in story.characters}
    return text(f"{role}_id", ids), text(f"{role}_name", [names.get(id) for id in ids])
