"""Whether a feeling is denied: cues of negation that govern it, by rule and by the layer of negation.

The decision: a cue counts inside its own clause and has to reach the feeling itself. *Could not help smiling* denies
nothing, *never spoke against affection* denies a speaking, *not ceased to love* denies the ceasing.
"""

from undertow.layers.values import Negation
from undertow.story.feelings.frame import VERB, Frame
from undertow.story.feelings.grammar import PREPOSITIONS, clause_start
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

NEGATIONS = word_set("not n't never no nothing hardly scarcely barely without neither nor none nobody cannot least")
UNHELD = word_set("help repress suppress hide conceal resist contain restrain stop but forget prevent only")
_REFUSING = forms_of("refuse fail cease") | {"far", "stopped"}
_RAISING = forms_of("think believe suppose imagine fancy say mean be")  # 'I do not think that he loves her'
_LIGHT = forms_of("be have feel know show do get bear") | word_set("can could will would shall should may might must")
_AGAIN = word_set("so more such again before only")  # 'never so happy', 'not only'
_MEASURES = word_set("so as more better half")  # 'never loved her so well'
_REACH = 9  # tokens from a cue to what it negates
_NEAR_NOUN = 5  # the same for a noun, where verbs cannot be told


def denied(frame: Frame, start: int, end: int, *, noun: bool = False) -> bool:
    """Whether a cue of negation governs the tokens `start` to `end`; a noun is reached through light verbs alone."""
    if any(frame.words[i] in NEGATIONS for i in range(start, end)):
        return True
    first = max(clause_start(frame, start), start - _REACH)
    for j in range(start - 1, first - 1, -1):
        word, between = frame.words[j], frame.words[j + 1 : start]
        if word in _REFUSING and ("to" in between or "from" in between):
            return not any(w in NEGATIONS for w in frame.words[max(first, j - 2) : j])
        if word == "least" and frame.words[max(0, j - 3) : j] != ["not", "in", "the"]:
            continue
        if word == "too" and "to" in between:
            return True  # too proud to weep
        if word in NEGATIONS:
            return _reaches(frame, j, start, end) and not (noun and _stopped(frame, j, start))
    return False


def _reaches(frame: Frame, j: int, start: int, end: int) -> bool:
    """Whether the cue at `j` is a denial, and of what follows it."""
    between = frame.words[j + 1 : start]
    if any(word in UNHELD for word in between):
        return False
    if "that" in between and not any(word in _RAISING for word in between):
        return False
    if frame.words[j] == "nothing" and between and between[0] in PREPOSITIONS:
        return False
    if frame.words[j] == "never" and any(word in _MEASURES for word in frame.words[end : end + 4]):
        return False
    return not any(word in _AGAIN for word in between[:2]) or between[0] in ("more", "such")


def _stopped(frame: Frame, j: int, start: int) -> bool:
    """Whether a verb of its own stands between a cue and a noun."""
    if frame.syntax is None:
        return start - j > _NEAR_NOUN
    return any(frame.upos(k) == VERB and frame.words[k] not in _LIGHT for k in range(j + 1, start))


def scoped(negation: Negation | None, n_tokens: int) -> set[int]:
    """The tokens that the layer of negation puts into a scope."""
    if negation is None:
        return set()
    runs = zip(negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True)
    return {token for start, end in runs for token in range(start, min(end, n_tokens))}
