"""Mentions put together into units, each meant to be one entity, and joined step by step.

A unit below `n_people` is a person by name, the others are clusters without one. The decision: mentions are moved first
and units are joined after that, so that a join is one number and the mentions are never walked through again.
"""

from itertools import pairwise

import numpy as np

from undertow.story.columns import Columns, Index


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
    return [order[a:b] for a, b in pairwise(bounds.tolist())]
