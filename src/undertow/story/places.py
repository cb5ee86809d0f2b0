"""Joining what is no person by name: 'London' is one place from the first chapter to the last."""

from collections import Counter, defaultdict

import numpy as np

from undertow.story.columns import PER, PROPER
from undertow.story.draft import Draft
from undertow.story.words import word_set

_DRESS = word_set("the 's ' . ,")


def join_places(draft: Draft) -> None:
    """Join clusters without a person's name that bear the same proper name and type, groups of people among them."""
    columns, units = draft.columns, draft.units
    unit = units.of_mentions()
    votes: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    for i in np.flatnonzero((columns.mentions.form == PROPER) & (draft.forms.of_mention < 0)).tolist():
        if unit[i] >= units.n_people and unit[i] != draft.narrator:
            words = [word for word in columns.lower[i].split() if word not in _DRESS]
            votes[int(unit[i])][int(columns.mentions.type[i]), " ".join(words)] += 1
    first: dict[tuple[int, str], int] = {}
    for u, counts in votes.items():
        kind, name = counts.most_common(1)[0][0]
        if not name or (kind == PER and not (name.endswith("s") or " and " in name)):
            continue  # 'the Colonel', 'Mamma': who is meant depends on where it stands
        units.join(first.setdefault((kind, name), u), u)
