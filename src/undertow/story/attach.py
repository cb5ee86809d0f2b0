"""Clusters and names -> units: each mention is given to the person named in its cluster, or to its cluster.

The decision: a cluster that holds the names of two people is taken apart along the antecedents that were chosen, so
that each mention follows the name that its own chain leads to; and a name that several people could bear means the one
who is named otherwise in its cluster, or the only one of them in the scene.
"""

from collections import Counter, defaultdict

import numpy as np

from undertow.lexicons import load
from undertow.story.columns import Columns, Index, Person
from undertow.story.forms import Forms
from undertow.story.names import title_only
from undertow.story.people import People
from undertow.story.units import Units, cluster_rows

_CLEAR = 0.8  # share of a cluster's pronouns from which its gender is clear
_OPPOSED = 3  # pronouns of the other gender from which one stray name does not name a cluster
_ONCE = 0.05  # share up to which what a first name suggests is enough to call it stray
_AGAIN = 3  # uses of a title with a name from which the title alone means its only bearer
_ONLY = 0.8  # share of the uses of a title with a name from which their bearer is the one
_STRAY = 0.1  # share of a cluster's mentions up to which a name of the other gender is stray


def _split(columns: Columns, rows: Index, label: dict[int, int], default: int) -> dict[int, int]:
    """Let each mention of a cluster follow its antecedents to the first one that has a label."""
    antecedent = columns.coreference.antecedent
    root: dict[int, int] = {}
    found: dict[int, int] = {}
    for i in rows.tolist():
        before = int(antecedent[i])
        root[i] = i if i in label or before not in root else root[before]
        if i in label and before in root and root[before] not in label:
            found.setdefault(root[before], label[i])  # 'a man ... he ... Mr. Darcy': the name comes later
    return {i: label.get(root[i], found.get(root[i], default)) for i in rows.tolist()}


def _by_gender(columns: Columns, people: People, label: dict[int, int], given: dict[int, int]) -> dict[int, int]:
    """Give a 'he' that was given to a woman to the man named last in the cluster, if there is one."""
    latest: dict[str, int] = {}
    result = dict(given)
    for i, person in given.items():
        if i in label:
            latest[people.gender[person]] = person
            continue
        gender = columns.gender(i)
        if gender and people.gender[person] and gender != people.gender[person]:
            result[i] = latest.get(gender, person)
    return result


def _by_title(people: People) -> dict[str, int]:
    """The only person of each rank or office, or the one who bears it again and again where another is named once."""
    uses: dict[str, Counter[int]] = defaultdict(Counter)
    for p, members in enumerate(people.members):
        for form in members:
            for title in (*form.name.titles, *((form.name.sole,) if form.name.kind == "role" else ())):
                uses[title][p] += form.n
    found = {}
    for title in uses.keys() - load("no_titles_alone"):
        [(person, n)] = uses[title].most_common(1)
        if n >= max(_AGAIN, _ONLY * uses[title].total()):
            found[title] = person
    return found


class _Attaching:
    """One walk over the clusters."""

    def __init__(self, columns: Columns, forms: Forms, people: People) -> None:
        self.columns, self.forms, self.people = columns, forms, people
        self.titled = _by_title(people)
        self.scenes: dict[int, Counter[int]] = defaultdict(Counter)  # scene -> person -> uses of a name of their own
        for i in np.flatnonzero(forms.of_mention >= 0).tolist():
            f = int(forms.of_mention[i])
            if f not in people.shared:
                self.scenes[int(columns.scene[i])][people.person[f]] += 1

    def gender(self, rows: Index) -> str:
        """The gender of a cluster by its pronouns."""
        person = self.columns.person[rows]
        he, she = int((person == Person.HE).sum()), int((person == Person.SHE).sum())
        if he + she and max(he, she) >= _CLEAR * (he + she):
            return "m" if he > she else "f"
        return ""

    def bearer(self, f: int, rows: Index, named: Counter[int]) -> int:
        """Whom a shared name means in a cluster in which others are `named` so often."""
        able = self.people.shared[f]
        inside = [p for p in able if named[p]]
        if inside:
            return max(inside, key=lambda p: named[p])
        genders, gender = self.people.gender, self.gender(rows)
        present = self.scenes[int(self.columns.scene[rows[0]])]
        here = [p for p in able if present[p] and not (gender and genders[p] and genders[p] != gender)]
        return here[0] if len(here) == 1 else self.people.person[f]

    def labels(self, rows: Index) -> dict[int, int]:
        """The person of each mention of a cluster that is a name."""
        names = {i: f for i, f in zip(rows.tolist(), self.forms.of_mention[rows].tolist(), strict=True) if f >= 0}
        shared = {f for f in names.values() if f in self.people.shared}
        named = Counter(self.people.person[f] for f in names.values() if f not in shared)
        meant = {f: self.bearer(f, rows, named) for f in shared}
        return {i: meant.get(f, self.people.person[f]) for i, f in names.items()} | self.titles(rows)

    def titles(self, rows: Index) -> dict[int, int]:
        """The person of each mention that is a title alone, 'the general', where the book has one general."""
        columns, found = self.columns, {}
        for i in rows.tolist():
            noun = columns.nouns.get(i)
            if noun is not None and noun.definite and not noun.owned and not noun.plural:
                person = self.titled.get(title_only(columns.words[i]))
                if person is not None and self.forms.of_mention[i] < 0:
                    found[i] = person
        return found

    def stray(self, rows: Index, label: dict[int, int], person: int) -> bool:
        """Whether the few names of a cluster are of the gender that its many pronouns are not."""
        gender, theirs = self.gender(rows), self.people.gender[person]
        if len(label) <= _ONCE * len(rows):
            theirs = theirs or self.people.likely[person]
        if not gender or not theirs or gender == theirs or len(label) > _STRAY * len(rows):
            return False
        return int(np.isin(self.columns.person[rows], (Person.HE, Person.SHE)).sum()) >= _OPPOSED


def attach(columns: Columns, forms: Forms, people: People) -> Units:
    """Give each mention to the person named in its cluster, or to its cluster."""
    attaching = _Attaching(columns, forms, people)
    n_people = len(people.members)
    raw = columns.coreference.cluster.astype(np.int64) + n_people
    for rows in cluster_rows(columns):
        label = attaching.labels(rows)
        counts = Counter(label.values())
        top = counts.most_common(1)[0][0] if counts else -1
        if top >= 0 and attaching.stray(rows, label, top):
            for i, person in label.items():
                raw[i] = person
        elif len(counts) == 1:
            raw[rows] = top
        elif counts:
            split = _split(columns, rows, label, top)
            for i, person in _by_gender(columns, people, label, split).items():
                raw[i] = person
    return Units(raw, n_people, n_people + columns.coreference.n_clusters)
