"""Who feels, and toward whom.

The experiencer is found by grammar (subject, object of a verb like *frighten*, owner of the heart); where grammar finds
nobody it is the nearest person before, in this sentence or the last, then the one whose mind we are in, then the next
person. Inside quotation marks the last resort is the speaker, or, where something is bidden, the one who is spoken to;
what is bidden outside of them is bidden to whoever the narration calls 'you'. Where grammar finds several people at
once, or somebody who is no character, it is unknown.
"""

from dataclasses import dataclass

from undertow.story.columns import PERSON_OF, Person
from undertow.story.feelings.clauses import agent, bearer, described, is_passive, roused, several, stranger
from undertow.story.feelings.frame import ADJ, POSSESSIVE, REL, Frame
from undertow.story.feelings.grammar import (
    MARKS,
    after,
    borne,
    is_possessive,
    left_subject,
    object_of,
    owned,
    owner,
    subject,
)
from undertow.story.feelings.hits import Hit
from undertow.story.feelings.reality import bidden
from undertow.story.feelings.senses import ANYBODY, touched
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

_WHOEVER = ANYBODY | {"who", "those"}  # a subject, though nobody that is known
_CARE = forms_of("care mind worry wonder matter")
_TOWARD = word_set("of for at with toward towards to about against on after upon by")
_CARING = _TOWARD | {"whether", "if"}  # did not care whether he came
_FACTS = word_set("it this that what")
_GIVEN = word_set("him me you them us")  # blew him a kiss
_OBL = REL["obl"]
_WITH = word_set("with in")
_AT = word_set("at to upon on toward towards")
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
    token = described(frame, _by_grammar(frame, hit))
    if hit.how in ("verb", "sign") and is_passive(frame, hit.head):
        done_by = agent(frame, hit.head)
        experiencer = frame.who(done_by) if done_by >= 0 else None
        target = frame.who(token) if token >= 0 else None
        return People(experiencer, done_by, target, sure=True)
    if token >= 0:
        many = frame.words[token] in ANYBODY or several(frame, token, hit.head)
        experiencer = None if many else frame.who(token)
        apart = _apart(frame, hit, token) if experiencer is not None else None
        return apart or People(experiencer, token, _target(frame, hit, experiencer, token), sure=True)
    experiencer = _nearest(frame, hit)
    return People(experiencer, -1, _target(frame, hit, experiencer, -1), sure=False)


def _by_grammar(frame: Frame, hit: Hit) -> int:
    """The token that means the experiencer, -1 where grammar points to no person."""
    if hit.how == "object verb" or (hit.how == "verb" and _brought_about(frame, hit.head)):
        return _person(frame, object_of(frame, hit.head))
    if hit.how in ("body", "unsteady", "noun", "phrase", "attribute"):
        found = _owner(frame, hit)
        if found < 0 and hit.how == "noun":
            found = _person(frame, bearer(frame, hit.head))
        if found < 0 and hit.how == "noun":
            found = roused(frame, hit.head)
        if found < 0 and _is_to_the(frame, hit):
            return max(after(frame, hit.end, _OF, 1), hit.start)  # 'to the delight of Anna', or of nobody known
        if found < 0 and hit.how == "noun":
            found = borne(frame, hit.end)
        if found >= 0:
            return found
    if hit.how == "attribute" and frame.mention[hit.head] >= 0:
        return hit.head
    found = _person(frame, subject(frame, hit.head))
    if found < 0 and hit.how in ("verb", "adjective", "phrase"):
        found = stranger(frame, hit.head)
    if found < 0:
        found = _person(frame, left_subject(frame, hit.head))
    if found < 0 and hit.how == "noun":
        found = after(frame, hit.end, _OF, 2)
        if found < 0:
            found = _following(frame, hit)
    return found


def _brought_about(frame: Frame, i: int) -> bool:
    """Whether an 'it' has the person that the verb at `i` acts upon feel: 'it grieved him', 'this would worry her'."""
    found = object_of(frame, i)
    doers = frame.children_of(i, "nsubj")
    return found >= 0 and frame.is_person(found) and any(frame.words[c] in _FACTS and c < i for c in doers)


def _is_to_the(frame: Frame, hit: Hit) -> bool:
    """Whether a feeling is said to be the outcome: 'to the delight of Anna', 'to the great dismay of the family'."""
    if hit.how == "phrase":
        return frame.words[hit.start : hit.start + 2] == ["to", "the"]
    before = frame.words[max(0, hit.start - 3) : hit.start]
    described = len(before) == 3 and frame.upos(hit.start - 1) == ADJ
    to_the = before[-2:] == ["to", "the"] or (described and before[:2] == ["to", "the"])
    return to_the and frame.words[hit.end : hit.end + 1] == ["of"]


def _person(frame: Frame, token: int) -> int:
    return token if token >= 0 and (frame.is_person(token) or frame.words[token] in _WHOEVER) else -1


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
    if hit.end < end and frame.words[hit.end] in _TOWARD:
        return -1  # 'dislike for Agnes' is another's
    for j in range(hit.end, min(end, hit.end + 6)):
        if frame.words[j] in MARKS or frame.words[j] == ",":
            return -1
        if frame.is_person(j):
            whole = owned(frame, j) if is_possessive(frame, j) else -1
            return j if whole < 0 else whole
    return -1


