"""The tiles: people by scenes, or by other stretches where scenes are too few or too many to be seen.

A tile says whether somebody is there, how much, and how many lines they say; whoever is only spoken of is told apart
from whoever is there. Columns are as wide as their text is long.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.counts import Counts
from undertow.report.drawing import Tick, ruler
from undertow.report.passages import Blocks, Passage
from undertow.report.storyline import Storyline, storyline
from undertow.report.wording import number

ROWS, PLACE_ROWS = 14, 4
FEW, MANY = 6, 80  # columns
PARTS = 32  # where the layout gives no columns that can be used
LEVELS = 4
ROW_HEIGHT, LEAST_BAR = 24, 4.0  # pixels

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of the story."""

    label: str  # "scene 12, in chapter 4"
    x: float  # per cent
    width: float
    start: int  # tokens
    end: int
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Tile:
    """Somebody in a column."""

    column: int
    there: bool  # mentioned by the narration, or speaking; otherwise only spoken of
    level: int  # 1 to LEVELS: how densely mentioned
    bar: float  # pixels: how many lines said
    n_mentions: int
    n_lines: int
    label: str  # "chapter 9: 12 mentions, 3 lines"
    passage: Passage


@dataclass(frozen=True, slots=True)
class Row:
    """A person or a place. `who` is the index of a person, or -1."""

    who: int
    name: str
    start_char: int  # first mention
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class ScenesContext:
    """The tiles and what stands around them."""

    unit: str  # what a column is: scene, chapter, paragraph, part
    columns: tuple[Column, ...]
    people: tuple[Row, ...]
    places: tuple[Row, ...]
    n_people: int  # of the story, shown or not
    ruler: tuple[Tick, ...]
    row_height: int
    storyline: Storyline | None


def _edges(counts: Counts) -> tuple[str, Ints]:
    """What a column is, and the token ranges. [n_columns, 2]."""
    document = counts.document
    for unit, ranges in (("scene", document.scenes), ("chapter", document.chapters)):
        if FEW <= len(ranges) <= MANY:
            return unit, ranges.astype(np.int64)
    if len(document.paragraphs) <= PARTS and len(document.scenes) < FEW:
        return "paragraph", document.paragraphs.astype(np.int64)
    starts = document.paragraphs[:, 0]
    wanted = np.arange(PARTS) * document.n_tokens // PARTS
    cuts = np.unique(starts[np.minimum(np.searchsorted(starts, wanted), len(starts) - 1)])
    cuts[0] = 0
    return "part", np.stack((cuts, np.append(cuts[1:], document.n_tokens)), axis=1).astype(np.int64)


def _columns(counts: Counts) -> tuple[str, tuple[Column, ...]]:
    document = counts.document
    unit, edges = _edges(counts)
    chapters = document.chapters[:, 0]
    found = []
    for i, (start, end) in enumerate(edges.tolist()):
        chapter = int(np.searchsorted(chapters, start, side="right"))
        label = f"{unit} {i + 1}"
        if unit != "chapter" and len(chapters) > 1:
            label += f", in chapter {chapter}"
        x, right = 100 * counts.place_of_token(start), 100 * counts.place_of_token(end)
        span = document.span(start, end)
        found.append(Column(label, x, right - x, start, end, span.start_char, span.end_char))
    return unit, tuple(found)


