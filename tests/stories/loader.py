"""The fixture stories and what a reader knows of each.

In: NAME.toml with NAME.txt beside it (or the path in `file`). Out: the text, the facts as they stand, and the place
of each part of each quotation. The facts quote words instead of counting characters, so that they can be read and
corrected by hand; a phrase matches whatever white space the layout put between its words, and nothing else is forgiven.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

# What stands directly before and after the words that are said. A part that goes on in the next paragraph, or whose
# mark was forgotten, ends with its line; dash dialogue has no closing mark at all.
MARKS = {
    "double curly": ("“", r"(?=”|\n|$)"),
    "single curly": ("‘", r"(?=’|\n|$)"),
    "double straight": ('"', r'(?="|\n|$)'),
    "guillemets": ("«", r"(?=»|\n|$)"),
    "dash": ("—", ""),
}


class FactsError(AssertionError):
    """The facts quote something that the story does not say there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A quotation as the facts have it. Parts are half-open characters, without the marks."""

    parts: tuple[tuple[int, int], ...]
    speaker: str
    addressees: tuple[str, ...]
    attribution: str


@dataclass(frozen=True, slots=True)
class FixtureStory:
    """A story and its facts."""

    name: str
    path: Path
    text: str
    facts: dict[str, Any]

    @property
    def characters(self) -> dict[str, dict[str, Any]]:
        """The characters by id."""
        return {character["id"]: character for character in self.facts["characters"]}

    def occurrences(self, phrase: str) -> list[tuple[int, int]]:
        """Every place where the words of the phrase stand, as half-open characters."""
        return [match.span() for match in re.finditer(_pattern(phrase), self.text)]

    def lines(self) -> list[Line]:
        """The quotations with their places. Raises FactsError where one is not found after the one before it."""
        if self.facts["style"] == "none":
            return []
        opening, closing = MARKS[self.facts["style"]]
        lines, cursor = [], 0
        for fact in self.facts["quotations"]:
            parts = []
            for first, last in zip(_several(fact["starts"]), _several(fact["ends"]), strict=True):
                start, _ = self._next(f"(?<={opening})" + _pattern(first), first, cursor)
                _, cursor = self._next(_pattern(last) + closing, last, start)
                parts.append((start, cursor))
            lines.append(Line(tuple(parts), fact["speaker"], tuple(fact["addressees"]), fact["attribution"]))
        return lines

    def _next(self, pattern: str, words: str, cursor: int) -> tuple[int, int]:
        match = re.compile(pattern).search(self.text, cursor)
        if match is None:
            raise FactsError(f"{self.name}: after character {cursor} there is no line with {words!r}")
        return match.span()


def load_stories(folder: Path = FOLDER) -> list[FixtureStory]:
    """Every story of a folder that has facts, by name."""
    stories = []
    for facts_path in sorted(folder.glob("*.toml")):
        facts = tomllib.loads(facts_path.read_text(encoding="utf-8"))
        path = (folder / facts.get("file", f"{facts_path.stem}.txt")).resolve()
        stories.append(FixtureStory(facts_path.stem, path, path.read_text(encoding="utf-8"), facts))
    return stories


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _pattern(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in phrase.split())
