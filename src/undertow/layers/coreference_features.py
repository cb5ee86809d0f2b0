"""What two mentions look like beside each other: the features of the pair scorer.

In: mentions and the words of the document. Out: small whole numbers, each an index into an embedding that is learned.
Training and reading share this file, so that both see the same numbers.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.values import Mentions, Quotations
from undertow.lexicons import load_table

Columns = NDArray[np.int64]

# Pronouns by what they agree in; 0 is "no pronoun", and the last class is any other word tagged as one.
PRONOUNS = {
    1: "i me my mine myself",
    2: "you your yours yourself thou thee thy thine thyself ye",
    3: "he him his himself",
    4: "she her hers herself",
    5: "it its itself",
    6: "we us our ours ourselves",
    7: "they them their theirs themselves 'em ’em",
    8: "who whom whose which that",
    9: "one oneself each other another both all some none",
    10: "here there where",
    11: "this these those",
}
N_PRONOUNS = 13
FIRST, SECOND = 1, 2
MALE, FEMALE, PLURAL, UNKNOWN = range(4)
_PRONOUN_GENDER = {3: MALE, 4: FEMALE, 6: PLURAL, 7: PLURAL}

_AFTER_HEAD = (
    "of in on at from with without to for by under over near beside behind and or "
    "who whom whose which that , ( -- — : ; 's ’s '"
)
_HEAD_STOPS = frozenset(_AFTER_HEAD.split())
_DETERMINERS = {
    1: "the",
    2: "a an some any no every each another",
    3: "this that these those such",
    4: "my your his her its our their thy",
}
N_DETERMINERS = 6  # 0 none, 5 a possessive noun
THE = 1
NOMINAL = 1

# sizes of the embeddings, in the order of `pair_features`
SIZES = (10, 8, 9, N_PRONOUNS * N_PRONOUNS, 8, 3, 10, 2, N_DETERMINERS, 16, 6)


@dataclass(frozen=True, slots=True, eq=False)
class MentionColumns:
    """What `pair_features` needs to know of each mention [n_mentions]."""

    start: Columns
    end: Columns
    type: Columns
    form: Columns
    sentence: Columns
    pronoun: Columns  # class of PRONOUNS
    gender: Columns  # MALE, FEMALE, PLURAL, UNKNOWN by the words of the mention
    determiner: Columns
    text: Columns  # id of the words without determiner, case and possessive
    head: Columns  # id of the head word
    first: Columns  # id of the first word after determiner and title
    quotation: Columns  # index of the quotation around it, -1 outside; insets count on from the quotations
    rank: Columns  # 1 where the mention is a title alone: "the General", "the Doctor"
    names: list[frozenset[str]]  # words of a proper name without titles, empty for other forms
    calling: list[str]  # what 'the gardener' is by trade, office or age, "" for other mentions


@cache
def _words(table: str) -> dict[str, int]:
    tables = {"pronouns": PRONOUNS, "determiners": _DETERMINERS}
    return {word: code for code, words in tables[table].items() for word in words.split()}


def gender_of(words: list[str]) -> int:
    """The gender that lower-cased words tell, by the first that tells one."""
    genders = load_table("gendered_nouns")
    for word in words:
        if word in genders:
            return MALE if genders[word] == "m" else FEMALE
    return UNKNOWN


def head_of(words: list[str]) -> int:
    """The position of the head: the word before the first preposition, relative pronoun or comma."""
    for i, word in enumerate(words):
        if i and word in _HEAD_STOPS:
            return i - 1
    return len(words) - 1


def mention_columns(document: Document, mentions: Mentions, quotations: Quotations) -> MentionColumns:
    """Look at each mention by itself."""
    n = len(mentions)
    ids: dict[str, int] = {}
    names: list[frozenset[str]] = []
    calling: list[str] = []
    out = np.zeros((7, n), dtype=np.int64)  # pronoun, gender, determiner, text, head, first, rank
    pronouns, determiners = _words("pronouns"), _words("determiners")
    titles, ranks = load_table("gendered_nouns"), load_table("titles")
    callings = load_table("callings")
    for i, (start, end, form) in enumerate(
        zip(mentions.start.tolist(), mentions.end.tolist(), mentions.form.tolist(), strict=True)
    ):
        words = [w.lower() for w in document.words(start, min(end, start + 24))]
        pronoun = 0
        if form == 2 or (len(words) == 1 and words[0] in pronouns):
            pronoun = pronouns.get(words[0], N_PRONOUNS - 1)
        determiner = determiners.get(words[0], 0) if len(words) > 1 else 0
        if not determiner and any(w in ("'s", "’s") for w in words[:-1]):
            determiner = 5
        content = words[1:] if determiner in (1, 2, 3, 4) else words
        if len(content) > 1 and content[-1] in ("'s", "’s", "'", "’"):
            content = content[:-1]
        head = head_of(content)
        gender = _PRONOUN_GENDER.get(pronoun, UNKNOWN)
        if not pronoun:
            gender = gender_of(content[: 2 if form == 0 else head + 1][::-1])
        given = content[1] if len(content) > 1 and content[0] in titles else content[0]
        called = (" ".join(content), content[head], given)
        out[:6, i] = (pronoun, gender, determiner, *(ids.setdefault(name, len(ids)) for name in called))
        out[6, i] = determiner == THE and len(content) == 1 and content[0] in ranks
        own = (w for w in content if w not in titles and any(map(str.isalpha, w))) if form == 0 and not pronoun else ()
        names.append(frozenset(own))
        calling.append(callings.get(content[head], "") if form == NOMINAL and determiner == THE else "")
    start64, end64 = mentions.start.astype(np.int64), mentions.end.astype(np.int64)
    return MentionColumns(
        start=start64,
        end=end64,
        type=mentions.type.astype(np.int64),
        form=mentions.form.astype(np.int64),
        sentence=np.searchsorted(document.sentences[:, 1], start64, side="right"),
        pronoun=out[0],
        gender=out[1],
        determiner=out[2],
        text=out[3],
        head=out[4],
        first=out[5],
        quotation=enclosing_quotation(document, start64, quotations),
        rank=out[6],
        names=names,
        calling=calling,
    )


def enclosing_quotation(document: Document, token: Columns, quotations: Quotations) -> Columns:
    """The index of the quotation or inset around each token, -1 outside of both."""
    char, found = document.token_start[token], np.full(len(token), -1, dtype=np.int64)
    insets = quotations.insets
    for starts, ends, number in (
        (quotations.part_start_char, quotations.part_end_char, quotations.part_quotation),
        (insets.start_char, insets.end_char, len(quotations) + np.arange(len(insets))),
    ):
        if len(starts):
            at = np.searchsorted(starts, char, side="right") - 1
            inside = (at >= 0) & (char < ends[at]) & (found < 0)
            found[inside] = number[at[inside]]
    return found


def _log_bucket(distance: Columns, n: int) -> Columns:
    """0, 1, 2, 3, 4-7, 8-15, ... as bucket numbers, at most n - 1."""
    far = np.log2(np.maximum(distance, 4)).astype(np.int64) + 2
    return np.minimum(np.where(distance < 4, distance, far), n - 1)


def pair_features(m: MentionColumns, later: Columns, earlier: Columns) -> Columns:
    """Compare mentions `later` with mentions `earlier` [n_pairs]: [n_pairs, len(SIZES)] indices below SIZES."""
    i, j = later, earlier
    both_proper = (m.form[i] == 0) & (m.form[j] == 0)
    same_text, same_head, same_first = m.text[i] == m.text[j], m.head[i] == m.head[j], m.first[i] == m.first[j]
    match = np.select(
        [same_text & both_proper, same_text, same_head & both_proper, same_head, same_first & both_proper, both_proper],
        [1, 2, 3, 4, 5, 6],
        0,
    )
    match[(m.pronoun[i] > 0) | (m.pronoun[j] > 0)] = 7
    inside = np.where(m.end[j] >= m.end[i], 1, np.where(m.start[i] < m.end[j], 2, 0))  # i in j; they cross; apart
    inside[m.end[j] <= m.start[i]] = 0
    qi, qj = m.quotation[i], m.quotation[j]
    quoted = np.select(
        [
            (qi < 0) & (qj < 0),
            (qi >= 0) & (qi == qj),
            (qi >= 0) & (qj >= 0) & (qi - qj == 1),
            (qi >= 0) & (qj >= 0) & (qi - qj == 2),
        ],
        [0, 1, 2, 3],
        4,
    )
    quoted[(qi >= 0) & (qj >= 0) & (qi - qj > 2)] = 5 + (qi - qj)[(qi >= 0) & (qj >= 0) & (qi - qj > 2)] % 2
    quoted[(qi >= 0) & (qj < 0)] = 7
    quoted[(qi < 0) & (qj >= 0)] = 8
    gap = np.clip(m.start[i] - m.end[j], -1, 4) + 1
    return np.stack(
        [
            _log_bucket(i - j, SIZES[0]),
            _log_bucket(m.sentence[i] - m.sentence[j], SIZES[1]),
            m.form[i] * 3 + m.form[j],
            m.pronoun[i] * N_PRONOUNS + m.pronoun[j],
            match,
            inside,
            quoted,
            (m.type[i] == m.type[j]).astype(np.int64),
            m.determiner[i],
            m.gender[i] * 4 + m.gender[j],
            gap,
        ],
        axis=1,
    )
