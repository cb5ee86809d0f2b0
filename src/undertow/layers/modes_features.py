"""What speaks for a mind in an open segment, and what for the narrator: a row of numbers a segment.

Signs of free indirect discourse are those of Leech and Short (1981) and Fludernik (1993): exclamations, questions that
nobody puts, words of here and now beside the past tense, words of certainty, of praise and blame, broken syntax, and
modals of what is expected; and what the sentences around show. Person and tense are measured against those in which the
chapter is told.
"""

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.modes_manner import Manner, find_manner
from undertow.layers.modes_segments import LINKS, Segments
from undertow.layers.modes_words import BIT, Words, bits
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS, Syntax

Rows = NDArray[np.float32]  # [n_segments]
Flags = NDArray[np.bool_]

_COUNTED = (
    "CERTAINTY INTERJECTION DEICTIC EVALUATION GENERAL NEGATION EMPHASIS MODAL ONE YOU PERCEPTION THOUGHT "
    "FEELING SEEM BODY SAYS PREPOSITION COMMA"
).split()
_STANCE = "CERTAINTY INTERJECTION DEICTIC EVALUATION GENERAL EMPHASIS MODAL QUESTION EXCLAMATION"
_LENGTHS = (3, 6, 12, 25)
_SUBORDINATORS = ("when", "as", "after", "before", "while", "if", "because", "although", "though")
_PHRASES = (
    "after all;of course;no doubt;at least;at all;to be sure;as if;as though;what a;that was all;that is all;had to;"
    "no use;if only;well ,;and yet;in fact;such a"
).split(";")


class _Counts:
    """Counts of tokens of a kind in any range, by differences of running sums."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._sums: dict[str, NDArray[np.int64]] = {}

    def running(self, key: str, flags: Flags | None = None) -> NDArray[np.int64]:
        """Running sum of tokens with one of the bits named by `key`, or of `flags`."""
        if key not in self._sums:
            kind = self._words.has(key) if flags is None else flags
            self._sums[key] = np.concatenate([[0], np.cumsum(kind)])
        return self._sums[key]

    def between(self, key: str, start: NDArray[np.int64], end: NDArray[np.int64], flags: Flags | None = None) -> Rows:
        """How many there are in each range."""
        sums = self.running(key, flags)
        return (sums[end] - sums[start]).astype(np.float32)


def feature_rows(document: Document, words: Words, segments: Segments, syntax: Syntax | None) -> dict[str, Rows]:
    """Every feature by name. A feature that is missing without syntax is 0."""
    counts = _Counts(words)
    start, end = segments.start, segments.end
    manner = find_manner(document, words, segments.modes, syntax)
    rows: dict[str, Rows] = {"bias": np.ones(len(segments), np.float32)}
    _stance(rows, counts, words, segments)
    _shape(rows, counts, words, segments)
    _tense(rows, counts, words, segments, manner)
    _opening(rows, words, segments)
    _frames(rows, segments)
    _phrases(rows, counts, words, segments)
    _around(rows, counts, segments)
    if syntax is not None:
        _syntax(rows, counts, start, end, syntax)
    return {name: row.astype(np.float32) for name, row in rows.items()}


def _stance(rows: dict[str, Rows], counts: _Counts, words: Words, segments: Segments) -> None:
    start, end = segments.start, segments.end
    for key in _COUNTED:
        rows[key.lower()] = np.minimum(counts.between(key, start, end), 2)
    last = np.maximum(end - 1, start)
    final = [words.bits[np.maximum(last - k, start)] for k in (0, 1)]
    for key in ("QUESTION", "EXCLAMATION", "ELLIPSIS"):
        rows[f"ends.{key.lower()}"] = ((final[0] | final[1]) & BIT[key] != 0).astype(np.float32)
    whole = document_end(segments, words)
    rows["sentence.question"] = (whole & BIT["QUESTION"] != 0).astype(np.float32)
    rows["sentence.exclamation"] = (whole & BIT["EXCLAMATION"] != 0).astype(np.float32)
    rows["italic"] = (counts.between("ITALIC", start, end) >= 2).astype(np.float32)


def document_end(segments: Segments, words: Words) -> NDArray[np.int64]:
    """The bits of the last two tokens of each segment's run of segments in one sentence."""
    n = len(segments)
    following = np.append(segments.sentence[1:] == segments.sentence[:-1], False) if n else np.zeros(0, bool)
    last = np.arange(n)
    for i in range(n - 2, -1, -1):
        if following[i]:
            last[i] = last[i + 1]
    tail = np.maximum(segments.end[last] - 1, 0) if n else last
    return words.bits[tail] | words.bits[np.maximum(tail - 1, 0)] if n else tail


