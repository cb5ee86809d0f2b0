"""The released model in ONNX Runtime: three graphs, on the CPU, on as many threads as the user allows.

`UNDERTOW_THREADS` limits the threads; without it ONNX Runtime takes one for each physical core.
"""

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undertow.inference.catalogue import ModelDescription, checked
from undertow.inference.network import Floats, SpanOutput, WordOutput
from undertow.inference.windows import Batch


def thread_count() -> int:
    """What `UNDERTOW_THREADS` asks for, 0 (let the runtime choose) where it is unset or no number."""
    value = os.environ.get("UNDERTOW_THREADS", "")
    return int(value) if value.isdigit() else 0


class OnnxNetwork:
    """A `Network` in ONNX Runtime."""

    def __init__(self, description: ModelDescription, *, threads: int | None = None) -> None:
        import onnxruntime

        self.name = description.name
        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = thread_count() if threads is None else threads
        options.inter_op_num_threads = 1
        # shapes change from batch to batch: planned memory would only grow
        options.enable_mem_pattern = False
        by_name = {file.name: file for file in description.files}

        def session(name: str) -> Any:  # noqa: ANN401 - onnxruntime has no types
            return onnxruntime.InferenceSession(checked(by_name[name]), options, providers=["CPUExecutionProvider"])

        self._words = session("words.onnx")
        self._spans = session("spans.onnx")
        self._pairs = session("pairs.onnx")

    def read_words(self, batch: Batch) -> WordOutput:
        """Encode windows."""
        inputs = {"ids": batch.ids, "shapes": batch.shapes, "mask": batch.mask, "words": batch.words}
        return WordOutput(*self._words.run(None, inputs))

    def read_spans(self, first: Floats, last: Floats, mean: Floats, width: NDArray[np.int64]) -> SpanOutput:
        """Look at spans."""
        return SpanOutput(*self._spans.run(None, {"first": first, "last": last, "mean": mean, "width": width}))

    def read_pairs(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of spans."""
        scores: Floats = self._pairs.run(None, {"later": later, "earlier": earlier, "features": features})[0]
        return scores
