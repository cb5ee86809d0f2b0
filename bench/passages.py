"""Passages with labelled expressions of feeling, as they stand in `bench/data/feelings-*.txt`.

The notation is in the head of each file, the guidelines are in docs/feelings.md. Characters of a label count in the
text without the notation.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from bench.corpora.blocks import read_blocks

DATA = Path(__file__).parent / "data"
KINDS = {"body": "bodily", "act": "act"}
POLARITIES = ("denied", "questioned", "hypothetical", "reported")
NOBODY = "-"
_LABEL = re.compile(r"\[([^\]|]*)\|([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Label:
    """An expression of feeling as it was labelled. People are ids of the passage, "" for nobody."""

    start_char: int
    end_char: int
    category: str
    expression: str
    experiencer: str
    target: str
    polarity: str
    claimant: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its labels, in order. `people` maps an id to the words that mean this person in the passage."""

    title: str
    manner: str
    people: dict[str, frozenset[str]]
    text: str
    labels: tuple[Label, ...]


def read_passages(half: str) -> list[Passage]:
    """Read the half "train" or "test"."""
    return [parse_passage(block) for block in read_blocks(DATA / f"feelings-{half}.txt")]


def parse_passage(block: str) -> Passage:
    """Read one passage: its heading, its people, its text. Raises ValueError for a label that means nothing."""
    heading, people_line, marked = block.strip().split("\n", 2)
    title, _, manner = heading.partition(" | ")
    people = {}
    for entry in people_line.removeprefix("people:").split(" ; "):
        name, _, words = entry.partition(":")
        people[name.strip()] = frozenset(word.replace("-", " ").lower() for word in words.split())
    pieces, labels, length, at = [], [], 0, 0
    for match in _LABEL.finditer(marked):
        before, words = marked[at : match.start()], match[1]
        start = length + len(before)
        labels.append(_label(start, start + len(words), match[2], people))
        pieces += [before, words]
        length, at = start + len(words), match.end()
    return Passage(title, manner, people, "".join([*pieces, marked[at:]]), tuple(labels))


def _label(start: int, end: int, code: str, people: dict[str, frozenset[str]]) -> Label:
    category, *rest = code.split()
    kind, polarity, claimant, who = "explicit", "asserted", "", ""
    for word in rest:
        if word in KINDS:
            kind = KINDS[word]
        elif word in POLARITIES:
            polarity = word
        elif word.startswith("@"):
            claimant = word[1:]
        else:
            who = word
    experiencer, _, target = who.partition(">")
    for person in (experiencer, target, claimant):
        if person not in {"", NOBODY, *people}:
            raise ValueError(f"the label {code!r} names {person!r}, who is none of {sorted(people)}")
    named = [("" if person == NOBODY else person) for person in (experiencer, target, claimant)]
    return Label(start, end, category, kind, named[0], named[1], polarity, named[2])
