"""Measure how well denial is found in short passages in which it is marked: `bench/data/denials.txt`.

A marked denial is found if a denial of the story overlaps it. What speaks against it is right if a passage that stands
against it overlaps one that is marked so, and who denies if the character's name or the words of a mention of theirs
are those of the passage (asked only where its text has these words). Passages without marks stand among the others:
whatever is claimed there is too much.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import undertow
from bench.corpora.denied import DeniedPassage, read_passages
from bench.scores import PRF
from undertow.story.values import Denial, Story

PASSAGES = Path(__file__).parent / "data" / "denials.txt"


def meets(start: int, end: int, marks: Sequence[tuple[int, int, int]]) -> set[int]:
    """The numbers of the marks that these characters meet."""
    return {number for first, last, number in marks if first < end and start < last}


def is_who(story: Story, denial: Denial, who: str) -> bool:
    """Whether the one who denies is meant by these words: a name or a noun of theirs, 'I' or 'you'."""
    wanted = who.lower().removeprefix("the ")
    character = next(c for c in story.characters if c.id == denial.experiencer)
    if wanted == "i":
        return bool(character.narrator)
    names = {name.lower().removeprefix("the ") for name in (character.name, *character.aliases)}
    if any(wanted in name or name in wanted for name in names):
        return True
    at = [e for e, entity in enumerate(story.entities) if entity.id == character.id]
    mentions, document = story.layers.mentions, story.document
    assert mentions is not None
    return any(
        wanted in document.span(int(a), int(b)).text.lower()
        for a, b, e in zip(mentions.start, mentions.end, story.mention_entity, strict=True)
        if e in at
    )


def count(passage: DeniedPassage, story: Story) -> tuple[PRF, Counter[str]]:
    """Denials found, and what is right of those."""
    found: set[int] = set()
    counts: Counter[str] = Counter()
    right = 0
    for denial in story.denials:
        numbers = meets(denial.start_char, denial.end_char, passage.denials)
        found |= numbers
        right += bool(numbers)
        if numbers:
            counts["asked"] += 1
            marked = [mark for mark in passage.against if mark[2] in numbers]
            counts["against"] += any(meets(e.start_char, e.end_char, marked) for e in denial.against)
            if passage.who.lower() in passage.text.lower():
                counts["who asked"] += 1
                counts["who"] += is_who(story, denial, passage.who)
    if not passage.denials:
        counts["decoys"] += 1
        counts["claimed in decoys"] += len(story.denials)
    return PRF(len(found), len({mark[2] for mark in passage.denials}), right, len(story.denials)), counts


def score() -> tuple[dict[str, Any], str]:
    """Read each passage; return the numbers and a page."""
    total, counts = PRF(), Counter[str]()
    passages = list(read_passages(PASSAGES))
    for passage in passages:
        prf, some = count(passage, undertow.read(text=passage.text))
        total, counts = total + prf, counts + some
    asked = max(1, counts["asked"])
    numbers = {
        "passages": len(passages),
        "denials": {"precision": total.precision, "recall": total.recall, "f1": total.f1},
        "against": counts["against"] / asked,
        "who": counts["who"] / max(1, counts["who asked"]),
        "decoys": counts["decoys"],
        "claimed in decoys": counts["claimed in decoys"],
    }
    return numbers, page(numbers)


def page(numbers: dict[str, Any]) -> str:
    """Lay the numbers out."""
    row = "".join(f"{value:9.3f}" for value in numbers["denials"].values())
    decoys = f"{numbers['claimed in decoys']} denials in {numbers['decoys']}"
    return "\n".join(
        [
            f"Denials in {numbers['passages']} passages; undertow {undertow.__version__}",
            "",
            f"{'':34}{'precision':>9}{'recall':>9}{'F1':>9}",
            f"{'denials':34}{row}",
            f"{'of those, what speaks against':34}{numbers['against']:9.3f}",
            f"{'of those, who denies':34}{numbers['who']:9.3f}",
            f"claimed where nothing is denied: {decoys} passages",
            "",
        ]
    )
