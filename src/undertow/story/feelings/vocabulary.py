"""The word lists for feeling, with every form of each verb: what a rule looks up, word by word.

Lists hold base forms (lexicons/feeling_*.tsv); regular forms are made here, the others stand in irregular_verbs.tsv.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from undertow.lexicons import load_table

_VOWELS = "aeiou"
_DOUBLED = frozenset(
    """gap grin sob drop stop flip hug pat slap stab strut skip slam rub nod throb quip wed rap worship fret
    regret thud drum thrum knot set""".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word list says of one base form."""

    base: str
    category: str
    flags: frozenset[str]


def verb_forms(base: str) -> frozenset[str]:
    """Every form of a verb, the base form too."""
    irregular = load_table("irregular_verbs").get(base)
    if base in ("be", "have"):
        return frozenset([base, *(irregular or "").split()])
    stem = base
    if base.endswith("e"):
        stem, s = base[:-1], base + "s"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        stem, s = base, base[:-1] + "ies"
    elif base.endswith(("s", "sh", "ch", "x", "z", "o")):
        s = base + "es"
    else:
        s = base + "s"
    if base in _DOUBLED:
        stem = base + base[-1]
    ing = stem + "ing" if not base.endswith("ee") else base + "ing"
    past = base[:-1] + "ied" if s.endswith("ies") and base.endswith("y") else stem + "ed"
    return frozenset([base, s, ing, *(irregular.split() if irregular else [past])])


def forms_of(bases: str) -> frozenset[str]:
    """Every form of several verbs."""
    return frozenset().union(*map(verb_forms, bases.split()))


def _entries(name: str) -> dict[str, Entry]:
    table = {}
    for base, value in load_table(name).items():
        category, *flags = value.split()
        table[base] = Entry(base, category, frozenset(flags))
    return table


@cache
def adjectives() -> dict[str, Entry]:
    """Adjective -> entry."""
    return _entries("feeling_adjectives")


@cache
def adverbs() -> dict[str, Entry]:
    """Adverb -> entry."""
    return _entries("feeling_adverbs")


@cache
def nouns() -> dict[str, Entry]:
    """Noun -> entry."""
    return _entries("feeling_nouns")


@cache
def verbs() -> dict[str, Entry]:
    """Every form of the verbs that say a feeling -> entry."""
    return {form: entry for entry in _entries("feeling_verbs").values() for form in verb_forms(entry.base)}


@cache
def signs() -> dict[str, Entry]:
    """Every form of the single verbs for what body and people do -> entry."""
    return {form: entry for entry in _entries("feeling_signs").values() for form in verb_forms(entry.base)}


@cache
def body() -> dict[str, dict[str, str]]:
    """Part of the body -> form of what happens to it -> category."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for key, category in load_table("feeling_body").items():
        part, sign = key.split()
        for form in verb_forms(sign):
            table[part].setdefault(form, category)
    return dict(table)


@cache
def single_words() -> frozenset[str]:
    """Every word that can say a feeling by itself."""
    return frozenset().union(verbs(), nouns(), adjectives(), adverbs(), signs())
