"""How a text of any length passes through an encoder of fixed length: overlapping windows over whole words.

Each word is *kept* from exactly one window, in which it has context on both sides; the kept ranges tile the text. A
range ends at the end of a sentence where it can, so that hardly any mention crosses it. The plan depends on the text
alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.inference.pieces import CLS, SEP, PieceColumns

LENGTH = 336  # word-pieces of a window, [CLS] and [SEP] included
KEEP = (
    140  # word-pieces kept of one window at most: with 200, reading takes two thirds of the time and mentions lose 0.2
)
AFTER = 30  # word-pieces of context after the kept range; what room is left is context before it


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` are read, words `keep_start` to `keep_end` are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def plan(
    offsets: NDArray[np.int64], sentence_ends: NDArray[np.int32], *, keep: int = KEEP, length: int = LENGTH
) -> list[Window]:
    """Cut words into windows.

    `offsets` [n_words + 1] are the word-pieces before each word, `sentence_ends` [n_sentences] ascending word
    positions.
    """
    n_words, room = len(offsets) - 1, length - 2
    windows = []
    keep_start = 0
    while keep_start < n_words:
        used = offsets[keep_start]
        most = int(np.searchsorted(offsets, used + keep, side="right")) - 1
        keep_end = most = max(keep_start + 1, most)
        if most < n_words:
            at = int(np.searchsorted(sentence_ends, most, side="right")) - 1
            if at >= 0 and offsets[sentence_ends[at]] - used >= keep * 0.75:
                keep_end = int(sentence_ends[at])
        end = int(np.searchsorted(offsets, offsets[keep_end] + AFTER, side="right")) - 1
        end = min(n_words, max(end, keep_end))
        start = int(np.searchsorted(offsets, offsets[end] - room, side="left"))
        windows.append(Window(min(start, keep_start), end, keep_start, keep_end))
        keep_start = keep_end
    return windows


@dataclass(frozen=True, slots=True, eq=False)
class WindowInput:
    """A window as the encoder's input. Windows are read one by one: nothing depends on what stands beside them."""

    ids: NDArray[np.int64]  # [n_pieces] with [CLS] and [SEP]
    shapes: NDArray[np.int64]  # [n_pieces]
    words: NDArray[np.int64]  # [n_words] position of the first piece of each word that is asked for


def window_input(window: Window, pieces: PieceColumns) -> WindowInput:
    """Lay out the word-pieces of a window."""
    offsets = pieces.offsets[window.start : window.end + 1]
    ids = np.full(offsets[-1] - offsets[0] + 2, CLS, dtype=np.int64)
    shapes = np.zeros_like(ids)
    ids[1:-1] = pieces.ids[offsets[0] : offsets[-1]]
    ids[-1] = SEP
    shapes[1:-1] = np.repeat(pieces.shapes[window.start : window.end], np.diff(offsets))
    return WindowInput(ids, shapes, offsets[:-1] - offsets[0] + 1)
