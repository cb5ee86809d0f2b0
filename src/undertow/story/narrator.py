"""Naming those who say 'I': introductions, and what others call the narrator.

A name is joined to whoever introduces themselves by it, and to the narrator when others call them so. The decision: a
narrator tells of others by name and of themselves by 'I', so a name that the narration uses again and again is not
the narrator's.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from undertow.layers.values import Ints
from undertow.story.columns import NOMINAL, Columns, Index, Person
from undertow.story.draft import Draft
from undertow.story.vocatives import CLEAR, can_be_one, evict_told
from undertow.story.voices import addressee_units, speaker_units

_NAMES_ME = tuple(
    tuple(words.split())
    for words in (
        "my name is",
        "my name was",
        "my name 's",
        "my name's",
        "call me",
        "called me",
        "calls me",
        "named me",
        "christened me",
        "i am called",
        "i was called",
        "i 'm called",
        "i was christened",
    )
)
_MAY_NAME_ME = (("i", "am"), ("i", "'m"), ("i'm",), ("i", ","))  # 'I am Nora', but also 'I am Nora's sister'
_ENDS = frozenset((",", ".", "!", ";", "—", "--", "”", '"', "’", "'", "and"))
TALKED_OF = 0.3  # share of a name's uses in the narration from which it is somebody else's
SOME = 3  # uses in the narration that a narrator's own name may have in any case
SHARED = 0.5  # share of a name's uses in the narrator's clusters from which coreference is believed ('S. McBride')
BESIDE = 80  # tokens from a line within which the narrator's 'I' puts the narrator in the scene
SIGNED = 8  # uses in the narration that such a name may have: under letters, as a rule
MINE = 0.1  # share of the narrator's 'I' from which a cluster counts as the narrator's


def _introduces(columns: Columns, i: int) -> bool:
    """Whether a name stands where speakers give their own: 'my name is Nora', 'call me Nora', 'I, Nora,'."""
    document = columns.document
    start, end = int(columns.mentions.start[i]), int(columns.mentions.end[i])
    before = tuple(word.lower().replace("’", "'") for word in document.words(max(0, start - 3), start))
    after = document.word(end).lower() if end < document.n_tokens else "."
    if any(before[-len(words) :] == words for words in _NAMES_ME):
        return True
    for words in _MAY_NAME_ME:
        if before[-len(words) :] == words:
            return after == "," if words[-1] == "," else after in _ENDS
    return False


def _introductions(draft: Draft) -> Iterator[int]:
    for i in np.flatnonzero(draft.forms.of_mention >= 0).tolist():
        if _introduces(draft.columns, i):
            yield i


def link_introductions(draft: Draft) -> set[int]:
    """Join a name to the nameless unit that introduces itself by it. Returns the persons that the narrator may be."""
    units, speaker = draft.units, speaker_units(draft)
    mine: set[int] = set()
    for i in _introductions(draft):
        person, q = draft.person_of(i), int(draft.columns.quotation[i])
        if q < 0:
            mine.add(person)
        elif speaker[q] >= 0:
            who = units.find(int(speaker[q]))
            if who == draft.narrator:
                mine.add(person)
            elif who >= units.n_people:
                units.join(person, who)
    return mine


def _is_near(told: Ints, token: int) -> bool:
    """Whether the narrator says 'I' close to a token."""
    at = int(np.searchsorted(told, token))
    return any(abs(int(i) - token) <= BESIDE for i in told[max(0, at - 1) : at + 1])


def _calls(draft: Draft, speaker: Index) -> Counter[int]:
    """How often each person's name calls the narrator: person -> weight."""
    addressee = addressee_units(draft)
    columns = draft.columns
    told = columns.mentions.start[(columns.person == Person.I) & columns.outside]
    votes: Counter[int] = Counter()
    for i in np.flatnonzero(draft.vocative).tolist():
        q, person = int(draft.columns.quotation[i]), draft.person_of(i)
        if speaker[q] == draft.narrator:
            votes[person] -= 2
            continue
        votes[person] += 2 * int(addressee[q] == draft.narrator)
        votes[person] += int(_is_near(told, int(columns.quotation_start[q])))
        votes[person] += sum(1 for o in (q - 1, q + 1) if 0 <= o < len(speaker) and speaker[o] == draft.narrator)
    return votes


def _shared_clusters(draft: Draft) -> Counter[int]:
    """How often a person is named in the clusters that hold most of the narrator's 'I'."""
    columns = draft.columns
    cluster = columns.coreference.cluster
    mine = Counter(cluster[(columns.person == Person.I) & columns.outside].tolist())
    total = sum(mine.values())
    large = {c for c, n in mine.items() if n >= MINE * total}
    rows = np.flatnonzero(draft.forms.of_mention >= 0).tolist()
    return Counter(draft.person_of(i) for i in rows if int(cluster[i]) in large)


def name_narrator(draft: Draft, introduced: set[int]) -> None:
    """Join the narrator to the person whose name it is.

    A name that narrators give themselves is theirs beside the one that others call them by: Mr. Pask may be Leonard.
    """
    speaker = speaker_units(draft)
    votes = _calls(draft, speaker)
    shared = _shared_clusters(draft)
    votes.update(shared)
    votes.update(dict.fromkeys(introduced, 5))
    columns = draft.columns
    third = columns.outside & (np.isin(columns.person, (Person.HE, Person.SHE)) | (columns.mentions.form == NOMINAL))
    he_or_she = Counter(draft.units.of_mentions()[third].tolist())
    beside = columns.speakers.mention[columns.speakers.mention >= 0]
    speaks = Counter(draft.person_of(i) for i in beside.tolist())  # 'said Holmes'
    saluted = {draft.units.find(unit) for unit in draft.saluted}  # whoever a letter is written to did not write it
    able: list[tuple[int, int]] = []
    for person, n in votes.items():
        if draft.units.find(person) in saluted:
            continue
        rows = draft.mentions_by_name(person)
        told = int(draft.columns.outside[rows].sum())
        signed = told <= SIGNED and shared[person] >= SHARED * len(rows)
        talked_of = told > SOME and told > TALKED_OF * len(rows) and not signed
        unit = draft.units.find(person)
        talked_of |= he_or_she[unit] > max(SOME, shared[person], n / 2)
        if n > 0 and not talked_of and speaks[person] <= max(2, n // 4):
            able.append((n, person))
    able.sort(reverse=True)
    if not able:
        return
    most, best = able[0]
    own = [p for _, p in able[1:] if {p, best} & introduced and can_be_one(draft, p, best, both_called=False)]
    rivals = [n for n, p in able[1:] if p not in own]
    if not rivals or most >= CLEAR * rivals[0]:
        for person in (best, *own):
            evict_told(draft, person)
            draft.narrator = draft.units.join(person, draft.narrator)
