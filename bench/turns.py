"""Measure what is claimed of stories whose course is known: growth and turns.

    python bench/turns.py level [--shuffles N]
    python bench/turns.py planted [--seeds N]
    python bench/turns.py texts [--seeds N]
    python bench/turns.py founding [--part dev | held-out | tests]

`level`: ten stories (and ten planted tables) are shuffled by passages, N times each, and whatever is claimed of a
shuffled story is false. `planted`: tables of observations in which growth, a turn, two turns, nothing, or a darkening
of the setting alone was planted. `texts`: the same as texts, read by undertow. `founding`: stories of the founding
manner, whose main pair and turn were written down before: those of tests/stories (`tests`), and those of
bench/data/turns that may be looked at (`dev`) and those that may only be run (`held-out`).
"""

import argparse
import sys
from collections.abc import Sequence
from math import exp, lgamma, log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, `bench` is not on the path

import numpy as np

import undertow
from bench import planted_text
from bench.planted import KINDS, Planted, kind_of, plant, right
from bench.planted_text import N_PARAGRAPHS, plant_text, told_of
from tests.stories.loader import FixtureStory, load_stories
from undertow.story.course.claims import find_claims
from undertow.story.course.observations import Observations
from undertow.story.course.table import make_table
from undertow.story.values import Character, Story

DATA = Path(__file__).parent / "data" / "turns"  # stories that were written for this alone
PARTS = ("tests", "dev", "held-out")
N_STORIES = 10
NEAR_PARAGRAPHS = 3  # of the seventy of a planted text, in which a turn shows itself only by and by


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="turns.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["level", "planted", "texts", "founding"])
    parser.add_argument("--shuffles", type=int, default=50, help="of each story (default: 50, 500 of ten stories)")
    parser.add_argument("--seeds", type=int, default=10, help="planted tables of each kind (default: 10)")
    parser.add_argument("--part", choices=PARTS, help="stories of the founding manner (default: all)")
    options = parser.parse_args(arguments)
    if options.what == "level":
        page = level(options.shuffles)
    elif options.what == "planted":
        page = planted(options.seeds)
    elif options.what == "texts":
        page = texts(options.seeds)
    else:
        page = "\n\n".join(founding(part) for part in ([options.part] if options.part else PARTS))
    sys.stdout.write(page + "\n")
    return 0


