"""Pairs: who says how much to whom, as a matrix, and each main pair over the story.

A line counts for the one who says it and each one it is said to. Where no line has somebody it is said to, the pair is
the two who are there together most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.counts import Counts
from undertow.report.drawing import Tick, bars, binned, heights, ruler
from undertow.report.passages import Blocks, Passage
from undertow.report.presence import closeness, presence
from undertow.report.scenes import Column, ScenesContext

MATRIX, TIMELINES, BINS = 10, 12, 100
LEVELS = 5

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many lines one says to another. `level` is 0 to LEVELS; `start_char` is where the first of them begins."""

    speaker: int
    hearer: int
    n_lines: int
    level: int
    start_char: int


@dataclass(frozen=True, slots=True)
class Together:
    """A stretch in which both are there, in per cent of the story."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people over the story; `a` is the one who says more to the other."""

    a: int
    b: int
    n_ab: int  # lines of a to b
    n_ba: int
    share: float  # of a in these lines, in per cent
    n_together: int  # columns of the tiles in which both are there
    n_columns: int
    up: str  # path: words of a to b, from the middle up, BINS wide and 100 high
    down: str
    together: tuple[Together, ...]
    first: Passage  # first line, or first stretch together
    last: Passage
    confidence: float | None  # of the speakers of these lines, on average; None without lines


@dataclass(frozen=True, slots=True)
class PairsContext:
    """Matrix and timelines. The matrix is empty for fewer than three people who speak to each other."""

    people: tuple[int, ...]  # rows and columns of the matrix
    matrix: tuple[tuple[Cell, ...], ...]
    pairs: tuple[Pair, ...]
    unit: str
    n_bins: int
    ruler: tuple[Tick, ...]


def _matrix(counts: Counts, table: Ints) -> tuple[tuple[int, ...], tuple[tuple[Cell, ...], ...]]:
    both = table + table.T
    people = sorted(np.argsort(-both.sum(axis=0), kind="stable")[:MATRIX].tolist())
    people = [who for who in people if both[who].any()]
    if len(people) < 3:
        return (), ()
    first: dict[tuple[int, int], int] = {}
    for line, to in zip(counts.exchange_line.tolist(), counts.exchange_to.tolist(), strict=True):
        first.setdefault((int(counts.speaker[line]), to), int(counts.line_start[line]))
    top = int(table[np.ix_(people, people)].max()) or 1
    rows = [
        tuple(
            Cell(a, b, int(table[a, b]), int(np.ceil(LEVELS * (table[a, b] / top) ** 0.5)), first.get((a, b), 0))
            for b in people
        )
        for a in people
    ]
    return tuple(people), tuple(rows)


def _words(counts: Counts, lines: Ints) -> NDArray[np.float64]:
    return binned(counts.line_token[lines], counts.line_words[lines], counts.document.n_tokens, BINS)


def _joined(columns: list[Column]) -> tuple[Together, ...]:
    """Neighbouring columns as one stretch."""
    found: list[Together] = []
    for column in columns:
        if found and abs(found[-1].x + found[-1].width - column.x) < 1e-6:
            found[-1] = Together(found[-1].x, column.x + column.width - found[-1].x)
        else:
            found.append(Together(column.x, column.width))
    return tuple(found)


def _pair(counts: Counts, blocks: Blocks, scenes: ScenesContext, a: int, b: int) -> Pair | None:
    exchanged = {
        (speaker, hearer): counts.exchange_line[
            (counts.exchange_from == speaker) & (counts.exchange_to == hearer)
        ].astype(np.int64)
        for speaker, hearer in ((a, b), (b, a))
    }
    if len(exchanged[b, a]) > len(exchanged[a, b]):
        a, b = b, a
    ab, ba = exchanged[a, b], exchanged[b, a]
    there = [
        {tile.column for row in scenes.people if row.who == who for tile in row.tiles if tile.there} for who in (a, b)
    ]
    columns = [scenes.columns[c] for c in sorted(there[0] & there[1])]
    lines = sorted([*ab.tolist(), *ba.tolist()])
    if lines:
        first, last = (counts.story.quotations[lines[i]].parts[0] for i in (0, -1))
    elif columns:
        first, last = ((columns[i].start_char, columns[i].start_char + 1) for i in (0, -1))
    else:
        return None
    said = _words(counts, ab), _words(counts, ba)
    top = float(max(said[0].max(), said[1].max()))
    return Pair(
        a=a,
        b=b,
        n_ab=len(ab),
        n_ba=len(ba),
        share=100 * len(ab) / len(lines) if lines else 50.0,
        n_together=len(columns),
        n_columns=len(scenes.columns),
        up=bars(heights(said[0], top), up=True),
        down=bars(heights(said[1], top), up=False),
        together=_joined(columns),
        first=blocks.passage(*first),
        last=blocks.passage(*last),
        confidence=float(counts.sure[lines].mean()) if lines else None,
    )


def pairs_context(counts: Counts, scenes: ScenesContext, blocks: Blocks) -> PairsContext:
    """Gather the pairs."""
    table = counts.exchanges(counts.end_char)
    close = closeness(counts, presence(counts), counts.end_char)
    spoken = np.triu(table + table.T) > 0
    close[~spoken] = close[~spoken] if not spoken.any() else 0.0  # where people speak, pairs are those who do
    flat = np.argsort(-close, axis=None, kind="stable")[: TIMELINES if spoken.any() else 1].tolist()
    chosen = [divmod(i, counts.n_people) for i in flat if close.flat[i]]
    pairs = (_pair(counts, blocks, scenes, a, b) for a, b in chosen)
    people, matrix = _matrix(counts, table)
    return PairsContext(people, matrix, tuple(pair for pair in pairs if pair), scenes.unit, BINS, ruler(counts))
