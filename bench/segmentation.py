"""Measure tokens and sentences against corpora that people segmented.

    python bench/segmentation.py ewt FILE.conllu [--show N]
    python bench/segmentation.py litbank DIR [--ids FILE] [--show N]

EWT (UD English Web Treebank) has its raw text, its documents and its paragraphs: those are read. LitBank has tokens
alone and no paragraphs: its text is put together again by rules of thumb, and an excerpt is one paragraph, which is
harder than a story. Printed are exact-span F1 of tokens and of sentences, and F1 of the places where sentences end.
`--show N` prints N differences of each kind. EWT cuts hyphenated words into three tokens and LitBank does not; undertow
follows LitBank, so EWT is scored a second time with its hyphenated words put together.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, `bench` is not on the path

from bench.corpora.litbank import read_ids
from bench.scores import PRF, f1
from undertow.document.build import build_document
from undertow.source import Block, BlockKind, Source

Range = tuple[int, int]
SPLITS = Path(__file__).parent / "splits"


@dataclass(slots=True)
class Gold:
    """A text with its tokens and sentences as ranges of characters, and the ranges that are paragraphs."""

    text: str = ""
    tokens: list[Range] = field(default_factory=list)
    sentences: list[Range] = field(default_factory=list)
    paragraphs: list[Range] = field(default_factory=list)

    def add_sentence(self, text: str, tokens: Iterable[Range], *, opens: bool, blank: str = " ") -> None:
        """Append a sentence, as a new paragraph or to the last one."""
        if self.text:
            self.text += "\n\n" if opens else blank
        start = len(self.text)
        self.text += text
        self.tokens += [(start + a, start + b) for a, b in tokens]
        self.sentences.append((start, len(self.text)))
        first = start if opens or not self.paragraphs else self.paragraphs.pop()[0]
        self.paragraphs.append((first, len(self.text)))


def read_conllu(path: Path) -> list[Gold]:
    """Read the documents of a CoNLL-U file that has `# text` and `newdoc` comments."""
    documents: list[Gold] = []
    blank = " "
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if not rows:
            continue
        if any(line.startswith("# newdoc") for line in comments) or not documents:
            documents.append(Gold())
        text = next(line[len("# text = ") :] for line in comments if line.startswith("# text = ")).rstrip()
        opens = any(line.startswith("# newpar") for line in comments) or not documents[-1].text
        documents[-1].add_sentence(text, _word_ranges(text, rows), opens=opens, blank=blank)
        blank = "" if "SpaceAfter=No" in rows[-1][9] else " "
    return documents


def _word_ranges(text: str, rows: Sequence[Sequence[str]]) -> list[Range]:
    """Find the syntactic words in the raw text; words that their surface form does not spell count as one token."""
    ranges: list[Range] = []
    at = covered = 0
    for i, row in enumerate(rows):
        if "." in row[0] or ("-" not in row[0] and int(row[0]) <= covered):
            continue
        at = text.index(row[1], at)
        end = at + len(row[1])
        if "-" in row[0]:
            first, covered = map(int, row[0].split("-"))
            forms = [other[1] for other in rows[i + 1 : i + 2 + covered - first]]
            edges = [at]
            for form in forms:
                edges.append(edges[-1] + len(form))
            spelt = edges[-1] == end
            ranges += list(pairwise(edges)) if spelt else [(at, end)]
        else:
            ranges.append((at, end))
        at = end
    return ranges


def join_hyphenated(gold: Gold) -> list[Range]:
    """Put together what EWT cuts at hyphens inside a word."""
    joined: list[Range] = []
    for start, end in gold.tokens:
        hyphen = (
            joined
            and joined[-1][1] == start
            and (
                (gold.text[start:end] == "-" and gold.text[start - 1].isalnum() and gold.text[end : end + 1].isalnum())
                or (gold.text[start - 1] == "-" and gold.text[start - 2].isalnum() and gold.text[start].isalnum())
            )
        )
        if hyphen:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def read_litbank(folder: Path, ids: Sequence[str]) -> list[Gold]:
    """Read excerpts as one paragraph each, with blanks where an English printer would set them."""
    documents = []
    for name in ids:
        gold = Gold()
        lines = (folder / "coref" / "tsv" / f"{name}_brat.txt").read_text(encoding="utf-8").split("\n")
        spacing = _Spacing()
        for line in filter(None, lines):
            text, ranges = spacing.join(line.split(" "))
            gold.add_sentence(text, ranges, opens=not gold.text)
        documents.append(gold)
    return documents


class _Spacing:
    """Puts tokens together again. Marks that look the same on both sides take turns through the text."""

    left = re.compile(r"(?i)[.,;:?!)\]”’…%]+|['’](?:s|m|d|ll|re|ve)|n['’]t|--+|—+|\.\.\.+|’”")
    right = re.compile(r"[(\[“‘$£]+|--+|—+|“‘")

    def __init__(self) -> None:
        self.open: dict[str, bool] = {}

    def join(self, words: Sequence[str]) -> tuple[str, list[Range]]:
        """Join a sentence; return its text and where each word stands in it."""
        text, ranges, glue = "", [], True
        for i, word in enumerate(words):
            to_left, to_right = self.left.fullmatch(word) is not None, self.right.fullmatch(word) is not None
            if word in ("—", "--") and i == 0:
                to_right = False
            if word in ('"', "'", "_"):
                opened = self.open.get(word, False)
                clipped = word == "'" and not opened and i > 0 and words[i - 1][-1].isalpha()
                if not clipped:
                    self.open[word] = not opened
                to_left, to_right = opened or clipped, not opened and not clipped
            if word.lower() in ("'t", "’t") or (word.lower() == "can" and words[i + 1 : i + 2] == ["not"]):
                to_right = True
            if re.fullmatch(r"\.{3,}", word) and words[i - 1 : i] and words[i - 1] in ".?!":
                to_left = False
            if not (glue or to_left):
                text += " "
            ranges.append((len(text), len(text) + len(word)))
            text += word
            glue = to_right
        return text, ranges


def measure(documents: Sequence[Gold], *, show: int, hyphens: bool = True) -> Iterator[str]:
    """Build each document and compare; yields lines."""
    tokens, joined, sentences, ends = PRF(), PRF(), PRF(), PRF()
    differences: list[str] = []
    for gold in documents:
        blocks = tuple(Block(BlockKind.PARAGRAPH, *paragraph) for paragraph in gold.paragraphs)
        doc = build_document(Source(gold.text, blocks))
        found = list(zip(doc.token_start.tolist(), doc.token_end.tolist(), strict=True))
        spans = [(span.start_char, span.end_char) for span in doc.iter_sentences()]
        whole = join_hyphenated(gold)
        tokens += f1(gold.tokens, found)
        joined += f1(whole, found)
        sentences += f1(gold.sentences, spans)
        ends += f1({end for _, end in gold.sentences}, {end for _, end in spans})
        differences += list(_token_differences(gold.text, whole, found))
        differences += list(_sentence_differences(gold, spans))
    yield f"{'':36}{'P':>7}{'R':>7}{'F1':>7}"
    yield _row("tokens", tokens)
    if hyphens:
        yield _row("tokens, hyphenated words whole", joined)
    yield _row("sentences, exact span", sentences)
    yield _row("sentences, end", ends)
    for kind in ("token", "missed", "extra"):
        yield from [line for line in differences if line.startswith(kind)][:show]


def _row(label: str, score: PRF) -> str:
    return f"{label:36}{100 * score.precision:7.2f}{100 * score.recall:7.2f}{100 * score.f1:7.2f}"


def _token_differences(text: str, gold: Sequence[Range], found: Sequence[Range]) -> Iterator[str]:
    """Say which gold tokens were not found, with what stands there instead."""
    known = set(found)
    for start, end in gold:
        if (start, end) not in known:
            here = [text[a:b] for a, b in found if a < end and b > start]
            yield f"token   {text[start:end]!r} -> {here}   {text[max(0, start - 15) : end + 15]!r}"


def _sentence_differences(gold: Gold, spans: Sequence[Range]) -> Iterator[str]:
    """Say where a sentence ends in one of the two alone."""
    gold_ends, found_ends = {end for _, end in gold.sentences}, {end for _, end in spans}
    for kind, places in (("missed", gold_ends - found_ends), ("extra", found_ends - gold_ends)):
        for at in sorted(places):
            yield f"{kind:7} {gold.text[max(0, at - 45) : at]!r} | {gold.text[at : at + 40]!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 2 for a mistake in what was given."""
    parser = argparse.ArgumentParser(
        prog="segmentation.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("corpus", choices=["ewt", "litbank"])
    parser.add_argument("path", type=Path, help="a CoNLL-U file, or the folder of LitBank")
    parser.add_argument("--ids", type=Path, default=SPLITS / "litbank-dev.ids", help="names of documents, one a line")
    parser.add_argument("--show", type=int, default=0, help="how many differences of each kind to print")
    options = parser.parse_args(arguments)
    try:
        if options.corpus == "ewt":
            documents = read_conllu(options.path)
        else:
            documents = read_litbank(options.path, read_ids(options.ids))
    except OSError as error:
        sys.stderr.write(f"segmentation.py: {error.filename} cannot be read: {error.strerror}\n")
        return 2
    lines = measure(documents, show=options.show, hyphens=options.corpus == "ewt")
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
