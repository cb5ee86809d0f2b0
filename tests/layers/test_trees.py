"""Heads always form a tree, and the likeliest heads are kept where they are one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from undertow.layers.trees import is_tree, tree

SCORES = st.integers(1, 12).flatmap(
    lambda n: arrays(np.float32, (n, n), elements=st.floats(-8, 8, width=16), unique=True)
)


def reaches_the_root(heads):
    for start in range(len(heads)):
        at, steps = start, 0
        while heads[at] != at:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    return True


@given(SCORES)
def test_there_is_one_root_and_every_word_hangs_on_it(scores):
    heads = tree(scores)
    assert (heads == np.arange(len(heads))).sum() == 1
    assert reaches_the_root(heads.tolist())


@given(SCORES)
def test_the_likeliest_heads_are_kept_where_they_are_a_tree(scores):
    heads = scores.argmax(1)
    right = (heads == np.arange(len(heads))).sum() == 1 and reaches_the_root(heads.tolist())
    assert is_tree(heads) == right
    if right:
        assert (tree(scores) == heads).all()


def test_a_circle_is_broken_where_it_costs_least():
    scores = np.asarray([[9, 0, 0], [4, 0, 5], [1, 6, 0]], dtype=np.float32)  # 1 and 2 hang on each other
    assert tree(scores).tolist() == [0, 0, 1]


def test_of_two_roots_the_likelier_stays():
    scores = np.asarray([[5, 1, 0], [0, 9, 1], [0, 3, 1]], dtype=np.float32)
    assert tree(scores).tolist() == [1, 1, 1]
