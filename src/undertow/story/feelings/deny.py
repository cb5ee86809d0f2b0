"""A story with its feelings -> the places where a feeling is played down, strongest first.

The decision: a cue is a denial only where something speaks against it, for *only* and *it is the wind* stand in every
story. What the confidence means: strong words and a heavy passage against them give a high one, either alone a low one.
"""

from collections import Counter, defaultdict

import numpy as np

from undertow.story.feelings.against import Weighed, lay_out, speak_against
from undertow.story.feelings.cues import Cue, find_cues
from undertow.story.feelings.frame import REL, Frame, make_frame
from undertow.story.values import Denial, Story

_WEAK = 0.6  # below this a cue counts only beside an aside of whole sentences
_PARAGRAPHS = 3  # before the cue in which the other person is looked for
_OFTEN = 3  # denials of one feeling from which it is protested too often
_BURST = 150  # sentences within which they stand
_HEAVY = 0.4  # weight of the heaviest passage below which nothing speaks against it
_NAMES_A_MIND = 0.7  # strength of 'she tells herself', which needs no focal character
_BESIDE = 0.5  # weight from which an aside stands beside the cue
_UNKNOWN_MIND = 0.9  # of the confidence, where it is not known whose mind the story is in
_LEAST = 0.2  # confidence below which nothing is claimed


def find_denials(story: Story) -> tuple[Denial, ...]:
    """Find where feeling is played down, and what speaks against it."""
    if not story.characters or not story.document.n_tokens:
        return ()
    frame = make_frame(story)
    passages = lay_out(frame, story.feelings)
    others = _Others(frame)
    cues = find_cues(frame, story.feelings)
    protested = _protested(cues)
    found: list[Denial] = []
    for cue in cues:
        start, end = frame.sentences[cue.sentence]
        known = cue.feeling.experiencer if cue.feeling is not None else frame.mind(start)
        known = known or passages.beside(cue.sentence)
        experiencer = known or first_subject(frame, start, end) or others.foremost(start)
        if experiencer is None:
            continue
        target = cue.feeling.target if cue.feeling is not None else None
        target = target or others.other(frame.paragraph[cue.sentence], experiencer)
        against = speak_against(passages, cue, experiencer, target)
        confidence = _confidence(
            cue, against, cue.sentence in protested, known is not None or cue.strength >= _NAMES_A_MIND
        )
        if confidence < _LEAST:
            continue
        found.append(
            Denial(
                id="",
                experiencer=experiencer,
                target=target,
                kind="protested" if cue.sentence in protested else cue.kind,
                start_char=int(frame.document.token_start[start]),
                end_char=int(frame.document.token_end[end - 1]),
                against=tuple(evidence for _, evidence in against),
                confidence=confidence,
            )
        )
    return _ranked(found)


def _ranked(found: list[Denial]) -> tuple[Denial, ...]:
    ranked = sorted(found, key=lambda denial: (-denial.confidence, denial.start_char))
    return tuple(
        Denial(f"d{i}", d.experiencer, d.target, d.kind, d.start_char, d.end_char, d.against, d.confidence)
        for i, d in enumerate(ranked)
    )


def _confidence(cue: Cue, against: list[Weighed], protested: bool, known: bool) -> float:
    """How sure it is that a feeling is played down here: the cue, times what stands against it.

    Weak words, and words in nobody's mind as far as is known, need an aside of whole sentences beside them.
    """
    asides = [weight for weight, evidence in against if evidence.claim == "aside" and weight >= _BESIDE]
    if not against or against[0][0] < _HEAVY or ((cue.strength < _WEAK or not known) and not asides):
        return 0.3 if protested else 0.0
    more = 0.05 * (len(against) - 1)
    sure = (0.3 + 0.7 * cue.strength) * against[0][0] + more + (0.1 if protested else 0)
    return round(min(0.95, sure) * (1 if known else _UNKNOWN_MIND), 2)


def _protested(cues: list[Cue]) -> set[int]:
    """The sentences from the third on in which one feeling of one person toward another is denied, close together."""
    before: defaultdict[tuple[str | None, str, str], list[int]] = defaultdict(list)
    found = set()
    for cue in cues:
        if cue.feeling is None:
            continue
        if cue.feeling.target is None:
            continue
        places = before[cue.feeling.experiencer, cue.feeling.target, cue.feeling.category]
        places.append(cue.sentence)
        if len(places) >= _OFTEN and places[-1] - places[-_OFTEN] <= _BURST:
            found.add(cue.sentence)
    return found


def first_subject(frame: Frame, start: int, end: int) -> str | None:
    """The first character that is a subject among these tokens."""
    subjects = (i for i in range(start, end) if frame.relation(i) == REL["nsubj"] and frame.is_person(i))
    return next((who for i in subjects if (who := frame.who(i)) is not None), None)


class _Others:
    """Who else is at a place, and who is most of its scene."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        document = frame.document
        mentions = [m for m, id in enumerate(frame.character) if id is not None]
        starts = np.array([frame.mention_start[m] for m in mentions], np.int64)
        outside = [frame.quotation[token] < 0 for token in starts.tolist()]
        self.paragraphs: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.scenes: defaultdict[int, Counter[str]] = defaultdict(Counter)
        paragraph = np.searchsorted(document.paragraphs[:, 0], starts, side="right") - 1
        self.scene_starts = document.scenes[:, 0]
        scene = np.searchsorted(self.scene_starts, starts, side="right") - 1
        for m, p, s, plain in zip(mentions, paragraph.tolist(), scene.tolist(), outside, strict=True):
            if plain:
                self.paragraphs[p][str(frame.character[m])] += 1
                self.scenes[s][str(frame.character[m])] += 1

    def foremost(self, token: int) -> str | None:
        """Whoever is most of the scene, outside of quotation marks."""
        scene = self.scenes[int(np.searchsorted(self.scene_starts, token, side="right")) - 1]
        return scene.most_common(1)[0][0] if scene else None

    def other(self, paragraph: int, experiencer: str) -> str | None:
        """The person most named in the paragraph and those before it, and in the scene, besides the one who feels."""
        counts: Counter[str] = Counter()
        for p in range(max(0, paragraph - _PARAGRAPHS), paragraph + 1):
            counts.update(self.paragraphs.get(p, Counter()))
        counts.pop(experiencer, None)
        token = int(self.frame.document.paragraphs[paragraph][0])
        scene = self.scenes[int(np.searchsorted(self.scene_starts, token, side="right")) - 1]
        return max(counts, key=lambda who: (counts[who] * scene[who] ** 0.5, who), default=None)
