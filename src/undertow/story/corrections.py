"""Corrections that last: what somebody who knows the story says of it, in a TOML file beside the story.

What comes in is the text of `NAME.undertow.toml`; what goes out is a frozen Corrections value, or an InputError that
names the table and says what to do. The decision: people are named by what the story calls them and places by their
words, never by a number or an offset, so that a file still fits when a new model counts differently.
docs/corrections.md documents each key.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Final, NoReturn

from undertow.errors import InputError

SUFFIX: Final = ".undertow.toml"
APPLIED: Final = "Corrected: "
NO_LONGER_FITS: Final = "Correction without effect: "
"""How the notes of a corrected story begin (`story.document.source.notes`)."""

_LONGEST = 400  # characters of a name; longer ones are something else that was put there by mistake


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody of the story: by a name, or by words of the story that begin where they are mentioned."""

    name: str = ""
    at: str = ""

    def __str__(self) -> str:
        return self.name or f"whoever “{self.at}” begins with"


@dataclass(frozen=True, slots=True)
class Split:
    """Somebody who was taken for another: the names that are theirs, or places in the scenes where they are meant."""

    name: str
    names: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CharacterCorrection:
    """What is said of one character. `place` names the table for messages."""

    who: Who
    place: str
    aliases: tuple[str, ...] = ()  # further names to find the character by
    rename: str = ""
    merge: tuple[Who, ...] = ()
    split: tuple[Split, ...] = ()
    pronouns: str = ""
    omit: bool = False


@dataclass(frozen=True, slots=True)
class LineCorrection:
    """Who says a line, and to whom. None leaves it as it is; a `speaker` without a name is nobody."""

    words: str
    place: str
    after: str = ""
    speaker: Who | None = None
    addressees: tuple[Who, ...] | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that a file says."""

    file: str  # its name, for messages
    narrator: Who | None = None
    characters: tuple[CharacterCorrection, ...] = ()
    lines: tuple[LineCorrection, ...] = ()
    scene_starts: tuple[str, ...] = ()
    scene_joins: tuple[str, ...] = ()

    def names(self) -> Iterator[str]:
        """Every name that the file mentions."""
        for each in self.characters:
            yield from (each.who.name, *each.aliases, each.rename, *(who.name for who in each.merge))
            yield from (name for split in each.split for name in (split.name, *split.names))
        people = [self.narrator, *(line.speaker for line in self.lines)]
        yield from (who.name for who in people if who is not None)


def find_corrections(story: str | PathLike[str]) -> Path | None:
    """The corrections beside a story, if there are any: `story.epub.undertow.toml`, else `story.undertow.toml`."""
    path = Path(story)
    for name in (path.name + SUFFIX, path.stem + SUFFIX):
        found = path.with_name(name)
        try:
            if found.is_file():
                return found
        except OSError:  # the name is too long for the file system
            continue
    return None


def read_corrections(path: str | PathLike[str]) -> Corrections:
    """Read a file. Raises InputError where it cannot be read or says something that is not known."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: this is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    return parse_corrections(text, file=str(path))


