"""Who sings: the cue of each verse that is set into the story.

In come the frame of the dialogue and the insets, out go, for each verse, the mention that sings or recites and the verb
that says so; -1 where no cue stands beside it. The decision: a verse takes no turn in a conversation, so only words
beside it count: behind it ("sang Tom"), in front of it ("Tom sang:"), or a line of speech that breaks off into it.
"""

from collections.abc import Sequence

import numpy as np

from undertow.layers.insets import VERSE
from undertow.layers.speech_cues import Cue, Strength, cue_after, cue_before, leads_on, subject_of
from undertow.layers.speech_frame import Frame, word_set
from undertow.layers.values import Insets

_SINGS = word_set(
    "sang sing sings singing sung hum hums hummed humming croon crooned chant chants chanted chanting recite recites "
    "recited reciting quote quotes quoted quoting intone intoned declaim declaimed warble warbled carol carolled"
)

Singer = tuple[int, int]  # mention, token of the verb
NOBODY: Singer = (-1, -1)


def find_singers(frame: Frame, insets: Insets, spoken_by: Sequence[int]) -> list[Singer]:
    """The singer of each inset. `spoken_by`: the mention that stands for the speaker of each quotation, -1 for none."""
    document = frame.document
    starts = np.searchsorted(document.token_end, insets.start_char, side="right").tolist()
    ends = np.searchsorted(document.token_start, insets.end_char, side="left").tolist()
    return [
        _singer(frame, start, end, spoken_by) if kind == VERSE and start < end else NOBODY
        for start, end, kind in zip(starts, ends, insets.kind.tolist(), strict=True)
    ]


def _singer(frame: Frame, start: int, end: int, spoken_by: Sequence[int]) -> Singer:
    last = int(frame.paragraph_end.searchsorted(end - 1, side="right"))
    high = int(frame.paragraph_end[last])
    behind = _told(frame, end, high)
    if behind[0] < behind[1]:
        found = _as_singer(cue_after(frame, end, behind[1]))
    else:
        found = _next_paragraph(frame, end, last + 1)
    return found if found != NOBODY else _before(frame, start, spoken_by)


def _told(frame: Frame, low: int, high: int) -> tuple[int, int]:
    """The words of a range up to the next that somebody says, marks and stops at its start left out."""
    said = np.flatnonzero(frame.said[low:high])
    high = low + int(said[0]) if len(said) else high
    while low < high and not frame.words[low].isalnum():
        low += 1
    return low, high


def _next_paragraph(frame: Frame, end: int, p: int) -> Singer:
    """Read the words under the verse: 'murmured Tom.'; with a capital, only a verb of singing counts: 'Tom quoted.'."""
    if p >= len(frame.paragraph_end):
        return NOBODY
    low, high = _told(frame, int(frame.paragraph_start[p]), int(frame.paragraph_end[p]))
    if low >= high or low > int(frame.paragraph_start[p]):
        return NOBODY
    cue = cue_after(frame, end, high)
    if frame.capital[low] and (cue.verb < 0 or frame.words[cue.verb] not in _SINGS):
        return NOBODY
    return _as_singer(cue) if cue.near else NOBODY


def _before(frame: Frame, start: int, spoken_by: Sequence[int]) -> Singer:
    """The words in front of the verse, in its paragraph or in the one before."""
    p = int(frame.paragraph_end.searchsorted(start, side="right"))
    low = int(frame.paragraph_start[p])
    if _told(frame, low, start)[0] >= start:  # it opens its paragraph
        if not p:
            return NOBODY
        low, start = int(frame.paragraph_start[p - 1]), low
    said = np.flatnonzero(frame.said[low:start])
    if len(said):
        after = low + int(said[-1]) + 1
        if _told(frame, after, start)[0] >= start:
            return _goes_on(frame, after, spoken_by)
        low = after
    sentence = int(frame.sentence_start[frame.sentence_at(start - 1)])
    low = max(low, sentence)
    for verb in range(start - 1, low - 1, -1):
        if frame.words[verb] in _SINGS:
            return subject_of(frame, verb, low), verb
    return _as_singer(cue_before(frame, low, start)) if leads_on(frame, start) else NOBODY


def _goes_on(frame: Frame, after: int, spoken_by: Sequence[int]) -> Singer:
    """Who says the words that lead up to the verse, if they do: '“It goes like this:'."""
    last = int(np.searchsorted(frame.part_start, after)) - 1
    if last < 0 or not leads_on(frame, int(frame.part_end[last])):
        return NOBODY
    return spoken_by[int(frame.part_bounds.searchsorted(last, side="right")) - 1], -1


def _as_singer(cue: Cue) -> Singer:
    return (cue.mention, cue.verb) if cue.strength == Strength.VERB and cue.mention >= 0 else NOBODY
