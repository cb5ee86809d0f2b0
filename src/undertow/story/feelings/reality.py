"""Whether a feeling is asked about, supposed or bidden.

All answers come from the words of its own clause, and from the stop at its end.
"""

from itertools import pairwise

from undertow.layers.values import RELATIONS
from undertow.story.feelings.clauses import controller
from undertow.story.feelings.frame import NOMINATIVE, Frame
from undertow.story.feelings.grammar import MARKS, clause_start
from undertow.story.feelings.negating import UNHELD
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

_ADVCL = RELATIONS.index("advcl")
CCOMP = RELATIONS.index("ccomp")
_MODALS = word_set("would could might may should 'd shall 'll will must")
_PERHAPS = word_set("perhaps maybe possibly") | forms_of("imagine dream") | {"dreamt"}
_IF = word_set("wish wishes wished if unless whether lest suppose supposing")
_FEIGNING = forms_of("pretend try hope mean intend expect") | {"supposed"}
_BE = forms_of("be")
_STOPS = word_set(". ! ? ; …")
HELPING = forms_of("be do have") | _MODALS | word_set("ca wo")
_WH = word_set("what who whom whose why how when where which")
_PROMISING = forms_of("promise vow swear threaten")
_GOING = word_set("going gon")
_HOPING = forms_of("hope wish")
_WISHING = forms_of("want wish hope ask beg tell order expect need like advise allow urge")
_UP = 3  # steps from a feeling up to what governs it
_AS_IF = word_set("if though")


def questioned(frame: Frame, i: int, *, is_denied: bool) -> bool:
    """Whether the words up to the next full stop, inside the same voice, end in a question mark, and ask about this.

    What stands before a comma is asked about where it has the order of a question itself, or a mere tag follows
    ('are you?'); not in 'It was not envy, for what was there to envy?', 'Your letters frightened me, did you know?'
    """
    _, end = frame.bounds(i)
    comma = -1
    for j in range(i, end):
        word = frame.words[j]
        if frame.quotation[j] != frame.quotation[i]:
            return False
        if word == "," and comma < 0:
            comma = j
        if word in _STOPS:
            break
    else:
        return False
    if frame.words[j] != "?" or comma < 0:
        return frame.words[j] == "?"
    return _is_tag(frame.words[comma + 1 : j]) or (not is_denied and _inverted(frame, i))


def _is_tag(words: list[str]) -> bool:
    """Whether these words only ask back: 'are you', 'did n't she', 'then', 'Tom'."""
    words = [word for word in words if word not in ("not", "n't")]
    helps = bool(words) and words[0] in HELPING
    return len(words) == 2 if helps else len(words) <= 2 and not NOMINATIVE & set(words)


def _inverted(frame: Frame, i: int) -> bool:
    """Whether what leads up to token `i` has the order of a question: 'What did she fear', 'Was Anna afraid'."""
    start, _ = frame.bounds(i)
    start = next((j + 1 for j in range(i - 1, start - 1, -1) if frame.words[j] in _STOPS), start)
    words = frame.words[start : i + 1]
    if _WH & set(words[:3]):
        return True
    return any(word in HELPING and begins_subject(frame, start + k + 1) for k, word in enumerate(words[:-1]))


def begins_subject(frame: Frame, j: int) -> bool:
    """Whether a subject begins at token `j`, after an auxiliary and its 'not'."""
    j += frame.words[j] in ("not", "n't")
    mention = frame.mention[j]
    return frame.words[j] in NOMINATIVE or (mention >= 0 and frame.mention_start[mention] == j)


def supposed(frame: Frame, start: int) -> bool:
    """Whether an if, an 'as though' or a modal verb makes it a mere possibility, or it is bidden or forbidden."""
    first = clause_start(frame, start)
    before = frame.words[first:start]
    if frame.words[max(0, first - 2) : first] == ["as", "though"] or _PERHAPS & {
        *before,
        *frame.words[first - 2 : first],
    }:
        return True
    governs = frame.head(start)
    if frame.relation(start) == _ADVCL and frame.words[start].endswith("ing") and first <= governs < start - 1:
        return supposed(frame, governs)  # 'perhaps she was standing there, crying'
    wished = _wished(frame, start) or _conditional(frame, before, start)
    return wished or _modal(frame, before[-5:], start) or bidden(frame, start)


def _conditional(frame: Frame, before: list[str], start: int) -> bool:
    for k, word in enumerate(before):
        if word in _IF and not (word == "if" and ((k and before[k - 1] == "even") or _explains(frame, start))):
            return True
        if word == "as" and k + 1 < len(before) and before[k + 1] in _AS_IF:
            return True
    return False


def _wished(frame: Frame, start: int) -> bool:
    """'She wanted Tom to be happy', 'he hoped that she was happy': somebody wishes it of somebody else."""
    at = start
    for _ in range(_UP):
        head = frame.head(at)
        if head < 0:
            return False
        if frame.words[head] in _WISHING:
            that = frame.words[head] in _HOPING and frame.relation(at) == CCOMP and bool(frame.children_of(at, "nsubj"))
            near = head < start and not any(word in MARKS or word in ("but", "and") for word in frame.words[head:start])
            return near and (that or controller(frame, at, head) >= 0)
        at = head
    return False


def _modal(frame: Frame, group: list[str], start: int) -> bool:
    """Whether one of the words right before is a modal verb, or feigns: 'pretended to be'."""
    if group and group[-1] == "'d" and frame.words[start].endswith("ed"):
        group = group[:-1]  # he'd kissed her
    if any(a in _FEIGNING | _GOING and b in ("to", "na") for a, b in pairwise(group)):
        return True
    if "to" in group and _PROMISING & set(group[: group.index("to")]):
        return True  # promised her to love
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
    ought = ought and not any(word in NOMINATIVE or word == "that" for word in words[2:])  # 'must not think that I'
    return ought or words[:1] in (["be"], ["let"], ["try"]) or words[:2] == ["never", "you"]
