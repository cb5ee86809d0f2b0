"""The model: one encoder, and the heads of the tasks, which look at one `Reading` of a document."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from training.encoder import Encoder
from training.tasks import TASKS, Task
from undertow.inference.pieces import PieceColumns
from undertow.inference.windows import KEEP, LENGTH, Window, WindowInput, plan, window_input


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, read: vectors of the words of each window, and those kept, in the order of the text."""

    windows: Sequence[Window]
    vectors: Tensor  # [n_windows, max_words, hidden]
    kept: Tensor  # [n_words, hidden]


def gather_words(vectors: Tensor, words: Tensor) -> Tensor:
    """The vector of each word's first piece: [n_windows, max_words, hidden]."""
    return vectors.gather(1, words[:, :, None].expand(-1, -1, vectors.shape[2]))


class Model(nn.Module):
    """The encoder and one head a task."""

    def __init__(self, encoder: Encoder, tasks: Sequence[str]) -> None:
        super().__init__()
        self.encoder = encoder
        self.tasks: dict[str, Task] = {name: TASKS[name]() for name in tasks}
        self.heads = nn.ModuleDict({name: t.build(encoder.config.hidden) for name, t in self.tasks.items()})

    @property
    def device(self) -> torch.device:
        return self.encoder.words.weight.device

    def encode(self, inputs: Sequence[WindowInput]) -> Tensor:
        """Vectors of words [n_windows, max_words, hidden], in float32; windows are padded to the longest."""
        columns = [[torch.from_numpy(x) for x in (i.ids, i.shapes, i.words)] for i in inputs]
        ids, shapes, words = (
            pad_sequence(list(c), batch_first=True).to(self.device) for c in zip(*columns, strict=True)
        )
        mask = ids > 0 if len(inputs) > 1 else None  # [PAD] is 0
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.training):
            vectors = self.encoder(ids, shapes, mask)
        return gather_words(vectors.float(), words)

    def read(
        self, pieces: PieceColumns, sentence_ends: np.ndarray, *, keep: int = KEEP, length: int = LENGTH
    ) -> Reading:
        """Read a whole document at once."""
        windows = plan(pieces.offsets, sentence_ends, keep=keep, length=length)
        vectors = self.encode([window_input(w, pieces) for w in windows])
        kept = [vectors[r, w.keep_start - w.start : w.keep_end - w.start] for r, w in enumerate(windows)]
        return Reading(windows, vectors, torch.cat(kept))
