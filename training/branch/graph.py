"""What is done to the graph of the encoder: one more output, and a last block for words alone.

In: words.onnx as the first part of the model leaves it. Out: the same, and no number that it gives differs by a bit.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

OUTPUT = "states"
FIRST = ("vectors", "span_scores", "event_scores")  # the outputs of the first part of the model
LAST = 5  # block of the encoder
HIDDEN = 384


def after_block(block: int) -> str:
    """The tensor that leaves a block of the encoder, by its name in words.onnx; what enters the first is block -1."""
    if block < 0:
        return "/encoder/norm/LayerNormalization_output_0"
    return f"/encoder/blocks.{block}/norm_output/LayerNormalization_output_0"


def at_words(graph: Any, pieces: str, name: str) -> Any:
    """A node that takes of `pieces` [windows, pieces, ...] the first of each word that is asked for."""
    import onnx

    words = next(node.output[0] for node in graph.node if node.op_type == "Unsqueeze" and node.input[0] == "words")
    return onnx.helper.make_node("GatherND", [pieces, words], [name], name=name, batch_dims=1)


def end_at_words(model: Any) -> None:
    """Let only the words that are asked for go through the last block, where they still look at all pieces.

    After it nothing else is read. The graph is one of 8 bits, as `training.export.quantise` leaves it.
    """
    import onnx

    graph, block = model.graph, f"/encoder/blocks.{LAST}"
    made = {output: node for node in graph.node for output in node.output}
    if made[FIRST[0]].op_type != "GatherElements":
        return  # done before
    named = {node.name: node for node in graph.node}
    query = named[f"{block}/MatMul"]  # of queries and keys; from here back to the queries [windows, pieces, heads, .]
    while made[query.input[0]].op_type != "Squeeze":
        query = made[query.input[0]]
    shape, joined = named[f"{block}/Reshape_1"], named[f"{block}/Add"]  # what was seen, and its sum with what looked
    shape.input[1] = f"{block}/shape_of_words"
    graph.initializer.append(onnx.numpy_helper.from_array(np.asarray([0, -1, HIDDEN]), shape.input[1]))
    made[after_block(LAST)].output[0] = FIRST[0]
    nodes = [node for node in graph.node if node is not made[FIRST[0]]]
    for node, name in ((query, f"{block}/query_of_words"), (joined, f"{block}/words")):
        nodes.insert(nodes.index(node), at_words(graph, node.input[0], name))
        node.input[0] = name
    stale = {query.input[0]}  # what is of words now, and has another shape than is written down
    for node in nodes[nodes.index(query) : nodes.index(joined)]:
        if stale & set(node.input):
            stale |= set(node.output)
    replace(graph.node, nodes)
    replace(graph.value_info, [value for value in graph.value_info if value.name not in stale])


def give_states(model: Any, blocks: Sequence[int]) -> None:
    """Give the states of each word's first piece after `blocks`, side by side, as the last output."""
    import onnx

    graph = model.graph
    earlier = {output.name for output in graph.output} - set(FIRST)
    nodes = [node for node in graph.node if not node.name.startswith("/branch/") and not earlier & set(node.output)]
    gathered = []
    for block in blocks:
        gathered.append(f"/branch/after_{block}" if block < LAST else FIRST[0])
        if block < LAST:
            nodes.append(at_words(graph, after_block(block), gathered[-1]))
    nodes.append(onnx.helper.make_node("Concat", gathered, [OUTPUT], name="/branch/states", axis=2))
    replace(graph.node, read_nodes(nodes, [*FIRST, OUTPUT]))
    read = {name for node in graph.node for name in node.input}
    replace(graph.initializer, [tensor for tensor in graph.initializer if tensor.name in read])
    value = onnx.helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.FLOAT, ["windows", "words", None])
    replace(graph.output, [*(output for output in graph.output if output.name in FIRST), value])


def read_nodes(nodes: Sequence[Any], outputs: Sequence[str]) -> list[Any]:
    """The nodes that the outputs of a graph are computed with; each stands after those that it reads."""
    kept, wanted = [], set(outputs)
    for node in reversed(nodes):
        if wanted & set(node.output):
            wanted |= set(node.input)
            kept.append(node)
    return kept[::-1]


def replace(field: Any, values: Sequence[Any]) -> None:
    """Put `values` in the place of all that a field of a graph holds."""
    del field[:]
    field.extend(values)


def open_states(path: Path, blocks: Sequence[int]) -> None:
    """Add the output to the graph in `path`, and end it at words, in place; the earlier outputs come first."""
    import onnx

    model = onnx.load(path)
    before = model.SerializeToString()
    end_at_words(model)
    give_states(model, blocks)
    if model.SerializeToString() != before:
        onnx.save(model, path)
