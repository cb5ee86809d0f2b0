"""Joining what is described and not named: 'the captain' to Captain Vane, 'the young girl' to Daisy, 'his aunt' to hers.

A description is a key: a title, a relation to somebody, or the words after 'the'. The decision: a unit without a name is
joined to the person whom the book describes so elsewhere, by coreference or by title, where that is one person and he
or she is about; never where the text sets description and name side by side as two.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np

from undertow.lexicons import load, load_table
from undertow.story.columns import Columns
from undertow.story.draft import Draft
from undertow.story.names import fold
from undertow.story.profile import Profile, make_profile
from undertow.story.words import word_set

Key = tuple[Hashable, ...]

USES = 2  # of a description for somebody by name, from which it is theirs
ALONE = 0.8  # share of a description's uses that must be theirs
BESIDE = 0.25  # share of a unit's descriptions in one sentence with a name, from which it is somebody else
_WEAK = word_set("man woman person one other figure people thing creature voice face")
_ONLY_ONE = word_set(
    "father mother husband wife papa mamma dad mum mom fiancé fiancée widow widower grandfather grandmother"
)


@dataclass(frozen=True, slots=True, eq=False)
class _Described:
    """The descriptions of each unit, and where names and descriptions stand."""

    keys: dict[int, Counter[Key]]  # unit -> its descriptions
    rows: dict[int, list[int]]  # unit -> mentions that describe it
    named_in: dict[int, set[int]]  # sentence -> units named in it, outside of quotations


def _owner(columns: Columns, i: int) -> int:
    """The mention inside of another that owns it: 'his' in 'his aunt', 'Daisy' in 'Daisy's mother'. -1 for none."""
    j = i + 1
    start, end = columns.mentions.start, columns.mentions.end
    while j < len(columns) and start[j] == start[i] and end[j] < end[i]:
        owned = columns.person[j] or (
            end[j] < end[i] and columns.document.word(int(end[j])).lower() in ("'s", "’s", "'", "’")
        )
        if owned:
            return j
        j += 1
    return -1


def _key(draft: Draft, unit: "np.ndarray[tuple[int], np.dtype[np.int64]]", i: int) -> Key | None:
    """The description that a mention gives, None where it gives none."""
    noun = draft.columns.nouns[i]
    if noun.plural or not noun.definite:
        return None
    if noun.owned:
        owner = _owner(draft.columns, i)
        return ("kin", int(unit[owner]), noun.head) if noun.kin and owner >= 0 else None
    title = load_table("titles").get(fold(noun.head), "").split(" ")[0]
    if title and title not in load("no_titles_alone"):
        return ("title", title)
    words = [word for word in draft.columns.lower[i].split()[1:4] if word.isalpha()]
    if noun.head in _WEAK and (len(words) < 2 or words[1] != noun.head):
        return None
    return ("the", *words[: words.index(noun.head) + 1]) if noun.head in words else None


def _describe(draft: Draft, profile: Profile) -> _Described:
    columns, unit = draft.columns, profile.unit
    keys: dict[int, Counter[Key]] = defaultdict(Counter)
    rows: dict[int, list[int]] = defaultdict(list)
    for i in columns.nouns:
        u = int(unit[i])
        if profile.is_person[u] and not profile.plural[u]:
            rows[u].append(i)
            key = _key(draft, unit, i)
            if key is not None:
                keys[u][key] += 1
    for p, members in enumerate(draft.people.members):
        for form in members:
            for title in (*form.name.titles, *((form.name.sole,) if form.name.kind == "role" else ())):
                keys[draft.units.find(p)]["title", title] += USES
    named_in: dict[int, set[int]] = defaultdict(set)
    for i in np.flatnonzero((draft.forms.of_mention >= 0) & columns.outside).tolist():
        named_in[int(columns.sentence[i])].add(int(unit[i]))
    return _Described(keys, rows, named_in)


def _offers(draft: Draft, profile: Profile, described: _Described) -> Iterator[tuple[int, int]]:
    """(unit without a name, person whom the book describes so)."""
    units = draft.units
    uses: dict[Key, Counter[int]] = defaultdict(Counter)
    for u, keys in described.keys.items():
        if profile.has_name[u] or u == draft.narrator:
            for key, n in keys.items():
                uses[key][u] += n
    scenes: dict[int, set[int]] = defaultdict(set)
    for u, scene in zip(profile.unit.tolist(), draft.columns.scene.tolist(), strict=True):
        scenes[u].add(scene)

    def about(u: int, person: int) -> bool:
        return bool(scenes[u] & scenes[person])

    for u, keys in described.keys.items():
        if profile.has_name[u] or u == draft.narrator or units.find(u) != u:
            continue
        votes: Counter[int] = Counter()
        for key, n in keys.items():
            able = {
                p: k
                for p, k in uses[key].items()
                if not (profile.gender[u] and profile.gender[p] and profile.gender[u] != profile.gender[p])
                and (about(u, p) or (key[0] == "kin" and key[2] in _ONLY_ONE))
            }
            total = sum(able.values())
            best = max(able, key=lambda p: able[p], default=-1)
            if best >= 0 and able[best] >= USES and able[best] >= ALONE * total:
                votes[best] += n
        if votes and votes.most_common(1)[0][1] >= ALONE * sum(votes.values()):
            yield u, votes.most_common(1)[0][0]


def join_described(draft: Draft) -> None:
    """Join units without a name to the persons whom they describe, and the only father of somebody to himself."""
    profile = make_profile(draft)
    described = _describe(draft, profile)
    for u, person in list(_offers(draft, profile, described)):
        rows = described.rows[u]
        beside = sum(person in described.named_in[int(draft.columns.sentence[i])] for i in rows)
        if beside <= BESIDE * len(rows):
            draft.units.join(person, u)
    first: dict[Key, int] = {}
    for u, keys in described.keys.items():
        for key in keys:
            if key[0] == "kin" and key[2] in _ONLY_ONE and not profile.has_name[u] and draft.units.find(u) == u:
                draft.units.join(first.setdefault(key, u), u)
