"""What the mentions of each unit say together: how many there are, gender, number, and whether it is a person."""

from dataclasses import dataclass

import numpy as np

from undertow.story.columns import PER, PRONOMINAL, PROPER, Flags, Index, Person
from undertow.story.draft import Draft

_CLEAR = 0.75  # share of the gendered mentions from which a gender is clear
_FEW = 0.1  # share of a unit's mentions up to which what is no pronoun says nothing of who it is
_MANY = 50  # pronouns of the third person from which such slips of coreference are to be expected


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Columns over units (joined units stand at their root; the others have zeros)."""

    unit: Index  # [n_mentions]
    size: Index  # [n_units]
    outside: Index  # [n_units] mentions in the narration
    he: Index
    she: Index
    they: Index
    gender: list[str]  # 'm', 'f' or ''
    is_person: Flags
    plural: Flags
    only_pronouns: Flags  # nothing but pronouns, of the third person among them
    mostly_pronouns: Flags  # very many of the third person, no name, and slips: 'she' for pages, 'the maid' once
    only_voices: Flags  # nothing but 'I', 'we' and 'you'
    has_name: Flags


def make_profile(draft: Draft) -> Profile:
    """Count over units."""
    columns, units, forms, people = draft.columns, draft.units, draft.forms, draft.people
    unit = units.of_mentions()
    n = len(units.parent)

    def count(rows: Flags) -> Index:
        return np.bincount(unit[rows], minlength=n)

    person = columns.person
    size = np.bincount(unit, minlength=n)
    he, she, they = (count(person == p) for p in (Person.HE, Person.SHE, Person.THEY))
    we = count(person == Person.WE)
    singular = count(np.isin(person, (Person.I, Person.HE, Person.SHE, Person.IT)))
    voices = count(np.isin(person, (Person.I, Person.YOU, Person.WE)))
    pronouns = count(columns.mentions.form == PRONOMINAL)
    names = count(forms.of_mention >= 0)
    male, female, plural_nouns, single_nouns = he.copy(), she.copy(), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i, noun in columns.nouns.items():
        u = unit[i]
        if noun.plural:
            plural_nouns[u] += 1
        else:
            single_nouns[u] += 1
            male[u] += noun.gender == "m"
            female[u] += noun.gender == "f"
    weight = np.maximum(columns.mentions.confidence, 0.05)
    per = np.bincount(unit, weights=weight * (columns.mentions.type == PER), minlength=n)
    total = np.bincount(unit, weights=weight, minlength=n)
    plural = (plural_nouns + they + we > singular + single_nouns + names) & ((plural_nouns > 0) | (they > 0) | (we > 0))
    plural |= (plural_nouns > 0) & (names == 0) & (plural_nouns >= single_nouns) & (singular <= plural_nouns)
    group_names = np.zeros(n, bool)
    for i in np.flatnonzero((columns.mentions.form == PROPER) & (forms.of_mention < 0)).tolist():
        lower = columns.lower[i].split()
        if "and" in lower or (lower[:1] == ["the"] and lower[-1].endswith("s") and len(lower) <= 4):
            group_names[unit[i]] = True
    plural |= group_names & (names == 0) & (singular == 0)
    gender = [""] * n
    for u in np.flatnonzero(size).tolist():
        m, f = int(male[u]), int(female[u])
        if m + f and max(m, f) >= _CLEAR * (m + f):
            gender[u] = "m" if m > f else "f"
        if u < len(people.gender) and not (gender[u] and m + f >= 3):
            gender[u] = people.gender[u] or gender[u] or people.likely[u]
    many = (he + she >= _MANY) & (2 * (he + she) > size)  # not a narrator, who is 'I'
    return Profile(
        unit=unit,
        size=size,
        outside=count(columns.outside),
        he=he,
        she=she,
        they=they,
        gender=gender,
        is_person=per * 2 > total,
        plural=plural,
        only_pronouns=(size > 0) & (pronouns == size) & (he + she > 0),
        mostly_pronouns=many & (size - pronouns <= _FEW * size) & (names == 0) & (per * 2 > total) & ~plural,
        only_voices=(size > 0) & (voices == size),
        has_name=names > 0,
    )
