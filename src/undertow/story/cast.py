"""Units -> entities and characters: typed, named, with the words that support each claim.

The decision: every unit is an entity, but a character is a person who counts: named, or speaking, or the narrator, or
told as 'you', or met again, or, in a short story, said to feel something. Groups are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.layers.values import ENTITY_TYPES
from undertow.lexicons import load
from undertow.story.columns import PER, Columns, Index, Person
from undertow.story.draft import Draft
from undertow.story.forms import Form
from undertow.story.names import fold, given_gender, parse_name
from undertow.story.naming import Called, call_by_name, call_place, call_unnamed
from undertow.story.profile import Profile, make_profile
from undertow.story.values import Character, Entity, Evidence

MET_AGAIN = 3  # mentions from which somebody unnamed is a character
SHORT = 3000  # tokens up to which a story is short, and two mentions are enough
SPEAKS = 2  # quotations from which a unit is a person, whatever its mentions were typed as
_CLEAR = 0.7  # share of the pronouns from which they are a character's
_SHOWN = 3  # spans that support the pronouns
_ALIASES = 12  # that are kept


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """The entities and characters of a story, and which unit is which."""

    entities: tuple[Entity, ...]
    characters: tuple[Character, ...]
    mention_entity: NDArray[np.int32]  # [n_mentions]
    entity_of_unit: Index  # [n_units] -1 where a unit has no mention
    character_of_entity: dict[int, str]

    def character_of_unit(self, unit: int) -> str | None:
        """The id of the character that a unit is, if it is one."""
        return self.character_of_entity.get(int(self.entity_of_unit[unit])) if unit >= 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class _Member:
    """One unit on its way to being an entity."""

    id: str
    unit: int
    rows: Index
    type: str
    called: Called
    n_lines: int
    narrator: bool
    addressed: bool  # the 'you' of a story in the second person


def _pronouns(columns: Columns, profile: Profile, unit: int, rows: Index) -> tuple[str, list[int]]:
    """What the text calls somebody, by vote, and the mentions that show it."""
    he, she, they = int(profile.he[unit]), int(profile.she[unit]), int(profile.they[unit])
    n_it = int((columns.person[rows] == Person.IT).sum())
    if he + she:
        if max(he, she) < _CLEAR * (he + she):
            return "", []
        person, text = (Person.HE, "he/him") if he > she else (Person.SHE, "she/her")
    elif they >= 2 and they > n_it:
        person, text = Person.THEY, "they/them"
    elif n_it >= 2:
        person, text = Person.IT, "it"
    else:
        return "", []
    return text, rows[columns.person[rows] == person][:_SHOWN].tolist()


def _evidence(columns: Columns, claims: Sequence[tuple[int, str]]) -> tuple[Evidence, ...]:
    found = []
    for i, claim in claims:
        if i >= 0:
            span = columns.document.span(int(columns.mentions.start[i]), int(columns.mentions.end[i]))
            found.append(Evidence(span.start_char, span.end_char, claim))
    return tuple(found)


def _confidence(columns: Columns, profile: Profile, unit: int, rows: Index) -> float:
    """How sure the links of a character are, how many they are, and how far its pronouns agree."""
    links = float(columns.coreference.confidence[rows].mean())
    he, she = int(profile.he[unit]), int(profile.she[unit])
    agree = (max(he, she) + 1) / (he + she + 1)
    return round(float(np.clip(links * agree * len(rows) / (len(rows) + 1), 0.0, 1.0)), 3)


def _type(columns: Columns, rows: Index) -> str:
    """The vote of the mentions, weighted by their confidence."""
    weights = np.maximum(columns.mentions.confidence[rows], 0.05)
    votes = np.bincount(columns.mentions.type[rows], weights=weights, minlength=len(ENTITY_TYPES))
    return ENTITY_TYPES[int(votes.argmax())]


def _may_speak(columns: Columns, rows: Index) -> bool:
    """Whether anything about the mentions is a person's, type or pronoun. The town that is 'here' says nothing."""
    personal = (columns.mentions.type[rows] == PER) | np.isin(columns.person[rows], (Person.I, Person.HE, Person.SHE))
    return bool(personal.any())


def _least(columns: Columns) -> int:
    """How often somebody must be mentioned: the shorter the story, the less."""
    return 2 if columns.document.n_tokens <= SHORT else MET_AGAIN


def _is_somebody(columns: Columns, profile: Profile, member: _Member) -> bool:
    """Whether a name that stands once or twice is surely a person's: by title, given name, pronoun or noun."""
    if len(member.rows) >= _least(columns) or profile.he[member.unit] or profile.she[member.unit]:
        return True
    names = (parse_name(columns.words[i]) for i in member.rows.tolist())
    return any(name is not None and (name.titles or given_gender(name.first)) for name in names)


