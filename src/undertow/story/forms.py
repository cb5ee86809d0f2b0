"""The names of a book, counted: one Form for each distinct name, and what the text says about pairs of them.

In come the columns, out go forms with their mentions, the gender of those that they corefer with, how often two names
share a cluster (`together`), how often they stand in one sentence as two people (`apart`) and how often as 'A and B'
(`joined`). The decision: people are found by comparing the few thousand names of a book and not its tens of thousands
of mentions.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from undertow.layers.values import ENTITY_TYPES
from undertow.lexicons import load
from undertow.story.columns import PER, PRONOMINAL, PROPER, Columns, Flags, Index, Person
from undertow.story.names import Name, given_gender, parse_name

Pair = tuple[int, int]
_JOINS = frozenset(("and", "or", "nor", "&"))
_MAX_NAMES = (
    12  # of one cluster or sentence that are compared with one another: keeps lists of guests from costing the square
)
STRAY = 10  # how many times more often a name must stand alone than with a stray word before it
TALK = 2  # how much a name in the words of a named speaker weighs as a sign of two people; a common sentence weighs 1
ANSWER = 60  # tokens within which the next quotation is an answer
MANY = 10  # pronouns from which they outweigh a given name: a single 'she' does not make a woman of James
PER_MENTION = 5  # pronouns that one mention of a name can count for: they hang on the one link to it
SURE = 2  # pronouns from which the gender of a form is taken


@dataclass(slots=True)
class Form:
    """One distinct name and where it stands."""

    index: int
    name: Name
    mentions: list[int] = field(default_factory=list)
    surfaces: Counter[str] = field(default_factory=Counter)
    articles: int = 0  # how often 'the' stands before it
    he: int = 0  # pronouns whose chain of antecedents leads to it
    she: int = 0
    suggested: str = ""  # the gender of the given name, or of the men who bear the surname
    of_man: bool = False  # it is the surname of a Mr. or a Captain: alone, it is his

    @property
    def n(self) -> int:
        """How often it is used."""
        return len(self.mentions)

    @property
    def gender(self) -> str:
        """'m' or 'f' where title or pronouns are clear. Against what a given name suggests they must be clearer."""
        if self.name.title_gender:
            return self.name.title_gender
        total = self.he + self.she
        gender = "m" if self.he > self.she else "f"
        if self.suggested in ("", gender):
            clear = total >= SURE and max(self.he, self.she) >= 0.75 * total
        else:
            clear = total >= MANY and max(self.he, self.she) >= 0.9 * total and not self.of_man
        return gender if clear else ""

    @property
    def likely_gender(self) -> str:
        """As `gender`, or what the given name suggests."""
        return self.gender or self.suggested


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The names of persons in a book."""

    all: list[Form]
    of_mention: Index  # [n_mentions] index of the form, -1 for none
    together: dict[Pair, float]
    apart: Counter[Pair]
    joined: Counter[Pair]


def _person_keys(columns: Columns, parsed: dict[int, Name]) -> set[str]:
    """The keys that are names of persons: by title, or by the vote of the types of their mentions."""
    votes: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(ENTITY_TYPES))
    types, confidence = columns.mentions.type.tolist(), columns.mentions.confidence.tolist()
    titled: set[str] = set()
    for i, name in parsed.items():
        votes[name.key][types[i]] += max(confidence[i], 0.05)
        if name.titles:
            titled.add(name.key)
    return {key for key, vote in votes.items() if vote[PER] * 2 >= sum(vote) or (key in titled and vote[PER] > 0)}


def _no_persons(columns: Columns) -> Flags:
    """Mentions that are no person, by their own type and by the vote of their cluster: the 'Klein' of a hotel."""
    cluster, n = columns.coreference.cluster, columns.coreference.n_clusters
    person = columns.mentions.type == PER
    share = np.bincount(cluster[person], minlength=n) / np.maximum(1, np.bincount(cluster, minlength=n))
    return np.asarray(~person & (share[cluster] < 0.5), dtype=bool)


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _names_above(columns: Columns, of_mention: Index) -> Index:
    """The form of the nearest name up the chain of antecedents of each mention, -1 for none.

    A chain is what coreference chose, step by step; a cluster of a whole book may have run two people together.
    """
    above = np.full(len(columns), -1, np.int64)
    named = of_mention.tolist()
    found = above.tolist()
    for i, before in enumerate(columns.coreference.antecedent.tolist()):
        if 0 <= before < i:
            found[i] = named[before] if named[before] >= 0 else found[before]
    above[:] = found
    return above


def _count_gender(columns: Columns, forms: list[Form], above: Index) -> None:
    """Give each pronoun to the name that its chain leads to; note what the given name itself suggests."""
    for person, attribute in ((Person.HE, "he"), (Person.SHE, "she")):
        counts = np.bincount(above[(columns.person == person) & (above >= 0)], minlength=len(forms))
        for form, n in zip(forms, counts.tolist(), strict=True):
            setattr(form, attribute, min(n, PER_MENTION * form.n))
    surnames = {form.name.surname for form in forms}
    of_men = {form.name.surname for form in forms if form.name.title_gender == "m"} - {""}
    for form in forms:
        first = form.name.first
        form.of_man = first in of_men
        form.suggested = "m" if form.of_man else given_gender(first) if first not in surnames else ""


def _count_together(of_mention: Index, above: Index) -> dict[Pair, float]:
    """How often coreference chose one name for the antecedent of the other, with nothing but pronouns between."""
    together: Counter[Pair] = Counter()
    rows = np.flatnonzero((of_mention >= 0) & (above >= 0) & (of_mention != above))
    for f, g in zip(of_mention[rows].tolist(), above[rows].tolist(), strict=True):
        together[_pair(f, g)] += 1
    return {pair: float(n) for pair, n in together.items()}


