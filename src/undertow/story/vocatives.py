"""Names that only others use: linking a name that is called out to the one who is called by it.

A person whose name stands nowhere but inside quotations ('Come here, Nora.') is joined to the unit without a name
that the quotation is said to. The decision: many weak signs are added up (the addressee, the other of two in the
scene, who answers), and a name is given only where one unit leads clearly and nothing (gender, being the speaker,
having a name) speaks against it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from undertow.story.columns import Columns, Flags, Person
from undertow.story.draft import Draft
from undertow.story.forms import Forms
from undertow.story.names import same_given
from undertow.story.people import People
from undertow.story.profile import Profile, make_profile
from undertow.story.voices import addressee_units, speaker_units
from undertow.story.words import word_set

_BEFORE = word_set(", . ! ? ; : — – - -- … ... ‘ “ \" ' ( *")
_AFTER = word_set(", . ! ? ; : — – - -- … ... ’ ” \" ' ) *")
_CALLS = word_set(
    "oh o ah dear dearest darling my poor please yes no well now come hey hi hello goodbye bye thanks sorry why"
)
_GOES_ON = word_set("who whom whose which and or was is has had 's ’s of")
CALLED = 0.5  # share of a name's uses that must be calls
CLEAR = 2.0  # the best unit must have this many times the votes of the next
NEAR = 200  # tokens within which a quotation can be the answer to another
MOST = 0.8  # share of a scene's mentions from which somebody is the only other person there


def find_vocatives(columns: Columns, forms: Forms) -> Flags:
    """Mark names inside quotations that call somebody: set off by marks on both sides, and carried on by nothing."""
    marks = np.zeros(len(columns), bool)
    document, mentions = columns.document, columns.mentions
    for i in np.flatnonzero((forms.of_mention >= 0) & (columns.quotation >= 0)).tolist():
        q = int(columns.quotation[i])
        first, last = int(columns.quotation_start[q]), int(columns.quotation_end[q])
        start, end = int(mentions.start[i]), int(mentions.end[i])
        before = "" if start <= first else document.word(start - 1)
        after = "" if end >= last else document.word(end)
        beyond = "" if end + 1 >= last else document.word(end + 1).lower()
        calls = before.lower() in _CALLS
        opens = not before or before in _BEFORE or calls
        closes = not after or after in _AFTER
        alone = not before and (not after or (after in (".", "?") and not beyond))  # 'Nora.' may as well be an answer
        marks[i] = opens and closes and not alone and not (after == "," and beyond in _GOES_ON)
    return marks


def _neighbours(columns: Columns, q: int) -> Iterator[int]:
    """The quotations beside one that stand in the same scene and close by: those who may answer it."""
    starts = columns.quotation_start
    first = columns.document.scenes[:, 0]
    scene = np.searchsorted(first, starts[q], side="right")
    for other in (q + 1, q - 1):
        near = 0 <= other < len(starts) and abs(int(starts[other] - starts[q])) < NEAR
        if near and np.searchsorted(first, starts[other], side="right") == scene:
            yield other


def people_by_scene(columns: Columns, profile: Profile) -> dict[int, Counter[int]]:
    """How often the narration of each scene mentions each single person: scene -> unit -> count."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    here = columns.outside & profile.is_person[profile.unit] & ~profile.plural[profile.unit]
    for scene, unit in zip(columns.scene[here].tolist(), profile.unit[here].tolist(), strict=True):
        counts[scene][unit] += 1
    return counts


class _Ballot:
    """Votes for who is called by a name."""

    def __init__(self, draft: Draft, profile: Profile) -> None:
        self.columns, self.profile = draft.columns, profile
        self.speaker = speaker_units(draft)
        self.addressee = addressee_units(draft)
        self.participants = people_by_scene(draft.columns, profile)

    def votes(self, mention: int, own: int, gender: str) -> Counter[int]:
        """Who may be called at one vocative: unit -> weight. `own` is the unit that the name has so far."""
        result: Counter[int] = Counter()
        q = int(self.columns.quotation[mention])
        speaker = int(self.speaker[q])

        def fits(unit: int) -> bool:
            theirs = self.profile.gender[unit]
            return unit not in (own, speaker) and not (gender and theirs and theirs != gender)

        addressee = int(self.addressee[q])
        if addressee >= 0 and fits(addressee):
            result[addressee] += 2
        present = self.participants[int(self.columns.scene[mention])]
        others = {u: n for u, n in present.items() if fits(u)}
        if others:
            top = max(others, key=lambda u: others[u])
            if others[top] >= MOST * sum(others.values()):
                result[top] += 2 if speaker in present else 1
        for other in _neighbours(self.columns, q):
            answers = int(self.speaker[other])
            if answers >= 0 and fits(answers):
                result[answers] += 1
        return result


