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
import torch

from training.branch.model import Trunk
from undertow.inference import pieces
from undertow.inference.groups import groups
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
        path = self._folder / f"{self._mark}-{key_of(words)}.npy"
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


def key_of(words: list[str]) -> str:
    """What tells the words of a text from those of others, in the name of a file."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:24]


class DeeperStates:
    """The states that `states` gives, and beside them what the deep blocks make of these, kept in `folder`."""

    def __init__(self, states: States, deep: Trunk, columns: Sequence[int], folder: Path) -> None:
        self._states, self._deep, self._columns, self._folder = states, deep.eval(), list(columns), folder
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        """States [n_words, those of the encoder, then HIDDEN] in half precision."""
        states, path = self._states.of(words, sentences), self._folder / f"{key_of(words)}.npy"
        if not path.exists():
            np.save(path, self._make(states, sentences))
        return np.concatenate([states, np.load(path)], axis=1)

    @torch.inference_mode()
    def _make(self, states: np.ndarray, sentences: np.ndarray) -> np.ndarray:
        device = next(self._deep.parameters()).device
        made = []
        for group in groups(sentences):
            given = torch.from_numpy(states[group.start : group.end, self._columns].astype(np.float32))[None]
            member = torch.from_numpy(group.member())[None]
            made.append(self._deep(given.to(device), member.to(device))[0].cpu().numpy().astype(np.float16))
        return np.concatenate(made)
