"""The released encoder, back from its graph: 8-bit blocks and rows to weights of `training.encoder.Encoder`.

The graph is what everybody has who has cloned the repository; the checkpoint that it was made from is large and is not
kept. What comes back is what the graph computes with, to the rounding of its activations.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.encoder import Encoder

MIDDLE = 128  # of an unsigned byte: the zero of symmetric blocks


def load_released(path: Path) -> Encoder:
    """Build the encoder from `words.onnx`."""
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(path).graph
    known = {tensor.name: tensor for tensor in graph.initializer}
    encoder = Encoder()
    state: dict[str, Any] = {}
    for name in encoder.state_dict():
        if f"encoder.{name}" in known:
            state[name] = to_array(known[f"encoder.{name}"])
    state["words.weight"] = to_array(known["encoder.words.rows"]).astype(np.float32) * to_array(
        known["encoder.words.scale"]
    )
    for node in graph.node:
        if node.op_type == "MatMulNBits":  # named /encoder/blocks.0/qkv/MatMul_Q8
            block, layer = node.name.split("/")[2:4]
            size = {attribute.name: attribute.i for attribute in node.attribute}
            bytes_, scales = (to_array(known[name]) for name in node.input[1:3])
            state[f"{block}.{layer}.weight"] = dequantise(bytes_, scales, size["N"], size["K"])
    encoder.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return encoder.eval()


def dequantise(rows: np.ndarray, scales: np.ndarray, n: int, k: int) -> np.ndarray:
    """Weights [n, k] of bytes [n, blocks, size] with a scale a block (ONNX Runtime's MatMulNBits, 8 bits)."""
    centred = rows.astype(np.float32) - MIDDLE
    return (centred * scales.reshape(n, -1, 1)).reshape(n, -1)[:, :k]
