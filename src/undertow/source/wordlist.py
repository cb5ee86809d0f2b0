"""Short word lists are written as lines of words, which are easier to read and to extend than a column of strings."""


def word_list(lines: str) -> list[str]:
    """Split lines of words."""
    return lines.split()
