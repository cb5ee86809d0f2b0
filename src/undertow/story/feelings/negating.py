"""Whether a feeling is denied: cues of negation that govern it, by rule and by the layer of negation.

The decision: a cue counts inside its own clause and has to reach the feeling itself. *Could not help smiling* denies
nothing, *never spoke against affection* denies a speaking, *not ceased to love* denies the ceasing.
"""

from itertools import pairwise

from undertow.layers.values import Negation
from undertow.story.feelings.frame import NOMINATIVE, VERB, Frame
from undertow.story.feelings.grammar import MARKS, PREPOSITIONS, clause_start
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

Scope = dict[int, int]  # token -> the cue of negation that it is in the scope of

NEGATIONS = word_set("not n't never no nothing hardly scarcely barely without neither nor none nobody cannot least")
UNHELD = word_set("help repress suppress hide conceal resist contain restrain stop but forget prevent only")
_NONE = word_set("nobody none nothing")  # what they are said not to do is their own: 'nothing that she feared'
_REFUSING = forms_of("refuse fail cease") | {"far", "stopped"}  # refused to weep, far from happy, stopped trembling
_DENYING = forms_of("deny")
_NO_MORE = (["no", "more"], ["no", "longer"])
_CEASING = {"stopped", "ceased"}
_RAISING = forms_of("think believe suppose imagine fancy say mean be")  # 'I do not think that he loves her'
_LIGHT = forms_of("be have feel know show do get bear") | word_set("can could will would shall should may might must")
_AGAIN = word_set("so more such again before only")  # 'never so happy', 'not only'
_MEASURES = word_set("so as more better half")  # never loved her so well
WH = word_set("how why what where when whether")  # 'could not have said why it should trouble him'
_TAKEN_BACK = word_set("but so more better except save")
_RAISED = 4  # tokens from a negation to such a verb
_REACH = 9  # tokens from a cue to what it negates
_NEAR_NOUN = 5  # the same for a noun, where verbs cannot be told


def denied(frame: Frame, start: int, end: int, *, how: str, scope: Scope | None = None) -> bool:
    """Whether a cue of negation governs the tokens `start` to `end` of a hit.

    A noun is reached through light verbs alone, and the body can be denied inside of its words. `scope` is what the
    layer of negation says: it counts where the rules see no cue in the clause.
    """
    if _by_its_words(frame, start, end, how):
        return True
    if frame.words[start].endswith("ier"):
        return False  # could not have been happier
    clause = clause_start(frame, start)
    first = max(clause, start - _REACH)
    for j in range(start - 1, first - 1, -1):
        verdict = _cue(frame, j, first, (start, end), how)
        if verdict is not None:
            return verdict
    earlier = set(frame.words[clause:start])
    return scope is not None and not NEGATIONS & earlier and clause <= scope.get(start, -1)


def _by_its_words(frame: Frame, start: int, end: int, how: str) -> bool:
    """Whether the words of a hit deny it themselves, or those right beside them."""
    inside = set(frame.words[start:end])
    if "nothing" in inside or frame.words[end : end + 2] in _NO_MORE or frame.words[end + 1 : end + 3] in _NO_MORE:
        return True  # felt nothing, loved him no more
    if how == "body" and inside & (NEGATIONS | _CEASING):
        return True  # her hands had stopped trembling
    if how in ("verb", "sign") and _of_nobody(frame, end):
        return True
    return frame.words[max(0, start - 2) : start] == ["anything", "but"]


def _of_nobody(frame: Frame, i: int) -> bool:
    """Whether the object at `i` is nobody, and nothing takes it back: 'feared nobody', not 'nothing so much as him'."""
    after = frame.words[i : i + 4]
    stop = next((k for k, word in enumerate(after) if word in MARKS or word == ","), len(after))
    nobody = after[:1] in (["nobody"], ["nothing"], ["none"]) or after[:2] == ["no", "one"]
    return nobody and not _TAKEN_BACK & set(after[:stop])


def raised(frame: Frame, verb: int) -> bool:
    """Whether the verb of believing at `verb` is negated for what it governs: 'I do not think that he loves her'."""
    first = max(clause_start(frame, verb), verb - _RAISED)
    return frame.words[verb] in _RAISING and bool(NEGATIONS & set(frame.words[first:verb]))


def _cue(frame: Frame, j: int, first: int, place: tuple[int, int], how: str) -> bool | None:
    """What the word at `j` says of the hit: that it is denied, that it is not, or nothing."""
    word, between = frame.words[j], frame.words[j + 1 : place[0]]
    if _held_off(word, between):
        return True
    if word in _REFUSING and ("to" in between or "from" in between or (not between and word != "far")):
        return not any(w in NEGATIONS for w in frame.words[max(first, j - 2) : j])
    if word == "least" and frame.words[max(0, j - 3) : j] != ["not", "in", "the"]:
        return None
    if word in NEGATIONS:
        return _reaches(frame, j, *place) and not (how == "noun" and _stopped(frame, j, place[0]))
    return None


def _held_off(word: str, between: list[str]) -> bool:
    """Whether the word denies what stands after `between`: little to fear, too proud to weep, denied that he wept."""
    if word == "too":
        return "to" in between or between[-1:] == ["for"]
    return (word == "little" and between[:1] == ["to"]) or (word in _DENYING and "that" in between)


def _reaches(frame: Frame, j: int, start: int, end: int) -> bool:
    """Whether the cue at `j` is a denial, and of what follows it."""
    word, between = frame.words[j], frame.words[j + 1 : start]
    if (between[:1] == ["that"] and word not in _NONE) or between[:2] == ["so", "much"]:
        return True  # it was not that she loved him; not so much angry as tired
    before = between[: between.index("that")] if "that" in between else None
    elsewhere = before is not None and (word in _NONE or not _RAISING & set(before))
    elsewhere = elsewhere or (word in _NONE and between[:1] != ["did"] and bool(NOMINATIVE & set(between)))
    elsewhere = elsewhere or bool(WH & set(between)) or any(a == "as" and b in NOMINATIVE for a, b in pairwise(between))
    within = word == "nothing" and bool(between) and (between[0] in PREPOSITIONS - {"of"} or "so" in between)
    after = frame.words[end : end + 5]
    first_time = any(a == "before" and b in MARKS | {","} for a, b in pairwise(after))  # never loved anyone before
    measured = word == "never" and (bool(_MEASURES & set(after[:4])) or first_time)
    again = bool(_AGAIN & set(between[:2])) and between[0] not in ("more", "such")
    return not (elsewhere or within or measured or again or UNHELD & set(between))


def _stopped(frame: Frame, j: int, start: int) -> bool:
    """Whether a verb of its own stands between a cue and a noun."""
    if frame.syntax is None:
        return start - j > _NEAR_NOUN
    return any(frame.upos(k) == VERB and frame.words[k] not in _LIGHT for k in range(j + 1, start))


def scoped(negation: Negation | None) -> Scope:
    """What the layer of negation puts into a scope that begins after its cue: no prefixes, no tags."""
    if negation is None:
        return {}
    cues = zip(negation.cue_start.tolist(), negation.cue_end.tolist(), strict=True)
    places = list(cues)
    found: Scope = {}
    for cue, a, b in zip(
        negation.scope_cue.tolist(), negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True
    ):
        if a >= places[cue][1]:
            found.update(dict.fromkeys(range(a, b), places[cue][0]))
    return found
