"""Names without a word in common that are one person: 'Strider' and 'Aragorn', 'Edna' and 'Mrs. Pontellier'.

Only coreference can know. The decision: two people found by name are joined where most uses of the rarer one share
clusters with the other, and nothing in the names, the pronouns or the sentences speaks against it.
"""

from collections import defaultdict

from undertow.story.casting import ALIAS, MARRIED, Bearer, Casting
from undertow.story.forms import Pair
from undertow.story.names import given_gender, same_given


def _family_names(bearer: Bearer) -> set[str]:
    """Surnames, without the given name of a 'Miss Betsey'."""
    return {
        form.name.surname
        for form in bearer.forms
        if form.name.surname and (form.name.given or given_gender(form.name.surname) != form.name.title_gender)
    }


def _clash(a: Bearer, b: Bearer) -> bool:
    """Whether the parts of two people's names exclude each other."""
    if a.givens and b.givens and not any(same_given(x, y) for x in a.givens for y in b.givens):
        return True
    names_a, names_b = _family_names(a), _family_names(b)
    married = (a.titles | b.titles) & MARRIED
    return bool(names_a and names_b and not (names_a & names_b) and not married)


def _pairs(casting: Casting) -> list[tuple[float, int, int]]:
    """(count, person, person): how often coreference put two people together, most often first."""
    owner = {form.index: bearer for bearer in casting.people for form in bearer.forms}
    pairs: dict[Pair, float] = defaultdict(float)
    for (f, g), count in casting.forms.together.items():
        x, y = sorted((owner[f].index, owner[g].index))
        if x != y:
            pairs[x, y] += count
    return sorted(((count, x, y) for (x, y), count in pairs.items()), reverse=True)


def _are_one(casting: Casting, rarer: Bearer, other: Bearer, count: float) -> bool:
    """Whether two people are one, whom coreference put together so often."""
    if count < ALIAS * rarer.n or _clash(rarer, other):
        return False
    if any(form.index in casting.shared for form in (*rarer.forms, *other.forms)):
        return False
    return all(casting.can_bear(form, other) for form in rarer.forms)


def join_aliases(casting: Casting) -> dict[int, int]:
    """Join such people. Returns for each person the one that they are now."""
    into = {bearer.index: bearer.index for bearer in casting.people}
    for count, x, y in _pairs(casting):
        a, b = casting.people[into[x]], casting.people[into[y]]
        rarer, other = sorted((a, b), key=lambda bearer: bearer.n)
        if a is b or not _are_one(casting, rarer, other, count):
            continue
        for form in rarer.forms:
            casting.add(other, form)
        rarer.forms.clear()
        into = {k: other.index if v == rarer.index else v for k, v in into.items()}
    return into
