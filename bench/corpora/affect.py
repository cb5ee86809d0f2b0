"""Sentences judged by how they feel: EmoBank (valence, arousal, dominance); tales and novels (two of them).

Both are kept in their own scales: EmoBank 1 to 5, the tales 0 to 1 (`to_layer` maps them on undertow's -1 to 1). A
row is one sentence; undertow's tokeniser cuts it into words, and its neighbours of the same document are its context.
"""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from undertow.document.tokens import tokenise

NAN = float("nan")


@dataclass(slots=True)
class JudgedText:
    """Sentences in the order of their text."""

    name: str
    genre: str
    sentences: list[list[str]] = field(default_factory=list)
    judged: list[tuple[float, float, float]] = field(default_factory=list)  # V, A, D; nan where nobody was asked

    def add(self, text: str, judged: tuple[float, float, float]) -> None:
        tokens = tokenise(text, [(0, len(text))])
        words = [text[a:b] for a, b in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]
        if words:
            self.sentences.append(words)
            self.judged.append(judged)


def read_emobank(folder: Path, labels: Path | None = None) -> Iterator[JudgedText]:
    """Yield the documents of EmoBank (Buechel and Hahn 2017, CC BY-SA 4.0), in the order of their names.

    With a file of our own `labels` (sentence, valence, arousal, dominance), those stand in the place of its own.
    """
    ours = {name: judged for name, *judged in read_labels(labels)} if labels else None
    with (folder / "meta.tsv").open(encoding="utf-8", newline="") as file:
        meta = {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}
    with (folder / "emobank.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (meta[row["id"]]["document"], _place(row["id"])))
    text: JudgedText | None = None
    for row in rows:
        document, genre = meta[row["id"]]["document"], meta[row["id"]]["category"]
        # the headlines of SemEval 2007 are no text: each stands alone
        name = row["id"] if document == "SemEval" else document
        if text is None or text.name != name:
            if text is not None:
                yield text
            text = JudgedText(name, genre)
        valence, arousal, dominance = (row[axis] for axis in "VAD") if ours is None else ours[row["id"]]
        text.add(row["text"], (float(valence), float(arousal), float(dominance)))
    if text is not None:
        yield text


def _place(identifier: str) -> int:
    """The first character of a sentence in its document: names end in `_START_END`, those of headlines in `_N`."""
    parts = identifier.split("_")
    return int(parts[-1] if identifier.startswith("SemEval") else parts[-2])


def read_tales(folder: Path, split: str, labels: Path | None = None) -> Iterator[JudgedText]:
    """Yield the tales of `train` or `val` (Alm 2008, labels of Christ et al. 2024), in the order of the file.

    With a file of our own `labels` (sentence, letters), those stand in the place of theirs, and a tale without is left
    out.
    """
    ours = {name: of_letters(letters) for name, letters in read_labels(labels)} if labels else None
    text: JudgedText | None = None
    with (folder / "tales_va.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["partition"] != split or (ours is not None and row["ID"] not in ours):
                continue
            if text is None or text.name != row["story"]:
                if text is not None:
                    yield text
                text = JudgedText(row["story"], "tale")
            judged = (float(row["V_EWE"]), float(row["A_EWE"]), NAN) if ours is None else ours[row["ID"]]
            text.add(row["text"], judged)
    if text is not None:
        yield text


# valence and arousal, 0 to 1, of the letters in moods.tsv: the numbers behind the labels of the tales
LETTERS = {
    "N": (0.469, 0.184),  # neutral
    "H": (0.960, 0.732),  # happy
    "S": (0.052, 0.288),  # sad
    "F": (0.073, 0.840),  # fearful
    "A": (0.167, 0.865),  # angry
    "D": (0.052, 0.775),  # disgusted
    "P": (0.875, 0.875),  # surprised
}


def of_letters(letters: str) -> tuple[float, float, float]:
    """Valence and arousal that letters stand for; nothing of dominance."""
    valence, arousal = np.mean([LETTERS[letter] for letter in letters], axis=0)
    return float(valence), float(arousal), NAN


def read_labels(path: Path) -> list[list[str]]:
    """The rows of a file of our own labels."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def read_moods(labels: Path, novels: Path) -> Iterator[JudgedText]:
    """Yield passages with our own labels, of novels that lie in a folder as plain text (`NAME.txt`).

    A row of the file: `NAME/passage`, the first character of a sentence and the one after its last, and four letters.
    """
    known: dict[str, str] = {}
    text: JudgedText | None = None
    for passage, start, end, letters in read_labels(labels):
        novel = passage.split("/")[0]
        if novel not in known:
            known = {novel: (novels / f"{novel}.txt").read_text(encoding="utf-8")}
        if text is None or text.name != passage:
            if text is not None:
                yield text
            text = JudgedText(passage, "novel")
        text.add(known[novel][int(start) : int(end)], of_letters(letters))
    if text is not None:
        yield text


def read_own_tales(path: Path) -> Iterator[JudgedText]:
    """Yield tales that we wrote ourselves: a row has the tale, four letters, and a sentence."""
    for tale, rows in itertools.groupby(read_labels(path), key=lambda row: row[0]):
        text = JudgedText(tale, "tale")
        for _, letters, sentence in rows:
            text.add(sentence, of_letters(letters))
        yield text


def fold_of(texts: list[JudgedText], folds: int = 5) -> list[int]:
    """Deal the documents out to folds of nearly the same number of sentences, the longest first, each genre in turn."""
    sizes = np.zeros(folds)
    by_genre = np.zeros((folds, len({text.genre for text in texts})))
    genres = sorted({text.genre for text in texts})
    fold = [0] * len(texts)
    for i in sorted(range(len(texts)), key=lambda i: (-len(texts[i].sentences), texts[i].name)):
        genre = genres.index(texts[i].genre)
        best = min(range(folds), key=lambda f: (by_genre[f, genre], sizes[f], f))
        fold[i] = best
        sizes[best] += len(texts[i].sentences)
        by_genre[best, genre] += len(texts[i].sentences)
    return fold


def to_layer(values: np.ndarray, corpus: str) -> np.ndarray:
    """Map a corpus' scale on -1 to 1, the middle of the scale on 0."""
    return (values - 3.0) / 2.0 if corpus == "emobank" else (values - 0.5) * 2.0
