"""Who a sentence is about stays so in the next: 'Her aunt stopped. She was angry', 'Orla let him in. She knew'.

A pronoun that is the subject of a sentence mostly means the subject of the sentence before (centering, Grosz, Joshi and
Weinstein 1995): 41 times of 43 in LitBank where that one's name or noun tells he or she and nobody else whom it could
mean stands in between. So a 'she' that begins a sentence goes to the woman whom the sentence before begins with, or who
has just spoken ('Well?' Orla asked). The decision: only within a paragraph, and not where coreference gives the pronoun
to somebody who is told of for pages. What coreference links to that pronoun goes with it, but an object does not mean
its own subject: 'She liked her'.
"""

import numpy as np

from undertow.layers.speech_marks import MARKS
from undertow.lexicons import load
from undertow.story.columns import PER, PRONOMINAL, Columns, Index
from undertow.story.coming import FEW, NOMINATIVE, called_gender, third_person_counts
from undertow.story.people import People
from undertow.story.units import Units
from undertow.story.words import word_set

_JOINED = word_set("and or nor but with of who whom whose which that")
_OBJECTS = word_set("him her")


def follow_subjects(columns: Columns, people: People, units: Units) -> None:
    """Give a pronoun that begins a sentence to the subject that the sentence before begins with."""
    told = columns.outside
    start, sentences = columns.mentions.start, columns.document.sentences[:, 0]
    first = {int(start[j]): j for j in np.flatnonzero(told).tolist() if columns.lower[j] in NOMINATIVE}
    n_pronouns = third_person_counts(columns, units)
    paragraph = np.searchsorted(columns.document.paragraphs[:, 0], start, side="right")
    for i in np.flatnonzero(told & (columns.mentions.form != PRONOMINAL) & (columns.mentions.type == PER)).tolist():
        after = int(columns.sentence[i]) + 1
        j = first.get(int(sentences[after]), -1) if after < len(sentences) else -1
        if j < 0 or paragraph[j] != paragraph[i] or n_pronouns[units.raw[j]] > FEW or units.raw[j] == units.raw[i]:
            continue
        if _is_subject(columns, i) and _can_mean(columns, people, units, i, j):
            _take(columns, units, int(units.raw[i]), j, np.flatnonzero(told & (paragraph == paragraph[i])))


def _is_subject(columns: Columns, i: int) -> bool:
    """Whether the mention begins its sentence, or stands beside the verb of speech behind a quotation."""
    document, start, end = columns.document, int(columns.mentions.start[i]), int(columns.mentions.end[i])
    before, verbs = document.words(max(0, start - 2), start), load("speech_verbs")
    if before[-1:] and before[-1] in verbs and before[0] in MARKS:
        return True
    if start != int(document.sentences[columns.sentence[i], 0]) and not (before and before[-1] in MARKS):
        return False
    following = document.words(end, end + 1)
    return bool(following) and following[0].islower() and following[0].isalpha() and following[0] not in _JOINED


def _genders(columns: Columns, people: People, units: Units, i: int) -> set[str]:
    """What a name or noun says of he and she, by itself and by whose it is taken to be; empty where nothing tells."""
    unit = int(units.raw[i])
    return {called_gender(columns, i), people.likely[unit] if unit < len(people.likely) else ""} - {""}


def _can_mean(columns: Columns, people: People, units: Units, i: int, j: int) -> bool:
    """Whether pronoun `j` can mean `i`, and nobody else who stands between."""
    wanted, own = NOMINATIVE[columns.lower[j]], _genders(columns, people, units, i)
    noun = columns.nouns.get(i)
    named = noun is None and int(units.raw[i]) < units.n_people
    if own - {wanted} or not (own or named) or (noun is not None and noun.plural):
        return False
    others = (m for m in range(i + 1, j) if units.raw[m] != units.raw[i])
    return not any(_stands_between(columns, m) and not _genders(columns, people, units, m) - {wanted} for m in others)


def _stands_between(columns: Columns, m: int) -> bool:
    """Whether a mention in the narration names one person or calls somebody by a noun."""
    noun = columns.nouns.get(m)
    person = columns.mentions.type[m] == PER and columns.mentions.form[m] != PRONOMINAL and columns.quotation[m] < 0
    return bool(person) and not (noun is not None and noun.plural)


def _take(columns: Columns, units: Units, unit: int, j: int, rows: Index) -> None:
    """Give pronoun `j` to a unit, and of `rows` what is linked to it."""
    moved = {j}
    for m in rows[rows > j].tolist():
        before = int(columns.coreference.antecedent[m])
        if before in moved and columns.person[m] == columns.person[j] and not _is_object(columns, before, m):
            moved.add(m)
    for m in moved:
        units.move(m, unit)


def _is_object(columns: Columns, subject: int, m: int) -> bool:
    """Whether the pronoun `m` is an object beside the pronoun that is the subject: 'She liked her', not 'her hat'."""
    if columns.lower[m] not in _OBJECTS or columns.sentence[m] != columns.sentence[subject]:
        return False
    if columns.lower[subject] not in NOMINATIVE or m != subject + 1:
        return False
    following = columns.document.words(int(columns.mentions.end[m]), int(columns.mentions.end[m]) + 1)
    return columns.lower[m] == "him" or not (following and following[0].isalpha())
