"""Finding again what a correction speaks of: words in the text, lines by their words, people by their names.

Quotation marks, dashes, capitals and white space are forgiven, since they change between editions and on the way
through a terminal; other letters are not. Where several places fit, none is taken: a Misfit says so, and what would
help.
"""

import re
from collections.abc import Iterator, Sequence

from undertow.document.values import Document
from undertow.story.values import Quotation

_ALIKE = ('"“”„‟«»＂', "'‘’‚‛‹›`´", "-‐‑‒–—―−")
_CLASS = {char: f"[{re.escape(chars)}]" for chars in _ALIKE for char in chars} | {"…": r"(?:…|\.\s?\.\s?\.)"}
_FOLDED = str.maketrans({char: chars[0] for chars in _ALIKE for char in chars} | {"…": "..."})
_AROUND = "\"' "
_SHOWN = 60  # characters of a quoted passage in a message


class Misfit(Exception):  # noqa: N818 - it is caught and reported, and is nobody's error
    """What a correction speaks of is not in the story (any more), or not there alone."""


def shown(words: str) -> str:
    """Words for a message."""
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + '…'}”"


def fold(text: str) -> str:
    """Text as it is compared."""
    return " ".join(text.translate(_FOLDED).casefold().split())


def places(text: str, words: str) -> Iterator[re.Match[str]]:
    """Every place of the words in the text."""
    pattern = r"\s+".join("".join(_CLASS.get(char, re.escape(char)) for char in word) for word in words.split())
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.finditer(before + pattern + after, text, re.IGNORECASE)


def the_place(text: str, words: str) -> int:
    """Where the words begin. Raises Misfit unless they stand in the text once."""
    found = [match.start() for match, _ in zip(places(text, words), range(2), strict=False)]
    if not found:
        raise Misfit(f"the words {shown(words)} are not in the story")
    if len(found) > 1:
        raise Misfit(f"the words {shown(words)} stand in the story more than once; quote more of them")
    return found[0]


def paragraph_of(document: Document, char: int) -> int:
    """The paragraph in which a character stands. Raises Misfit where it is in none."""
    token = document.token_at(char)
    if token >= document.n_tokens:
        raise Misfit("the words stand behind the story")
    return int(document.paragraphs[:, 1].searchsorted(token, side="right"))


class Lines:
    """The lines of a story by their words."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._quotations = quotations
        self._folded = [fold(" ".join(text[start:end] for start, end in q.parts)) for q in quotations]

    def find(self, words: str, after: str) -> int:
        """The line with these words, the first behind the passage `after` if that is given. Raises Misfit."""
        wanted = fold(words).strip(_AROUND)
        found = [i for i, said in enumerate(self._folded) if wanted in said]
        if not found:
            raise Misfit(f"no line has the words {shown(words)}")
        if after:
            place = the_place(self._text, after)
            found = [i for i in found if self._quotations[i].parts[0][0] >= place][:1]
            if not found:
                raise Misfit(f"no line with the words {shown(words)} stands behind {shown(after)}")
        if len(found) > 1:
            whole = [i for i in found if self._folded[i].strip(_AROUND + ".,;!?-") == wanted.strip(".,;!?-")]
            found = whole if len(whole) == 1 else found
        if len(found) > 1:
            raise Misfit(
                f"{len(found)} lines have the words {shown(words)}; quote more, or add after = words before it"
            )
        return found[0]
