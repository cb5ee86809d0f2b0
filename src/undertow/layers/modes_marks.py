"""What marks alone decide: words in quotation marks are speech or thought, words in parentheses and between dashes are
asides.

In come the words and the quotations, out goes the mode of the tokens that are settled so, -1 for the others. Speech
comes first, then parentheses, then dashes: a mark inside of what is settled already counts for nothing.
"""

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.insets import inset_tokens
from undertow.layers.modes_words import BIT, Words
from undertow.layers.values import MODES, Quotations

NARRATION, SPEECH, THOUGHT, INDIRECT, FREE, ASIDE = range(len(MODES))
OPEN = -1
_REACH = 7  # tokens beside a quotation in which a verb of thought stands
_LONG_BRACKET = 200  # tokens: what runs on longer has lost its closing mark
_LONG_DASHES = 40  # words between two dashes that interrupt a sentence
_THINKS = ("thought", "think", "thinks", "reflected", "reflects", "mused", "muses", "reasoned")
_SAYS = BIT["SAYS"]
_SELF = ("himself", "herself", "myself", "themselves", "itself")

Modes = NDArray[np.int8]


def token_ranges(document: Document, quotations: Quotations) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First token of each part of a quotation and one past its last; some may be empty."""
    start = np.searchsorted(document.token_end, quotations.part_start_char, side="right")
    end = np.searchsorted(document.token_start, quotations.part_end_char, side="left")
    return start.astype(np.int64), np.maximum(start, end).astype(np.int64)


def inside(n: int, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of `n` tokens lie in one of the ranges."""
    change = np.zeros(n + 1, np.int64)
    np.add.at(change, start, 1)
    np.add.at(change, end, -1)
    return np.cumsum(change)[:n] > 0


def settle(document: Document, words: Words, quotations: Quotations | None) -> Modes:
    """The mode of each token that marks decide, OPEN for the others."""
    modes = np.full(words.n, OPEN, np.int8)
    if quotations is not None:
        modes[inset_tokens(document, quotations.insets)] = SPEECH
    if quotations is not None and len(quotations.part_quotation):
        start, end = token_ranges(document, quotations)
        mark = np.append(words.has("QUOTE"), False)
        thought = _is_thought(document, words, quotations, (start, end))[quotations.part_quotation]
        start = start - (mark[start - 1] & (start > 0))
        end = end + mark[end]
        modes[inside(words.n, start, end)] = SPEECH
        modes[inside(words.n, start[thought], end[thought])] = THOUGHT
    _brackets(document, words, modes)
    _dashes(document, words, modes)
    return modes


def _is_thought(
    document: Document, words: Words, quotations: Quotations, parts: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> NDArray[np.bool_]:
    """[n_quotations] Whether a verb of thought stands beside the words, or what is said is said to oneself."""
    start, end = parts
    found = np.zeros(len(quotations), np.bool_)
    verb, own = words.among(_THINKS), words.among(_SELF)
    before = np.concatenate([[0], np.cumsum(verb | own)])
    paragraph = np.minimum(
        np.searchsorted(document.paragraphs[:, 1], start, side="right"), len(document.paragraphs) - 1
    )
    low = np.minimum(start, np.maximum(start - _REACH, document.paragraphs[paragraph, 0]))
    high = np.maximum(end, np.minimum(end + _REACH, document.paragraphs[paragraph, 1]))
    near = (before[start] > before[low]) | (before[high] > before[end])
    stop = words.has("STOP SEMICOLON") | inside(words.n, start, end)
    aloud = words.among(("aloud",))
    for part in np.flatnonzero(near).tolist():
        a, b = int(start[part]), int(end[part])
        after = _until(stop, range(b, int(high[part])))
        ahead = _until(stop, range(a - 1, int(low[part]) - 1, -1))
        for beside in (after, ahead):
            said = any(words.bits[i] & _SAYS for i in beside)
            thinks = any(verb[i] for i in beside) and not said
            to_self = any(own[i] and words.word(i - 1) in ("to", "told", "tells", "asked", "asks") for i in beside)
            if (thinks or to_self) and not any(aloud[i] for i in beside):
                found[quotations.part_quotation[part]] = True
    return found


def _until(stop: NDArray[np.bool_], tokens: range) -> list[int]:
    """The tokens up to the first stop."""
    taken: list[int] = []
    for i in tokens:
        if stop[i]:
            break
        taken.append(i)
    return taken


def _brackets(document: Document, words: Words, modes: Modes) -> None:
    """Make asides of what stands between parentheses, over sentences but not over paragraphs."""
    opens, closes = words.has("OPEN") & (modes == OPEN), words.has("CLOSE") & (modes == OPEN)
    paragraph = np.searchsorted(document.paragraphs[:, 1], np.flatnonzero(opens | closes), side="right")
    started: list[int] = []
    current = -1
    for i, p in zip(np.flatnonzero(opens | closes).tolist(), paragraph.tolist(), strict=True):
        if p != current:
            started, current = [], p
        if opens[i]:
            started.append(i)
        elif started:
            first = started.pop()
            if i - first <= _LONG_BRACKET and not started:
                run = modes[first : i + 1]
                run[run == OPEN] = ASIDE


def _dashes(document: Document, words: Words, modes: Modes) -> None:
    """Make asides of what stands between two dashes that interrupt a sentence which then goes on."""
    dash = np.flatnonzero(words.has("DASH") & (modes == OPEN))
    if not len(dash):
        return
    sentence = np.searchsorted(document.sentences[:, 1], dash, side="right")
    word = np.concatenate([[0], np.cumsum(words.has("WORD") & (modes == OPEN))])
    k = 0
    while k + 1 < len(dash):
        first, second = int(dash[k]), int(dash[k + 1])
        start, end = document.sentences[sentence[k]].tolist()
        inner = int(word[second] - word[first])
        whole = sentence[k] == sentence[k + 1] and word[first] > word[start] and word[end] > word[second]
        if whole and 0 < inner <= _LONG_DASHES and (modes[first : second + 1] == OPEN).all():
            modes[first : second + 1] = ASIDE
            k += 2
        else:
            k += 1
