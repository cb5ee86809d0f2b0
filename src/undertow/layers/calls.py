"""Names where only a name can stand: called out (“Come here, Orla”), beside a verb of speech, or greeted in a letter.

A story may name its heroine nowhere but there, and the encoder, which learned names from narration, can miss them. So
these are mentions whatever its score. To call, a name must be a given name of the list, set off by marks on both sides
inside quotation marks; one that the story also uses as a word of its own in small letters ('Hope', 'Will') must stand
where a word would not have a capital letter. After a verb of speech right behind the marks (“No,” said Denholm) capital
letters are enough, and so they are in a greeting ('Dear Ottoline,') and before the verb where what is said ends in a
comma (“No,” Denholm said), for there the sentence goes on. Elsewhere before such a verb it must be a given name. What
is so a name may stand for somebody in the rest of the story too; the encoder has to look there (layers/mentions.py).
"""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.speech_marks import MARKS
from undertow.layers.values import Quotations
from undertow.lexicons import load, load_table

_BEFORE = frozenset(", ; : — – - -- … ... ( oh O Oh ah Ah dear Dear my My".split())
_OPENS = frozenset(". ! ? “ ‘ \" '".split())
_AFTER = frozenset(", . ! ? ; : — – - -- … ... ’ ” \" ' )".split())
_ARTICLES = frozenset(("the", "a", "an"))
_COMMAS = frozenset(",:")
RELATIVES = frozenset(("who", "whom", "whose"))  # of persons
_DEAREST = frozenset(("dear", "dearest"))
_BEHIND = 4  # words: name, verb, comma and mark
_LONGEST = 4  # words of a name beside a verb of speech


def sure_names(document: Document, quotations: Quotations) -> NDArray[np.int64]:
    """Find the names that call somebody or say who speaks: spans of tokens [n, 2], in the order of the text."""
    names = load_table("given_names")
    first = np.searchsorted(document.token_start, quotations.part_start_char).tolist()
    last = np.searchsorted(document.token_start, quotations.part_end_char).tolist()
    called: list[tuple[int, bool]] = []
    found: list[tuple[int, int]] = []
    for start, end in zip(first, last, strict=True):
        words = document.words(start, end)
        for i, word in enumerate(words):
            if word[:1].isupper() and word.lower() in names and (i + 1 == len(words) or words[i + 1] in _AFTER):
                opens = not i or words[i - 1] in _OPENS
                if opens or words[i - 1] in _BEFORE:
                    called.append((start + i, opens))
        before = max(0, start - _BEHIND)
        found += _about_to_speak(document.words(before, start), before)
        found += _speaks(document.words(end, end + _LONGEST + 4), end, goes_on=words[-1:] == [","])
    doubtful = {document.word(i).lower() for i, opens in called if opens}
    if doubtful:
        doubtful &= set(document.words())
    for start in document.paragraphs[:, 0].tolist():
        found += _greeted(document.words(start, start + _LONGEST + 3), start)
    found += _before_who(document)
    found += [(i, i + 1) for i, opens in called if not (opens and document.word(i).lower() in doubtful)]
    return np.array(sorted(set(found)), dtype=np.int64).reshape(-1, 2)


def names_elsewhere(document: Document, names: Collection[str]) -> NDArray[np.int64]:
    """Where these names of one word stand alone: 'Orla rose', but not 'Orla Quill' or 'the Orla'. Spans [n, 2]."""
    words = document.words()
    names = names_alone(document, names)

    def alone(i: int) -> bool:
        before, after = words[max(0, i - 1) : i], words[i + 1 : i + 2]
        return not any(word[0].isupper() for word in before + after) and not _ARTICLES.intersection(before)

    found = [(i, i + 1) for i, word in enumerate(words) if word in names and alone(i)] if names else []
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def given_names(words: Sequence[str]) -> set[str]:
    """Which of these words are given names of the list, with a capital letter."""
    names = load_table("given_names")
    return {word for word in set(words) if word[0].isupper() and word.lower() in names}