def interval(k: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval for k of n, by bisection."""

    def at_most(p: float, most: int) -> float:
        if p <= 0 or p >= 1:
            return 1.0 if p <= 0 else float(most >= n)
        terms = (
            lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log(1 - p)
            for i in range(most + 1)
        )
        return sum(exp(term) for term in terms)

    def solve(most: int, tail: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if at_most(middle, most) > tail else (low, middle)
        return low

    return (solve(k - 1, 0.975) if k else 0.0), (solve(k, 0.025) if k < n else 1.0)


def false_claims(observations: Observations, n_shuffles: int, seed: int) -> int:
    """Of how many shuffles anything is claimed."""
    rng = np.random.default_rng([7, seed])
    orders = (rng.permutation(observations.n_passages) for _ in range(n_shuffles))
    claims = (find_claims(observations.take(order)) for order in orders)
    return sum(bool(claim.growing() or claim.turning()) for claim in claims)


def level(n_shuffles: int) -> str:
    """The table of false claims."""
    stories = load_stories()
    founding_first = sorted(stories, key=lambda story: (story.facts["manner"] != "founding", story.name))
    tables = {story.name: make_table(undertow.read(story.path)).observations for story in founding_first[:N_STORIES]}
    rows = [_level_rows("stories", tables, n_shuffles)]
    kinds = [plant(KINDS[i % len(KINDS)], i) for i in range(N_STORIES)]
    rows.append(_level_rows("planted", {f"{p.kind} {i}": p.observations for i, p in enumerate(kinds)}, n_shuffles))
    head = f"{'':34}{'passages':>9}{'arcs':>6}{'as it is':>10}{'shuffles':>10}{'false':>7}   share [95 % interval]"
    return "\n".join([f"False claims at level .05; undertow {undertow.__version__}", "", head, *rows])


def _level_rows(title: str, tables: dict[str, Observations], n_shuffles: int) -> str:
    lines, total = [], 0
    for seed, (name, observations) in enumerate(tables.items()):
        claims = find_claims(observations)
        found = len(claims.growing()) + len(claims.turning())
        false = false_claims(observations, n_shuffles, seed)
        total += false
        lines.append(
            f"{name:34}{observations.n_passages:>9}{len(observations.channels):>6}{found:>10}{n_shuffles:>10}{false:>7}"
        )
        sys.stderr.write(f"{name}: {false} of {n_shuffles}\n")
    n = n_shuffles * len(tables)
    low, high = interval(total, n)
    share = f"{total / n:.3f} [{low:.3f}, {high:.3f}]"
    lines.append(f"{'all ' + title:34}{'':>9}{'':>6}{'':>10}{n:>10}{total:>7}   {share}")
    return "\n".join(lines)


def planted(n_seeds: int) -> str:
    """The table of planted courses: what was claimed of each."""
    said = ("growth", "turn", "two turns", "more turns", "none")
    lines = [f"{'planted':12}{'right':>10}   " + "".join(f"{kind:>12}" for kind in said)]
    total = 0
    for kind in KINDS:
        tables = [plant(kind, seed) for seed in range(n_seeds)]
        n_right = sum(map(right, tables))
        total += n_right
        found = [_told(table) for table in tables]
        lines.append(
            f"{kind:12}{f'{n_right} of {n_seeds}':>10}   " + "".join(f"{found.count(each):>12}" for each in said)
        )
    lines.append(f"{'all':12}{f'{total} of {n_seeds * len(KINDS)}':>10}")
    return "\n".join(lines)


def _told(table: Planted) -> str:
    return kind_of(table.observations, find_claims(table.observations))


def texts(n_seeds: int) -> str:
    """The table of planted texts: what was claimed of each, and how far the turns are from their places."""
    lines = [
        f"{'planted':12}{'seed':>6}{'told':>14}{'paragraphs off':>16}   {NEAR_PARAGRAPHS} of {N_PARAGRAPHS} allowed"
    ]
    n_right = 0
    for kind in KINDS:
        for seed in range(n_seeds):
            text, places = plant_text(kind, seed)
            story = undertow.read(text=text)
            off = planted_text.paragraphs_off(story, places)
            yes = told_of(story) == ("none" if kind == "decoy" else kind) and max(off, default=0) <= NEAR_PARAGRAPHS
            n_right += yes
            places_off = ", ".join(map(str, off)) or "-"
            lines.append(f"{kind:12}{seed:>6}{told_of(story):>14}{places_off:>16}{'' if yes else '   wrong'}")
    lines.append(f"{n_right} of {len(KINDS) * n_seeds} right")
    return "\n".join(lines)


def founding(part: str) -> str:
    """The table of the stories with a stated turn, and the claims in those without."""
    lines = [f"{part:28}{'main pair':>10}{'turn':>8}{'off by':>8}{'p':>8}   turns claimed"]
    others, n_turns = 0, 0
    stories = load_stories() if part == "tests" else [s for s in load_stories(DATA) if s.facts["part"] == part]
    for fixture in stories:
        story = undertow.read(fixture.path)
        if "turn" not in fixture.facts:
            others, n_turns = others + 1, n_turns + len(story.turns)
            lines += [_other(fixture, story)] if story.turns else []
            continue
        off = paragraphs_off(fixture, story)
        best = min(off, default=None)
        p = f"{story.turns[off.index(best)].p_value:.4f}" if best is not None else "-"
        yes = "right" if best is not None and best <= 1 else "missed"
        pair = "right" if main_pair_right(fixture, story) else "wrong"
        lines.append(
            f"{fixture.name:28}{pair:>10}{yes:>8}{'-' if best is None else best:>8}{p:>8}   {len(story.turns)}"
        )
    lines.append(f"{n_turns} turns claimed in {others} other stories")
    return "\n".join(lines)


def _other(fixture: FixtureStory, story: Story) -> str:
    turn = story.turns[0]
    words = " ".join(story.text[turn.start_char : turn.end_char].split())[:60]
    return f"{fixture.name:28}{'':>10}{'':>8}{'':>8}{turn.p_value:>8.4f}   {len(story.turns)}: {words}"


def paragraphs_off(fixture: FixtureStory, story: Story) -> list[int]:
    """How many paragraphs each turn is from the stated one."""
    stated = fixture.occurrences(fixture.facts["turn"])[0][0]
    starts = story.document.token_start[story.document.paragraphs[:, 0]]
    place = np.searchsorted(starts, [stated, *(turn.start_char for turn in story.turns)], side="right")
    return [abs(int(each - place[0])) for each in place[1:]]


def main_pair_right(fixture: FixtureStory, story: Story) -> bool:
    """Whether the first pair are the two who are stated.

    By their names; or, since the founding manner hardly uses any, somebody nameless who is mentioned most of all with
    these pronouns.
    """
    if not story.relationships:
        return False
    wanted = [fixture.characters[id] for id in fixture.facts["main_pair"]]
    pair = story.relationships[0]
    ours = story.character(pair.a), story.character(pair.b)

    def same(ours: Character, fact: dict[str, Any]) -> bool:
        first = next((c for c in story.characters if c.pronouns == fact["pronouns"] != ""), None)
        return bool({ours.name, *ours.aliases} & {fact["name"], *fact["aliases"]}) or (not ours.named and ours == first)

    return any(same(a, wanted[0]) and same(b, wanted[1]) for a, b in (ours, ours[::-1]))


if __name__ == "__main__":
    raise SystemExit(main())
