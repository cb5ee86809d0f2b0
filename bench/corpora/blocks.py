"""Files of our own passages: what stands before the first line `== title | manner` is the head of the file."""

import re
from pathlib import Path


def read_blocks(path: Path) -> list[str]:
    """The passages of a file, each from its title on."""
    return re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