def parse_corrections(text: str, *, file: str = "corrections") -> Corrections:
    """Make the value that a text in TOML stands for. Raises InputError with the line or the table at fault."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: not TOML: {error}; names and words stand in straight quotation marks") from error
    except RecursionError as error:
        raise InputError(f"{file}: not corrections: tables inside tables without end") from error
    root = _Table(data, file, "the file", ("narrator", "character", "line", "scenes"))
    scenes = root.table("scenes", ("start", "join"))
    return Corrections(
        file=file,
        narrator=root.who("narrator"),
        characters=tuple(_character(table) for table in root.tables("character", _CHARACTER)),
        lines=tuple(_line(table) for table in root.tables("line", _LINE)),
        scene_starts=scenes.texts("start"),
        scene_joins=scenes.texts("join"),
    )


_CHARACTER = ("name", "at", "aliases", "rename", "merge", "split", "pronouns", "omit")
_LINE = ("words", "after", "speaker", "addressees")
_SPLIT = ("name", "names", "at")


def _character(table: "_Table") -> CharacterCorrection:
    who = Who(table.text("name"), table.text("at"))
    if not (who.name or who.at):
        table.fail("it does not say who is meant: give a name, or at = words that begin where they are mentioned")
    table.place += f" ({who})"
    splits = []
    for part in table.tables("split", _SPLIT):
        split = Split(part.text("name"), part.texts("names"), part.texts("at"))
        if not split.name or not (split.names or split.at):
            part.fail("a split needs the name of the other person, and names or at to tell them apart")
        splits.append(split)
    return CharacterCorrection(
        who=who,
        place=table.place,
        aliases=table.texts("aliases"),
        rename=table.text("rename"),
        merge=table.people("merge") or (),
        split=tuple(splits),
        pronouns=table.text("pronouns"),
        omit=table.flag("omit"),
    )


def _line(table: "_Table") -> LineCorrection:
    words = table.text("words")
    if not words:
        table.fail("it does not say which line is meant: give words = some words of the line")
    line = LineCorrection(
        words, table.place, table.text("after"), table.who("speaker", nobody=True), table.people("addressees")
    )
    if line.speaker is None and line.addressees is None:
        table.fail("it says nothing of the line: give speaker or addressees")
    return line


class _Table:
    """A table of the file with its place, so that a mistake can be pointed at."""

    def __init__(self, data: Mapping[str, object], file: str, place: str, known: Iterable[str]) -> None:
        self._data, self._file, self.place = data, file, place
        for key in data:
            if key not in known:
                self.fail(f"'{key}' is not known here; known are {', '.join(known)}")

    def fail(self, message: str) -> NoReturn:
        raise InputError(f"{self._file}: in {self.place}: {message}")

    def text(self, key: str) -> str:
        """A string, '' where there is none."""
        return self._plain(key, self._data.get(key), absent="")

    def _plain(self, key: str, value: object, *, absent: str | None = None) -> str:
        if value is None and absent is not None:
            return absent
        if not isinstance(value, str):
            self.fail(f"{key} must be text in quotation marks, found {value!r}")
        plain = " ".join(value.split())
        if not plain:
            self.fail(f"{key} is empty; leave it out, or put # before it")
        if len(plain) > _LONGEST:
            self.fail(f"{key} is longer than {_LONGEST} characters; a few words are enough")
        return plain

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._plain(key, value) for value in self._list(key))

    def _list(self, key: str) -> list[object]:
        value = self._data.get(key, [])
        if not isinstance(value, list):
            self.fail(f"{key} must be a list: {key} = [{value!r}]")
        return value

    def flag(self, key: str) -> bool:
        value = self._data.get(key, False)
        if not isinstance(value, bool):
            self.fail(f"{key} must be true or false, without quotation marks")
        return value

    def who(self, key: str, *, nobody: bool = False) -> Who | None:
        """Somebody; None where the key is absent. With `nobody`, an empty string is a Who without a name."""
        value = self._data.get(key)
        if value is None:
            return None
        return Who() if nobody and value == "" else self._who(key, value)

    def _who(self, key: str, value: object) -> Who:
        if not isinstance(value, dict):
            return Who(self._plain(key, value))
        table = _Table(value, self._file, f"{self.place}, {key}", ("name", "at"))
        who = Who(table.text("name"), table.text("at"))
        if not (who.name or who.at):
            table.fail("give a name or at")
        return who

    def people(self, key: str) -> tuple[Who, ...] | None:
        """A list of people; None where the key is absent."""
        return tuple(self._who(key, value) for value in self._list(key)) if key in self._data else None

    def table(self, key: str, known: Iterable[str]) -> "_Table":
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.fail(f"{key} must be a table: [{key}]")
        return _Table(value, self._file, f"[{key}]", known)

    def tables(self, key: str, known: Iterable[str]) -> Iterator["_Table"]:
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(f"{key} must be a list of tables, each with the heading [[{key}]]")
        inside = "" if self.place == "the file" else f"{self.place}, "
        for number, item in enumerate(value, 1):
            yield _Table(item, self._file, f"{inside}[[{key}]] number {number}", known)
