"""In which person and tense each chapter is told, from its words: the ground against which a mind stands out.

Finite verbs outside of speech are found by syntax where there is some, by lists of forms where there is none. The
narration of the story level counts the same verbs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.modes_marks import ASIDE, SPEECH, THOUGHT, Modes
from undertow.layers.modes_words import Words
from undertow.layers.values import VERB_FORMS, Syntax

Flags = NDArray[np.bool_]
FIRST_PERSON = 0.25  # share of 'I' and 'we' among the pronouns of persons from which a chapter is told by somebody
SECOND_PERSON = 0.4  # the same of 'you'


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """How the chapter of each of some tokens is told."""

    first: Flags
    second: Flags
    past: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """Person and tense of each chapter, and the finite verbs that show the tense."""

    ends: NDArray[np.int64]  # [n_chapters]
    first: Flags  # [n_chapters]
    second: Flags
    past: Flags
    past_verbs: Flags  # [n_tokens]
    present_verbs: Flags

    def of(self, tokens: NDArray[np.int64]) -> Told:
        """Look chapters up."""
        at = np.minimum(np.searchsorted(self.ends, tokens, side="right"), max(0, len(self.ends) - 1))
        return Told(self.first[at], self.second[at], self.past[at])


def finite_verbs(words: Words, syntax: Syntax | None) -> tuple[Flags, Flags]:
    """Which tokens are finite verbs in the past tense, and which in the present."""
    if syntax is not None:
        past = syntax.verb == VERB_FORMS.index("Fin Past")
        present = syntax.verb == VERB_FORMS.index("Fin Pres")
        return past, present
    subject = words.has("SUBJECT") & ~words.among(("that", "this"))
    after = np.zeros(words.n, np.bool_)
    after[1:] = subject[:-1]
    adverb = words.has("ADVERB CERTAINTY EMPHASIS") & after
    after[1:] |= adverb[:-1]
    name = words.capital & words.has("WORD") & ~words.has("SUBJECT DETERMINER AND PREPOSITION WH")
    named = np.zeros(words.n, np.bool_)
    named[1:] = name[:-1]
    third = np.zeros(words.n, np.bool_)
    third[1:] = words.among(("he", "she", "it", "who", "nobody", "somebody", "everybody", "one", "that", "there"))[:-1]
    plural = np.zeros(words.n, np.bool_)
    plural[1:] = words.among(("i", "you", "we", "they"))[:-1]
    and_ = np.zeros(words.n, np.bool_)
    and_[1:] = words.among(("and",))[:-1]
    past = words.has("PAST") | (words.has("ED") & (after | named | and_))
    contracted = words.among(("'s",)) & third
    s_form = words.has("S_FORM") & (third | adverb_after(third, words) | named | and_)
    s_form |= words.has("S_FORM") & words.has("SAYS THINKS PERCEPTION") & ~words.has("PREPOSITION")
    base = words.has("BASE") & (plural | adverb_after(plural, words)) & ~words.has("PAST")
    present = words.has("PRESENT") | contracted | s_form | base
    return past, present & ~past


def adverb_after(flags: Flags, words: Words) -> Flags:
    """Move flags behind an adverb: 'she never looks'."""
    moved = np.zeros(words.n, np.bool_)
    moved[1:] = (flags & words.has("ADVERB CERTAINTY EMPHASIS"))[:-1]
    return moved


def find_manner(document: Document, words: Words, modes: Modes, syntax: Syntax | None) -> Manner:
    """Measure each chapter."""
    told = (modes != SPEECH) & (modes != THOUGHT)
    past, present = finite_verbs(words, syntax)
    ends = document.chapters[:, 1].astype(np.int64)
    bounds = np.concatenate([[0], ends])

    def by_chapter(flags: Flags) -> NDArray[np.float64]:
        sums = np.concatenate([[0.0], np.cumsum(flags & told)])
        return np.asarray(sums[bounds[1:]] - sums[bounds[:-1]])

    own = by_chapter(words.has("I"))
    you = by_chapter(words.has("YOU"))
    others = by_chapter(words.has("HE SHE"))
    people = np.maximum(own + you + others, 1)
    n_past, n_present = by_chapter(past & (modes != ASIDE)), by_chapter(present & (modes != ASIDE))
    first = own > FIRST_PERSON * people
    return Manner(
        ends=ends,
        first=first,
        second=(you > SECOND_PERSON * people) & ~first,
        past=n_past >= n_present,
        past_verbs=past,
        present_verbs=present,
    )
