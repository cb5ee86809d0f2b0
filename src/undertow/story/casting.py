"""The people of a book while their names are being joined, and the questions asked of a name and a person.

A Bearer is a person with the names found so far. The decision: what speaks against a name being somebody's (gender,
title, two people in one sentence) is asked first, what speaks for it (coreference, frequency) only among those left.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from undertow.story.forms import MANY, SURE, Form, Forms, Pair
from undertow.story.names import stands_for
from undertow.story.words import word_set

_COMMON = frozenset(("mr", "mrs", "miss", "ms", "madame", "master"))
NOBLE = word_set(
    "sir lord lady dame king queen prince princess emperor empress duke duchess earl count countess baron baroness "
    "viscount viscountess marquis marchioness marquess"
)
_RANKS = word_set(
    "general colonel captain major lieutenant admiral commodore commander brigadier marshal sergeant corporal ensign"
)
_MOTHERS = frozenset(("mrs", "madame", "lady", "dame"))
MARRIED, UNMARRIED = frozenset(("mrs", "madame")), frozenset(("miss",))

# Shares of the uses of the rarer of two names:
APART = 0.15  # in one sentence with the other name, as somebody else: from there on they are two people
TOGETHER = 0.2  # put with the other by coreference: from there on it is evidence
ALIAS = 0.5  # as TOGETHER, for two names that have no word in common
OFTEN = 5  # uses of a title with a first name from which it serves to tell two people apart
DOMINANT = 8  # a bearer this many times as frequent as the next is meant


@dataclass(slots=True)
class Bearer:
    """A person while the names are being joined."""

    index: int
    forms: list[Form] = field(default_factory=list)

    @property
    def n(self) -> int:
        return sum(form.n for form in self.forms)

    @property
    def titles(self) -> set[str]:
        return {title for form in self.forms for title in form.name.titles}

    @property
    def gender(self) -> str:
        """By title, else by the pronouns of all the names, else ''."""
        titled = {form.name.title_gender for form in self.forms if form.name.title_gender}
        if len(titled) == 1:
            return titled.pop()
        he, she = sum(form.he for form in self.forms), sum(form.she for form in self.forms)
        gender = "m" if he > she else "f"
        against = {form.suggested for form in self.forms} - {"", gender}
        clear = he + she >= (MANY if against else SURE) and max(he, she) >= (0.9 if against else 0.75) * (he + she)
        return gender if clear else ""

    @property
    def likely_gender(self) -> str:
        """As `gender`, or what a given name suggests."""
        return self.gender or next((form.likely_gender for form in self.forms if form.name.full), "")

    @property
    def givens(self) -> set[str]:
        return {form.name.given[0] for form in self.forms if form.name.given and not form.name.husbands}

    @property
    def surnames(self) -> set[str]:
        return {form.name.surname for form in self.forms if form.name.surname}

    @property
    def suffixes(self) -> set[str]:
        return {form.name.suffix for form in self.forms if form.name.full or form.name.suffix}


def titles_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two sets of titles ask for evidence before they are one person's: Miss and Mrs., Mr. and Sir."""
    a, b = set(a), set(b)
    if (a & MARRIED and b & UNMARRIED) or (b & MARRIED and a & UNMARRIED):
        return not (a & b)
    if (a & NOBLE and b & _COMMON) or (b & NOBLE and a & _COMMON):
        return not (a & b & NOBLE)
    if (a & NOBLE) and (b & NOBLE):
        return not (a & b)
    return ("master" in a and "mr" in b) or ("master" in b and "mr" in a)


