"""Whether a feeling is said, believed or asked about by somebody who is not the narration, and by whom.

Each answer is whether, and the claimant, None where that is unknown.
"""

from undertow.story.feelings.frame import NOMINATIVE, Frame
from undertow.story.feelings.grammar import MARKS, left_subject, owner
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

_TELLING = forms_of(
    """say tell reply claim insist swear declare announce protest assure admit confess boast complain"""
)
_TELLING_THAT = forms_of("write answer state explain reply")  # only with 'that'
THINKING = forms_of("think believe suppose imagine fancy suspect guess assume decide conclude") | {
    "sure",
    "certain",
    "convinced",
    "persuaded",
}
_FEELING_THAT = forms_of("feel")  # the same
_ASKING = forms_of("ask wonder") | {"inquired", "enquired"}
_JOINING = word_set("but because though although while until when where")  # after these it is no longer what was said
_TOLD = word_set("him her me you them us")
_STOPS = word_set(", . ; ? !")
_SELF = word_set("himself herself myself yourself themselves")
_NOBODY = word_set("nobody none no never")
_WITH_THAT = _TELLING_THAT | _FEELING_THAT
_CLAIMING = _TELLING | _WITH_THAT | THINKING
_REPORT = 18  # tokens from a verb of saying to what is said


def claimed(frame: Frame, start: int, experiencer: str | None) -> tuple[bool, str | None]:
    """Whether somebody outside the narration says or believes it, and who: 'he says he loves her'."""
    first, _ = frame.bounds(start)
    words = frame.words
    if words[first : first + 2] == ["according", "to"] and frame.quotation[first] == frame.quotation[start]:
        return True, frame.who(min(first + 2, len(frame) - 1))
    if words[first] == "in" and "opinion" in words[first + 2 : first + 5]:
        mine = owner(frame, words.index("opinion", first))
        return True, frame.who(mine) if mine >= 0 else None
    for j in range(start - 1, max(first, start - _REPORT) - 1, -1):
        joins = words[j] in _JOINING or (words[j] == "," and "that" not in words[j:start])
        if frame.quotation[j] != frame.quotation[start] or words[j] in MARKS or joins:
            break
        if words[j] not in _CLAIMING or (words[j] in _WITH_THAT and words[j + 1] != "that"):
            continue
        before = words[max(first, j - 3) : j]
        if any(w in _NOBODY for w in before) or "if" in words[max(first, j - 6) : j]:
            continue
        if any(frame.quotation[k] >= 0 for k in range(max(first, j - 4), j)) and frame.quotation[start] < 0:
            break  # '“I dare you,” said Ellie, and Toby was afraid'
        return _claim(frame, j, start, experiencer) if _complements(frame, j, start) else (False, None)
    return False, None


def _complements(frame: Frame, j: int, start: int) -> bool:
    """Whether a clause with a subject of its own hangs on the verb at `j`, and it is not said to oneself."""
    following = frame.words[j + 1 : start]
    if following and following[0] in _SELF:
        return False
    hearer = frame.words[j] in _TELLING  # 'he told Anna'; but 'he thought Anna happy'
    named = any(frame.mention[k] >= 0 for k in range(j + 1 + hearer, start))
    return named or any(w in NOMINATIVE or w in ("that", "it") for w in following)


def _claim(frame: Frame, j: int, start: int, experiencer: str | None) -> tuple[bool, str | None]:
    """Who claims it; what one thinks of oneself, or the narrator thinks, is no report."""
    teller = left_subject(frame, j)
    who = frame.who(teller) if teller >= 0 else None
    own = teller < 0 or frame.words[teller] == "i" or (who is not None and who == experiencer)
    return (False, None) if frame.words[j] in THINKING | _FEELING_THAT and own else (True, who)


def said_beside(frame: Frame, start: int, experiencer: str | None) -> tuple[bool, str | None]:
    """Whether ', he said' or ', Peggy thought,' stands in the sentence without quotation marks: it is a claim."""
    first, end = frame.bounds(start)
    words = frame.words
    for j in range(max(first, start - _REPORT), end - 2):
        if frame.quotation[j] != frame.quotation[start] or words[j] != ",":
            continue
        if not (words[j + 1] in NOMINATIVE or frame.mention[j + 1] >= 0):
            continue
        last = j + 1 if words[j + 1] in NOMINATIVE else frame.mention_end[frame.mention[j + 1]] - 1
        told = last + 2 < end - 1 and words[last + 2] in _TOLD  # ', I tell him,'
        if last + 2 >= end or words[last + 1] not in _CLAIMING or words[last + 2 + told] not in _STOPS:
            continue
        who = frame.who(last)
        own = words[last] == "i" or (who is not None and who == experiencer)
        return (False, None) if words[last + 1] in THINKING and own else (True, who)
    return False, None


def asked_about(frame: Frame, start: int) -> tuple[bool, str | None]:
    """Whether somebody asks if it is so: 'she asked him whether he was angry'."""
    first, _ = frame.bounds(start)
    words = frame.words
    for j in range(start - 1, max(first, start - 10) - 1, -1):
        if words[j] in ("if", "whether"):
            for k in range(j - 1, max(first, j - 7) - 1, -1):
                if words[k] in _ASKING:
                    teller = left_subject(frame, k)
                    return True, frame.who(teller) if teller >= 0 else None
            break
    _, end = frame.bounds(start)
    for j in range(start, end - 2):  # 'Was he jealous, she wondered.'
        if words[j] == "," and words[j + 1] in NOMINATIVE and words[j + 2] in _ASKING:
            return frame.quotation[j] == frame.quotation[start], frame.who(j + 1)
    return False, None