def heads(document: Document) -> NDArray[np.int64]:
    """Where a sentence begins with a word that may be a name, which has a capital letter elsewhere too: spans [n, 2].

    The encoder may not think of it there: in 'Orla had the kiln open' it is the first word that it reads.
    """
    words = document.words()
    first = [start if words[start][0].isalpha() else start + 1 for start in document.sentences[:, 0].tolist()]
    first = [i for i in first if i + 1 < len(words) and words[i][0].isupper() and words[i + 1][0].islower()]
    often = Counter(words)
    names = names_alone(document, {words[i] for i in first if often[words[i]] > 1})
    return np.array([(i, i + 1) for i in first if words[i] in names], dtype=np.int64).reshape(-1, 2)


def names_alone(document: Document, names: Collection[str]) -> set[str]:
    """Leave titles out, and what is a word in small letters too, which may be that at the head of a sentence."""
    names = {name for name in names if name.lower().rstrip(".") not in load_table("titles")}
    return names - {word.capitalize() for word in set(document.words()) if word.islower()} if names else names


def _name_end(words: list[str], start: int) -> int:
    """Where the words with capital letters from `start` on end."""
    end = start
    while end < min(len(words), start + _LONGEST) and words[end][0].isupper() and words[end] != "I":
        end += 1
    return end


def _speaks(words: list[str], at: int, *, goes_on: bool) -> list[tuple[int, int]]:
    """The name beside a verb of speech in the words behind a quotation: at most one span.

    `goes_on`: what is said ends in a comma, and so the sentence does not end.
    """
    i = 0
    while i < len(words) and (words[i] in MARKS or words[i] == ","):
        goes_on |= words[i] == ","
        i += 1
    if i >= len(words):
        return []
    verbs = load("speech_verbs")
    if words[i] in verbs:
        start, end = i + 1, _name_end(words, i + 1)
        told = True
    else:
        start, end = i, _name_end(words, i)
        told = end < len(words) and words[end] in verbs and (goes_on or words[i].lower() in load_table("given_names"))
    return [(at + start, at + end)] if told and end > start else []


def _about_to_speak(words: list[str], at: int) -> list[tuple[int, int]]:
    """The given name before a verb of speech that a quotation follows, in the words before it: 'Orla said, “No.”'."""
    end = len(words)
    while end and words[end - 1] in MARKS:
        end -= 1
    if end < 3 or words[end - 1] not in _COMMAS or words[end - 2] not in load("speech_verbs"):
        return []
    name = words[end - 3]
    return [(at + end - 3, at + end - 2)] if name[0].isupper() and name.lower() in load_table("given_names") else []


def _before_who(document: Document) -> list[tuple[int, int]]:
    """The names that a relative clause tells of: 'it was Gwendolen who rose', 'beside Pilkington, whose boot it was'.

    At the head of a sentence it must be a given name; 'the Frenchman who' is no name.
    """
    words, first = document.words(), set(document.sentences[:, 0].tolist())
    kinds = load("demonyms") | load("plural_people")
    found = []
    for i, word in enumerate(words):
        if word not in RELATIVES:
            continue
        end = i - (words[i - 1] == ",") if i else 0
        start = end
        while start > max(0, end - _LONGEST) and words[start - 1][0].isupper() and words[start - 1] != "I":
            start -= 1
        if start == end or not words[end - 1].isalpha() or (words[start - 1].lower() in _ARTICLES and start):
            continue
        known = words[start].lower()
        opens = start in first or words[start - 1] in MARKS
        kind = end == start + 1 and (known in load_table("titles") or not kinds.isdisjoint((known, known[:-1])))
        if not kind and (not opens or known in load_table("given_names")):
            found.append((start, end))
    return found


def _greeted(words: list[str], at: int) -> list[tuple[int, int]]:
    """The name in the greeting of a letter that these words begin: 'My dear Ottoline,'. 'Dear Sir' names nobody."""
    start = int(words[:1] == ["My"]) + 1
    end = _name_end(words, start)
    dear = words[start - 1 : start] and words[start - 1].lower() in _DEAREST
    title = end == start + 1 and words[start].lower() in load_table("titles")
    greets = dear and start < end < len(words) and words[end] in _COMMAS and not title
    return [(at + start, at + end)] if greets else []
