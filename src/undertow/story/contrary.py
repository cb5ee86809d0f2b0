"""Taking from a name the pronouns that cannot be its own: the 'he' that coreference gave to Joan.

In a short story two people who are named a few times are easily taken for one another. The decision: a given name says
more than a few pronouns, where all of them are of the other gender; against many it says nothing, since women are
called George. What is taken goes to whom coreference holds likeliest among the others, and a 'she' that the other one
had goes back in exchange.
"""

from collections import defaultdict

import numpy as np

from undertow.story.columns import Columns, Index, Person
from undertow.story.forms import Form
from undertow.story.names import given_gender
from undertow.story.people import People
from undertow.story.units import Units

FEW = 20  # pronouns up to which a given name says more
_NEAR = 150  # tokens from a pronoun to a person named near by; one who is named only afterwards may be meant too
_OTHER = {"m": Person.SHE, "f": Person.HE}
_SAME = {"m": Person.HE, "f": Person.SHE}


def part_contrary(columns: Columns, people: People, units: Units) -> None:
    """Move pronouns of the other gender away from given names."""
    genders = {p: gender for p, members in enumerate(people.members) if (gender := _by_name(members))}
    pronoun = np.isin(columns.person, (Person.HE, Person.SHE))
    owner = units.of_mentions()
    received: dict[int, int] = {}
    for p, gender in genders.items():
        rows = np.flatnonzero((owner == p) & pronoun)
        if not len(rows) or len(rows) > FEW or (columns.person[rows] != _OTHER[gender]).any():
            continue
        able = [q for q in range(units.n_people) if q != p and genders.get(q, "") != gender]
        for i in rows.tolist():
            new = _likeliest(columns, owner, i, able)
            if new >= 0:
                units.move(i, new)
                received.setdefault(new, p)
    for q, p in received.items():
        theirs = np.flatnonzero((owner == q) & pronoun)
        if q not in genders and len(theirs) <= FEW and (columns.person[theirs] == _SAME[genders[p]]).all():
            units.raw[theirs] = p  # they were taken for one another


def _by_name(members: list[Form]) -> str:
    """The gender of somebody by title or given name, '' where none tells or two differ."""
    told = {form.name.title_gender or given_gender(form.name.first) for form in members} - {""}
    return told.pop() if len(told) == 1 else ""


def _likeliest(columns: Columns, owner: Index, i: int, able: list[int]) -> int:
    """Whom the pronoun `i` means among the people who are able: by the scores of coreference, else who is near."""
    links = columns.coreference
    scores: dict[int, float] = defaultdict(lambda: -np.inf)
    if links.link_later is not None and links.link_earlier is not None and links.link_score is not None:
        a, b = np.searchsorted(links.link_later, [i, i + 1]).tolist()
        for j, score in zip(links.link_earlier[a:b].tolist(), links.link_score[a:b].tolist(), strict=True):
            scores[int(owner[j])] = max(scores[int(owner[j])], score)
    known = [(scores[q], q) for q in able if q in scores]
    if known:
        return max(known)[1]
    start = columns.mentions.start
    for way in (range(i - 1, -1, -1), range(i + 1, len(owner))):
        for j in way:
            if abs(int(start[i]) - int(start[j])) > _NEAR:
                break
            if int(owner[j]) in able:
                return int(owner[j])
    return -1
