"""What speaks against a denial: an aside beside it, what the body does, what somebody does, what is said later.

In: a cue, whose feeling it plays down and toward whom. Out: passages with how much each weighs, 0 to 1. The decision:
an aside weighs most, since it is the narration's own second voice, and what stands nearer weighs more. What is felt
later answers a denial that names the feeling; one that only explains away is answered by the body, acts and asides.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from undertow.story.feelings.cues import Cue
from undertow.story.feelings.frame import Frame
from undertow.story.feelings.grammar import subject
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.values import Evidence, Feeling
from undertow.story.words import word_set

Weighed = tuple[float, Evidence]
_NEAR = 3  # sentences before and after in which the body and acts speak
_LATER = 60  # feelings after a denial that are looked at
_SOON = 10  # sentences in which a later feeling without a target answers
_HABIT, _WORDS_AN_ASIDE = 3, 1000  # asides of whole sentences from which they are the story's manner
_AROUND = 2  # paragraphs in which such a story answers itself
_REMARK = 0.35  # weight of a remark in parentheses: '(as she said)'
_AT_MOST = 4  # passages for one denial
_STOP = word_set(
    """the a an of to in on at and or but it is was be been he she i they we you his her my their him me them that
    this there not no had has have did do does with for from as so by up down out what which who if when than then
    would could"""
)
_UNDERSTANDS = forms_of("understand realise realize") - {"understand", "realise", "realize", "understanding"}
_AROUND_IT = 6  # sentences before and after in which the model looks for what speaks against it
_READ = 0.3  # likelihood from which what the model reads speaks against it
_TOLD_ONESELF = 0.7  # strength of a cue that names a mind: 'she tells herself'
_SURE = 0.775  # confidence of a feeling from which it can answer: a guess at who feels stays below it


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """Where asides and feelings stand, for looking up."""

    frame: Frame
    aside_start: list[int]  # tokens, ascending
    aside_end: list[int]
    aside_full: list[bool]  # holds whole sentences
    felt: dict[str, list[tuple[int, Feeling]]]  # experiencer -> (sentence, feeling), ascending
    habit: bool  # the narration speaks in asides again and again
    understood: list[tuple[int, str]]  # sentences of the narration in which somebody understands, and who

    def beside(self, sentence: int) -> str | None:
        """The only one whose body or hands show a feeling in the sentence and those beside it."""
        shown = set()
        for who, felt in self.felt.items():
            k = bisect_left(felt, sentence - 1, key=lambda item: item[0])
            while k < len(felt) and felt[k][0] <= sentence + 1:
                if felt[k][1].expression != "explicit":
                    shown.add(who)
                k += 1
        return shown.pop() if len(shown) == 1 else None


def lay_out(frame: Frame, feelings: tuple[Feeling, ...]) -> Passages:
    """Collect asides and feelings."""
    edges = np.flatnonzero(np.diff(frame.aside, prepend=0, append=0)).tolist()
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if frame.quotation[a] < 0]
    starts, ends = [a for a, _ in spans], [b for _, b in spans]
    felt: dict[str, list[tuple[int, Feeling]]] = {}
    tokens = np.searchsorted(frame.document.token_end, [f.start_char for f in feelings], side="right")
    for token, feeling in zip(tokens.tolist(), feelings, strict=True):
        if feeling.experiencer is not None and feeling.polarity in ("asserted", "hypothetical"):
            felt.setdefault(feeling.experiencer, []).append((frame.sentence[token], feeling))
    understood = []
    for i, word in enumerate(frame.words):
        if word in _UNDERSTANDS and frame.quotation[i] < 0:
            who = frame.who(found) if (found := subject(frame, i)) >= 0 else None
            understood += [(frame.sentence[i], who)] if who is not None else []
    full = [_is_full(frame, a, b) for a, b in zip(starts, ends, strict=True)]
    habit = sum(full) >= max(_HABIT, len(frame) / _WORDS_AN_ASIDE)
    return Passages(frame, starts, ends, full, felt, habit, understood)


def _is_full(frame: Frame, start: int, end: int) -> bool:
    """Whether an aside in parentheses holds whole sentences: it begins like one and ends in a stop."""
    if frame.words[start] != "(" or end - start < 4:
        return False
    return frame.document.word(start + 1)[0].isupper() and frame.words[end - 2] in (".", "!", "?")


def speak_against(passages: Passages, cue: Cue, experiencer: str, target: str | None) -> list[Weighed]:
    """What speaks against the cue, the weightiest first."""
    found = _asides(passages, cue)
    found += _body_and_acts(passages, cue, experiencer, target)
    found += _later(passages, cue, experiencer, target)
    found += _read(passages, cue)
    if found:
        found += _understood(passages, cue, experiencer)
    best: dict[tuple[int, int], Weighed] = {}
    for weight, evidence in found:
        key = (evidence.start_char, evidence.end_char)
        if key not in best or weight > best[key][0]:
            best[key] = (weight, evidence)
    return sorted(best.values(), key=lambda item: (-item[0], item[1].start_char))[:_AT_MOST]


def _asides(passages: Passages, cue: Cue) -> list[Weighed]:
    """Asides in the paragraph of the cue and at the head of the next one; where they are a habit, a little farther."""
    frame, paragraph = passages.frame, passages.frame.paragraph
    start, end = frame.sentences[cue.sentence]
    here = paragraph[cue.sentence]
    first = max(0, here - _AROUND)
    found: list[Weighed] = []
    k = bisect_left(passages.aside_start, int(frame.document.paragraphs[first][0]))
    while k < len(passages.aside_start) and len(found) < 2 * _AT_MOST:
        a, b = passages.aside_start[k], passages.aside_end[k]
        sentence = frame.sentence[a]
        distance = paragraph[sentence] - here
        if distance > _AROUND:
            break
        weight = _aside_weight(passages, k, (start, end), sentence - cue.sentence, distance)
        if weight:
            shared = _content(frame, a, b) & _content(frame, start, end)
            weight = min(0.98, weight + (0.1 if shared else 0))
            found.append((weight, _evidence(frame, a, b, "aside")))
        k += 1
    return found


def _aside_weight(passages: Passages, k: int, cue: tuple[int, int], sentences: int, distance: int) -> float:
    """How much aside `k` weighs, which stands so many sentences and paragraphs after the tokens of the cue."""
    a, full = passages.aside_start[k], passages.aside_full[k]
    if distance:
        first = passages.frame.document.paragraphs[passages.frame.paragraph[passages.frame.sentence[a]]][0]
        heads = distance == 1 and full and a - first <= 2
        return 0.5 if heads else 0.45 * (full and passages.habit) / abs(distance)
    if a >= cue[1]:
        return max(0.5, 0.95 - 0.08 * max(0, sentences - 1)) if full else _REMARK * (sentences <= 1)
    if a >= cue[0]:
        return 0.9 if full else _REMARK
    return 0.5 if full and sentences >= -_NEAR else 0.0


def _content(frame: Frame, start: int, end: int) -> set[str]:
    """The words that carry meaning, cut short so that forms of one word meet."""
    return {word[:5] for word in frame.words[start:end] if len(word) > 3 and word.isalpha() and word not in _STOP}


def _body_and_acts(passages: Passages, cue: Cue, experiencer: str, target: str | None) -> list[Weighed]:
    """What the body does and what somebody does near the cue."""
    near = passages.felt.get(experiencer, [])
    found: list[Weighed] = []
    k = bisect_left(near, cue.sentence - _NEAR, key=lambda item: item[0])
    while k < len(near) and near[k][0] <= cue.sentence + _NEAR:
        sentence, feeling = near[k]
        k += 1
        if feeling.expression == "explicit" or feeling.polarity != "asserted" or not _answers(cue, feeling, target):
            continue
        weight = (0.75 if feeling.expression == "bodily" else 0.65) - 0.08 * abs(sentence - cue.sentence)
        if feeling.target is not None and feeling.target == target:
            weight += 0.1
        claim = "bodily sign" if feeling.expression == "bodily" else "act"
        found.append((weight, Evidence(feeling.start_char, feeling.end_char, claim)))
    return found


def _answers(cue: Cue, feeling: Feeling, target: str | None) -> bool:
    """Whether the feeling is one that the cue plays down: the one it names, or any that is not laughter."""
    if target is not None and feeling.target not in (None, target):
        return False
    if cue.feeling is None:
        return feeling.category not in ("joy", "anger")
    if cue.feeling.start_char == feeling.start_char:
        return False
    if cue.feeling.category == "love":
        return feeling.category in ("love", "sadness", "fear") or feeling.expression == "bodily"
    return feeling.category == cue.feeling.category


def _read(passages: Passages, cue: Cue) -> list[Weighed]:
    """Sentences near the cue in which the model reads something that does not go with it."""
    frame, undertone = passages.frame, passages.frame.story.layers.undertone
    if undertone is None:
        return []
    first, last = max(0, cue.sentence - _AROUND_IT), min(len(frame.sentences), cue.sentence + _AROUND_IT + 1)
    found = []
    for sentence in range(first, last):
        sure = float(undertone.speaks_against[sentence])
        if sure >= _READ and sentence != cue.sentence:
            start, end = frame.sentences[sentence]
            weight = 0.35 + 0.6 * sure - 0.03 * abs(sentence - cue.sentence)
            found.append((weight, _evidence(frame, start, end, "fact")))
    return found


def _later(passages: Passages, cue: Cue, experiencer: str, target: str | None) -> list[Weighed]:
    """The first later passage in which the same person feels it after all: toward the same target, or soon."""
    if cue.feeling is None and cue.strength < _TOLD_ONESELF:
        return []
    felt = passages.felt.get(experiencer, [])
    category = cue.feeling.category if cue.feeling is not None else "love"
    k = bisect_left(felt, cue.sentence + 1, key=lambda item: item[0])
    for sentence, feeling in felt[k : k + _LATER]:
        plain = feeling.expression == "explicit" and feeling.polarity == "asserted" and feeling.confidence >= _SURE
        if not plain or feeling.category != category or feeling.claimant not in (None, experiencer):
            continue
        toward = target is not None and feeling.target == target
        soon = sentence - cue.sentence <= _SOON and category != "love" and feeling.target is None
        if toward or (soon and cue.feeling is not None):
            weight = 0.6 if toward else 0.45
            weight += 0.1 if sentence - cue.sentence <= _NEAR else 0
            start, end = passages.frame.sentences[sentence]
            return [(weight, _evidence(passages.frame, start, end, "later sentence"))]
    return []


def _understood(passages: Passages, cue: Cue, experiencer: str) -> list[Weighed]:
    """The first later sentence of the narration in which the same person understands."""
    k = bisect_left(passages.understood, (cue.sentence + 1, ""))
    for sentence, who in passages.understood[k : k + _NEAR]:
        if who == experiencer:
            start, end = passages.frame.sentences[sentence]
            return [(0.3, _evidence(passages.frame, start, end, "later sentence"))]
    return []


def _evidence(frame: Frame, start: int, end: int, claim: str) -> Evidence:
    return Evidence(int(frame.document.token_start[start]), int(frame.document.token_end[end - 1]), claim)
