"""Turns as the story shows them: the sentence, who turns, which arcs change, which signs there are, before and after.

Only what chance does not explain is a turn here. A sentence of recognition for which the order of the passages gives
no significance is none, however clear its signs are: the level that is stated would not hold otherwise.
"""

import numpy as np

from undertow.document.values import Span
from undertow.layers.values import VERB_FORMS
from undertow.story.course.claims import Claims, Found
from undertow.story.course.draw import unit_span
from undertow.story.course.levels import Sides, changed_levels, sides_of, toward_whom
from undertow.story.course.observations import Channel, Index
from undertow.story.course.recognition import LEAST, LONG, signs_of_recognition
from undertow.story.course.table import Table
from undertow.story.values import Arc, Evidence, Turn

_SHIFT = 0.4  # share of finite verbs in the past by which the tense differs
_HABIT = 0.5  # share of the habits of before that is left where generic time has given way to single time


def sentence_of(table: Table, unit: int) -> int:
    """The sentence of a unit in which it turns: that with the clearest signs, else the first."""
    first, last = np.searchsorted(table.unit, [unit, unit + 1])
    signs = table.signs
    score = signs_of_recognition(signs)[first:last]
    return int(first + (score.argmax() if score.max() >= LEAST else 0))


def _tense_shifts(table: Table, sides: Sides) -> bool:
    """Whether the narration changes between past and present here."""
    syntax = table.stage.story.layers.syntax
    if syntax is None:
        return False
    past, present = (VERB_FORMS.index(form) for form in ("Fin Past", "Fin Pres"))
    unit = table.unit[table.stage.sentence]
    shares = []
    for units in (sides.before, sides.after):
        forms = syntax.verb[np.isin(unit, units) & ~table.stage.spoken]
        n_past, n_present = int((forms == past).sum()), int((forms == present).sum())
        if n_past + n_present < 4:
            return False
        shares.append(n_past / (n_past + n_present))
    return abs(shares[0] - shares[1]) >= _SHIFT


def _signs(table: Table, turn: Found, sides: Sides) -> tuple[str, ...]:
    observations = table.observations
    settled = [float((observations.settled[units] > 0).mean()) for units in (sides.before, sides.after)]
    usual = float(np.median(observations.length))
    found = {
        "recognition": turn.recognised and observations.understanding[turn.unit] > 0,
        "looking back": turn.recognised and observations.looking_back[turn.unit] > 0,
        "affirmation": observations.affirmed[turn.unit] > 0,
        "flight": observations.flight[turn.unit] > 0,
        "sentence length": observations.length[turn.unit] >= LONG * usual,
        "generic to single time": settled[0] > 0 and settled[1] <= _HABIT * settled[0],
        "tense": _tense_shifts(table, sides),
    }
    return tuple(name for name, there in found.items() if there)


def _name(table: Table, id: str | None) -> str:
    if id is None:
        return ""
    character = table.stage.story.character(id)
    return character.name if character.named else f"“{character.name}”"


def _label(table: Table, channel: Channel) -> str:
    a, b = _name(table, channel.character), _name(table, channel.target)
    if channel.kind in ("feeling", "denial"):
        return f"{channel.kind} of {a} toward {b}"
    return f"{channel.kind} of {a} and {b}" if channel.character else f"{channel.kind} of the sentences"


def _described(table: Table, units: Index, changed: list[tuple[float, int]], recognised: bool) -> str:
    """What a side is like, in words: the means of the arcs that change, and counts of signs."""
    observations = table.observations
    ours = {observations.channels[i].kind for _, i in changed if observations.channels[i].character}
    words = []
    for _, i in changed:
        channel = observations.channels[i]
        if channel.character or channel.kind not in ours:  # the mood of all sentences adds nothing to that of the pair
            words.append(f"{_label(table, channel)} {np.nanmean(observations.values[i][units]):.2f}")
    if recognised:
        n = len(units)
        moved = int(((observations.flight[units] + observations.outcry[units]) > 0).sum())
        settled = int((observations.settled[units] > 0).sum())
        what = "sentences" if observations.n_units == table.stage.n_sentences else "stretches"
        words.append(f"flight or outcry in {moved} of {n} {what}")
        words.append(f"habits, asides and excuses in {settled} of {n}")
    return "; ".join(words)


def _who(table: Table, turn: Found, sentence: int, changed: list[tuple[float, int]]) -> tuple[str | None, str | None]:
    """Who turns, toward whom: by the arcs of a pair that change, else by who understands, and the pair they are in."""
    people = table.stage.story.characters
    who = int(table.signs.who[sentence]) if turn.recognised else -1
    if who >= 0:
        id = people[who].id
        for pair in table.pairs:
            if id in (pair.a, pair.b):
                return id, pair.b if id == pair.a else pair.a
        return id, None
    return toward_whom(table.observations, changed)


def _turn(table: Table, turn: Found, sides: Sides, arcs: tuple[Arc, ...], index: int) -> Turn:
    document = table.stage.document
    sentence = sentence_of(table, turn.unit)
    span = Span(document, *document.sentences[sentence].tolist())
    changed = changed_levels(table.observations, sides)
    character, target = _who(table, turn, sentence, changed)
    beside = [unit_span(table, int(u)) for u in (sides.before[-1:].tolist() + sides.after[:1].tolist())]
    return Turn(
        id=f"turn{index}",
        start_char=span.start_char,
        end_char=span.end_char,
        progress=round(document.progress(span.start), 4),
        character=character,
        target=target,
        arcs=tuple(arcs[i].id for _, i in changed),
        signs=_signs(table, turn, sides),
        before=_described(table, sides.before, changed, turn.recognised),
        after=_described(table, sides.after, changed, turn.recognised),
        p_value=turn.p_value,
        confidence=round(0.95 - 8 * turn.p_value, 3),  # .95 for the smallest p-values, .55 at the level of .05
        evidence=(
            Evidence(span.start_char, span.end_char, "turn"),
            *(
                Evidence(side.start_char, side.end_char, claim)
                for side, claim in zip(beside, ("before", "after"), strict=False)
            ),
        ),
    )


def describe_turns(table: Table, claims: Claims, arcs: tuple[Arc, ...]) -> tuple[Turn, ...]:
    """Make the turns of what chance does not explain, in the order of the text."""
    found = claims.turning()
    sides = sides_of(table.observations, found)
    return tuple(_turn(table, turn, side, arcs, i) for i, (turn, side) in enumerate(zip(found, sides, strict=True)))
