"""UD English Web Treebank (CC BY-SA 4.0), and any treebank in CoNLL-U: words, part of speech, verb form, dependencies.

Words are the syntactic words: "don't" is "do" and "n't", ranges and empty nodes are left out. A blank inside a word (a
number such as "1 000") is taken out, because undertow's tokens have none. Subtypes of relations are cut off.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class ParsedSentence:
    """A sentence, a value a word. `head` is the position of the word it depends on, -1 for the root."""

    words: list[str]
    upos: list[str]
    verb: list[str]  # VerbForm and Tense: "Fin Past", "Inf", ...; "" for what has none
    head: list[int]
    relation: list[str]


@dataclass(slots=True)
class ParsedDocument:
    """A document of the treebank."""

    name: str
    sentences: list[ParsedSentence] = field(default_factory=list)


def read(folder: Path, split: str) -> Iterator[ParsedDocument]:
    """Yield the documents of `train` or `dev` in a clone of UD_English-EWT."""
    yield from read_conllu(folder / f"en_ewt-ud-{split}.conllu")


def read_conllu(path: Path) -> Iterator[ParsedDocument]:
    """Yield the documents of a file in CoNLL-U."""
    document = ParsedDocument(path.stem)
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        named = [line.partition("=")[2].strip() for line in lines if line.startswith("# newdoc id")]
        if named:
            if document.sentences:
                yield document
            document = ParsedDocument(named[0])
        document.sentences.append(_sentence([line.split("\t") for line in lines if line[:1].isdigit()]))
    if document.sentences:
        yield document


def read_texts(folder: Path, split: str) -> dict[str, str]:
    """The sentences of `train` or `dev` as they were written, by `sent_id`."""
    lines = (folder / f"en_ewt-ud-{split}.conllu").read_text(encoding="utf-8").splitlines()
    told = [line.partition("=")[2].strip() for line in lines if line.startswith(("# sent_id =", "# text ="))]
    return dict(zip(told[::2], told[1::2], strict=True))


def _sentence(rows: list[list[str]]) -> ParsedSentence:
    rows = [row for row in rows if row[0].isdigit()]
    return ParsedSentence(
        words=["".join(row[1].split()) or "_" for row in rows],
        upos=[row[3] for row in rows],
        verb=[_verb(row[5]) for row in rows],
        head=[int(row[6]) - 1 for row in rows],
        relation=[row[7].partition(":")[0] for row in rows],
    )


def _verb(features: str) -> str:
    known = dict(feature.split("=", 1) for feature in features.split("|") if "=" in feature)
    return f"{known.get('VerbForm', '')} {known.get('Tense', '')}".strip()
