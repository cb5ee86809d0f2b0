"""Measure who is who in short passages: the entities that undertow makes of the persons, beside those that were marked.

    python bench/accuracy.py who

The passages (`bench/data/who.txt`) are our own, in many manners, each with three persons or more, often of one sex or
one house; every mention of a person is marked. Those of `training/data/who.txt`, by other hands, are for training.
"""

from argparse import Namespace
from pathlib import Path
from typing import Any

import undertow
from bench.corpora.marked import MarkedPassage, read_passages
from bench.scores import Conll, f1
from undertow.story.values import Story

PASSAGES = Path(__file__).parent / "data" / "who.txt"

Clusters = list[set[tuple[int, int]]]


def marked(passage: MarkedPassage) -> Clusters:
    """The mentions of each person, as characters."""
    found: dict[str, set[tuple[int, int]]] = {}
    for start, end, who in passage.mentions:
        if not any((start, end) in some for some in found.values()):
            found.setdefault(who, set()).add((start, end))
    return list(found.values())


def read(story: Story) -> Clusters:
    """The mentions of persons by entity, as characters; one without an entity stands alone."""
    found: dict[object, set[tuple[int, int]]] = {}
    for mention in undertow.to_dict(story)["mentions"]:
        if mention["type"] == "PER":
            span = (mention["start_char"], mention["end_char"])
            found.setdefault(span if mention["entity_id"] is None else mention["entity_id"], set()).add(span)
    return list(found.values())


def score(options: Namespace) -> tuple[dict[str, Any], str]:
    """Read each passage; return the numbers and a page."""
    entities, mentions = Conll(), f1([], [])
    passages = list(read_passages(PASSAGES))
    for passage in passages:
        gold, found = marked(passage), read(undertow.read(text=passage.text))
        entities.add(gold, found)
        mentions += f1(set().union(*gold), set().union(*found))
    numbers = {
        "passages": len(passages),
        "mentions": {"precision": mentions.precision, "recall": mentions.recall, "f1": mentions.f1},
        "coreference": {"conll": entities.f1},
    }
    for metric in ("muc", "b_cubed", "ceaf_e"):
        prf = getattr(entities, metric)
        numbers["coreference"][metric] = {"precision": prf.precision, "recall": prf.recall, "f1": prf.f1}
    return numbers, page(numbers)


def page(numbers: dict[str, Any]) -> str:
    """Lay out the numbers."""
    lines = [f"Who is who, {numbers['passages']} passages; undertow {undertow.__version__}", ""]
    lines.append(f"{'':24}{'precision':>10}{'recall':>9}{'F1':>8}")
    rows = {"mentions of persons": numbers["mentions"]}
    rows |= {f"entities, {name}": numbers["coreference"][name] for name in ("muc", "b_cubed", "ceaf_e")}
    lines += [f"{name:24}{r['precision']:10.3f}{r['recall']:9.3f}{r['f1']:8.3f}" for name, r in rows.items()]
    lines.append(f"{'entities, CoNLL':24}{'':10}{'':9}{numbers['coreference']['conll']:8.3f}")
    return "\n".join([*lines, ""])