def _shape(rows: dict[str, Rows], counts: _Counts, words: Words, segments: Segments) -> None:
    start, end = segments.start, segments.end
    length = counts.between("WORD", start, end)
    previous = 0
    for limit in (*_LENGTHS, 10**9):
        rows[f"length.{limit if limit < 10**9 else 'more'}"] = ((length > previous) & (length <= limit)).astype(
            np.float32
        )
        previous = limit
    for key in ("HE", "SHE", "THEY", "IT", "I", "WE"):
        rows[f"has.{key.lower()}"] = np.minimum(counts.between(key, start, end), 1)
    names = words.capital & words.has("WORD") & ~words.has("I INTERJECTION")
    inner = counts.between("names", np.minimum(start + 1, end), end, names)
    rows["name"] = np.minimum(inner, 1)


def _tense(rows: dict[str, Rows], counts: _Counts, words: Words, segments: Segments, manner: Manner) -> None:
    start, end = segments.start, segments.end
    past, present = manner.past_verbs, manner.present_verbs
    n_past = counts.between("past verbs", start, end, past)
    n_present = counts.between("present verbs", start, end, present)
    told = manner.of(segments.start)
    rows["past.in.past"] = ((n_past > 0) & told.past).astype(np.float32)
    rows["past.in.present"] = ((n_past > 0) & ~told.past).astype(np.float32)
    rows["present.in.past"] = ((n_present > 0) & told.past).astype(np.float32)
    rows["present.in.present"] = ((n_present > 0) & ~told.past).astype(np.float32)
    none = (n_past + n_present == 0) & (counts.between("MODAL", start, end) == 0)
    rows["verbless"] = none.astype(np.float32)
    lexical = words.has("PAST ED") & ~words.has("BE HAVE DO MODAL")
    rows["plain.past"] = np.minimum(counts.between("plain past", start, end, lexical), 2)
    had = words.among(("had", "'d"))
    rows["had"] = np.minimum(counts.between("had", start, end, had), 1)
    was = words.among(("was", "were"))
    rows["was"] = np.minimum(counts.between("was", start, end, was), 1)
    rows["is"] = np.minimum(counts.between("is", start, end, words.among(("is", "'s", "are"))), 1)
    own = counts.between("I", start, end) > 0
    rows["i.in.third"] = (own & ~told.first).astype(np.float32)
    rows["i.in.first"] = (own & told.first).astype(np.float32)
    rows["deictic.in.past"] = ((rows["deictic"] > 0) & told.past & (n_past > 0)).astype(np.float32)
    rows["modal.in.past"] = ((rows["modal"] > 0) & told.past).astype(np.float32)
    rows["modal.in.present"] = ((rows["modal"] > 0) & ~told.past).astype(np.float32)
    rows["told.first"], rows["told.past"] = told.first.astype(np.float32), told.past.astype(np.float32)
    rows["told.second"] = told.second.astype(np.float32)


def _opening(rows: dict[str, Rows], words: Words, segments: Segments) -> None:
    """How the first words go: a subject, an auxiliary before its subject, a conjunction, an imperative."""
    if not len(segments):
        first = second = np.zeros(0, np.int64)
    else:
        first = _first_word(words, segments)
        second = np.minimum(first + 1, words.n - 1)
    one, two = words.bits[first], words.bits[second]

    def has(value: NDArray[np.int64], names: str) -> Flags:
        return np.asarray((value & bits(names)) != 0)

    rows["opens.third"] = (has(one, "HE SHE THEY") & has(one, "SUBJECT")).astype(np.float32)
    rows["opens.it"] = has(one, "IT").astype(np.float32)
    rows["opens.i"] = (has(one, "I") & has(one, "SUBJECT")).astype(np.float32)
    rows["opens.and"] = has(one, "AND").astype(np.float32)
    rows["opens.wh"] = has(one, "WH").astype(np.float32)
    rows["opens.inverted"] = (has(one, "BE HAVE DO MODAL") & has(two, "SUBJECT DETERMINER")).astype(np.float32)
    rows["opens.there"] = words.among(("there",))[first].astype(np.float32)
    rows["opens.base"] = (has(one, "BASE") & ~has(one, "SUBJECT AND")).astype(np.float32)
    rows["opens.stance"] = has(one, "CERTAINTY INTERJECTION GENERAL EVALUATION DEICTIC").astype(np.float32)
    rows["opens.the"] = words.among(("the", "a", "an"))[first].astype(np.float32)
    rows["opens.preposition"] = has(one, "PREPOSITION").astype(np.float32)
    rows["opens.subordinate"] = words.among(_SUBORDINATORS)[first].astype(np.float32)
    rows["opens.negation"] = has(one, "NEGATION").astype(np.float32)
    name = words.capital[first] & ~has(one, "SUBJECT AND WH BE HAVE DO MODAL DETERMINER STOP INTERJECTION PREPOSITION")
    rows["opens.name.verb"] = (name & has(two, "PAST ED S_FORM BE HAVE")).astype(np.float32)
    rows["opens.third.mind"] = (
        has(one, "HE SHE") & has(two, "THOUGHT PERCEPTION FEELING THINKS") & has(one, "SUBJECT")
    ).astype(np.float32)
    rows["opens.third.plain"] = (
        has(one, "HE SHE THEY") & has(two, "PAST ED S_FORM") & ~has(two, "BE HAVE DO MODAL") & has(one, "SUBJECT")
    ).astype(np.float32)


