"""Subject, object, owner, part of speech of a token: from the dependencies where there are any, else from word order.

All answers are token positions, -1 for none; each looks at a bounded number of tokens.
"""

from undertow.layers.values import RELATIONS
from undertow.story.feelings.clauses import controller, relative_object
from undertow.story.feelings.frame import ADJ, ADV, AUX, NOMINATIVE, POSSESSIVE, PRON, VERB, Frame
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

MARKS = word_set('; : ( ) “ ” " « » — – . ! ? ‘')
PREPOSITIONS = word_set(
    """of at in on to with for from by about into over under upon against toward towards behind before after beside
    between like near"""
)
_BEFORE_NOUN = word_set(
    """the a an my your his its our their no some any such this that these those much great little of with in from
    without for into by every pure sheer utter sudden deep old his old all more"""
)
_BEFORE_VERB = word_set(
    """i he she they we you who to will would shall should can could may might must do did does n't not never 'll 'd"""
)
_AFTER_OBJECT = word_set(
    """and so very that now then again as when because if but the a an to not too more always never well better out up
    down back off away he she it they i you we who which there here since while before until still all or"""
)
_NO_OBJECT = word_set(", i he she they we and but when that as if because who what how")
_STEPS = 5  # up the tree: he wanted to begin to hate
_RELATIVE = 6  # tokens between 'who' and what it governs
_OBJECT_REACH = 8  # tokens to the right in which an object is believed
_REACH = 22  # tokens to the left in which a subject is looked for
_UP = {
    RELATIONS.index(name)
    for name in """conj xcomp advcl aux cop obj obl advmod amod nmod nsubj parataxis ccomp dep""".split()
}
_ACL, _NSUBJ = RELATIONS.index("acl"), RELATIONS.index("nsubj")
_OWNING = {RELATIONS.index("nmod"), RELATIONS.index("det")}
_BEARING = word_set("face eyes eye voice heart look smile expression breast chest tone glance stomach")
_BORNE = word_set("in of on across over into through upon from behind")
_CAUSING = forms_of("make leave render find keep see hear watch feel think believe consider imagine")
_GROUP = forms_of("be have do") | word_set(
    "had not n't never so very too quite could would will shall should may might"
)
_OBJECTIVE = word_set("him her me you them us")


def is_verb(frame: Frame, i: int) -> bool:
    """Whether token `i` is used as a verb."""
    if frame.syntax is not None:
        return frame.upos(i) in (VERB, AUX)
    before = frame.words[i - 1] if i else ""
    if before in _BEFORE_VERB:
        return True
    if before in _BEFORE_NOUN or before == "'s":
        return False
    following = frame.words[i + 1] if i + 1 < len(frame) else ""
    return not (before == "her" and following not in POSSESSIVE | {"the", "a", "him"})


def is_noun(frame: Frame, i: int) -> bool:
    """Whether token `i` is used as a noun; the list has nouns, so an adjective by mistake is one too."""
    if frame.syntax is not None:
        return frame.upos(i) not in (VERB, AUX, ADV)
    before = frame.words[i - 1] if i else ""
    return before not in _BEFORE_VERB


def is_adjective(frame: Frame, i: int) -> bool:
    """Whether token `i` is used as an adjective or a participle."""
    return frame.syntax is None or frame.upos(i) in (ADJ, VERB, ADV)


def subject(frame: Frame, i: int) -> int:
    """The subject that governs token `i`; of 'heard him crying', 'made her happy' it is the object.

    A dependency that leads past a nearer subject is not believed: 'he says he is late, and I love him'.
    """
    start, _ = frame.bounds(i)
    if i > start and frame.words[i - 1] in _OBJECTIVE and not is_possessive(frame, i - 1):
        return i - 1
    if is_made(frame, i):
        return i - 1
    relative = _relative(frame, i)
    if relative >= 0:
        return _subject_of_predicate(frame, relative)
    nearest = left_subject(frame, i)
    found = _governing(frame, i) if frame.syntax is not None else -1
    led_past = found < nearest and _is_subject(frame, nearest, i) and frame.words[nearest] != "who"
    if found < 0 or led_past:
        return nearest
    return _subject_of_predicate(frame, found)


def is_made(frame: Frame, i: int) -> bool:
    """Whether the object of a verb stands right before token `i`: 'made Anna angry', 'heard Anna crying'."""
    mention = frame.mention[i - 1] if i else -1
    if mention < 0 or frame.mention_end[mention] != i or frame.mention_start[mention] == 0:
        return False
    return frame.words[frame.mention_start[mention] - 1] in _CAUSING