def ranks_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two sets of titles give a man two ranks, or one and none: the General, the Captain and Mr. Tilney."""
    a, b = set(a) & (_RANKS | {"mr"}), set(b) & (_RANKS | {"mr"})
    return bool(a and b and (a | b) & _RANKS and not a & b)


class Casting:
    """The people found so far, and the questions asked of a name and a person."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.people: list[Bearer] = []
        self.by_surname: dict[str, list[Bearer]] = defaultdict(list)
        self.by_given: dict[str, list[Bearer]] = defaultdict(list)
        self.by_title: dict[str, list[Bearer]] = defaultdict(list)
        self.shared: dict[int, tuple[int, ...]] = {}
        self.maidens = {form.name.surname for form in forms.all if "miss" in form.name.titles}

    def start(self, form: Form) -> Bearer:
        """Begin a person with a name."""
        bearer = Bearer(len(self.people))
        self.people.append(bearer)
        self.add(bearer, form)
        return bearer

    def add(self, bearer: Bearer, form: Form) -> None:
        """Give a person one more name."""
        bearer.forms.append(form)
        name = form.name
        if name.surname and bearer not in self.by_surname[name.surname]:
            self.by_surname[name.surname].append(bearer)
        if name.surname and "-" in name.surname and bearer not in self.by_surname[name.surname.split("-")[-1]]:
            self.by_surname[name.surname.split("-")[-1]].append(bearer)
        own = () if name.husbands else (*name.given, name.sole)
        for given in filter(None, own):
            for stood in stands_for(given):
                if bearer not in self.by_given[stood]:
                    self.by_given[stood].append(bearer)
        for title in (*name.titles, *((name.sole,) if name.kind == "role" else ())):
            if bearer not in self.by_title[title]:
                self.by_title[title].append(bearer)

    def _sum(self, table: dict[Pair, float] | dict[Pair, int], form: Form, bearer: Bearer) -> float:
        i = form.index
        return float(sum(table.get((min(i, f.index), max(i, f.index)), 0) for f in bearer.forms))

    def together(self, form: Form, bearer: Bearer) -> float:
        """Share of the rarer one's mentions that coreference put together."""
        return self._sum(self.forms.together, form, bearer) / max(1, min(form.n, bearer.n))

    def apart(self, form: Form, bearer: Bearer) -> bool:
        """Whether the text sets the two side by side as two people."""
        rarer = min(form.n, bearer.n)
        joined = self._sum(self.forms.joined, form, bearer)
        if joined and (joined >= 2 or rarer < 50):
            return True
        apart = self._sum(self.forms.apart, form, bearer)
        return apart >= max(1.0, APART * rarer) and self._sum(self.forms.together, form, bearer) <= apart

    def hinted(self, form: Form, bearer: Bearer) -> bool:
        """Whether coreference put the two together more than once, and more often than the text sets them apart."""
        together = self._sum(self.forms.together, form, bearer)
        return together >= 2 and together > self._sum(self.forms.apart, form, bearer)

    def usual(self, form: Form, bearer: Bearer) -> int:
        """How often a person bears the word of a name: as a surname where it is one, else by any name."""
        word = form.name.surname or form.name.sole
        by_surname = sum(f.n for f in bearer.forms if word in (f.name.surname, *f.name.titles) or f.name.sole == word)
        return by_surname or bearer.n

    def dominates(self, form: Form, bearers: Sequence[Bearer]) -> Callable[[Bearer], bool]:
        """A test for the bearer who is far more frequent than the others."""
        use = {bearer.index: self.usual(form, bearer) for bearer in bearers}
        total = sum(use.values())
        return lambda bearer: use[bearer.index] >= DOMINANT * (total - use[bearer.index])

    @staticmethod
    def _mother_and_daughter(form: Form, bearer: Bearer) -> bool:
        """'Mrs. Miller' and 'Miss Miller' are never one, however alike they look to coreference."""
        name = form.name
        other = UNMARRIED if set(name.titles) & _MOTHERS else _MOTHERS if set(name.titles) & UNMARRIED else None
        return other is not None and any(
            f.name.surname == name.surname and other & set(f.name.titles) for f in bearer.forms
        )

    def can_bear(self, form: Form, bearer: Bearer) -> bool:
        """Whether nothing speaks against it: gender, titles, two people in one sentence."""
        a, b = form.gender, bearer.gender
        if a and b and a != b:
            return False
        if not (a and b):
            a, b = form.likely_gender if form.name.given else a, bearer.likely_gender
            if a and b and a != b:
                return False
        if self._mother_and_daughter(form, bearer):
            return False
        if titles_differ(form.name.titles, bearer.titles) and self.together(form, bearer) < TOGETHER:
            return False
        if ranks_differ(form.name.titles, bearer.titles) and self.together(form, bearer) < ALIAS:
            return False
        return not self.apart(form, bearer)

    def _by_coreference(self, form: Form, able: Sequence[Bearer]) -> Bearer | None:
        """The one of several whom coreference clearly puts with the name."""
        if len(able) < 2:
            return None
        counts = sorted(((self._sum(self.forms.together, form, b), -b.index) for b in able), reverse=True)
        best = self.people[-counts[0][1]]
        clear = counts[0][0] >= max(2, 3 * counts[1][0]) and self.together(form, best) >= TOGETHER
        return best if clear else None

    def told_apart(self, form: Form, bearer: Bearer) -> bool:
        """Whether 'Mr. Knightley' is not 'Mr. John Knightley', who needs his first name to be told from him."""
        titles = set(form.name.titles)
        for f in bearer.forms:
            if f.name.given and f.name.surname == form.name.surname and titles & set(f.name.titles):
                bare = f.n if f.name.husbands else sum(g.n for g in bearer.forms if g.name.sole == f.name.first)
                if f.n >= OFTEN and form.n >= 3 * f.n and 2 * bare >= f.n and self.together(form, bearer) < ALIAS:
                    return True
        return False

    def choose(
        self, form: Form, candidates: Sequence[Bearer], prefer: Sequence[Callable[[Bearer], bool]] = ()
    ) -> Bearer | None:
        """The only person who can bear a name, or whom context or frequency decides for. Marks shared names."""
        able = [bearer for bearer in candidates if self.can_bear(form, bearer)]
        together = self._by_coreference(form, able)
        if together is not None:
            return together
        for test in prefer:
            if len(able) > 1:
                able = [bearer for bearer in able if test(bearer)] or able
        if len(able) <= 1:
            return able[0] if able else None
        first = [bearer for bearer in able if self.dominates(form, able)(bearer)]
        if len(first) == 1:
            return first[0]
        self.shared[form.index] = tuple(bearer.index for bearer in able)
        return None
