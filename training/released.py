"""Released graphs back to weights of the modules that they were made from: 8-bit blocks and rows to 32 bits.

The graphs are what everybody has who has cloned the repository; the checkpoints that they were made from are large and
are not kept. What comes back is what a graph computes with, to the rounding of its activations.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.encoder import Encoder
from training.tasks.coreference import PairHead
from undertow.layers.coreference_features import SIZES

ENDS = ("quantized", "scale", "zero_point")  # of the names of a matrix in 8 bits with a scale for each column
MIDDLE = 128  # of an unsigned byte: the zero of symmetric blocks


def load_released(path: Path) -> Encoder:
    """Build the encoder from `words.onnx`."""
    encoder = Encoder()
    state = released_weights(path, "encoder")
    state["words.weight"] = state.pop("words.rows") * state.pop("words.scale")
    encoder.load_state_dict(state)
    return encoder.eval()


def load_pairs(path: Path, sizes: tuple[int, ...] = SIZES) -> PairHead:
    """Build the scorer of pairs from `pairs.onnx`, or from `speech.onnx`.

    It takes features of these `sizes`: the first of those that the graph takes, or more, which say nothing yet.
    """
    head = PairHead(sizes)
    weights = released_weights(path, "")
    known = weights["features.weight"][: sum(sizes)]
    fresh = torch.zeros(sum(sizes) - len(known), known.shape[1])
    weights["features.weight"] = torch.cat([known, fresh])
    head.load_state_dict({name: weights[name] for name in head.state_dict()})
    return head.eval()


def released_weights(path: Path, module: str) -> dict[str, Tensor]:
    """Return the weights of a module, by their names in it; `module` is its name in the graph: "grammar.trunk".

    "" is the graph as a whole.
    """
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(path).graph
    known = {tensor.name: tensor for tensor in graph.initializer}
    state = {name: to_array(tensor) for name, tensor in known.items()}
    for node in graph.node:  # a layer's product is named /grammar/trunk/blocks.0/qkv/MatMul, in 8 bits with _Q8 behind
        weight = f"{'.'.join(module_of(node.name))}.weight"
        if node.op_type == "MatMulNBits":
            size = {attribute.name: attribute.i for attribute in node.attribute}
            state[weight] = dequantise(state[node.input[1]], state[node.input[2]], size["N"], size["K"])
        elif node.op_type == "MatMulInteger":
            rows, scale, zero = (state[node.input[1].removesuffix("quantized") + end] for end in ENDS)
            state[weight] = ((rows.astype(np.float32) - zero) * scale).T
        elif node.op_type == "MatMul" and node.input[1] in known:
            state[weight] = state[node.input[1]].T
    inside = f"{module}." if module else ""
    return {
        name.removeprefix(inside): torch.from_numpy(np.array(value, dtype=np.float32))
        for name, value in state.items()
        if name.startswith(inside)
    }


def module_of(node: str) -> list[str]:
    """The modules that a node stands in, by their names: those of a list inside of it are named after it twice."""
    names = node.split("/")[1:-1]
    return [name.removeprefix(f"{above}.") for above, name in zip(["", *names], names, strict=False)]


def dequantise(rows: np.ndarray, scales: np.ndarray, n: int, k: int) -> np.ndarray:
    """Weights [n, k] of bytes [n, blocks, size] with a scale a block (ONNX Runtime's MatMulNBits, 8 bits)."""
    centred = rows.astype(np.float32) - MIDDLE
    return (centred * scales.reshape(n, -1, 1)).reshape(n, -1)[:, :k]
