"""Rows that several parts of the wire format share: spans, evidence, ids of characters, rounded numbers."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.export.checked import Node
from undertow.export.offsets import char_span
from undertow.story.values import Evidence

Row = dict[str, object]
Ints = NDArray[np.int32]

A_CHARACTER: Final = "the id of a character"


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may speak of: it was read before them."""

    n_chars: int
    n_scenes: int
    characters: Collection[str]
    feelings: Collection[str]
    arcs: Collection[str]


def spans(document: Document, ranges: Ints) -> Iterator[Row]:
    """Yield ranges of tokens with the characters beside them."""
    start_chars, end_chars = document.token_start[ranges[:, 0]].tolist(), document.token_end[ranges[:, 1] - 1].tolist()
    for (start, end), start_char, end_char in zip(ranges.tolist(), start_chars, end_chars, strict=True):
        yield {"start": start, "end": end, "start_char": start_char, "end_char": end_char}


def confidence(value: float) -> float:
    """A confidence, a share, a probability: four places."""
    return round(float(value), 4)


def progress(value: float) -> float:
    """A position in the story: six places, a token of the longest novel."""
    return round(float(value), 6)


def evidence(passages: Iterable[Evidence]) -> list[Row]:
    """Passages that support a claim."""
    return [{"start_char": int(e.start_char), "end_char": int(e.end_char), "claim": e.claim} for e in passages]


def read_evidence(rows: Node, n_chars: int) -> tuple[Evidence, ...]:
    """Read passages that support a claim."""
    return tuple(
        Evidence(*char_span(row["start_char"], row["end_char"], n_chars), row["claim"].text()) for row in rows.items()
    )


def read_id(node: Node, known: Collection[str]) -> str:
    """Read the id of a character."""
    if node.text() not in known:
        node.expected(A_CHARACTER)
    return node.text()


def read_id_or_null(node: Node, known: Collection[str]) -> str | None:
    """Read the id of a character, or null."""
    if node.null:
        return None
    if node.text() not in known:
        node.expected(f"{A_CHARACTER}, or null")
    return node.text()


def two(node: Node, what: str) -> tuple[Node, Node]:
    """The two items of a list: from `a` to `b`, from `b` to `a`."""
    if len(node) != 2:
        node.expected(f"two {what}, from a to b and from b to a")
    return node.item(0), node.item(1)


def in_order(rows: Node, key: str, values: Sequence[int] | Ints) -> None:
    """Raise FormatError where one value is below that of the row before."""
    column = np.asarray(values)
    for i in np.flatnonzero(column[1:] < column[:-1])[:1]:
        rows.item(int(i) + 1, key).fail(
            f"found {column[i + 1]}, which stands before that of the row above, {column[i]}"
        )
