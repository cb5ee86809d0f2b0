"""Coreference: which mentions are one entity, over a whole book.

In: mentions, and a projection of each from the encoder's pass. A scorer gives each pair the log-odds that both are
one entity; short texts have a scorer of their own, which is told more. Mentions are then taken in the order of the
text, and each joins an *entity*, not a mention: the entity carries names, callings, gender and person, and what
contradicts them is ruled out however high a single pair scores (Lee et al. 2013, "entity-centric"). Candidates are the
mentions of the last pages and, without any limit of distance, the entities that share a name or head with the mention.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.inference.network import Network
from undertow.inference.parallel import in_order
from undertow.layers.annotator import Progress
from undertow.layers.coreference_clusters import Links, cluster
from undertow.layers.coreference_features import FEMALE, MALE, MentionColumns, mention_columns, pair_features
from undertow.layers.coreference_roles import RoleColumns, all_features, role_columns
from undertow.layers.values import Coreference, Encoding, Layers, Mentions

LOOK_BACK = 160  # mentions: two to three pages; what shares a name is looked up beyond them
UNALIKE = 30  # mentions: beyond them, names and nouns that share no word are not compared
FAR = 6  # candidates beyond the look-back that share a name
ROWS = 24  # mentions whose pairs are scored at once: some 4,000 pairs, 12 MB a thread
KEPT = -2.0  # log-odds below which a pair is of no use to later steps
PERSON, PROPER = 0, 0  # in ENTITY_TYPES and FORMS

Indices = NDArray[np.int64]


class CoreferenceAnnotator:
    """Encoding, mentions and quotations -> Coreference."""

    provides = "coreference"
    requires = ("encoding", "mentions", "quotations")

    def __init__(self, network: Network | None = None) -> None:
        self._network = network

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Coreference:
        """Make the layer."""
        from undertow.inference import released

        assert layers.encoding is not None
        assert layers.mentions is not None
        assert layers.quotations is not None
        network = self._network or released()
        columns = mention_columns(document, layers.mentions, layers.quotations)
        short = layers.encoding.closer is not None
        roles = role_columns(document, columns, layers.encoding.branch) if short else None
        vectors = vectors_of(layers.encoding, layers.mentions)
        links = score_links(network, columns, roles, vectors, progress)
        kept = told_links(columns, links)
        return replace(cluster(columns, links), link_later=kept.later, link_earlier=kept.earlier, link_score=kept.score)


def told_links(columns: MentionColumns, links: Links) -> Links:
    """The pairs between persons in the narration that are worth keeping: some ten a mention."""
    told = (columns.quotation < 0) & (columns.type == PERSON)
    kept = told[links.later] & told[links.earlier] & (links.score > KEPT)
    return Links(links.later[kept], links.earlier[kept], links.score[kept])


def vectors_of(encoding: Encoding, mentions: Mentions) -> NDArray[np.float32]:
    """The projections [n_mentions, width], of a short text those of the closer look; every mention is a candidate of
    the encoding.
    """
    vectors = encoding.vectors if encoding.closer is None else encoding.closer.vectors
    size = np.int64(1 << 32)
    keys = encoding.start * size - encoding.end
    at = np.searchsorted(keys, mentions.start * size - mentions.end)
    # a given mention longer than its window stands in the encoding with a nearer end
    return vectors[np.minimum(at, len(keys) - 1)] if len(keys) else vectors


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs to score, grouped by the later mention, which ascends."""

    later: Indices
    earlier: Indices


def near_pairs(n: int, first: int, last: int, look_back: int = LOOK_BACK) -> Pairs:
    """All pairs of mentions `first` to `last` with those of the look-back before each."""
    later = np.arange(first, last)
    counts = np.minimum(later, look_back)
    starts = later - counts
    total = int(counts.sum())
    later_of = np.repeat(later, counts)
    begin = np.repeat(np.cumsum(counts) - counts, counts)
    return Pairs(later_of, np.repeat(starts, counts) + np.arange(total) - begin)


def far_pairs(columns: MentionColumns, look_back: int = LOOK_BACK) -> Pairs:
    """Pairs beyond the look-back that share a name, or a rank that serves as one, the latest `FAR` of each.

    Other nouns are not looked up: "the man" of two chapters is two men more often than one.
    """
    later: list[int] = []
    earlier: list[int] = []
    known: dict[int, list[int]] = {}
    heads, firsts = columns.head.tolist(), columns.first.tolist()
    for i in np.flatnonzero(((columns.form == PROPER) & (columns.pronoun == 0)) | (columns.rank > 0)).tolist():
        found: set[int] = set()
        for name in {heads[i], firsts[i]}:
            seen = known.setdefault(name, [])
            near = bisect_left(seen, i - look_back)
            found.update(seen[max(0, near - FAR) : near])
            seen.append(i)
        later.extend([i] * len(found))
        earlier.extend(sorted(found))
    return Pairs(np.asarray(later, dtype=np.int64), np.asarray(earlier, dtype=np.int64))


def score_links(
    network: Network,
    columns: MentionColumns,
    roles: RoleColumns | None,
    vectors: NDArray[np.float32],
    progress: Progress = lambda share: None,
) -> Links:
    """Score every candidate pair, and keep those that a decision could need; `roles` are for short texts."""
    n, far = len(columns.start), far_pairs(columns)

    def read(later: Indices, earlier: Indices) -> NDArray[np.float32]:
        a, b = vectors[later], vectors[earlier]
        if roles is None:
            return network.read_pairs(a, b, pair_features(columns, later, earlier))
        return network.read_short_pairs(a, b, all_features(columns, later, earlier, roles))

    def score(first: int) -> Links:
        last = min(n, first + ROWS)
        near = near_pairs(n, first, last)
        some = slice(*np.searchsorted(far.later, [first, last]))
        later = np.concatenate([near.later, far.later[some]])
        earlier = np.concatenate([near.earlier, far.earlier[some]])
        possible = could_be_one(columns, later, earlier)
        later, earlier = later[possible], earlier[possible]
        scores = read(later, earlier)
        kept = scores > Links.LOWEST
        return Links(later[kept].astype(np.int32), earlier[kept].astype(np.int32), scores[kept])

    parts: list[Links] = []
    for part in in_order(score, range(0, n, ROWS), threads=network.threads):
        parts.append(part)
        progress(min(1.0, len(parts) * ROWS / n))
    return Links.join(parts)


def could_be_one(columns: MentionColumns, later: Indices, earlier: Indices) -> NDArray[np.bool_]:
    """Rule out pairs that no score could link, he and she, and to save time those that none does in practice.

    These are a person and a thing of which neither is a pronoun, and names and nouns that share no word and stand far
    apart.
    """
    a, b = columns.gender[later], columns.gender[earlier]
    contradict = (a != b) & (np.minimum(a, b) == MALE) & (np.maximum(a, b) == FEMALE)
    person = (columns.type[later] == PERSON) != (columns.type[earlier] == PERSON)
    no_pronoun = (columns.pronoun[later] == 0) & (columns.pronoun[earlier] == 0)
    alike = columns.head[later] == columns.head[earlier]
    alike |= columns.first[later] == columns.first[earlier]
    stranger = (later - earlier > UNALIKE) & ~alike
    possible: NDArray[np.bool_] = ~contradict & ~(no_pronoun & (person | stranger))
    return possible
