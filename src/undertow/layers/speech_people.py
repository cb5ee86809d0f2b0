"""Who may speak: clusters of mentions, brought together where a name says that they are one, and what is known of each.

In come mentions and clusters, out come persons. Coreference may leave a name in several clusters; to a conversation
that is fatal, because a turn would seem to go to somebody new. So clusters with one and the same name are one person
here, and every 'I' of the narration is the narrator. Nothing else is decided: names are given elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.coreference_features import FIRST, UNKNOWN, MentionColumns, mention_columns
from undertow.layers.values import Layers
from undertow.lexicons import load, load_table

MALE, FEMALE, PLURAL, NO_GENDER = 0, 1, 2, 3
NARRATOR_SHARE = 0.005  # 'I' per token of narration from which it is somebody
_PROPER = 0
_PERSON_TYPE = 0

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Persons as columns, and which person each mention is. Mentions inside quotations are marked."""

    columns: MentionColumns
    of_mention: Ids  # [n_mentions] person
    inside: NDArray[np.bool_]  # [n_mentions] in a quotation
    gender: Ids  # [n_persons]
    named: NDArray[np.bool_]  # [n_persons] by a proper name
    human: NDArray[np.bool_]  # [n_persons]
    thing: NDArray[np.bool_]  # [n_persons] met again and never taken for a person, like the town and its "here"
    n_mentions: Ids  # [n_persons] outside of quotations
    narrator: int  # person, -1 for none

    def __len__(self) -> int:
        return len(self.gender)


def _name_keys(document: Document, columns: MentionColumns, cluster: Ids, n_clusters: int) -> list[tuple[str, ...]]:
    """The name of each cluster, () for none: the words of its most frequent proper name, stops left out."""
    counts: list[Counter[tuple[str, ...]]] = [Counter() for _ in range(n_clusters)]
    for i in np.flatnonzero((columns.form == _PROPER) & (columns.pronoun == 0)).tolist():
        words = [w.lower().rstrip(".") for w in document.words(int(columns.start[i]), int(columns.end[i]))]
        if words and words[-1] in ("'s", "’s", "'", "’"):
            words.pop()
        key = tuple(word for word in words if any(map(str.isalpha, word)))
        if key and len(key) <= 5:
            counts[int(cluster[i])][key] += 1
    return [count.most_common(1)[0][0] if count else () for count in counts]


def _merge_names(keys: Sequence[tuple[str, ...]]) -> Ids:
    """Number the persons: clusters of one name are one, and a single name belongs to the only longer one that holds it.

    A name is a tuple of words; () names nobody.
    """
    person = np.arange(len(keys), dtype=np.int64)
    first: dict[tuple[str, ...], int] = {}
    for c, key in enumerate(keys):
        if key:
            person[c] = first.setdefault(key, c)
    holders: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in first:
        for word in set(key) if len(key) > 1 else ():
            holders[word].append(key)
    titles, whole = load_table("titles"), np.arange(len(keys), dtype=np.int64)
    for key, c in first.items():
        if len(key) == 1 and key[0] not in titles and len(holders[key[0]]) == 1:
            whole[c] = first[holders[key[0]][0]]
    return whole[person]


def _genders(columns: MentionColumns, person: Ids, n: int, document: Document) -> Ids:
    """Vote by pronouns, titles and nouns; given names where nothing else speaks."""
    votes = np.zeros((n, 4))
    weight = np.where(columns.pronoun > 0, 1.0, 2.0)
    np.add.at(votes, (person, columns.gender), np.where(columns.gender == UNKNOWN, 0.0, weight))
    gender = np.where(votes[:, :3].sum(1) > 0, votes[:, :3].argmax(1), NO_GENDER).astype(np.int64)
    given = load_table("given_names")
    for i in np.flatnonzero((columns.form == _PROPER) & (gender[person] == NO_GENDER)).tolist():
        known = given.get(document.word(int(columns.start[i])).lower())
        if known:
            gender[person[i]] = MALE if known == "m" else FEMALE
    return gender


def _plural(document: Document, columns: MentionColumns, person: Ids, gender: Ids) -> None:
    """Mark groups: 'the ladies', 'everybody', 'Catherine and Lydia'."""
    groups = load("plural_people")
    for i in np.flatnonzero((columns.form == 1) & (gender[person] == NO_GENDER)).tolist():
        words = [w.lower() for w in document.words(int(columns.start[i]), int(columns.end[i]))]
        if "and" in words or any(word in groups for word in words[-2:]):
            gender[person[i]] = PLURAL


def find_people(document: Document, layers: Layers) -> People:
    """Bring the clusters together and describe each person."""
    assert layers.mentions is not None
    assert layers.coreference is not None
    assert layers.quotations is not None
    columns = mention_columns(document, layers.mentions, layers.quotations)
    n_clusters, cluster = layers.coreference.n_clusters, layers.coreference.cluster.astype(np.int64)
    inside = columns.quotation >= 0
    merged = _merge_names(_name_keys(document, columns, cluster, n_clusters))
    _, person = np.unique(merged, return_inverse=True)
    of_mention = person.astype(np.int64)[cluster]
    n = int(person.max()) + 1 if n_clusters else 0
    narrator = _find_narrator(document, columns, of_mention, inside, n)
    if narrator >= 0:
        of_mention[(columns.pronoun == FIRST) & ~inside] = narrator
    gender = _genders(columns, of_mention, n, document)
    _plural(document, columns, of_mention, gender)
    return People(
        columns=columns,
        of_mention=of_mention,
        inside=inside,
        gender=gender,
        named=_any(of_mention, (columns.form == _PROPER) & (columns.pronoun == 0), n),
        human=np.bincount(of_mention, weights=columns.type == _PERSON_TYPE, minlength=n) * 2
        >= np.bincount(of_mention, minlength=n),
        thing=find_things(columns, of_mention, n),
        n_mentions=np.bincount(of_mention[~inside], minlength=n),
        narrator=narrator,
    )


def find_things(columns: MentionColumns, person: Ids, n: int) -> NDArray[np.bool_]:
    """[n] Which persons have several mentions, none of them a person's by type or pronoun."""
    personal = (columns.type == _PERSON_TYPE) | ((columns.gender < NO_GENDER) & (columns.pronoun > 0))
    things: NDArray[np.bool_] = (np.bincount(person, minlength=n) > 1) & ~_any(person, personal, n)
    return things


def _any(person: Ids, holds: NDArray[np.bool_], n: int) -> NDArray[np.bool_]:
    result = np.zeros(n, np.bool_)
    result[person[holds]] = True
    return result


def _find_narrator(document: Document, columns: MentionColumns, person: Ids, inside: NDArray[np.bool_], n: int) -> int:
    """The person who has most of the 'I' of the narration, if there is enough of it; -1 otherwise."""
    rows = person[(columns.pronoun == FIRST) & ~inside]
    if len(rows) < 2 or len(rows) < NARRATOR_SHARE * document.n_tokens:
        return -1
    return int(np.bincount(rows, minlength=n).argmax())
