"""The frozen encoder's states of each word, as the released graph gives them when undertow reads; kept on disk.

They are what the branch sees in the product too, 8 bits and windows included, so that nothing is learned from vectors
that will never be seen again.
"""

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from undertow.inference import pieces
from undertow.inference.parallel import in_order
from undertow.inference.windows import Window, plan, window_input


class States:
    """Reads texts with a graph that has the outputs `names`; what was read once is found in `folder` again."""

    def __init__(self, graph: Path, names: Sequence[str], folder: Path, *, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._names, self._folder, self._threads = list(names), folder, threads
        self._mark = hashlib.sha256(graph.read_bytes() + " ".join(names).encode()).hexdigest()[:12]
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        """States [n_words, len(names) * hidden] in half precision."""
        key = hashlib.sha256("\n".join(words).encode()).hexdigest()[:24]
        path = self._folder / f"{self._mark}-{key}.npy"
        if not path.exists():
            columns = pieces().columns(words)
            windows = plan(columns.offsets, sentences[:, 1])
            read = in_order(partial(self._read, columns), windows, threads=self._threads)
            np.save(path, np.concatenate(list(read)))
        return np.load(path)

    def _read(self, columns: Any, window: Window) -> np.ndarray:
        given = window_input(window, columns)
        inputs = {"ids": given.ids[None], "shapes": given.shapes[None], "words": given.words[None]}
        kept = slice(window.keep_start - window.start, window.keep_end - window.start)
        outputs = self._session.run(self._names, inputs)
        return np.concatenate([output[0][kept] for output in outputs], axis=1).astype(np.float16)
