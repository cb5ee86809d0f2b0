"""The frozen encoder's states of each word, as the released graph gives them when undertow reads; kept on disk.

They are what the branch sees in the product too, 8 bits and windows included, so that nothing is learned from vectors
that will never be seen again.
"""

import hashlib
from collections.abc import Callable, Sequence
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


class Kept:
    """Columns over words, made once: found again in `folder` by the words and by a mark of what made them."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, mark
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, words: list[str], make: Callable[[], np.ndarray]) -> np.ndarray:
        """What `make` gave for these words when it was first asked."""
        key = hashlib.sha256("\n".join(words).encode()).hexdigest()[:24]
        path = self._folder / f"{self._mark}-{key}.npy"
        if not path.exists():
            np.save(path, make())
        return np.load(path)


class States:
    """Reads texts with a graph that has the outputs `names`; what was read once is found in `folder` again."""

    def __init__(self, graph: Path, names: Sequence[str], folder: Path, *, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._names, self._threads = list(names), threads
        self._kept = Kept(folder, hashlib.sha256(graph.read_bytes() + " ".join(names).encode()).hexdigest()[:12])

    def of(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        """States [n_words, len(names) * hidden] in half precision."""
        return self._kept.of(words, lambda: self._make(words, sentences))

    def _make(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        columns = pieces().columns(words)
        windows = plan(columns.offsets, sentences[:, 1])
        return np.concatenate(list(in_order(partial(self._read, columns), windows, threads=self._threads)))

    def _read(self, columns: Any, window: Window) -> np.ndarray:
        given = window_input(window, columns)
        inputs = {"ids": given.ids[None], "shapes": given.shapes[None], "words": given.words[None]}
        kept = slice(window.keep_start - window.start, window.keep_end - window.start)
        outputs = self._session.run(self._names, inputs)
        return np.concatenate([output[0][kept] for output in outputs], axis=1).astype(np.float16)


class DeeperStates:
    """The states that `states` gives, and beside them what the deep blocks make of these, kept in `folder`."""

    def __init__(self, states: States, deep: Trunk, columns: Sequence[int], folder: Path) -> None:
        self._states, self._deep, self._columns = states, deep.eval(), list(columns)
        weights = b"".join(tensor.cpu().numpy().tobytes() for tensor in deep.state_dict().values())
        self._kept = Kept(folder, f"deep-{hashlib.sha256(weights).hexdigest()[:12]}")

    def of(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        """States [n_words, those of the encoder, then HIDDEN] in half precision."""
        states = self._states.of(words, sentences)
        return np.concatenate([states, self._kept.of(words, lambda: self._make(states, sentences))], axis=1)

    @torch.inference_mode()
    def _make(self, states: np.ndarray, sentences: np.ndarray) -> np.ndarray:
        device = next(self._deep.parameters()).device
        made = []
        for group in groups(sentences):
            given = torch.from_numpy(states[group.start : group.end, self._columns].astype(np.float32))[None]
            member = torch.from_numpy(group.member())[None]
            made.append(self._deep(given.to(device), member.to(device))[0].cpu().numpy().astype(np.float16))
        return np.concatenate(made)
