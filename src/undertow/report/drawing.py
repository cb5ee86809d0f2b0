"""Shapes of still charts: numbers in, SVG path data and positions in per cent out.

The markup stands in the templates. Horizontal positions are shares of the story's tokens in per cent, the same in every
chart, so that one line can show the reader's place in all of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.counts import Counts

Ints = NDArray[np.int32]

HALF = 50.0  # a ribbon is 100 high, its middle line at 50
LEAST = 4.0  # what is there at all can be seen
LAST_LABEL = 97.0  # per cent; a number past it would be cut off
ROOM = 3.0  # per cent between two numbers
MAX_RULER = 40  # chapters that have a number on the ruler; with more, every second, fifth or tenth has


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A person over the story in two paths, `n_bins` wide and 100 high: mentions go up, words said go down."""

    n_bins: int
    mentions: str
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A chapter on the ruler."""

    x: float  # per cent
    label: str  # "" where there is no room for one
    start_char: int


def bars(heights: NDArray[np.float64], *, up: bool) -> str:
    """A path around bars of width 1 that stand on the middle line or hang from it; empty bars are left out."""
    lines = enumerate(heights.tolist())
    return "".join(f"M{x} {HALF:g}v{-height if up else height:.4g}h1V{HALF:g}z" for x, height in lines if height > 0)


def heights(amounts: NDArray[np.float64], top: float) -> NDArray[np.float64]:
    """Heights by the square root, so that a single word can still be seen beside a crowded page."""
    return np.where(amounts > 0, np.maximum(LEAST, HALF * np.sqrt(amounts / max(top, 1.0))), 0.0)


def binned(token: Ints, weights: Ints | None, n_tokens: int, n_bins: int) -> NDArray[np.float64]:
    """How much falls into each of `n_bins` equal stretches of the story."""
    bins = np.minimum(token.astype(np.int64) * n_bins // max(1, n_tokens), n_bins - 1)
    return np.bincount(bins, weights=weights, minlength=n_bins).astype(np.float64)


def ribbons(counts: Counts, people: list[int], *, n_bins: int) -> list[Ribbon]:
    """The ribbons of some people on one common scale."""
    n_tokens = counts.document.n_tokens
    seen, said = [], []
    for who in people:
        seen.append(binned(counts.token[counts.mentions_of(who)], None, n_tokens, n_bins))
        lines = np.flatnonzero(counts.speaker == who)
        said.append(binned(counts.line_token[lines], counts.line_words[lines], n_tokens, n_bins))
    most_seen = max((float(bins.max()) for bins in seen), default=0.0)
    most_said = max((float(bins.max()) for bins in said), default=0.0)
    return [
        Ribbon(n_bins, bars(heights(up, most_seen), up=True), bars(heights(down, most_said), up=False))
        for up, down in zip(seen, said, strict=True)
    ]


def ruler(counts: Counts) -> tuple[Tick, ...]:
    """The chapters, where there are several."""
    document = counts.document
    starts = document.chapters[:, 0].tolist()
    if len(starts) < 2:
        return ()
    every = next(n for n in (1, 2, 5, 10, 25, 100, len(starts)) if len(starts) <= MAX_RULER / 2 * n or n == len(starts))
    ticks = []
    last = -ROOM
    for i, start in enumerate(starts):
        numbered = i == 0 or (i + 1) % every == 0
        x = 100 * counts.place_of_token(start)
        numbered = numbered and last + ROOM <= x <= LAST_LABEL
        last = x if numbered else last
        ticks.append(Tick(x, str(i + 1) if numbered else "", int(document.token_start[start])))
    return tuple(ticks)
