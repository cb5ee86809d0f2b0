"""Who comes in is spoken of next: 'His wife came in. She asked ...'.

A sentence that brings somebody on makes them what the next one is about: the pronoun that is its subject means the
subject of the sentence before (centering, Grosz, Joshi and Weinstein 1995). The decision: only where somebody who is
called by a noun or a name comes, within a paragraph, and nobody else of that gender is named in between; and not where
coreference gives the pronoun to somebody who is told of for pages, for she is who the story is about. What coreference
links to that pronoun goes with it.
"""

import numpy as np

from undertow.story.columns import PRONOMINAL, Columns, Index, Person
from undertow.story.names import given_gender, parse_name
from undertow.story.units import Units
from undertow.story.words import word_set

_COMES = word_set("came comes come entered enters arrived arrives appeared appears returned returns")
_HELPS = word_set("had has have then now")
FEW = 20  # pronouns up to which somebody is not told of for pages
NOMINATIVE = {"he": "m", "she": "f"}
_REACH = 60  # mentions after somebody who comes that are looked at
_WITHIN = 2  # sentences after the one that brings somebody on


def follow_comers(columns: Columns, units: Units) -> None:
    """Give the next 'she' to the woman who has come in, and the next 'he' to the man."""
    told = np.flatnonzero(columns.outside)
    n_pronouns = third_person_counts(columns, units)
    for k, i in enumerate(told.tolist()):
        gender = called_gender(columns, i)
        if gender and _comes(columns, i):
            after = told[k + 1 : k + 1 + _REACH].tolist()
            _follow(columns, units, i, [j for j in after if n_pronouns[units.raw[j]] <= FEW], gender)


def third_person_counts(columns: Columns, units: Units) -> Index:
    """[n_units] How often each is 'he' or 'she'."""
    third = np.isin(columns.person, (Person.HE, Person.SHE))
    return np.bincount(units.of_mentions()[third], minlength=len(units.parent))


def called_gender(columns: Columns, i: int) -> str:
    """The gender of somebody who is named or called by a noun."""
    if columns.mentions.form[i] == PRONOMINAL:
        return ""
    name = parse_name(columns.words[i])
    named = (name.title_gender or given_gender(name.first)) if name is not None else ""
    return columns.gender(i) or named


def _comes(columns: Columns, i: int) -> bool:
    """Whether the mention begins its sentence and comes."""
    document, end = columns.document, int(columns.mentions.end[i])
    start, stop = document.sentences[int(columns.sentence[i])].tolist()
    if int(columns.mentions.start[i]) != start:
        return False
    while end < stop and document.word(end).lower() in _HELPS:
        end += 1
    return end < stop and document.word(end).lower() in _COMES


def _follow(columns: Columns, units: Units, i: int, after: list[int], gender: str) -> None:
    """Move the first subject of this gender after mention `i`, and what is linked to it in the paragraph."""
    paragraphs, start = columns.document.paragraphs[:, 0], columns.mentions.start
    here = int(np.searchsorted(paragraphs, start[i], side="right"))
    moved: set[int] = set()
    for j in after:
        if int(np.searchsorted(paragraphs, start[j], side="right")) != here:
            return
        if start[j] < columns.mentions.end[i]:
            continue
        if columns.person[j] not in (Person.HE, Person.SHE):
            if called_gender(columns, j) == gender and not moved:
                return
            continue
        if not moved and columns.gender(j) == gender:
            late = columns.sentence[j] - columns.sentence[i] > _WITHIN
            if late or NOMINATIVE.get(columns.lower[j]) != gender:
                return
            moved.add(j)
        elif int(columns.coreference.antecedent[j]) in moved:
            moved.add(j)
        if j in moved:
            units.move(j, int(units.raw[i]))
