"""Mentions put together into units, each meant to be one entity: first by name and cluster, then joined step by step.

A unit below `n_people` is a person by name, the others are clusters without one. The decision: a cluster that holds the names of two people
is taken apart along the antecedents that were chosen, so that each mention follows the name that its own chain leads to.
"""

from collections import Counter, defaultdict

import numpy as np

from undertow.story.columns import Columns, Index, Person
from undertow.story.forms import Forms
from undertow.story.people import People

_OPPOSED = 3  # pronouns of the other gender from which one stray name does not name a cluster
_STRAY = 0.1  # share of a cluster's mentions up to which a name of the other gender is stray


class Units:
    """Which unit each mention belongs to. Units are only ever joined; single mentions can be moved before that."""

    def __init__(self, raw: Index, n_people: int, n_units: int) -> None:
        self.raw = raw  # [n_mentions] unit before joining
        self.n_people = n_people
        self.parent = np.arange(n_units, dtype=np.int64)

    def add(self) -> int:
        """Make room for one more unit."""
        self.parent = np.append(self.parent, len(self.parent))
        return len(self.parent) - 1

    def find(self, unit: int) -> int:
        """The unit that a unit was joined into."""
        while self.parent[unit] != unit:
            unit = int(self.parent[unit])
        return unit

    def join(self, a: int, b: int) -> int:
        """Make two units one. The one with the lower number, which is the one with a name, stays."""
        a, b = sorted((self.find(a), self.find(b)))
        self.parent[b] = a
        return a

    def move(self, mention: int, unit: int) -> None:
        """Give one mention to another unit."""
        self.raw[mention] = unit

    def of_mentions(self) -> Index:
        """The unit of each mention, joins followed."""
        root = self.parent
        while not np.array_equal(root, root[root]):
            root = root[root]
        return root[self.raw]


def cluster_rows(columns: Columns) -> list[Index]:
    """The mentions of each cluster, in order."""
    cluster = columns.coreference.cluster
    order = np.argsort(cluster, kind="stable")
    bounds = np.searchsorted(cluster[order], np.arange(columns.coreference.n_clusters + 1))
    return [order[a:b] for a, b in zip(bounds[:-1], bounds[1:], strict=True)]


def _scene_people(columns: Columns, forms: Forms, people: People) -> dict[int, Counter[int]]:
    """How often each person is named, by a name of their own, in each scene."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for i in np.flatnonzero(forms.of_mention >= 0).tolist():
        f = int(forms.of_mention[i])
        if f not in people.shared:
            counts[int(columns.scene[i])][people.person[f]] += 1
    return counts


def _pronoun_gender(columns: Columns, rows: Index) -> str:
    person = columns.person[rows]
    he, she = int((person == Person.HE).sum()), int((person == Person.SHE).sum())
    if he + she and max(he, she) >= 0.8 * (he + she):
        return "m" if he > she else "f"
    return ""


def _bearer(
    columns: Columns, people: People, scenes: dict[int, Counter[int]], f: int, rows: Index, named: Counter[int]
) -> int:
    """Whom a shared name means in one cluster: a bearer named there otherwise, else the only bearer in the scene."""
    able = list(people.shared[f])
    inside = [p for p in able if named[p]]
    if inside:
        return max(inside, key=lambda p: named[p])
    gender = _pronoun_gender(columns, rows)
    able = [p for p in able if not (gender and people.gender[p] and people.gender[p] != gender)]
    here = [p for p in able if scenes[int(columns.scene[rows[0]])][p]]
    return here[0] if len(here) == 1 else people.person[f]


def _split(columns: Columns, rows: Index, label: dict[int, int], default: int) -> dict[int, int]:
    """Let each mention of a cluster follow its antecedents to the first one that has a label."""
    antecedent = columns.coreference.antecedent
    root: dict[int, int] = {}
    found: dict[int, int] = {}
    for i in rows.tolist():
        before = int(antecedent[i])
        root[i] = i if i in label or before < 0 or before not in root else root[before]
        if i in label and before in root and root[before] not in label:
            found.setdefault(root[before], label[i])  # 'a man ... he ... Mr. Darcy': the name comes later
    return {i: label.get(root[i], found.get(root[i], default)) for i in rows.tolist()}


def attach(columns: Columns, forms: Forms, people: People) -> Units:
    """Give each mention to the person named in its cluster, or to its cluster."""
    n_people = len(people.members)
    raw = columns.coreference.cluster.astype(np.int64) + n_people
    scenes = _scene_people(columns, forms, people)
    for c, rows in enumerate(cluster_rows(columns)):
        with_name = rows[forms.of_mention[rows] >= 0]
        if not len(with_name):
            continue
        names = [(i, int(forms.of_mention[i])) for i in with_name.tolist()]
        named = Counter(people.person[f] for _, f in names if f not in people.shared)
        resolved: dict[int, int] = {}
        label: dict[int, int] = {}
        for i, f in names:
            if f in people.shared and f not in resolved:
                resolved[f] = _bearer(columns, people, scenes, f, rows, named)
            label[i] = resolved.get(f, people.person[f])
        counts = Counter(label.values())
        top = counts.most_common(1)[0][0]
        gender = _pronoun_gender(columns, rows)
        person = columns.person[rows]
        opposed = gender and people.gender[top] and gender != people.gender[top]
        if opposed and np.isin(person, (Person.HE, Person.SHE)).sum() >= _OPPOSED and len(names) <= _STRAY * len(rows):
            for i, p in label.items():
                raw[i] = p
        elif len(counts) == 1:
            raw[rows] = top
        else:
            for i, p in _split(columns, rows, label, top).items():
                raw[i] = p
    return Units(raw, n_people, n_people + columns.coreference.n_clusters)
