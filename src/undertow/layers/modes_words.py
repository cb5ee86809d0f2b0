"""What the words of a document say about the manner of telling, as bits: one integer a token.

Worked out once for each different word, then taken for all tokens at once, so that a novel costs little more than a
short story. Who asks: the modes, and the narration of the story level.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.speech_marks import GLYPHS
from undertow.lexicons import load, load_table

Bits = NDArray[np.int64]
Flags = NDArray[np.bool_]

_NAMES = (
    "I YOU WE HE SHE IT THEY ONE SUBJECT POSSESSIVE "  # pronouns
    "PERCEPTION THOUGHT FEELING SAYS THINKS BARE ASKS OBJECT ORDERS MIND_ADJECTIVE BODY "  # minds
    "CERTAINTY INTERJECTION DEICTIC EVALUATION MODAL GENERAL NEGATION EMPHASIS "  # stance
    "PAST PRESENT S_FORM BASE ED BE HAVE DO "  # verbs
    "THAT WHETHER WH TO AND DETERMINER PREPOSITION ADVERB SEEM "
    "QUESTION EXCLAMATION COMMA SEMICOLON COLON DASH OPEN CLOSE ELLIPSIS STOP QUOTE ITALIC WORD"
).split()
BIT = {name: 1 << i for i, name in enumerate(_NAMES)}


def bits(names: str) -> int:
    """The bits of several names."""
    return sum(BIT[name] for name in names.split())


_CLOSED = {
    "I": "i me my mine myself",
    "YOU": "you your yours yourself yourselves thou thee thy thine thyself",
    "WE": "we us our ours ourselves",
    "HE": "he him his himself",
    "SHE": "she her hers herself",
    "IT": "it its itself",
    "THEY": "they them their theirs themselves",
    "ONE": "one oneself",
    "SUBJECT": "i you we he she it they there one who nobody everybody somebody anyone everyone someone",
    "POSSESSIVE": "my your our his her its their thy",
    "BE": "be am is are was were been being 's 're 'm",
    "HAVE": "have has had having 've",
    "DO": "do does did done",
    "MODAL": "'ll wo ca 'd",
    "PAST": "'d",
    "PRESENT": "'m 're 've am",
    "THAT": "that",
    "WHETHER": "whether if",
    "WH": "how what why where who when which whom whose",
    "TO": "to",
    "AND": "and but then while so or yet for nor",
    "DETERMINER": "a an the this that these those my your our his her its their some any no every each all both",
    "PREPOSITION": "of in on at by with from into to for over under after before behind through about against between "
    "upon without like off out down up across along around near than toward towards",
    "SEEM": "seem seems seemed seeming appear appears appeared apparently evidently looked looks",
}
_MARKS = {
    "?": "QUESTION STOP",
    "!": "EXCLAMATION STOP",
    ",": "COMMA",
    ";": "SEMICOLON",
    ":": "COLON",
    "(": "OPEN",
    "[": "OPEN",
    ")": "CLOSE",
    "]": "CLOSE",
    "…": "ELLIPSIS STOP",
    ".": "STOP",
    **dict.fromkeys("–—―", "DASH"),
    **dict.fromkeys(GLYPHS, "QUOTE"),
    **dict.fromkeys("_*", "ITALIC"),
}
_STANCE = {name.lower(): BIT[name] for name in _NAMES}
_TENSES = {"past": BIT["PAST"], "present": BIT["PRESENT"], "s": BIT["S_FORM"], "base": BIT["BASE"]}
_MINDS = {"perception": BIT["PERCEPTION"], "thought": BIT["THOUGHT"], "feeling": BIT["FEELING"]}
_REPORTS = {
    "speech": BIT["SAYS"],
    "thought": BIT["THINKS"],
    "bare": BIT["BARE"],
    "asks": BIT["ASKS"],
    "object": BIT["OBJECT"],
}
_SHORT_ED = 4  # letters: 'red' and 'bed' are no verbs


def _table() -> dict[str, int]:
    """The bits of every listed word."""
    table: dict[str, int] = {}

    def add(words: Iterable[str], value: int) -> None:
        for word in words:
            table[word] = table.get(word, 0) | value

    for name, words in _CLOSED.items():
        add(words.split(), BIT[name])
    for list_name, kinds in (
        ("verb_tenses", _TENSES),
        ("mind_verbs", _MINDS),
        ("reporting_verbs", _REPORTS),
        ("stance_words", _STANCE),
    ):
        for word, several in load_table(list_name).items():
            add((word,), sum(kinds[kind] for kind in several.split()))
    for list_name, name in (
        ("ordering_verbs", "ORDERS"),
        ("mind_adjectives", "MIND_ADJECTIVE"),
        ("inner_body", "BODY"),
    ):
        add(load(list_name), BIT[name])
    return table


def _bits_of(word: str, table: dict[str, int]) -> int:
    """The bits of one word in lower case, with straight apostrophes."""
    first = word[0]
    if not (first.isalnum() or (len(word) > 1 and word[1].isalnum())):
        if first == ".":
            return bits("STOP" if len(word) == 1 else "ELLIPSIS STOP")
        if first == "-":
            return BIT["DASH"]
        value = 0
        for mark in dict.fromkeys(word[:4]):
            value |= bits(_MARKS.get(mark, ""))
        return value
    value = table.get(word, 0) | BIT["WORD"]
    if word.endswith("ed") and len(word) > _SHORT_ED and not value & (BIT["PAST"] | BIT["BASE"]):
        value |= BIT["ED"]
    if word.endswith("ly"):
        value |= BIT["ADVERB"]
    return value


class Words:
    """The words of a document: their bits, and whether they begin with a capital."""

    def __init__(self, document: Document) -> None:
        texts = document.words()
        vocabulary: dict[str, int] = {}
        ids = np.fromiter((vocabulary.setdefault(word, len(vocabulary)) for word in texts), np.int64, len(texts))
        table = _table()
        lower = [word.lower().replace("’", "'") for word in vocabulary]
        self.n = len(texts)
        self.ids = ids
        self.vocabulary = lower
        self.bits: Bits = np.array([_bits_of(word, table) for word in lower], np.int64).reshape(-1)[ids]
        self.capital: Flags = np.array([word[0].isupper() for word in vocabulary], np.bool_).reshape(-1)[ids]

    def has(self, names: str) -> Flags:
        """Which tokens have one of these bits."""
        return np.asarray((self.bits & bits(names)) != 0)

    def word(self, token: int) -> str:
        """The token in lower case, with straight apostrophes."""
        return self.vocabulary[int(self.ids[token])]

    def among(self, words: Iterable[str]) -> Flags:
        """Which tokens are one of these words."""
        wanted = frozenset(words)
        table: Flags = np.array([word in wanted for word in self.vocabulary], np.bool_)
        return np.asarray(table.reshape(-1)[self.ids])
