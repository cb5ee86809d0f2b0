"""What the tree tells of words, as they are seen from one of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undertow.layers.scope_features import DOWN, FAR, MARKS, NONE, SIZES, scope_features
from undertow.layers.values import RELATIONS, UPOS


@st.composite
def trees(draw):
    n = draw(st.integers(1, 40))
    order = draw(st.permutations(range(n)))
    head = [0] * n
    for i, word in enumerate(order):  # each hangs on one that is in the tree already
        head[word] = order[draw(st.integers(0, i - 1))] if i else word
    labels = draw(st.lists(st.integers(0, len(RELATIONS) - 1), min_size=n, max_size=n))
    return head, labels, [label % len(UPOS) for label in labels], draw(st.integers(0, n - 1))


@given(trees())
def test_every_feature_is_an_index_into_its_embedding(tree):
    features = scope_features(*tree)
    assert features.shape == (len(tree[0]), len(SIZES))
    assert ((features >= 0) & (features < np.asarray(SIZES))).all()


@given(trees())
def test_only_the_word_asked_about_is_no_step_away(tree):
    features = scope_features(*tree)
    assert np.flatnonzero(features[:, 1] == 0).tolist() == [tree[3]]
    assert features[tree[3], :4].tolist() == [FAR, 0, NONE, NONE]


def test_a_way_goes_up_and_then_down():
    #       0 she  1 did  2 not    3 leave  4 the  5 old  6 house
    head = [3, 3, 3, 3, 6, 6, 3]
    names = ["nsubj", "aux", "advmod", "root", "det", "amod", "obj"]
    features = scope_features(head, [RELATIONS.index(name) for name in names], [0] * 7, 2)
    ways = [divmod(way, DOWN) for way in features[:, 1].tolist()]
    assert ways == [(1, 1), (1, 1), (0, 0), (1, 0), (1, 2), (1, 2), (1, 1)]
    nsubj, aux, advmod, obj = (RELATIONS.index(name) for name in ("nsubj", "aux", "advmod", "obj"))
    assert features[:, 2].tolist() == [nsubj, aux, NONE, NONE, obj, obj, obj]
    assert features[:, 3].tolist() == [advmod, advmod, NONE, advmod, advmod, advmod, advmod]


def test_marks_are_counted_on_both_sides():
    comma, other = UPOS.index("PUNCT"), UPOS.index("NOUN")
    upos = [other, comma, other, comma, comma, other]
    features = scope_features([0] * 6, [1] * 6, upos, 2)
    assert (features[:, -1] - MARKS).tolist() == [-1, 0, 0, 1, 2, 2]
