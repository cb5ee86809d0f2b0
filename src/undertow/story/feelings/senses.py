"""Which sense a word has where it stands: a feeling of somebody, or taste, a courtesy, a thing.

In: the frame, a token, and what the word list says of it. The decision: a word counts as a feeling only where the words
around it let it be one; *happy to help* and *Miss Vane* are left out here, so that the word lists can be plain.
"""

from undertow.story.feelings.frame import ADJ, NOUN, POSSESSIVE, PROPN, REL, VERB, Frame
from undertow.story.feelings.grammar import MARKS, after, borne, is_made, object_of, owner, subject
from undertow.story.feelings.reality import bidden
from undertow.story.feelings.vocabulary import Entry, verb_forms
from undertow.story.words import word_set

_CARRIERS = word_set(
    """face voice eyes eye look looks glance smile tone tones expression tears laugh laughter silence heart gesture cry
    sigh words mouth manner whisper gaze hands sob air way exclamation shout little shriek murmur countenance brow
    mood"""
)
_COPULAS = frozenset().union(
    *map(verb_forms, "be feel look seem become get grow sound appear remain stand make turn".split())
)
_BE = verb_forms("be") | verb_forms("get") | {"got"}
_FELT = (
    verb_forms("feel")
    | verb_forms("have")
    | word_set("with without in of full mad sick filled mixture sort kind touch no know knew such")
)
_POINTING = word_set("it that this there")
_BETWEEN = word_set(
    """so very too quite rather not n't no never more most less as a almost nearly really even all only just that much
    little always still perfectly hardly scarcely barely longer far from anything but bloody absolutely in the least and
    or nor neither , both once any half extremely exceedingly truly deeply desperately dreadfully terribly altogether"""
)
_ARTICLES = word_set("a an the")
_JOINING = word_set("and but or as that when if because , for to at with of about by in")
_AFTER_APPOSED = word_set(", . at with of and by for")
_NSUBJ = REL["nsubj"]
_CONJ = REL["conj"]
_JOINED = 3  # predicates in a row
_TOUCH = 7  # tokens in which the one who is touched stands: 'kissed the top of her head'
_THINGS = word_set("it this that these those the a an to")
ANYBODY = word_set("none nobody anybody anyone somebody someone everybody everyone")
_ABOUT = word_set("for about")
_OBJECTIVE = word_set("him her me you them")
_BIDDEN = word_set("want need like")
_VERBAL = word_set(
    """i you we they he she to n't not never really always do did does would 'd will 'll must may might who and quite
    still"""
)


def adjective_sense(frame: Frame, i: int, entry: Entry) -> str:
    """'adjective' for a predicate, 'attribute' before a noun that can carry it, '' for no feeling."""
    following = _word(frame, i + 1)
    if following == "to" and _word(frame, i - 1) == "too" and entry.category == "joy":
        return ""  # too proud to weep
    if frame.words[i] == "afraid" and _courtesy(frame, i):
        return ""
    start, _ = frame.bounds(i)
    at = i - 1
    while at > start and frame.words[at] in _BETWEEN and i - at < 6:
        at -= 1
    if at >= start and frame.words[at] in _COPULAS and not _names(frame, at, i):
        return "" if entry.category == "joy" and _offers(frame, at, i) else "adjective"
    if _conjoined(frame, i) and not _names(frame, i - 1, i):
        return "adjective"
    made = frame.words[at] in _OBJECTIVE or is_made(frame, i)  # made him angry
    if at > start and (_inverted(frame, at) or (made and "mild" not in entry.flags)):
        return "adjective"
    return _apposed_or_before_noun(frame, i, entry)


def _conjoined(frame: Frame, i: int) -> bool:
    """Whether the word is joined to a predicate: 'was not afraid but angry', 'was pleased and glad of it'."""
    at = i
    if frame.children_of(i, "obj"):
        return False
    for _ in range(_JOINED):
        if frame.relation(at) != _CONJ or not 0 <= frame.head(at) < at:
            return False
        at = frame.head(at)
        own = any(c > at for c in frame.children_of(i, "nsubj", "cop", "aux"))
        if frame.children_of(at, "cop") or any(frame.words[c] in _BE for c in frame.children_of(at, "aux")):
            return frame.upos(i) == frame.upos(at) == ADJ or (not own and frame.upos(i) in (ADJ, VERB))
    return False


