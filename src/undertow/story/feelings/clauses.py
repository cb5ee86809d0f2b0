"""What the dependencies say of the people of a clause: passive, control, relative clauses, several people at once.

All answers are token positions, -1 for none, and -1 throughout where there are no dependencies; each looks at a bounded
number of tokens.
"""

from undertow.layers.values import RELATIONS
from undertow.story.feelings.frame import NOUN, PROPN, VERB, Frame
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

_BE = forms_of("be get") | word_set("'s 're 'm got been being")
_RELATIVES = word_set("who whom that which whose")
_OWN = forms_of("promise threaten vow swear")  # 'he promised her to love': it is he who loves
_ROUSING = forms_of(
    "rouse arouse awaken wake excite create cause inspire produce provoke kindle stir raise evoke bring occasion"
) | {"awoke", "woke", "brought"}
_BEARING = forms_of("feel bear have know nurse harbour harbor carry hide cherish")
_UP = 4  # steps from a word to the noun that its clause describes
_OBJ = RELATIONS.index("obj")
_ACL, _XCOMP, _CCOMP = RELATIONS.index("acl"), RELATIONS.index("xcomp"), RELATIONS.index("ccomp")
_CONJ = RELATIONS.index("conj")
_JOINING = word_set("and or nor")
_CARRYING = word_set(
    "face faces eye eyes voice voices heart look looks smile expression tone tones glance words hand hands mouth manner"
)
_AGENT = 8  # tokens from a participle to the 'by' of who did it
_OBJECT = 4  # tokens between a verb and the object whose feeling it brings about


def is_passive(frame: Frame, i: int) -> bool:
    """Whether the verb at `i` is a participle of the passive: 'was loved', 'loved by Anna'."""
    if not frame.words[i].endswith(("ed", "en", "t", "n")):
        return False
    if frame.syntax is None:
        return frame.words[max(0, i - 1)] in _BE
    if any(frame.words[c] in _BE for c in frame.children_of(i, "aux", "cop") if i - _OBJECT <= c < i):
        return True
    return i + 1 < len(frame) and frame.words[i + 1] == "by" and not frame.children_of(i, "nsubj", "obj")


def agent(frame: Frame, i: int) -> int:
    """By whom it is done that the participle at `i` says."""
    _, end = frame.bounds(i)
    for j in range(i + 1, min(end - 1, i + _AGENT)):
        if frame.words[j] == "by":
            return next((k for k in range(j + 1, min(end, j + 4)) if frame.is_person(k)), -1)
    return -1


def controller(frame: Frame, i: int, verb: int) -> int:
    """Who does what token `i` says, where `verb` governs it and has an object: 'she wanted Tom to be happy'."""
    if frame.relation(i) not in (_XCOMP, _CCOMP) or frame.words[verb] in _OWN or frame.children_of(i, "nsubj"):
        return -1
    objects = [c for c in frame.children_of(verb, "obj", "iobj") if verb < c < i and frame.is_person(c)]
    return objects[-1] if objects else -1


def relative_object(frame: Frame, i: int) -> int:
    """The noun before a relative clause whose verb at `i` acts upon it: 'the man (whom) she loved'."""
    if frame.relation(i) != _ACL or not 0 <= frame.head(i) < i or frame.upos(i) != VERB:
        return -1
    if any(frame.words[c] != "that" for c in frame.children_of(i, "mark")):
        return -1  # 'a beggar if I like'
    subjects = [c for c in frame.children_of(i, "nsubj") if c < i and frame.words[c] not in _RELATIVES]
    objects = [c for c in frame.children_of(i, "obj", "iobj") if frame.words[c] not in _RELATIVES]
    return frame.head(i) if subjects and not objects else -1


def described(frame: Frame, i: int) -> int:
    """The noun right before a 'who' at token `i`, which it stands for; any other token stands for itself."""
    if i < 1 or frame.words[i] != "who":
        return i
    noun = i - 2 if frame.words[i - 1] == "," and i >= 2 else i - 1
    inside = frame.sentence[noun] == frame.sentence[i]
    return noun if inside and (frame.mention[noun] >= 0 or frame.upos(noun) in (NOUN, PROPN)) else i


def stranger(frame: Frame, i: int) -> int:
    """The subject of the clause of token `i` where it is a noun that stands for nobody known: 'the parish adored her'.

    -1 where the noun is somebody's ('his voice was sad') or shows what another feels ('the voice was sad').
    """
    found = [c for c in frame.children_of(i, "nsubj") if c < i]
    if not found:
        return -1
    noun = found[-1]
    if frame.words[noun] in _RELATIVES and frame.relation(i) == _ACL:
        noun = frame.head(i)
    if frame.upos(noun) != NOUN or frame.words[noun] in _CARRYING or frame.children_of(noun, "nmod"):
        return -1
    return noun


def several(frame: Frame, i: int, feels: int) -> bool:
    """Whether the person at token `i` feels what `feels` says with others named beside: 'neither Tom nor Anna'."""
    if frame.syntax is None or frame.mention[i] < 0 or _describes(frame, feels, i):
        return False
    with_it = [c for c in frame.children_of(i, "conj") if frame.mention[c] >= 0]
    if frame.words[i + 1 : i + 2] == ["who"]:
        with_it = [c for c in with_it if c < feels]  # 'the girl who was afraid, and the prince'
    if frame.relation(i) == _CONJ and 0 <= frame.head(i) < i and frame.mention[frame.head(i)] >= 0:
        with_it.append(i)
    return any(frame.words[k - 1] in _JOINING for c in with_it if (k := frame.mention_start[frame.mention[c]]) > 0)


def _describes(frame: Frame, at: int, noun: int) -> bool:
    """Whether token `at` stands in a relative clause of the noun."""
    for _ in range(_UP):
        if at < 0 or (frame.relation(at) == _ACL and frame.head(at) == noun):
            return at >= 0
        at = frame.head(at)
    return False


def roused(frame: Frame, i: int) -> int:
    """In whom the feeling that the noun at `i` names is roused: 'it woke surprise in Anna'; its verb without one.

    -1 where the noun is not what is roused.
    """
    verb = frame.head(i)
    if frame.relation(i) != _OBJ or verb < 0 or frame.words[verb] not in _ROUSING:
        return -1
    about = [c for at in (verb, i) for c in frame.children_of(at, "obl", "nmod", "iobj") if frame.is_person(c)]
    return next((c for c in about if _is_in(frame, c)), verb)


def _is_in(frame: Frame, i: int) -> bool:
    cases = {frame.words[c] for c in frame.children_of(i, "case")}
    return not cases or bool(cases & {"in", "to", "among", "from"})


def bearer(frame: Frame, i: int) -> int:
    """Who is said to feel it by a clause that describes the noun at `i`: 'the hatred she felt'."""
    for verb in frame.children_of(i, "acl"):
        if frame.words[verb] in _BEARING and (subjects := frame.children_of(verb, "nsubj")):
            return subjects[0]
    return -1
