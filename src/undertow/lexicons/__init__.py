"""Word lists as data: one text file a list, each with its source and licence in its header.

A list is a file `NAME.txt` in this folder. Lines that start with `#` are the header or remarks; the other lines are entries, lower case, one a
line, with blanks inside where an entry has several words. The one decision: lists are sets of strings and nothing more, so that code says
what a list is for and the list says where it comes from.
"""

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Load the list `name`. Raises FileNotFoundError for a list that does not exist."""
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
