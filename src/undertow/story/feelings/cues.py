"""Where a feeling may be played down: a cue for each sentence of narration that does so, and how much it tells.

Four kinds of cue: a feeling that is negated, a turn of phrase of the list, the shape of the sentence (*It is a
thumb.* *It is not a touch.* *A figure should be kept.*), and what the model reads in the sentence and those around it
(layers/undertone.py). None of them is a denial yet: that takes a passage against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from undertow.story.feelings.frame import Frame
from undertow.story.feelings.negating import NEGATIONS
from undertow.story.feelings.phrases import load_phrases, matches
from undertow.story.feelings.vocabulary import verb_forms
from undertow.story.values import Feeling
from undertow.story.words import word_set

KINDS = {"minimised": "minimised", "explained": "explained away", "negated": "negated"}
_BE = verb_forms("be")
_POINTING = word_set("it that this")
_SHORT, _BRIEF = 7, 10  # words of a sentence that only points: 'It is a thumb.', 'It is not a touch.'
_LOOKED_AT = 2 * _BRIEF  # words of a sentence after which its shape is no matter
_OUGHT = word_set("should must ought may might can")
_EXCUSES = word_set("tired cold hungry busy late early warm hot thirsty sleepy")
_STRENGTH = {"love": 0.85, "anger": 0.6, "sadness": 0.6, "joy": 0.45, "fear": 0.55, "surprise": 0.45}
_POINTED, _BARE, _GENERAL, _EXCUSED = 0.45, 0.35, 0.35, 0.3
_READ = 0.5  # likelihood from which what the model reads is a cue
_LITTLE = word_set("only just merely simply mere little nothing purely hardly")
_SURE = 0.775  # confidence of a feeling from which its denial counts: a guess at who feels stays below it


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence that plays something down; the strongest cue in it, and the feeling that it names, if any."""

    sentence: int
    kind: str
    strength: float
    feeling: Feeling | None = None


def find_cues(frame: Frame, feelings: tuple[Feeling, ...]) -> list[Cue]:
    """The strongest cue of each sentence, in the order of the text."""
    best: dict[int, Cue] = {}
    for cue in [*_negated(frame, feelings), *_told(frame), *_read(frame)]:
        if cue.sentence not in best or cue.strength > best[cue.sentence].strength:
            best[cue.sentence] = cue
    return [best[sentence] for sentence in sorted(best)]


def _negated(frame: Frame, feelings: tuple[Feeling, ...]) -> Iterator[Cue]:
    """Feelings that are denied: by the narration, or by the one who would feel them."""
    tokens = np.searchsorted(frame.document.token_end, [f.start_char for f in feelings], side="right")
    for token, feeling in zip(tokens.tolist(), feelings, strict=True):
        absent = feeling.expression == "bodily" or (feeling.expression == "act" and feeling.category == "joy")
        if feeling.polarity != "denied" or feeling.experiencer is None or absent:
            continue  # 'without a smile' denies no joy
        if feeling.claimant not in (None, feeling.experiencer) or feeling.confidence < _SURE:
            continue
        strength = _STRENGTH[feeling.category] * (1 if feeling.expression == "explicit" else 0.7)
        yield Cue(frame.sentence[token], "negated", strength * (0.8 if feeling.claimant else 1), feeling)


def _read(frame: Frame) -> Iterator[Cue]:
    """Sentences of the narration in which the model reads that a feeling is played down."""
    undertone = frame.story.layers.undertone
    if undertone is None:
        return
    for sentence in np.flatnonzero(undertone.plays_down >= _READ).tolist():
        start, end = frame.sentences[sentence]
        if 2 * sum(frame.quotation[i] >= 0 or bool(frame.aside[i]) for i in range(start, end)) > end - start:
            continue  # most of it is said, or stands in an aside
        words = frame.words[start:end]
        if any(word in NEGATIONS for word in words):
            kind = "negated"
        else:
            kind = "minimised" if any(word in _LITTLE for word in words) else "explained away"
        yield Cue(sentence, kind, float(undertone.plays_down[sentence]))


def _told(frame: Frame) -> Iterator[Cue]:
    """Turns of phrase and shapes, in the sentences of the narration that are no asides."""
    table = load_phrases("denial_phrases")
    outside = [line < 0 and not aside for line, aside in zip(frame.quotation, frame.aside, strict=True)]
    words = frame.words
    for sentence, (start, end) in enumerate(frame.sentences):
        for i in range(start, end):
            if outside[i] and words[i] in table:
                for _, phrase in matches(words, i, end, table):
                    kind, strength = phrase.value
                    yield Cue(sentence, KINDS[kind], float(strength))
        if outside[start] and all(outside[start:end]):
            yield from _shaped(sentence, words[start : min(end, start + _LOOKED_AT)])


def _shaped(sentence: int, words: list[str]) -> Iterator[Cue]:
    """Sentences whose shape plays something down."""
    words = [word for word in words if word.isalpha() or word == "n't"]
    if len(words) < 3:
        return
    points = words[0] in _POINTING and words[1] in _BE
    if points and len(words) <= _BRIEF and any(word in NEGATIONS for word in words[2:4]):
        yield Cue(sentence, "negated", _POINTED)
    elif points and len(words) <= _SHORT and words[2] in ("a", "an", "the"):
        yield Cue(sentence, "minimised", _BARE)
    if words[0] in ("a", "an") and any(word in _OUGHT for word in words[2:4]):
        yield Cue(sentence, "explained away", _GENERAL)
    if len(words) <= _SHORT and words[-1] in _EXCUSES and words[0] in ("he", "she", "i"):
        yield Cue(sentence, "explained away", _EXCUSED)
