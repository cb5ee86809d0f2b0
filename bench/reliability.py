"""Is a confidence what it says? Of the claims made with .8, do eight in ten hold?

In come pairs of a confidence and whether the claim held, out goes a table: bins of confidence with how many claims fell
into each, their mean confidence, and how many held; and the expected calibration error (Naeini et al. 2015), the mean
distance between the two, weighted by the size of the bins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.speakers import Verdict

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
Claims = Sequence[tuple[float, bool]]  # confidence, and whether the claim held


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of about one confidence."""

    low: float
    high: float
    n: int
    confidence: float  # mean
    accuracy: float


def bins(claims: Claims, edges: Sequence[float] = EDGES) -> list[Bin]:
    """Sort claims into bins; those that stay empty are left out. The last bin holds its upper edge too."""
    result = []
    for low, high in pairwise(edges):
        some = [(c, held) for c, held in claims if low <= c < high or (c == high == edges[-1])]
        if some:
            n = len(some)
            result.append(Bin(low, high, n, sum(c for c, _ in some) / n, sum(held for _, held in some) / n))
    return result


def calibration_error(claims: Claims, edges: Sequence[float] = EDGES) -> float | None:
    """The mean distance of confidence and accuracy over the bins; None without claims."""
    if not claims:
        return None
    return sum(b.n * abs(b.confidence - b.accuracy) for b in bins(claims, edges)) / len(claims)


def speaker_claims(verdicts: Iterable[Verdict]) -> list[tuple[float, bool]]:
    """The parts that were found and given to somebody."""
    return [(v.confidence, v.right) for v in verdicts if v.found and v.predicted]


def addressee_claims(verdicts: Iterable[Verdict]) -> list[tuple[float, bool]]:
    """The parts whose speaker is right and that are said to somebody, in the gold and here."""
    return [
        (v.addressee_confidence, v.addressee) for v in verdicts if v.addressee is not None and v.addressee_confidence
    ]


def table(verdicts: Sequence[Verdict]) -> str:
    """Lay out the reliability of speakers and addressees."""
    lines = ["Reliability: claims by their confidence, how many there are, their mean confidence, the share that holds"]
    for what, claims in (("speaker", speaker_claims(verdicts)), ("addressee", addressee_claims(verdicts))):
        error = calibration_error(claims)
        if error is None:
            continue
        lines.append(f"{what:12}{'claims':>10}{'confidence':>12}{'right':>10}")
        for b in bins(claims):
            lines.append(f"  {b.low:.2f}-{b.high:.2f}{b.n:11}{b.confidence:12.3f}{b.accuracy:10.3f}")
        lines.append(f"  expected calibration error {error:.3f}")
    return "\n".join([*lines, ""])
