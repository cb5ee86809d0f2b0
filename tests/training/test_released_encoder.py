"""The encoder that comes back from the released graph is the one that the graph computes with."""

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training.export import quantise, spell_norms, write_graph
from training.released import dequantise, load_released, released_weights
from undertow.inference import pieces
from undertow.inference.catalogue import model_folder, released_model
from undertow.inference.onnx import OnnxNetwork
from undertow.inference.windows import Window, window_input

WORDS = "She had promised her father that she would wait , but she did not wait long .".split()


def cosine(a, b):
    return (a * b).sum(-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))


@pytest.mark.weights
def test_its_vectors_are_those_of_the_graph_in_the_middle_and_at_the_end():
    encoder = load_released(model_folder() / "words.onnx")
    columns = pieces().columns(WORDS)
    given = window_input(Window(0, len(WORDS), 0, len(WORDS)), columns)
    read = OnnxNetwork(released_model(), threads=1).read_words(given)
    middle = []
    encoder.blocks[3].register_forward_hook(lambda module, inputs, output: middle.append(output))
    with torch.inference_mode():
        vectors = encoder(torch.from_numpy(given.ids)[None], torch.from_numpy(given.shapes)[None])
    # the graph rounds its activations to 8 bits too: the same direction, not the same bits
    assert cosine(vectors[0].numpy()[given.words], read.vectors).min() > 0.995
    assert cosine(middle[0][0].numpy()[given.words], read.states[:, 2 * 384 : 3 * 384]).min() > 0.995
    assert (read.states[:, 3 * 384 :] == read.vectors).all()


def test_blocks_of_bytes_come_back_as_weights():
    rows = np.asarray([[[128, 129], [127, 255]]], dtype=np.uint8)
    scales = np.asarray([0.5, 2.0], dtype=np.float32)
    assert dequantise(rows, scales, n=1, k=3).tolist() == [[0.0, 0.5, -2.0]]


class Two(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Sequential(torch.nn.Linear(128, 256), torch.nn.ReLU())
        self.second = torch.nn.Linear(256, 128)

    def forward(self, x):
        return self.second(self.first(x))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "how", [{"within": ("/first", "/second")}, {"coarse": ("/first", "/second")}, {"coarse": "/first"}]
)
def test_weights_come_back_however_their_products_are_rounded(tmp_path, how):
    torch.manual_seed(0)
    two, x = Two().eval(), torch.randn(1, 7, 128)
    write_graph(two, {"x": x}, ["y"], {"x": {1: "n"}, "y": {1: "n"}}, tmp_path / "wide.onnx")
    quantise(tmp_path / "wide.onnx", tmp_path / "narrow.onnx", **how)
    back = released_weights(tmp_path / "narrow.onnx", "")
    again = Two()
    again.load_state_dict({name: back[name] for name in two.state_dict()})
    with torch.inference_mode():
        assert cosine(again(x).numpy(), two(x).numpy()).min() > 0.999
    for name, weight in two.state_dict().items():
        assert cosine(back[name].flatten().numpy(), weight.flatten().numpy()) > 0.999


@pytest.mark.filterwarnings("ignore")
def test_norms_that_are_spelled_out_give_the_same(tmp_path):
    import onnx
    import onnxruntime

    torch.manual_seed(0)
    norms, x = torch.nn.Sequential(*(torch.nn.LayerNorm(16, eps=eps) for eps in (1e-12, 0.5))), torch.randn(1, 7, 16)
    x[0, 3] = 2.0  # a row without any spread
    for norm in norms:
        torch.nn.init.normal_(norm.weight)
        torch.nn.init.normal_(norm.bias)
    write_graph(norms, {"x": x}, ["y"], {"x": {1: "n"}, "y": {1: "n"}}, tmp_path / "norms.onnx")
    model = onnx.load(tmp_path / "norms.onnx")
    assert [node.op_type for node in model.graph.node] == ["LayerNormalization"] * 2
    spell_norms(model.graph)
    onnx.checker.check_model(model)
    assert "LayerNormalization" not in {node.op_type for node in model.graph.node}
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        np.testing.assert_allclose(session.run(None, {"x": x.numpy()})[0], norms(x).numpy(), atol=1e-5)
