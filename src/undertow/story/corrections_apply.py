"""Story + Corrections -> the corrected Story, and what was applied and what no longer fits.

The order is the one in which corrections inform each other: scenes; then everybody is looked up, in the story as it was
read, before people are put together, taken apart and named; then the narrator; then the lines, and the turns around
them; and at last, what everybody feels and how it goes is worked out again, of the people as they are now. What does
not fit is reported and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from undertow.layers.values import Attribution
from undertow.story.columns import Person
from undertow.story.corrections import (
    APPLIED,
    NO_LONGER_FITS,
    CharacterCorrection,
    Corrections,
    LineCorrection,
    Split,
    Who,
)
from undertow.story.corrections_find import Lines, Misfit, paragraph_of, shown, the_place
from undertow.story.corrections_people import People
from undertow.story.corrections_turns import follow
from undertow.story.interpret import interpret
from undertow.story.values import Scene, Story


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected story, and what came of the corrections, a sentence each."""

    story: Story
    applied: tuple[str, ...]
    misfits: tuple[str, ...]


class _Report:
    def __init__(self) -> None:
        self.applied: list[str] = []
        self.misfits: list[str] = []

    def attempt(self, place: str, step: Callable[..., str], *arguments: object) -> None:
        """Take one step, which returns what it did ('' for nothing) or raises Misfit."""
        try:
            done = step(*arguments)
        except Misfit as misfit:
            self.misfits.append(f"{misfit} ({place})")
        else:
            if done:
                self.applied.append(done)


def apply_corrections(story: Story, corrections: Corrections, *, partly: bool = False) -> Corrected:
    """Apply all that fits. The story's notes say what was applied and what was not.

    Of a story that was read `partly`, the notes say only how many did not fit: their words may be those of what comes
    later.

    Raises PipelineError if the story lacks mentions, coreference, quotations or speakers.
    """
    report = _Report()
    story = _apply_scenes(story, corrections, report)
    people = People(story)
    _apply_people(people, corrections, report)
    if corrections.narrator is not None:
        report.attempt("narrator", _name_narrator, people, corrections.narrator)
    _apply_lines(people, corrections, report)
    corrected = interpret(people.story_now()) if report.applied else story
    source = corrected.document.source
    applied = [APPLIED + line for line in report.applied]
    misfits = [NO_LONGER_FITS + line for line in report.misfits]
    notes = [*_unquoted(report.misfits), *applied] if partly else [*applied, *misfits]
    document = replace(corrected.document, source=replace(source, notes=(*source.notes, *notes)))
    return Corrected(replace(corrected, document=document), tuple(report.applied), tuple(report.misfits))


def _unquoted(misfits: list[str]) -> list[str]:
    n = len(misfits)
    if not n:
        return []
    return [f"{n} {'correction has' if n == 1 else 'corrections have'} no effect on what was read."]


# --- scenes -----------------------------------------------------------------------------------------------------------


def _apply_scenes(story: Story, corrections: Corrections, report: _Report) -> Story:
    """Divide and join scenes. Who is present is counted when everything else is done."""
    document = story.document
    starts = set(document.scenes[:, 0].tolist())
    chapters = set(document.chapters[:, 0].tolist())

    def opening(words: str) -> int:
        return int(document.paragraphs[paragraph_of(document, the_place(story.text, words)), 0])

    def divide(words: str) -> str:
        starts.add(opening(words))
        return f"a scene begins at {shown(words)}"

    def join(words: str) -> str:
        token = opening(words)
        if token in chapters:
            raise Misfit(f"a chapter begins at {shown(words)}, and a scene with it")
        if token not in starts:
            raise Misfit(f"no scene begins at {shown(words)}")
        starts.remove(token)
        return f"no scene begins at {shown(words)}"

    for words in corrections.scene_starts:
        report.attempt("[scenes] start", divide, words)
    for words in corrections.scene_joins:
        report.attempt("[scenes] join", join, words)
    edges = [*sorted(starts), document.n_tokens]
    scenes = np.array(list(pairwise(edges)), np.int32).reshape(-1, 2)
    if np.array_equal(scenes, document.scenes):
        return story
    empty = tuple(Scene(int(start), int(end), ()) for start, end in scenes)
    return replace(story, document=replace(document, scenes=scenes), scenes=empty)


