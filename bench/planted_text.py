"""Planted courses as texts, put together from sentences of our own.

The kinds are those of `planted.py`: two people who work together, and how often it is told that the one loves the
other. The setting has sentences of its own, and in the decoy they alone darken.
"""

import numpy as np

from bench.planted import KINDS
from undertow.story.values import Story

_WORK = """Nora and Tom carried the boxes to the van.
Tom counted the plates while Nora wrote the numbers down.
Nora gave Tom the list, and Tom read it.
Tom locked the shop, and Nora tried the handle.
Nora swept the floor and Tom moved the chairs.
Tom parked behind the bank, and Nora walked round to the front.
Nora told Tom the price of the lamp.
Tom hung the sign, and Nora said that it was straight.
Nora wrapped the glasses for Tom in newspaper.
Tom and Nora ate their sandwiches at the counter.
Nora read the meter and Tom wrote it in the book.
Tom bought a map, and Nora folded it.
Nora asked Tom for the key to the yard.
Tom showed Nora the new till.
Nora and Tom painted the door on a Monday.
Tom rang the auctioneer, and Nora waited.
Nora measured the shelf, and Tom cut it.
Tom held the ladder and Nora changed the bulb.""".splitlines()
_LOVE = """Nora loved Tom.
Nora longed for Tom.
Nora adored Tom.
Nora was in love with Tom.
Nora missed Tom.
Nora was fond of Tom.
Nora yearned for Tom.
Nora cared for Tom.
Nora admired Tom.
Nora wanted Tom.""".splitlines()
_DENIAL = """Nora did not love Tom.
Nora told herself that she did not love Tom.
Nora did not miss Tom.
Nora did not care for Tom at all.""".splitlines()
_LIGHT = """The street lay in the sun.
A warm wind came up from the river.
There were swallows over the roofs.
The bakery had its door open.
The square was full of flowers.
Children were playing by the fountain.
The lime trees were in leaf.
The evening was mild and golden.
Music came from the park.""".splitlines()
_DARK = """The street lay under black water.
A cruel wind came up from the dead river.
There were rats under the roofs.
The bakery had burned to the ground.
The square was full of filth and broken glass.
A dog was dying by the fountain.
The lime trees were rotten.
The night was bitter and full of dread.
Screams came from the park.""".splitlines()

N_PARAGRAPHS = 70


def _rates(kind: str, x: float, places: tuple[float, ...]) -> tuple[float, float]:
    """How often a sentence tells of love, and of its denial."""
    if kind == "growth":
        return 0.05 + 0.85 * x, 0.05
    if kind == "turn":
        return (0.85, 0.02) if x >= places[0] else (0.1, 0.15)
    if kind == "two turns":
        return (0.85, 0.05) if places[0] <= x < places[1] else (0.1, 0.05)
    return 0.3, 0.1


def plant_text(kind: str, seed: int) -> tuple[str, tuple[float, ...]]:
    """A text of about 1,500 words and the progress of the turns in it."""
    rng = np.random.default_rng([3, seed, KINDS.index(kind)])
    places: tuple[float, ...] = ()
    if kind == "turn":
        places = (round(float(rng.uniform(0.4, 0.75)) * N_PARAGRAPHS) / N_PARAGRAPHS,)
    elif kind == "two turns":
        places = (24 / N_PARAGRAPHS, 48 / N_PARAGRAPHS)
    paragraphs = []
    for i in range(N_PARAGRAPHS):
        x = i / N_PARAGRAPHS
        love, denial = _rates(kind, x, places)
        dark = kind == "decoy" and rng.random() < (x if seed % 2 else float(x >= 0.5))
        sentences = [str(rng.choice(_DARK if dark else _LIGHT))]
        for _ in range(2):
            chance = rng.random()
            pool = _LOVE if chance < love else _DENIAL if chance < love + denial else _WORK
            sentences.append(str(rng.choice(pool)))
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs) + "\n", places


def told_of(story: Story) -> str:
    """The kind that the claims about a text amount to, as `planted.kind_of` has it for a table."""
    ours = [turn for turn in story.turns if turn.target is not None]
    if ours:
        return {1: "turn", 2: "two turns"}.get(len(ours), "more turns")
    return "growth" if any(arc.grows and arc.kind in ("feeling", "denial") for arc in story.arcs) else "none"


def paragraphs_off(story: Story, places: tuple[float, ...]) -> list[int]:
    """How many paragraphs the nearest turn is from each planted one."""
    starts = story.document.token_start[story.document.paragraphs[:, 0]]
    found = np.searchsorted(starts, [turn.start_char for turn in story.turns], side="right") - 1
    return [int(np.abs(found - place * N_PARAGRAPHS).min()) if len(found) else N_PARAGRAPHS for place in places]
