"""The branch as two ONNX graphs, its matrix products in 8 bits like the encoder's."""

import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from training.branch.model import HIDDEN, SENTENCE, Grammar, Mood
from training.export import quantise, write_graph

PLACES = 2  # of the encoder, whose states lie side by side: its middle and its end


class BranchGraph(nn.Module):
    """states, member -> what `undertow.inference.network.BranchOutput` holds."""

    def __init__(self, grammar: Grammar, mood: Mood) -> None:
        super().__init__()
        self.grammar, self.mood = grammar, mood

    def forward(self, states: Tensor, member: Tensor) -> tuple[Tensor, ...]:
        words = self.grammar(states[:, :, : self.grammar.trunk.config.inputs * HIDDEN], member)
        return (*words, self.mood(states[:, :, : self.mood.trunk.config.inputs * HIDDEN], member))


def export(grammar: Grammar, mood: Mood, out: Path, *, bits: int = 8) -> None:
    """Write `branch.onnx` and `affect.onnx` into `out`."""
    grammar, mood = grammar.eval().cpu(), mood.eval().cpu()
    names = ["upos", "verb", "arcs", "relation", "cue", "scope", "sentences"]
    states = torch.randn(1, 12, PLACES * HIDDEN)
    member = torch.zeros(1, 3, 12)
    member[0, 0, :5] = member[0, 1, 5:9] = member[0, 2, 9:] = 1
    words = {1: "words"}
    axes = {"states": words, "member": {1: "sentences", 2: "words"}, "sentences": {1: "sentences"}}
    axes |= dict.fromkeys(("upos", "verb", "relation", "cue"), words)
    axes |= {name: {1: "words", 2: "words"} for name in ("arcs", "scope")}
    with tempfile.TemporaryDirectory() as scratch:
        wide = Path(scratch) / "branch.onnx"
        write_graph(BranchGraph(grammar, mood), {"states": states, "member": member}, names, axes, wide)
        if bits == 8:
            quantise(wide, out / "branch.onnx", within=("/grammar/trunk", "/mood/trunk"))
        else:
            (out / "branch.onnx").write_bytes(wide.read_bytes())
    sentences = {"sentences": torch.randn(1, 9, SENTENCE)}
    axes = {"sentences": {1: "sentences"}, "affect": {1: "sentences"}}
    write_graph(mood.reader, sentences, ["affect"], axes, out / "affect.onnx")
