"""Joining what is described and not named: 'the captain' to Captain Vane, 'the young girl' to Daisy.

A description is a key: a title, a relation to somebody, or the words after 'the'. The decision: a unit without a name
is joined to the person whom the book describes so elsewhere, by coreference or by title, where that is one person and
he or she is about; never where the text sets description and name side by side as two.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from undertow.lexicons import load, load_table
from undertow.story.columns import PRONOMINAL, Columns, Index
from undertow.story.draft import Draft
from undertow.story.names import fold
from undertow.story.profile import Profile, make_profile
from undertow.story.voices import speaker_units
from undertow.story.words import word_set

Key = tuple[Hashable, ...]

USES = 2  # of a description for somebody by name, from which it is theirs
ALONE = 0.8  # share of a description's uses for people with a name that must be theirs
OF_ALL = 0.25  # share of all its uses that must be: two slips of coreference do not make a croupier of a grandmother
OWNER = 0.25  # share of a unit's relations from which it is related to somebody, and so not that person
BY_NAME = 12  # uses that a relation by name is worth: the wife of Mr. Bennet is Mrs. Bennet
BESIDE = 0.25  # share of a unit's descriptions in one sentence with a name, from which it is somebody else
_POSSESSIVES = ("'s", "’s", "'", "’")
_BY_TITLE = {"wife": "mrs", "husband": "mr", "mother": "mrs", "mamma": "mrs", "father": "mr", "papa": "mr"}
_WEAK = word_set("man woman person one other figure people thing creature voice face")
_ONLY_ONE = word_set(
    "father mother husband wife papa mamma dad mum mom fiancé fiancée widow widower grandfather grandmother"
)
_RELATIONS = {
    word: words.split()[0]
    for words in (
        "father papa dad daddy",
        "mother mamma mama mum mom mummy",
        "uncle",
        "aunt auntie",
        "brother",
        "sister",
        "son",
        "daughter",
        "husband",
        "wife",
        "grandfather",
        "grandmother",
        "nephew",
        "niece",
    )
    for word in words.split()
}


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


def _key(draft: Draft, unit: Index, i: int) -> Key | None:
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


class _Search:
    """Finds the person whom the book describes as it does a unit without a name."""

    def __init__(self, draft: Draft, profile: Profile, described: _Described) -> None:
        self.profile, self.described = profile, described
        self.uses: dict[Key, Counter[int]] = defaultdict(Counter)
        self.n_uses: Counter[Key] = Counter()  # for anybody
        self.scenes: dict[int, set[int]] = defaultdict(set)
        self.owners: dict[int, set[Hashable]] = defaultdict(set)  # 'her mother' is not she
        for u, keys in described.keys.items():
            self.n_uses.update(keys)
            kin = Counter({key: n for key, n in keys.items() if key[0] == "kin"})
            self.owners[u] = {key[1] for key, n in kin.items() if n >= OWNER * kin.total()}
            if profile.has_name[u] or u == draft.narrator:
                for key, n in keys.items():
                    self.uses[key][u] += n
        self._add_relations_by_name(draft)
        for u, scene in zip(profile.unit.tolist(), draft.columns.scene.tolist(), strict=True):
            self.scenes[u].add(scene)

    def _add_relations_by_name(self, draft: Draft) -> None:
        """The wife of Mr. Bennet is Mrs. Bennet, and so is the mother of Elizabeth Bennet."""
        people = draft.people.members
        bearer: dict[tuple[str, str], int] = {}
        for p, forms in enumerate(people):
            for form in forms:
                if form.name.surname and not form.name.given:
                    bearer.update({(title, form.name.surname): p for title in form.name.titles})
        for p, forms in enumerate(people):
            surnames = {form.name.surname for form in forms if form.name.surname}
            couple = {title for form in forms for title in form.name.titles} & {"mr", "mrs"}
            gender = draft.people.gender[p]
            for head, title in _BY_TITLE.items():
                spouse = head in ("wife", "husband")
                if (spouse and gender == ("f" if head == "wife" else "m")) or (not spouse and couple):
                    continue
                for surname in surnames:
                    other = bearer.get((title, surname), p)
                    if other != p:
                        self.uses["kin", draft.units.find(p), head][draft.units.find(other)] += BY_NAME

    def _fits(self, u: int, person: int, key: Key) -> bool:
        """Gender, and being in the same scene; a father may be away."""
        a, b = self.profile.gender[u], self.profile.gender[person]
        if (a and b and a != b) or person in self.owners[u] or u in self.owners[person]:
            return False
        return bool(self.scenes[u] & self.scenes[person]) or (key[0] == "kin" and key[2] in _ONLY_ONE)

    def person(self, u: int) -> int:
        """The person described like this unit, -1 for none or several."""
        votes: Counter[int] = Counter()
        for key, n in self.described.keys[u].items():
            able = Counter({p: k for p, k in self.uses[key].items() if self._fits(u, p, key)})
            for best, k in able.most_common(1):
                if k >= max(USES, OF_ALL * self.n_uses[key], ALONE * able.total()):
                    votes[best] += n
        best, n = (votes.most_common(1) or [(-1, 0)])[0]
        return best if n >= ALONE * votes.total() else -1


def part_owned(draft: Draft) -> None:
    """'Her mother' is not she: where coreference has both as one, the only mother of somebody becomes somebody else."""
    columns, unit = draft.columns, draft.units.of_mentions()
    parted: dict[Key, int] = {}
    for i, noun in columns.nouns.items():
        owner = _owner(columns, i) if noun.owned and noun.head in _ONLY_ONE and not noun.plural else -1
        if owner < 0 or unit[owner] != unit[i]:
            continue
        key: Key = (int(unit[i]), noun.head)
        if key not in parted:
            parted[key] = draft.units.add()
        draft.units.move(i, parted[key])


def part_related(draft: Draft) -> None:
    """Nobody is both the mother and the aunt of one person: the rarer relation becomes somebody else.

    'Mother' alone, where somebody says it, is the mother of whoever speaks.
    """
    columns, unit, speaker = draft.columns, draft.units.of_mentions(), speaker_units(draft)
    found: dict[tuple[int, int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    called: Counter[tuple[int, str]] = Counter()  # how often a unit is called so, whosever it is: 'Aunt Beth' too
    for i in np.flatnonzero(columns.mentions.form != PRONOMINAL).tolist():
        noun, quotation = columns.nouns.get(i), int(columns.quotation[i])
        relation = _RELATIONS.get(noun.head if noun is not None else columns.lower[i].split()[0], "")
        called[int(unit[i]), relation] += 1
        owner = _owner(columns, i) if relation and noun is not None and noun.owned and not noun.plural else -1
        whose = int(unit[owner]) if owner >= 0 else -1
        if columns.lower[i] in _RELATIONS and quotation >= 0:
            whose = int(speaker[quotation])
        if relation and whose >= 0:
            found[int(unit[i]), whose][relation].append(i)
    for (u, _), relations in found.items():
        ranked = sorted(relations, key=lambda relation: (-called[u, relation], relations[relation][0]))
        for rows in (relations[relation] for relation in ranked[1:]):
            other = draft.units.add()
            for i in rows:
                draft.units.move(i, other)


def join_described(draft: Draft) -> None:
    """Join units without a name to the persons whom they describe, and the only father of somebody to himself."""
    profile = make_profile(draft)
    described = _describe(draft, profile)
    search = _Search(draft, profile, described)
    known = profile.has_name | profile.mostly_pronouns  # one description of many pronouns is a slip
    nameless = [u for u in described.keys if not known[u] and profile.size[u] and u != draft.narrator]
    for u in nameless:
        person = search.person(u)
        rows = described.rows[u]
        beside = sum(person in described.named_in[int(draft.columns.sentence[i])] for i in rows)
        if person >= 0 and beside <= BESIDE * len(rows):
            draft.units.join(person, u)
    first: dict[Key, int] = {}
    for u in nameless:
        for key in described.keys[u]:
            if key[0] == "kin" and key[2] in _ONLY_ONE and draft.units.find(u) == u:
                draft.units.join(first.setdefault(key, u), u)
