"""A parsed JSON value that knows where it stands, so that a broken file is answered with a place.

What comes in is what `json` made of a file that anybody may have written or edited; what goes out is values of the
type that was asked for, or a FormatError such as `$.mentions[17].end: expected a whole number from 0 up, found "x"`.
The path is put together only on failure, and lists of objects are read by column: a novel has more than a hundred
thousand mentions.
"""

from collections.abc import Container, Iterator, Sequence
from math import inf, isfinite
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from undertow.errors import FormatError

LIMIT: Final = 2**31  # positions are kept as int32


class Node:
    """A value of a JSON document and the way to it."""

    __slots__ = ("_parent", "key", "value")

    def __init__(self, value: object, parent: "Node | None" = None, key: str | int = "$") -> None:
        self.value = value
        self._parent = parent
        self.key = key

    @property
    def path(self) -> str:
        """Where the value stands: `$.mentions[17].end`."""
        if self._parent is None:
            return str(self.key)
        step = f"[{self.key}]" if isinstance(self.key, int) else f".{self.key}"
        return self._parent.path + step

    def fail(self, message: str) -> NoReturn:
        """Raise FormatError for this place."""
        raise FormatError(f"{self.path}: {message}")

    def expected(self, what: str) -> NoReturn:
        """Raise FormatError saying what was expected here and what was found."""
        self.fail(f"expected {what}, found {_shown(self.value)}")

    def __getitem__(self, key: str) -> "Node":
        """The member of an object. Raises FormatError where it is missing."""
        if not isinstance(self.value, dict):
            self.expected("an object")
        if key not in self.value:
            Node(None, self, key).fail("missing")
        return Node(self.value[key], self, key)

    def optional(self, key: str, default: object) -> "Node":
        """The member of an object, or what stands for it where it is missing."""
        if not isinstance(self.value, dict):
            self.expected("an object")
        return Node(self.value.get(key, default), self, key)

    def members(self) -> Iterator["Node"]:
        """The members of an object."""
        if not isinstance(self.value, dict):
            self.expected("an object")
        return (Node(value, self, key) for key, value in self.value.items())

    def items(self) -> Iterator["Node"]:
        """The items of a list."""
        return (Node(item, self, i) for i, item in enumerate(self._list()))

    def item(self, index: int, key: str | None = None) -> "Node":
        """The item of a list, or a member of that item."""
        node = Node(self._list()[index], self, index)
        return node if key is None else node[key]

    def __len__(self) -> int:
        return len(self._list())

    @property
    def null(self) -> bool:
        """Whether the value is null."""
        return self.value is None

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            self.expected("a string")
        return self.value

    def flag(self) -> bool:
        """A boolean."""
        if not isinstance(self.value, bool):
            self.expected("true or false")
        return self.value

    def integer(self) -> int:
        """A whole number from 0 up."""
        value = self.value
        if type(value) is not int or not 0 <= value < LIMIT:
            self.expected("a whole number from 0 up")
        return value

    def share(self) -> float:
        """A number from 0 to 1."""
        value = self.value
        if type(value) not in (int, float) or not 0 <= value <= 1:  # type: ignore[operator]
            self.expected("a number from 0 to 1")
        return float(value)  # type: ignore[arg-type]

    def number(self, low: float = -inf, high: float = inf) -> float:
        """A number, between two bounds if they are given."""
        value = self.value
        if type(value) not in (int, float) or not low <= value <= high or not isfinite(value):  # type: ignore[operator, arg-type]
            self.expected("a number" if high == inf else f"a number from {low:g} to {high:g}")
        return float(value)  # type: ignore[arg-type]

    def numbers(self, low: float = -inf, high: float = inf) -> list[float]:
        """A list of numbers, between two bounds if they are given."""
        values = self._list()
        for i, value in enumerate(values):
            if type(value) is not float or not low <= value <= high or not isfinite(value):
                self.item(i).number(low, high)
        return [float(value) for value in values]  # type: ignore[arg-type]

    def choice(self, options: Sequence[str]) -> str:
        """One of a few strings."""
        if self.value not in options:
            self.expected("one of " + ", ".join(options))
        return str(self.value)

    def texts(self) -> tuple[str, ...]:
        """A list of strings."""
        return tuple(item.text() for item in self.items())

    def texts_among(self, known: Container[str], what: str) -> tuple[str, ...]:
        """A list of strings that are known. `what` they are is said where one is not."""
        for item in self.items():
            if item.text() not in known:
                item.expected(what)
        return self.texts()

    def ids(self) -> list[str]:
        """The ids of a list of objects. Raises FormatError if two are the same."""
        ids: dict[str, None] = {}
        for row in self.items():
            id = row["id"]
            if id.text() in ids:
                id.fail(f"there is another '{id.text()}' before this one")
            ids[id.text()] = None
        return list(ids)

    def column(self, key: str) -> list[object]:
        """The member `key` of each object of a list."""
        rows = self._list()
        try:
            return [row[key] for row in rows]  # type: ignore[index]
        except (KeyError, TypeError, IndexError):
            for item in self.items():
                item[key]
            raise

    def integers(self, key: str | None = None) -> NDArray[np.int32]:
        """A list of whole numbers from 0 up, or the member `key` of each object of a list."""
        values = self._list() if key is None else self.column(key)
        for i, value in enumerate(values):
            if type(value) is not int or not 0 <= value < LIMIT:
                self.item(i, key).integer()
        return np.array(values, dtype=np.int32)

    def shares(self, key: str) -> NDArray[np.float32]:
        """The member `key` of each object of a list: numbers from 0 to 1."""
        values = self.column(key)
        for i, value in enumerate(values):
            if type(value) not in (int, float) or not 0 <= value <= 1:  # type: ignore[operator]
                self.item(i, key).share()
        return np.array(values, dtype=np.float32)

    def choices(self, key: str, options: Sequence[str]) -> list[int]:
        """The member `key` of each object of a list, as positions in `options`."""
        codes = {option: code for code, option in enumerate(options)}
        values = self.column(key)
        try:
            return [codes[value] for value in values]  # type: ignore[index]
        except (KeyError, TypeError):
            for i in range(len(values)):
                self.item(i, key).choice(options)
            raise

    def codes(self, options: Sequence[str]) -> list[int]:
        """A list of strings, as positions in `options`."""
        codes = {option: code for code, option in enumerate(options)}
        values = self._list()
        try:
            return [codes[value] for value in values]  # type: ignore[index]
        except (KeyError, TypeError):
            for item in self.items():
                item.choice(options)
            raise

    def _list(self) -> list[object]:
        if not isinstance(self.value, list):
            self.expected("a list")
        return self.value


def _shown(value: object) -> str:
    """Name a value for an error message in a few words."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    shown = (
        repr(value)
        if not isinstance(value, int)
        else f"{value}"
        if abs(value) < LIMIT
        else "a number that is too large"
    )
    return shown if len(shown) <= 60 else shown[:57] + "..."
