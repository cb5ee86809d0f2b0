"""From scored pairs to entities: the greedy pass over the mentions, with what an entity cannot be."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from undertow.layers.coreference_features import FEMALE, FIRST, MALE, SECOND, MentionColumns
from undertow.layers.values import Coreference

SHARPNESS = 0.7  # of the soft maximum over an entity's mentions: many fair pairs count as much as one good one
JOIN = 0.5  # support that it takes to join; both tuned on the development documents


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Scored pairs that could be links, in any order."""

    LOWEST: ClassVar[float] = -4.0  # below this log-odds a pair never decides

    later: NDArray[np.int32]
    earlier: NDArray[np.int32]
    score: NDArray[np.float32]

    @staticmethod
    def join(parts: list["Links"]) -> "Links":
        """Put parts together, sorted by the later mention."""
        if not parts:
            none = np.zeros(0, dtype=np.int32)
            return Links(none, none, none.astype(np.float32))
        later, earlier, score = (
            np.concatenate([getattr(p, name) for p in parts]) for name in ("later", "earlier", "score")
        )
        order = np.argsort(later, kind="stable")
        return Links(later[order], earlier[order], score[order])


@dataclass(slots=True)
class _Entity:
    """What is known of an entity so far, and so what it cannot be."""

    genders: int = 0  # bits of MALE and FEMALE
    names: set[str] = field(default_factory=set)
    callings: set[str] = field(default_factory=set)
    persons: dict[int, int] = field(default_factory=dict)  # in which person each quotation speaks of it

    def accepts(self, one: "_Entity") -> bool:
        """Tell whether a mention, seen as an entity of its own, contradicts nothing that is known."""
        if one.genders and self.genders and not one.genders & self.genders:
            return False  # she is not he
        if one.names and self.names and not one.names & self.names:
            return False  # Nora is not Tom
        if one.callings and self.callings and not one.callings & self.callings:
            return False  # the general is not the gardener
        # in one speech, I am not you
        return all(self.persons.get(quotation, person) == person for quotation, person in one.persons.items())

    def add(self, one: "_Entity") -> None:
        """Take a mention in."""
        self.genders |= one.genders
        self.names |= one.names
        self.callings |= one.callings
        self.persons |= one.persons


def _alone(columns: MentionColumns) -> list[_Entity]:
    """Each mention as an entity of its own."""
    rows = zip(
        columns.gender.tolist(),
        columns.names,
        columns.calling,
        columns.quotation.tolist(),
        columns.pronoun.tolist(),
        strict=True,
    )
    return [
        _Entity(
            1 << gender if gender in (MALE, FEMALE) else 0,
            set(names),
            {calling} - {""},
            {quotation: pronoun} if quotation >= 0 and pronoun in (FIRST, SECOND) else {},
        )
        for gender, names, calling, quotation, pronoun in rows
    ]


def _best(
    entity: NDArray[np.int32], score: NDArray[np.float32], one: _Entity, entities: list[_Entity]
) -> tuple[int, float]:
    """The entity that accepts `one` and has the most support from all of its mentions, and that support."""
    names, where = np.unique(entity, return_inverse=True)
    support = np.log(np.bincount(where, weights=np.exp(SHARPNESS * score))) / SHARPNESS  # soft maximum
    for k in np.argsort(-support, kind="stable").tolist():
        if support[k] <= JOIN:
            break
        if entities[names[k]].accepts(one):
            return int(names[k]), float(support[k])
    return -1, float(support.max())


def cluster(columns: MentionColumns, links: Links) -> Coreference:
    """Let each mention, in the order of the text, join the entity with the most support, or open one."""
    n = len(columns.start)
    entity_of = np.full(n, -1, dtype=np.int32)
    antecedent = np.full(n, -1, dtype=np.int32)
    confidence = np.ones(n, dtype=np.float32)
    entities: list[_Entity] = []
    first = np.searchsorted(links.later, np.arange(n + 1)).tolist()
    for i, one in enumerate(_alone(columns)):
        some = slice(first[i], first[i + 1])
        earlier, score = links.earlier[some], links.score[some]
        chosen, support = _best(entity_of[earlier], score, one, entities) if len(earlier) else (-1, Links.LOWEST)
        if chosen < 0:
            chosen = len(entities)
            entities.append(one)
            confidence[i] = 1 / (1 + np.exp(support - JOIN))
        else:
            entities[chosen].add(one)
            own = entity_of[earlier] == chosen
            antecedent[i] = earlier[own][score[own].argmax()]
            confidence[i] = 1 / (1 + np.exp(JOIN - support))
        entity_of[i] = chosen
    return Coreference(cluster=entity_of, antecedent=antecedent, confidence=confidence)
