"""Which names of a book are one person.

In come the forms of collect_forms, out goes a person for each form. The decision: names are compared in the order in
which they say most (full names, then title and surname, then single words), a name joins a person only where exactly
one person can bear it, and two names that the text sets side by side as two people never join. A name that several
people could bear stays a person of its own, and is `shared`: later steps may give single clusters of it to a bearer.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace

from undertow.story.aliases import join_aliases
from undertow.story.casting import ALIAS, MARRIED, NOBLE, TOGETHER, UNMARRIED, Bearer, Casting
from undertow.story.forms import Form, Forms
from undertow.story.names import same_given, stands_for

KNOWN = 20  # uses of a first name from which its bearer is known
NEW = 3  # uses of a full name up to which somebody who comes late is new


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The persons of a book by name. `person[f]` is the person of form f."""

    person: list[int]
    members: list[list[Form]]  # [n_people] the forms of each, most used first
    gender: list[str]  # [n_people] by title, pronouns or full name
    likely: list[str]  # [n_people] or by what a first name suggests
    shared: dict[int, tuple[int, ...]]  # form -> the people who could bear it


def _place(casting: Casting, form: Form, bearer: Bearer | None) -> None:
    if bearer is None:
        casting.start(form)
    else:
        casting.add(bearer, form)


def _place_full(casting: Casting, form: Form) -> None:
    """'Elizabeth Bennet' joins 'Miss Eliza Bennet'."""
    name = form.name
    same = [
        bearer
        for bearer in casting.by_surname[name.surname]
        if any(same_given(name.given[0], given) for given in bearer.givens) and (name.suffix in bearer.suffixes)
    ]
    _place(casting, form, casting.choose(form, same, [lambda bearer: name.given[0] in bearer.givens]))


def _answers_to(bearer: Bearer, word: str) -> bool:
    """Whether a word can be a person's given name, in full or as a pet form."""
    return any(same_given(word, given) for given in bearer.givens | {f.name.sole for f in bearer.forms if f.name.sole})


def _comes_late(casting: Casting, form: Form, bearer: Bearer) -> bool:
    """Whether a full name turns up when the first name has long been somebody's: 'Mary King' beside Mary Bennet."""
    first = min(f.mentions[0] for f in bearer.forms)
    before = bisect_left(form.mentions, first)
    return 4 * before >= form.n >= KNOWN and bearer.n <= NEW and not casting.together(form, bearer)


def _place_first_name(casting: Casting, form: Form) -> bool:
    """'Elizabeth' joins 'Elizabeth Bennet', before titles and surnames are looked at. Returns whether it did."""
    word = form.name.sole
    if not word or form.name.titles or casting.by_surname[word]:
        return False
    full = [bearer for bearer in casting.by_given[word] if word in bearer.givens and bearer.surnames]
    most = max((bearer.n for bearer in full), default=0)
    chosen = casting.choose(form, [b for b in full if 3 * b.n > most and not _comes_late(casting, form, b)])
    casting.shared.pop(form.index, None)
    if chosen is not None:
        casting.add(chosen, form)
    return chosen is not None


def _may_be_titled(casting: Casting, form: Form, bearer: Bearer) -> bool:
    """Whether a person may be 'Mrs. Weston' or 'Mr. Weston', as far as the married title goes."""
    if casting.together(form, bearer) >= TOGETHER and casting.hinted(form, bearer):
        return True
    wife, titles = bool(set(form.name.titles) & MARRIED), bearer.titles
    if not wife:
        return not titles & MARRIED
    if titles & MARRIED:
        return True
    return bearer.gender == "f" and form.name.surname not in casting.maidens and casting.hinted(form, bearer)


def _place_titled(casting: Casting, form: Form, *, last: bool = False) -> bool:
    """'Mr. Darcy' joins 'Fitzwilliam Darcy'; 'Mrs. Weston' joins 'Anne Weston' where coreference hints at it.

    Returns False for a title without a gender that several could bear, unless this is the `last` look at it: when bare
    surnames have been placed, 'Comrade Gregory' is he who is called Gregory.
    """
    name = form.name
    title = set(name.titles)
    family = casting.by_surname[name.surname]
    candidates = [b for b in family if _may_be_titled(casting, form, b) and not casting.told_apart(form, b)]
    if not family:  # 'Miss Eliza', 'Mrs. Rachel': the word after the title is a given name
        named = [
            b for stood in stands_for(name.surname) for b in casting.by_given[stood] if _answers_to(b, name.surname)
        ]
        named = list({b.index: b for b in named}.values())
        candidates = [b for b in named if not b.titles or b.titles & title]
        if candidates:
            form.name = replace(name, given=(name.surname,), surname="")

    def by_title(bearer: Bearer) -> bool:
        return bool(bearer.titles & title) and not bearer.givens

    def not_by_first_name(bearer: Bearer) -> bool:
        full = [f for f in bearer.forms if f.name.full]
        titled = sum(f.n for f in full if set(f.name.titles) & title)
        return 2 * titled <= sum(f.n for f in full)

    candidates = [bearer for bearer in candidates if casting.can_bear(form, bearer)]
    chosen = casting.choose(form, candidates, [by_title, casting.dominates(form, candidates), not_by_first_name])
    shared = casting.shared.pop(form.index, None)  # a title and a surname name somebody in their own right
    if shared and not name.title_gender and not last:
        return False
    _place(casting, form, chosen)
    return True


