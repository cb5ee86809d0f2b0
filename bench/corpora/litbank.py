"""LitBank in its upstream layout (https://github.com/dbamman/litbank): a folder comes in, a value per excerpt goes out.

Read are `coref/tsv` (mentions, clusters), `entities/tsv` (nested entities without pronouns), `events/tsv` and
`quotations/tsv`. All positions become half-open token offsets of the document. The four layers are one tokenisation,
down to the sentence; `read` checks this and refuses a copy of which it is not true.

What a reader should know:
- The entity layer is not "mentions without pronouns": each has some spans that the other lacks (generic ones, mostly).
- A mention that COP or APPOS links to another ("he was [the master]") stands in no COREF line. It gets a cluster of its
  own, as a singleton would; `Mention.link` says what it was linked by, so that a reader may choose otherwise.
- Clusters are numbered by first mention; `cluster_names` holds LitBank's own labels.
- A speaker is a cluster number too. A speaker who is mentioned nowhere gets a number above those of the mentions.
- Mentions are sorted by (start, -end), so an outer mention stands before those inside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FORMS = {"PROP": "proper", "NOM": "nominal", "PRON": "pronominal"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers."""

    start: int  # tokens of the document, half-open
    end: int
    type: str  # PER FAC LOC GPE VEH ORG
    form: str  # proper, nominal, pronominal
    cluster: int
    link: str = ""  # COP or APPOS where the mention has no COREF line


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct speech with its marks, and the cluster that says it (None where LitBank names nobody)."""

    start: int
    end: int
    speaker: int | None


@dataclass(frozen=True, slots=True)
class LitBankDocument:
    """One excerpt of about 2,000 words."""

    name: str
    sentences: list[list[str]]
    mentions: tuple[Mention, ...]  # sorted by (start, -end), pronouns included
    cluster_names: tuple[str, ...]  # LitBank's label of each cluster, "" for a mention without one
    entities: frozenset[tuple[int, int, str]]  # (start, end, type), nested, no pronouns
    events: frozenset[int]  # token offsets of realis triggers
    quotations: tuple[Quotation, ...]

    @property
    def words(self) -> list[str]:
        """All the words, sentence after sentence."""
        return [word for sentence in self.sentences for word in sentence]

    def clusters(self) -> list[set[tuple[int, int]]]:
        """The gold clusters as sets of (start, end), singletons included."""
        found: dict[int, set[tuple[int, int]]] = {}
        for mention in self.mentions:
            found.setdefault(mention.cluster, set()).add((mention.start, mention.end))
        return list(found.values())


def read_ids(file: Path) -> list[str]:
    """Read names of documents, one a line."""
    return file.read_text(encoding="utf-8").split()


def read(folder: Path, ids: Iterable[str]) -> list[LitBankDocument]:
    """Read the documents of these names. Raises FileNotFoundError; ValueError if layers differ."""
    return [_read_one(folder, name) for name in ids]


def _read_one(folder: Path, name: str) -> LitBankDocument:
    stem = f"{name}_brat"
    coref, quotations = folder / "coref" / "tsv" / stem, folder / "quotations" / "tsv" / stem
    sentences = _sentences(Path(f"{coref}.txt"))
    entity_rows = _rows(folder / "entities" / "tsv" / f"{stem}.tsv")
    event_rows = _rows(folder / "events" / "tsv" / f"{stem}.tsv")
    for layer, other in (
        ("quotations", _sentences(Path(f"{quotations}.txt"))),
        ("entities", [[row[0] for row in rows] for rows in entity_rows]),
        ("events", [[row[0] for row in rows] for rows in event_rows]),
    ):
        if other != sentences:
            raise ValueError(f"{name}: the words of {layer}/tsv are not those of coref/tsv")
    offsets = _Offsets(sentences)
    mentions, names = _mentions(Path(f"{coref}.ann"), offsets)
    quotes, names = _quotations(Path(f"{quotations}.ann"), offsets, names)
    return LitBankDocument(
        name=name,
        sentences=sentences,
        mentions=mentions,
        cluster_names=names,
        entities=frozenset(_entities([row for rows in entity_rows for row in rows])),
        events=frozenset(i for i, row in enumerate(row for rows in event_rows for row in rows) if row[1] == "EVENT"),
        quotations=quotes,
    )


def _sentences(file: Path) -> list[list[str]]:
    """Read a text file: a sentence a line, words parted by single blanks."""
    return [line.split(" ") for line in file.read_text(encoding="utf-8").split("\n") if line]


def _rows(file: Path) -> list[list[list[str]]]:
    """Read a column file: a word a line with its labels, a blank line after each sentence."""
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    return [[line.split("\t") for line in block.split("\n") if line] for block in blocks if block.strip()]


class _Offsets:
    """Turns LitBank's (sentence, word) of a first and a last word into half-open document offsets."""

    def __init__(self, sentences: list[list[str]]) -> None:
        self._first = [0]
        for sentence in sentences:
            self._first.append(self._first[-1] + len(sentence))

    def span(self, fields: list[str]) -> tuple[int, int]:
        """Read four fields: sentence and word of the first word, sentence and word of the last."""
        s0, w0, s1, w1 = map(int, fields)
        return self._first[s0] + w0, self._first[s1] + w1 + 1


