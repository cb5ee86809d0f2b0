"""Where feeling may be: words, turns of phrase, the body and acts, each with what the word lists say of it.

A hit is a candidate: who feels, and whether it is so, is found afterwards. Each finder looks up word by word, and a
hit inside a longer one falls away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from undertow.story.feelings import vocabulary
from undertow.story.feelings.frame import ADJ, NOUN, POSSESSIVE, PROPN, VERB, Frame
from undertow.story.feelings.grammar import MARKS, PREPOSITIONS, is_adjective, is_noun, is_verb, object_of, owner, subject
from undertow.story.feelings.vocabulary import Entry, Phrase
from undertow.story.words import word_set

_BODY_REACH = 6  # tokens between a part of the body and what happens to it
_GAP = 3  # tokens that a `*` of a phrase stands for at most
_CARRIERS = word_set(
    """face voice eyes eye look looks glance smile tone tones expression tears laugh laughter silence heart gesture cry sigh
    words mouth manner whisper gaze hands sob air way exclamation shout little shriek murmur countenance brow mood"""
)
_COPULAS = (
    vocabulary.verb_forms("be")
    | vocabulary.verb_forms("feel")
    | vocabulary.verb_forms("look")
    | vocabulary.verb_forms("seem")
    | vocabulary.verb_forms("become")
    | vocabulary.verb_forms("get")
    | vocabulary.verb_forms("grow")
    | vocabulary.verb_forms("sound")
    | vocabulary.verb_forms("appear")
    | vocabulary.verb_forms("remain")
    | vocabulary.verb_forms("stand")
    | vocabulary.verb_forms("make")
    | vocabulary.verb_forms("turn")
)
_BE = vocabulary.verb_forms("be") | vocabulary.verb_forms("get") | {"got"}
_FEEL = vocabulary.verb_forms("feel") | vocabulary.verb_forms("have") | word_set("with in of full mad sick filled mixture sort kind touch no know knew such")
_BETWEEN = word_set("so very too quite rather not n't never more most less as a almost nearly really even all only just that much little always still perfectly bloody absolutely in the least and or , both once any half extremely exceedingly truly deeply desperately dreadfully terribly altogether")
_OBJECTS = word_set("him her me you them us")
_ARTICLES = word_set("a an the")
_JOINING = word_set("and but or as that when if because , for to at with of about by in")
_THINGS = word_set("it this that these those the a an to")


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: tokens `start` to `end`, the token that carries it, and what kind it is."""

    start: int
    end: int
    head: int
    category: str
    expression: str  # explicit, bodily, act
    how: str  # verb, object verb, noun, adjective, attribute, adverb, phrase, body, sign
    weak: bool = False


def find_hits(frame: Frame) -> list[Hit]:
    """Find all candidates, in the order of the text."""
    phrases, body = vocabulary.phrases(), vocabulary.body()
    tables = (vocabulary.verbs(), vocabulary.nouns(), vocabulary.adjectives(), vocabulary.adverbs(), vocabulary.signs())
    hits: list[Hit] = []
    for i, word in enumerate(frame.words):
        if word in phrases:
            hits += _phrases(frame, i, phrases[word])
        if word in body:
            hits += _body(frame, i, body[word])
        if any(word in table for table in tables):
            hits += _single(frame, i)
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


def _phrases(frame: Frame, i: int, candidates: tuple[Phrase, ...]) -> Iterator[Hit]:
    _, end = frame.bounds(i)
    for phrase in candidates:
        stop = _match(frame, i, phrase, end)
        if stop > i:
            if frame.words[stop - 1] in _OBJECTS and frame.words[stop - 2] in PREPOSITIONS and stop - 2 > i:
                stop -= 2  # 'care for him': the words are 'care', and whom it is for is found as for any other
            yield Hit(i, stop, i, phrase.category, phrase.kind, "phrase")


def _match(frame: Frame, i: int, phrase: Phrase, end: int) -> int:
    """One past the last token of the phrase that begins at `i`, -1 where it does not stand there."""
    at, gap = i, 0
    for step in phrase.steps:
        if step is None:
            gap = _GAP
            continue
        reach = range(at, min(end, at + gap + 1))
        found = next((j for j in reach if frame.words[j] in step), -1)
        if found < 0 or any(frame.words[j] in MARKS for j in range(at, found)):
            return -1
        at, gap = found + 1, 0
    return at


