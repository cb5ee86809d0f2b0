"""What each person is called, and from which place of the text on.

A heroine who is "she" for half a story and then is called Tamsin must not be Tamsin on the first page of the report to
somebody who has read a quarter. So a name is a list: the best first, each with the place where the text gives it away.
"""

import re
from dataclasses import dataclass

from undertow.layers.values import FORMS
from undertow.report.counts import Counts
from undertow.story.values import Character

NOBODY = "somebody"  # until the text has said a word of them
MAX_NAMES = 12
LONG = 60  # characters of a name that are shown; the text itself is never cut
_PROPER, _NOMINAL, _PRONOMINAL = (FORMS.index(form) for form in ("proper", "nominal", "pronominal"))


@dataclass(frozen=True, slots=True)
class Name:
    """Something that a person is called, and the first character of the place where the text first says so."""

    text: str
    start_char: int
    stands_in: bool = False  # a description or a pronoun, for readers who have not met a name yet


def short(text: str, limit: int = LONG) -> str:
    """One line, cut where it is too long to show."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _forms(counts: Counts, who: int) -> dict[str, tuple[int, str, int]]:
    """Each thing that somebody is called: folded -> form, as first written, where."""
    mentions, text = counts.story.layers.mentions, counts.story.text
    found: dict[str, tuple[int, str, int]] = {}
    if mentions is None:
        return found
    rows = counts.mentions_of(who)
    starts, ends = counts.start[rows].tolist(), counts.end[rows].tolist()
    for start, end, form in zip(starts, ends, mentions.form[counts.row[rows]].tolist(), strict=True):
        folded = _fold(text[start:end])
        if folded not in found:
            found[folded] = (form, text[start:end], start)
    return found


def _since(name: str, forms: dict[str, tuple[int, str, int]], text: str) -> int:
    """Where the text first uses a name: as a mention, anywhere, or at the first mention that is a part of it."""
    if _fold(name) in forms:
        return forms[_fold(name)][2]
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    if pattern and (match := re.search(rf"(?<!\w){pattern}(?!\w)", text)):
        return match.start()
    parts = [start for folded, (form, _, start) in forms.items() if form == _PROPER and folded in _fold(name)]
    return min(parts, default=min((start for _, _, start in forms.values()), default=0))


def names_of(counts: Counts, who: int, character: Character) -> tuple[Name, ...]:
    """What somebody is called, best first: the name of the story, other names, a description, a pronoun."""
    forms, text = _forms(counts, who), counts.story.text
    listed = [character.name or NOBODY, *character.aliases]
    names = [Name(short(name), _since(name, forms, text)) for name in listed[:MAX_NAMES]]
    known = {_fold(name) for name in listed}
    for wanted in (_PROPER, _NOMINAL, _PRONOMINAL):
        rest = [
            (start, said) for folded, (form, said, start) in forms.items() if form == wanted and folded not in known
        ]
        if rest and min(rest)[0] < min(name.start_char for name in names):
            said = short(min(rest)[1])
            said = said.lower() if wanted == _PRONOMINAL and said != "I" else said
            names.append(Name(said, min(rest)[0], wanted != _PROPER))
    return tuple(names)


def called(names: tuple[Name, ...], until: int) -> str:
    """What somebody is called by what a reader knows who has read up to a character of the text."""
    return next((name.text for name in names if name.start_char < until), NOBODY)