def _lines(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line:
            yield line.split("\t")


def _mentions(file: Path, offsets: _Offsets) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """Read MENTION, COREF, COP and APPOS lines; number clusters by first mention."""
    spans: list[tuple[int, int, str, str, str]] = []  # start, -end, type, form, id
    labels: dict[str, str] = {}
    links: dict[str, str] = {}
    for kind, id, *rest in _lines(file):
        if kind == "MENTION":
            start, end = offsets.span(rest[:4])
            spans.append((start, -end, rest[5], FORMS[rest[6]], id))
        elif kind == "COREF":
            labels[id] = rest[0]
        else:
            links[id] = kind
    numbers: dict[str, int] = {}  # "=label" of a named cluster, "id" of a mention without one
    mentions = []
    for start, minus_end, type, form, id in sorted(spans):
        cluster = numbers.setdefault(f"={labels[id]}" if id in labels else id, len(numbers))
        mentions.append(Mention(start, -minus_end, type, form, cluster, links.get(id, "")))
    return tuple(mentions), tuple(key[1:] if key.startswith("=") else "" for key in numbers)


def _quotations(file: Path, offsets: _Offsets, names: tuple[str, ...]) -> tuple[tuple[Quotation, ...], tuple[str, ...]]:
    """Read QUOTE and ATTRIB lines; speakers are clusters, a new one where the label is new."""
    spans: dict[str, tuple[int, int]] = {}
    speakers: dict[str, str] = {}
    for kind, id, *rest in _lines(file):
        if kind == "QUOTE":
            spans[id] = offsets.span(rest[:4])
        elif kind == "ATTRIB":
            speakers[id] = rest[0]
    numbers = {name: i for i, name in enumerate(names) if name}
    extra: list[str] = []
    quotes = []
    for id, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        name = speakers.get(id)
        if name is not None and name not in numbers:
            numbers[name] = len(names) + len(extra)
            extra.append(name)
        quotes.append(Quotation(start, end, None if name is None else numbers[name]))
    return tuple(quotes), (*names, *extra)


def _entities(rows: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, type) of each BIO column; each level of nesting has a column of its own."""
    for column in range(1, max(map(len, rows))):
        start, type = 0, ""
        for i, row in enumerate([*rows, []]):
            label = row[column] if column < len(row) else ""
            if type and label != f"I-{type}":
                yield start, i, type
                type = ""
            if label[:2] in ("B-", "I-") and not type:
                start, type = i, label[2:]
