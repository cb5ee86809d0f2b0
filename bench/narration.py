"""How stories are told: the tense of labelled passages, the person of novels (PDNC's index), the narrator of excerpts.

Person is decided by words and quotations alone, so that novels are read without the model: a minute for all of them.
The excerpts of LitBank are read whole, since a narrator is a character.
"""

import csv
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import undertow
from bench.corpora import litbank
from bench.labelled import DATA, read_passages
from undertow.document.build import build_document
from undertow.layers.modes import ModesAnnotator
from undertow.layers.quotations import QuotationAnnotator
from undertow.pipeline import run
from undertow.source.load import load_text
from undertow.story.narration import narrate

INDEX = "PDNC-Novel-Index.csv"
PERSONS = {"1": "first", "2": "second", "3": "third"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was read beside what is so."""

    name: str
    gold: str
    read: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether they agree."""
        return self.gold == self.read


def score(options: Namespace) -> tuple[dict[str, Any], str]:
    """Tense of the passages, and what DIR holds."""
    sections = {"tense of the passages": list(tenses())}
    folder: Path | None = options.dir
    if folder is not None and (folder / INDEX).is_file():
        sections["narrative person, PDNC"] = list(persons(folder))
    elif folder is not None:
        sections["narrator who takes part, LitBank dev"] = list(narrators(folder))
    lines = [f"Narration; undertow {undertow.__version__}", ""]
    numbers: dict[str, Any] = {}
    for title, verdicts in sections.items():
        right = sum(verdict.right for verdict in verdicts)
        lines.append(f"{title:40}{right:4} of {len(verdicts):3}")
        wrong = [verdict for verdict in verdicts if not verdict.right]
        lines += [f"    {v.name}: {v.gold} by the label, {v.read} as read ({v.confidence:.2f})" for v in wrong]
        numbers[title] = {"right": right, "of": len(verdicts), "wrong": [v.name for v in wrong]}
    return numbers, "\n".join([*lines, ""])


def tenses() -> Iterator[Verdict]:
    """Each passage read as a story."""
    for passage in read_passages(DATA / "tense.txt"):
        whole = undertow.read(text=passage.text, force=True).narration[0]
        yield Verdict(passage.name, passage.fields[0], whole.tense, whole.tense_confidence)


def persons(folder: Path) -> Iterator[Verdict]:
    """Each novel of the index that is there, by its words."""
    with (folder / INDEX).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        file = folder / "data" / row["Folder Name"] / "novel_text.txt"
        gold = PERSONS.get(row["Narrative Person"][:1])
        if file.is_file() and gold is not None:
            document = build_document(load_text(file.read_bytes().decode("utf-8")))
            layers = run(document, annotators=(QuotationAnnotator(), ModesAnnotator()))
            none = np.zeros(0, np.int32)
            story = undertow.Story(document, layers, "", (), (), (), (), none, ())
            whole = narrate(story)[0]
            yield Verdict(row["Folder Name"], gold, whole.narrative_person, whole.person_confidence)


def narrators(folder: Path) -> Iterator[Verdict]:
    """Each labelled excerpt: whether a character tells it, by the character that is flagged."""
    with (DATA / "narrators.tsv").open(encoding="utf-8") as lines:
        labels = dict(line.rstrip("\n").split("\t") for line in lines if not line.startswith("#"))
    for gold in litbank.read(folder, labels):
        story = undertow.annotate(undertow.Document.from_sentences(gold.sentences))
        whole = story.narration[0]
        told = (
            whole.narrative_person if (whole.narrative_person == "first") == (whole.narrator is not None) else "split"
        )
        yield Verdict(gold.name, labels[gold.name], told, whole.person_confidence)
