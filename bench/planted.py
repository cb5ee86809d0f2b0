"""Stories whose course is known because it was planted: tables of observations, and texts.

A table has what a story of 150 sentences has: mood, feelings of two people, denials, touch, conflict, presence
and exchanges, with noise that lasts for a passage. In `growth` the feeling of one for the other rises slowly; in
`turn` it rises at one place, and the denials stop; in `two turns` it rises and falls back; in `none` nothing happens;
in `decoy` the sentences in which nobody is mentioned darken, slowly or at one place.
"""

from dataclasses import dataclass

import numpy as np

from undertow.story.course.claims import Claims, find_claims
from undertow.story.course.levels import changed_levels, sides_of, toward_whom
from undertow.story.course.observations import Channel, Observations

KINDS = ("growth", "turn", "two turns", "none", "decoy")
PAIR = ("she", "he")
NEAR = 0.05  # of the story: how far from its place a turn may be found
_PASSAGES, _PER_PASSAGE = 50, 3


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """A table and what was planted in it."""

    kind: str
    observations: Observations
    turns: tuple[float, ...]  # progress


def _felt(kind: str, x: np.ndarray, places: tuple[float, ...]) -> np.ndarray:
    """How often a feeling is told in a sentence at each place."""
    if kind == "growth":
        return 0.05 + 0.85 * x
    if kind in ("turn", "two turns"):
        up = x >= places[0]
        return np.where(up & (x < places[1]) if kind == "two turns" else up, 0.85, 0.1)
    return np.full(len(x), 0.3)


def plant(kind: str, seed: int) -> Planted:
    """Make a table."""
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    n = _PASSAGES * _PER_PASSAGE
    passage = np.repeat(np.arange(_PASSAGES), _PER_PASSAGE)
    x = (np.arange(n) + 0.5) / n
    places = {"turn": (rng.uniform(0.35, 0.8),), "two turns": (rng.uniform(0.25, 0.4), rng.uniform(0.6, 0.75))}
    at = tuple(float(np.round(p * _PASSAGES) / _PASSAGES) for p in places.get(kind, ()))
    lasting = rng.normal(0, 0.08, (4, _PASSAGES))[:, passage]  # what lasts for a passage
    felt = _felt(kind, x, at)
    about = rng.random(n) < 0.6  # sentences about the two
    mood = rng.normal(0, 0.2, (3, n)) + lasting[:3]
    mood[0] += np.where(about, 0.25 * (felt - felt.mean()), 0)
    if kind == "decoy":
        darker = np.where(x > 0.5, 0.6, 0.0) if seed % 2 else 0.8 * x
        mood[0] -= np.where(about, 0, darker)
    denied = np.where(x < at[0], 0.3, 0.03) if kind == "turn" else np.full(n, 0.15)
    counts = [felt + lasting[3], np.full(n, 0.2), denied, np.full(n, 0.06), np.full(n, 0.05), np.full(n, 0.12)]
    kinds = [("feeling", *PAIR), ("feeling", *PAIR[::-1]), ("denial", *PAIR), ("touch", *PAIR), ("conflict", *PAIR)]
    rows: dict[Channel, np.ndarray] = {}
    for i, name in enumerate(("valence", "arousal", "dominance")):
        rows[Channel(name)] = mood[i]
        rows[Channel(name, *PAIR)] = np.where(about, mood[i], np.nan)
    for channel, rate in zip([*kinds, ("exchanges", *PAIR)], counts, strict=True):
        rows[Channel(*channel)] = (rng.random(n) < np.clip(rate, 0, 1)) * 1.0
    rows[Channel("presence", *PAIR)] = (rng.random(_PASSAGES) < 0.7)[passage] * 1.0
    zero = np.zeros(n)
    observations = Observations(
        passage=passage,
        words=rng.integers(6, 25, n),
        channels=tuple(rows),
        values=np.array(list(rows.values())),
        signs=zero,
        understanding=zero,
        looking_back=zero,
        flight=zero,
        outcry=zero,
        settled=zero,
        affirmed=zero,
        length=rng.integers(6, 25, n).astype(float),
        spoken=zero,
    )
    return Planted(kind, observations, at)


def told(planted: Planted) -> str:
    """Which kind of story the claims make of it."""
    observations = planted.observations
    claims = find_claims(observations)
    return kind_of(observations, claims)


def kind_of(observations: Observations, claims: Claims) -> str:
    """The kind that the claims amount to: by turns of the pair, then by growth of a feeling."""
    turns = claims.turning()
    sides = sides_of(observations, turns)
    ours = [
        t for t, s in zip(turns, sides, strict=True) if toward_whom(observations, changed_levels(observations, s))[0]
    ]
    if ours:
        return {1: "turn", 2: "two turns"}.get(len(ours), "more turns")
    grown = {observations.channels[t.channel].kind for t in claims.growing() if observations.channels[t.channel].target}
    return "growth" if grown & {"feeling", "denial"} else "none"


def right(planted: Planted) -> bool:
    """Whether the claims about a planted table are those that were planted, with turns at their places."""
    observations = planted.observations
    claims = find_claims(observations)
    expected = "none" if planted.kind == "decoy" else planted.kind
    places = [float(observations.progress[turn.unit]) for turn in claims.turning()]
    if kind_of(observations, claims) != expected:
        return False
    return all(min(abs(place - p) for p in places) <= NEAR for place in planted.turns)
