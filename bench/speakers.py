"""Named-speaker accuracy: of the lines of a novel, how many get the person who says them, by name?

A novel of PDNC and the wire format of a story that was read from its raw text come in; a verdict for each gold part
goes out, and counts, which add up over novels. The measure is the one that a reader feels: a line that was not found is
a wrong line.

- A gold part is found if a predicted part covers at least 80 % of its characters and at least 80 % of the predicted
  part lies inside it.
- Its speaker is right if one of the predicted character's names is, in lower case, a name of the gold speaker, and the
  predicted display name is not that of another gold character. Whom undertow flags as the narrator is right for the
  gold narrator.
- The addressee is right if the first predicted addressee is, in the same sense, any of the gold addressees. It is asked
  of parts whose speaker is right and which have a gold addressee.
- A part is nameless if it goes to a character without a proper name although the gold speaker has one: a name that
  does not start with an article ("The General", "A Man").
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from bench.corpora.pdnc import Character, Novel, Quotation
from bench.scores import PRF

OVERLAP = 0.8
ARTICLES = ("a ", "an ", "the ", "one ", "another ", "some ")

Part = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one gold part. The fields after `found` say nothing where it was not found."""

    start_char: int
    end_char: int
    type: str  # explicit, anaphoric, implicit or ""
    gold: str
    found: bool
    predicted: str = ""  # display name, "" for nobody
    right: bool = False
    gold_has_name: bool = False
    nameless: bool = False
    addressee: bool | None = None  # right or wrong; None where it is not asked
    attribution: str = ""  # how undertow thinks that the text tells
    confidence: float = 0.0  # that the speaker is right
    addressee_confidence: float = 0.0


def measure(novel: Novel, story: dict[str, Any]) -> tuple[Counter[str], list[Verdict]]:
    """Compare what undertow said with the gold: counts, and what became of each gold part in the order of the text.

    `story` is the wire format; its text must be the novel's.
    """
    if story["text"] != novel.text:
        raise ValueError(f"{novel.name}: the text that undertow returned is not the text of the novel")
    lines = {(int(a), int(b)): quotation for quotation in story["quotations"] for a, b in quotation["parts"]}
    gold = {part: quotation for quotation in novel.quotations for part in quotation.parts}
    found = match(list(gold), list(lines))
    people = {person["id"]: person for person in story["characters"]}
    judge = Judge(novel)
    verdicts = [
        judge.verdict(part, gold[part], lines[found[part]] if part in found else None, people) for part in sorted(gold)
    ]
    counts = Counter(
        predicted_parts=len(lines),
        found_predicted=len(set(found.values())),
        gold_speakers=len({quotation.speaker for quotation in novel.quotations}),
        predicted_speakers=len({q["speaker"] for q in story["quotations"] if q["speaker"] is not None}),
    )
    return counts + tally(verdicts), verdicts


def tally(verdicts: Iterable[Verdict]) -> Counter[str]:
    """Count verdicts."""
    counts: Counter[str] = Counter()
    for verdict in verdicts:
        for name, holds in (("gold", True), ("found", verdict.found), ("right", verdict.right)):
            counts[f"{name}_parts"] += holds
            counts[f"{name}_{verdict.type}"] += holds
        counts["named_gold"] += verdict.gold_has_name
        counts["nameless"] += verdict.nameless
        counts["addressed"] += verdict.addressee is not None
        counts["addressee_right"] += verdict.addressee is True
    return counts


def match(gold: list[Part], predicted: list[Part]) -> dict[Part, Part]:
    """Map each gold part that was found to the predicted part that found it."""
    predicted = sorted(predicted)
    ends = list(accumulate((end for _, end in predicted), max))  # ascending even if parts should overlap
    found = {}
    for start, end in gold:
        for other in predicted[bisect_right(ends, start) :]:
            if other[0] >= end:
                break
            shared = min(end, other[1]) - max(start, other[0])
            if shared > 0 and shared >= OVERLAP * (end - start) and shared >= OVERLAP * (other[1] - other[0]):
                found[start, end] = other
    return found


class Judge:
    """Says whether a predicted character is the gold one."""

    def __init__(self, novel: Novel) -> None:
        self._characters = novel.characters
        self._owners: dict[str, set[str]] = {}  # of each name
        for character in novel.characters.values():
            for name in character.names:
                self._owners.setdefault(name, set()).add(character.name)

    def _gold(self, name: str) -> Character:
        return self._characters.get(name) or Character(name, frozenset())

    def is_right(self, person: dict[str, Any] | None, gold_name: str) -> bool:
        """Compare by name, or as narrators."""
        if person is None:
            return False
        gold = self._gold(gold_name)
        if person["narrator"] and gold.is_narrator:
            return True
        display = person["name"].lower()
        names = {display, *(alias.lower() for alias in person["aliases"])}
        return bool(names & gold.names) and not self._owners.get(display, set()) - {gold.name}

    def verdict(
        self, part: Part, gold: Quotation, line: dict[str, Any] | None, people: dict[str, dict[str, Any]]
    ) -> Verdict:
        """Judge one gold part by the predicted line that found it."""
        start, end = part
        if line is None:
            return Verdict(start, end, gold.type, gold.speaker, found=False)
        person = people.get(line["speaker"])
        right = self.is_right(person, gold.speaker)
        addressee = None
        if right and gold.addressees:
            first = people.get(line["addressees"][0]) if line["addressees"] else None
            addressee = any(self.is_right(first, name) for name in gold.addressees)
        gold_has_name = self.has_name(gold.speaker)
        return Verdict(
            start,
            end,
            gold.type,
            gold.speaker,
            found=True,
            predicted=person["name"] if person else "",
            right=right,
            gold_has_name=gold_has_name,
            nameless=gold_has_name and person is not None and not person["named"],
            addressee=addressee,
            attribution=line.get("attribution", ""),
            confidence=float(line.get("confidence", 0.0)),
            addressee_confidence=float(line.get("addressee_confidence", 0.0)),
        )

    def has_name(self, gold_name: str) -> bool:
        """Whether a gold character has a proper name."""
        return any(not name.startswith(ARTICLES) for name in self._gold(gold_name).names)


def figures(counts: Counter[str]) -> dict[str, float | None]:
    """Turn the counts of a novel, or of several added up, into figures; None where there was nothing to count."""

    def share(part: str, whole: str) -> float | None:
        return counts[part] / counts[whole] if counts[whole] else None

    parts = PRF(counts["found_parts"], counts["gold_parts"], counts["found_predicted"], counts["predicted_parts"])
    return {
        "parts_precision": parts.precision,
        "parts_recall": parts.recall,
        "accuracy": share("right_parts", "gold_parts"),
        "accuracy_found": share("right_parts", "found_parts"),
        **{
            f"accuracy_{type}": share(f"right_{type}", f"gold_{type}") for type in ("explicit", "anaphoric", "implicit")
        },
        **{
            f"accuracy_found_{type}": share(f"right_{type}", f"found_{type}")
            for type in ("explicit", "anaphoric", "implicit")
        },
        "addressee": share("addressee_right", "addressed"),
        "nameless": share("nameless", "named_gold"),
        "n_speakers": counts["predicted_speakers"],
        "speakers_ratio": share("predicted_speakers", "gold_speakers"),
    }
