"""Windows: every word is kept once, no word is split, no window is too long, and the plan is of the text alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undertow.inference.pieces import CLS, MAX_PIECES, SEP, PieceColumns
from undertow.inference.windows import LENGTH, plan, window_input

texts = st.lists(st.lists(st.integers(1, MAX_PIECES), min_size=1, max_size=60), min_size=1, max_size=60)


def columns_of(sentences: list[list[int]]) -> tuple[PieceColumns, np.ndarray]:
    """Pieces numbered from 1000 on, and where sentences end."""
    counts = np.asarray([n for sentence in sentences for n in sentence])
    offsets = np.concatenate([[0], np.cumsum(counts)])
    ids = np.arange(1000, 1000 + offsets[-1], dtype=np.int32)
    shapes = np.ones(len(counts), dtype=np.int8)
    return PieceColumns(ids, offsets, shapes), np.cumsum([len(s) for s in sentences]).astype(np.int32)


@given(texts)
def test_kept_ranges_tile_the_text_inside_windows_of_bounded_length(sentences):
    pieces, ends = columns_of(sentences)
    at = 0
    for window in plan(pieces.offsets, ends):
        assert window.keep_start == at < window.keep_end
        assert window.start <= window.keep_start <= window.keep_end <= window.end
        assert pieces.offsets[window.end] - pieces.offsets[window.start] <= LENGTH - 2
        at = window.keep_end
    assert at == len(pieces.shapes)


@given(texts)
def test_the_input_holds_whole_words_at_the_places_it_says(sentences):
    pieces, ends = columns_of(sentences)
    for window in plan(pieces.offsets, ends):
        given_in = window_input(window, pieces)
        first = pieces.offsets[window.start : window.end + 1]
        assert given_in.ids[0] == CLS
        assert given_in.ids[-1] == SEP
        assert (given_in.ids[1:-1] == pieces.ids[first[0] : first[-1]]).all()
        assert (given_in.ids[given_in.words] == pieces.ids[first[:-1]]).all()
        assert len(given_in.ids) == len(given_in.shapes) <= LENGTH


def test_every_window_but_the_last_has_context_after_what_it_keeps():
    pieces, ends = columns_of([[1] * 20] * 200)
    windows = plan(pieces.offsets, ends)
    assert len(windows) > 5
    assert all(w.end - w.keep_end == 30 for w in windows[:-1])
    assert all(w.keep_end % 20 == 0 for w in windows)


def test_an_empty_text_has_no_window():
    assert plan(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32)) == []
