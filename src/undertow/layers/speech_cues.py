"""Cues: the words beside a quotation that say who speaks.

In comes the frame, out comes the best cue of each quotation: the mention that is the subject, the verb, how strong it
is, and the mention that is spoken to. Word order decides: a verb of speech beside the marks takes as its subject what
follows it ("said Tom") or what stands before it ("Tom, turning round, said"). Without a verb of speech, the subject of
the sentence beside the words is only a hint: a beat of action.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from undertow.layers.speech_frame import Frame, word_set
from undertow.layers.speech_marks import MARKS
from undertow.lexicons import load

REACH_AFTER, REACH_BEFORE = 24, 40  # tokens that are looked at on either side
_TO_VERB = 8  # tokens between a subject and its verb
_STOPS = word_set(". ! ? ; : … ...")
_LEADS = word_set(", : — -- – - ―")
_PREPOSITIONS = word_set(
    "of to at with from by for in on upon into over under after before behind beside near toward towards about against "
    "between through than like as off round around past without within among"
)
_TO = word_set("to at toward towards upon")
_TAKES_PERSON = word_set(
    "told asked assured answered begged addressed interrupted informed reminded warned advised urged implored "
    "entreated besought invited corrected questioned thanked greeted hailed accosted tells asks answers"
)
_ASKS = word_set("ask tell answer")
_PHRASAL = word_set("went go goes put puts broke breaks burst bursts struck strikes cut cuts came threw ran")
_PARTICLES = word_set("on in out forth")
_BROKEN = word_set(", - -- — –")  # what ends words that a cue interrupts


class Strength(IntEnum):
    """How much a cue says."""

    NONE = 0
    BEAT = 1  # what somebody does, beside the words
    MANNER = 2  # "she smiled", or a colon
    VERB = 3  # a verb of speech


@dataclass(frozen=True, slots=True)
class Cue:
    """Who is said to speak. -1 where there is none."""

    strength: Strength
    mention: int = -1
    verb: int = -1  # token
    addressee: int = -1  # mention
    near: bool = False  # subject and verb stand side by side, right beside the words


NO_CUE = Cue(Strength.NONE)


def _is_verb(frame: Frame, token: int) -> Strength:
    word = frame.words[token]
    phrase = word in _PHRASAL and token + 1 < len(frame.words) and frame.words[token + 1] in _PARTICLES
    if phrase or word in load("speech_verbs"):
        return Strength.VERB
    return Strength.MANNER if word in load("speech_manner") else Strength.NONE


def _mention_at(frame: Frame, token: int, limit: int) -> int:
    """The longest mention that starts at a token and ends within the limit."""
    for i in frame.starts.get(token, ()):
        if frame.end[i] <= limit:
            return i
    return -1


def _mention_ending(frame: Frame, token: int, low: int) -> int:
    for i in frame.ends.get(token, ()):
        if frame.start[i] >= low:
            return i
    return -1


def _spoken_to(frame: Frame, verb: int, subject: int, limit: int) -> int:
    """The mention that a cue says is spoken to: 'to Mary', 'told her', '-1' for none."""
    start = max(verb + 1, frame.end[subject] if subject >= 0 and frame.start[subject] > verb else 0)
    if frame.words[verb] in _TAKES_PERSON and start == verb + 1:
        direct = _mention_at(frame, start, limit)
        if direct >= 0 and direct != subject:
            return direct
    for token in range(start, min(limit, start + 8)):
        if frame.words[token] in _STOPS:
            break
        if frame.words[token] in _TO:
            other = _mention_at(frame, token + 1, limit)
            if other >= 0 and other != subject:
                return other
    return -1


def _skip(frame: Frame, token: int, limit: int, *, commas: bool = True) -> int:
    while token < limit and (frame.words[token] in MARKS or (commas and frame.words[token] in _LEADS)):
        token += 1
    return token


def cue_after(frame: Frame, part_end: int, limit: int) -> Cue:
    """Read the words after a part, up to `limit` (the next quotation or the end of the paragraph)."""
    words = frame.words
    start = _skip(frame, part_end, limit)
    limit = min(limit, start + REACH_AFTER)
    if start >= limit:
        return NO_CUE
    token = start
    while token < min(limit, start + 3) and (
        words[token].endswith("ly") or words[token] in ("then", "at", "last", "and", "so", "thus")
    ):
        token += 1
    kind = _is_verb(frame, token) if token < limit else Strength.NONE
    broken = frame.words[part_end - 1] in _BROKEN
    if not kind and token < limit and broken and words[token].endswith("ed") and not frame.capital[token]:
        kind = Strength.VERB  # a comma and a verb: '"Well," droned Tom'
    if kind and not frame.starts.get(token):
        for place in range(token + 1, min(limit, token + 4)):
            if words[place] in _STOPS or words[place] in _LEADS or words[place] in MARKS:
                break
            subject = _mention_at(frame, place, limit)
            if subject >= 0 and words[place - 1] not in _PREPOSITIONS:
                return Cue(kind, subject, token, _spoken_to(frame, token, subject, limit), near=True)
        return Cue(Strength.MANNER if kind == Strength.VERB and not frame.capital[token] else Strength.NONE, -1, token)
    return _subject_first(frame, token, limit, lower=broken or not frame.capital[start])


def _subject_first(frame: Frame, token: int, limit: int, *, lower: bool) -> Cue:
    """'Tom said', 'the old man, turning, said', 'Tom rose': the subject stands before the verb."""
    words = frame.words
    for place in range(token, min(limit, token + 4)):
        subject = _mention_at(frame, place, limit)
        if subject >= 0:
            break
        if words[place] in _STOPS or words[place] in _PREPOSITIONS:
            return NO_CUE
    else:
        return _told(frame, token, limit) if lower else NO_CUE
    after = frame.end[subject]
    for verb in range(after, min(limit, after + _TO_VERB)):
        if words[verb] in _STOPS:
            break
        kind = _is_verb(frame, verb)
        near = verb - after <= 2
        if kind == Strength.VERB and (near or lower or words[verb - 1] in _LEADS or words[verb - 1] == "and"):
            if not near:
                subject = max(subject, _mention_ending(frame, verb, after))  # 'Tom heard Anna say'
            return Cue(kind, subject, verb, _spoken_to(frame, verb, subject, limit), near=near and place == token)
        if kind == Strength.MANNER and near:
            return Cue(kind if lower else Strength.BEAT, subject, verb, near=place == token)
    return Cue(Strength.BEAT, subject)


def _told(frame: Frame, token: int, limit: int) -> Cue:
    """'the toad would ask her': who speaks is no person that is known, who is told is."""
    for verb in range(token + 1, min(limit, token + _TO_VERB)):
        if frame.words[verb] in _STOPS or frame.words[verb] in _LEADS or frame.starts.get(verb):
            break
        if _is_verb(frame, verb) == Strength.VERB:
            other = _spoken_to(frame, verb, -1, limit)
            if other < 0 and frame.words[verb] in _ASKS:
                other = _mention_at(frame, verb + 1, limit)
            return Cue(Strength.VERB, -1, verb, other, near=True) if other >= 0 else NO_CUE
    return NO_CUE


def subject_of(frame: Frame, verb: int, low: int) -> int:
    """The subject of a verb in the words `low` to `verb`: what stands right before it, or what begins the sentence."""
    words = frame.words
    token = verb
    while token > low and (words[token - 1].endswith("ly") or words[token - 1] in _BETWEEN):
        token -= 1
    near = _mention_ending(frame, token, low)
    if near >= 0:
        at = frame.start[near]
        if at == low or words[at - 1] not in _PREPOSITIONS:
            return near
    return last_subject(frame, low, verb)


_CLAUSE_OPENERS = word_set(", ; : . but and when while as that then so for because until till if though here whereupon")
_BETWEEN = word_set(
    "had has have was were is would could did then only at last just again also always never once merely simply who "
    "and now still even thus so to be not help "
    "began could ventured hastened continued"
)


def first_subject(frame: Frame, low: int, high: int) -> int:
    """The first mention in a range that no preposition precedes and that no longer mention holds; -1 for none."""
    inside_until = -1
    for i in frame.mentions_between(low, high):
        if frame.start[i] < inside_until or frame.said[frame.start[i]]:
            continue
        inside_until = frame.end[i]
        if frame.start[i] > low and frame.words[frame.start[i] - 1] in _PREPOSITIONS:
            continue
        if frame.end[i] <= high:
            return i
    return -1


def last_subject(frame: Frame, low: int, high: int) -> int:
    """The last mention in a range that begins a clause and has words of its own after it; else the first subject."""
    best, inside_until = -1, -1
    for i in frame.mentions_between(low, high):
        start, end = frame.start[i], frame.end[i]
        if start < inside_until or end > high:
            continue
        inside_until = end
        opens = start == low or frame.words[start - 1] in _CLAUSE_OPENERS
        if opens and end < high and (frame.words[end].isalpha() or best < 0) and frame.words[end] not in ("and", "or"):
            best = i
    return best if best >= 0 else first_subject(frame, low, high)


def cue_before(frame: Frame, low: int, part_start: int) -> Cue:
    """Read the words before a part, back to `low` (the quotation before or the start of the paragraph)."""
    words = frame.words
    end = part_start
    while end > low and words[end - 1] in MARKS:
        end -= 1
    if end <= low:
        return NO_CUE
    sentence = int(frame.sentence_start[min(frame.sentence_at(end - 1), len(frame.sentence_start) - 1)])
    low = max(low, sentence, end - REACH_BEFORE)
    low = _skip(frame, low, end)
    leads = words[end - 1] in _LEADS or words[end - 1].isalpha()
    if leads:
        for verb in range(end - 1, max(low - 1, end - 14), -1):
            if _is_verb(frame, verb) == Strength.VERB and not frame.starts.get(verb):
                subject = subject_of(frame, verb, low)
                if subject < 0 and verb == low:  # 'Said Tom: ...'
                    subject = _mention_at(frame, verb + 1, end)
                if subject >= 0:
                    to = _spoken_to_before(frame, low, verb, subject, end)
                    near = end - verb <= 3 and frame.end[subject] >= verb - 1
                    return Cue(Strength.VERB, subject, verb, to, near=near)
    subject = first_subject(frame, low, end)
    if subject < 0:
        return NO_CUE
    return Cue(Strength.MANNER if words[end - 1] == ":" else Strength.BEAT, subject)


def _spoken_to_before(frame: Frame, low: int, verb: int, subject: int, end: int) -> int:
    """'Tom said to Mary', 'he told her', 'Tom turned to Mary and said'."""
    other = _spoken_to(frame, verb, subject, end)
    if other >= 0:
        return other
    for token in range(verb - 1, max(low, frame.end[subject]) - 1, -1):
        if frame.words[token] in _TO:
            found = _mention_at(frame, token + 1, verb)
            if found >= 0 and found != subject:
                return found
    return -1


@dataclass(frozen=True, slots=True)
class Cues:
    """All that stands beside a quotation: the best cue, and the beats on both sides."""

    best: Cue
    beat_before: int = -1  # mention
    beat_after: int = -1
    before_paragraph: int = -1  # subject of the sentence that ends the paragraph before, if that is narration


def find_cues(frame: Frame) -> list[Cues]:
    """The cues of every quotation, in order."""
    return [_cues_of(frame, q) for q in range(frame.n_quotations)]


def _around(frame: Frame, q: int) -> Iterator[tuple[Cue, Cue]]:
    """The cue after and the cue before each part of a quotation."""
    a, b = int(frame.part_bounds[q]), int(frame.part_bounds[q + 1])
    n_parts = len(frame.part_start)
    for k in range(a, b):
        start, end = int(frame.part_start[k]), int(frame.part_end[k])
        p = int(frame.paragraph_end.searchsorted(start, side="right"))
        low, high = int(frame.paragraph_start[p]), int(frame.paragraph_end[p])
        if k:
            low = max(low, int(frame.part_end[k - 1]))
        shared = k + 1 < n_parts and int(frame.part_start[k + 1]) < high
        if shared:
            high = int(frame.part_start[k + 1])
        after = cue_after(frame, end, high)
        if shared and k + 1 == b and after.strength > Strength.BEAT and _belongs_to_next(frame, end, high):
            after = Cue(Strength.BEAT, after.mention)
        before = cue_before(frame, low, start)
        if k == a and k and low == int(frame.part_end[k - 1]) and not _belongs_to_next(frame, low, start):
            before = Cue(Strength.BEAT, before.mention) if before.mention >= 0 else NO_CUE
        yield after, before


def _belongs_to_next(frame: Frame, end: int, start: int) -> bool:
    """Whether the words between two quotations of a paragraph lead up to the second one."""
    last = start
    while last > end and frame.words[last - 1] in MARKS:
        last -= 1
    first = _skip(frame, end, last)
    ended = frame.words[end - 1] in ".!?…"
    return last > first and ended and frame.capital[first] and frame.words[last - 1] in _LEADS


def leads_on(frame: Frame, high: int) -> bool:
    """Whether a paragraph that ends before `high` leads up to the next: 'Then he said abruptly' has no stop."""
    last = frame.words[high - 1]
    return last in _LEADS or last.isalpha()


def _cues_of(frame: Frame, q: int) -> Cues:
    best, beats = NO_CUE, {"after": -1, "before": -1}
    for after, before in _around(frame, q):
        for side, cue in (("before", before), ("after", after)):
            if cue.strength > best.strength and (cue.mention >= 0 or cue.verb >= 0):
                best = cue
            if cue.mention >= 0 and beats[side] < 0:
                beats[side] = cue.mention
    start = int(frame.part_start[frame.part_bounds[q]])
    p = int(frame.paragraph[q])
    before_paragraph = -1
    if p and _skip(frame, int(frame.paragraph_start[p]), start, commas=True) >= start:
        low, high = int(frame.paragraph_start[p - 1]), int(frame.paragraph_end[p - 1])
        if not frame.said[low:high].any() or frame.words[high - 1] == ":":
            narrated = low
            while frame.said[narrated:high].any():
                narrated += int(frame.said[narrated:high].nonzero()[0][-1]) + 1
            lead = cue_before(frame, narrated, high)
            before_paragraph = lead.mention
            if leads_on(frame, high) and lead.strength > best.strength:
                best = lead
    return Cues(best, beats["before"], beats["after"], before_paragraph)