def _nearest(frame: Frame, hit: Hit) -> str | None:
    """The nearest person of the sentence, before rather than after; else the speaker, or whose mind it is."""
    i = hit.head
    if frame.quotation[i] >= 0:
        return frame.addressee(i) if bidden(frame, hit.start) else frame.speaker(i)
    if bidden(frame, hit.start):
        return frame.reader
    start, end = frame.bounds(i)
    left, right = range(i - 1, max(start, i - _REACH) - 1, -1), range(hit.end, min(end, hit.end + _REACH))
    near = _first(frame, left) or _before(frame, start) or frame.mind(i) or _first(frame, right)
    return near or _next(frame, end)


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


def _next(frame: Frame, end: int) -> str | None:
    """The first person of the sentence after, in the same paragraph: 'It was envy. Anna wrote that down' is hers."""
    if end >= len(frame) or frame.paragraph[frame.sentence[end]] != frame.paragraph[frame.sentence[end - 1]]:
        return None
    first, stop = frame.bounds(end)
    return _first(frame, range(first, min(stop, first + _REACH)))


def _target(frame: Frame, hit: Hit, experiencer: str | None, token: int) -> str | None:
    """The person toward whom: the object, what a preposition governs, the cause of fright; for love, who is there."""
    for found in _toward(frame, hit, token):
        if found >= 0 and frame.is_person(found) and frame.words[found] not in _REFLEXIVE:
            who = frame.who(found)
            if who is not None and who != experiencer:
                return who
    if _has_object(frame, hit):
        return None
    toward = hit.category == "love" or hit.how == "flight"
    return _only_other(frame, hit, experiencer) if toward and experiencer is not None else None


def _apart(frame: Frame, hit: Hit, token: int) -> People | None:
    """The people of 'he hated the King' where coreference makes them one: whom a pronoun means must be somebody else.

    A pronoun and what its clause is toward are never the same person (principle B of binding, Chomsky 1981).
    """
    if hit.how not in ("verb", "object verb", "sign", "adjective") or frame.quotation[hit.head] >= 0:
        return None
    who = frame.who(token)
    toward = (t for t in _toward(frame, hit, token) if t >= 0 and t != token and frame.words[t] not in _REFLEXIVE)
    same = next((t for t in toward if frame.is_person(t) and frame.who(t) == who), -1)
    wrong = same if same >= 0 and frame.words[same] in PERSON_OF else token
    if same < 0 or frame.words[wrong] not in PERSON_OF or frame.words[wrong] in POSSESSIVE - {"her"}:
        return None
    other = _other(frame, hit.head, who, PERSON_OF[frame.words[wrong]])
    if other is None:
        return None
    return People(who, token, other, sure=True) if wrong == same else People(other, token, who, sure=True)


def _other(frame: Frame, i: int, who: str | None, person: Person) -> str | None:
    """The only other character of the scene at token `i` whom the text calls by such a pronoun, or by none.

    Whoever is 'I' or 'you' in the narration is no 'she'.
    """
    told = (who, frame.narrator, frame.reader)
    called = {Person.HE: "he/him", Person.SHE: "she/her"}.get(person)
    found = [id for id in frame.present(i) if id not in told and frame.pronouns[id] in (called, "")]
    sure = [id for id in found if frame.pronouns[id] == called]
    found = sure or found
    return found[0] if called is not None and len(found) == 1 else None


def _has_object(frame: Frame, hit: Hit) -> bool:
    """Whether the words say what it is toward, though that is no character: 'never liked the Lambs', 'fond of dogs'."""
    if hit.how == "verb" and (object_of(frame, hit.head) >= 0 or frame.children_of(hit.head, "obj")):
        return True
    last = hit.end - (hit.how == "phrase" and frame.words[hit.end - 1] in _TOWARD)
    return last < len(frame) - 1 and frame.words[last] in _TOWARD - {"to"}


def _only_other(frame: Frame, hit: Hit, experiencer: str) -> str | None:
    """Love is toward somebody: the only other person of this sentence and the one before it, in one paragraph."""
    start, end = frame.bounds(hit.head)
    if start and frame.paragraph[frame.sentence[start]] == frame.paragraph[frame.sentence[start - 1]]:
        start = frame.bounds(start - 1)[0]
    named = {frame.who(j) for j in range(start, end) if frame.quotation[j] < 0 and frame.is_person(j)}
    others = named - {None, experiencer}
    return others.pop() if len(others) == 1 else None


def _looked_at(frame: Frame, i: int) -> int:
    """The object of the verb that a feeling goes with: 'watched him with hatred', 'looked at her with love'."""
    if frame.relation(i) != _OBL or not any(frame.words[c] in _WITH for c in frame.children_of(i, "case")):
        return -1
    verb = frame.head(i)
    found = object_of(frame, verb)
    if found >= 0 or verb >= i:
        return found
    others = [c for c in frame.children_of(verb, "obl") if c != i and frame.is_person(c)]
    return next((c for c in others if any(frame.words[k] in _AT for k in frame.children_of(c, "case"))), -1)


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
    if hit.how == "noun" and hit.category in ("love", "anger"):
        found.append(_looked_at(frame, hit.head))
    if hit.how == "noun" and hit.category == "love":
        found += [j for j in range(max(0, hit.start - 3), hit.start) if frame.words[j] in _GIVEN]
    if hit.how not in ("body", "unsteady", "object verb"):
        asks = _CARING if frame.words[hit.head] in _CARE else _TOWARD
        found.append(after(frame, hit.end - (hit.how == "phrase"), asks, of=hit.head))
    return found