def _levels(density: NDArray[np.float64]) -> Ints:
    """1 to LEVELS by quarters of the densities that occur, 0 for none. [n_rows, n_columns]."""
    some = density[density > 0]
    if not len(some):
        return np.zeros(density.shape, dtype=np.int64)
    cuts = np.quantile(some, np.arange(1, LEVELS) / LEVELS)
    levels: Ints = np.where(density > 0, np.searchsorted(cuts, density) + 1, 0)
    return levels


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """What all rows share."""

    counts: Counts
    blocks: Blocks
    columns: tuple[Column, ...]
    starts: Ints  # [n_columns] tokens

    def at(self, tokens: NDArray[np.int32]) -> Ints:
        """The column of each token."""
        return np.searchsorted(self.starts, tokens, side="right") - 1

    def per_column(self, tokens: NDArray[np.int32]) -> Ints:
        """How many tokens fall into each column."""
        return np.bincount(self.at(tokens), minlength=len(self.columns))

    def lines(self, who: int) -> Ints:
        """The lines that somebody says, empty for a place."""
        return np.flatnonzero(self.counts.speaker == who)

    def row(self, who: int, levels: Ints, most_lines: int) -> Row:
        counts, rows, lines = self.counts, self.counts.mentions_of(who), self.lines(who)
        n_mentions = self.per_column(counts.token[rows]).tolist()
        n_lines = self.per_column(counts.line_token[lines]).tolist()
        told = rows[~counts.spoken[rows]]
        n_told = self.per_column(counts.token[told]).tolist()
        tiles = []
        for c, column in enumerate(self.columns):
            if not n_mentions[c] and not n_lines[c]:
                continue
            there = bool(n_told[c] or n_lines[c])
            parts = [number(n_mentions[c], "mention")] + ([number(n_lines[c], "line")] if n_lines[c] else [])
            label = f"{column.label}: {', '.join(parts)}" + ("" if there else ", only spoken of")
            share = (n_lines[c] / most_lines) ** 0.5
            bar = round(LEAST_BAR + (ROW_HEIGHT - 2 - LEAST_BAR) * share, 1) if n_lines[c] else 0.0
            passage = self.passage(c, told if n_told[c] else rows if n_mentions[c] else None, lines)
            level = max(1, int(levels[c]))
            tiles.append(Tile(c, there, level, bar, n_mentions[c], n_lines[c], label, passage))
        person = who < counts.n_people
        name = counts.people[who].name if person else counts.places[who - counts.n_people].name
        return Row(who if person else -1, name, int(counts.start[rows[0]]), tuple(tiles))

    def passage(self, column: int, mentions: Ints | None, lines: Ints) -> Passage:
        """The first of these mentions in a column, or the first line where there is none."""
        counts = self.counts
        if mentions is not None:
            row = mentions[np.searchsorted(self.at(counts.token[mentions]), column)]
            return self.blocks.passage(int(counts.start[row]), int(counts.end[row]))
        line = int(lines[np.searchsorted(self.at(counts.line_token[lines]), column)])
        return self.blocks.passage(*counts.story.quotations[line].parts[0])


def _rows(grid: _Grid, chosen: list[int]) -> tuple[Row, ...]:
    """The rows of some people or places, on one scale."""
    counts = grid.counts
    lengths = np.array([column.end - column.start for column in grid.columns])
    density = np.zeros((len(chosen), len(grid.columns)))
    most_lines = 1
    for i, who in enumerate(chosen):
        density[i] = grid.per_column(counts.token[counts.mentions_of(who)]) / lengths
        most_lines = max(most_lines, int(grid.per_column(counts.line_token[grid.lines(who)]).max()))
    levels = _levels(density)
    return tuple(grid.row(who, levels[i], most_lines) for i, who in enumerate(chosen))


def scenes_context(counts: Counts, blocks: Blocks) -> ScenesContext:
    """Gather the tiles."""
    unit, columns = _columns(counts)
    people = [who for who in range(counts.n_people) if len(counts.mentions_of(who))]
    places = [counts.n_people + i for i in range(min(PLACE_ROWS, len(counts.places)))]
    grid = _Grid(counts, blocks, columns, np.array([column.start for column in columns], dtype=np.int64))
    return ScenesContext(
        unit=unit,
        columns=columns,
        people=_rows(grid, people[:ROWS]),
        places=_rows(grid, places),
        n_people=len(people),
        ruler=ruler(counts),
        row_height=ROW_HEIGHT,
        storyline=storyline(counts),
    )
