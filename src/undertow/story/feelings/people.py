"""Who feels, and toward whom.

The experiencer is found by grammar (subject, object of a verb like *frighten*, owner of the heart); where grammar finds
nobody it is the nearest person before, in this sentence or the last, then the one whose mind we are in. Inside
quotation marks the last resort is the speaker, or, where something is bidden, the one who is spoken to. Where grammar
finds several people at once, or somebody who is no character, it is unknown.
"""

from dataclasses import dataclass

from undertow.story.feelings.frame import POSSESSIVE, Frame
from undertow.story.feelings.grammar import MARKS, after, borne, left_subject, object_of, owner, subject
from undertow.story.feelings.hits import Hit
from undertow.story.feelings.reality import bidden
from undertow.story.feelings.senses import touched
from undertow.story.words import word_set

_TOWARD = word_set("whether if of for at with toward towards to about against on after upon by")
_GIVEN = word_set("him me you them us")  # blew him a kiss
_OF = word_set("of in to")
_REFLEXIVE = word_set("himself herself myself yourself themselves itself ourselves")
_REACH = 12  # tokens on each side in which the nearest person is looked for


@dataclass(frozen=True, slots=True)
class People:
    """The experiencer, the token that means them (-1 where it was guessed), and the target."""

    experiencer: str | None
    token: int
    target: str | None
    sure: bool  # grammar found the experiencer


def find_people(frame: Frame, hit: Hit) -> People:
    """Find who feels and toward whom."""
    token = _by_grammar(frame, hit)
    if token >= 0:
        experiencer = frame.who(token)
        return People(experiencer, token, _target(frame, hit, experiencer, token), sure=True)
    experiencer = _nearest(frame, hit)
    return People(experiencer, -1, _target(frame, hit, experiencer, -1), sure=False)


def _by_grammar(frame: Frame, hit: Hit) -> int:
    """The token that means the experiencer, -1 where grammar points to no person."""
    if hit.how == "object verb":
        return _person(frame, object_of(frame, hit.head))
    if hit.how in ("body", "unsteady", "noun", "phrase", "attribute"):
        found = _owner(frame, hit)
        if found < 0 and hit.how == "noun":
            found = borne(frame, hit.end)
        if found >= 0:
            return found
    if hit.how == "attribute" and frame.mention[hit.head] >= 0:
        return hit.head
    found = _person(frame, subject(frame, hit.head))
    if found < 0:
        found = _person(frame, left_subject(frame, hit.head))
    if found < 0 and hit.how == "noun":
        found = after(frame, hit.end, _OF, 2)
        if found < 0:
            found = _following(frame, hit)
    return found


def _person(frame: Frame, token: int) -> int:
    return token if token >= 0 and frame.is_person(token) else -1


def _owner(frame: Frame, hit: Hit) -> int:
    """The possessive before the noun, or inside the words of the hit."""
    for i in range(hit.start, hit.end - 1):
        owns = frame.words[i] in POSSESSIVE or (frame.words[i + 1] == "'s" and frame.mention[i] >= 0)
        if owns and hit.how == "phrase" and hit.expression != "act":
            return i
    at = hit.end if hit.how == "attribute" else hit.head
    return _person(frame, owner(frame, at)) if at < len(frame) else -1


def _following(frame: Frame, hit: Hit) -> int:
    """The person whom a feeling comes upon: 'fear took hold of Agnes', 'horror filled my heart'."""
    _, end = frame.bounds(hit.head)
    for j in range(hit.end, min(end, hit.end + 6)):
        if frame.words[j] in MARKS or frame.words[j] == ",":
            return -1
        if frame.is_person(j):
            return j
    return -1


def _nearest(frame: Frame, hit: Hit) -> str | None:
    """The nearest person of the sentence, before rather than after; else the speaker, or whose mind it is."""
    i = hit.head
    if frame.quotation[i] >= 0:
        return frame.addressee(i) if bidden(frame, hit.start) else frame.speaker(i)
    start, end = frame.bounds(i)
    left, right = range(i - 1, max(start, i - _REACH) - 1, -1), range(hit.end, min(end, hit.end + _REACH))
    return _first(frame, left) or _before(frame, start) or frame.mind(i) or _first(frame, right)


def _first(frame: Frame, tokens: range) -> str | None:
    """The first character of the narration that these tokens mean."""
    for j in tokens:
        if frame.quotation[j] < 0 and frame.is_person(j) and (who := frame.who(j)) is not None:
            return who
    return None


def _before(frame: Frame, start: int) -> str | None:
    """The last person of the sentence before, in the same paragraph."""
    if start == 0 or frame.paragraph[frame.sentence[start]] != frame.paragraph[frame.sentence[start - 1]]:
        return None
    first, end = frame.bounds(start - 1)
    return _first(frame, range(end - 1, max(first, end - _REACH) - 1, -1))


def _target(frame: Frame, hit: Hit, experiencer: str | None, token: int) -> str | None:
    """The person toward whom: the object, what a preposition governs, the cause of fright; for love, who is there."""
    for found in _toward(frame, hit, token):
        if found >= 0 and frame.is_person(found) and frame.words[found] not in _REFLEXIVE:
            who = frame.who(found)
            if who is not None and who != experiencer:
                return who
    toward = hit.category == "love" or hit.how == "flight"
    return _only_other(frame, hit, experiencer) if toward and experiencer is not None else None


def _only_other(frame: Frame, hit: Hit, experiencer: str) -> str | None:
    """Love is toward somebody: the only other person of this sentence and the one before it, in one paragraph."""
    start, end = frame.bounds(hit.head)
    if start and frame.paragraph[frame.sentence[start]] == frame.paragraph[frame.sentence[start - 1]]:
        start = frame.bounds(start - 1)[0]
    named = {frame.who(j) for j in range(start, end) if frame.quotation[j] < 0 and frame.is_person(j)}
    others = named - {None, experiencer}
    return others.pop() if len(others) == 1 else None


def _toward(frame: Frame, hit: Hit, token: int) -> list[int]:
    found = []
    if hit.how == "object verb":
        found.append(subject(frame, hit.head))
    elif hit.how == "verb":
        found.append(object_of(frame, hit.head))
    elif hit.how == "sign":
        found.append(touched(frame, hit.head) if hit.category in ("love", "anger") else object_of(frame, hit.head))
    if hit.how == "phrase":
        found += [j for j in range(hit.start, hit.end) if frame.is_person(j) and j != token]
        found.append(object_of(frame, hit.end - 1))
        found.append(after(frame, hit.end - 1, _TOWARD))  # 'long for', 'fond of': the preposition is in the phrase
    if hit.how == "noun" and hit.category == "love":
        found += [j for j in range(max(0, hit.start - 3), hit.start) if frame.words[j] in _GIVEN]
    if hit.how not in ("body", "unsteady", "object verb"):
        found.append(after(frame, hit.end - (hit.how == "phrase"), _TOWARD))
    return found
