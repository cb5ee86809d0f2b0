"""What the page says of minds, feelings and turns, as strings and numbers: chosen here, laid out in page_inside.py.

The one decision: nothing is said that does not stand in the story, and what was looked for and not found is said in as
many words. A page is for reading, so the few most telling things are chosen; the saved file has them all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from undertow.cli.harmless import harmless
from undertow.story.columns import PERSON_OF
from undertow.story.until import READ_TO
from undertow.story.values import Arc, Denial, Feeling, Narration, Story, Turn

NAMED = 60  # characters of a name
ARC_KINDS = ("feeling", "denial", "touch", "conflict", "exchanges", "presence")  # most telling first
TOP_FELT, TOP_ARCS, TOP_TURNS, TOP_MINDS = 3, 4, 3, 3
LOWEST = 1e-6  # a probability of 0 is one that was too small to be seen
SURE = 0.7  # below this, a mind or a tense is said with "probably"


def read_to(story: Story) -> str:
    """How far the story was read, if it was not read whole; else ''."""
    return next((note for note in story.document.source.notes if note.startswith(READ_TO)), "")


def called(story: Story, id: str | None) -> str:
    """The name of a character in a sentence: a pronoun, which is no name, in quotation marks."""
    if id is None:
        return "somebody"
    name = harmless(story.character(id).name, limit=NAMED) or "?"
    return f"“{name}”" if name.lower() in PERSON_OF else name


def chance(p_value: float) -> str:
    """A probability as a person says it: how often chance does as much."""
    return f"once in {round(1 / max(p_value, LOWEST)):,}"


# --- how it is told ---------------------------------------------------------------------------------------------------


def told(story: Story) -> str:
    """Which person, which tense and whose mind, in a sentence; '' where nobody looked."""
    if not story.narration:
        return ""
    whole = story.narration[0]
    by = f", told by {called(story, whole.narrator)}" if whole.narrator else ""
    said = f"{_person(whole)}, {_tense(whole)}{by}, {_minds(story, whole)}."
    return said[0].upper() + said[1:]


def _person(whole: Narration) -> str:
    person, confidence = whole.narrative_person, whole.person_confidence
    if person == "unknown":
        return "the grammatical person is not clear"
    return "more than one person" if person == "mixed" else f"{_probably(confidence)}{person} person"


def _tense(whole: Narration) -> str:
    if whole.tense == "unknown":
        return "the tense is not clear"
    return (
        "past and present tense"
        if whole.tense == "mixed"
        else f"{_probably(whole.tense_confidence)}{whole.tense} tense"
    )


def _probably(confidence: float) -> str:
    return "" if confidence >= SURE else "probably "


def _minds(story: Story, whole: Narration) -> str:
    """Whose mind it is in, and in how many scenes whose if there are several."""
    scenes = [each for each in story.narration if each.level == "scene"]
    seen = Counter(each.focal_character for each in scenes if each.focal_character is not None)
    if len(seen) < 2:
        if whole.focal_character is None:
            return "in nobody's mind that can be told"
        own = whole.focal_character == whole.narrator
        whose = "the narrator" if own else called(story, whole.focal_character)
        return f"{_probably(whole.focal_confidence)}in the mind of {whose}"
    (first, n), *rest = seen.most_common(TOP_MINDS)
    minds = [f"{called(story, first)} (in {n:,} of {len(scenes):,} scenes)"]
    minds += [f"{called(story, id)} ({n:,})" for id, n in rest]
    others = len(seen) - len(minds)
    return f"in the minds of {', '.join(minds)}{f' and {others:,} more' if others else ''}"


# --- what is felt and denied ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Felt:
    """What one feels toward another, or at all."""

    experiencer: str
    target: str | None
    counts: tuple[tuple[str, int], ...]  # category and how often, most often first
    n_denied: int
    shown: Feeling | None  # the one worth quoting
    denial: Denial | None  # the strongest


def felt(story: Story) -> list[Felt]:
    """What is felt by whom toward whom: the main pair, then most first. What nobody is known to feel is left out."""
    feelings: dict[tuple[str, str | None], list[Feeling]] = {}
    for each in story.feelings:
        if each.experiencer is not None:
            feelings.setdefault((each.experiencer, each.target), []).append(each)
    denials: dict[tuple[str, str | None], list[Denial]] = {}
    for denial in story.denials:
        denials.setdefault((denial.experiencer, denial.target), []).append(denial)
    found = [_felt(*who, feelings.get(who, []), denials.get(who, [])) for who in {**feelings, **denials}]
    main = {story.relationships[0].a, story.relationships[0].b} if story.relationships else set()
    order = [(-({each.experiencer, each.target} == main), -_weight(feelings, denials, each)) for each in found]
    return [found[i] for i in sorted(range(len(found)), key=lambda i: order[i])]


def _felt(experiencer: str, target: str | None, feelings: Sequence[Feeling], denials: Sequence[Denial]) -> Felt:
    said = [each for each in feelings if each.polarity in ("asserted", "reported")]
    kinds = Counter(each.category for each in said)
    plain = [each for each in said if each.polarity == "asserted"] or said
    usual = [each for each in plain if kinds[each.category] == max(kinds.values())]
    best = max(usual, key=lambda each: (each.confidence, -each.start_char), default=None)
    negated = [each for each in feelings if each.polarity == "denied" and each.expression == "explicit"]
    n_denied = len(denials) + sum(not any(_overlap(each, denial) for denial in denials) for each in negated)
    if best is None and not denials:
        best = next(iter([*negated, *feelings]), None)  # a smile that is not there is no joy denied
    return Felt(experiencer, target, tuple(kinds.most_common()), n_denied, best, denials[0] if denials else None)


def _overlap(feeling: Feeling, denial: Denial) -> bool:
    return feeling.start_char < denial.end_char and denial.start_char < feeling.end_char


def _weight(
    feelings: dict[tuple[str, str | None], list[Feeling]], denials: dict[tuple[str, str | None], list[Denial]], of: Felt
) -> float:
    """How much there is to say: toward somebody counts for more than at all, what is so for more than what is not."""
    who = (of.experiencer, of.target)
    n = sum(each.confidence * (1 if each.polarity == "asserted" else 0.5) for each in feelings.get(who, ()))
    n += sum(each.confidence for each in denials.get(who, ()))
    return n * (1 if of.target is None else 3)


# --- how it goes ------------------------------------------------------------------------------------------------------


def main_arcs(story: Story) -> list[Arc]:
    """The arcs of the main pair, those that grow first, each kind once in each direction."""
    if not story.relationships:
        return []
    known = {arc.id: arc for arc in story.arcs}
    arcs = [known[id] for id in story.relationships[0].arcs if id in known and len(known[id].value)]
    order = {kind: i for i, kind in enumerate(ARC_KINDS)}
    return sorted(arcs, key=lambda arc: (not arc.grows, order.get(arc.kind, len(order)), arc.p_value))


def main_turns(story: Story, n: int | None) -> list[Turn]:
    """The surest turns, in the order of the text."""
    surest = sorted(story.turns, key=lambda turn: (turn.p_value, -turn.confidence))[:n]
    return sorted(surest, key=lambda turn: turn.start_char)


def levels(arc: Arc, n: int) -> list[float]:
    """The heights of an arc at `n` equal steps, 0 to 1: from 0 or its lowest value to its highest."""
    at = (np.arange(n) + 0.5) / n
    values = np.interp(at, arc.progress, arc.value)
    low, high = min(0.0, float(values.min())), float(values.max())
    return [0.0] * n if high <= low else ((values - low) / (high - low)).tolist()
