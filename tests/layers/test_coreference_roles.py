"""The roles of mentions: by hand-made trees, and against a slow count of who stands between."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow import Document
from undertow.layers import Layers, Mentions
from undertow.layers.coreference_features import mention_columns
from undertow.layers.coreference_roles import (
    ALL_SIZES,
    APPOSED,
    N_ROLES,
    OBJECT,
    OF_STATE,
    OWNER,
    ROLE_SIZES,
    SUBJECT,
    all_features,
    heads_of,
    role_columns,
    role_features,
)
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS, Syntax

# word, part of speech, head (place in the sentence, from 0; itself for the root), relation
WATCHED = [
    ("Her", "PRON", 1, "nmod"),
    ("sister", "NOUN", 2, "nsubj"),
    ("watched", "VERB", 2, "root"),
    ("her", "PRON", 2, "obj"),
    (".", "PUNCT", 2, "punct"),
]
SON = [
    ("Tom", "PROPN", 7, "nsubj"),
    (",", "PUNCT", 4, "punct"),
    ("the", "DET", 3, "det"),
    ("baker", "NOUN", 4, "nmod"),
    ("son", "NOUN", 0, "appos"),
    (",", "PUNCT", 4, "punct"),
    ("a", "DET", 7, "det"),
    ("fool", "NOUN", 7, "root"),
    (".", "PUNCT", 7, "punct"),
]
HURT = [
    ("He", "PRON", 1, "nsubj"),
    ("hurt", "VERB", 1, "root"),
    ("himself", "PRON", 1, "obj"),
    ("and", "CCONJ", 4, "cc"),
    ("cursed", "VERB", 1, "conj"),
    ("him", "PRON", 4, "obj"),
    (".", "PUNCT", 1, "punct"),
]


def parsed(*sentences):
    document = Document.from_sentences([[word for word, *_ in sentence] for sentence in sentences])
    rows, first = [], 0
    for sentence in sentences:
        for i, (_, upos, head, relation) in enumerate(sentence):
            rows.append((UPOS.index(upos), -1 if head == i else first + head, RELATIONS.index(relation)))
        first += len(sentence)
    upos, head, relation = np.asarray(rows, dtype=np.int32).T
    verb = np.full(len(rows), VERB_FORMS.index(VERB_FORMS[0]), dtype=np.int8)
    return document, Syntax(upos.astype(np.int8), verb, head, relation.astype(np.int8))


def looked_at(sentences, spans):
    """Roles of mentions, spans of tokens with their form: 0 a name, 1 a noun, 2 a pronoun."""
    document, syntax = parsed(*sentences)
    start, end, form = np.asarray(spans, dtype=np.int32).T
    mentions = Mentions(
        start, end, np.zeros(len(start), np.int8), form.astype(np.int8), np.ones(len(start), np.float32)
    )
    quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
    columns = mention_columns(document, mentions, quotations)
    return columns, role_columns(document, columns, syntax)


def pair(columns, roles, later, earlier):
    return role_features(columns, np.array([later]), np.array([earlier]), roles)[0].tolist()


def test_subject_object_and_owner():
    _, roles = looked_at([WATCHED], [(0, 2, 1), (0, 1, 2), (3, 4, 2)])
    assert roles.role.tolist() == [SUBJECT, OWNER, OBJECT]
    assert roles.verb.tolist() == [2, 2, 2]


def test_apposition_and_what_somebody_is():
    columns, roles = looked_at([SON], [(0, 1, 0), (2, 5, 1), (6, 8, 1)])
    assert roles.role.tolist()[:2] == [OF_STATE, APPOSED]
    assert pair(columns, roles, 1, 0)[1] == 1
    assert pair(columns, roles, 2, 0)[1] == 2


def test_subject_and_object_of_one_verb_are_told_from_a_reflexive():
    columns, roles = looked_at([HURT], [(0, 1, 2), (2, 3, 2), (5, 6, 2)])
    reflexive, other_clause = pair(columns, roles, 1, 0)[1], pair(columns, roles, 2, 0)[1]
    assert roles.reflexive.tolist() == [False, True, False]
    assert (reflexive, other_clause) == (3, 7)
    columns, roles = looked_at([WATCHED], [(0, 2, 1), (3, 4, 2)])
    assert pair(columns, roles, 1, 0)[1] == 4


def test_a_given_name_tells_the_sex_that_its_words_do_not():
    _, roles = looked_at([SON], [(0, 1, 0)])
    assert roles.sex.tolist() == [0]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_who_stands_between_is_counted_as_by_hand(data):
    sentences = data.draw(st.lists(st.sampled_from([WATCHED, SON, HURT]), min_size=1, max_size=6))
    document, _ = parsed(*sentences)
    n = document.n_tokens
    starts = sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=2, max_size=12)))
    columns, roles = looked_at(sentences, [(i, i + 1, 2) for i in starts])
    k = len(starts)
    later, earlier = (np.array(x) for x in zip(*[(i, j) for i in range(k) for j in range(i)], strict=True))
    features = role_features(columns, later, earlier, roles)
    assert (features >= 0).all()
    assert (features < np.asarray(ROLE_SIZES)).all()
    unknown = 3
    for row, i, j in zip(features.tolist(), later.tolist(), earlier.tolist(), strict=True):
        sexes = roles.sex.tolist()
        alike = [m for m in range(j + 1, i) if unknown in (sexes[i], sexes[m]) or sexes[i] == sexes[m]]
        subjects = [m for m in alike if int(roles.role[m]) in (SUBJECT, OF_STATE)]
        assert row[2] == int(roles.role[j]) * 5 + min(len(subjects), 4)
        assert row[3] == len(alike) if len(alike) < 4 else row[3] >= 4
        assert row[0] == int(roles.role[i]) * N_ROLES + int(roles.role[j])
    assert all_features(columns, later, earlier, roles).shape == (len(later), len(ALL_SIZES))


def test_the_head_of_a_span_is_what_hangs_on_a_word_outside():
    head = np.array([1, 4, 1, 2, -1, 4])
    assert heads_of(np.array([0, 2, 4, 5]), np.array([4, 4, 5, 6]), head).tolist() == [1, 2, 4, 5]


def test_no_mentions_have_no_roles():
    document, syntax = parsed(WATCHED)
    none = np.zeros(0, np.int32)
    mentions = Mentions(none, none, none.astype(np.int8), none.astype(np.int8), none.astype(np.float32))
    quotations = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
    columns = mention_columns(document, mentions, quotations)
    roles = role_columns(document, columns, syntax)
    assert role_features(columns, none.astype(np.int64), none.astype(np.int64), roles).shape == (0, len(ROLE_SIZES))
    assert roles.subjects.shape == (4, 1)