def _is_woman_by_title(bearer: Bearer) -> bool:
    return bool(bearer.titles) and bearer.titles <= (MARRIED | UNMARRIED) and not bearer.givens


def _is_man_by_title(form: Form, surname: str) -> bool:
    """'Mr. Bingley' or 'Colonel Bingley': where a book has one, a bare 'Bingley' is he."""
    name = form.name
    return name.surname == surname and bool(name.titles) and not name.given and name.title_gender != "f"


def _of_family(casting: Casting, form: Form, bearer: Bearer) -> bool:
    """Whether a bare surname can be this person: a Mrs. or Miss only where the text says 'she'."""
    if form.of_man and bearer.likely_gender == "f" and casting.together(form, bearer) < ALIAS:
        return False
    return form.gender == "f" or not _is_woman_by_title(bearer) or casting.together(form, bearer) >= TOGETHER


def _is_on_such_terms(casting: Casting, form: Form, bearer: Bearer) -> bool:
    """Whether a bare 'Catherine' may be Lady Catherine: where her full name does without the title, by the half."""
    noble = sum(f.n for f in bearer.forms if set(f.name.titles) & NOBLE)
    return sum(f.n for f in bearer.forms) >= 2 * noble or casting.hinted(form, bearer)


def _place_single(casting: Casting, form: Form) -> None:
    """'Elizabeth', 'Lizzy', 'Darcy', 'Uncle Tom', 'Lady Catherine'."""
    name = form.name
    word = name.first
    exact = [b for b in casting.by_given[word] if word in b.givens or any(f.name.sole == word for f in b.forms)]
    akin = [b for stood in stands_for(word) for b in casting.by_given[stood] if _answers_to(b, word)]
    family = [] if name.given else [b for b in casting.by_surname[word] if _of_family(casting, form, b)]
    if name.suffix:
        exact = akin = family = []
    candidates = list({b.index: b for b in (*exact, *akin, *family)}.values())
    rank = set(name.titles) & NOBLE
    if rank:  # 'Lady Catherine' is no 'Catherine', unless the text has them as one
        candidates = [
            b
            for b in candidates
            if b.titles & rank or casting.together(form, b) >= TOGETHER or (not b.titles and b in exact)
        ]
    elif not name.titles:
        candidates = [b for b in candidates if _is_on_such_terms(casting, form, b)]
        candidates = [b for b in candidates if b in family or not _comes_late(casting, form, b)]
    prefer: list[Callable[[Bearer], bool]] = [lambda b: b in exact or b in family]
    if form.gender != "f" and not name.titles:
        prefer.append(lambda b: not _is_woman_by_title(b))
        prefer.append(lambda b: b not in family or any(_is_man_by_title(f, word) for f in b.forms))
        prefer.append(lambda b: b not in family or b.likely_gender == "m")
    _place(casting, form, casting.choose(form, candidates, prefer))


def find_people(forms: Forms) -> People:
    """Join the names of each person."""
    casting = Casting(forms)
    by_use = sorted(forms.all, key=lambda form: -form.n)
    for form in by_use:
        if form.name.full:
            _place_full(casting, form)
    single = [form for form in by_use if not form.name.surname and not _place_first_name(casting, form)]
    titled = [form for form in by_use if form.name.surname and not form.name.given]
    later = [form for form in titled if not _place_titled(casting, form)]
    for form in single:
        if form.name.kind == "role":
            _place(casting, form, casting.choose(form, casting.by_title[form.name.sole]))
        else:
            _place_single(casting, form)
    for form in later:
        _place_titled(casting, form, last=True)
    into = join_aliases(casting)
    kept = [bearer for bearer in casting.people if bearer.forms]
    renumbered = {bearer.index: i for i, bearer in enumerate(kept)}
    person = [0] * len(forms.all)
    for bearer in kept:
        for form in bearer.forms:
            person[form.index] = renumbered[bearer.index]
    shared = {f: tuple(sorted({renumbered[into[p]] for p in people})) for f, people in casting.shared.items()}
    members = [sorted(bearer.forms, key=lambda form: -form.n) for bearer in kept]
    genders = [bearer.likely_gender for bearer in kept]
    likely = [gender or bearer.forms[0].likely_gender for gender, bearer in zip(genders, kept, strict=True)]
    return People(person, members, genders, likely, shared)
