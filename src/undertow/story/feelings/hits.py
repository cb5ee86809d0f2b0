"""Where feeling may be: words, turns of phrase, the body and acts, each with what the word lists say of it.

A hit is a candidate: who feels, and whether it is so, is found afterwards. Each finder looks up word by word, and a
hit inside a longer one falls away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from undertow.lexicons import load
from undertow.story.feelings import vocabulary
from undertow.story.feelings.frame import Frame
from undertow.story.feelings.grammar import MARKS, PREPOSITIONS, is_adjective, is_noun, is_verb, owner, subject
from undertow.story.feelings.phrases import load_phrases, matches
from undertow.story.feelings.senses import (
    adjective_sense,
    is_felt_noun,
    is_sign_noun,
    is_sign_verb,
    verb_sense,
)
from undertow.story.feelings.vocabulary import Entry
from undertow.story.words import word_set

_BODY_REACH = 6  # tokens between a part of the body and what happens to it
_BODY_BEFORE = 4  # the same, where what happens stands first: 'heat climbed his neck'
_UNSTEADY = word_set("not n't never hardly scarcely refused")
_SHAKING = vocabulary.verb_forms("shake")
_UNDERSTANDS = vocabulary.forms_of("understand realise realize")
_COMING = vocabulary.forms_of("come dawn")
_STAYING = vocabulary.forms_of("stay linger remain stand") | {"stood", "standing"}
_UNTIL = 9  # tokens from 'stays' to 'until'
_OBJECTS = word_set("him her me you them us")


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: tokens `start` to `end`, the token that carries it, and what kind it is."""

    start: int
    end: int
    head: int
    category: str
    expression: str  # explicit, bodily, act
    how: str  # verb, object verb, noun, adjective, attribute, adverb, phrase, body, unsteady, sign, flight, staying
    weak: bool = False


