"""Pairs of characters: what they share, ranked.

In comes the stage, out go relationships. The decision: a pair exists where two people share something (a paragraph,
a change of turn, a line, a feeling, a touch, a conflict), so that the cost grows with the text and not with the square
of the cast; and its weight is the mean of its shares of each kind of thing that the story has, so that a story without
dialogue ranks its pairs as well as one that is nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from undertow.document.values import Span
from undertow.story.course.contact import Contact, find_contacts
from undertow.story.course.stage import Stage, set_stage
from undertow.story.values import Evidence, Feeling, Relationship, Story

Pair = tuple[int, int]  # characters, the lower index (the one with more mentions) first

_CROWD = 12  # people of a paragraph among whom pairs are looked for: a list of guests is no company
_GAP = 150  # tokens between two lines of one dialogue
_MOST = 300  # pairs kept: a novel has some hundreds that mean anything
_LITTLE = 100  # things of a kind that count half: five lines in a story do not outweigh thirty paragraphs
_ENOUGH = 4.0  # things shared from which a pair is more likely than not to be what it seems


def pair_of(a: int, b: int) -> Pair:
    """A pair, in order."""
    return (a, b) if a < b else (b, a)


def people_of_paragraphs(stage: Stage) -> list[tuple[int, ...]]:
    """Who is mentioned in the narration of each paragraph or speaks in it, most first."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    told = ~stage.spoken[stage.mention_start] if len(stage.mention_start) else np.zeros(0, bool)
    paragraphs = stage.paragraph[stage.mention_start[told]].tolist()
    for paragraph, who in zip(paragraphs, stage.mention_who[told].tolist(), strict=True):
        counts[paragraph][who] += 1
    lines = stage.paragraph[np.minimum(stage.line_start, stage.document.n_tokens - 1)].tolist()
    for paragraph, who in zip(lines, stage.speaker.tolist(), strict=True):
        if who >= 0:
            counts[paragraph][who] += 1
    n = len(stage.document.paragraphs)
    return [tuple(who for who, _ in counts[p].most_common(_CROWD)) if p in counts else () for p in range(n)]


def _close(stage: Stage) -> Counter[Pair]:
    """In how many sentences of the narration two people stand beside each other."""
    found: Counter[Pair] = Counter()
    if not len(stage.mention_start):
        return found
    told = np.flatnonzero(~stage.spoken[stage.mention_start])
    sentence, who = stage.sentence[stage.mention_start[told]], stage.mention_who[told]
    for a, b in pairwise([*np.flatnonzero(np.diff(sentence, prepend=-1)).tolist(), len(told)]):
        found.update(combinations(sorted(set(who[a:b].tolist()))[:_CROWD], 2))
    return found


def exchanges(stage: Stage) -> dict[Pair, list[int]]:
    """Changes of turn between two people: the second line of each, by pair."""
    found: dict[Pair, list[int]] = defaultdict(list)
    scene = np.searchsorted(stage.document.scenes[:, 0], stage.line_start, side="right")
    for line in range(1, len(stage.speaker)):
        a, b = int(stage.speaker[line - 1]), int(stage.speaker[line])
        near = stage.line_start[line] - stage.line_end[line - 1] <= _GAP and scene[line] == scene[line - 1]
        if near and a >= 0 and b >= 0 and a != b:
            found[pair_of(a, b)].append(line)
    return found


def _lines(stage: Stage) -> Counter[tuple[int, int]]:
    """How many lines one says to another."""
    said: Counter[tuple[int, int]] = Counter()
    for speaker, hearers in zip(stage.speaker.tolist(), stage.hearers, strict=True):
        if speaker >= 0:
            said.update((speaker, hearer) for hearer in hearers if hearer != speaker)
    return said


def _feelings(stage: Stage) -> dict[tuple[int, int], list[Feeling]]:
    """Feelings of one toward another."""
    found: dict[tuple[int, int], list[Feeling]] = defaultdict(list)
    for feeling in stage.story.feelings:
        a, b = stage.number.get(feeling.experiencer or "", -1), stage.number.get(feeling.target or "", -1)
        if a >= 0 and b >= 0 and a != b:
            found[a, b].append(feeling)
    return found


