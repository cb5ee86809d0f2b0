"""The scores of the field, as its reference scorers compute them: pure functions and sums, fractions between 0 and 1.

Every score is kept as four sums (numerator and denominator of recall and of precision) that add up over documents
before anything is divided, as the CoNLL reference scorer does (Pradhan et al. 2014, "Scoring Coreference Partitions of
Predicted Mentions"). A mention is any hashable value: two mentions are the same if they are equal. Singletons count: a
cluster of one mention is a cluster.

- MUC (Vilain et al. 1995) counts links; a singleton has none.
- B-cubed (Bagga and Baldwin 1998) asks of each mention what share of its cluster is right.
- CEAFe (Luo 2005) aligns each gold cluster with at most one predicted cluster, by phi4 = 2|G & P| / (|G| + |P|).
- CoNLL is the mean of the three F1 values.

The alignment needs scipy, which undertow itself does not.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Mention = Hashable
Cluster = Collection[Mention]


@dataclass(frozen=True, slots=True)
class PRF:
    """Precision, recall and F1 from their sums. An empty denominator gives 0."""

    recall_sum: float = 0.0
    n_gold: float = 0.0
    precision_sum: float = 0.0
    n_predicted: float = 0.0

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right."""
        return self.precision_sum / self.n_predicted if self.n_predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.recall_sum / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "PRF") -> "PRF":
        return PRF(
            self.recall_sum + other.recall_sum,
            self.n_gold + other.n_gold,
            self.precision_sum + other.precision_sum,
            self.n_predicted + other.n_predicted,
        )


def f1(gold: Collection[Hashable], predicted: Collection[Hashable]) -> PRF:
    """Compare two sets. For a corpus, put the document into each item, or add the results up."""
    gold, predicted = set(gold), set(predicted)
    right = len(gold & predicted)
    return PRF(right, len(gold), right, len(predicted))


def _mapping(clusters: Iterable[Cluster]) -> dict[Mention, int]:
    """Map each mention to the number of its cluster. Raises ValueError for a mention in two clusters."""
    of: dict[Mention, int] = {}
    for i, cluster in enumerate(clusters):
        for mention in cluster:
            if of.setdefault(mention, i) != i:
                raise ValueError(f"the mention {mention!r} stands in two clusters")
    return of


def _overlaps(cluster: Cluster, other: Mapping[Mention, int]) -> Counter[int]:
    """Count the mentions that a cluster shares with each cluster of the other side."""
    return Counter(other[mention] for mention in cluster if mention in other)


def _muc(clusters: Sequence[Cluster], other: Mapping[Mention, int]) -> tuple[float, float]:
    """Links that the other side keeps, and links. A mention that the other side lacks is a part of its own."""
    kept = links = 0
    for cluster in clusters:
        overlaps = _overlaps(cluster, other)
        parts = len(overlaps) + len(cluster) - overlaps.total()
        kept += len(cluster) - parts
        links += len(cluster) - 1
    return kept, links


def muc(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> PRF:
    """Score links."""
    gold, predicted = _sets(gold), _sets(predicted)
    return PRF(*_muc(gold, _mapping(predicted)), *_muc(predicted, _mapping(gold)))


def _b_cubed(clusters: Sequence[Cluster], other: Mapping[Mention, int]) -> tuple[float, float]:
    """Sum over mentions of the share of the cluster that the other side puts together with it, and the mentions."""
    total = sum(sum(n * n for n in _overlaps(cluster, other).values()) / len(cluster) for cluster in clusters)
    return total, sum(map(len, clusters))


def b_cubed(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> PRF:
    """Score mentions by their clusters."""
    gold, predicted = _sets(gold), _sets(predicted)
    return PRF(*_b_cubed(gold, _mapping(predicted)), *_b_cubed(predicted, _mapping(gold)))


def ceaf_e(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> PRF:
    """Score entities by the best one-to-one alignment."""
    gold, predicted = _sets(gold), _sets(predicted)
    of = _mapping(predicted)
    _mapping(gold)  # for its check
    phi4 = {
        (i, j): 2 * n / (len(cluster) + len(predicted[j]))
        for i, cluster in enumerate(gold)
        for j, n in _overlaps(cluster, of).items()
    }
    similarity = best_alignment(phi4)
    return PRF(similarity, len(gold), similarity, len(predicted))


def best_alignment(weights: Mapping[tuple[int, int], float]) -> float:
    """Return the largest sum of weights of a one-to-one alignment; what is not in `weights` weighs nothing.

    Clusters that share a mention, directly or over others, make a component, and components do not compete. So each is
    solved alone by the Hungarian algorithm, and the matrix of all pairs, too large for a novel, is never made.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    total = 0.0
    for edges in _components(weights):
        if len(edges) == 1:
            total += weights[edges[0]]
            continue
        rows = {i: n for n, i in enumerate(dict.fromkeys(i for i, _ in edges))}
        columns = {j: n for n, j in enumerate(dict.fromkeys(j for _, j in edges))}
        matrix = np.zeros((len(rows), len(columns)))  # [n_gold, n_predicted]
        for i, j in edges:
            matrix[rows[i], columns[j]] = weights[i, j]
        total += float(matrix[linear_sum_assignment(matrix, maximize=True)].sum())
    return total


def _components(edges: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Group the edges of a two-sided graph by connected component (union-find with path halving)."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    edges = list(edges)
    for i, j in edges:
        parent[root(("gold", i))] = root(("predicted", j))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for edge in edges:
        groups.setdefault(root(("gold", edge[0])), []).append(edge)
    return list(groups.values())


def _sets(clusters: Iterable[Cluster]) -> list[frozenset[Mention]]:
    """Drop repeated mentions and empty clusters."""
    return [found for cluster in clusters if (found := frozenset(cluster))]


@dataclass(slots=True)
class Conll:
    """The CoNLL score of a corpus: `add` each document, then read."""

    muc: PRF = field(default_factory=PRF)
    b_cubed: PRF = field(default_factory=PRF)
    ceaf_e: PRF = field(default_factory=PRF)

    def add(self, gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> None:
        """Add a document."""
        self.muc += muc(gold, predicted)
        self.b_cubed += b_cubed(gold, predicted)
        self.ceaf_e += ceaf_e(gold, predicted)

    @property
    def f1(self) -> float:
        """The mean of the three F1 values."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def conll(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> Conll:
    """Score one document."""
    score = Conll()
    score.add(gold, predicted)
    return score
