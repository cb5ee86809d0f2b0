"""Story -> Observations: what is observed in each sentence, for the story and for its main pairs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.story.course.chance import Numbers
from undertow.story.course.contact import Contact, find_contacts, verbs_at
from undertow.story.course.observations import Channel, Index, Observations, cut_passages, cut_units
from undertow.story.course.recognition import signs_of_recognition
from undertow.story.course.relate import exchanges, pair_of, people_of_paragraphs
from undertow.story.course.signs import Signs, find_signs
from undertow.story.course.stage import Stage, set_stage
from undertow.story.values import Relationship, Story

MOST_PAIRS = 4  # pairs that get arcs: each has eight, and every arc makes all claims harder
LEAST_WEIGHT = 0.1  # of a pair that gets arcs
_MOOD = ("valence", "arousal", "dominance")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Observations of a story, and where in it their units are."""

    stage: Stage
    signs: Signs
    observations: Observations
    unit: Index  # [n_sentences]
    pairs: tuple[Relationship, ...]  # that have channels


def _count(sentences: Index, n_sentences: int) -> Numbers:
    return np.bincount(sentences, minlength=n_sentences).astype(np.float64)


def _pair_rows(
    stage: Stage,
    pair: Relationship,
    there: list[tuple[int, ...]],
    changes: dict[tuple[int, int], list[int]],
    contacts: tuple[Contact, ...],
) -> dict[Channel, Numbers]:
    """The rows of one pair, a value a sentence.

    A feeling counts by its confidence, and whether it is denied or not: what is denied is told of. The denials are a
    row of their own.
    """
    n = stage.n_sentences
    a, b = stage.number[pair.a], stage.number[pair.b]
    paragraph = stage.paragraph[stage.document.sentences[:, 0]]
    both = np.array([a in people and b in people for people in there], np.float64)
    lines = np.array(changes.get(pair_of(a, b), []), np.int64)
    rows = {
        Channel("presence", pair.a, pair.b): both[paragraph],
        Channel("exchanges", pair.a, pair.b): _count(stage.sentence[stage.line_start[lines]], n),
    }
    for kind in ("touch", "conflict"):
        verbs = verbs_at(contacts, pair_of(a, b), kind)
        rows[Channel(kind, pair.a, pair.b)] = _count(stage.sentence[verbs], n)
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        felt, denied = np.zeros(n), np.zeros(n)
        for feeling in stage.story.feelings:
            if feeling.experiencer == one and feeling.target == other:
                at = stage.sentence_at(feeling.start_char)
                felt[at] += feeling.confidence
                denied[at] = max(denied[at], feeling.confidence * (feeling.polarity == "denied"))
        for denial in stage.story.denials:
            nobody = denial.target is None and pair == stage.story.relationships[0]  # then it counts for the main pair
            if denial.experiencer == one and (denial.target == other or nobody):
                at = stage.sentence_at(denial.start_char)
                denied[at] = max(denied[at], denial.confidence)
        rows[Channel("feeling", one, other)] = felt
        rows[Channel("denial", one, other)] = denied
    return rows


def _mood(stage: Stage, main: Relationship | None) -> dict[Channel, Numbers]:
    """Valence, arousal and dominance of all sentences, and of those in which one of the main pair is mentioned."""
    affect = stage.story.layers.affect
    if affect is None or len(affect.valence) != stage.n_sentences:
        return {}
    rows = {Channel(name): np.asarray(getattr(affect, name), np.float64) for name in _MOOD}
    if main is None:
        return rows
    ours = np.isin(stage.mention_who, [stage.number[main.a], stage.number[main.b]])
    about = np.zeros(stage.n_sentences, bool)
    about[stage.sentence[stage.mention_start[ours]]] = True
    for name in _MOOD:
        rows[Channel(name, main.a, main.b)] = np.where(about, rows[Channel(name)], np.nan)
    return rows


def _joined(rows: NDArray[np.float64], unit: Index) -> Numbers:
    """Means by unit, NaN where nothing is observed. [n_rows, n_units]."""
    n = int(unit[-1]) + 1
    result = np.full((len(rows), n), np.nan)
    for row, out in zip(rows, result, strict=True):
        seen = ~np.isnan(row)
        size = np.bincount(unit[seen], minlength=n)
        np.divide(np.bincount(unit[seen], weights=row[seen], minlength=n), size, out=out, where=size > 0)
    return result


def make_table(story: Story) -> Table:
    """Make the table. A row of nothing but zeros is no arc, and is left out."""
    stage = set_stage(story)
    passage = cut_passages(story.document)
    unit = cut_units(story.document, passage)
    main = [pair for i, pair in enumerate(story.relationships[:MOST_PAIRS]) if pair.weight >= LEAST_WEIGHT or i == 0]
    there, changes, contacts = people_of_paragraphs(stage), exchanges(stage), find_contacts(stage)
    rows = _mood(stage, main[0] if main else None)
    for pair in main:
        found = _pair_rows(stage, pair, there, changes, contacts)
        rows |= {channel: row for channel, row in found.items() if row.any()}
    signs = find_signs(stage)
    first = np.flatnonzero(np.diff(unit, prepend=-1))
    joined = _joined(np.array([signs.flight, signs.outcry, signs.settled, signs.length, signs.spoken]), unit)
    tokens = np.diff(story.document.sentences, axis=1)[:, 0]
    observations = Observations(
        passage=passage[first],
        words=np.add.reduceat(tokens, first).astype(np.int64),
        channels=tuple(rows),
        values=_joined(np.array(list(rows.values())).reshape(len(rows), stage.n_sentences), unit),
        signs=np.maximum.reduceat(signs_of_recognition(signs), first),
        understanding=np.maximum.reduceat(signs.understanding, first),
        looking_back=np.maximum.reduceat(signs.looking_back, first),
        flight=joined[0],
        outcry=joined[1],
        settled=joined[2],
        affirmed=np.maximum.reduceat(signs.affirmed, first),
        length=joined[3],
        spoken=joined[4],
    )
    return Table(stage, signs, observations, unit, tuple(main))