def _inverted(frame: Frame, at: int) -> bool:
    """'Was she afraid?', 'Is Anna afraid?': a form of to be before its subject."""
    mention = frame.mention[at]
    first = frame.mention_start[mention] if mention >= 0 and frame.mention_end[mention] == at + 1 else at
    return frame.is_person(at) and first > 0 and frame.words[first - 1] in _BE | {"n't", "not"}


def _names(frame: Frame, at: int, i: int) -> bool:
    """Whether the word belongs to a noun after it: 'it was a glad morning', 'they are happy people'."""
    following = _word(frame, i + 1)
    if _ARTICLES & set(frame.words[at + 1 : i]) and following not in _JOINING and following not in MARKS:
        return True
    return frame.mention[i] < 0 and frame.upos(i + 1) in (NOUN, PROPN) and frame.upos(i) == ADJ


def _offers(frame: Frame, at: int, i: int) -> bool:
    """'I should be glad to', 'would be glad of': politeness."""
    start, _ = frame.bounds(i)
    would = any(word in ("would", "should", "'d") for word in frame.words[max(start, at - 3) : at])
    return would and _word(frame, i + 1) in ("to", "of")


def _apposed_or_before_noun(frame: Frame, i: int, entry: Entry) -> str:
    start, _ = frame.bounds(i)
    following, before = _word(frame, i + 1), frame.words[i - 1] if i > start else ""
    if "mild" in entry.flags:
        return "adjective" if before == "," and following in (",", ".") else ""
    mention = frame.mention[i]
    inside = mention >= 0 and frame.mention_start[mention] < i < frame.mention_end[mention] - 1
    if inside or following in _CARRIERS:
        return "attribute"
    return "adjective" if (before == "," or i == start) and following in _AFTER_APPOSED else ""


def _courtesy(frame: Frame, i: int) -> bool:
    """'I'm afraid (that) we are closed': inside quotation marks, of oneself, and not of anything."""
    speaks = "i" in frame.words[max(0, i - 4) : i]
    asks = any(word in ("not", "n't", "so", "very") for word in frame.words[max(0, i - 3) : i])
    return frame.quotation[i] >= 0 and speaks and not asks and _word(frame, i + 1) not in ("of", "for", "to")


def verb_sense(frame: Frame, i: int, entry: Entry) -> str:
    """'verb' where the subject feels, 'object verb' or 'adjective' where the object does, '' for no feeling."""
    if "object" in entry.flags:
        return _object_verb(frame, i)
    following = _word(frame, i + 1)
    formula = entry.base == "fear" and following in ("not", "i")
    if entry.base == "care":
        about = after(frame, i + 1, _ABOUT, 1)
        return "verb" if about >= 0 or following in ("whether", "if") else ""
    homonym = entry.base in ("like", "fancy", "miss") and not _plainly_verb(frame, i)
    without = entry.base in ("ache", "long", "pine") and following not in ("for", "to")
    if formula or homonym or without:
        return ""
    if not {"person", "people"} & entry.flags:
        return "verb"
    return _toward_people(frame, i, entry)


def _toward_people(frame: Frame, i: int, entry: Entry) -> str:
    """A verb that is a feeling toward a person, and taste or a wish toward a thing."""
    found = object_of(frame, i)
    if (found >= 0 and frame.is_person(found)) or _word(frame, i + 1) in ANYBODY:
        bids = entry.base in _BIDDEN and _word(frame, found + 1) == "to"
        return "" if bids else "verb"
    thing = found >= 0 or _word(frame, i + 1) in _THINGS or frame.upos(i + 1) in (NOUN, ADJ, VERB, PROPN)
    return "" if thing or "person" in entry.flags else "verb"


def _plainly_verb(frame: Frame, i: int) -> bool:
    """Whether it cannot be 'like a man', 'a fancy hat', 'Miss Vane'."""
    if frame.document.word(i)[0].isupper():
        return False
    if frame.syntax is not None:
        return frame.upos(i) == VERB
    return _word(frame, i - 1) in _VERBAL or frame.words[i].endswith(("ed", "es"))