# --- people -----------------------------------------------------------------------------------------------------------


def _apply_people(people: People, corrections: Corrections, report: _Report) -> None:
    """Merge, split, rename, set pronouns, leave out: each kind for everybody before the next."""
    found: list[tuple[CharacterCorrection, int]] = []
    same: list[tuple[CharacterCorrection, int, int, Who]] = []

    def look_up(each: CharacterCorrection) -> str:
        found.append((each, people.find(each.who, each.aliases)))
        return ""

    def look_up_other(each: CharacterCorrection, entity: int, who: Who) -> str:
        same.append((each, entity, people.find(who), who))
        return ""

    for each in corrections.characters:
        if each.rename or each.merge or each.split or each.pronouns or each.omit:  # one printed by `cast` says nothing
            report.attempt(each.place, look_up, each)
    for each, entity in found:
        for who in each.merge:
            report.attempt(each.place, look_up_other, each, entity, who)
    for each, entity, other, who in same:
        report.attempt(each.place, _merge, people, entity, other, who)
    for each, entity in found:
        for split in each.split:
            report.attempt(each.place, _split, people, people.final(entity), split)
    for each, entity in found:
        report.attempt(each.place, _describe, people, people.final(entity), each)


def _merge(people: People, entity: int, other: int, who: Who) -> str:
    entity, other = people.final(entity), people.final(other)
    if entity == other:
        return ""  # a new model may know by itself
    people.merge(entity, other)
    return f"{who} is {people.people[entity].name}"


def _describe(people: People, entity: int, correction: CharacterCorrection) -> str:
    if correction.omit:
        name = people.promote(entity).name
        people.omit(entity)
        return f"{name} is left out"
    said = []
    before = people.promote(entity).name
    if correction.rename and correction.rename != before:
        people.rename(entity, correction.rename)
        said.append(f"is called {correction.rename}")
    if correction.pronouns and correction.pronouns != people.people[entity].pronouns:
        people.change(entity, pronouns=correction.pronouns)
        said.append(f"goes by {correction.pronouns}")
    return f"{before} {' and '.join(said)}" if said else ""


def _split(people: People, entity: int, split: Split) -> str:
    """Give the mentions by certain names, and those that follow them, to somebody of their own."""
    columns, mentions = people.columns, np.flatnonzero(people.owner == entity)
    rows = mentions.tolist()
    names = {name.casefold() for name in (split.name, *split.names)}
    theirs: set[int] = set()
    scenes = {int(columns.scene[_first_in(people, the_place(people.story.text, words))]) for words in split.at}
    named = [" ".join(columns.words[i]).casefold() for i in rows]
    mine = {name.casefold() for name in (people.promote(entity).name, *people.people[entity].aliases)} - names
    follows = False
    for i, name in zip(rows, named, strict=True):
        if name in names or name in mine:
            follows = name in names
        if follows or int(columns.scene[i]) in scenes:
            theirs.add(i)
    if not theirs:
        raise Misfit(f"nothing in {people.people[entity].name} is {split.name}: no mention has one of those names")
    new = people.add(split.name)
    starts, all_rows = columns.mentions.start[mentions], set(rows)
    for q, who in enumerate(people.speaker):
        at = int(np.searchsorted(starts, columns.quotation_start[q], side="right"))
        before, beside = rows[max(0, at - 1)], int(columns.speakers.mention[q])
        if who == entity and (beside if beside in all_rows else before) in theirs:
            people.speaker[q] = new
        if before in theirs:
            people.addressees[q] = [new if to == entity else to for to in people.addressees[q]]
    for i in rows:  # whoever says a line is the 'I' in it
        q = int(columns.quotation[i])
        if q >= 0 and columns.person[i] == Person.I and people.speaker[q] in (entity, new):
            (theirs.add if people.speaker[q] == new else theirs.discard)(i)
    people.owner[list(theirs)] = new
    old = people.people[entity]
    given = [alias for alias in old.aliases if alias.casefold() in names]
    people.change(new, aliases=tuple(a for a in given if a.casefold() != split.name.casefold()), evidence=old.evidence)
    people.change(entity, aliases=tuple(alias for alias in old.aliases if alias not in given))
    return f"{split.name} is somebody other than {old.name}, with {len(theirs)} mentions"


