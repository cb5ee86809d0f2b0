"""What the branch learns from: texts as columns over words and sentences, whatever corpus they come from.

A text has labels of some kinds and not of others; a mask by kind says so. Straight quotation marks and apostrophes are
what the treebank has and curly ones are what books have, so that each text can be read in either dress.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np

from bench.corpora import affect, denied, ewt, negation
from undertow.document.build import build_document
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS
from undertow.lexicons import load_table
from undertow.source.load import load_text

DATA = Path(__file__).parent.parent / "data"


@dataclass(slots=True, eq=False)
class Text:
    """Words, sentences, and labels."""

    name: str
    corpus: str
    words: list[str]
    sentences: np.ndarray  # [n_sentences, 2] words
    grammar: np.ndarray | None = (
        None  # [n_words, 4] upos, verb, head (position in the text, itself for a root), relation
    )
    tree: np.ndarray | None = None  # [n_words, 3] as it was read: head (as in `grammar`), relation, upos
    cue: np.ndarray | None = None  # [n_words] 0 none, 1 begins a cue, 2 goes on with one
    scopes: list[tuple[int, np.ndarray]] = field(default_factory=list)  # (first word of the cue, words in its scope)
    tone: np.ndarray | None = None  # [n_words] valence of the word itself, nan where it is not known
    affect: np.ndarray | None = None  # [n_sentences, 3] on the scale of the layer, nan where not asked
    undertone: np.ndarray | None = None  # [n_sentences, 2] plays a feeling down, speaks against one; 1 or 0
    large: np.ndarray | None = None  # [n_words, .] what a larger encoder says of each word


def make(name: str, corpus: str, sentences: list[list[str]]) -> Text:
    """Lay out sentences as columns."""
    ends = np.cumsum([len(s) for s in sentences])
    ranges = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1).astype(np.int32)
    return Text(name, corpus, [w for s in sentences for w in s], ranges)


def verb_code(form: str) -> int:
    """The index in VERB_FORMS: the form with its tense where the list has it, else without."""
    return VERB_FORMS.index(form if form in VERB_FORMS else form.split(" ", 1)[0])


def read_ewt(gold: Path, split: str) -> Iterator[Text]:
    """The treebank, a text a document."""
    for document in ewt.read(gold / "ewt", split):
        text = make(document.name, "ewt", [s.words for s in document.sentences])
        rows = []
        for sentence, (start, _) in zip(document.sentences, text.sentences.tolist(), strict=True):
            for i, (upos, verb, head, relation) in enumerate(
                zip(sentence.upos, sentence.verb, sentence.head, sentence.relation, strict=True)
            ):
                rows.append(
                    (UPOS.index(upos), verb_code(verb), start + (head if head >= 0 else i), RELATIONS.index(relation))
                )
        text.grammar = np.asarray(rows, dtype=np.int32)
        yield text


def read_negation(gold: Path, split: str) -> Iterator[Text]:
    """The stories of *SEM 2012, a text a chapter."""
    for chapter in negation.read(gold / "negation", split):
        text = make(chapter.name, "negation", chapter.sentences)
        text.cue = np.zeros(len(text.words), dtype=np.int8)
        for found, (start, _) in zip(chapter.negations, text.sentences.tolist(), strict=True):
            for gold_negation in found:
                scope = start + np.asarray(gold_negation.scope, dtype=np.int64)
                for i, word in enumerate(gold_negation.cue):
                    goes_on = i > 0 and gold_negation.cue[i - 1] == word - 1
                    text.cue[start + word] = 2 if goes_on else 1
                    if not goes_on:
                        text.scopes.append((start + word, scope))
        yield text


FRAMES = ("It was {} .", '" {} , " she said .', "They were very {} and went on .", "He spoke of something {} .")


def read_affixes() -> Text:
    """Words of our own list, each in a plain sentence: is there a cue in them? Nothing is said of scopes."""
    words = sorted(load_table("negation_affixes").items())
    random.Random(1).shuffle(words)
    sentences = [FRAMES[i % len(FRAMES)].format(word).split() for i, (word, _) in enumerate(words)]
    text = make("affixes", "affixes", sentences)
    negates = {word for word, mark in words if mark == "1"}
    text.cue = np.asarray([word in negates for word in text.words], dtype=np.int8)
    return text


def read_tales(gold: Path, split: str) -> Iterator[Text]:
    """The tales."""
    for tale in affect.read_tales(gold / "tales", split):
        text = make(tale.name, "tales", tale.sentences)
        text.affect = affect.to_layer(np.asarray(tale.judged), "tales").astype(np.float32)
        yield text


def read_emobank(gold: Path, folds: list[int], *, outside: bool = False, ours: bool = False) -> Iterator[Text]:
    """The documents of EmoBank in the given folds of five, or `outside` of them; with `ours`, as we labelled them."""
    documents = list(affect.read_emobank(gold / "emobank", DATA / "emobank.tsv" if ours else None))
    for document, fold in zip(documents, affect.fold_of(documents), strict=True):
        if (fold in folds) != outside:
            text = make(document.name, "readers" if ours else "emobank", document.sentences)
            text.affect = affect.to_layer(np.asarray(document.judged), "emobank").astype(np.float32)
            yield text


def read_moods(gold: Path) -> Iterator[Text]:
    """Our own labels in the manner of the tales: of passages of novels, of the tales themselves, of our own tales."""
    passages = affect.read_moods(DATA / "moods.tsv", gold / "fiction")
    labelled = affect.read_tales(gold / "tales", "train", DATA / "tales.tsv")
    for passage in chain(passages, labelled, affect.read_own_tales(DATA / "own_tales.tsv")):
        text = make(passage.name, "moods", passage.sentences)
        text.affect = affect.to_layer(np.asarray(passage.judged), "tales").astype(np.float32)
        yield text


def read_denials(path: Path = DATA / "denials.txt") -> Iterator[Text]:
    """Our passages in which denials are marked. Of a mark that crosses sentences, each has half of the shorter."""
    for passage in denied.read_passages(path):
        document = build_document(load_text(passage.text, force=True))
        sentences = document.sentences.tolist()
        text = make(passage.title, "denials", [list(document.words(a, b)) for a, b in sentences])
        start, end = document.token_start[document.sentences[:, 0]], document.token_end[document.sentences[:, 1] - 1]
        text.undertone = np.zeros((len(sentences), 2), dtype=np.float32)
        for column, (marks, least) in enumerate(((passage.denials, 0.5), (passage.against, 0.0))):
            for first, last, _ in marks:
                common = np.minimum(end, last) - np.maximum(start, first)
                inside = (common > 0) & (common >= least * np.minimum(end - start, last - first))
                text.undertone[inside, column] = 1.0
        yield text


def read_readers(gold: Path) -> Iterator[Text]:
    """Documents of the treebank with our own labels in the manner of EmoBank (training/data/readers.tsv).

    Arousal is left out: learned with it, EmoBank's own was read worse.
    """
    written = ewt.read_texts(gold / "ewt", "train")
    documents: dict[str, affect.JudgedText] = {}
    for identifier, *judged in affect.read_labels(DATA / "readers.tsv"):
        name = identifier.rsplit("-", 1)[0]
        valence, _, dominance = map(float, judged)
        document = documents.setdefault(name, affect.JudgedText(name, "web"))
        document.add(written[identifier], (valence, float("nan"), dominance))
    for document in documents.values():
        text = make(document.name, "readers", document.sentences)
        text.affect = affect.to_layer(np.asarray(document.judged), "emobank").astype(np.float32)
        yield text


class Lexicon:
    """The valence of words, -1 to 1, as people judged them alone: VADER (Hutto and Gilbert 2014, MIT licence).

    The file is `vader_lexicon.txt` of the PyPI package `vaderSentiment`.
    """

    def __init__(self, path: Path) -> None:
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        self.valence = {row[0].lower(): float(row[1]) / 4.0 for row in rows if row[0].isalpha()}

    def of(self, words: list[str]) -> np.ndarray:
        """The valence of each word [n_words], nan where it is not known."""
        return np.asarray([self.valence.get(word.lower(), np.nan) for word in words], dtype=np.float32)

    def text(self) -> Text:
        """The words themselves as a text: each a sentence of its own, in an order that mixes good and bad."""
        words = random.Random(1).sample(sorted(self.valence), len(self.valence))
        made = make("lexicon", "lexicon", [[word, "."] for word in words])
        made.tone = self.of(made.words)
        return made


def curly(words: list[str]) -> list[str]:
    """The words with the marks of printed books; double marks open and close in turn."""
    out, opened = [], False
    for word in words:
        if word in ('"', "``", "''"):
            opened = not opened
            out.append("“" if opened else "”")
        else:
            out.append("‘" if word == "`" else word.replace("'", "’"))
    return out
