"""Word-pieces: never none for a word, never too many, and the shape of the word beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undertow.inference import pieces
from undertow.inference.pieces import MAX_PIECES, UNKNOWN, shape


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("...", 0),
        ("42", 0),
        ("she", 1),
        ("'em", 1),
        ("Nora", 2),
        ("I", 2),
        ("O'Brien", 4),
        ("NORA", 3),
        ("McKay", 4),
        ("U.S.", 3),
    ],
)
def test_shape_of_a_word(word, code):
    assert shape(word) == code


@given(st.lists(st.text(min_size=1, max_size=300), max_size=30))
def test_each_word_has_some_pieces_and_not_too_many(words):
    columns = pieces().columns(words)
    counts = columns.offsets[1:] - columns.offsets[:-1]
    assert len(columns.shapes) == len(words)
    assert columns.offsets[-1] == len(columns.ids)
    assert ((counts >= 1) & (counts <= MAX_PIECES)).all()


def test_a_word_that_normalises_to_nothing_is_unknown():
    assert pieces().word("\u200b")[0] == [UNKNOWN]


def test_a_word_of_a_million_letters_is_cut():
    assert len(pieces().word("a" * 1_000_000)[0]) <= MAX_PIECES
