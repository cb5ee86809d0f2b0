"""Whether a feeling is said, believed or asked about by somebody who is not the narration, and by whom."""

from dataclasses import dataclass

from undertow.story.feelings.frame import NOMINATIVE, Frame
from undertow.story.feelings.grammar import MARKS, after, left_subject, owner
from undertow.story.feelings.negating import NEGATIONS, WH
from undertow.story.feelings.reality import CCOMP, HELPING, begins_subject
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
_OPINIONS = word_set("opinion belief rumour rumor conviction impression theory notion suspicion report view persuasion")
_REPUTED = word_set("said believed thought reputed rumoured rumored reported held")
_IS = forms_of("be")
_OF = word_set("of")
_OBJECTIVE = word_set("him her me you them us")
_JOINING = word_set("but because though although while until when where")  # after these it is no longer what was said
_TOLD = word_set("him her me you them us")
_STOPS = word_set(", . ; ? !")
_SO = word_set("so such")
_SELF = word_set("himself herself myself yourself themselves")
_NOBODY = word_set("nobody none no never")
_WITH_THAT = _TELLING_THAT | _FEELING_THAT
_CLAIMING = _TELLING | _WITH_THAT | THINKING
_ASKED = 10  # tokens from 'whether' to what is asked about
_REPORT = 18  # tokens from a verb of saying to what is said


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims it, None where that is unknown, and the word that says so, -1 for none."""

    who: str | None
    verb: int = -1


def claimed(frame: Frame, start: int, experiencer: str | None) -> Claim | None:
    """Who outside the narration says or believes it: 'he says he loves her'."""
    first, _ = frame.bounds(start)
    words = frame.words
    if words[first : first + 2] == ["according", "to"] and frame.quotation[first] == frame.quotation[start]:
        return Claim(frame.who(min(first + 2, len(frame) - 1)))
    if words[first] == "in" and "opinion" in words[first + 2 : first + 5]:
        mine = owner(frame, words.index("opinion", first))
        return Claim(frame.who(mine) if mine >= 0 else None)
    for j in range(start - 1, max(first, start - _REPORT) - 1, -1):
        joins = words[j] in _JOINING or (words[j] == "," and "that" not in words[j:start])
        if frame.quotation[j] != frame.quotation[start] or words[j] in MARKS or joins:
            break
        if words[j] in _OPINIONS and "that" in words[j + 1 : start]:
            return _opinion(frame, j, experiencer)
        if words[j] in _REPUTED and words[j + 1] == "to" and _IS & set(words[max(first, j - 3) : j]):
            return Claim(None, j)  # was said to be pining
        if words[j] not in _CLAIMING or (words[j] in _WITH_THAT and words[j + 1] != "that"):
            continue
        before = words[max(first, j - 3) : j]
        if any(w in _NOBODY for w in [*before, *words[j + 1 : j + 2]]) or "if" in words[max(first, j - 6) : j]:
            continue
        if any(frame.quotation[k] >= 0 for k in range(max(first, j - 4), j)) and frame.quotation[start] < 0:
            break  # '“I dare you,” said Ellie, and Toby was afraid'
        if _complements(frame, j, start):
            return _claim(frame, j, experiencer)
        break
    return _governing_claim(frame, start, experiencer)


def _governing_claim(frame: Frame, start: int, experiencer: str | None) -> Claim | None:
    """The claim that governs the clause of the feeling by the dependencies: 'he says everybody is frightened'."""
    at = start if frame.relation(start) == CCOMP else frame.head(start)
    head = frame.head(at) if at >= 0 else -1
    if head < 0 or head > start or frame.relation(at) != CCOMP or frame.words[head] not in _TELLING | THINKING:
        return None
    between = frame.words[head + 1 : start]
    apart = any(word in MARKS or word in _JOINING or word in (",", "and") for word in between)
    apart = apart or frame.quotation[head] != frame.quotation[start]
    unsaid = bool((NEGATIONS | _NOBODY) & {*frame.words[max(0, head - 3) : head], *between[:1]})
    if apart or unsaid or not frame.children_of(at, "nsubj"):
        return None
    return _claim(frame, head, experiencer)


def _opinion(frame: Frame, j: int, experiencer: str | None) -> Claim | None:
    """Whose opinion, belief, impression ... it is that the noun at `j` names."""
    holder = owner(frame, j)
    if holder < 0:
        holder = after(frame, j + 1, _OF, 1)
    if holder < 0:
        holder = left_subject(frame, j)
    who = frame.who(holder) if holder >= 0 else None
    return None if who is not None and who == experiencer else Claim(who, j)


def _complements(frame: Frame, j: int, start: int) -> bool:
    """Whether a clause with a subject of its own hangs on the verb at `j`, and it is not said to oneself."""
    following = frame.words[j + 1 : start]
    if "that" in following and _SO & set(following[: following.index("that")]):
        return False  # said no so fast that he laughed
    if WH & set(following[:2]):
        return False  # could not say why she was angry
    if frame.words[j] in THINKING and following[-1:] and following[-1] in _OBJECTIVE:
        return True  # believed her happy
    if following and following[0] in _SELF:
        return False
    hearer = frame.words[j] in _TELLING  # 'he told Anna'; but 'he thought Anna happy'
    named = any(frame.mention[k] >= 0 for k in range(j + 1 + hearer, start))
    return named or any(w in NOMINATIVE or w in ("that", "it") for w in following)


def _claim(frame: Frame, j: int, experiencer: str | None) -> Claim | None:
    """Who claims it; what one thinks of oneself, or the narrator thinks, is no report."""
    teller = left_subject(frame, j)
    who = frame.who(teller) if teller >= 0 else None
    own = teller < 0 or frame.words[teller] == "i" or (who is not None and who == experiencer)
    return None if frame.words[j] in THINKING | _FEELING_THAT and own else Claim(who, j)


def said_beside(frame: Frame, start: int, experiencer: str | None) -> Claim | None:
    """Who claims it where ', he said' or ', Peggy thought,' stands in the sentence, without quotation marks."""
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
        return None if words[last + 1] in THINKING and own else Claim(who, last + 1)
    return None


def asked_about(frame: Frame, start: int) -> Claim | None:
    """Who asks if it is so: 'she asked him whether he was angry', 'she asked was he angry'."""
    first, _ = frame.bounds(start)
    words = frame.words
    for j in range(start - 1, max(first, start - _ASKED) - 1, -1):
        if words[j] == "," and begins_subject(frame, j + 1 + (words[j + 1] in ("and", "but"))):
            break  # 'when I asked her if she was sorry, she laughed'
        if words[j] in ("if", "whether") or (words[j] in HELPING and begins_subject(frame, j + 1)):
            told = words[j] in HELPING  # 'asked was he', with no more than the hearer between
            for k in range(j - 1, max(first, j - (2 if told else 7)) - 1, -1):
                if words[k] in _ASKING:
                    teller = left_subject(frame, k)
                    return Claim(frame.who(teller) if teller >= 0 else None, k)
            if words[j] == "whether":
                return Claim(None)
            if not told:
                break
    _, end = frame.bounds(start)
    for j in range(start, end - 2):  # 'Was he jealous, she wondered.'
        if words[j] == "," and words[j + 1] in NOMINATIVE and words[j + 2] in _ASKING:
            return Claim(frame.who(j + 1), j + 2) if frame.quotation[j] == frame.quotation[start] else None
    return None
