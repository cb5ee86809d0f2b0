"""Whether a feeling is asked about, supposed or bidden.

All answers come from the words of its own clause, and from the stop at its end.
"""

from itertools import pairwise

from undertow.story.feelings.frame import NOMINATIVE, Frame
from undertow.story.feelings.grammar import clause_start
from undertow.story.feelings.negating import UNHELD
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

_MODALS = word_set("would could might may should 'd shall 'll will must")
_PERHAPS = word_set("perhaps maybe possibly") | forms_of("imagine dream") | {"dreamt"}
_IF = word_set("wish wishes wished if unless whether lest suppose supposing")
_FEIGNING = forms_of("pretend try hope mean intend expect") | {"supposed"}
_BE = forms_of("be")
_AS_IF = word_set("if though")


def questioned(frame: Frame, i: int, *, is_denied: bool) -> bool:
    """Whether the words up to the next full stop, inside the same voice, end in a question mark.

    What is denied before the comma of such a sentence is denied: 'It was not envy, for what was there to envy?'
    """
    _, end = frame.bounds(i)
    for j in range(i, end):
        if is_denied and frame.words[j] == "," and frame.words[j + 3 : j + 4] != ["?"]:
            return False  # but ', are you?' asks
        if frame.words[j] in (".", "!", "?", ";", "…"):
            return frame.words[j] == "?"
        if frame.quotation[j] != frame.quotation[i]:
            return False
    return False


def supposed(frame: Frame, start: int) -> bool:
    """Whether an if, an 'as though' or a modal verb makes it a mere possibility, or it is bidden or forbidden."""
    first = clause_start(frame, start)
    before = frame.words[first:start]
    if frame.words[max(0, first - 2) : first] == ["as", "though"] or _PERHAPS & {
        *before,
        *frame.words[first - 2 : first],
    }:
        return True
    return _conditional(frame, before, start) or _modal(frame, before[-5:], start) or bidden(frame, start)


def _conditional(frame: Frame, before: list[str], start: int) -> bool:
    for k, word in enumerate(before):
        if word in _IF and not (word == "if" and ((k and before[k - 1] == "even") or _explains(frame, start))):
            return True
        if word == "as" and k + 1 < len(before) and before[k + 1] in _AS_IF:
            return True
    return False


def _modal(frame: Frame, group: list[str], start: int) -> bool:
    """Whether one of the words right before is a modal verb, or feigns: 'pretended to be'."""
    if group and group[-1] == "'d" and frame.words[start].endswith("ed"):
        group = group[:-1]  # he'd kissed her
    if any(a in _FEIGNING and b == "to" for a, b in pairwise(group)):
        return True
    return any(word in _MODALS for word in group) and not _seen(group)


def _explains(frame: Frame, start: int) -> bool:
    """'If she blushed, it was the heat': she did."""
    _, end = frame.bounds(start)
    for j in range(start, end - 2):
        if frame.words[j] == ",":
            return frame.words[j + 1] in ("it", "that") and frame.words[j + 2] in _BE
    return False


def _seen(group: list[str]) -> bool:
    """'She could see that he was afraid', 'could not help smiling': the modal belongs to another verb."""
    words = [word for word in group if word in _MODALS or word in _PERCEIVING]
    return len(words) > 1 and words[-1] in _PERCEIVING


_PERCEIVING = word_set("see feel hear tell say think know that how") | UNHELD


def bidden(frame: Frame, start: int) -> bool:
    """'Don't cry', 'Be happy', 'You must not worry': the clause begins with a bare verb, or tells 'you' to."""
    before = frame.words[clause_start(frame, start) : start]
    words = [word for word in before if word not in (",", "please", "now", "oh")]
    if words[:2] in (["do", "n't"], ["do", "not"]) and not any(word in NOMINATIVE for word in words):
        return True
    ought = words[:1] == ["you"] and words[1:2] in (["must"], ["should"], ["need"], ["ought"])
    return ought or words[:1] in (["be"], ["let"], ["try"]) or words[:2] == ["never", "you"]
