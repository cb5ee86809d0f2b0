"""Whether a feeling is asserted, denied, asked, supposed, or somebody's claim, and whose claim it is.

In: the frame and a token. Out: one of POLARITIES and the claimant. The decision: what is denied stays denied inside a
report; cues count inside their own clause. Where the layer of negation is there, its scopes count beside the rules.
"""

from undertow.layers.values import Negation
from undertow.story.feelings import vocabulary
from undertow.story.feelings.frame import NOMINATIVE, Frame
from undertow.story.feelings.grammar import MARKS, clause_start, left_subject
from undertow.story.words import word_set

NEGATIONS = word_set("not n't never no nothing hardly scarcely barely without neither nor none nobody cannot least")
_REFUSING = (
    vocabulary.verb_forms("refuse")
    | vocabulary.verb_forms("fail")
    | vocabulary.verb_forms("cease")
    | {"far", "stopped"}
)
_MODALS = word_set("would could might may should 'd shall 'll will must")
_IF = word_set("if unless whether lest suppose supposing")
_AS_IF = word_set("if though")
_TELLING = frozenset().union(
    *(
        vocabulary.verb_forms(verb)
        for verb in (
            "say",
            "tell",
            "reply",
            "write",
            "claim",
            "insist",
            "swear",
            "declare",
            "announce",
            "protest",
            "assure",
            "admit",
            "confess",
            "answer",
            "state",
            "explain",
            "boast",
            "complain",
        )
    )
)
_THINKING = frozenset().union(
    *(
        vocabulary.verb_forms(verb)
        for verb in (
            "think",
            "believe",
            "suppose",
            "imagine",
            "fancy",
            "suspect",
            "guess",
            "assume",
            "decide",
            "conclude",
        )
    )
)
_SELF = word_set("himself herself myself yourself themselves")
_ASKING = vocabulary.verb_forms("ask") | vocabulary.verb_forms("wonder") | {"inquired", "enquired"}
_NOBODY = word_set("nobody none no never")
_UNHELD = word_set("help repress suppress hide conceal resist contain restrain stop but forget prevent only")
_RAISING = _THINKING | vocabulary.verb_forms("say") | vocabulary.verb_forms("mean") | vocabulary.verb_forms("be")
_REPORT = 18  # tokens from a verb of saying to what is said
_REACH = 9  # tokens from a cue to what it negates
_AGAIN = word_set("so more such again before only")  # 'never so happy', 'not only', 'could not help smiling'


def denied(frame: Frame, start: int, end: int) -> bool:
    """Whether a cue of negation governs the tokens `start` to `end`."""
    if any(frame.words[i] in NEGATIONS for i in range(start, end)):
        return True
    first = max(clause_start(frame, start), start - _REACH)
    for j in range(start - 1, first - 1, -1):
        word = frame.words[j]
        if word in _REFUSING and any(w in ("to", "from") for w in frame.words[j + 1 : start]):
            return True
        if word == "least" and frame.words[max(0, j - 3) : j] != ["not", "in", "the"]:
            continue
        if word == "too" and "to" in frame.words[j + 1 : start]:
            return True  # too proud to weep
        if word in NEGATIONS:
            between = frame.words[j + 1 : start]
            if any(w in _UNHELD for w in between) or ("that" in between and not any(w in _RAISING for w in between)):
                return False
            return not any(w in _AGAIN for w in frame.words[j + 1 : j + 3]) or frame.words[j + 1] in ("more", "such")
    return False


def scoped(negation: Negation | None, n_tokens: int) -> set[int]:
    """The tokens that the layer of negation puts into a scope."""
    if negation is None:
        return set()
    runs = zip(negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True)
    return {token for start, end in runs for token in range(start, min(end, n_tokens))}


def questioned(frame: Frame, i: int, *, is_denied: bool) -> bool:
    """Whether the words up to the next full stop, inside the same voice, end in a question mark.

    What is denied before the comma of such a sentence is denied: 'It was not envy, for what was there to envy?'
    """
    _, end = frame.bounds(i)
    for j in range(i, end):
        if is_denied and frame.words[j] == ",":
            return False
        if frame.words[j] in (".", "!", "?", ";", "…"):
            return frame.words[j] == "?"
        if frame.quotation[j] != frame.quotation[i]:
            return False
    return False


def supposed(frame: Frame, start: int) -> bool:
    """Whether an if, an 'as though' or a modal verb makes it a mere possibility, or it is bidden or forbidden."""
    first = clause_start(frame, start)
    before = frame.words[first:start]
    for k, word in enumerate(before):
        if word in _IF and not (word == "if" and k and before[k - 1] == "even"):
            return True
        if word == "as" and k + 1 < len(before) and before[k + 1] in _AS_IF:
            return True
    group = before[-5:]
    if any(word in _MODALS for word in group) and not _seen(group):
        return True
    return frame.quotation[start] >= 0 and bidden(frame, start)


def _seen(group: list[str]) -> bool:
    """'She could see that he was afraid', 'could not help smiling': the modal belongs to another verb."""
    words = [word for word in group if word in _MODALS or word in _PERCEIVING]
    return len(words) > 1 and words[-1] in _PERCEIVING


_PERCEIVING = word_set("see feel hear tell say think know that how") | _UNHELD


def bidden(frame: Frame, start: int) -> bool:
    """'Don't cry', 'Be happy': the clause begins with a bare verb."""
    before = frame.words[clause_start(frame, start) : start]
    words = [word for word in before if word not in (",", "please", "now", "oh")]
    if words[:2] in (["do", "n't"], ["do", "not"]) and not any(word in NOMINATIVE for word in words):
        return True
    return words[:1] in (["be"], ["let"]) or words[:2] == ["never", "you"]


def claimed(frame: Frame, start: int, experiencer: str | None) -> tuple[bool, str | None]:
    """Whether somebody outside the narration says or believes it, and who: 'he says he loves her'."""
    first, _ = frame.bounds(start)
    words = frame.words
    for j in range(start - 1, max(first, start - _REPORT) - 1, -1):
        joins = words[j] == "and" and words[j + 1] in NOMINATIVE and j > 0 and words[j - 1] == ","
        if frame.quotation[j] != frame.quotation[start] or words[j] in MARKS or joins:
            break
        nobody = any(w in _NOBODY for w in words[max(first, j - 3) : j])
        if words[j] in _TELLING | _THINKING and not nobody:
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
    return (False, None) if frame.words[j] in _THINKING and own else (True, who)


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
