"""Which names of a book are one person.

In come the forms of collect_forms, out goes a person for each form. The decision: names are compared in the order in which
they say most (full names, then title and surname, then single words), a name joins a person only where exactly one person can bear it,
and two names that the text sets side by side as two people never join. A name that several people could bear stays a person of its own, and is
`shared`: later steps may give single clusters of it to one of the bearers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from undertow.story.forms import Form, Forms, Pair
from undertow.story.names import same_given, stands_for
from undertow.story.words import word_set

_COMMON = frozenset(("mr", "mrs", "miss", "ms", "madame", "master"))
_NOBLE = word_set(
    "sir lord lady dame king queen prince princess emperor empress duke duchess earl count countess baron baroness viscount viscountess "
    "marquis marchioness marquess"
)
_MARRIED, _UNMARRIED = frozenset(("mrs", "madame")), frozenset(("miss",))
_KIN = word_set("uncle aunt auntie cousin brother sister father mother grandfather grandmother grandma grandpa granny")

APART = 0.15  # share of the rarer name's uses that stand in one sentence with the other name as somebody else: from there on they are two
BESIDE = 0.05  # the same share, where little speaks for one person to begin with
TOGETHER = 0.2  # share of the rarer name's uses that coreference put with the other: from there on it is evidence
ALIAS = 0.5  # the same for two names that have no word in common
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
        if he + she >= 2 and max(he, she) >= 0.75 * (he + she):
            return "m" if he > she else "f"
        return ""

    @property
    def likely_gender(self) -> str:
        """As `gender`, or what a given name suggests."""
        return self.gender or next((form.likely_gender for form in self.forms if form.name.full), "")

    @property
    def givens(self) -> set[str]:
        return {form.name.given[0] for form in self.forms if form.name.given}

    @property
    def surnames(self) -> set[str]:
        return {form.name.surname for form in self.forms if form.name.surname}

    @property
    def suffixes(self) -> set[str]:
        return {form.name.suffix for form in self.forms if form.name.full or form.name.suffix}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The persons of a book by name. `person[f]` is the person of form f."""

    person: list[int]
    members: list[list[Form]]  # [n_people] the forms of each, most used first
    gender: list[str]  # [n_people]
    shared: dict[int, tuple[int, ...]]  # form -> the people who could bear it


