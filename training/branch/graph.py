"""What is done to the graph of the encoder: one more output, and not a bit of the rest changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

OUTPUT = "states"
FIRST = ("vectors", "span_scores", "event_scores")  # the outputs of the first part of the model


def after_block(block: int) -> str:
    """The tensor that leaves a block of the encoder, by its name in words.onnx; what enters the first is block -1."""
    if block < 0:
        return "/encoder/norm/LayerNormalization_output_0"
    return f"/encoder/blocks.{block}/norm_output/LayerNormalization_output_0"


def give_states(model: Any, blocks: Sequence[int]) -> None:
    """Give the states of each word's first piece after `blocks`, side by side, as the last output."""
    import onnx

    graph = model.graph
    last = next(node for node in graph.node if list(node.output) == [FIRST[0]])
    earlier = {output.name for output in graph.output} - set(FIRST)
    for node in [node for node in graph.node if node.name.startswith("/branch/") or earlier & set(node.output)]:
        graph.node.remove(node)
    for output in [output for output in graph.output if output.name in earlier]:
        graph.output.remove(output)
    at = last.input[1]  # of each word's first piece
    for block in blocks:
        name = f"/branch/after_{block}"
        graph.node.append(onnx.helper.make_node("GatherElements", [after_block(block), at], [name], name=name, axis=1))
    gathered = [f"/branch/after_{block}" for block in blocks]
    graph.node.append(onnx.helper.make_node("Concat", gathered, [OUTPUT], name="/branch/states", axis=2))
    value = onnx.helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.FLOAT, ["windows", "words", None])
    graph.output.append(value)


def open_states(path: Path, blocks: Sequence[int]) -> None:
    """Add the output to the graph in `path`, in place; the earlier outputs come first, as before."""
    import onnx

    model = onnx.load(path)
    before = model.SerializeToString()
    give_states(model, blocks)
    if model.SerializeToString() != before:
        onnx.save(model, path)
