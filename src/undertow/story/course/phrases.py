"""Words and phrases of a lexicon in a row of words, in one walk."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.lexicons import load, load_table

Index = NDArray[np.int64]


def lowered(document: Document) -> list[str]:
    """Every word of a document in lower case, with straight apostrophes."""
    return [word.lower().replace("’", "'") for word in document.words()]


@cache
def _by_first(name: str, table: bool) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    entries: Iterable[str] = load_table(name) if table else load(name)
    for entry in sorted(entries, key=lambda e: (-len(e.split()), e)):
        words = tuple(entry.split())
        found.setdefault(words[0], []).append(words)
    return found


def find_phrases(words: list[str], name: str, *, table: bool = False) -> tuple[Index, Index]:
    """Where entries of the list (or table) `name` begin and end, the longest at each place; they do not overlap."""
    by_first = _by_first(name, table)
    starts: list[int] = []
    ends: list[int] = []
    for i, word in enumerate(words):
        for phrase in by_first.get(word, ()):
            if tuple(words[i : i + len(phrase)]) == phrase and (not ends or i >= ends[-1]):
                starts.append(i)
                ends.append(i + len(phrase))
                break
    return np.array(starts, np.int64), np.array(ends, np.int64)
