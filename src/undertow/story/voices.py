"""Who 'I' and 'you' are: the narrator, or who is told of, outside of quotations; speaker and addressee inside.

Mentions are moved to the unit that speaks or is spoken to. The decision: the text around a quotation knows better who
'I' is than the words inside it, so that a cluster of nothing but 'I' and 'you' gives way to the speaker, and a
cluster with a name only to a speaker that is explicit.
"""

import numpy as np

from undertow.layers.values import Attribution, Ints
from undertow.story.columns import Columns, Index, Person
from undertow.story.draft import Draft
from undertow.story.units import cluster_rows
from undertow.story.words import word_set

PER_THOUSAND = 5  # 'I' per thousand tokens of narration: a narrator who takes part. Intrusive ones stay below 2
SPREAD = 0.4  # share of the tenths of a story in which 'I' must stand: one letter does not make a narrator
LONG = 2000  # tokens from which the spread is asked for
LEAST = 2
OFTEN = 0.3  # share of the sentences with 'you' that have an 'I' besides, from which 'you' is somebody
ADDRESSED = 15  # 'you' per thousand tokens: a story told in the second person
_DEAR = word_set("my dear dearest darling beloved poor sweet own")
_DEAREST = word_set("dear dearest darling beloved")
_AFTER_NAME = frozenset((",", ":", "—", "–", "-", "!", "."))
MANY = 3  # times that 'you' stands in it, at least
_SALUTATION = 6  # tokens of 'My dear old Tom,'
LIKELY = 0.6  # confidence of any speaker from which 'I' is not the narrator's
SURE = 0.7  # confidence of an explicit speaker from which it outweighs coreference


def _cluster_units(draft: Draft, clusters: Ints, hint: Ints) -> Index:
    """The unit of a cluster at each quotation: that of the hinted mention, or of the nearest mention before."""
    columns, unit = draft.columns, draft.units.of_mentions()
    rows = cluster_rows(columns)
    result = np.full(len(clusters), -1, np.int64)
    for q, (c, m) in enumerate(zip(clusters.tolist(), hint.tolist(), strict=True)):
        if m >= 0 and columns.coreference.cluster[m] == c:
            result[q] = unit[m]
        elif 0 <= c < len(rows) and len(rows[c]):
            at = np.searchsorted(columns.mentions.start[rows[c]], columns.quotation_start[q])
            result[q] = unit[rows[c][max(0, int(at) - 1)]]
    return result


def speaker_units(draft: Draft) -> Index:
    """The unit that says each quotation, -1 where unknown."""
    speakers = draft.columns.speakers
    hint = speakers.mention if speakers.speaker_mention is None else speakers.speaker_mention
    return _cluster_units(draft, speakers.speaker, hint)


def addressee_units(draft: Draft) -> Index:
    """The unit that each quotation is said to, -1 where unknown."""
    speakers = draft.columns.speakers
    none = np.full_like(speakers.addressee, -1)
    hint = none if speakers.addressee_mention is None else speakers.addressee_mention
    return _cluster_units(draft, speakers.addressee, hint)


def heard_units(draft: Draft) -> list[list[tuple[int, float]]]:
    """The units that each quotation is said to, the likeliest first, with their likelihoods."""
    speakers = draft.columns.speakers
    result: list[list[tuple[int, float]]] = [[] for _ in range(len(draft.columns.quotations))]
    rows, mention, confidence = speakers.heard_quotation, speakers.heard_mention, speakers.heard_confidence
    if rows is None or mention is None or confidence is None:
        for q, unit in enumerate(addressee_units(draft).tolist()):
            result[q] += [(unit, float(speakers.confidence[q]))] if unit >= 0 else []
        return result
    unit = draft.units.of_mentions()[mention]
    for q, u, share in zip(rows.tolist(), unit.tolist(), confidence.tolist(), strict=True):
        result[q].append((u, share))
    return result


def _tells(columns: Columns, rows: Index) -> bool:
    """Whether the 'I' of the narration, at `rows`, is often and everywhere enough to be somebody."""
    n_tokens = columns.document.n_tokens
    quoted = int((columns.quotation_end - columns.quotation_start).clip(0).sum())
    if len(rows) < LEAST or len(rows) * 1000 < PER_THOUSAND * (n_tokens - quoted):
        return False
    tenths = columns.mentions.start[rows].astype(np.int64) * 10 // max(1, n_tokens)
    return n_tokens <= LONG or len(np.unique(tenths)) >= 10 * SPREAD


def find_narrator(draft: Draft) -> None:
    """Make a unit of every 'I' of the narration, if the narrator is somebody."""
    columns, units = draft.columns, draft.units
    rows = np.flatnonzero((columns.person == Person.I) & columns.outside)
    if not _tells(columns, rows):
        return
    draft.narrator = units.add()
    cluster, n = columns.coreference.cluster, columns.coreference.n_clusters
    size = np.bincount(cluster, minlength=n)
    told = np.bincount(cluster[rows], minlength=n)
    voiced = np.bincount(cluster[np.isin(columns.person, (Person.I, Person.YOU))], minlength=n)
    own = (told * 2 > size) & (voiced >= 0.9 * size)
    units.raw[own[cluster] & (units.raw >= units.n_people)] = draft.narrator
    units.raw[rows] = draft.narrator


