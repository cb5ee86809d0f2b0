"""The Conan Doyle stories of *SEM 2012 (Morante and Blanco): cues of negation and the words in their scope.

Seven columns of the text, then three for each negation of the sentence: cue, scope, negated event. Where a prefix is
the cue ("in" in "infrequent") the word stands in the cue and in the scope with a part of it each; here words are
whole, so that it stands in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FIRST = 7  # column of the first negation


@dataclass(frozen=True, slots=True)
class NegationGold:
    """One negation: positions of words in the sentence."""

    cue: tuple[int, ...]
    scope: tuple[int, ...]


@dataclass(slots=True)
class NegationChapter:
    """A chapter or a part of a story."""

    name: str
    sentences: list[list[str]] = field(default_factory=list)
    negations: list[list[NegationGold]] = field(default_factory=list)  # a list a sentence


def read(folder: Path, split: str) -> Iterator[NegationChapter]:
    """Yield the chapters of `train` or `dev`."""
    text = (folder / f"sherlock_{split}.conll").read_text(encoding="utf-8")
    chapter = NegationChapter("")
    for block in text.strip().split("\n\n"):
        rows = [line.split("\t") for line in block.strip("\n").split("\n")]
        if rows[0][0] != chapter.name:
            if chapter.sentences:
                yield chapter
            chapter = NegationChapter(rows[0][0])
        chapter.sentences.append([row[3] for row in rows])
        columns = range(FIRST, len(rows[0]) - 2, 3)
        chapter.negations.append([NegationGold(_filled(rows, c), _filled(rows, c + 1)) for c in columns])
    if chapter.sentences:
        yield chapter


def _filled(rows: list[list[str]], column: int) -> tuple[int, ...]:
    return tuple(i for i, row in enumerate(rows) if row[column] != "_")
