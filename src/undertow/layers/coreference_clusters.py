"""From scored pairs to entities: the greedy pass over the mentions, with what an entity cannot be."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from undertow.layers.coreference_features import FEMALE, MALE, MentionColumns
from undertow.layers.values import Coreference


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


def cluster(columns: MentionColumns, links: Links) -> Coreference:
    """Let each mention, in the order of the text, join the entity that it scores highest with, or open one."""
    n = len(columns.start)
    entity_of = np.full(n, -1, dtype=np.int32)
    antecedent = np.full(n, -1, dtype=np.int32)
    confidence = np.ones(n, dtype=np.float32)
    entities: list[int] = []  # per entity: the genders its mentions tell, as bits
    first = np.searchsorted(links.later, np.arange(n + 1))
    gender = columns.gender.tolist()
    for i in range(n):
        some = slice(first[i], first[i + 1])
        earlier, score = links.earlier[some], links.score[some]
        order = np.argsort(-score, kind="stable")
        bit = 1 << gender[i] if gender[i] in (MALE, FEMALE) else 0
        chosen = -1
        for k in order.tolist():
            if score[k] <= 0:
                break
            entity = int(entity_of[earlier[k]])
            if bit and entities[entity] and not entities[entity] & bit:
                continue  # she is not he
            chosen = k
            break
        if chosen < 0:
            entity_of[i] = len(entities)
            entities.append(bit)
            best = float(score.max()) if len(score) else -20.0
            confidence[i] = 1 / (1 + np.exp(min(best, 20.0)))
        else:
            entity_of[i] = entity_of[earlier[chosen]]
            entities[entity_of[i]] |= bit
            antecedent[i] = earlier[chosen]
            confidence[i] = 1 / (1 + np.exp(-float(score[chosen])))
    return Coreference(cluster=entity_of, antecedent=antecedent, confidence=confidence)
