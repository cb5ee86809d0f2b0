"""What a token looks like, as bits: all that the sentence splitter knows of it.

One integer a token, worked out once for each different token of a story, so that the splitter needs no strings.
"""

import re
from unicodedata import category

from undertow.document import wordlists

UPPER = 1 << 0  # a word that begins with a capital
LOWER = 1 << 1  # a word that begins with a small letter
DIGIT = 1 << 2  # begins with a figure
PERIOD = 1 << 3  # one full stop
EXCLAIM = 1 << 4  # ! ? and runs of them
ELLIPSIS = 1 << 5  # … or two full stops and more
OPEN = 1 << 6  # opens a quotation or a bracket
CLOSE = 1 << 7  # closes one
QUOTE = 1 << 8  # a quotation mark of any sort
STRAIGHT = 1 << 9  # a mark that may open or close
DASH = 1 << 10
COMMA = 1 << 11  # , ; :
TITLE = 1 << 12  # an abbreviation that never ends a sentence
ABBREVIATION = 1 << 13  # one that may
INITIAL = 1 << 14  # a capital and a full stop
SPEECH = 1 << 15  # said, cried, ...
STARTER = 1 << 16  # he, the, but, ...
EYE = 1 << 17  # I and its contracted neighbours do not say whether a sentence begins
MARK = 1 << 18  # _ and *, which set off italics
LONG_ELLIPSIS = 1 << 19  # four full stops: an ellipsis and the end of a sentence
SEMICOLON = 1 << 20
DOUBLE = 1 << 21  # a double quotation mark
NUMBERED = 1 << 22  # No., p., vol.
COMMON = 1 << 23  # a capital, but the story has the word with a small letter too: no name
SHORT = 1 << 24  # a single letter
ROMAN = 1 << 25  # II, XIV: a printer of old put a full stop behind them ("George II. was")

WORD = UPPER | LOWER | DIGIT
STOP = PERIOD | EXCLAIM | ELLIPSIS

_MARKS = {
    **dict.fromkeys("([{¿¡", OPEN),
    **dict.fromkeys(")]}", CLOSE),
    **dict.fromkeys("‘‚‹`", OPEN | QUOTE),
    **dict.fromkeys("›´", CLOSE | QUOTE),
    **dict.fromkeys("“„«", OPEN | QUOTE | DOUBLE),
    **dict.fromkeys("”»", CLOSE | QUOTE | DOUBLE),
    **dict.fromkeys("'’＇", STRAIGHT | QUOTE),
    **dict.fromkeys('"＂', STRAIGHT | QUOTE | DOUBLE),
    **dict.fromkeys("!?‽", EXCLAIM),
    **dict.fromkeys("…", ELLIPSIS),
    **dict.fromkeys(",:", COMMA),
    **dict.fromkeys("_*", MARK),
    **dict.fromkeys("-‐‑‒–—―−", DASH),
    ";": COMMA | SEMICOLON,
}
"""Marks by the first character of the token; runs of one mark are what the mark is."""

_FACE = re.compile(r"[:;=].+|<3+")
_ROMAN = re.compile(r"[IVXLC]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")


def _word_kind(token: str, first: str) -> int:
    kind = DIGIT if first.isdigit() else UPPER if first.isupper() or first.istitle() else LOWER
    lower = token.lower()
    if lower.endswith(".") and len(lower) > 1:
        stem = lower[:-1]
        if stem in wordlists.TITLES or stem in wordlists.NAMED:
            kind |= TITLE
        elif len(token) == 2 and first.isupper():
            kind |= INITIAL
        elif stem in wordlists.NUMBERED:
            kind |= NUMBERED
        elif _INITIALS.fullmatch(token) or stem in wordlists.ABBREVIATIONS or stem in wordlists.MEASURED:
            kind |= ABBREVIATION
    if lower in wordlists.SPEECH_VERBS:
        kind |= SPEECH
    if lower in wordlists.STARTERS:
        kind |= STARTER
    if token == "I":
        kind |= EYE
    if len(token) == 1:
        kind |= SHORT
    elif _ROMAN.fullmatch(token):
        kind |= ROMAN
    return kind


def kind_of(token: str) -> int:
    """The bits of one token."""
    first = token[0]
    if first.isalnum():
        return _word_kind(token, first)
    if len(token) > 1 and token[1].isalnum() and first not in ":;=<":
        return DIGIT if token[1].isdigit() else UPPER if token[1].isupper() else LOWER  # 'em, ’Twas, .22
    if first == ".":
        return PERIOD if len(token) == 1 else ELLIPSIS | (LONG_ELLIPSIS if len(token) > 3 else 0)
    if _FACE.fullmatch(token) or category(first) == "So":
        return CLOSE  # :) and its kin belong to the sentence before
    return _MARKS.get(first, 0)
