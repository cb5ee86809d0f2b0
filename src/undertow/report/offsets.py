"""Characters of the text -> the positions that a browser counts.

Python counts code points and JavaScript counts UTF-16 units: after an emoji the two differ by one. The page holds
units only, and this file is the one place where they are made.
"""

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int32]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")


class Units:
    """Converts positions in one text. Where no character takes two units, which is nearly always, nothing is done."""

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._wide = np.array(wide, dtype=np.int64)

    def at(self, char: int) -> int:
        """The position of one character."""
        return int(char + np.searchsorted(self._wide, char)) if len(self._wide) else int(char)

    def all(self, chars: ArrayLike) -> Ints:
        """The positions of many characters."""
        given = np.asarray(chars, dtype=np.int64)
        moved = given + np.searchsorted(self._wide, given) if len(self._wide) else given
        return moved.astype(np.int32)


def showable(page: str) -> str:
    """Replace what an HTML file cannot hold (NUL, lone surrogates) by U+FFFD, one for one: no position moves."""
    return _UNSHOWABLE.sub("\ufffd", page)
