"""Mentions: the candidates of the encoder's pass that are more likely than not to refer."""

from collections import Counter
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.calls import RELATIVES, given_names, names_alone, names_elsewhere
from undertow.layers.coreference_features import PRONOUNS
from undertow.layers.values import FORMS, RELATIONS, UPOS, Branch, Encoding, Layers, Mentions

THRESHOLD = 0.8  # log-odds; tuned on the development documents
NAMED = 2.0  # log-odds of a name that stands where only a name can stand, or is surely one elsewhere, at least
SURE, OFTEN = 4.0, 2  # log-odds, and how often, from which words are surely a name
PERSON = 0.0  # log-odds of a person in a short text, above which a candidate is none of the other types
WHO = 1.5  # log-odds that a 'who' right behind adds to what looks like a person
NEVER = -99.0  # log-odds of what is no mention
MAYBE = -1.0  # log-odds from which they are that name where the encoder doubts it
_PROPER = UPOS.index("PROPN")
_PRONOMINAL = FORMS.index("pronominal")
_PRONOUNS = frozenset(word for words in PRONOUNS.values() for word in words.split())
_SUBJECT = RELATIONS.index("nsubj")
_VERBS = (UPOS.index("VERB"), UPOS.index("AUX"))


class MentionAnnotator:
    """Encoding -> Mentions."""

    provides = "mentions"
    requires = ("encoding",)

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> Mentions:
        """Make the layer."""
        encoding = layers.encoding
        assert encoding is not None
        if encoding.closer is not None:
            encoding = persons_first(document, encoding, encoding.closer.person)
        encoding = no_pronouns(document, encoding)
        sure = encoding.sure | known_names(document, encoding)
        score = encoding.score + WHO * before_who(document, encoding).astype(np.float32)
        score = np.where(with_clause(document, encoding), np.float32(NEVER), score)
        return choose(replace(encoding, score=score), sure=sure)


def persons_first(document: Document, encoding: Encoding, person: NDArray[np.float32]) -> Encoding:
    """Let those who looked closer say which candidates are persons: log-odds [n_candidates].

    So close a look sees much that is none: what begins or ends with a mark is no mention.
    """
    marks = np.array([not any(map(str.isalnum, word)) for word in document.words()], dtype=np.bool_)
    person = np.where(marks[encoding.start] | marks[encoding.end - 1], np.float32(NEVER), person)
    types = encoding.type_scores.copy()
    types[person > PERSON, 0] = types.max(1, initial=0.0)[person > PERSON] + 1.0
    meant = types.argmax(1) == 0
    return replace(encoding, score=np.where(meant, person + THRESHOLD, encoding.score), type_scores=types)


def no_pronouns(document: Document, encoding: Encoding) -> Encoding:
    """Take no capitalised word for a pronoun that is none: 'Hesper' begins like one."""
    words = document.words()
    named = encoding.form_scores.argmax(1) == _PRONOMINAL
    named &= encoding.end - encoding.start == 1
    for i in np.flatnonzero(named).tolist():
        word = words[encoding.start[i]]
        named[i] = word.istitle() and word.lower() not in _PRONOUNS
    forms = encoding.form_scores.copy()
    forms[named, _PRONOMINAL] = forms.min(initial=0.0)
    forms[named, 0] = forms.max(initial=0.0)
    return replace(encoding, form_scores=forms)


def before_who(document: Document, encoding: Encoding) -> NDArray[np.bool_]:
    """Mark the candidates [n_candidates] that look like persons and stand right before a 'who': 'the mate, who ...'."""
    words = document.words()
    who = np.array([word in RELATIVES for word in words] + [False, False], dtype=np.bool_)
    comma = np.array([word == "," for word in words] + [False], dtype=np.bool_)
    follows = who[encoding.end] | (comma[encoding.end] & who[encoding.end + 1])
    found: NDArray[np.bool_] = follows & (encoding.type_scores.argmax(1) == 0)
    return found


def with_clause(document: Document, encoding: Encoding) -> NDArray[np.bool_]:
    """Mark the candidates [n_candidates] that are a sure name and what a relative clause tells of it: the name stands
    for them.
    """
    words = document.words()
    ends = dict(zip(encoding.start[encoding.sure].tolist(), encoding.end[encoding.sure].tolist(), strict=True))
    found = np.zeros(len(encoding.score), dtype=np.bool_)
    for i in np.flatnonzero(np.isin(encoding.start, list(ends))).tolist():
        end = ends[int(encoding.start[i])]
        found[i] = encoding.end[i] > end and any(word in RELATIVES for word in words[end : end + 2])
    return found