def titles_differ(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether two sets of titles ask for evidence before they are one person's: Miss and Mrs., Mr. and Sir."""
    a, b = set(a), set(b)
    if (a & _MARRIED and b & _UNMARRIED) or (b & _MARRIED and a & _UNMARRIED):
        return not (a & b)
    if (a & _NOBLE and b & _COMMON) or (b & _NOBLE and a & _COMMON):
        return not (a & b & _NOBLE)
    if (a & _NOBLE) and (b & _NOBLE):
        return not (a & b)
    return ("master" in a and "mr" in b) or ("master" in b and "mr" in a)


class _Casting:
    """The people found so far, and the questions asked of a name and a person."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.people: list[Bearer] = []
        self.by_surname: dict[str, list[Bearer]] = defaultdict(list)
        self.by_given: dict[str, list[Bearer]] = defaultdict(list)
        self.by_sole: dict[str, list[Bearer]] = defaultdict(list)
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
        for given in (*name.given, *((name.sole,) if name.sole else ())):
            for stood in stands_for(given):
                if bearer not in self.by_given[stood]:
                    self.by_given[stood].append(bearer)
        if name.sole and bearer not in self.by_sole[name.sole]:
            self.by_sole[name.sole].append(bearer)

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

    def side_by_side(self, form: Form, bearer: Bearer) -> bool:
        """Whether the two stand in one sentence more than now and then."""
        return self._sum(self.forms.apart, form, bearer) >= max(2.0, BESIDE * min(form.n, bearer.n))

    def dominates(self, bearers: Sequence[Bearer]) -> Callable[[Bearer], bool]:
        """A test for the bearer who is far more frequent than the others."""
        total = sum(bearer.n for bearer in bearers)
        return lambda bearer: bearer.n >= DOMINANT * (total - bearer.n)

    def can_bear(self, form: Form, bearer: Bearer) -> bool:
        """Whether nothing speaks against it: gender, titles, two people in one sentence."""
        a, b = form.gender, bearer.gender
        if a and b and a != b:
            return False
        if not (a and b):
            a, b = form.likely_gender if form.name.given else a, bearer.likely_gender
            if a and b and a != b:
                return False
        if titles_differ(form.name.titles, bearer.titles) and self.together(form, bearer) < TOGETHER:
            return False
        return not self.apart(form, bearer)

    def choose(
        self, form: Form, candidates: Sequence[Bearer], prefer: Sequence[Callable[[Bearer], bool]] = ()
    ) -> Bearer | None:
        """The only person who can bear the name, or the one that context or frequency decides for. Marks shared names."""
        able = [bearer for bearer in candidates if self.can_bear(form, bearer)]
        for test in prefer:
            if len(able) > 1:
                able = [bearer for bearer in able if test(bearer)] or able
        if len(able) <= 1:
            return able[0] if able else None
        shares = sorted(((self.together(form, bearer), -bearer.index) for bearer in able), reverse=True)
        if shares[0][0] >= TOGETHER and shares[0][0] >= 3 * shares[1][0]:
            return self.people[-shares[0][1]]
        counts = sorted(((bearer.n, -bearer.index) for bearer in able), reverse=True)
        if counts[0][0] >= DOMINANT * sum(n for n, _ in counts[1:]):
            return self.people[-counts[0][1]]
        self.shared[form.index] = tuple(bearer.index for bearer in able)
        return None


def _place(casting: _Casting, form: Form, bearer: Bearer | None) -> None:
    if bearer is None:
        casting.start(form)
    else:
        casting.add(bearer, form)


def _place_full(casting: _Casting, form: Form) -> None:
    """'Elizabeth Bennet' joins 'Miss Eliza Bennet'."""
    name = form.name
    same = [
        bearer
        for bearer in casting.by_surname[name.surname]
        if any(same_given(name.given[0], given) for given in bearer.givens) and (name.suffix in bearer.suffixes)
    ]
    _place(casting, form, casting.choose(form, same, [lambda bearer: name.given[0] in bearer.givens]))


def _place_first_name(casting: _Casting, form: Form) -> bool:
    """'Elizabeth' joins 'Elizabeth Bennet', before titles and surnames are looked at. Returns whether it did."""
    word = form.name.sole
    if not word or form.name.titles or casting.by_surname[word]:
        return False
    full = [bearer for bearer in casting.by_given[word] if word in bearer.givens and bearer.surnames]
    chosen = casting.choose(form, full)
    casting.shared.pop(form.index, None)
    if chosen is not None:
        casting.add(chosen, form)
    return chosen is not None


def _may_be_titled(casting: _Casting, form: Form, bearer: Bearer) -> bool:
    """Whether a person may be 'Mrs. Weston' or 'Mr. Weston', as far as the married title goes."""
    if casting.together(form, bearer) >= TOGETHER:
        return True
    wife, titles = bool(set(form.name.titles) & _MARRIED), bearer.titles
    if not wife:
        return not titles & _MARRIED
    if titles & _MARRIED:
        return True
    maiden = form.name.surname in casting.maidens
    return bearer.gender == "f" and not maiden and not casting.side_by_side(form, bearer)


def _place_titled(casting: _Casting, form: Form) -> None:
    """'Mr. Darcy' joins 'Fitzwilliam Darcy'; 'Mrs. Weston' joins 'Anne Weston' where there is no Miss Weston."""
    name = form.name
    title = set(name.titles)
    candidates = [b for b in casting.by_surname[name.surname] if _may_be_titled(casting, form, b)]
    if not candidates:  # 'Miss Eliza', 'Mrs. Rachel': the word after the title is a given name
        named = [b for b in casting.by_given[name.surname] if name.surname in b.givens]
        candidates = [b for b in named if not b.titles or b.titles & title]

    def by_title(bearer: Bearer) -> bool:
        return bool(bearer.titles & title) and not bearer.givens

    def not_told_apart(bearer: Bearer) -> bool:
        return not any(f.name.given and set(f.name.titles) & title for f in bearer.forms)

    chosen = casting.choose(form, candidates, [by_title, casting.dominates(candidates), not_told_apart])
    casting.shared.pop(form.index, None)  # a title and a surname name somebody in their own right
    _place(casting, form, chosen)


def _is_woman_by_title(bearer: Bearer) -> bool:
    return bool(bearer.titles) and bearer.titles <= (_MARRIED | _UNMARRIED) and not bearer.givens


def _place_single(casting: _Casting, form: Form) -> None:
    """'Elizabeth', 'Lizzy', 'Darcy', 'Uncle Tom', 'Lady Catherine'."""
    name = form.name
    word = name.first
    exact = [b for b in casting.by_given[word] if word in b.givens or any(f.name.sole == word for f in b.forms)]
    akin = [
        b
        for stood in stands_for(word)
        for b in casting.by_given[stood]
        if any(same_given(word, given) for given in b.givens | {f.name.sole for f in b.forms if f.name.sole})
    ]
    family = casting.by_surname[word] if name.kind != "g" and not (name.given and not name.sole) else []
    if name.suffix:
        exact = akin = family = []
    candidates = list({b.index: b for b in (*exact, *akin, *family)}.values())
    rank = set(name.titles) & _NOBLE
    if rank:  # 'Lady Catherine' is no 'Catherine', unless the text has them as one
        candidates = [
            b
            for b in candidates
            if b.titles & rank or casting.together(form, b) >= TOGETHER or (not b.titles and b in exact)
        ]
    elif not name.titles:
        untitled = [b for b in candidates if not (b.titles & _NOBLE and not (b.titles - _NOBLE))]
        candidates = untitled or candidates
    prefer: list[Callable[[Bearer], bool]] = [lambda b: b in exact or b in family]
    if form.gender != "f" and not name.titles:
        prefer.append(lambda b: not _is_woman_by_title(b))
    prefer.append(lambda b: b not in family or any(f.name.surname == word and not f.name.given for f in b.forms))
    _place(casting, form, casting.choose(form, candidates, prefer))


def _clash(a: Bearer, b: Bearer) -> bool:
    """Whether the parts of two people's names exclude each other."""
    if a.givens and b.givens and not any(same_given(x, y) for x in a.givens for y in b.givens):
        return True
    married = (a.titles | b.titles) & _MARRIED
    return bool(a.surnames and b.surnames and not (a.surnames & b.surnames) and not married)


def _join_aliases(casting: _Casting) -> dict[int, int]:
    """Join people whose names share no word but whom coreference keeps putting together. Returns person -> person."""
    into = {bearer.index: bearer.index for bearer in casting.people}
    owner = {form.index: bearer for bearer in casting.people for form in bearer.forms}
    pairs: dict[Pair, float] = defaultdict(float)
    for (f, g), count in casting.forms.together.items():
        x, y = sorted((owner[f].index, owner[g].index))
        if x != y:
            pairs[x, y] += count
    for (x, y), count in sorted(pairs.items(), key=lambda item: -item[1]):
        a, b = casting.people[into[x]], casting.people[into[y]]
        rarer, other = sorted((a, b), key=lambda bearer: bearer.n)
        if a is b or count < 2 or count < ALIAS * rarer.n or _clash(a, b):
            continue
        if any(form.index in casting.shared for form in (*a.forms, *b.forms)):
            continue
        if all(casting.can_bear(form, other) for form in rarer.forms):
            for form in rarer.forms:
                casting.add(other, form)
            rarer.forms.clear()
            for k, v in into.items():
                if v == rarer.index:
                    into[k] = other.index
    return into


def find_people(forms: Forms) -> People:
    """Join the names of each person."""
    casting = _Casting(forms)
    by_use = sorted(forms.all, key=lambda form: -form.n)
    for form in by_use:
        if form.name.full:
            _place_full(casting, form)
    single = [form for form in by_use if not form.name.surname and not _place_first_name(casting, form)]
    for form in by_use:
        if form.name.surname and not form.name.given:
            _place_titled(casting, form)
    for form in single:
        _place_single(casting, form)
    into = _join_aliases(casting)
    kept = [bearer for bearer in casting.people if bearer.forms]
    renumbered = {bearer.index: i for i, bearer in enumerate(kept)}
    person = [0] * len(forms.all)
    for bearer in kept:
        for form in bearer.forms:
            person[form.index] = renumbered[bearer.index]
    shared = {f: tuple(sorted({renumbered[into[p]] for p in people})) for f, people in casting.shared.items()}
    members = [sorted(bearer.forms, key=lambda form: -form.n) for bearer in kept]
    return People(person, members, [bearer.likely_gender for bearer in kept], shared)
