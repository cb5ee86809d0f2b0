"""The people of a story while they are corrected: who owns each mention and each line, and the story that comes of it.

People are entities by their index; an entity that is a character has an entry in `people`. The decision: corrections
move mentions and lines, and everything that is counted (mentions, lines, first and last, who is present) is counted
again at the end.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from undertow.story.cast import Cast
from undertow.story.columns import PERSON_OF, PROPER, Columns, Person, make_columns
from undertow.story.corrections import Who
from undertow.story.corrections_find import Misfit, shown, the_place
from undertow.story.gaps import find_gaps
from undertow.story.lines import make_scenes
from undertow.story.values import Character, Entity, Evidence, Inset, Quotation, Story


class People:
    """Everything that corrections change."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.columns: Columns = make_columns(story.document, story.layers)
        self.owner: NDArray[np.int32] = story.mention_entity.copy()
        self.entities: list[Entity] = list(story.entities)
        index = {entity.id: i for i, entity in enumerate(self.entities)}
        self.people = {index[character.id]: character for character in story.characters}
        self.speaker = [index[q.speaker] if q.speaker else -1 for q in story.quotations]
        self.addressees = [[index[id] for id in q.addressees] for q in story.quotations]
        self.confidence = [q.confidence for q in story.quotations]
        self.heard_confidence = [q.addressee_confidence for q in story.quotations]
        self.into: dict[int, int] = {}  # whom somebody was merged into
        self.once: dict[str, int] = {}  # names that somebody had before

    # --- who is meant -------------------------------------------------------------------------------------------------

    def find(self, who: Who, aliases: Iterable[str] = ()) -> int:
        """The one who is meant. Raises Misfit where nobody is, or several may be."""
        if who.at:
            return self._beginning(who)
        for name in (who.name, *aliases):
            found = self.called(name)
            if len(found) > 1:
                raise Misfit(
                    f"{len(found)} people are called {name}; say which with at = words that begin with a mention"
                )
            if found:
                return found[0]
        raise Misfit(f"nobody is called {who.name}")

    def called(self, name: str) -> list[int]:
        """Those who bear a name: a character's own name before other names, other names before what is no character."""
        low = name.casefold()
        own = [i for i, person in self.people.items() if person.name == name]
        own = own or [i for i, person in self.people.items() if person.name.casefold() == low]
        if own:
            return own
        other = [i for i, p in self.people.items() if low in (alias.casefold() for alias in p.aliases)]
        if other:
            return other
        if low in self.once:
            return [self.final(self.once[low])]
        found = {self.final(i) for i, entity in enumerate(self.story.entities) if entity.name.casefold() == low}
        return sorted(found)

    def _beginning(self, who: Who) -> int:
        place = the_place(self.story.text, who.at)
        document, mentions = self.story.document, self.columns.mentions
        token = document.token_at(place)
        rows = np.flatnonzero(mentions.start == token).tolist()
        named = [i for i in rows if " ".join(self.columns.words[i]).casefold() == who.name.casefold()]
        if not rows or int(document.token_start[token]) != place:
            raise Misfit(f"the words {shown(who.at)} do not begin where somebody is mentioned")
        return self.final(int(self.owner[(named or rows)[0]]))

    def final(self, entity: int) -> int:
        """Whom somebody was merged into, or the same."""
        while entity in self.into:
            entity = self.into[entity]
        return entity

    # --- what is done to them -----------------------------------------------------------------------------------------

    def promote(self, entity: int) -> Character:
        """The character that an entity is, made one if it was none."""
        if entity not in self.people:
            e = self.entities[entity]
            named = bool((self.columns.mentions.form[list(e.mentions)] == PROPER).any())
            self.people[entity] = Character(e.id, e.name, named, (), "", False, 0, 0, 0.0, 0.0, 1.0, ())
        return self.people[entity]

    def change(self, entity: int, **changes: object) -> None:
        """Change what is said of a character."""
        self.people[entity] = replace(self.promote(entity), **changes)  # type: ignore[arg-type]

    def remember(self, entity: int) -> None:
        """Let somebody still be found by the name that they are about to lose."""
        self.once.setdefault(self.promote(entity).name.casefold(), entity)

    def merge(self, entity: int, other: int) -> None:
        """Make two one. The name stays, unless it is none and the other's is."""
        a, b = self.promote(entity), self.promote(other)
        self.remember(other)
        name, lost = (b.name, a.name) if b.named and not a.named else (a.name, b.name)
        kept = [lost] if lost.casefold() not in PERSON_OF else []
        self.change(
            entity,
            name=name,
            named=a.named or b.named,
            aliases=_others(name, (*a.aliases, *kept, *b.aliases)),
            pronouns=a.pronouns or b.pronouns,
            narrator=a.narrator or b.narrator,
            evidence=a.evidence + b.evidence,
        )
        self.owner[self.owner == other] = entity
        for q, who in enumerate(self.speaker):
            if who == other:
                self.speaker[q] = entity
            self.addressees[q] = [entity if to == other else to for to in self.addressees[q]]
        del self.people[other]
        self.into[other] = entity

    def rename(self, entity: int, name: str) -> None:
        """Call somebody by another name."""
        self.remember(entity)
        before = self.promote(entity)
        kept = (before.name,) if before.name.casefold() not in PERSON_OF else ()
        self.change(entity, name=name, named=True, aliases=_others(name, (*kept, *before.aliases)))

    def add(self, name: str) -> int:
        """A new character without a mention."""
        taken = {entity.id for entity in self.entities}
        number = len(self.entities)
        while f"e{number}" in taken:
            number += 1
        self.entities.append(Entity(f"e{number}", "PER", name, ()))
        entity = len(self.entities) - 1
        self.people[entity] = Character(f"e{number}", name, True, (), "", False, 0, 0, 0.0, 0.0, 1.0, ())
        return entity

    def say(self, q: int, entity: int, confidence: float = 1.0) -> None:
        """Give a line to somebody, and the 'I' in it; -1 for nobody."""
        before = self.speaker[q]
        if before == entity:
            self.confidence[q] = max(self.confidence[q], confidence)
            return
        if entity >= 0:
            self.promote(entity)
            mine = (self.columns.quotation == q) & (self.columns.person == Person.I) & (self.owner == before)
            self.owner[mine] = entity
        self.speaker[q], self.confidence[q] = entity, confidence if entity >= 0 else 0.0
        # Whoever was taken for the speaker of somebody else's line to them is the one who hears it.
        if self.addressees[q][:1] == [entity]:
            self.heard_confidence[q] = confidence
        heard = [before if to == entity else to for to in self.addressees[q]]
        self.addressees[q] = [to for to in dict.fromkeys(heard) if to >= 0 and to != entity]

    def omit(self, entity: int) -> None:
        """Take a character out of the story; the mentions stay an entity, the lines are nobody's."""
        self.remember(entity)
        del self.people[entity]

    # --- the story that comes of it -----------------------------------------------------------------------------------

    def _line(self, q: int, quotation: Quotation, ids: dict[int, str]) -> Quotation:
        heard = tuple(ids[to] for to in self.addressees[q] if to in ids and to != self.speaker[q])
        return replace(
            quotation,
            speaker=ids.get(self.speaker[q]),
            addressees=heard,
            confidence=self.confidence[q] if self.speaker[q] in ids else 0.0,
            addressee_confidence=self.heard_confidence[q] if heard else 0.0,
        )

    def story_now(self) -> Story:
        """The corrected story, everything counted again."""
        story = self.story
        self._clean()
        rows = _groups(self.owner, len(self.entities))
        ids = {i: character.id for i, character in self.people.items()}
        quotations = tuple(self._line(q, quotation, ids) for q, quotation in enumerate(story.quotations))
        characters = [self._counted(i, rows[i], quotations) for i in self.people]
        characters.sort(key=lambda character: (-character.n_mentions, character.first))
        kept = [i for i in range(len(self.entities)) if len(rows[i]) or i in self.people]
        number = np.full(len(self.entities), -1, np.int32)
        number[kept] = np.arange(len(kept), dtype=np.int32)
        names = {i: character.name for i, character in self.people.items()}
        entities = tuple(
            replace(self.entities[i], name=names.get(i, self.entities[i].name), mentions=tuple(rows[i].tolist()))
            for i in kept
        )
        owner = number[self.owner]
        cast = Cast(entities, tuple(characters), owner, np.zeros(0, np.int64), {int(number[i]): ids[i] for i in ids})
        return replace(
            story,
            entities=entities,
            characters=tuple(characters),
            quotations=quotations,
            scenes=make_scenes(make_columns(story.document, story.layers), cast, quotations),
            mention_entity=owner,
            unknown=find_gaps(tuple(characters), quotations),
            insets=tuple(self._inset(inset, ids) for inset in story.insets),
        )

    def _inset(self, inset: Inset, ids: dict[int, str]) -> Inset:
        """A song with its singer, who may have been merged into somebody or be gone."""
        if inset.speaker is None:
            return inset
        index = next(i for i, entity in enumerate(self.story.entities) if entity.id == inset.speaker)
        who = ids.get(self.final(index))
        return replace(inset, speaker=who, confidence=inset.confidence if who else 0.0)

    def _clean(self) -> None:
        """Let go of characters that a correction left without a mention and without a line."""
        left = set(np.unique(self.owner).tolist()) | set(self.speaker)
        for entity in [i for i in self.people if i not in left]:
            del self.people[entity]

    def _counted(self, entity: int, rows: NDArray[np.int64], quotations: tuple[Quotation, ...]) -> Character:
        document, character = self.story.document, self.people[entity]
        starts = self.columns.mentions.start[rows]
        lines = [quotation for quotation in quotations if quotation.speaker == character.id]
        if not len(starts):
            starts = np.array([document.token_at(quotation.parts[0][0]) for quotation in lines], np.int32)
        return replace(
            character,
            n_mentions=len(rows),
            n_quotations=len(lines),
            first=document.progress(int(starts.min())),
            last=document.progress(int(starts.max())),
            evidence=self._shown(entity, character.evidence),
        )

    def _shown(self, entity: int, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The evidence that is still this character's: its mention may have gone to another."""
        mentions, document = self.columns.mentions, self.story.document
        kept = []
        for each in dict.fromkeys(evidence):
            token = document.token_at(each.start_char)
            low, high = np.searchsorted(mentions.start, [token, token + 1]).tolist()
            if low == high or (self.owner[low:high] == entity).any():
                kept.append(each)
        return tuple(kept)


def _others(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names without one, each once."""
    unlike = {each.casefold(): each for each in reversed(list(names)) if each.casefold() != name.casefold()}
    return tuple(reversed(unlike.values()))


def _groups(owner: NDArray[np.int32], n: int) -> list[NDArray[np.int64]]:
    """The mentions of each entity, in order."""
    order = np.argsort(owner, kind="stable")
    return list(np.split(order, np.searchsorted(owner[order], np.arange(1, n))))
