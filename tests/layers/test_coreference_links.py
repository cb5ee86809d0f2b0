"""Coreference: which pairs are looked at, and what the greedy pass makes of their scores."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undertow import Document
from undertow.layers import Mentions, Quotations
from undertow.layers.coreference import far_pairs, near_pairs
from undertow.layers.coreference_clusters import Links, cluster
from undertow.layers.coreference_features import (
    FEMALE,
    MALE,
    SIZES,
    UNKNOWN,
    gender_of,
    head_of,
    mention_columns,
    pair_features,
)

NO_QUOTATIONS = Quotations(*(np.zeros(0, dtype=np.int32) for _ in range(3)), style="none")


def columns_of(words, spans, forms=None):
    document = Document.from_sentences([words])
    start, end = np.asarray(spans, dtype=np.int32).reshape(-1, 2).T
    form = np.asarray(forms if forms is not None else [0] * len(start), dtype=np.int8)
    zeros = np.zeros(len(start), dtype=np.int8)
    mentions = Mentions(start, end, zeros, form, np.ones(len(start), dtype=np.float32))
    return mention_columns(document, mentions, NO_QUOTATIONS)


def links_of(scores):
    later, earlier = zip(*scores, strict=True)
    return Links.join(
        [
            Links(
                np.asarray(later, dtype=np.int32),
                np.asarray(earlier, dtype=np.int32),
                np.asarray(list(scores.values()), dtype=np.float32),
            )
        ]
    )


@given(st.integers(0, 40), st.integers(1, 12), st.data())
def test_near_pairs_are_those_of_the_plain_double_loop(n, look_back, data):
    first = data.draw(st.integers(0, n))
    last = data.draw(st.integers(first, n))
    pairs = near_pairs(n, first, last, look_back)
    found = list(zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True))
    assert found == [(i, j) for i in range(first, last) for j in range(max(0, i - look_back), i)]


def test_a_name_is_looked_up_beyond_any_look_back():
    words = ["Nora", *["Tom"] * 50, "Nora"]
    columns = columns_of(words, [(i, i + 1) for i in range(len(words))])
    pairs = far_pairs(columns, look_back=10)
    assert (51, 0) in set(zip(pairs.later.tolist(), pairs.earlier.tolist(), strict=True))
    assert (pairs.later - pairs.earlier > 10).all()


def test_pronouns_are_not_looked_up_far_away():
    words = ["she", *["Tom"] * 50, "she"]
    columns = columns_of(words, [(i, i + 1) for i in range(len(words))], [2, *[0] * 50, 2])
    pairs = far_pairs(columns, look_back=10)
    assert 51 not in pairs.later.tolist()


def test_each_mention_joins_the_entity_it_scores_highest_with():
    columns = columns_of(["Nora", "Tom", "Nora", "Tom"], [(i, i + 1) for i in range(4)])
    result = cluster(columns, links_of({(2, 0): 3.0, (2, 1): 1.0, (3, 1): 2.0, (3, 2): -1.0}))
    assert result.cluster.tolist() == [0, 1, 0, 1]
    assert result.antecedent.tolist() == [-1, -1, 0, 1]
    assert ((result.confidence >= 0) & (result.confidence <= 1)).all()


def test_an_entity_that_is_she_takes_no_he_however_high_the_score():
    columns = columns_of(["Nora", "she", "he"], [(0, 1), (1, 2), (2, 3)], [0, 2, 2])
    result = cluster(columns, links_of({(1, 0): 5.0, (2, 1): 9.0, (2, 0): 8.0}))
    assert result.cluster.tolist() == [0, 0, 1]


def test_without_links_every_mention_is_alone():
    columns = columns_of(["Nora", "Tom"], [(0, 1), (1, 2)])
    assert cluster(columns, Links.join([])).cluster.tolist() == [0, 1]


def test_what_the_words_of_a_mention_tell():
    assert gender_of(["mrs.", "weston"]) == FEMALE
    assert gender_of(["old", "man"]) == MALE
    assert gender_of(["weston"]) == UNKNOWN
    assert head_of("the captain of the ship".split()) == 1
    assert head_of(["nora"]) == 0
    assert head_of("of mice".split()) == 1


words_and_spans = st.lists(
    st.sampled_from("she he I you Nora Tom the a old captain of ship 's my Mr. , who".split()), min_size=1, max_size=25
).flatmap(
    lambda words: st.tuples(
        st.just(words),
        st.lists(
            st.integers(0, len(words) - 1).flatmap(
                lambda a: st.tuples(st.just(a), st.integers(a + 1, len(words)), st.integers(0, 2))
            ),
            min_size=2,
            max_size=12,
            unique_by=lambda t: t[:2],
        )
        if len(words) > 1
        else st.just([(0, 1, 0)]),
    )
)


@given(words_and_spans)
def test_features_are_indices_into_their_embeddings(case):
    words, spans = case
    spans = sorted(spans, key=lambda s: (s[0], -s[1]))
    columns = columns_of(words, [s[:2] for s in spans], [s[2] for s in spans])
    pairs = near_pairs(len(spans), 0, len(spans))
    features = pair_features(columns, pairs.later, pairs.earlier)
    assert features.shape == (len(pairs.later), len(SIZES))
    assert (features >= 0).all()
    assert (features < np.asarray(SIZES)).all()


def test_an_entity_called_nora_does_not_become_tom_by_way_of_a_pronoun():
    columns = columns_of(["Nora", "they", "Tom"], [(0, 1), (1, 2), (2, 3)], [0, 2, 0])
    result = cluster(columns, links_of({(1, 0): 5.0, (2, 1): 9.0}))
    assert result.cluster.tolist() == [0, 0, 1]


def test_nora_is_also_nora_lane():
    columns = columns_of(["Nora", "they", "Nora", "Lane"], [(0, 1), (1, 2), (2, 4)], [0, 2, 0])
    result = cluster(columns, links_of({(1, 0): 5.0, (2, 1): 9.0}))
    assert result.cluster.tolist() == [0, 0, 0]


def test_in_one_speech_i_am_not_you_and_in_two_i_may_be():
    document = Document.from_sentences([["“", "I", "saw", "you", "”", "“", "you", "”"]])
    start = np.asarray([1, 3, 6], dtype=np.int32)
    zeros = np.zeros(3, dtype=np.int8)
    mentions = Mentions(start, start + 1, zeros, zeros + 2, np.ones(3, dtype=np.float32))
    begin, end = document.token_start[[1, 6]], document.token_end[[3, 6]]
    quotations = Quotations(begin, end, np.asarray([0, 1], dtype=np.int32), style="double curly")
    columns = mention_columns(document, mentions, quotations)
    result = cluster(columns, links_of({(1, 0): 5.0, (2, 0): 9.0}))
    assert result.cluster.tolist() == [0, 1, 0]


def test_nobody_is_called_by_two_trades():
    columns = columns_of(
        "the miller the sexton the doctor the surgeon".split(), [(0, 2), (2, 4), (4, 6), (6, 8)], [1] * 4
    )
    result = cluster(columns, links_of({(1, 0): 3.0, (2, 1): -1.0, (3, 2): 2.0}))
    assert result.cluster.tolist() == [0, 1, 2, 2]


def test_a_trade_that_is_not_said_of_one_man_alone_forbids_nothing():
    columns = columns_of("the miller a sexton".split(), [(0, 2), (2, 4)], [1, 1])
    assert cluster(columns, links_of({(1, 0): 3.0})).cluster.tolist() == [0, 0]
