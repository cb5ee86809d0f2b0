"""An arc as it is drawn: what was observed as points, and the band in which its mean lies; never one smooth line.

A line through the middle of a band looks as if somebody knew it. So the band alone is filled, and the points stand
where the words stand that they were counted from; where there are too many, each stands for several neighbours, and
says so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.report.minds import Minds
from undertow.report.passages import Blocks, Passage
from undertow.report.wording import p_value
from undertow.story.values import Arc

WIDTH, HEIGHT = 1000, 100  # of the drawing; the template stretches it
MARGIN = 8.0  # of HEIGHT, above and below
MOST_POINTS = 240
ROOM = 1.2  # of the drawing of a count, over its band
SIGNED = ("valence", "arousal", "dominance")  # of these the middle, 0, means something

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strand:
    """An arc. `points` and `band` are SVG paths, WIDTH by HEIGHT; without an arc both are empty."""

    kind: str
    who: int  # whose, or the one from whom; -1 where it is the story's
    to: int  # the one toward whom, -1 for none
    band: str
    points: str
    each: int  # how many observations a point stands for
    n_observations: int
    zero: float | None  # height of 0, where 0 is the middle of a scale
    top: str  # what the upper edge stands for
    bottom: str
    kernel: str
    grows: str  # rises, falls, or "" where no trend can be told from chance
    trend: str  # "rank correlation 0.46, p = 0.003"
    passages: tuple[Passage, ...]  # what carries the trend most


def _bounds(arcs: list[Arc]) -> tuple[float, float]:
    """Lowest and highest value on the drawing, the same for arcs that are compared.

    Of what is counted most places hold nothing and a few hold much: the band decides, and a point above the edge stands
    on it. Of moods every point is shown.
    """
    bands = np.concatenate([np.zeros(1), *(_finite((*arc.low, *arc.high)) for arc in arcs)])
    if any(arc.kind in SIGNED for arc in arcs):
        points = [values[np.isfinite(values)] for values in (_thinned(arc)[1] for arc in arcs)]
        bands = np.concatenate([bands, *points])
        return float(bands.min()), max(float(bands.max()), float(bands.min()) + 0.01)
    return min(0.0, float(bands.min())), ROOM * max(float(bands.max()), 0.01)


def _finite(values: tuple[float, ...]) -> Floats:
    array = np.array(values, dtype=np.float64)
    return array[np.isfinite(array)]


def _thinned(arc: Arc) -> tuple[Floats, Floats, int]:
    """Where the points stand, how high, and how many observations each is the mean of."""
    at, observed = np.array(arc.at, dtype=np.float64), np.array(arc.observed, dtype=np.float64)
    each = -(-len(at) // MOST_POINTS) if len(at) else 1
    if each > 1:
        edges = np.arange(0, len(at), each)
        sizes = np.diff(np.append(edges, len(at)))
        at, observed = np.add.reduceat(at, edges) / sizes, np.add.reduceat(observed, edges) / sizes
    return at, observed, each


def _band(arc: Arc, height: "_Scale") -> str:
    x = WIDTH * np.clip(np.array(arc.progress, dtype=np.float64), 0, 1)
    low, high = np.array(arc.low, dtype=np.float64), np.array(arc.high, dtype=np.float64)
    known = np.isfinite(low) & np.isfinite(high)
    if known.sum() < 2:
        return ""
    x, top, bottom = x[known], height.of(high[known]), height.of(low[known])
    points = [*zip(x, top, strict=True), *zip(x[::-1], bottom[::-1], strict=True)]
    return "M" + "L".join(f"{a:.0f} {b:.1f}" for a, b in points) + "z"


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def of(self, values: Floats) -> Floats:
        """How far below the upper edge values stand."""
        share = (np.clip(values, self.low, self.high) - self.low) / (self.high - self.low)
        heights: Floats = HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
        return heights


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "\u2212") or "0"


def _is_shown(value: float, arc: Arc) -> bool:
    """Whether a point is drawn: where nothing was counted there is none."""
    return bool(np.isfinite(value)) and (arc.kind in SIGNED or value != 0)


def _strand(arc: Arc, scale: _Scale, minds: Minds, blocks: Blocks) -> Strand:
    at, observed, each = _thinned(arc)
    heights = scale.of(observed).tolist()
    points = zip((WIDTH * np.clip(at, 0, 1)).tolist(), heights, strict=True)
    signed = arc.kind in SIGNED and scale.low < 0 < scale.high
    return Strand(
        kind=arc.kind,
        who=minds.person(arc.character),
        to=minds.person(arc.target),
        band=_band(arc, scale),
        points="".join(f"M{x:.0f} {y:.0f}h0" for (x, y), v in zip(points, observed, strict=True) if _is_shown(v, arc)),
        each=each,
        n_observations=len(arc.at),
        zero=float(scale.of(np.zeros(1))[0]) if signed else None,
        top=_number(scale.high),
        bottom=_number(scale.low),
        kernel=arc.kernel,
        grows=arc.grows,
        trend=f"rank correlation {_number(arc.trend)}, {p_value(arc.p_value)}",
        passages=tuple(blocks.passage(*passage) for passage in sorted(arc.passages)),
    )


def strands(arcs: list[Arc], minds: Minds, blocks: Blocks) -> tuple[Strand, ...]:
    """Draw arcs on one common scale."""
    scale = _Scale(*_bounds(arcs))
    return tuple(_strand(arc, scale, minds, blocks) for arc in arcs)


def nothing(kind: str, who: int, to: int) -> Strand:
    """What is drawn where no arc of this kind was made."""
    return Strand(kind, who, to, "", "", 1, 0, None, "", "", "", "", "", ())


def directions(minds: Minds, blocks: Blocks, a: int, b: int) -> tuple[Strand, ...]:
    """What two feel toward each other, from `a` first, on one scale; empty where nothing was found either way."""
    found = [minds.arc("feeling", x, y) for x, y in ((a, b), (b, a))]
    drawn = iter(strands([arc for arc in found if arc is not None], minds, blocks))
    both = [
        next(drawn) if arc is not None else nothing("feeling", x, y)
        for arc, (x, y) in zip(found, ((a, b), (b, a)), strict=True)
    ]
    some = any(arc is not None for arc in found) or len(minds.between(a, b)) or len(minds.between(b, a))
    return tuple(both) if some else ()
