"""Whether a feeling is said, believed or asked about by somebody who is not the narration, and by whom.

Each answer is whether, and the claimant, None where that is unknown.
"""

from undertow.story.feelings.frame import NOMINATIVE, Frame
from undertow.story.feelings.grammar import MARKS, left_subject
from undertow.story.feelings.vocabulary import forms_of
from undertow.story.words import word_set

_TELLING = forms_of(
    """say tell reply write claim insist swear declare announce protest assure admit confess answer state explain boast
    complain"""
)
THINKING = forms_of("think believe suppose imagine fancy suspect guess assume decide conclude")
_ASKING = forms_of("ask wonder") | {"inquired", "enquired"}
_SELF = word_set("himself herself myself yourself themselves")
_NOBODY = word_set("nobody none no never")
_REPORT = 18  # tokens from a verb of saying to what is said


def claimed(frame: Frame, start: int, experiencer: str | None) -> tuple[bool, str | None]:
    """Whether somebody outside the narration says or believes it, and who: 'he says he loves her'."""
    first, _ = frame.bounds(start)
    words = frame.words
    for j in range(start - 1, max(first, start - _REPORT) - 1, -1):
        joins = words[j] == "and" and words[j + 1] in NOMINATIVE and j > 0 and words[j - 1] == ","
        if frame.quotation[j] != frame.quotation[start] or words[j] in MARKS or joins:
            break
        nobody = any(w in _NOBODY for w in words[max(first, j - 3) : j])
        if words[j] in _TELLING | THINKING and not nobody:
            return _claim(frame, j, start, experiencer) if _complements(frame, j, start) else (False, None)
    return False, None


def _complements(frame: Frame, j: int, start: int) -> bool:
    """Whether a clause with a subject of its own hangs on the verb at `j`, and it is not said to oneself."""
    following = frame.words[j + 1 : start]
    if following and (following[0] in _SELF or (following[0] == "," and "that" not in following)):
        return False
    named = any(frame.mention[k] >= 0 for k in range(j + 2, start))
    return named or any(w in NOMINATIVE or w in ("that", "it") for w in following)


def _claim(frame: Frame, j: int, start: int, experiencer: str | None) -> tuple[bool, str | None]:
    """Who claims it; what one thinks of oneself, or the narrator thinks, is no report."""
    teller = left_subject(frame, j)
    who = frame.who(teller) if teller >= 0 else None
    own = teller < 0 or frame.words[teller] == "i" or (who is not None and who == experiencer)
    return (False, None) if frame.words[j] in THINKING and own else (True, who)


def said_after(frame: Frame, start: int) -> tuple[bool, str | None]:
    """Whether the sentence ends in ', he said' without quotation marks: what stands before is his claim."""
    _, end = frame.bounds(start)
    for j in range(start + 1, end - 2):
        if frame.quotation[j] != frame.quotation[start] or frame.words[j] in "“”":
            return False, None
        if frame.words[j] == "," and frame.words[j + 1] in NOMINATIVE and frame.words[j + 2] in _TELLING:
            following = frame.words[j + 3] if j + 3 < end else "."
            return following in (",", ".", ";"), frame.who(j + 1)
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
            return False, None
    return False, None