def known_names(document: Document, encoding: Encoding) -> NDArray[np.bool_]:
    """Mark the candidates [n_candidates] whose words are surely a person's name elsewhere in the story.

    The encoder may know the name there and doubt it here, however much where it is the bare subject of a verb; or it
    knows it nowhere, and where it stands is what tells: then it is a name wherever it stands alone. A given name of the
    list that the grammar takes for a name is one as such a subject.
    """

    def words_of(i: int) -> str:
        return " ".join(document.words(encoding.start[i], encoding.end[i]))

    proper = (encoding.form_scores.argmax(1) == 0) & (encoding.type_scores.argmax(1) == 0)
    rows = np.flatnonzero(proper & (encoding.score > MAYBE))
    words = [words_of(i) for i in rows.tolist()]
    counts = Counter(text for i, text in zip(rows.tolist(), words, strict=True) if encoding.score[i] > SURE)
    known = np.zeros(len(encoding.score), dtype=np.bool_)
    known[rows[np.array([counts[text] >= OFTEN for text in words], dtype=np.bool_)]] = True
    single = encoding.end - encoding.start == 1
    placed = {words_of(i) for i in np.flatnonzero(encoding.sure & single).tolist()}
    often = {text for text, n in counts.items() if n >= OFTEN}
    elsewhere = names_elsewhere(document, placed - often)
    known |= single & np.isin(encoding.start, elsewhere[:, 0])
    names = names_alone(document, placed | often)
    bare = single & _bare_subjects(encoding.branch)[encoding.start]
    known[[i for i in np.flatnonzero(bare).tolist() if words_of(i) in names]] = True
    given = names_elsewhere(document, given_names(document.words()))
    known |= bare & np.isin(encoding.start, given[:, 0]) & (encoding.branch.upos[encoding.start] == _PROPER)
    return known


def _bare_subjects(branch: Branch) -> NDArray[np.bool_]:
    """Mark the words [n_tokens] that are subjects, right before a verb and with nothing before them that is theirs."""
    n = len(branch.head)
    before_verb = np.zeros(n, dtype=np.bool_)
    before_verb[:-1] = np.isin(branch.upos[1:], _VERBS)
    bare = np.ones(n, dtype=np.bool_)
    bare[branch.head[branch.head > np.arange(n)]] = False  # 'poor Orla', 'the Orla'
    bare &= branch.relation == _SUBJECT
    return before_verb & bare


def choose(encoding: Encoding, threshold: float = THRESHOLD, *, sure: NDArray[np.bool_] | None = None) -> Mentions:
    """Keep candidates above the threshold; of two that cross without nesting, the likelier.

    Those marked as `sure` [n_candidates] are names of persons whatever their score, unless a mention begins or ends
    with them.
    """
    likely = encoding.score > threshold
    named = np.zeros(len(likely), dtype=np.bool_) if sure is None else sure & ~likely
    named &= ~np.isin(encoding.start, encoding.start[likely]) & ~np.isin(encoding.end, encoding.end[likely])
    kept = np.flatnonzero(likely | named)
    kept = kept[~_crossed(encoding, kept)]
    codes = [
        np.where(named[kept], 0, column[kept].argmax(1)) if len(kept) else kept
        for column in (encoding.type_scores, encoding.form_scores)
    ]  # code 0: a person, a proper name
    score = np.where(named, np.maximum(encoding.score, NAMED), encoding.score)[kept]
    return Mentions(
        start=encoding.start[kept],
        end=encoding.end[kept],
        type=codes[0].astype(np.int8),
        form=codes[1].astype(np.int8),
        confidence=(1 / (1 + np.exp(-score))).astype(np.float32),
    )


def _crossed(encoding: Encoding, kept: np.ndarray) -> np.ndarray:
    """Mark those that cross a likelier one: mentions nest (Bamman et al. 2019), they do not overlap in part."""
    starts, ends = encoding.start[kept].tolist(), encoding.end[kept].tolist()
    scores = encoding.score[kept].tolist()
    lost = np.zeros(len(kept), dtype=np.bool_)
    open_: list[int] = []  # earlier spans that have not ended
    for i, start in enumerate(starts):
        open_ = [j for j in open_ if ends[j] > start and not lost[j]]
        for j in open_:
            if starts[j] < start < ends[j] < ends[i]:
                lost[j if scores[j] < scores[i] else i] = True
        open_.append(i)
    return lost