def _first_in(people: People, char: int) -> int:
    """The first mention from a character of the text on."""
    starts = people.columns.mentions.start
    token = people.story.document.token_at(char)
    return min(int(np.searchsorted(starts, token)), max(0, len(starts) - 1))


# --- the narrator -----------------------------------------------------------------------------------------------------


def _name_narrator(people: People, who: Who) -> str:
    """Give every 'I' of the narration, with all lines of whoever says it, to one character."""
    columns = people.columns
    told = np.flatnonzero((columns.person == Person.I) & columns.outside)
    if not len(told):
        raise Misfit("nobody tells the story as I")
    current = next((i for i, person in people.people.items() if person.narrator), -1)
    try:
        target = people.find(who)
    except Misfit:
        if not who.name or people.called(who.name):
            raise
        target = people.add(who.name)
    if current >= 0 and current != target and people.people[current].named:
        for q, speaker in enumerate(people.speaker):  # another was taken for the narrator: what names them stays theirs
            if speaker == current and columns.speakers.attribution[q] != Attribution.EXPLICIT:
                people.say(q, target)
        people.change(current, narrator=False)
    for other in set(people.owner[told].tolist()) - {target}:
        mine = people.owner == other
        voices = int(np.isin(columns.person[mine], (Person.I, Person.YOU)).sum())
        known = other in people.people and people.people[other].named
        if not known and (other == current or 2 * voices > int(mine.sum())):
            people.merge(target, other)
    people.owner[told] = target
    people.promote(target)
    for i in list(people.people):
        people.change(i, narrator=i == target)
    return f"{people.people[target].name} tells the story"


# --- lines ------------------------------------------------------------------------------------------------------------


def _apply_lines(people: People, corrections: Corrections, report: _Report) -> None:
    if not corrections.lines:
        return
    lines = Lines(people.story.text, people.story.quotations)
    fixed: dict[int, int] = {}
    for line in corrections.lines:
        report.attempt(line.place, _correct_line, people, lines, line, fixed)
    known = {q: entity for q, entity in fixed.items() if entity >= 0}
    n = 0
    for q, (entity, confidence) in follow(people.story.document, people.story.layers, people.owner, known).items():
        if people.speaker[q] != entity and entity in people.people:
            people.say(q, entity, confidence)
            n += 1
    if n:
        report.applied.append(f"{n} more {'line follows' if n == 1 else 'lines follow'} from the lines above")


def _correct_line(people: People, lines: Lines, line: LineCorrection, fixed: dict[int, int]) -> str:
    q = lines.find(line.words, line.after)
    heard = None if line.addressees is None else [people.find(who) for who in line.addressees]
    said = []
    if line.speaker is not None:
        nobody = not (line.speaker.name or line.speaker.at)
        entity = -1 if nobody else people.find(line.speaker)
        people.say(q, entity)
        fixed[q] = entity
        said.append(f"is said by {people.people[entity].name if entity >= 0 else 'nobody'}")
    if heard is not None:
        people.addressees[q] = [to for to in heard if to != people.speaker[q]]
        people.heard_confidence[q] = 1.0
        said.append("to " + (" and ".join(people.promote(to).name for to in heard) or "nobody"))
    return f"{shown(line.words)} {' '.join(said)}"