def _often(n: int, n_tokens: int) -> bool:
    """Whether 'you' stands as often as where somebody is addressed all the time."""
    return n * 1000 >= ADDRESSED * n_tokens


def _saluted(columns: Columns, start: int, end: int, often: bool) -> int:
    """The name that a letter from token `start` to `end` is written to: 'My dear Tom, ...', '..., dear Tom, ...'.

    A bare name at the head will do where 'you' stands `often`. -1 for none.
    """
    document, mentions = columns.document, columns.mentions
    first, last = np.searchsorted(mentions.start, [start, end]).tolist()
    for m in range(first, last):
        stop = int(mentions.end[m])
        name = document.word(stop - 1)
        if not columns.outside[m] or stop >= end or not name[0].isupper() or document.word(stop) not in _AFTER_NAME:
            continue
        begins = int(mentions.start[m])
        while begins > start and document.word(begins - 1).lower() in _DEAR:
            begins -= 1
        before = [word.lower() for word in document.words(begins, stop - 1)]
        called = bool(_DEAREST & set(before)) and (begins == start or document.word(begins - 1) in _AFTER_NAME)
        if name.lower() not in _DEAR and (called or (often and begins == start and not before)):
            return m
    return -1


def _told_to_somebody(columns: Columns, rows: Index) -> bool:
    """Whether the 'you' of what an 'I' tells, at `rows`, is one who is spoken to, and not just anybody.

    Where 'I' and 'you' stand together again and again ('I told you', 'you asked me') somebody is spoken to, and so
    where it begins as a letter does, though the name is in no mention ('Dear Will').
    """
    if len(rows) < MANY or not _often(len(rows), columns.document.n_tokens):
        return False
    own = set(columns.sentence[(columns.person == Person.I) & columns.outside].tolist())
    asked = set(columns.sentence[rows].tolist())
    together = own & asked
    opening = [word.lower() for word in columns.document.words(0, _SALUTATION)]
    begins = next((word for word in opening if word != "my"), "")
    return len(together) >= max(LEAST, OFTEN * len(asked)) or (begins in _DEAREST and bool(_AFTER_NAME & set(opening)))


def find_addressed(draft: Draft) -> None:
    """Make a unit of every 'you' of the narration: the hero of the second person, or whoever a letter is written to."""
    columns, units = draft.columns, draft.units
    rows = np.flatnonzero((columns.person == Person.YOU) & columns.outside)
    if draft.narrator >= 0:
        for scene in np.unique(columns.scene[rows]).tolist():
            start, end = columns.document.scenes[scene].tolist()
            here = rows[columns.scene[rows] == scene]
            name = _saluted(columns, start, end, len(here) >= LEAST and _often(len(here), end - start))
            if name >= 0:
                units.raw[here] = units.raw[name]
                draft.saluted.add(units.find(int(units.raw[name])))
        if not draft.saluted and _told_to_somebody(columns, rows):
            draft.addressed = units.add()
            units.raw[rows] = draft.addressed
        return
    others = np.isin(columns.person, (Person.HE, Person.SHE)) & columns.outside
    own = (columns.person == Person.I) & columns.outside
    most = max(MANY, int(others.sum()) // 2, 2 * int(own.sum()))
    if not _often(len(rows), columns.document.n_tokens) or len(rows) <= most:
        return
    draft.addressed = units.add()
    units.raw[rows] = draft.addressed


def give_voices(draft: Draft) -> None:
    """Move 'I' to the speaker and 'you' to the addressee of its quotation."""
    columns, units = draft.columns, draft.units
    cluster, n = columns.coreference.cluster, columns.coreference.n_clusters
    voice = np.isin(columns.person, (Person.I, Person.YOU))
    bare = np.bincount(cluster[voice], minlength=n) == np.bincount(cluster, minlength=n)
    speaker, addressee = speaker_units(draft), addressee_units(draft)
    sure = (columns.speakers.attribution == Attribution.EXPLICIT) & (columns.speakers.confidence >= SURE)
    likely = sure | (columns.speakers.confidence >= LIKELY)
    narrators = units.raw == draft.narrator
    for i in np.flatnonzero(voice & (columns.quotation >= 0)).tolist():
        q = int(columns.quotation[i])
        if columns.person[i] == Person.I:
            weak = (
                narrators[i] and not likely[q]
            )  # coreference has the narrator speak, and nothing clear speaks against it
            if speaker[q] >= 0 and (sure[q] or (bare[cluster[i]] and not weak)):
                units.move(i, int(speaker[q]))
        elif addressee[q] >= 0 and bare[cluster[i]] and addressee[q] != speaker[q]:
            units.move(i, int(addressee[q]))