def _count_apart(columns: Columns, of_mention: Index) -> tuple[Counter[Pair], Counter[Pair]]:
    """How often two names stand in one sentence, on one side of the quotation marks, in two clusters.

    And how often they do with nothing but 'and' between them.
    """
    apart: Counter[Pair] = Counter()
    joined: Counter[Pair] = Counter()
    rows = np.flatnonzero(of_mention >= 0)
    place = columns.sentence[rows] * (len(columns.quotations) + 1) + columns.quotation[rows] + 1
    breaks = np.flatnonzero(np.diff(place)) + 1
    starts, ends, cluster = columns.mentions.start, columns.mentions.end, columns.coreference.cluster
    for group in np.split(rows, breaks):
        if len(group) < 2:
            continue
        some = group[:_MAX_NAMES].tolist()
        for x, i in enumerate(some):
            for j in some[x + 1 :]:
                f, g = int(of_mention[i]), int(of_mention[j])
                if f == g or starts[j] < ends[i]:
                    continue
                gap = int(starts[j] - ends[i])
                if gap == 1 and columns.document.word(int(ends[i])).lower() in _JOINS:
                    joined[_pair(f, g)] += 1
                if cluster[i] != cluster[j]:
                    apart[_pair(f, g)] += 1
    return apart, joined


def _add_talk(columns: Columns, forms: list[Form], of_mention: Index, apart: Counter[Pair]) -> None:
    """Add to `apart` whom speakers named beside their words speak of, and who speaks next: nobody speaks of himself."""
    said_by = np.full(len(columns.quotations), -1, np.int64)
    named = columns.speakers.mention >= 0
    said_by[named] = of_mention[columns.speakers.mention[named]]
    for i in np.flatnonzero((of_mention >= 0) & (columns.quotation >= 0)).tolist():
        f, g = int(said_by[columns.quotation[i]]), int(of_mention[i])
        if f >= 0 and not forms[f].name.within(forms[g].name):
            apart[_pair(f, g)] += TALK
    near = columns.quotation_start[1:] - columns.quotation_end[:-1] < ANSWER
    for f, g in zip(said_by[:-1][near].tolist(), said_by[1:][near].tolist(), strict=True):
        if f >= 0 and g >= 0 and not forms[f].name.within(forms[g].name):
            apart[_pair(f, g)] += 1


def _is_capital(words: list[str]) -> bool:
    """Whether a noun phrase is a name all the same: 'the General' or 'the Mock Turtle', with a capital in each word."""
    return words[0].lower() == "the" and len(words) <= 3 and all(word[:1].isupper() for word in words[1:])


def _has_article(columns: Columns, i: int) -> bool:
    """Whether 'the' stands before a name, inside the mention or not."""
    start = int(columns.mentions.start[i])
    return columns.words[i][0].lower() == "the" or (start > 0 and columns.document.word(start - 1).lower() == "the")


def _without_strays(parsed: dict[int, Name]) -> dict[int, Name]:
    """'London Lydia', once, is the Lydia of the book: a word that is no given name does not make a surname of one."""
    uses = Counter(name.key for name in parsed.values())
    result = dict(parsed)
    for i, name in parsed.items():
        often = uses[name.surname] if name.full and not name.titles else 0
        if often >= STRAY * uses[name.key] and given_gender(name.surname) and not given_gender(name.first):
            result[i] = replace(name, text=name.text.split()[-1], given=(), surname="", sole=name.surname)
    return result


def _without_common_words(columns: Columns, parsed: dict[int, Name]) -> dict[int, Name]:
    """'Unfeeling', at the head of a sentence, names nobody: the text has the word without a capital too."""
    uses = Counter(name.key for name in parsed.values())
    sole = {name.sole for name in parsed.values() if name.sole and name.key == name.sole and name.kind != "role"}
    small = Counter(word for word in columns.document.words() if word in sole)
    common = {word for word in sole if small[word] >= max(1, uses[word]) and not given_gender(word)}
    return {i: name for i, name in parsed.items() if name.key not in common}


def collect_forms(columns: Columns) -> Forms:
    """Count the names of persons."""
    parsed: dict[int, Name] = {}
    places = _no_persons(columns)
    for i in np.flatnonzero(columns.mentions.form != PRONOMINAL).tolist():
        name = parse_name(columns.words[i])
        if name is None or (columns.mentions.form[i] != PROPER and not _is_capital(columns.words[i])):
            continue
        if name.key not in load("invoked"):
            parsed[i] = name
    parsed = _without_common_words(columns, _without_strays(parsed))
    keys = _person_keys(columns, parsed)
    forms: list[Form] = []
    index: dict[str, int] = {}
    of_mention = np.full(len(columns), -1, np.int64)
    for i, name in parsed.items():
        if name.key not in keys or places[i]:
            continue
        f = index.setdefault(name.key, len(forms))
        if f == len(forms):
            forms.append(Form(f, name))
        forms[f].mentions.append(i)
        forms[f].surfaces[name.text] += 1
        forms[f].articles += _has_article(columns, i)
        of_mention[i] = f
    above = _names_above(columns, of_mention)
    _count_gender(columns, forms, above)
    apart, joined = _count_apart(columns, of_mention)
    _add_talk(columns, forms, of_mention, apart)
    return Forms(forms, of_mention, _count_together(of_mention, above), apart, joined)
