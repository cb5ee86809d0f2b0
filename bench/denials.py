"""Measure how well denial is found: in short passages (bench/denied.py), and on the stories of `tests/stories`.

    python bench/accuracy.py denials

A stated denial is found if a denial of the story overlaps it; a stated aside is found if it stands against any denial.
`first pair` is the rank of the first denial that is a stated one and has a stated aside against it; the aim is a rank
of up to TOP. Stories that state no denials show how much is claimed where nothing is known to be denied. Three of the
stories with denials were used for building (`building`), the others for testing.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "stories"))  # where the loader lies

from loader import FixtureStory, load_stories

import undertow
from bench import denied
from undertow.story.values import Denial, Story

TOP = 5
BUILDING = frozenset({"safe_crossing_times", "the_shallow_end", "channel_two"})

Range = tuple[int, int]


def places(fixture: FixtureStory, key: str) -> list[Range]:
    """Where the passages of `denials` or `asides` stand: the first place of each."""
    return [fixture.occurrences(phrase)[0] for phrase in fixture.facts.get(key, [])]


def _meets(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def row(fixture: FixtureStory, story: Story) -> dict[str, int | str]:
    """The numbers of one story."""
    denials, asides = places(fixture, "denials"), places(fixture, "asides")
    found = {i for i, place in enumerate(denials) for d in story.denials if _meets(place, (d.start_char, d.end_char))}
    against = [(e.start_char, e.end_char) for d in story.denials for e in d.against]
    used = {i for i, place in enumerate(asides) if any(_meets(place, evidence) for evidence in against)}
    rank = next((k for k, d in enumerate(story.denials, 1) if _is_pair(d, denials, asides)), 0)
    return {
        "story": fixture.name,
        "half": "building" if fixture.name in BUILDING else "testing" if denials else "-",
        "claimed": len(story.denials),
        "denials": f"{len(found)} of {len(denials)}" if denials else "-",
        "asides": f"{len(used)} of {len(asides)}" if asides else "-",
        "first pair": str(rank or "none") if denials else "-",
    }


def _is_pair(denial: Denial, denials: Sequence[Range], asides: Sequence[Range]) -> bool:
    stated = any(_meets(place, (denial.start_char, denial.end_char)) for place in denials)
    evidence = [(e.start_char, e.end_char) for e in denial.against]
    return stated and any(_meets(place, e) for place in asides for e in evidence)


def page(rows: Sequence[dict[str, int | str]]) -> str:
    """Lay the rows out."""
    lines = [f"Denials, {len(rows)} stories; undertow {undertow.__version__}", ""]
    lines.append(f"{'':32}{'half':>10}{'claimed':>9}{'denials':>10}{'asides':>9}{'first pair':>12}")
    stated = [r for r in rows if r["half"] != "-"]
    others = [r for r in rows if r["half"] == "-"]
    for r in stated:
        cells = f"{r['half']:>10}{r['claimed']:>9}{r['denials']:>10}{r['asides']:>9}{r['first pair']:>12}"
        lines.append(f"{r['story']:32}{cells}")
    claimed = sum(int(r["claimed"]) for r in others)
    lines.append(f"{f'{len(others)} stories that state none':32}{'':>10}{claimed:>9}")
    hits = sum(r["first pair"] not in ("none", "-") and int(r["first pair"]) <= TOP for r in stated)
    lines += [
        "",
        f"a stated denial with a stated aside against it among the first {TOP}: {hits} of {len(stated)} stories",
    ]
    return "\n".join([*lines, ""])


def score(_: Namespace) -> tuple[dict[str, Any], str]:
    """The numbers and the page, for `bench/accuracy.py`."""
    rows = [row(fixture, undertow.read(fixture.path)) for fixture in load_stories()]
    rows.sort(key=lambda r: (r["half"] == "-", r["half"], r["story"]))
    numbers, passages = denied.score()
    return {"passages": numbers, "stories": rows}, passages + "\n" + page(rows)
