"""Groups of sentences tile a text, whatever its sentences are like."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undertow.inference.groups import groups

LENGTHS = st.lists(st.integers(1, 60), min_size=1, max_size=40)


def sentences_of(lengths):
    ends = np.cumsum(lengths)
    return np.stack([ends - lengths, ends], axis=1).astype(np.int32)


@given(LENGTHS, st.integers(1, 50))
def test_groups_and_their_pieces_tile_the_words(lengths, longest):
    made = groups(sentences_of(lengths), longest=longest)
    assert [group.start for group in made] == [0, *(group.end for group in made[:-1])]
    assert made[-1].end == sum(lengths)
    for group in made:
        assert group.end - group.start <= longest
        assert group.pieces[0, 0] == group.start
        assert group.pieces[-1, 1] == group.end
        assert (group.pieces[1:, 0] == group.pieces[:-1, 1]).all()
        assert (group.member().sum(0) == 1).all()


@given(LENGTHS, st.integers(60, 100))
def test_a_sentence_that_fits_is_never_cut(lengths, longest):
    made = groups(sentences_of(lengths), longest=longest)
    pieces = np.concatenate([group.pieces for group in made])
    assert (pieces == sentences_of(lengths)).all()
    assert (np.concatenate([group.sentence for group in made]) == np.arange(len(lengths))).all()


def test_a_sentence_that_is_too_long_is_cut_and_knows_whose_pieces_they_are():
    made = groups(sentences_of([3, 25, 4]), longest=10)
    assert [group.sentence.tolist() for group in made] == [[0], [1], [1], [1, 2]]
    assert [tuple(piece) for piece in made[1].pieces.tolist()] == [(3, 13)]
