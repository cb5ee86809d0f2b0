"""Stage 3: the trained model as three ONNX graphs, the encoder in 8 bits, and the catalogue that names them."""

import hashlib
import json
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder import Encoder
from training.model import Model, gather_words
from training.tasks.coreference import PairHead
from training.tasks.mentions import PAIR, VECTOR, MentionHead
from undertow.layers.coreference_features import SIZES

log = logging.getLogger("training")


class ByteEmbedding(nn.Module):
    """An embedding in 8-bit rows with one scale each (cosine .9999 to the rows it was made from)."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        weight = embedding.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].float() * self.scale[ids]


class WordGraph(nn.Module):
    """ids, shapes, words -> vectors, span scores, event scores."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder, self.heads = model.encoder, model.heads

    def forward(self, ids: Tensor, shapes: Tensor, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vectors = gather_words(self.encoder(ids, shapes), words)
        return vectors, self.heads["mentions"].first_look(vectors), self.heads["events"](vectors)


class SpanGraph(nn.Module):
    """first, last, mean, width -> score, types, forms, vectors."""

    def __init__(self, head: MentionHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, first: Tensor, last: Tensor, mean: Tensor, width: Tensor) -> tuple[Tensor, ...]:
        return self.head.second_look(first, last, mean, width)


def write_graph(
    module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: dict[str, Any], path: Path
) -> None:
    """Export one graph."""
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def write_graphs(model: Model, folder: Path) -> None:
    """Export the three graphs in 32 bits."""
    hidden = model.encoder.config.hidden
    ids = torch.randint(5, 1000, (2, 20))
    inputs = {"ids": ids, "shapes": ids % 5, "words": torch.arange(1, 15).repeat(2, 1)}
    pieces = {0: "windows", 1: "pieces"}
    axes: dict[str, Any] = {"ids": pieces, "shapes": pieces, "words": {0: "windows", 1: "words"}}
    axes |= {"vectors": {0: "windows", 1: "words"}, "event_scores": {0: "windows", 1: "words"}}
    axes["span_scores"] = {0: "windows", 1: "words", 2: "words"}
    write_graph(WordGraph(model), inputs, ["vectors", "span_scores", "event_scores"], axes, folder / "words.onnx")

    some = torch.randn(3, hidden)
    inputs = {"first": some, "last": some, "mean": some, "width": torch.tensor([1, 2, 50])}
    names = ["score", "types", "forms", "vectors"]
    axes = {name: {0: "spans"} for name in [*inputs, *names]}
    write_graph(SpanGraph(model.heads["mentions"]), inputs, names, axes, folder / "spans.onnx")

    write_pairs(model.heads["coreference"], SIZES, folder / "pairs.onnx")


def write_pairs(head: PairHead, sizes: tuple[int, ...], path: Path) -> None:
    """Export a scorer of pairs, which takes features of these sizes."""
    wide = torch.randn(3, VECTOR + 2 * PAIR)
    inputs = {"later": wide, "earlier": wide, "features": torch.zeros(3, len(sizes), dtype=torch.int64)}
    axes = {name: {0: "pairs"} for name in [*inputs, "score"]}
    write_graph(head, inputs, ["score"], axes, path)


Names = str | tuple[str, ...]


def quantise(path: Path, out: Path, *, within: Names = "/encoder", coarse: Names = ()) -> None:
    """The matrix products of the nodes `within` in 8 bits, a scale for each 128 weights of a column; others stay in 32.

    Those of the nodes `coarse` have one scale for a column and one for all that comes in, which is twice as fast. In
    the encoder that costs 0.5 points of entities and 0.7 of coreference; blocks cost 0.1 (dev documents of LitBank,
    `python bench/accuracy.py`).
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = path.with_suffix(".prepared.onnx")
    quant_pre_process(str(path), str(prepared), skip_symbolic_shape=True)
    model = onnx.load(prepared)
    spell_norms(model.graph)
    if coarse:
        named = [node.name for node in model.graph.node if node.op_type == "MatMul" and node.name.startswith(coarse)]
        how = {"per_channel": True, "weight_type": QuantType.QInt8, "extra_options": {"MatMulConstBOnly": True}}
        onnx.save(model, prepared)
        quantize_dynamic(prepared, prepared, nodes_to_quantize=named, **how)
        model = onnx.load(prepared)
    heads = [node.name for node in model.graph.node if not node.name.startswith(within)]
    # accuracy level 4: activations in 8 bits too, with a scale a block
    config = DefaultWeightOnlyQuantConfig(block_size=128, is_symmetric=True, bits=8, accuracy_level=4)
    quantiser = MatMulNBitsQuantizer(model, nodes_to_exclude=heads, algo_config=config)
    quantiser.process()
    quantiser.model.save_model_to_file(str(out))


def spell_norms(graph: Any) -> None:
    """Write each layer norm as the means, products and roots that it is: ONNX Runtime (1.32) is more than twice as fast
    with these as with its own node, on a CPU. What comes out differs by some 1e-6 at most, and keeps its name.
    """
    import onnx

    nodes = []

    def add(kind: str, *inputs: str, to: str = "", **attributes: list[int]) -> str:
        """Add a node; return the name of what it gives."""
        name = f"{norm.name}/{len(nodes)}"
        nodes.append(onnx.helper.make_node(kind, inputs, [to or name], name=name, **attributes))
        return nodes[-1].output[0]

    for norm in graph.node:
        if norm.op_type != "LayerNormalization":
            nodes.append(norm)
            continue
        eps = next(attribute.f for attribute in norm.attribute if attribute.name == "epsilon")
        graph.initializer.append(onnx.numpy_helper.from_array(np.float32(eps), f"{norm.name}/eps"))
        x, weight, bias = norm.input
        centred = add("Sub", x, add("ReduceMean", x, axes=[-1]))
        variance = add("ReduceMean", add("Mul", centred, centred), axes=[-1])
        scale = add("Reciprocal", add("Sqrt", add("Add", variance, f"{norm.name}/eps")))
        add("Add", add("Mul", add("Mul", centred, scale), weight), bias, to=norm.output[0])
    del graph.node[:]
    graph.node.extend(nodes)


def export(config: dict[str, Any], trained: Path, out: Path, *, tasks: list[str], bits: int = 8) -> None:
    """Write the graphs, the tokeniser's checksum and the catalogue into `out`."""
    model = Model(Encoder(), tasks)
    model.load_state_dict(torch.load(trained))
    if bits == 8:
        model.encoder.words = ByteEmbedding(model.encoder.words)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_graphs(model.eval(), folder)
        if bits == 8:
            quantise(folder / "words.onnx", out / "words.onnx")
        else:
            shutil.copy(folder / "words.onnx", out / "words.onnx")
        for name in ("spans.onnx", "pairs.onnx"):
            shutil.copy(folder / name, out / name)
    write_catalogue(config["name"], out)


def write_catalogue(name: str, folder: Path) -> None:
    """Name each file with its size and checksum."""
    files = []
    for path in sorted([*folder.glob("*.onnx"), folder / "tokenizer.json"]):
        data = path.read_bytes()
        files.append({"name": path.name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)})
        log.info("export: %s, %.1f MB", path.name, len(data) / 1e6)
    catalogue = {"name": name, "licence": "Apache-2.0", "files": files}
    (folder / "catalogue.json").write_text(json.dumps(catalogue, indent=1) + "\n", encoding="utf-8")
