"""Reports: clauses that say what was said or thought, and the little frames beside words that hang on nothing.

In come the words and what marks have settled. A clause is looked for behind each verb that reports ('she knew **he had
gone**', 'told him **to wait**'); a frame is a subject and such a verb between two marks ('Well, **she thought**, ...').
A clause ends where the sentence does, or where a clause of the narration's own begins. All of it is word order; where
there is syntax, it says what is a verb.
"""

from dataclasses import dataclass

import numpy as np

from undertow.document.values import Document
from undertow.layers.modes_marks import OPEN, Modes
from undertow.layers.modes_words import BIT, Words, bits
from undertow.layers.speech_frame import word_set
from undertow.layers.values import UPOS, Syntax

_FINITE = bits("PAST PRESENT S_FORM BASE ED MODAL BE HAVE DO")
_PUNCTUATION = bits("COMMA SEMICOLON COLON DASH STOP QUOTE OPEN CLOSE ITALIC")
_NOMINATIVE = word_set("i you he she it they we there one this that nobody everybody somebody who these those")
_OBJECTS = word_set("me you him her us them it myself himself herself themselves everybody everyone nobody one")
_SURE = word_set("sure certain afraid glad sorry")
_IMPERSONAL = word_set(
    "strike strikes struck striking occur occurs occurred occurring appear appears appeared seem seems seemed"
)
_LATE_WH = word_set("when where who which whose whom")
_SUBORDINATE = word_set("when if as after before while because since until though although once unless whenever where")
_SUBJECT_REACH = 5  # tokens from the beginning of a noun phrase to its verb
_TO_FINITE = 20  # tokens from 'that' to the verb of its clause
_INTERRUPTION = 12  # tokens between two commas behind a verb that reports
_FRAME = 7  # tokens of a frame, at most


@dataclass(frozen=True, slots=True)
class Clause:
    """A reported clause, half-open tokens."""

    start: int
    end: int
    verb: int  # the token that reports
    sure: bool  # a word says that it begins ('that', 'whether')


@dataclass(frozen=True, slots=True)
class Frame:
    """A subject and a verb of saying or thinking that stand between two marks."""

    start: int
    end: int
    thinks: bool