def _relative(frame: Frame, i: int) -> int:
    """The word before a 'who' that governs token `i`, or the 'who' where that is no person; -1 without one."""
    start, _ = frame.bounds(i)
    for j in range(i - 1, max(start, i - _RELATIVE) - 1, -1):
        word = frame.words[j]
        if word in MARKS or word == "," or (word in NOMINATIVE and word != "who"):
            return -1
        if word == "who" and j > start:
            named = j - 2 if frame.words[j - 1] == "," and j - 2 >= start else j - 1
            known = frame.mention[named] >= 0 or frame.upos(named) == PRON
            return named if known else j
    return -1


def _is_subject(frame: Frame, j: int, i: int) -> bool:
    """Whether token `j` is a nominative, stands right before the verb group of `i`, or in some verb's subject."""
    if frame.words[j] in NOMINATIVE or all(word in _GROUP for word in frame.words[j + 1 : i]):
        return True
    mention = frame.mention[j]
    start = frame.mention_start[mention] if mention >= 0 else j
    return any(frame.relation(k) == _NSUBJ for k in range(start, j + 1))


def _subject_of_predicate(frame: Frame, found: int) -> int:
    """'Old Per was not a man who feared': the man is Old Per."""
    if found >= 0 and frame.syntax is not None and frame.children_of(found, "cop"):
        named = [c for c in frame.children_of(found, "nsubj") if c < found and frame.is_person(c)]
        return named[-1] if named else found
    return found


def _governing(frame: Frame, i: int) -> int:
    """The subject of token `i` or of what it depends on, by the dependencies."""
    at = i
    for _ in range(_STEPS):
        found = [c for c in frame.children_of(at, "nsubj") if c != i]
        before = [c for c in found if c < i]
        if before or (found and (at != i or _follows(frame, found[0], at))):
            return antecedent(frame, max(before, default=found[0]), at)
        relation, head = frame.relation(at), frame.head(at)
        if head >= 0 and frame.quotation[head] != frame.quotation[i]:
            break  # '“Don't be scared,” Anna said': it is not she
        if head >= 0 and (controls := controller(frame, at, head)) >= 0:
            return controls
        if relation == _ACL and head >= 0:
            return head
        if head < 0 or relation not in _UP:
            break
        at = head
    return -1


def _follows(frame: Frame, j: int, verb: int) -> bool:
    """Whether the subject at `j` stands right behind its verb: '“Hush,” squeaked Toby'; not 'afraid she would'."""
    mention = frame.mention[j]
    start = frame.mention_start[mention] if mention >= 0 else j
    return frame.upos(verb) == VERB and verb < start <= verb + 2


def antecedent(frame: Frame, found: int, verb: int) -> int:
    """The noun that a relative pronoun stands for; any other word stands for itself."""
    if frame.words[found] in ("who", "that", "which") and frame.relation(verb) == _ACL and frame.head(verb) >= 0:
        return frame.head(verb)
    return found


def left_subject(frame: Frame, i: int) -> int:
    """The nearest word to the left that can be a subject: a nominative, or a name that no preposition governs."""
    start, _ = frame.bounds(i)
    line = frame.quotation[i]
    other = -1  # a name that is no subject: 'she kissed Tom and smiled'
    for j in range(i - 1, max(start, i - _REACH) - 1, -1):
        word = frame.words[j]
        if frame.quotation[j] != line:
            continue
        if word in MARKS and word not in '“”"':
            return -1
        if word in NOMINATIVE:
            if word == "who" and j and frame.words[j - 1] == ",":
                continue
            return j
        mention = frame.mention[j]
        if mention >= 0 and frame.mention_end[mention] == j + 1 and word not in POSSESSIVE:
            before = frame.words[frame.mention_start[mention] - 1] if frame.mention_start[mention] > start else ""
            after = frame.words[j + 1]
            if frame.syntax is not None and not _is_subject(frame, j, i):
                other = j if other < 0 else other
                continue
            if before not in PREPOSITIONS and after != "'s" and word not in ("him", "me", "them", "us"):
                return j
    return other


def object_of(frame: Frame, i: int) -> int:
    """What the verb at `i` acts upon."""
    if frame.syntax is not None:
        found = next((c for c in frame.children_of(i, "obj", "iobj") if i < c <= i + _OBJECT_REACH), -1)
        if found < 0:
            found = relative_object(frame, i)
        if found >= 0 or frame.upos(i) != VERB:
            return found
    _, end = frame.bounds(i)
    for j in range(i + 1, min(end, i + 5)):
        word = frame.words[j]
        if word in MARKS or word in _NO_OBJECT or word in PREPOSITIONS or frame.quotation[j] != frame.quotation[i]:
            return -1
        if frame.is_person(j):
            mention = frame.mention[j]
            last = min(frame.mention_end[mention] - 1 if mention >= 0 else j, end - 1)
            owned = is_possessive(frame, j) or (last + 1 < end and frame.words[last + 1] == "'s")
            return -1 if owned else last
    return -1