def _object_verb(frame: Frame, i: int) -> str:
    start, _ = frame.bounds(i)
    first = max((j + 1 for j in range(max(start, i - 4), i) if frame.words[j] == ","), default=max(start, i - 4))
    group = set(frame.words[first : i - 1]) - {"'s"} | set(frame.words[max(first, i - 1) : i])
    if frame.words[i].endswith(("ed", "en", "t")) and _BE & group:
        return "adjective"
    found = object_of(frame, i)
    if found >= 0 and frame.is_person(found):
        return "object verb"
    return "adjective" if frame.words[i].endswith("ed") and found < 0 and _stands_alone(frame, i) else ""


def _stands_alone(frame: Frame, i: int) -> bool:
    """Whether a participle is set off: 'Frightened, she ran', 'Tom, disgusted by it, went', 'was tired and annoyed'."""
    start, _ = frame.bounds(i)
    return _conjoined(frame, i) or ((i == start or frame.words[i - 1] == ",") and _word(frame, i + 1) in _AFTER_APPOSED)


def _is_cue(frame: Frame, i: int) -> bool:
    """Whether the verb stands beside words that are said: '“Go!” cried Anna'."""
    beside = [*range(max(0, i - 3), i), *range(i + 1, min(len(frame), i + 6))]
    return frame.quotation[i] < 0 and any(frame.quotation[k] >= 0 for k in beside)


def is_sign_verb(frame: Frame, i: int, entry: Entry) -> bool:
    """Whether the verb is done by a person, or bidden ('do not cry'), and done to one where it must be."""
    if frame.upos(i) not in (-1, VERB):
        return False
    if "cue" in entry.flags and (_is_cue(frame, i) or _word(frame, i + 1) == "out"):
        return False
    found = object_of(frame, i) if {"person", "alone"} & entry.flags else -1
    if "person" in entry.flags:
        return touched(frame, i) >= 0
    if "alone" in entry.flags and found >= 0:
        return False
    doer = subject(frame, i)
    if doer < 0:
        return frame.quotation[i] >= 0 and bidden(frame, i)
    return frame.is_person(doer) or frame.words[doer] == "who"


def touched(frame: Frame, i: int) -> int:
    """Whom the verb at `i` is done to: its object, or the one whose head, hand ... it is; -1 for nobody."""
    found = object_of(frame, i)
    if found >= 0 and frame.is_person(found):
        return found
    _, end = frame.bounds(i)
    for j in range(i + 1, min(end, i + _TOUCH)):
        if frame.words[j] in MARKS or frame.words[j] in _JOINING - {"of"} or frame.quotation[j] != frame.quotation[i]:
            return -1
        if frame.is_person(j):
            return j
    return -1


def is_sign_noun(frame: Frame, i: int, entry: Entry) -> bool:
    """Whether 'smile', 'shudder' ... is somebody's, or 'a', 'no', 'a kind of', with at most two words between."""
    if frame.words[i] != entry.base or "noun" not in entry.flags:
        return False
    start, _ = frame.bounds(i)
    before = frame.words[max(start, i - 3) : i]
    return any(word in POSSESSIVE or word in ("a", "no", "any", "of", "'s") for word in before)


def is_felt_noun(frame: Frame, i: int, entry: Entry) -> bool:
    """Whether the noun is somebody's feeling; a weak noun needs an owner or a verb of feeling."""
    if frame.upos(i + 1) == NOUN or _word(frame, i + 1).startswith("-"):
        return False
    start, _ = frame.bounds(i)
    felt = any(word in _FELT for word in frame.words[max(start, i - 4) : i])
    before = frame.words[max(start, i - 4) : i]
    named = bool(_BE & set(before)) and bool(_POINTING & set(before))  # 'it was not love'
    if frame.words[i] == "pity" and before[-1:] == ["a"]:
        return False
    if "weak" not in entry.flags or felt or named or owner(frame, i) >= 0 or borne(frame, i + 1) >= 0:
        return True
    acts = frame.relation(i) == _NSUBJ and frame.upos(frame.head(i)) == VERB  # 'love had made her foolish'
    return acts and (found := object_of(frame, frame.head(i))) >= 0 and frame.is_person(found)


def _word(frame: Frame, i: int) -> str:
    return frame.words[i] if 0 <= i < len(frame) else ""
