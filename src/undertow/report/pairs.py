"""Pairs: who says and feels how much to and for whom, as a matrix, and each main pair over the story.

A line counts for the one who says it and each one it is said to. The pairs are those of the story, main pair first; a
story that has none, as when it was read by an older version, is looked through for those who speak with each other, or
else for the two who are there together most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.arcs import Strand, directions
from undertow.report.counts import Counts
from undertow.report.drawing import Tick, bars, binned, heights, ruler
from undertow.report.minds import DENIED, Minds
from undertow.report.passages import Blocks, Passage
from undertow.report.presence import closeness, presence
from undertow.report.scenes import Column, ScenesContext
from undertow.report.signs import Flag, Link, Sign, concerning, contact_signs, denial_signs, flags
from undertow.story.values import Relationship

MATRIX, TIMELINES, BINS = 10, 12, 100
LEVELS = 5

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many lines one says to another, or how often one feels something toward another."""

    speaker: int  # who says, or feels
    hearer: int
    n: int
    level: int  # 0 to LEVELS
    start_char: int  # where the first of them begins


@dataclass(frozen=True, slots=True)
class Felt:
    """What one feels toward another."""

    who: int
    to: int
    n: int
    n_denied: int
    what: str  # "love 9, fear 2"
    strand: Strand
    asserted: str  # path: a tick where something is felt, 1000 wide
    denied: str


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
    felt: tuple[Felt, ...]  # a toward b and b toward a; empty where nothing was found
    share_felt: float  # of a in these, in per cent
    signs: tuple[Sign, ...]  # denials, what speaks against them, touches, conflicts
    links: tuple[Link, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class PairsContext:
    """Matrices and timelines. A matrix is empty for fewer than three people who have to do with each other."""

    matrix: tuple[tuple[Cell, ...], ...]  # lines said
    feelings: tuple[tuple[Cell, ...], ...]  # feelings toward each other
    pairs: tuple[Pair, ...]
    unit: str
    n_bins: int
    ruler: tuple[Tick, ...]


def _matrix(table: Ints, first: dict[tuple[int, int], int]) -> tuple[tuple[Cell, ...], ...]:
    """A table of numbers as cells, for those with the most."""
    both = table + table.T
    people = sorted(np.argsort(-both.sum(axis=0), kind="stable")[:MATRIX].tolist())
    people = [who for who in people if both[who].any()]
    if len(people) < 3:
        return ()
    top = int(table[np.ix_(people, people)].max()) or 1
    return tuple(
        tuple(
            Cell(a, b, int(table[a, b]), int(np.ceil(LEVELS * (table[a, b] / top) ** 0.5)), first.get((a, b), 0))
            for b in people
        )
        for a in people
    )


def _first_lines(counts: Counts) -> dict[tuple[int, int], int]:
    """Where each first speaks to each."""
    first: dict[tuple[int, int], int] = {}
    for line, to in zip(counts.exchange_line.tolist(), counts.exchange_to.tolist(), strict=True):
        first.setdefault((int(counts.speaker[line]), to), int(counts.line_start[line]))
    return first


def _first_feelings(minds: Minds) -> dict[tuple[int, int], int]:
    """Where each first feels something toward each."""
    first: dict[tuple[int, int], int] = {}
    for by, to, start in zip(minds.by.tolist(), minds.to.tolist(), minds.start.tolist(), strict=True):
        first.setdefault((by, to), start)
    return first


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


def _felt(minds: Minds, strand: Strand) -> Felt:
    rows = minds.between(strand.who, strand.to)
    denied = minds.polarity[rows] == DENIED
    x = 1000 * minds.token[rows] / max(1, minds.counts.document.n_tokens)

    def ticks(places: NDArray[np.float64], size: int) -> str:
        return "".join(f"M{place:.0f} {100 - size}v{size}" for place in places.tolist())

    what = ", ".join(f"{category} {n:,}" for category, n in minds.categories(rows))
    n_denied = int(denied.sum())
    return Felt(strand.who, strand.to, len(rows), n_denied, what, strand, ticks(x[~denied], 14), ticks(x[denied], 14))


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """What all pairs need."""

    counts: Counts
    minds: Minds
    scenes: ScenesContext
    blocks: Blocks
    flags: tuple[Flag, ...]

    def lines(self, speaker: int, hearer: int) -> Ints:
        """The lines that one says to another."""
        counts = self.counts
        between = (counts.exchange_from == speaker) & (counts.exchange_to == hearer)
        lines: Ints = counts.exchange_line[between].astype(np.int64)
        return lines

    def columns(self, a: int, b: int) -> list[Column]:
        """The columns of the tiles in which both are there."""
        there = [
            {tile.column for row in self.scenes.people if row.who == who for tile in row.tiles if tile.there}
            for who in (a, b)
        ]
        return [self.scenes.columns[c] for c in sorted(there[0] & there[1])]

    def ends(self, lines: list[int], columns: list[Column], a: int, b: int) -> list[tuple[int, int]] | None:
        """The first and last passage of two: of their lines, of being there together, or of what they feel."""
        if lines:
            return [self.counts.story.quotations[lines[i]].parts[0] for i in (0, -1)]
        if columns:
            return [(columns[i].start_char, columns[i].start_char + 1) for i in (0, -1)]
        felt = np.sort(np.concatenate((self.minds.between(a, b), self.minds.between(b, a)))).tolist()
        return [(int(self.minds.start[felt[i]]), int(self.minds.end[felt[i]])) for i in (0, -1)] if felt else None


def _pair(desk: _Desk, a: int, b: int, relationship: Relationship | None) -> Pair | None:
    if len(desk.lines(b, a)) > len(desk.lines(a, b)):
        a, b = b, a
    ab, ba, columns = desk.lines(a, b), desk.lines(b, a), desk.columns(a, b)
    lines = sorted([*ab.tolist(), *ba.tolist()])
    ends = desk.ends(lines, columns, a, b)
    if ends is None:
        return None
    said = _words(desk.counts, ab), _words(desk.counts, ba)
    top = float(max(said[0].max(), said[1].max()))
    felt = tuple(_felt(desk.minds, strand) for strand in directions(desk.minds, desk.blocks, a, b))
    n_felt = sum(each.n for each in felt)
    denied = [
        each
        for each in desk.minds.denials
        if {desk.minds.person(each.experiencer), desk.minds.person(each.target)} == {a, b}
    ]
    signs, links = denial_signs(denied, desk.minds, desk.blocks)
    return Pair(
        a=a,
        b=b,
        n_ab=len(ab),
        n_ba=len(ba),
        share=100 * len(ab) / len(lines) if lines else 50.0,
        n_together=len(columns),
        n_columns=len(desk.scenes.columns),
        up=bars(heights(said[0], top), up=True),
        down=bars(heights(said[1], top), up=False),
        together=_joined(columns),
        first=desk.blocks.passage(*ends[0]),
        last=desk.blocks.passage(*ends[1]),
        confidence=float(desk.counts.sure[lines].mean()) if lines else None,
        felt=felt,
        share_felt=100 * felt[0].n / n_felt if n_felt else 50.0,
        signs=(*signs, *contact_signs(relationship, desk.minds, desk.blocks)),
        links=links,
        flags=concerning(desk.flags, a, b),
    )


def _chosen(counts: Counts, minds: Minds, table: Ints) -> list[tuple[int, int, Relationship | None]]:
    """The pairs that are shown, main pair first."""
    given: list[tuple[int, int, Relationship | None]] = [
        (minds.person(each.a), minds.person(each.b), each) for each in counts.story.relationships
    ]
    if given:
        return [pair for pair in given if min(pair[:2]) >= 0 and pair[0] != pair[1]][:TIMELINES]
    close = closeness(counts, presence(counts), counts.end_char)
    spoken = np.triu(table + table.T) > 0
    close[~spoken] = close[~spoken] if not spoken.any() else 0.0  # where people speak, pairs are those who do
    flat = np.argsort(-close, axis=None, kind="stable")[: TIMELINES if spoken.any() else 1].tolist()
    return [(*divmod(i, counts.n_people), None) for i in flat if close.flat[i]]


def pairs_context(counts: Counts, minds: Minds, scenes: ScenesContext, blocks: Blocks) -> PairsContext:
    """Gather the pairs."""
    table, felt = counts.exchanges(counts.end_char), minds.toward(counts.end_char)
    desk = _Desk(counts, minds, scenes, blocks, flags(minds, blocks))
    pairs = [_pair(desk, a, b, relationship) for a, b, relationship in _chosen(counts, minds, table)]
    return PairsContext(
        matrix=_matrix(table, _first_lines(counts)),
        feelings=_matrix(felt, _first_feelings(minds)),
        pairs=tuple(pair for pair in pairs if pair),
        unit=scenes.unit,
        n_bins=BINS,
        ruler=ruler(counts),
    )