def _together(stage: Stage) -> dict[Pair, list[int]]:
    """The scenes that two people share."""
    found: dict[Pair, list[int]] = defaultdict(list)
    for s, scene in enumerate(stage.story.scenes):
        present = sorted(stage.number[id] for id in scene.characters[:_CROWD] if id in stage.number)
        for pair in combinations(present, 2):
            found[pair].append(s)
    return found


class _Shared:
    """All that pairs share."""

    def __init__(self, stage: Stage) -> None:
        self.paragraphs: Counter[Pair] = Counter()
        for people in people_of_paragraphs(stage):
            self.paragraphs.update(combinations(sorted(people), 2))
        self.sentences = _close(stage)
        self.exchanges = exchanges(stage)
        self.lines = _lines(stage)
        self.feelings = _feelings(stage)
        self.together = _together(stage)
        self.contacts: dict[Pair, list[Contact]] = defaultdict(list)
        for contact in find_contacts(stage):
            self.contacts[contact.pair].append(contact)

    def weights(self) -> dict[Pair, float]:
        """The mean share of each pair, over the kinds of things that are shared at all."""
        speech, feelings = Counter[Pair](), Counter[Pair]()
        for (a, b), n in self.lines.items():
            speech[pair_of(a, b)] += n
        for pair, changes in self.exchanges.items():
            speech[pair] += len(changes)
        for (a, b), felt in self.feelings.items():
            feelings[pair_of(a, b)] += len(felt)
        kinds: list[dict[Pair, int]] = [
            dict(self.paragraphs),
            dict(self.sentences),
            dict(speech),
            dict(feelings),
            {pair: len(contacts) for pair, contacts in self.contacts.items()},
        ]
        importance = [sum(kind.values()) / (sum(kind.values()) + _LITTLE) for kind in kinds]
        total = sum(importance)
        weights: Counter[Pair] = Counter()
        for kind, share in zip(kinds, importance, strict=True):
            for pair, n in kind.items():
                weights[pair] += share * n / sum(kind.values()) / total  # type: ignore[assignment]
        return dict(weights)


def _evidence(stage: Stage, contacts: Sequence[Contact], kind: str) -> tuple[Evidence, ...]:
    spans = [Span(stage.document, c.start, c.end) for c in contacts if c.kind == kind]
    return tuple(Evidence(span.start_char, span.end_char, kind) for span in spans)


def _progress(stage: Stage, feelings: Sequence[Feeling]) -> float | None:
    if not feelings:
        return None
    return stage.document.progress(stage.document.token_at(min(feeling.start_char for feeling in feelings)))


def _asymmetry(there: Sequence[Feeling], back: Sequence[Feeling]) -> float:
    """From -1 to 1. One feeling more or less than none is no asymmetry yet, hence the 1."""
    a, b = sum(feeling.confidence for feeling in there), sum(feeling.confidence for feeling in back)
    return (a - b) / (a + b + 1)


def _relationship(stage: Stage, shared: _Shared, pair: Pair, weight: float, index: int) -> Relationship:
    a, b = pair
    people = stage.story.characters
    contacts = shared.contacts.get(pair, [])
    there, back = shared.feelings.get((a, b), []), shared.feelings.get((b, a), [])
    lines = shared.lines[a, b], shared.lines[b, a]
    n = shared.paragraphs[pair] + sum(lines) + len(there) + len(back) + len(contacts)
    return Relationship(
        id=f"r{index}",
        a=people[a].id,
        b=people[b].id,
        weight=weight,
        together=tuple(shared.together.get(pair, ())),
        exchanges=len(shared.exchanges.get(pair, ())),
        lines=lines,
        feelings=(tuple(f.id for f in there), tuple(f.id for f in back)),
        touch=_evidence(stage, contacts, "touch"),
        conflict=_evidence(stage, contacts, "conflict"),
        first_feeling=(_progress(stage, there), _progress(stage, back)),
        asymmetry=_asymmetry(there, back),
        arcs=(),
        confidence=min(people[a].confidence, people[b].confidence) * n / (n + _ENOUGH),
    )


def relate(story: Story) -> tuple[Relationship, ...]:
    """Rank the pairs that share something, the main pair first."""
    stage = set_stage(story)
    shared = _Shared(stage)
    weights = shared.weights()
    ranked = sorted(weights, key=lambda pair: (-weights[pair], pair))[:_MOST]
    return tuple(_relationship(stage, shared, pair, weights[pair], i) for i, pair in enumerate(ranked))
