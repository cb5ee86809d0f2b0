"""Turns: the quotations of one paragraph that one person says, with their cues and what the words inside tell.

In comes the frame, out come turns in order. A paragraph is one turn unless its cues name two people. What is looked at
inside the words is whom they call ('Come, Nora'), whom they name, and whether they ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from undertow.layers.coreference_features import FIRST, SECOND
from undertow.layers.speech_cues import NO_CUE, Cue, Cues, Strength, find_cues, first_subject
from undertow.layers.speech_frame import Frame, word_set
from undertow.layers.speech_marks import MARKS
from undertow.layers.speech_people import FEMALE, MALE, NO_GENDER
from undertow.lexicons import load, load_table

_BEFORE_CALL = word_set(
    ", . ! ? ; : - -- — – … ... oh o ah dear my poor please yes no well now come ay aye hey hi sweet good"
)
_STOPS = word_set(". ! ? … ...")
_OTHER = word_set("other latter former companion stranger unknown newcomer interlocutor")
_AFTER_CALL = word_set(", . ! ? ; : - -- — – … ...")


@dataclass(slots=True)
class Turn:
    """Quotations of one paragraph with one speaker. Persons are indices into People."""

    quotations: list[int]
    start: int  # tokens
    end: int
    paragraph: int
    last_paragraph: int
    cue: Cue = NO_CUE
    cues: list[Cues] = field(default_factory=list)
    called: set[int] = field(default_factory=set)  # persons
    called_gender: set[int] = field(default_factory=set)  # of those who are called 'sir', 'mother'
    named_inside: set[int] = field(default_factory=set)
    near_by: set[int] = field(default_factory=set)  # in the narration of its paragraph
    opens: bool = True  # speech begins the paragraph
    closes: bool = True  # and ends it
    asks: bool = False
    around: list[int] = field(default_factory=list)  # who is near, the nearest first
    candidates: list[int] = field(default_factory=list)  # who may speak, of those
    features: list[dict[str, float]] = field(default_factory=list)  # of each candidate


def form_of(frame: Frame, mention: int) -> str:
    """How a mention names: proper, nominal, pronoun, 'I', or 'the other' one.

    In a story told in the second person the 'you' of its hero is what 'I' is elsewhere.
    """
    people, columns = frame.people, frame.people.columns
    hero = int(columns.pronoun[mention]) == SECOND and int(people.of_mention[mention]) == people.narrator
    if hero or int(columns.pronoun[mention]) == FIRST:
        return "I"
    if int(columns.pronoun[mention]):
        return "pronoun"
    if int(columns.form[mention]) == 0:
        return "proper"
    return "other" if frame.words[frame.end[mention] - 1] in _OTHER else "nominal"


def cue_form(frame: Frame, turn: "Turn") -> str:
    """How the cue of a turn names the speaker, 'bare' without one."""
    cue = turn.cue
    return form_of(frame, cue.mention) if cue.strength >= Strength.MANNER and cue.mention >= 0 else "bare"


def _interrupted(frame: Frame, turn: Turn, start: int, cues: Cues) -> bool:
    """Whether a whole sentence about somebody else stands between a turn and words that have a cue of their own.

    '"Yes," said Tom. Ned grew pale. "Never," he said.'
    """
    if cues.best.strength < Strength.VERB or cues.best.mention < 0 or turn.cue.mention < 0:
        return False
    last = start
    while last > turn.end and (frame.words[last - 1] in MARKS or frame.words[last - 1] in _STOPS):
        last -= 1
    first = last
    while first > turn.end and frame.words[first - 1] not in _STOPS:
        first -= 1
    subject = first_subject(frame, first, last) if first > turn.end else -1
    if subject < 0 or form_of(frame, subject) != "proper":
        return False
    return int(frame.people.of_mention[subject]) != int(frame.people.of_mention[turn.cue.mention])


def _conflict(frame: Frame, one: Cue, other: Cue) -> bool:
    """Whether two cues of a paragraph name two people."""
    if min(one.strength, other.strength) < Strength.VERB or one.mention < 0 or other.mention < 0:
        return False
    people = frame.people
    a, b = int(people.of_mention[one.mention]), int(people.of_mention[other.mention])
    if a == b:
        return False
    genders = {int(people.gender[a]), int(people.gender[b])} - {NO_GENDER}
    pronoun = "pronoun" in (form_of(frame, one.mention), form_of(frame, other.mention))
    return len(genders) > 1 or not pronoun


def _plainness(frame: Frame, cue: Cue) -> tuple[int, bool]:
    """How plainly a cue says who speaks: of two that are as strong, the one that gives a name; else the first."""
    return int(cue.strength), cue.mention >= 0 and form_of(frame, cue.mention) == "proper"


def make_turns(frame: Frame) -> list[Turn]:
    """Divide the speech into turns, in order, with cues and vocatives."""
    turns: list[Turn] = []
    for q, cues in enumerate(find_cues(frame)):
        parts = frame.parts(q)
        start, end = parts[0][0], parts[-1][1]
        last = turns[-1] if turns else None
        goes_on = last is not None and last.last_paragraph == int(frame.paragraph[q])
        if (
            last
            and goes_on
            and not _conflict(frame, last.cue, cues.best)
            and not _interrupted(frame, last, start, cues)
        ):
            last.quotations.append(q)
            last.end, last.last_paragraph = end, int(frame.last_paragraph[q])
            last.cues.append(cues)
            last.cue = max(last.cue, cues.best, key=lambda cue: _plainness(frame, cue))
        else:
            turns.append(
                Turn([q], start, end, int(frame.paragraph[q]), int(frame.last_paragraph[q]), cues.best, [cues])
            )
    for turn in turns:
        _look_inside(frame, turn)
    return turns


def _look_inside(frame: Frame, turn: Turn) -> None:
    """Find whom the words call and whom they name, and how the paragraph is filled."""
    words, people = frame.words, frame.people
    low, high = int(frame.paragraph_start[turn.paragraph]), int(frame.paragraph_end[turn.last_paragraph])
    turn.opens = all(word in MARKS for word in words[low : turn.start])
    turn.closes = all(word in MARKS for word in words[turn.end : high])
    turn.asks = "?" in words[max(turn.start, turn.end - 2) : turn.end + 1]
    for q in turn.quotations:
        for start, end in frame.parts(q):
            turn.called_gender.update(_called_genders(words, start, end))
            for i in frame.mentions_between(start, end):
                if int(people.columns.pronoun[i]):
                    continue
                person = int(people.of_mention[i])
                if _is_call(frame, i, start, end):
                    turn.called.add(person)
                elif int(people.columns.form[i]) == 0:
                    turn.named_inside.add(person)


def _called_genders(words: list[str], start: int, end: int) -> Iterator[int]:
    """The genders that forms of address in a part tell: 'Yes, sir.', 'Mother!'."""
    forms, genders = load("vocatives"), load_table("gendered_nouns")
    for token in range(start, end):
        word = words[token]
        if word in forms and word in genders:
            opens = token == start or words[token - 1] in _BEFORE_CALL
            if opens and (token + 1 >= end or words[token + 1] in _AFTER_CALL):
                yield MALE if genders[word] == "m" else FEMALE


def _is_call(frame: Frame, mention: int, start: int, end: int) -> bool:
    """Whether a mention inside a part calls somebody: set off on both sides."""
    first, last = frame.start[mention], frame.end[mention]
    words = frame.words
    opens = first == start or words[first - 1] in _BEFORE_CALL
    closes = last >= end or words[last] in _AFTER_CALL
    if not (opens and closes):
        return False
    if int(frame.people.columns.form[mention]) != 0 and words[last - 1] not in load("vocatives"):
        return False
    if first == start and last >= end:
        return words[min(last, len(words) - 1)] == "!" or words[last - 1] in "!?"
    return not (last + 1 < end and words[last] == "," and words[last + 1] in ("and", "who", "which", "or"))
