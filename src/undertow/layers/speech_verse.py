"""Verse that is set into prose: songs, hymns, poems, nursery rhymes, in quotation marks or set apart.

In come the paragraphs of a text, out go the ranges of characters that are verse. Layout alone would not do: a line may
break in speech, in an address, in a list. So the lines must end where they need not and begin with capitals, and then
several signs must come together: capitals inside a sentence, above all of words that never have one there ("And",
"Of"), rhyme, marks or an indent of their own, and words nearby that speak of a song.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from undertow.layers.speech_marks import GLYPHS

_EDGE = f"{GLYPHS}_*()[] \t"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_RHYME = re.compile(r"[aeiouy]+[^aeiouy]*(?=e?$)")
_UTTERED = re.compile(rf"[_*\s]*[{GLYPHS}].*[.!?,—-][{GLYPHS}][_*\s]*$")
_CUE = re.compile(rf"(?<=[{GLYPHS}])[_*]?\s+(?=[^{GLYPHS}\n]{{3,60}}$)")
_NEVER_NAMES = frozenset(
    "and or nor but to of in with that for as like upon from by which who whose where when while than through over "
    "under at on till until is are was were his her their".split()
)
_SUNG = frozenset(
    "sang sing sings singing sung song songs hymn hymns carol psalm ballad ditty lullaby rhyme rhymes verse verses "
    "stanza stanzas couplet refrain chorus poem poems poet poetry sonnet recite recited recites reciting recitation "
    "chant chanted chanting hum hummed humming tune quoted quoting intoned declaimed lines ode elegy epitaph".split()
)
_NEEDED = 3  # signs
_LINES_ALONE, _LONGEST = 3, 80  # one-line paragraphs that make a song
_LONG_LINE = 75  # characters
_MANY_WORDS, _FEW_WORDS = 5, 3  # words of a line, on average
_NAMES = 0.4  # share of words inside lines with a capital: above it, it is an address or a list of titles
_CAPITALS = 0.8  # share of lines that begin with one
_NEAR, _AFTER = 160, 80  # characters in which words speak of a song
_WIDTH = 0.9  # share of the text that stands in lines no longer than what is taken for its width
_SELDOM = 0.2  # share of paragraphs with an indent, below which an indent sets apart
_NONE = -100  # signs of what cannot be verse

Range = tuple[int, int]


def find_verses(text: str, paragraphs: Sequence[Range]) -> list[Range]:
    """The ranges of characters that are verse, in order, whole lines each; stanzas that follow each other are one."""
    reader = _Reader(text, paragraphs)
    found: list[Range] = []
    k = 0
    while k < len(paragraphs):
        verse, end = reader.stanza(k, follows=False), k + 1
        while verse is not None and verse[1] == paragraphs[end - 1][1] and end < len(paragraphs):
            following = reader.stanza(end, follows=True)
            if following is None or following[0] != paragraphs[end][0]:
                break
            verse, end = (verse[0], following[1]), end + 1
        if verse is None:
            verse, end = reader.lines_alone(k)
        if verse is not None:
            found.append(verse)
        k = end
    return found


class _Reader:
    """A text with what is true of all of it: how wide its lines are, whether it indents its paragraphs."""

    def __init__(self, text: str, paragraphs: Sequence[Range]) -> None:
        self.text, self.paragraphs = text, paragraphs
        lengths = sorted(len(line.rstrip()) for low, high in paragraphs for line in text[low:high].split("\n"))
        up_to = list(accumulate(lengths))  # characters in lines of at most this length
        self.width = lengths[bisect_left(up_to, _WIDTH * up_to[-1])] if lengths else 0
        indented = sum(low > 0 and text[low - 1] in " \t" for low, _ in paragraphs)
        self.indents = indented > _SELDOM * len(paragraphs)

    def stanza(self, k: int, *, follows: bool) -> Range | None:
        """The verse of a paragraph of several lines. `follows`: a stanza stands right before it."""
        low, high = self.paragraphs[k]
        if "\n" not in self.text[low:high]:
            return None
        for start, end in self._candidates(low, high):
            lines = self.text[start:end].split("\n")
            if len(lines) < 2 or not self._broken_freely(lines):
                continue
            leads = start > low or (k > 0 and _leads(self.text, self.paragraphs[k - 1]))
            apart = leads or self.text[start] in GLYPHS or self.text[start] in "_*"
            indented = not self.indents and start == low and start > 0 and self.text[start - 1] in " \t"
            if signs(lines) + apart + indented + 2 * follows + 2 * self._sung(start, end) >= _NEEDED:
                return start, end
        return None

    def _candidates(self, low: int, high: int) -> Iterator[Range]:
        """What may be verse in a paragraph: all of it, what a cue follows, what stands under a line that leads up."""
        lead, line_end = self.text.find(":\n", low, high), self.text.find("\n", low, high)
        if lead + 1 != line_end:
            cue = _CUE.search(self.text, low, high)
            yield low, cue.start() if cue else high
        if lead >= 0:
            start = lead + 2
            while start < high and self.text[start].isspace():
                start += 1
            yield start, high

    def lines_alone(self, k: int) -> tuple[Range | None, int]:
        """A song each line of which is a paragraph of its own, from a paragraph on, and one past its last."""
        text, end = self.text, k
        if not speaks_of_song(text[max(0, self.paragraphs[k][0] - _NEAR) : self.paragraphs[k][0]]):
            return None, k + 1
        while end < min(len(self.paragraphs), k + _LONGEST):
            low, high = self.paragraphs[end]
            line = text[low:high]
            if "\n" in line or len(line) > min(_LONG_LINE, self.width) or _UTTERED.match(line):
                break
            if end == k and line.endswith((":", ":—", ":--")):
                break  # it leads up to the song
            if end > k and line[0] in "“«„":
                break
            end += 1
        lines = [text[low:high] for low, high in self.paragraphs[k:end]]
        if len(lines) < _LINES_ALONE:
            return None, k + 1
        verse = self.paragraphs[k][0], self.paragraphs[end - 1][1]
        if self._broken_freely(lines) and signs(lines) + 2 > _NEEDED:
            return verse, end
        return None, k + 1

    def _sung(self, start: int, end: int) -> bool:
        """Whether words nearby speak of a song."""
        return speaks_of_song(self.text[max(0, start - _NEAR) : start] + " " + self.text[end : end + _AFTER])

    def _broken_freely(self, lines: Sequence[str]) -> bool:
        """Tell whether lines end where they need not, and begin with capitals."""
        first = [match[0][0] for line in lines if (match := _WORD.search(line))]
        if len(first) < len(lines) or max(len(line.strip()) for line in lines) > _LONG_LINE:
            return False
        if any(len(a.rstrip()) + 1 + len(b.split()[0]) > self.width for a, b in pairwise(lines)):
            return False
        return sum(letter.isupper() for letter in first) >= _CAPITALS * len(lines)


def speaks_of_song(words: str) -> bool:
    """Whether one of the words is about singing, reciting, songs or poems."""
    return any(word in _SUNG for word in _WORD.findall(words.lower()))


def _leads(text: str, paragraph: Range) -> bool:
    """Whether a paragraph leads up to the next: it ends in a colon, in a dash, or in no stop at all."""
    last = text[paragraph[0] : paragraph[1]].rstrip(GLYPHS + " \n")[-1:]
    return last in tuple(":—–-,") or last.isalnum()


def signs(lines: Sequence[str]) -> int:
    """Count the signs of verse that lines have by themselves; below 0 for what cannot be verse."""
    words: list[list[str]] = [_WORD.findall(line) for line in lines]
    inside = [word for line in words for word in line[1:]]
    n_words = sum(map(len, words))
    names = sum(word[0].isupper() and not re.match(r"I\b", word) for word in inside)
    if n_words < _FEW_WORDS * len(lines) or names > _NAMES * len(inside) or lines[-1].isupper():
        return _NONE
    uttered = sum(_UTTERED.match(line) is not None for line in lines)
    if 2 * uttered > len(lines) or any(c.isdigit() for line in lines for c in line):
        return _NONE
    breaks = len(lines) - 1
    runs_on = [after[0] for line, after in zip(lines, words[1:], strict=False) if line.rstrip(_EDGE)[-1:] not in ".!?…"]
    particles = sum(word[0].isupper() and word.lower() in _NEVER_NAMES for word in runs_on)
    rhymes = _rhyme([line[-1] for line in words])
    count = sum((2 * len(runs_on) >= breaks, particles > 0 and 3 * particles >= breaks, rhymes))
    return count if rhymes or n_words >= _MANY_WORDS * len(lines) else count - 1


def _rhyme(ends: Sequence[str]) -> bool:
    """Tell whether a line ends as the next does, or the next but one: by spelling, from the last vowels on."""
    tails = []
    for word in ends:
        match = _RHYME.search(word.lower())
        tails.append(match[0] if match and len(match[0]) > 1 else word.lower())
    return any(tails[i] in tails[i + 1 : i + 3] for i in range(len(tails)))