def _first_word(words: Words, segments: Segments) -> NDArray[np.int64]:
    word = np.flatnonzero(words.has("WORD"))
    at = np.searchsorted(word, segments.start)
    return word[np.minimum(at, len(word) - 1)] if len(word) else segments.start


def _frames(rows: dict[str, Rows], segments: Segments) -> None:
    """A frame in the sentence, and a report whose verb stands in the segment."""
    n = len(segments)
    for kind in ("frame.thinks", "frame.says", "reports"):
        rows[kind] = np.zeros(n, np.float32)
    if not n:
        return
    for frame in segments.frames:
        i = int(np.searchsorted(segments.start, frame.start, side="right")) - 1
        kind = "frame.thinks" if frame.thinks else "frame.says"
        for k in (i, i + 1):
            if 0 <= k < n and segments.end[k] >= frame.start - 1 and segments.start[k] <= frame.end + 1:
                rows[kind][k] = 1
    for clause in segments.clauses:
        i = int(np.searchsorted(segments.start, clause.verb, side="right")) - 1
        if i >= 0 and segments.end[i] > clause.verb:
            rows["reports"][i] = 1


def _phrases(rows: dict[str, Rows], counts: _Counts, words: Words, segments: Segments) -> None:
    """Phrases of several words, by their first word and what follows it."""
    for phrase in _PHRASES:
        pieces = phrase.split()
        flags = words.among((pieces[0],))
        for k, piece in enumerate(pieces[1:], 1):
            following = np.roll(words.among((piece,)), -k)
            following[words.n - k :] = False
            flags = flags & following
        name = "phrase." + phrase.replace(" ", "_")
        rows[name] = np.minimum(counts.between(name, segments.start, segments.end, flags), 1)


def _around(rows: dict[str, Rows], counts: _Counts, segments: Segments) -> None:
    """The place in the paragraph, and what the segments before and after show."""
    n = len(segments)
    stance = counts.between(_STANCE, segments.start, segments.end)
    mind = counts.between("PERCEPTION THOUGHT FEELING", segments.start, segments.end) > 0
    apart = segments.link == LINKS.index("paragraph")
    before, after = np.zeros(n, np.float32), np.zeros(n, np.float32)
    minds = np.zeros(n, np.float32)
    if n > 1:
        before[1:] = np.where(apart[1:], 0, np.minimum(stance[:-1], 2))
        after[:-1] = np.where(apart[1:], 0, np.minimum(stance[1:], 2))
        minds[1:] = np.where(apart[1:], 0, mind[:-1])
    rows["before.stance"], rows["after.stance"], rows["before.mind"] = before, after, minds
    rows["stance.sum"] = np.minimum(stance, 4)
    rows["stance.none"] = (stance == 0).astype(np.float32)
    for k, link in enumerate(LINKS):
        rows[f"link.{link}"] = (segments.link == k).astype(np.float32)


_PARTICIPANTS = tuple(RELATIONS.index(name) for name in ("nsubj", "csubj", "expl"))
_ROOT = RELATIONS.index("root")
_TAGS = ("INTJ", "PROPN", "NOUN", "ADJ", "VERB")


def _syntax(
    rows: dict[str, Rows], counts: _Counts, start: NDArray[np.int64], end: NDArray[np.int64], syntax: Syntax
) -> None:
    finite = np.isin(syntax.verb, [i for i, form in enumerate(VERB_FORMS) if form.startswith("Fin")])
    subject = np.isin(syntax.relation, _PARTICIPANTS)
    root = syntax.relation == _ROOT
    noun = np.isin(syntax.upos, [UPOS.index(tag) for tag in ("NOUN", "PROPN", "ADJ", "ADV")])
    rows["syntax.infinite"] = (counts.between("finite", start, end, finite) == 0).astype(np.float32)
    rows["syntax.no.subject"] = (counts.between("subject", start, end, subject) == 0).astype(np.float32)
    rows["syntax.noun.root"] = np.minimum(counts.between("noun root", start, end, root & noun), 1)
    intj = syntax.upos == UPOS.index("INTJ")
    rows["syntax.interjection"] = np.minimum(counts.between("intj", start, end, intj), 1)
    expl = syntax.relation == RELATIONS.index("expl")
    rows["syntax.expletive"] = np.minimum(counts.between("expl", start, end, expl), 1)
