"""Word lists as data. A file names its source and licence in comment lines that begin with `#`.

`NAME.txt` holds a word or phrase a line, `NAME.tsv` a key, a tab and a value. All are lower case.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def _lines(file: str) -> Iterator[str]:
    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def load(name: str) -> frozenset[str]:
    """Read the list `name`.txt."""
    return frozenset(_lines(f"{name}.txt"))


@cache
def load_table(name: str) -> dict[str, str]:
    """Read the table `name`.tsv. The result is shared: do not change it."""
    return dict(line.split("\t", 1) for line in _lines(f"{name}.tsv"))


@cache
def load_weights(name: str) -> dict[str, float]:
    """Read the table `name`.tsv, whose values are numbers. The result is shared: do not change it."""
    return {key: float(value) for key, value in load_table(name).items()}
