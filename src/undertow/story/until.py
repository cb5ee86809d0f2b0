"""A reading position, and the story up to there, so that a reader who has not finished is told nothing of the rest.

What comes in is a position as a person says it, and the document of a whole file; what goes out is a Source that ends
with the last sentence before the position. The decision: the text is cut before any layer looks at it. What was never
read cannot be used, nor shown, nor found in a table, whatever later steps do. Opening the file is done with the whole
of it (its encoding, where paragraphs end, what is an author's note), and what the file says about itself stays.

| said | read to |
|---|---|
| `40%`, or the number 0.4 | 40 % of the tokens, as `progress` counts |
| `12,000 words`, or the number 12000 | the 12,000th word |
| `chapter 3` | its beginning: the end of chapter 2 |
| `end of chapter 3` | its end |
| any other words | those words of the story, with their sentence |
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from undertow.document.counting import words_of_sentences
from undertow.document.values import Document
from undertow.errors import InputError
from undertow.source.values import Source
from undertow.story.corrections_find import places, shown

READ_TO: Final = "Read to "
"""How the note begins that says how far a story was read (`story.document.source.notes`)."""

_HOW: Final = "say 40%, '12000 words', 'chapter 3' (its beginning), 'end of chapter 3', or words of the story"
_SHARE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)")
_CHAPTER: Final = re.compile(r"(end of )?(?:chapter|ch\.?)\s*(\d+)")
_WORDS: Final = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)\s*words?")
_NUMBER: Final = re.compile(r"[-+]?[\d.,]+")


@dataclass(frozen=True, slots=True)
class Position:
    """How far somebody has read."""

    unit: Literal["percent", "words", "chapter", "end of chapter", "passage"]
    number: float = 0  # how many, or which
    words: str = ""  # of the passage

    def __str__(self) -> str:
        """Say it in words: `40 %`, `the beginning of chapter 3`."""
        if self.unit == "percent":
            return f"{self.number:g} %"
        if self.unit == "words":
            return f"word {self.number:,.0f}"
        if self.unit == "passage":
            return shown(self.words)
        return f"the {'end' if self.unit == 'end of chapter' else 'beginning'} of chapter {self.number:.0f}"


def parse_position(said: str | float) -> Position:
    """Understand a position: text as in the table above, a share as a float, a number of words as an int.

    Raises InputError where it is none.
    """
    if isinstance(said, float):
        return _percent(100 * said, f"{said}")
    if isinstance(said, int):
        return _words(said)
    text = " ".join(said.split())
    low = text.casefold()
    if match := _SHARE.fullmatch(low):
        return _percent(float(match[1]), text)
    if match := _CHAPTER.fullmatch(low):
        return Position("end of chapter" if match[1] else "chapter", int(match[2]))
    if match := _WORDS.fullmatch(low):
        return _words(int(match[1].replace(",", "")))
    if not any(map(str.isalnum, text)):
        raise InputError(f"{shown(text)} is no place in a story; {_HOW}")
    if _NUMBER.fullmatch(low):
        raise InputError(f"“{shown(text)[1:-1]}” does not say of what; {_HOW}")
    return Position("passage", words=text)


def _percent(percent: float, text: str) -> Position:
    if not 0 < percent <= 100:
        raise InputError(f"{text} is outside of the story: a share is more than 0 and at most 100 %; {_HOW}")
    return Position("percent", round(percent, 6))


def _words(n: int) -> Position:
    if n < 1:
        raise InputError(f"{n} words are none; {_HOW}")
    return Position("words", n)


def read_until(document: Document, position: Position) -> Source:
    """Cut the source of a document at a position. A note says what was read.

    Raises InputError where the story has no such place, or no sentence ends before it.
    """
    limit = _tokens_before(document, position)
    n = int(np.searchsorted(document.sentences[:, 1], limit, side="right"))
    if n == 0:
        first = 100 * int(document.sentences[0, 1]) / document.n_tokens
        raise InputError(f"no sentence ends before {position}: the first one ends at {first:.2g} %")
    words = words_of_sentences(document)
    read, total = int(words[:n].sum()), int(words.sum())
    note = f"{READ_TO}{position}: {read:,} of {total:,} words; nothing later was used."
    source = document.source
    if n == len(document.sentences):
        note = f"{READ_TO}{position}, which is all of it: {total:,} words."
        return replace(source, notes=(*source.notes, note))
    end = int(document.token_end[document.sentences[n - 1, 1] - 1])
    blocks = tuple(
        replace(block, end_char=min(block.end_char, end)) for block in source.blocks if block.start_char < end
    )
    return replace(source, text=source.text[:end], blocks=blocks, notes=(*source.notes, note))


def _tokens_before(document: Document, position: Position) -> int:
    """How many tokens stand before a position, its own sentence included where it names words."""
    number = int(position.number)
    if position.unit == "percent":
        return int(position.number * document.n_tokens / 100 + 1e-6)  # 40 % of 10 tokens are 4, whatever floats say
    if position.unit == "words":
        over = np.flatnonzero(np.cumsum(words_of_sentences(document)) > number)
        return int(document.sentences[over[0], 0]) if len(over) else document.n_tokens
    if position.unit == "passage":
        return _passage(document, position.words)
    chapters = document.chapters
    if len(chapters) < 2:
        raise InputError("no chapters were found in it; say how far in percent or in words, or quote where you are")
    if not 1 <= number <= len(chapters):
        raise InputError(f"there is no chapter {number}: it has {len(chapters)}")
    if position.unit == "chapter":
        if number == 1:
            raise InputError("nothing comes before chapter 1; 'end of chapter 1' reads that chapter")
        return int(chapters[number - 1, 0])
    return int(chapters[number - 1, 1])


def _passage(document: Document, words: str) -> int:
    found = [match.span() for match, _ in zip(places(document.text, words), range(2), strict=False)]
    if len(found) != 1:
        problem = "stand in the story more than once; quote more of them" if found else f"are not in the story; {_HOW}"
        raise InputError(f"the words {shown(words)} {problem}")
    (_, end) = found[0]
    token = document.token_at(end - 1)
    if token >= document.n_tokens or end <= document.token_start[token]:
        return token  # in a heading or a note: the story before it
    sentence = int(np.searchsorted(document.sentences[:, 1], token, side="right"))
    return int(document.sentences[sentence, 1])