def called_names(columns: Columns, people: People, vocative: Flags) -> list[int]:
    """The persons whose names stand inside quotations alone, and mostly as calls."""
    found = []
    for p, members in enumerate(people.members):
        rows = np.array([i for form in members for i in form.mentions])
        if not columns.outside[rows].any() and vocative[rows].mean() >= CALLED:
            found.append(p)
    return found


def only_called(draft: Draft) -> list[int]:
    """The same, without those who turned out to be the narrator."""
    narrator = draft.units.find(draft.narrator) if draft.narrator >= 0 else -1
    called = called_names(draft.columns, draft.people, draft.vocative)
    return [p for p in called if narrator < 0 or draft.units.find(p) != narrator]


def _offer(draft: Draft, ballot: _Ballot, person: int) -> tuple[int, int, int] | None:
    """(votes, person, unit) for the unit that a name clearly calls, or None."""
    own = draft.units.find(person)
    total: Counter[int] = Counter()
    for form in draft.people.members[person]:
        gender = draft.people.gender[person] or form.likely_gender
        for i in form.mentions:
            if draft.vocative[i]:
                total.update(ballot.votes(i, own, gender))
    ranked = total.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR * ranked[1][1]):
        return None
    best, votes = ranked[0]
    if not ballot.profile.plural[best] and ballot.profile.is_person[best]:
        return votes, person, best
    return None


def can_be_one(draft: Draft, a: int, b: int, *, both_called: bool) -> bool:
    """Whether two names can be one person's: of different kinds ('Nora', 'Miss Farr') or akin ('Agnes', 'Aggie').

    Where the narration uses one of them, only the kinds will do: it has a surname and the other has none.
    """
    for f in draft.people.members[a]:
        for g in draft.people.members[b]:
            pair = (min(f.index, g.index), max(f.index, g.index))
            if draft.forms.apart[pair] or draft.forms.joined[pair]:
                return False
            mine, theirs = f.name, g.name
            if mine.first and theirs.first and not same_given(mine.first, theirs.first):
                return False
            if mine.surname and theirs.surname and mine.surname != theirs.surname:
                return False
            if not both_called and bool(mine.surname) == bool(theirs.surname):
                return False
    return True


def _called_otherwise(draft: Draft, ballot: _Ballot, person: int, called: set[int]) -> int:
    """The unit that somebody else calls by another name elsewhere, -1 for none: Noreen at work is Mrs. Byrne at home.

    The narration calls neither by name and tells of nobody else, and neither is called where the other is: two women
    who talk call each other.
    """
    columns, profile = draft.columns, ballot.profile
    own = draft.units.find(person)
    rows = [i for i in draft.mentions_by_name(person) if draft.vocative[i]]
    gender = profile.gender[own]
    found: set[int] = set()
    for i in rows:
        q, present = int(columns.quotation[i]), ballot.participants[int(columns.scene[i])]
        others = Counter({u: n for u, n in present.items() if u != own and profile.gender[u] in ("", gender)})
        top, n = (others.most_common(1) or [(-1, 0)])[0]
        cued = int(ballot.speaker[q]) == top and columns.speakers.mention[q] >= 0
        found.add(top if gender and n >= MOST * others.total() and not cued else -1)
    if len(found) != 1 or -1 in found:
        return -1
    (top,) = found
    names = [p for p in range(len(draft.people.members)) if draft.units.find(p) == draft.units.find(top)]
    if not names or not called.issuperset(names) or profile.outside[own] >= profile.outside[top]:
        return -1
    theirs = [i for p in names for i in draft.mentions_by_name(p)]
    near = any(
        abs(int(columns.mentions.start[i]) - int(columns.mentions.start[j])) < NEAR for i in rows for j in theirs
    )
    if near or not all(can_be_one(draft, person, p, both_called=False) for p in names):
        return -1
    return top


def evict_told(draft: Draft, person: int) -> None:
    """Take from a name what the narration tells of 'him' or 'her': a narrator who bears the name is 'I' there."""
    columns, units = draft.columns, draft.units
    third = (columns.person == Person.HE) | (columns.person == Person.SHE)
    rows = np.flatnonzero((units.of_mentions() == units.find(person)) & columns.outside & third)
    if len(rows):
        units.raw[rows] = units.add()


def link_vocatives(draft: Draft) -> None:
    """Join each name that is only called out to the one it calls."""
    called = only_called(draft)
    if not called:
        return
    ballot = _Ballot(draft, make_profile(draft))
    names: dict[int, list[int]] = defaultdict(list)  # unit -> the persons that it is, by name
    for p in range(len(draft.people.members)):
        names[draft.units.find(p)].append(p)
    for _, person, best in sorted(filter(None, (_offer(draft, ballot, p) for p in called)), reverse=True):
        if all(can_be_one(draft, person, other, both_called=other in called) for other in names[best]):
            names[best].append(person)
            if best == draft.narrator:
                evict_told(draft, person)
            draft.units.join(person, best)
    for person in called:
        best = _called_otherwise(draft, ballot, person, set(called))
        if best >= 0:
            draft.units.join(person, best)
