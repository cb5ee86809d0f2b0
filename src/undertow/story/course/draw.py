"""Arcs as the story shows them: each channel smoothed, with its band, its trend and the passages that carry it."""

import numpy as np

from undertow.document.values import Span
from undertow.story.course.chance import LEVEL, Numbers
from undertow.story.course.claims import Claims, Trend
from undertow.story.course.growth import carriers, rank_correlation
from undertow.story.course.observations import Channel
from undertow.story.course.smoothing import KERNEL, N_POINTS, smooth
from undertow.story.course.table import Table
from undertow.story.values import Arc

_SIGNED = ("valence", "arousal", "dominance")  # from -1 to 1; the other kinds are counts, and never below 0
_DIGITS = 4


def unit_span(table: Table, unit: int) -> Span:
    """The words of a unit."""
    document = table.stage.document
    first, last = np.searchsorted(table.unit, [unit, unit + 1])
    return Span(document, int(document.sentences[first, 0]), int(document.sentences[last - 1, 1]))


def _tuple(row: Numbers) -> tuple[float, ...]:
    return tuple(round(float(value), _DIGITS) for value in row)


def _bounds(channel: Channel) -> tuple[float, float]:
    if channel.kind in _SIGNED:
        return -1.0, 1.0
    return 0.0, 1.0 if channel.kind == "presence" else np.inf


def _arc(table: Table, index: int, trend: Trend | None) -> Arc:
    observations = table.observations
    channel, row = observations.channels[index], observations.values[index]
    places = observations.progress
    seen = ~np.isnan(row)
    points = np.linspace(0, 1, N_POINTS)
    lowest, highest = _bounds(channel)
    value, low, high = (
        np.clip(line, lowest, highest) for line in smooth(places[seen], row[seen], observations.passage[seen], points)
    )
    strength = rank_correlation(row, places)
    grows = ""
    if trend is not None and trend.p_value <= LEVEL:
        grows = "rises" if trend.strength > 0 else "falls"
    spans = [unit_span(table, int(u)) for u in carriers(observations, row, strength >= 0)]
    return Arc(
        id=f"arc{index}",
        kind=channel.kind,
        character=channel.character,
        target=channel.target,
        progress=_tuple(points),
        value=_tuple(value),
        low=_tuple(low),
        high=_tuple(high),
        kernel=KERNEL,
        at=_tuple(places[seen]),
        observed=_tuple(row[seen]),
        trend=round(strength, _DIGITS),
        p_value=trend.p_value if trend is not None else 1.0,
        grows=grows,
        passages=tuple((span.start_char, span.end_char) for span in spans),
    )


def draw(table: Table, claims: Claims) -> tuple[Arc, ...]:
    """Draw the arc of every channel."""
    trends = {trend.channel: trend for trend in claims.trends}
    return tuple(_arc(table, i, trends.get(i)) for i in range(len(table.observations.channels)))
