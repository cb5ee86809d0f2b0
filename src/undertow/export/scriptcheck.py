"""Does any line contradict an explicit cue beside it? A second look at a script before somebody records it.

What comes in is a Story; what goes out is the lines that are given to one character (or to nobody) while a name and a
verb of speech right beside the words say another. The decision: only the plainest cues count ("said Tom", "Tom said,"),
and they are read anew from the words and the mentions, not from what the speakers were decided by, so that a mistake
there, in the names or in a correction shows. A cue that is missed costs nothing; one that is seen wrongly costs a
person's time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from undertow.layers.speech_marks import GLYPHS
from undertow.layers.values import FORMS
from undertow.lexicons import load
from undertow.story.values import Quotation, Story

_PROPER = FORMS.index("proper")
_SKIPPED = frozenset((*GLYPHS, "``", "''", ",", "_", "*"))
_OPEN_ENDS = frozenset(
    ",?!-—–"
)  # what words end in that a cue may follow; after a full stop, "Tom said" may begin anything
_LEADS = frozenset((",", ":"))
_NOT_ALONE = frozenset(("'s", "’s", "'", "’", "and", "or", "&"))  # "said Tom's mother", "said Tom and Mary"
_SILENCE = frozenset(("nothing", "no", "not", "little", "neither", ":"))  # "Tom said nothing", "Tom said: ..."
_SUBORDINATE = frozenset(("what", "when", "as", "if", "that", "which", "whom", "than", "like", "because", "though"))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A line and the cue that it contradicts; half-open characters of `Story.text`."""

    quotation_id: str
    start_char: int  # of the line
    end_char: int
    cue_start_char: int
    cue_end_char: int
    named: str  # the id of the character whom the cue names
    speaker: str | None  # the id of the one whom the line is given to


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int  # tokens
    end: int
    mention: int


class _Reader:
    """Words and names by their place."""

    def __init__(self, story: Story) -> None:
        self.document = story.document
        self.words = story.document.words()
        self.paragraph_ends = story.document.paragraphs[:, 1]
        self.starts: dict[int, int] = {}  # token -> the longest mention that starts there
        self.ends: dict[int, int] = {}
        mentions = story.layers.mentions
        assert mentions is not None
        self.start, self.end = mentions.start.tolist(), mentions.end.tolist()
        self.proper = (mentions.form == _PROPER).tolist()
        for i, (start, end) in enumerate(zip(self.start, self.end, strict=True)):  # sorted by (start, -end)
            self.starts.setdefault(start, i)
            self.ends.setdefault(end, i)

    def is_verb(self, token: int) -> bool:
        return self.words[token] in load("speech_verbs")

    def alone(self, token: int) -> bool:
        """Whether a name that ends here stands by itself."""
        return token >= len(self.words) or self.words[token] not in _NOT_ALONE

    def tokens(self, part: tuple[int, int]) -> tuple[int, int]:
        """The tokens of a part."""
        start = self.document.token_at(part[0])
        return start, max(start, int(self.document.token_start.searchsorted(part[1])))

    def after(self, start: int, end: int, limit: int) -> _Cue | None:
        """'said Tom', 'Tom said' behind a part that ends at `end`."""
        token = end
        while token < limit and self.words[token] in _SKIPPED:
            token += 1
        if token + 1 >= limit:
            return None
        name = self.starts.get(token + 1, -1)
        if self.is_verb(token) and name >= 0 and self.proper[name] and self.alone(self.end[name]):
            return _Cue(token, self.end[name], name)
        name = self.starts.get(token, -1)
        if name < 0 or not self.proper[name] or self.end[name] >= limit or not self.is_verb(self.end[name]):
            return None
        verb = self.end[name]
        other = verb + 1 < limit and self.words[verb + 1] in _SILENCE
        last = next((self.words[t] for t in range(end - 1, start - 1, -1) if self.words[t] not in GLYPHS), "")
        return None if other or last[-1:] not in _OPEN_ENDS else _Cue(token, verb + 1, name)

    def before(self, start: int, limit: int) -> _Cue | None:
        """'Tom said,' in front of a part that starts at `start`."""
        token = start - 1
        while token > limit and self.words[token] in GLYPHS:
            token -= 1
        if token - 2 < limit or self.words[token] not in _LEADS or not self.is_verb(token - 1):
            return None
        name = self.ends.get(token - 1, -1)
        if name < 0 or not self.proper[name] or self.start[name] < limit:
            return None
        ahead = self.words[self.start[name] - 1].lower() if self.start[name] else ""
        return None if ahead in _SUBORDINATE or ahead in _NOT_ALONE else _Cue(self.start[name], token, name)


def contradictions(story: Story) -> Iterator[Contradiction]:
    """Yield the lines that contradict a cue beside them, in the order of the text."""
    if story.layers.mentions is None or not story.document.n_tokens:
        return
    reader = _Reader(story)
    characters = {character.id for character in story.characters}
    lines = sorted((reader.tokens(part), i) for i, q in enumerate(story.quotations) for part in q.parts)
    cues: dict[int, list[_Cue]] = {}
    for k, ((start, end), i) in enumerate(lines):
        paragraph = int(reader.paragraph_ends.searchsorted(start, side="right"))
        if paragraph >= len(reader.paragraph_ends):
            continue
        low = int(story.document.paragraphs[paragraph, 0])
        high = int(reader.paragraph_ends[paragraph])
        low = max(low, lines[k - 1][0][1]) if k else low
        high = min(high, lines[k + 1][0][0]) if k + 1 < len(lines) else high
        found = (reader.after(start, end, high), reader.before(start, low))
        cues.setdefault(i, []).extend(cue for cue in found if cue is not None)
    for i in sorted(cues):
        named = [(cue, story.entities[story.mention_entity[cue.mention]].id) for cue in cues[i]]
        if not any(id == story.quotations[i].speaker for _, id in named):
            yield from _report(story, story.quotations[i], [(cue, id) for cue, id in named if id in characters])


def _report(story: Story, quotation: Quotation, named: Sequence[tuple[_Cue, str]]) -> Iterator[Contradiction]:
    for cue, id in named[:1]:
        span = story.document.span(cue.start, cue.end)
        yield Contradiction(
            quotation.id, quotation.parts[0][0], quotation.parts[-1][1], span.start_char, span.end_char, id,
            quotation.speaker,
        )  # fmt: skip