class Reports:
    """Finds clauses and frames in one document."""

    def __init__(self, document: Document, words: Words, modes: Modes, syntax: Syntax | None) -> None:
        self._words, self._modes, self._syntax = words, modes, syntax
        self._bits = [*words.bits.tolist(), 0, 0, 0, 0, 0, 0, 0, 0]
        self._open = [*(modes == OPEN).tolist(), *([False] * 8)]
        self._capital = [*words.capital.tolist(), *([False] * 8)]
        self._sentences = document.sentences
        verbs = words.has("SAYS THINKS") & (modes == OPEN)
        adjectives = words.has("MIND_ADJECTIVE") & (modes == OPEN)
        if syntax is not None:
            verbs &= np.isin(syntax.upos, (UPOS.index("VERB"), UPOS.index("AUX")))
        self.verbs = np.flatnonzero(verbs)
        self._adjectives = np.flatnonzero(adjectives)

    def _is(self, token: int, names: int) -> bool:
        return bool(self._bits[token] & names)

    def _word(self, token: int) -> str:
        return self._words.word(token) if token < self._words.n else ""

    def _sentence(self, token: int) -> tuple[int, int]:
        i = int(np.searchsorted(self._sentences[:, 1], token, side="right"))
        return int(self._sentences[i, 0]), int(self._sentences[i, 1])

    # --- frames ------------------------------------------------------------------------------------------------------

    def frames(self) -> list[Frame]:
        """'she thought' between two marks, behind the words or in the middle of them."""
        found: list[Frame] = []
        for verb in self.verbs.tolist():
            frame = self._frame(verb)
            if frame is not None and (not found or frame.start >= found[-1].end):
                found.append(frame)
        return found

    def _frame(self, verb: int) -> Frame | None:
        low, high = self._sentence(verb)
        start = self._left_of(verb, low)
        end = self._right_of(verb + 1, high)
        if start == verb:  # 'thought Alice'
            subject = self._subject_after(verb + 1, high)
            if subject == verb + 1:
                return None
            end = self._right_of(subject, high)
        marked = end >= high or self._is(end, _PUNCTUATION) or not self._open[end]
        behind = start > low and self._is(start - 1, bits("COMMA STOP DASH ITALIC COLON SEMICOLON"))
        alone = start == low and not self._capital[low]  # 'Was it late? she thought.'
        if not marked or not (behind or alone) or end - start > _FRAME:
            return None
        if self._word(low) in _SUBORDINATE and end >= high - 1 and not self._is(start - 1, bits("STOP DASH")):
            return None  # 'When he had gone, she wondered.'
        if not self._is(verb, bits("PAST PRESENT S_FORM ED BASE")) or self._is(verb, bits("HAVE BE SEEM")):
            return None
        return Frame(start, end, self._is(verb, BIT["THINKS"]) or self._reflexive(verb, end))

    def _left_of(self, verb: int, low: int) -> int:
        """Where the subject before a verb begins; the verb itself where there is none."""
        i = verb - 1
        if i >= low and self._is(i, BIT["ADVERB"]):
            i -= 1
        if i < low:
            return verb
        if self._word(i) in _NOMINATIVE:
            return i
        while i >= low and verb - i <= _SUBJECT_REACH and self._capital[i] and self._is(i, BIT["WORD"]):
            i -= 1
        if i < verb - 1 and (i < low or self._is(i, _PUNCTUATION)):
            return i + 1
        for k in (verb - 2, verb - 3):
            if k >= low and self._is(k, BIT["DETERMINER"]) and (k == low or self._is(k - 1, _PUNCTUATION)):
                return k
        return verb

    def _subject_after(self, i: int, high: int) -> int:
        """One past the subject that follows a verb."""
        if i >= high:
            return i
        if self._word(i) in _NOMINATIVE and self._word(i) not in ("that", "this", "there"):
            return i + 1
        k = i
        while k < high and self._capital[k] and self._is(k, BIT["WORD"]):
            k += 1
        if k > i:
            return k
        if self._is(i, BIT["DETERMINER"]) and i + 1 < high:
            for k in (i + 2, i + 3):
                if k >= high or self._is(k, _PUNCTUATION):
                    return k
        return i

    def _right_of(self, i: int, high: int) -> int:
        """Behind an object, or 'to himself', after the verb of a frame."""
        if i < high and self._is(i, BIT["ADVERB"]):
            i += 1
        if i < high and self._word(i) in _OBJECTS:
            return i + 1
        if i + 1 < high and self._is(i, BIT["TO"]) and self._word(i + 1) in _OBJECTS:
            return i + 2
        return i

    def _reflexive(self, verb: int, end: int) -> bool:
        return any(self._word(i).endswith(("self", "selves")) for i in range(verb, end))

    # --- clauses -----------------------------------------------------------------------------------------------------

    def clauses(self, frames: list[Frame]) -> list[Clause]:
        """The clauses that report, none inside another."""
        framed = {i for frame in frames for i in range(frame.start, frame.end)}
        found: list[Clause] = []
        for verb in np.union1d(self.verbs, self._adjectives).tolist():
            if verb in framed or (found and verb < found[-1].end):
                continue
            clause = self._clause(verb)
            if clause is not None and clause.end - clause.start > 1:
                found.append(clause)
        return found

    def _clause(self, verb: int) -> Clause | None:
        low, high = self._sentence(verb)
        if not self._may_report(verb, low):
            return None
        i = self._interrupted(self._skip(verb, high), high)
        if i >= high or not self._open[i]:
            return None
        if self._is(verb, BIT["ORDERS"]) and i > verb + 1 and self._word(i) == "to":
            return Clause(i, self._end(i, high, order=True), verb, True)
        if self._has_opener(verb, i, high):
            return Clause(i, self._end(i, high), verb, True)
        beside_speech = verb > low and not self._open[verb - 1]  # “...,” says the baker
        bare = self._is(verb, BIT["BARE"]) or self._word(verb) in _SURE
        if bare and not beside_speech and self._begins_clause(i, high):
            return Clause(i, self._end(i, high), verb, False)
        return None

    def _may_report(self, verb: int, low: int) -> bool:
        """Whether the word is no noun ('her hope that'), and an adjective has its verb ('she was sure')."""
        if not self._is(verb, bits("SAYS THINKS")):
            return any(
                self._is(k, BIT["BE"]) or self._word(k) in ("felt", "feel", "feels", "so")
                for k in range(max(low, verb - 3), verb)
            )
        before = verb - 1
        is_noun = before >= low and self._is(before, bits("DETERMINER POSSESSIVE"))
        return not is_noun or self._word(before) in ("that", "all")

    def _has_opener(self, verb: int, i: int, high: int) -> bool:
        """Whether a word at `i` says that the clause begins: 'that', 'whether', 'why'."""
        word, asks = self._word(i), self._is(verb, BIT["ASKS"])
        if word == "that":
            return self._opens(i, high)
        if word == "whether" or (word == "if" and not self._word(verb).startswith("sa")):
            return asks
        if asks and self._is(i, BIT["WH"]) and i + 1 < high and not self._is(i + 1, _PUNCTUATION):
            return word not in _LATE_WH or self._word(verb).startswith(("ask", "wonder", "kn", "to", "te"))
        return False

    def _opens(self, i: int, high: int) -> bool:
        """Whether 'that' begins a clause: a verb follows, and not at once ('he knew that man', 'that was all')."""
        if i + 1 >= high or self._is(i + 1, _PUNCTUATION | bits("BE MODAL")):
            return False
        return any(self._is(k, _FINITE) for k in range(i + 2, min(i + _TO_FINITE, high)))

    def _interrupted(self, i: int, high: int) -> int:
        """Behind what stands between two commas, if 'that' follows: 'she believed, good woman, that'."""
        if i < high and self._is(i, BIT["COMMA"]):
            for k in range(i + 2, min(i + _INTERRUPTION, high - 1)):
                if self._is(k, BIT["COMMA"]):
                    return k + 1 if self._word(k + 1) == "that" else i
        return i

    def _skip(self, verb: int, high: int) -> int:
        """Behind what may stand between the verb and its clause: adverb, object, 'to her', 'out'."""
        i, word = verb + 1, self._word(verb)
        if i < high and (self._is(i, BIT["ADVERB"]) or self._word(i) in ("out", "again", "now")):
            i += 1
        if (
            i + 1 < high
            and self._is(i, BIT["TO"])
            and (word in _IMPERSONAL or self._is(verb, BIT["SAYS"]) or self._word(i + 1) in _OBJECTS)
        ):
            if self._word(i + 1) in _OBJECTS:
                return i + 2
            return self._noun_phrase(i + 1, high) if self._is(i + 1, BIT["DETERMINER"]) or self._capital[i + 1] else i
        if self._is(verb, bits("OBJECT ORDERS")):
            if (
                i < high
                and self._word(i) in _OBJECTS
                and not (self._word(i) in ("it", "you") and self._is(i + 1, _FINITE))
            ):
                return i + 1
            return self._noun_phrase(i, high)
        return i

    def _noun_phrase(self, i: int, high: int) -> int:
        """One past a name, or a determiner with its noun; `i` itself where there is neither."""
        k = i
        while k < high and self._capital[k] and self._is(k, BIT["WORD"]) and self._word(k) not in _NOMINATIVE:
            k += 1
        if k > i:
            return k
        if i < high and self._is(i, BIT["DETERMINER"]) and self._word(i) not in ("that", "this"):
            for k in range(i + 2, min(i + 5, high)):
                if self._is(k, bits("THAT WHETHER WH TO")) or self._word(k) in _NOMINATIVE:
                    return k
        return i

    def _begins_clause(self, i: int, high: int) -> bool:
        """Whether a subject and its verb follow without a word that says so."""
        if i + 1 >= high:
            return False
        word = self._word(i)
        if word in _NOMINATIVE and word not in ("this", "that", "these", "those"):
            k = i + 1
            while (
                k < high
                and k < i + 3
                and self._is(k, bits("ADVERB CERTAINTY EMPHASIS NEGATION"))
                and not self._is(k, _FINITE)
            ):
                k += 1
            return self._is(k, _FINITE)
        if not (self._is(i, BIT["DETERMINER"]) or self._capital[i]):
            return False
        for k in range(i + 1, min(i + 1 + _SUBJECT_REACH, high)):
            if self._is(k, _PUNCTUATION | bits("PREPOSITION THAT WH")):
                return False
            if self._word(k) == "'s":
                continue
            if self._is(k, bits("MODAL HAVE BE")) or (self._is(k, bits("PAST S_FORM")) and k > i + 1):
                return True
        return False

    def _end(self, i: int, high: int, *, order: bool = False) -> int:
        """One past a clause that begins at `i`."""
        subject = next(
            (
                self._word(k)
                for k in range(i, min(i + 6, high))
                if self._word(k) in _NOMINATIVE and self._word(k) != "that"
            ),
            "",
        )
        for k in range(i + 1, high):
            if not self._open[k]:
                if self._bits[k] & BIT["QUOTE"]:
                    return k
                continue
            if self._is(k, BIT["SEMICOLON"]) and self._word(k + 1) == "that":
                continue
            if self._is(k, bits("SEMICOLON STOP COLON")):
                return k + 1 if self._is(k, bits("STOP")) else k
            if self._is(k, BIT["COMMA"]) and self._turns(k + 1, high, order=order):
                return k
            if self._word(k) == "and" and self._other_subject(k + 1, high, subject):
                return k
        return high

    def _other_subject(self, i: int, high: int, subject: str) -> bool:
        """Whether another pronoun than the clause's own begins a clause."""
        if i + 1 >= high or self._word(i) not in _NOMINATIVE or not self._is(i + 1, _FINITE):
            return False
        return self._word(i) not in (subject, "that", "it", "there")

    def _turns(self, i: int, high: int, *, order: bool) -> bool:
        """Whether the narration goes on behind a comma: 'and' with a subject, or with a finite verb."""
        if not (self._is(i, BIT["AND"]) and i + 1 < high):
            return False
        if self._word(i + 1) == "then":
            i += 1
        if self._word(i + 1) in ("that", "whether", "if", "how", "why", "what"):
            return self._word(i + 1) == "that" and self._is(i + 2, bits("BE MODAL"))
        if self._word(i) in ("and", "but", "so", "then", "yet", "for", "while"):
            if self._word(i + 1) in _NOMINATIVE or self._capital[i + 1] or self._is(i + 1, bits("DETERMINER")):
                return True
            return order or (
                self._word(i) in ("and", "but", "yet", "then")
                and self._is(i + 1, bits("PAST ED S_FORM PRESENT ADVERB"))
            )
        return False
