"""Turns of phrase: lists in base forms, matched word by word with every form of each verb.

A `*` stands for up to three words. A phrase never runs over a mark or the end of its sentence.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from undertow.lexicons import load_table
from undertow.story.feelings.grammar import MARKS
from undertow.story.feelings.vocabulary import verb_forms

_GAP = 3
_ANY = "*"
# Words of the lists that stand for themselves alone, where a verb of the same spelling would have other forms.
_INVARIANT = frozenset(
    """in out on at of to for the a an his her him my me you your himself herself myself with into from up off down
    back it little tears tear heart eyes face hands hand arms around round about close tight throat love that this as
    so no not nothing only one what well more than case because who any""".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Sets of forms, None for a gap, and what the list says of the phrase."""

    steps: tuple[frozenset[str] | None, ...]
    value: tuple[str, ...]


Table = dict[str, dict[str, tuple[Phrase, ...]]]


@cache
def load_phrases(name: str) -> Table:
    """First word -> second word -> the phrases of lexicons/`name`.tsv that begin so; `*` where the second is open."""
    table: dict[str, dict[str, list[Phrase]]] = defaultdict(lambda: defaultdict(list))
    for key, value in load_table(name).items():
        steps = tuple(None if word == _ANY else _any_form(word) for word in key.split())
        second = (steps[1] if len(steps) > 1 else None) or frozenset([_ANY])
        for form in steps[0] or ():
            for following in second:
                table[form][following].append(Phrase(steps, tuple(value.split())))
    return {form: {word: tuple(found) for word, found in rest.items()} for form, rest in table.items()}


def _any_form(word: str) -> frozenset[str]:
    if word == "not":
        return frozenset(["not", "n't"])
    return frozenset([word]) if word in _INVARIANT else verb_forms(word)


def matches(words: Sequence[str], i: int, end: int, table: Table) -> Iterator[tuple[int, Phrase]]:
    """The phrases that begin at word `i` and end by `end`, each with one past its last word."""
    begun = table.get(words[i])
    if begun is None:
        return
    following = words[i + 1] if i + 1 < end else ""
    for phrase in (*begun.get(following, ()), *begun.get(_ANY, ())):
        at, gap = i, 0
        for step in phrase.steps:
            if step is None:
                gap = _GAP
                continue
            found = next((j for j in range(at, min(end, at + gap + 1)) if words[j] in step), -1)
            if found < 0 or any(words[j] in MARKS for j in range(at, found)):
                break
            at, gap = found + 1, 0
        else:
            yield at, phrase