def is_possessive(frame: Frame, i: int) -> bool:
    """Whether the pronoun at `i` owns what follows; 'her' may also be an object."""
    word = frame.words[i]
    if word != "her":
        return word in POSSESSIVE
    if frame.syntax is not None:
        return frame.relation(i) in _OWNING
    following = frame.words[i + 1] if i + 1 < len(frame) else "."
    return following.isalpha() and following not in PREPOSITIONS | _AFTER_OBJECT


def owner(frame: Frame, i: int) -> int:
    """Whose the noun at `i` is: the possessive before it, or whom a 'whose' describes."""
    start, _ = frame.bounds(i)
    for j in range(i - 1, max(start, i - 5) - 1, -1):
        word = frame.words[j]
        if word in POSSESSIVE:
            return j
        if word == "whose":
            return _described(frame, j)
        if word == "'s" and j > start:
            return j - 1
        if word.endswith("s'") and frame.mention[j] >= 0:
            return j
        if word in MARKS or word == "," or word in PREPOSITIONS or word in ("the", "a", "an", "and"):
            return -1
    return -1


def _described(frame: Frame, j: int) -> int:
    """The person whom the 'whose' at token `j` describes: 'the general, whose love was old'; -1 for no person."""
    start, _ = frame.bounds(j)
    named = j - 2 if frame.words[j - 1] == "," else j - 1
    if named >= start and frame.mention[named] >= 0:
        return named
    at = j
    for _ in range(_STEPS):
        if at < 0 or frame.relation(at) == _ACL:
            break
        at = frame.head(at)
    return frame.head(at) if at >= 0 and frame.relation(at) == _ACL else -1


def borne(frame: Frame, i: int) -> int:
    """Whose face, eyes, voice ... follows at `i`: 'fear in Tom's eyes', 'joy passed over her face'; -1 for nobody's."""
    _, end = frame.bounds(i - 1)
    where = next((j for j in range(i, min(end, i + 3)) if frame.words[j] in _BORNE), -1)
    if where < 0 or any(frame.words[j] in MARKS for j in range(i, where)):
        return -1
    for j in range(where + 2, min(end, where + 6)):
        if frame.words[j] in _BEARING:
            return owner(frame, j)
    return -1


def after(frame: Frame, i: int, prepositions: frozenset[str], reach: int = 5, *, of: int = -1) -> int:
    """The person in the complement of a preposition that follows token `i`; it hangs on token `of` if that is given."""
    if i >= len(frame):
        return -1  # the text ends with what is felt
    _, end = frame.bounds(i)
    for j in range(i, min(end - 1, i + reach)):
        word = frame.words[j]
        if j > i and (word in MARKS or word == "," or frame.quotation[j] != frame.quotation[i]):
            return -1
        if word in prepositions and not (word == "to" and frame.upos(j + 1) in (VERB, AUX)):
            for k in range(j + 1, min(end, j + 4)):
                if frame.words[k] in MARKS or frame.words[k] == ",":
                    break
                if frame.is_person(k):
                    k = owned(frame, k) if is_possessive(frame, k) else k  # noqa: PLW2901
                    if k < 0 or (k + 1 < end and frame.words[k + 1] == "'s"):
                        break
                    elsewhere = of >= 0 and j > i and frame.syntax is not None and frame.head(k) != of
                    return -1 if elsewhere else k
    return -1


def owned(frame: Frame, i: int) -> int:
    """The person who is said to be somebody's by the possessive at `i`: 'her father'; -1 for 'her fear'."""
    for k in range(i + 1, min(len(frame), i + 4)):
        if frame.mention[k] >= 0 and frame.mention_start[frame.mention[k]] == i:
            return min(frame.mention_end[frame.mention[k]], len(frame)) - 1
    return -1


def clause_start(frame: Frame, i: int) -> int:
    """Where the clause of token `i` begins: after the last mark, comma or joining word before it."""
    start, _ = frame.bounds(i)
    for j in range(i - 1, start - 1, -1):
        word = frame.words[j]
        if word in MARKS or word in _CLAUSE or frame.quotation[j] != frame.quotation[i]:
            return j + 1
        if word == "and" and j + 1 < i and (frame.words[j + 1] in NOMINATIVE or frame.words[j + 1] in ("it", "there")):
            return j + 1
    return start


_CLAUSE = word_set(", but because although though while when until since before after than")
