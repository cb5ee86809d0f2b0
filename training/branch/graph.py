"""What is done to the graph of the encoder: one more output, and not a bit of the rest changed."""

from pathlib import Path
from typing import Any

OUTPUT = "middle"


def middle_of(block: int) -> str:
    """The tensor that leaves a block of the encoder, by its name in words.onnx."""
    return f"/encoder/blocks.{block}/norm_output/LayerNormalization_output_0"


def add_output(model: Any, block: int, name: str = OUTPUT) -> None:
    """Give the states of each word's first piece after `block` (from 0) as another output."""
    import onnx

    graph = model.graph
    if name in {output.name for output in graph.output}:
        return
    last = next(node for node in graph.node if list(node.output) == ["vectors"])
    graph.node.append(onnx.helper.make_node("GatherElements", [middle_of(block), last.input[1]], [name], axis=1))
    graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["windows", "words", None]))


def open_middle(path: Path, block: int) -> None:
    """Add the output to the graph in `path`, in place; the earlier outputs come first, as before."""
    import onnx

    model = onnx.load(path)
    before = len(model.graph.node)
    add_output(model, block)
    if len(model.graph.node) > before:
        onnx.save(model, path)
