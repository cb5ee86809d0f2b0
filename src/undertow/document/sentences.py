"""Tokens -> sentences, from the kinds of the tokens alone.

Comes in: tokens and the ranges of them that are paragraphs. Goes out: half-open ranges of tokens that tile each
paragraph. The one decision: only a stop (. ! ? or an ellipsis) can end a sentence, it takes the marks that close
behind it along, and what follows has to look like a beginning. Where printers and corpora differ (LitBank cuts by
machine), fiction comes first: `"Go!" he said.` and `"Go!" John said.` are one sentence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document import kinds as k
from undertow.document.tokens import Tokens

Ints = NDArray[np.int32]

LONGEST_SENTENCE = 400  # tokens; with word-pieces still one window of the encoder or two
_LOOKAHEAD = 6  # marks between two sentences; more is ornament
_CUT_PREFERENCES = (k.SEMICOLON, k.STOP, k.DASH, k.COMMA, k.CLOSE)  # where a sentence without end is cut, best first


@dataclass(slots=True)
class _View:
    """The tokens as lists, which single look-ups are faster in."""

    kind: list[int]
    attached: list[bool]  # no blank before the token
    small: bool  # the story has no capitals at the beginnings of sentences


@dataclass(slots=True)
class _Stop:
    """Where a sentence may end: the stop, the stops that follow it, and the marks that close behind it."""

    kind: int
    start: int  # the stop
    end: int  # where the next sentence would begin
    closed: bool  # a quotation closed
    first: int  # where the sentence that it may end begins
    last: int  # where its paragraph ends


def split_sentences(tokens: Tokens, paragraphs: Ints) -> Ints:
    """Cut paragraphs into sentences, [n_sentences, 2]."""
    if len(tokens) == 0:
        return np.zeros((0, 2), dtype=np.int32)
    attached = np.concatenate(([False], tokens.start[1:] == tokens.end[:-1]))
    kind = _resolve_straight(tokens.kind, attached, paragraphs)
    view = _View(kind.tolist(), attached.tolist(), _is_small(kind))
    breaks_off = (kind & k.DASH) * np.append((kind[1:] & (k.CLOSE | k.QUOTE)) == k.CLOSE | k.QUOTE, False)  # “But I—”
    candidates = np.flatnonzero(kind & (k.STOP | k.ABBREVIATION | k.INITIAL) | breaks_off)
    bounds = paragraphs[np.searchsorted(paragraphs[:, 0], candidates, side="right") - 1]
    starts = paragraphs[:, 0].tolist()
    done = begin = 0
    for at, (first, last) in zip(candidates.tolist(), bounds.tolist(), strict=True):
        if at < done:
            continue
        begin = max(begin, first)
        stop = _take_stop(view, at, begin, last)
        done = stop.end
        if done < last and _ends(view, stop):
            starts.append(done)
            begin = done
    edges = np.unique(np.array([*starts, len(tokens)], dtype=np.int32))
    return _bounded(np.stack((edges[:-1], edges[1:]), axis=1), kind)


def _resolve_straight(kind: Ints, attached: NDArray[np.bool_], paragraphs: Ints) -> Ints:
    """Decide for each mark that looks the same on both sides whether it opens or closes.

    A blank on one side alone decides. Otherwise double marks take turns within the paragraph, and a single one closes.
    """
    kind = kind.copy()
    marks = np.flatnonzero(kind & k.STRAIGHT)
    paragraph = np.searchsorted(paragraphs[:, 0], marks, side="right")
    left = attached[marks]
    right = np.append(attached, False)[marks + 1]
    double = (kind[marks] & k.DOUBLE) > 0
    before, after = kind[marks - 1], np.append(kind, 0)[marks + 1]
    opens = np.zeros(len(marks), dtype=bool)
    state, last = False, -1
    columns = zip(
        left.tolist(), right.tolist(), double.tolist(), before.tolist(), after.tolist(), paragraph.tolist(), strict=True
    )
    for i, (is_left, is_right, is_double, previous, following, here) in enumerate(columns):
        if here != last:
            state, last = False, here
        if is_left != is_right:
            opening = is_right
        elif is_left and previous & k.OPEN:
            opening = True
        elif is_left and following & (k.CLOSE | k.COMMA | k.STOP):
            opening = False
        else:
            opening = is_double and not state
        opens[i] = opening
        state = opening if is_double else state
    kind[marks] |= np.where(opens, k.OPEN, k.CLOSE).astype(np.int32)
    return kind


def _is_small(kind: Ints) -> bool:
    """Whether most sentences of the story begin with a small letter, as in some modern prose."""
    followed = kind[1:][(kind[:-1] & k.PERIOD) > 0]
    followed = followed[(followed & (k.UPPER | k.LOWER)) > 0]
    return len(followed) >= 5 and float(np.mean((followed & k.LOWER) > 0)) > 0.5


def _take_stop(view: _View, at: int, begin: int, last: int) -> _Stop:
    """Take the stop at `at` with the stops and the closing marks behind it."""
    kind = view.kind
    stop, end = kind[at], at + 1
    while end < last and kind[end] & k.STOP:
        stop |= kind[end]
        end += 1
    if end - at >= 3 and not stop & k.EXCLAIM:  # ". . ."
        stop = k.ELLIPSIS | (k.LONG_ELLIPSIS if end - at > 3 else 0)
    closed = False
    while end < last and (kind[end] & k.CLOSE or (kind[end] & k.MARK and view.attached[end])):
        closed = closed or bool(kind[end] & k.QUOTE)
        end += 1
    return _Stop(stop, at, end, closed, begin, last)


def _ends(view: _View, stop: _Stop) -> bool:
    """Whether a sentence ends here: what follows has to look like a beginning."""
    kind = view.kind
    head = kind[stop.end]
    word = stop.end
    while word < min(stop.last - 1, stop.end + _LOOKAHEAD) and not kind[word] & k.WORD:
        word += 1
    first = kind[word]
    quoted = bool(head & k.OPEN and head & k.QUOTE)
    if head & (k.COMMA | k.STOP) or not first & k.WORD or (stop.closed and quoted):
        return stop.closed and quoted
    if not stop.kind & (k.STOP | k.DASH):
        return _ends_after_abbreviation(stop, first, quoted=quoted)
    if first & k.LOWER and not (view.small and not stop.closed):
        return _ends_before_small(kind, stop, head)
    if stop.kind & k.PERIOD:
        return not (stop.start == stop.first + 1 and kind[stop.first] & k.DIGIT)  # "1. The first"
    falters = stop.kind & k.ELLIPSIS and not stop.kind & (k.EXCLAIM | k.LONG_ELLIPSIS)
    if falters and not stop.closed and not quoted:
        return bool(first & (k.STARTER | k.COMMON) and not first & k.EYE)  # not "I ... I" nor "dear ... John"
    return not (stop.closed and _is_cue(kind, word, stop.last))


def _ends_after_abbreviation(stop: _Stop, first: int, *, quoted: bool) -> bool:
    """Whether the full stop of an abbreviation ends a sentence too. Not if it is the first word: "P.S. The"."""
    opens = first & k.UPPER and (stop.closed or first & k.STARTER)
    return stop.start > stop.first and (quoted or bool(opens))


def _ends_before_small(kind: list[int], stop: _Stop, head: int) -> bool:
    """Whether a sentence ends before a small letter: after a plain full stop, unless "g. p. i." or "George II. was"."""
    if stop.closed or not stop.kind & k.PERIOD or head & (k.DASH | k.OPEN):
        return False
    return not (stop.start > stop.first and kind[stop.start - 1] & (k.SHORT | k.ROMAN))


def _is_cue(kind: list[int], word: int, last: int) -> bool:
    """Whether the words tell who has just spoken: a name or "I", at most one adverb, a verb of speech."""
    limit = min(last - 1, word + _LOOKAHEAD)
    at = word
    if kind[at] & k.EYE:
        at += 1
    else:
        while at < limit and kind[at] & k.UPPER and not kind[at] & k.STARTER:
            at += 1
    if at == word:
        return False
    if at < limit and kind[at] & k.LOWER and not kind[at] & k.SPEECH:
        at += 1
    return at <= limit and bool(kind[at] & k.SPEECH and kind[at] & k.LOWER)


def _bounded(sentences: Ints, kind: Ints) -> Ints:
    """Cut sentences that are longer than LONGEST_SENTENCE, at the best place in the second half of what fits."""
    if int((sentences[:, 1] - sentences[:, 0]).max()) <= LONGEST_SENTENCE:
        return sentences
    result: list[tuple[int, int]] = []
    for start, end in sentences.tolist():
        begin = start
        while end - begin > LONGEST_SENTENCE:
            cut = _best_cut(kind, begin)
            result.append((begin, cut))
            begin = cut
        result.append((begin, end))
    return np.array(result, dtype=np.int32)


def _best_cut(kind: Ints, begin: int) -> int:
    """Find where to cut a sentence that begins at `begin` and does not fit."""
    half = begin + LONGEST_SENTENCE // 2
    window = kind[half : begin + LONGEST_SENTENCE]
    for preference in _CUT_PREFERENCES:
        found = np.flatnonzero(window & preference)
        if len(found):
            return half + int(found[-1]) + 1
    return begin + LONGEST_SENTENCE
