"""Offsets of a file that is read back: half-open, inside the text, and the tokens in agreement with the characters.

What comes in is nodes of a parsed file; what goes out is columns and pairs that the rest of undertow may trust, or a
FormatError with the place.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.export.checked import Node

Ints = NDArray[np.int32]

OFFSETS: Final = ("start", "end", "start_char", "end_char")


def token_spans(rows: Node, document: Document) -> Ints:
    """Read the token ranges of a list of objects, [n, 2], and check them against the characters beside them."""
    columns = [rows.integers(name) for name in OFFSETS]
    return _checked(document, columns, rows.item)


def column_spans(node: Node, document: Document) -> Ints:
    """Read token ranges that are written as four columns of one object, [n, 2]."""
    columns = [node[name].integers() for name in OFFSETS]
    for name, column in zip(OFFSETS, columns, strict=True):
        if len(column) != len(columns[0]):
            node[name].fail(f"{len(column)} values, but {len(columns[0])} parts start")
    return _checked(document, columns, lambda i, name: node[name].item(i))


def _checked(document: Document, columns: list[Ints], place: Callable[[int, str], Node]) -> Ints:
    start, end, start_char, end_char = columns
    n = document.n_tokens
    for i in np.flatnonzero((end <= start) | (end > n))[:1]:
        place(int(i), "end").fail(f"the span {start[i]}:{end[i]} is empty or outside of the tokens, 0:{n}")
    first, last = document.token_start[start], document.token_end[end - 1]
    for i in np.flatnonzero(start_char != first)[:1]:
        place(int(i), "start_char").fail(f"found {start_char[i]}, but token {start[i]} starts at {first[i]}")
    for i in np.flatnonzero(end_char != last)[:1]:
        place(int(i), "end_char").fail(f"found {end_char[i]}, but token {end[i] - 1} ends at {last[i]}")
    return np.stack([start, end], axis=1)


def inside(ranges: Ints, units: Ints) -> NDArray[np.bool_]:
    """Which ranges lie in one unit of a level that tiles the tokens."""
    unit = np.searchsorted(units[:, 1], ranges[:, 0], side="right")
    within: NDArray[np.bool_] = ranges[:, 1] <= units[unit, 1]
    return within


def tiles(rows: Node, document: Document, inner: NDArray[np.int_], below: str) -> Ints:
    """Read spans that cover the tokens in order without a gap, each ending where a span of the level below does."""
    spans = token_spans(rows, document)
    expected = np.concatenate([[0], spans[:, 1]])
    for i in np.flatnonzero(spans[:, 0] != expected[:-1])[:1]:
        rows.item(int(i), "start").fail(
            f"found {spans[i, 0]}, but {expected[i]} is the first token that is not covered yet"
        )
    if expected[-1] != document.n_tokens:
        rows.fail(f"the last ends at token {expected[-1]}, but there are {document.n_tokens}")
    for i in np.flatnonzero(~np.isin(spans[:, 1], inner))[:1]:
        rows.item(int(i), "end").fail(f"found {spans[i, 1]}, where no {below} ends")
    return spans


def char_pair(node: Node, n_chars: int) -> tuple[int, int]:
    """Characters written as a list, [start_char, end_char]."""
    if len(node) != 2:
        node.expected("two numbers, [start_char, end_char]")
    return char_span(node.item(0), node.item(1), n_chars)


def whole_tokens(node: Node, document: Document) -> tuple[int, int]:
    """Characters written as a list, [start_char, end_char], that are those of whole tokens; as a range of tokens."""
    start_char, end_char = char_pair(node, len(document.text))
    start = int(np.searchsorted(document.token_start, start_char))
    end = int(np.searchsorted(document.token_end, end_char)) + 1
    if start >= document.n_tokens or document.token_start[start] != start_char:
        node.item(0).fail(f"found {start_char}, where no token starts")
    if end > document.n_tokens or document.token_end[end - 1] != end_char:
        node.item(1).fail(f"found {end_char}, where no token ends")
    return start, end


def char_span(start: Node, end: Node, n_chars: int) -> tuple[int, int]:
    """Characters written as two members."""
    a, b = start.integer(), end.integer()
    if not a < b <= n_chars:
        end.fail(f"the span {a}:{b} is empty or outside of the text, 0:{n_chars}")
    return a, b
