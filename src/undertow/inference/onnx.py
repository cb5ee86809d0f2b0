"""The released model in ONNX Runtime: ten graphs, on the CPU, one thread a call; `threads` calls may run at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from undertow.inference.catalogue import ModelDescription, checked
from undertow.inference.network import BranchOutput, Floats, SpanOutput, WordOutput
from undertow.inference.parallel import thread_count
from undertow.inference.windows import WindowInput


class OnnxNetwork:
    """A `Network` in ONNX Runtime. Raises FormatError for a missing or damaged file."""

    def __init__(self, description: ModelDescription, *, threads: int | None = None) -> None:
        import onnxruntime

        self.name = description.name
        self.threads = threads or thread_count()
        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # see inference/parallel.py
        options.inter_op_num_threads = 1
        # shapes change from call to call: planned memory would only grow
        options.enable_mem_pattern = False
        by_name = {file.name: file for file in description.files}

        def session(name: str) -> Any:  # noqa: ANN401 - onnxruntime has no types
            return onnxruntime.InferenceSession(checked(by_name[name]), options, providers=["CPUExecutionProvider"])

        self._words = session("words.onnx")
        self._spans = session("spans.onnx")
        self._pairs = session("pairs.onnx")
        self._short = session("short.onnx")
        self._short_pairs = session("short_pairs.onnx")
        self._speech = session("speech.onnx")
        self._branch = session("branch.onnx")
        self._negation = session("negation.onnx")
        self._affect = session("affect.onnx")
        self._undertone = session("undertone.onnx")

    def read_words(self, window: WindowInput) -> WordOutput:
        """Encode a window."""
        inputs = {"ids": window.ids[None], "shapes": window.shapes[None], "words": window.words[None]}
        return WordOutput(*(output[0] for output in self._words.run(None, inputs)))

    def read_spans(self, first: Floats, last: Floats, mean: Floats, width: NDArray[np.int64]) -> SpanOutput:
        """Look at spans."""
        return SpanOutput(*self._spans.run(None, {"first": first, "last": last, "mean": mean, "width": width}))

    def read_pairs(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of spans."""
        scores: Floats = self._pairs.run(None, {"later": later, "earlier": earlier, "features": features})[0]
        return scores

    def read_short(
        self, states: Floats, start: NDArray[np.int64], end: NDArray[np.int64], score: Floats
    ) -> tuple[Floats, Floats]:
        """Read a short text again."""
        person, vectors = self._short.run(None, {"states": states[None], "start": start, "end": end, "score": score})
        return person, vectors

    def read_short_pairs(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of spans of a short text."""
        inputs = {"later": later, "earlier": earlier, "features": features}
        scores: Floats = self._short_pairs.run(None, inputs)[0]
        return scores

    def read_speech(self, later: Floats, earlier: Floats, features: NDArray[np.int64]) -> Floats:
        """Score pairs of which one points at a speaker."""
        scores: Floats = self._speech.run(None, {"later": later, "earlier": earlier, "features": features})[0]
        return scores

    def read_branch(self, states: Floats, member: Floats) -> BranchOutput:
        """Read a group of sentences."""
        outputs = self._branch.run(None, {"states": states[None], "member": member[None]})
        return BranchOutput(*(output[0] for output in outputs))

    def read_negation(self, states: Floats, asked: Floats, features: NDArray[np.int64]) -> Floats:
        """Look closely at a word that may negate."""
        inputs = {"states": states[None], "asked": asked[None], "features": features[None]}
        read: Floats = self._negation.run(None, inputs)[0][0]
        return read

    def read_undertone(self, sentences: Floats) -> Floats:
        """Read what sentences do to feelings that are denied."""
        read: Floats = self._undertone.run(None, {"sentences": sentences[None]})[0][0]
        return read

    def read_affect(self, sentences: Floats) -> Floats:
        """Read what sentences convey."""
        read: Floats = self._affect.run(None, {"sentences": sentences[None]})[0][0]
        return read
