"""The part of the data block that marks what is felt, denied and turned, and how each part is told, in the text."""

from typing import Any

import numpy as np

from undertow.layers.values import MODES
from undertow.report.minds import Minds
from undertow.report.offsets import Units
from undertow.report.telling import mode_parts
from undertow.story.values import CATEGORIES, EXPRESSIONS, POLARITIES

_PLAIN = (MODES.index("narration"), MODES.index("direct speech"))  # what the text shows without a mark


def steps(values: np.ndarray) -> list[int]:
    """Differences from the one before, the first from 0."""
    found: list[int] = np.diff(values.astype(np.int64), prepend=0).tolist()
    return found


def whole_percent(values: np.ndarray) -> list[int]:
    """Shares as whole per cents."""
    whole: list[int] = np.rint(100 * np.clip(values, 0, 1)).astype(np.int64).tolist()
    return whole


def _feelings(minds: Minds, units: Units) -> dict[str, list[int]]:
    start, end = units.all(minds.start), units.all(minds.end)
    return {
        "at": steps(start),
        "n": (end - start).tolist(),
        "by": minds.by.tolist(),
        "to": minds.to.tolist(),
        "what": minds.category.tolist(),
        "how": minds.expression.tolist(),
        "pol": minds.polarity.tolist(),
        "mode": minds.mode.tolist(),
        "claim": [minds.person(feeling.claimant) for feeling in minds.feelings],
        "sure": whole_percent(np.array([feeling.confidence for feeling in minds.feelings], dtype=np.float64)),
    }


def _modes(minds: Minds, units: Units) -> dict[str, list[int]]:
    """Parts that are neither plain narration nor speech; neighbours of one mode are one part."""
    counts = minds.counts
    if counts.story.layers.modes is None:
        return {"at": [], "n": [], "mode": []}
    starts, ends, modes = mode_parts(counts)
    paragraph = np.searchsorted(counts.document.paragraphs[:, 0], starts, side="right")
    new = np.ones(len(modes), dtype=np.bool_)
    new[1:] = (modes[1:] != modes[:-1]) | (paragraph[1:] != paragraph[:-1])
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(modes)) - 1
    kept = ~np.isin(modes[first], _PLAIN)
    document = counts.document
    start = units.all(document.token_start[starts[first[kept]]])
    end = units.all(document.token_end[ends[last[kept]] - 1])
    return {"at": steps(start), "n": (end - start).tolist(), "mode": modes[first[kept]].tolist()}


def _denials(minds: Minds, units: Units) -> list[dict[str, Any]]:
    def place(start: int, end: int) -> list[int]:
        return [units.at(start), units.at(end)]

    return [
        {
            "at": place(denial.start_char, denial.end_char),
            "kind": denial.kind,
            "by": minds.person(denial.experiencer),
            "to": minds.person(denial.target),
            "sure": round(100 * denial.confidence),
            "against": [[*place(each.start_char, each.end_char), each.claim] for each in denial.against[:3]],
        }
        for denial in sorted(minds.denials, key=lambda denial: denial.start_char)
    ]


def minds_data(minds: Minds, units: Units) -> dict[str, Any]:
    """What the script needs of what is felt."""
    return {
        "categories": list(CATEGORIES),
        "expressions": list(EXPRESSIONS),
        "polarities": list(POLARITIES),
        "modes": list(MODES),
        "feelings": _feelings(minds, units),
        "parts": _modes(minds, units),
        "denials": _denials(minds, units),
        "turns": [[units.at(turn.start_char), units.at(turn.end_char)] for turn in minds.turns],
    }
