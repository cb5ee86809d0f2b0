"""Text -> tokens as columns.

Comes in: the text and the ranges of it that are story. Goes out: where each token begins and ends, and its kind.
The one decision: text is cut at white space first, and each *different* chunk between blanks is cut into tokens only
once. A novel of 500,000 words has some 40,000 different chunks, so that `pieces.py` can be as careful as it likes; all
that is done for every word is one look into a dictionary and array arithmetic. The few chunks that need their
neighbours ("I." at the end of a sentence or after "Chapter") have two readings, and the neighbours choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document import wordlists
from undertow.document.kinds import COMMON, UPPER, kind_of
from undertow.document.pieces import cut, has_two_readings

Ints = NDArray[np.int32]

LONGEST_CHUNK = 512  # no prose goes on for so long without a blank; bounds what any rule can look at

_SPACE = np.array([chr(code).isspace() for code in range(0x3001)] + [False])  # the last blank of Unicode is U+3000
_OPENERS = "“\"‘'’([_"  # what may stand before the first word of a chunk


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens as columns: half-open ranges of characters, and the bits of `kinds.py`."""

    start: Ints  # [n_tokens]
    end: Ints  # [n_tokens]
    kind: Ints  # [n_tokens]

    def __len__(self) -> int:
        return len(self.start)


class _Chunks:
    """The different chunks met so far, each cut once; the cuts of all of them lie one after the other."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.seconds: dict[int, int] = {}  # chunk -> its second reading
        self.two_readings: list[bool] = []
        self.first: list[int] = []
        self.count: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.piece: list[int] = []
        self.pieces: dict[str, int] = {}  # the different tokens, numbered

    def id(self, chunk: str) -> int:
        known = self.ids.get(chunk)
        if known is None:
            known = self.ids[chunk] = self._add(chunk, second=False)
        return known

    def second_id(self, chunk: str) -> int:
        first = self.ids[chunk]
        if first not in self.seconds:
            self.seconds[first] = self._add(chunk, second=True)
        return self.seconds[first]

    def _add(self, chunk: str, *, second: bool) -> int:
        cuts = cut(chunk, second=second)
        self.first.append(len(self.start))
        self.count.append(len(cuts))
        self.two_readings.append(not second and has_two_readings(chunk))
        for start, end in cuts:
            self.start.append(start)
            self.end.append(end)
            self.piece.append(self.pieces.setdefault(chunk[start:end], len(self.pieces)))
        return len(self.first) - 1

    def kinds(self) -> Ints:
        """The kinds of all pieces, in the order in which they lie."""
        kinds = {piece: kind_of(piece) for piece in self.pieces}
        for piece, kind in kinds.items():
            if kind & UPPER and piece.lower() in kinds:
                kinds[piece] = kind | COMMON
        return np.fromiter(kinds.values(), np.int32, len(kinds))[np.array(self.piece, dtype=np.int64)]


def tokenise(text: str, ranges: Sequence[tuple[int, int]]) -> Tokens:
    """Cut the given ranges of characters, in order and apart, into tokens. What lies outside of them has none."""
    starts, ends = _chunk_spans(text, ranges)
    words = [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    chunks = _Chunks()
    ids = np.array([chunks.id(word) for word in words], dtype=np.int64)
    openings = {start for start, _ in ranges}
    for i in np.flatnonzero(np.array(chunks.two_readings, dtype=bool)[ids]).tolist() if len(ids) else ():
        before = "" if int(starts[i]) in openings else words[i - 1]
        after = words[i + 1] if i + 1 < len(words) and int(starts[i + 1]) not in openings else ""
        if _takes_second_reading(before, words[i], after):
            ids[i] = chunks.second_id(words[i])
    counts = np.array(chunks.count, dtype=np.int64)[ids]
    ends_of = np.cumsum(counts)
    n_tokens = int(ends_of[-1]) if len(ends_of) else 0
    piece = np.arange(n_tokens) + np.repeat(np.array(chunks.first, dtype=np.int64)[ids] - ends_of + counts, counts)
    offset = np.repeat(starts, counts)
    return Tokens(
        start=(offset + np.array(chunks.start, dtype=np.int32)[piece]).astype(np.int32),
        end=(offset + np.array(chunks.end, dtype=np.int32)[piece]).astype(np.int32),
        kind=chunks.kinds()[piece],
    )


def _chunk_spans(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Find what stands between blanks inside the ranges, in slices of bounded length."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside = ~_SPACE[np.minimum(codes, 0x3001)]
    edges = np.zeros(len(codes) + 1, dtype=np.int8)  # a range begins or ends here, blank or not
    covered = np.zeros(len(codes) + 1, dtype=np.int32)
    for start, end in ranges:
        edges[start] = edges[end] = 1
        covered[start] += 1
        covered[end] -= 1
    inside &= np.cumsum(covered[:-1]) > 0
    left = np.concatenate(([False], inside[:-1])) & (edges[:-1] == 0)
    right = np.concatenate((inside[1:], [False])) & (edges[1:] == 0)
    starts = np.flatnonzero(inside & ~left).astype(np.int32)
    ends = np.flatnonzero(inside & ~right).astype(np.int32) + np.int32(1)
    slices = -(-(ends - starts) // LONGEST_CHUNK)
    if len(slices) == 0 or int(slices.max()) == 1:
        return starts, ends
    nth = np.arange(int(slices.sum())) - np.repeat(np.cumsum(slices) - slices, slices)
    cut_starts = np.repeat(starts, slices) + nth * LONGEST_CHUNK
    cut_ends = np.minimum(cut_starts + LONGEST_CHUNK, np.repeat(ends, slices))
    return cut_starts.astype(np.int32), cut_ends.astype(np.int32)


def _takes_second_reading(before: str, chunk: str, after: str) -> bool:
    """Decide by the neighbours how a chunk with two readings is cut (see `pieces.cut`)."""
    word = chunk.lstrip(_OPENERS)
    if word.startswith("I."):
        return _is_pronoun(before, quoted=word != chunk)
    stem, stop, _ = word.lower().partition(".")
    if not stop:  # 'is: an apostrophe in the middle of a clause
        return before[-1:].isalpha() and word[:1].islower()
    if stem in wordlists.MEASURED and before[-1:].isdigit():
        return True
    if stem in wordlists.NAMED:
        starts_name = after[:1].isupper() and after.strip(_OPENERS + ".,").lower() not in wordlists.STARTERS
        return word[0].isupper() and starts_name
    return stem in wordlists.NUMBERED and _is_number(after)


def _is_pronoun(before: str, *, quoted: bool) -> bool:
    """Whether "I." is the end of a sentence and no number: "so do I.", not "Chapter I."."""
    if not before:
        return quoted
    after_word = before[0].islower() or before.lower().strip(_OPENERS) in wordlists.PRONOUN_I_AFTER
    return before[-1] in ",;—–-" or (before[-1].islower() and after_word)


def _is_number(chunk: str) -> bool:
    """Whether a chunk is a number in figures or in Roman capitals."""
    return chunk[:1].isdigit() or (bool(chunk) and all(letter in "IVXLC" for letter in chunk.rstrip(".,;:)!?")))