def find_hits(frame: Frame) -> list[Hit]:
    """Find all candidates, in the order of the text."""
    phrases, body, single = load_phrases("feeling_phrases"), vocabulary.body(), vocabulary.single_words()
    flight = load("flight_verbs")
    hits: list[Hit] = []
    for i, word in enumerate(frame.words):
        if word in phrases:
            hits += _phrases(frame, i)
        if word in body:
            hits += _body(frame, i, body[word])
        if word in single:
            hits += _single(frame, i)
        if word in flight:
            hits += _flight(frame, i)
        elif word in _STAYING:
            hits += _staying(frame, i)
    return _longest(hits)


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop what overlaps a longer hit; turns of phrase and the body before single words."""
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        tokens = range(hit.start, hit.end)
        if not any(t in taken for t in tokens):
            kept.append(hit)
            taken.update(tokens)
    return sorted(kept, key=lambda hit: hit.start)


def _phrases(frame: Frame, i: int) -> Iterator[Hit]:
    _, end = frame.bounds(i)
    for stop, phrase in matches(frame.words, i, end, load_phrases("feeling_phrases")):
        kind, category = phrase.value
        if frame.words[stop - 1] in _OBJECTS and frame.words[stop - 2] in PREPOSITIONS and stop - 2 > i:
            stop -= 2  # noqa: PLW2901 -- 'care for him': the words are 'care', and whom it is for is found as for any other
        yield Hit(i, stop, i, category, kind, "phrase")


def _body(frame: Frame, i: int, signs: dict[str, str]) -> Iterator[Hit]:
    """A part of the body and what happens to it: the nearest sign in the same clause."""
    if owner(frame, i) < 0 and subject(frame, i) < 0:
        return
    start, end = frame.bounds(i)
    for distance in range(1, _BODY_REACH + 1):
        for j in (i + distance, i - distance):
            if not start <= j < end or frame.words[j] not in signs or i - j > _BODY_BEFORE:
                continue
            first, last = min(i, j), max(i, j)
            if any(word in MARKS or word in (",", "and", "for") for word in frame.words[first + 1 : last]):
                continue
            if j == i - 1 and frame.words[j] in _SHAKING:
                continue  # shook hands
            category, how = signs[frame.words[j]], "body"
            if category.startswith("not:"):
                if not _UNSTEADY & set(frame.words[max(start, first - 2) : last]):
                    continue
                category, how = category.removeprefix("not:"), "unsteady"
            if "/" in category:
                near, alone = category.split("/")
                category = near if _another_near(frame, i) else alone
            yield Hit(first, last + 1, i, category, "bodily", how)
            return


def _another_near(frame: Frame, i: int) -> bool:
    """Whether the sentence names somebody besides the one whose body it is."""
    start, end = frame.bounds(i)
    own = owner(frame, i)
    whose = frame.who(own) if own >= 0 else None
    return any(frame.is_person(j) and frame.who(j) not in (None, whose) for j in range(start, end))


def _single(frame: Frame, i: int) -> Iterator[Hit]:
    """What one word says, by the first of its parts of speech that fits."""
    word = frame.words[i]
    verb, sign = vocabulary.verbs().get(word), vocabulary.signs().get(word)
    noun, adverb = vocabulary.nouns().get(word), vocabulary.adverbs().get(word)
    adjective = vocabulary.adjectives().get(word)
    if adjective is not None and is_adjective(frame, i) and (how := adjective_sense(frame, i, adjective)):
        yield Hit(i, i + 1, i, adjective.category, "explicit", how, "mild" in adjective.flags)
    elif verb is not None and is_verb(frame, i) and (how := verb_sense(frame, i, verb)):
        yield Hit(i, i + 1, i, verb.category, "explicit", how)
    elif sign is not None and is_verb(frame, i) and is_sign_verb(frame, i, sign):
        yield Hit(i, i + 1, i, sign.category, _kind(sign), "sign")
    elif noun is not None and (is_noun(frame, i) or verb is None) and is_felt_noun(frame, i, noun):
        yield Hit(i, i + 1, i, noun.category, "explicit", "noun", "weak" in noun.flags)
    elif sign is not None and is_noun(frame, i) and is_sign_noun(frame, i, sign):
        yield Hit(i, i + 1, i, sign.category, _kind(sign), "noun", weak=True)
    elif adverb is not None and (doer := subject(frame, i)) >= 0 and frame.is_person(doer):
        yield Hit(i, i + 1, i, adverb.category, "explicit", "adverb")


def _flight(frame: Frame, i: int) -> Iterator[Hit]:
    """Running in the sentence in which somebody understands: 'she understands it, and is up the steps and running'."""
    start, _ = frame.bounds(i)
    words = frame.words[start:i]
    if words[-1:] == ["to"]:
        return
    struck = any(word in _UNDERSTANDS for word in words) or any(
        a in _COMING and b == "to" and c in _OBJECTS for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )
    doer = subject(frame, i) if struck and frame.quotation[i] < 0 and is_verb(frame, i) else -1
    if doer >= 0 and frame.is_person(doer):
        yield Hit(i, i + 1, i, "fear", "act", "flight")


def _staying(frame: Frame, i: int) -> Iterator[Hit]:
    """Staying until somebody else is gone: 'she stays at the window until his lights have gone down'."""
    _, end = frame.bounds(i)
    doer = subject(frame, i) if frame.quotation[i] < 0 and is_verb(frame, i) else -1
    if doer < 0 or not frame.is_person(doer) or frame.who(doer) is None:
        return
    until = next((j for j in range(i + 1, min(end, i + _UNTIL)) if frame.words[j] in ("until", "till")), -1)
    if until < 0 or any(word in MARKS for word in frame.words[i:until]):
        return
    others = {frame.who(j) for j in range(until, min(end, until + _BODY_REACH)) if frame.is_person(j)}
    if others - {None, frame.who(doer)}:
        yield Hit(i, until, i, "love", "act", "staying")


def _kind(sign: Entry) -> str:
    return "bodily" if "bodily" in sign.flags else "act"
