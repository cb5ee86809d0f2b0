"""Closed word lists, written as one line of text. Longer lists, and those with a source, are in `lexicons`."""


def word_set(text: str) -> frozenset[str]:
    """The words of a line of text."""
    return frozenset(text.split())