def _body(frame: Frame, i: int, signs: dict[str, str]) -> Iterator[Hit]:
    """A part of the body and what happens to it: the nearest sign in the same clause."""
    if not (owner(frame, i) >= 0 or subject(frame, i) >= 0):
        return
    start, end = frame.bounds(i)
    for distance in range(1, _BODY_REACH + 1):
        for j in (i + distance, i - distance):
            if not start <= j < end or frame.words[j] not in signs or (j < i and distance > 4):
                continue
            between = range(min(i, j) + 1, max(i, j))
            if any(frame.words[k] in MARKS or frame.words[k] in (",", "and") for k in between):
                continue
            category = signs[frame.words[j]]
            if "/" in category:
                near, alone = category.split("/")
                category = near if _another_near(frame, i) else alone
            yield Hit(min(i, j), max(i, j) + 1, i, category, "bodily", "body")
            return


def _another_near(frame: Frame, i: int) -> bool:
    """Whether the sentence names somebody besides the one whose body it is."""
    start, end = frame.bounds(i)
    own = owner(frame, i)
    whose = frame.who(own) if own >= 0 else None
    return any(frame.is_person(j) and frame.who(j) not in (None, whose) for j in range(start, end))


def _single(frame: Frame, i: int) -> Iterator[Hit]:
    word = frame.words[i]
    verb, sign = vocabulary.verbs().get(word), vocabulary.signs().get(word)
    noun, adverb = vocabulary.nouns().get(word), vocabulary.adverbs().get(word)
    adjective = vocabulary.adjectives().get(word)
    if adjective is not None and is_adjective(frame, i):
        how = _adjective(frame, i, adjective)
        if how:
            yield Hit(i, i + 1, i, adjective.category, "explicit", how, "mild" in adjective.flags)
            return
    if verb is not None and is_verb(frame, i):
        how = _verb(frame, i, verb)
        if how:
            yield Hit(i, i + 1, i, verb.category, "explicit", how)
            return
    if sign is not None and is_verb(frame, i) and _sign(frame, i, sign):
        kind = "bodily" if "bodily" in sign.flags else "act"
        yield Hit(i, i + 1, i, sign.category, kind, "sign")
        return
    if noun is not None and (is_noun(frame, i) or verb is None) and _noun(frame, i, noun):
        yield Hit(i, i + 1, i, noun.category, "explicit", "noun", "weak" in noun.flags)
        return
    if sign is not None and word == sign.base and "noun" in sign.flags and is_noun(frame, i) and _has_article(frame, i):
        kind = "bodily" if "bodily" in sign.flags else "act"
        yield Hit(i, i + 1, i, sign.category, kind, "noun", weak=True)
        return
    if adverb is not None and 0 < i and (frame.words[i - 1] not in MARKS or frame.words[i - 1] == "”"):
        yield Hit(i, i + 1, i, adverb.category, "explicit", "adverb")


def _has_article(frame: Frame, i: int) -> bool:
    """Whether it is somebody's, or 'a', 'no', 'his' ... with at most two words between."""
    start, _ = frame.bounds(i)
    before = frame.words[max(start, i - 3) : i]
    return any(word in POSSESSIVE or word in ("a", "no", "any", "of") or word == "'s" for word in before)


def _adjective(frame: Frame, i: int, entry: Entry) -> str:
    """'adjective' for a predicate, 'attribute' before a noun that can carry it, '' for neither."""
    following = frame.words[i + 1] if i + 1 < len(frame) else ""
    start, _ = frame.bounds(i)
    if frame.words[i] == "afraid" and _courtesy(frame, i):
        return ""
    at = i - 1
    while at > start and frame.words[at] in _BETWEEN and i - at < 6:
        at -= 1
    between = frame.words[at + 1 : i]
    named = bool(_ARTICLES & set(between)) and following not in _JOINING and following not in MARKS
    if frame.words[at] in _COPULAS and at >= start and not named:
        if following and frame.mention[i] < 0 and frame.upos(i + 1) in (NOUN, PROPN) and frame.upos(i) == ADJ:
            return ""
        offers = following in ("to", "of") and any(w in ("would", "should", "'d") for w in frame.words[max(start, at - 3) : at])
        return "" if offers else "adjective"
    if at > start and frame.words[at] in ("him", "her", "me", "you", "them") and "mild" not in entry.flags:
        return "adjective"  # made him angry
    before = frame.words[i - 1] if i > start else ""
    if "mild" in entry.flags:
        return "adjective" if before == "," and following in (",", ".") else ""
    if following in _CARRIERS:
        return "attribute"
    mention = int(frame.mention[i])
    if mention >= 0 and frame.mention_start[mention] < i < frame.mention_end[mention] - 1:
        return "attribute"
    if before == "," or i == start:
        return "adjective" if following in (",", ".", "at", "with", "of", "and", "by", "for") else ""
    return ""


