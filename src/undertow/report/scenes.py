"""The tiles: people by scenes, or by other stretches where scenes are too few or too many to be seen.

A tile says whether somebody is there, how much, how many lines they say, how much they feel, and whether it is their
mind that we are in; whoever is only spoken of is told apart from whoever is there. Columns are as wide as their text.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.counts import Counts
from undertow.report.drawing import Tick, ruler
from undertow.report.minds import Minds
from undertow.report.passages import Blocks, Passage
from undertow.report.storyline import Storyline, storyline
from undertow.report.wording import number

ROWS, PLACE_ROWS = 14, 4
FEW, MANY = 6, 80  # columns
PARTS = 32  # where the layout gives no columns that can be used
LEVELS = 4
ROW_HEIGHT, LEAST_BAR = 24, 4.0  # pixels
LEAST_DOT, MOST_DOT = 1.3, 3.8  # pixels

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
    dot: float  # pixels: how much is felt, the radius of a dot; 0 for nothing
    focal: bool  # the mind that most of the column is in
    n_mentions: int
    n_lines: int
    n_feelings: int
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
    feelings: bool  # whether any were looked for and found
    minds: bool  # whether it is known whose mind any column is in
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

    minds: Minds
    blocks: Blocks
    columns: tuple[Column, ...]
    starts: Ints  # [n_columns] tokens
    focal: Ints  # [n_columns] whose mind most of it is in, -1 for none
    most_felt: int  # feelings of one person in one column, at most

    @property
    def counts(self) -> Counts:
        """The counts."""
        return self.minds.counts

    def at(self, tokens: NDArray[np.int32]) -> Ints:
        """The column of each token."""
        return np.searchsorted(self.starts, tokens, side="right") - 1

    def per_column(self, tokens: NDArray[np.int32]) -> Ints:
        """How many tokens fall into each column."""
        return np.bincount(self.at(tokens), minlength=len(self.columns))

    def lines(self, who: int) -> Ints:
        """The lines that somebody says, empty for a place."""
        return np.flatnonzero(self.counts.speaker == who)

    def feelings(self, who: int) -> Ints:
        """What somebody feels, empty for a place."""
        return np.flatnonzero(self.minds.by == who)

    def label(self, column: Column, n_mentions: int, n_lines: int, n_feelings: int, note: str) -> str:
        """A tile in words."""
        amounts = ((n_mentions, "mention"), (n_lines, "line"), (n_feelings, "feeling"))
        parts = [number(n, one) for n, one in amounts if n or one == "mention"]
        return f"{column.label}: {', '.join(parts)}{note}"

    def row(self, who: int, levels: Ints, most_lines: int) -> Row:
        counts, rows, lines = self.counts, self.counts.mentions_of(who), self.lines(who)
        n_mentions = self.per_column(counts.token[rows]).tolist()
        n_lines = self.per_column(counts.line_token[lines]).tolist()
        told = rows[~counts.spoken[rows]]
        n_told = self.per_column(counts.token[told]).tolist()
        felt = self.feelings(who)
        n_felt = self.per_column(self.minds.token[felt]).tolist()
        tiles = []
        for c, column in enumerate(self.columns):
            if not n_mentions[c] and not n_lines[c] and not n_felt[c]:
                continue
            there, focal = bool(n_told[c] or n_lines[c] or n_felt[c]), bool(self.focal[c] == who)
            note = ", in this mind" if focal else "" if there else ", only spoken of"
            label = self.label(column, n_mentions[c], n_lines[c], n_felt[c], note)
            share = (n_lines[c] / most_lines) ** 0.5
            bar = round(LEAST_BAR + (ROW_HEIGHT - 2 - LEAST_BAR) * share, 1) if n_lines[c] else 0.0
            passage = self.passage(c, told if n_told[c] else rows if n_mentions[c] else None, lines, felt)
            level = max(1, int(levels[c]))
            dot = (
                round(LEAST_DOT + (MOST_DOT - LEAST_DOT) * (n_felt[c] / self.most_felt) ** 0.5, 1) if n_felt[c] else 0.0
            )
            tiles.append(Tile(c, there, level, bar, dot, focal, n_mentions[c], n_lines[c], n_felt[c], label, passage))
        person = who < counts.n_people
        name = counts.people[who].name if person else counts.places[who - counts.n_people].name
        return Row(who if person else -1, name, int(counts.start[rows[0]]), tuple(tiles))

    def passage(self, column: int, mentions: Ints | None, lines: Ints, felt: Ints) -> Passage:
        """The first of these mentions in a column, or the first line where there is none, or the first feeling."""
        counts = self.counts
        if mentions is not None:
            row = mentions[np.searchsorted(self.at(counts.token[mentions]), column)]
            return self.blocks.passage(int(counts.start[row]), int(counts.end[row]))
        at = self.at(counts.line_token[lines])
        if column in at:
            line = int(lines[np.searchsorted(at, column)])
            return self.blocks.passage(*counts.story.quotations[line].parts[0])
        row = int(felt[np.searchsorted(self.at(self.minds.token[felt]), column)])
        return self.blocks.passage(int(self.minds.start[row]), int(self.minds.end[row]))


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


def _focal(minds: Minds, columns: tuple[Column, ...]) -> Ints:
    """Whose mind most of each column is in, -1 where it is nobody's. [n_columns]."""
    found = [np.bincount(minds.focal[column.start : column.end] + 1) for column in columns]
    return np.array([int(n.argmax()) - 1 if len(n) else -1 for n in found], dtype=np.int64)


def _most_felt(minds: Minds, starts: Ints) -> int:
    """The most that one person feels in one column."""
    column = np.searchsorted(starts, minds.token, side="right") - 1
    known = minds.by >= 0
    n = np.bincount(minds.by[known] * len(starts) + column[known]) if known.any() else np.ones(1)
    return int(n.max())


def scenes_context(minds: Minds, blocks: Blocks) -> ScenesContext:
    """Gather the tiles."""
    counts = minds.counts
    unit, columns = _columns(counts)
    people = [who for who in range(counts.n_people) if len(counts.mentions_of(who))]
    places = [counts.n_people + i for i in range(min(PLACE_ROWS, len(counts.places)))]
    starts = np.array([column.start for column in columns], dtype=np.int64)
    grid = _Grid(minds, blocks, columns, starts, _focal(minds, columns), _most_felt(minds, starts))
    return ScenesContext(
        unit=unit,
        columns=columns,
        people=_rows(grid, people[:ROWS]),
        places=_rows(grid, places),
        n_people=len(people),
        ruler=ruler(counts),
        row_height=ROW_HEIGHT,
        feelings=bool(minds.feelings),
        minds=bool((grid.focal >= 0).any()),
        storyline=storyline(counts),
    )