def _deserves(columns: Columns, profile: Profile, member: _Member) -> bool:
    """Whether an entity is a character."""
    unit = member.unit
    if member.type != ENTITY_TYPES[PER]:
        return False
    if member.narrator or member.addressed:
        return True
    if profile.plural[unit] or fold(member.called.name.split()[-1]) in load("invoked"):
        return False
    if profile.only_voices[unit]:
        return member.n_lines > 0
    if member.called.named and not member.n_lines and not _is_somebody(columns, profile, member):
        return False
    return member.called.named or member.n_lines > 0 or len(member.rows) >= _least(columns)


def _character(columns: Columns, profile: Profile, member: _Member) -> Character:
    rows, called = member.rows, member.called
    pronouns, shown = _pronouns(columns, profile, member.unit, rows)
    aliases = called.aliases[:_ALIASES]
    claims = [(called.mention, "name"), *((i, "alias") for _, i in aliases), *((i, "pronouns") for i in shown)]
    if member.narrator:
        told = rows[(columns.person[rows] == Person.I) & columns.outside[rows]]
        claims += [(i, "narrator") for i in told[:1].tolist()]
    starts = columns.mentions.start[rows]
    return Character(
        id=member.id,
        name=called.name,
        named=called.named,
        aliases=tuple(alias for alias, _ in aliases),
        pronouns=pronouns,
        narrator=member.narrator,
        n_mentions=len(rows),
        n_quotations=member.n_lines,
        first=columns.document.progress(int(starts.min())),
        last=columns.document.progress(int(starts.max())),
        confidence=_confidence(columns, profile, member.unit, rows),
        evidence=_evidence(columns, claims),
    )


def _forms_of(draft: Draft) -> dict[int, list[Form]]:
    """The names of each unit."""
    found: dict[int, list[Form]] = {}
    for p, members in enumerate(draft.people.members):
        found.setdefault(draft.units.find(p), []).extend(members)
    return found


def _members(draft: Draft, profile: Profile, speaker: Index) -> list[_Member]:
    """Every unit that has mentions, by its first."""
    columns, unit = draft.columns, profile.unit
    if not len(unit):
        return []
    forms_of = _forms_of(draft)
    lines = np.bincount(speaker[speaker >= 0], minlength=len(draft.units.parent))
    order = np.argsort(unit, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(unit[order])) + 1)
    members = []
    for k, rows in enumerate(sorted(groups, key=lambda rows: int(rows[0]))):
        u = int(unit[rows[0]])
        speaks = lines[u] >= SPEAKS and _may_speak(columns, rows)
        person = u < draft.units.n_people or speaks or u in (draft.narrator, draft.addressed)
        kind = "PER" if person else _type(columns, rows)
        if u in forms_of:
            called = call_by_name(columns, forms_of[u], rows.tolist())
        else:
            called = (call_unnamed if kind == "PER" else call_place)(columns, rows.tolist())
        tells, is_told = u == draft.narrator, u == draft.addressed
        members.append(_Member(f"e{k}", u, rows, kind, called, int(lines[u]), tells, is_told))
    return members


def make_cast(draft: Draft, speaker: Index, felt: frozenset[int] = frozenset()) -> Cast:
    """Make entities of all units, and characters of those that deserve it, and of the entities in `felt`."""
    columns, profile = draft.columns, make_profile(draft)
    if draft.narrator >= 0:
        draft.narrator = draft.units.find(draft.narrator)
    if draft.addressed >= 0:
        draft.addressed = draft.units.find(draft.addressed)
    members = _members(draft, profile, speaker)
    entity_of_unit = np.full(len(draft.units.parent), -1, np.int64)
    mention_entity = np.full(len(columns), -1, np.int32)
    for k, member in enumerate(members):
        entity_of_unit[member.unit] = k
        mention_entity[member.rows] = k
    chosen = {k: m for k, m in enumerate(members) if k in felt or _deserves(columns, profile, m)}
    characters = [_character(columns, profile, member) for member in chosen.values()]
    characters.sort(key=lambda character: (-character.n_mentions, character.first))
    return Cast(
        entities=tuple(Entity(m.id, m.type, m.called.name, tuple(m.rows.tolist())) for m in members),
        characters=tuple(characters),
        mention_entity=mention_entity,
        entity_of_unit=entity_of_unit,
        character_of_entity={k: member.id for k, member in chosen.items()},
    )