def _courtesy(frame: Frame, i: int) -> bool:
    """'I'm afraid (that) we are closed': inside quotation marks, of oneself, and not of anything."""
    following = frame.words[i + 1] if i + 1 < len(frame) else ""
    speaks = any(frame.words[j] == "i" for j in range(max(0, i - 4), i))
    asks = any(frame.words[j] in ("not", "n't", "so", "very") for j in range(max(0, i - 3), i))
    return frame.quotation[i] >= 0 and speaks and not asks and following not in ("of", "for", "to")


def _verb(frame: Frame, i: int, entry: Entry) -> str:
    """'verb' where the subject feels, 'object verb' where the object does, '' where no feeling is meant."""
    following = frame.words[i + 1] if i + 1 < len(frame) else ""
    if "object" in entry.flags:
        return _object_verb(frame, i)
    if entry.base == "fear" and following in ("not", "i"):
        return ""
    if entry.base in ("like", "fancy", "miss") and not _plainly_verb(frame, i):
        return ""
    if entry.base == "worry" and frame.words[i - 1] in ("n't", "not"):
        return "verb"
    if not {"person", "people"} & entry.flags:
        if entry.base in ("ache", "long", "pine") and following not in ("for", "to"):
            return ""
        return "verb"
    found = object_of(frame, i)
    if found >= 0 and frame.is_person(found):
        bids = entry.base in ("want", "need", "like") and frame.words[min(found + 1, len(frame) - 1)] == "to"
        return "" if bids else "verb"
    if "person" in entry.flags:
        return ""
    thing = found >= 0 or following in _THINGS or (following and following.endswith("s") and frame.upos(i + 1) == NOUN)
    return "" if thing or frame.upos(i + 1) in (NOUN, ADJ, VERB, PROPN) else "verb"


def _plainly_verb(frame: Frame, i: int) -> bool:
    """Whether it cannot be 'like a man', 'a fancy hat', 'Miss Vane'."""
    if frame.document.word(i)[0].isupper():
        return False
    if frame.syntax is not None:
        return frame.upos(i) == VERB
    return frame.words[i - 1] in _VERBAL or frame.words[i].endswith(("ed", "es"))


_VERBAL = word_set("i you we they he she to n't not never really always do did does would 'd will 'll must may might who and quite still")


def _object_verb(frame: Frame, i: int) -> str:
    word = frame.words[i]
    start, _ = frame.bounds(i)
    if word.endswith(("ed", "en", "hurt", "upset", "t")):
        group = frame.words[max(start, i - 4) : i]
        if any(w in _BE for w in group):
            return "adjective"
    found = object_of(frame, i)
    return "object verb" if found >= 0 and frame.is_person(found) else ""


def _sign(frame: Frame, i: int, entry: Entry) -> bool:
    """Whether the verb is done by a person, and to one where it must be."""
    if "person" in entry.flags:
        found = object_of(frame, i)
        return found >= 0 and frame.is_person(found)
    if frame.upos(i) not in (-1, VERB):
        return False
    if "alone" in entry.flags and object_of(frame, i) >= 0:
        return False
    found = subject(frame, i)
    return found >= 0 and (frame.is_person(found) or frame.words[found] == "who")


def _noun(frame: Frame, i: int, entry: Entry) -> bool:
    """Whether the noun is somebody's feeling; a weak noun needs an owner or a verb of feeling."""
    following = frame.words[i + 1] if i + 1 < len(frame) else ""
    if frame.upos(i + 1) == NOUN or following.startswith("-"):
        return False
    if "weak" not in entry.flags:
        return True
    start, _ = frame.bounds(i)
    if owner(frame, i) >= 0 and frame.words[owner(frame, i)] in POSSESSIVE | {frame.words[owner(frame, i)]}:
        return True
    return any(word in _FEEL for word in frame.words[max(start, i - 4) : i])
