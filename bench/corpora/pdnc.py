"""The Project Dialogism Novel Corpus in its upstream layout (https://github.com/Priya22/project-dialogism-novel-corpus).

A folder and names of novels come in; for each novel its text, its characters with aliases and its quotations go out.
Offsets are half-open characters of `novel_text.txt` as it stands (ASCII, line ends `\\n`).

What a reader should know:
- `speaker` and `addressees` are often an alias and not the main name ("Lucy" for "Lucy Honeychurch"). They are resolved
  here to main names. A name that is nobody's alias stays as it is (one addressee in the 28 novels).
- `_group` and `_unknowable` are characters of some novels, for lines said by several people or by nobody who can be
  known. `_narr` among the aliases marks a narrator who is a character.
- Parts hold the words that are said without their marks. Some begin or end with a blank too many; they are left so.
- A dozen quotations have no type ("nan"): theirs is "".
"""

import ast
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TYPES = {"Explicit": "explicit", "Anaphoric": "anaphoric", "Implicit": "implicit"}


@dataclass(frozen=True, slots=True)
class Character:
    """A person of the novel, by main name."""

    name: str
    aliases: frozenset[str]  # as they are written, labels such as `_narr` among them

    @property
    def names(self) -> frozenset[str]:
        """Main name and aliases in lower case, labels left out."""
        return frozenset(name.lower().strip() for name in {self.name, *self.aliases} if not name.startswith("_"))

    @property
    def is_narrator(self) -> bool:
        """Whether the character tells the novel."""
        return "_narr" in self.aliases


@dataclass(frozen=True, slots=True)
class Quotation:
    """A line of direct speech."""

    id: str
    parts: tuple[tuple[int, int], ...]  # half-open characters
    speaker: str  # main name
    addressees: tuple[str, ...]  # main names
    type: str  # explicit, anaphoric, implicit, or "" where PDNC has none
    cue: str  # the referring expression ("he added"), "" for none


@dataclass(frozen=True, slots=True)
class Novel:
    """A whole novel."""

    name: str
    path: Path  # of the text
    text: str
    characters: dict[str, Character]  # by main name
    quotations: tuple[Quotation, ...]


def read(folder: Path, ids: Iterable[str]) -> Iterator[Novel]:
    """Read novels by the names of their folders, one after the other. Raises FileNotFoundError."""
    for name in ids:
        path = folder / "data" / name
        characters = {c.name: c for c in _characters(path / "character_info.csv")}
        text = (path / "novel_text.txt").read_bytes().decode("utf-8")  # bytes: no line end may change
        quotations = tuple(_quotations(path / "quotation_info.csv", characters))
        yield Novel(name, path / "novel_text.txt", text, characters, quotations)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _characters(file: Path) -> Iterator[Character]:
    for row in _rows(file):
        yield Character(row["Main Name"], frozenset(ast.literal_eval(row["Aliases"])))


def _quotations(file: Path, characters: dict[str, Character]) -> Iterator[Quotation]:
    main = {name: character.name for character in characters.values() for name in character.names}

    def resolve(name: str) -> str:
        return name if name in characters else main.get(name.lower().strip(), name)

    for row in _rows(file):
        yield Quotation(
            id=row["quoteID"],
            parts=tuple((start, end) for start, end in ast.literal_eval(row["quoteByteSpans"])),
            speaker=resolve(row["speaker"]),
            addressees=tuple(resolve(name) for name in ast.literal_eval(row["addressees"] or "[]")),
            type=TYPES.get(row["quoteType"], ""),
            cue=row["referringExpression"],
        )
