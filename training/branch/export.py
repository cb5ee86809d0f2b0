"""The branch as three ONNX graphs, the matrix products of its blocks in 8 bits like the encoder's."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from training.branch.model import SENTENCE, FoldedMoods, Moods
from training.export import quantise, write_graph
from undertow.layers.scope_features import SIZES


class Given(NamedTuple):
    """A part and the columns of the states that it takes, which lie side by side."""

    part: Any
    columns: Sequence[int]

    def pick(self, states: Tensor) -> Tensor:
        """The states that the part takes."""
        return states[:, :, self.columns[0] : self.columns[-1] + 1]


class BranchGraph(nn.Module):
    """states, member -> what `undertow.inference.network.BranchOutput` holds."""

    def __init__(self, grammar: Given, mood: Given) -> None:
        super().__init__()
        self.grammar, self.mood = grammar.part, FoldedMoods(mood.part)
        self._grammar, self._mood = grammar, mood

    def forward(self, states: Tensor, member: Tensor) -> tuple[Tensor, ...]:
        words = self.grammar(self._grammar.pick(states), member)
        return (*words[:4], self.mood(self._mood.pick(states), member))  # of negation, Scopes knows more


class AffectGraph(nn.Module):
    """sentences -> valence, arousal and dominance."""

    def __init__(self, moods: Moods) -> None:
        super().__init__()
        self.moods = moods

    def forward(self, sentences: Tensor) -> Tensor:
        return self.moods.reader(sentences)


class UndertoneGraph(nn.Module):
    """sentences -> log-odds that each plays a feeling down, and that it speaks against one."""

    def __init__(self, moods: Moods) -> None:
        super().__init__()
        self.moods = moods

    def forward(self, sentences: Tensor) -> Tensor:
        return self.moods.undertone(sentences)


class NegationGraph(nn.Module):
    """states, asked, features -> log-odds of a cue and of its scope."""

    def __init__(self, scopes: Given) -> None:
        super().__init__()
        self.scopes, self._scopes = scopes.part, scopes

    def forward(self, states: Tensor, asked: Tensor, features: Tensor) -> Tensor:
        return self.scopes(self._scopes.pick(states), asked, features)


def export(parts: Mapping[str, Given], width: int, out: Path) -> None:
    """Write all graphs, which take states of `width` columns, into `out`."""
    export_negation(parts["negation"], width, out)
    export_branch(parts["grammar"], parts["affect"], width, out)


def export_branch(grammar: Given, moods: Given, width: int, out: Path) -> None:
    """Write `branch.onnx`, and `affect.onnx` and `undertone.onnx` which read what it says of sentences, into `out`."""
    states, member, words = torch.randn(1, 12, width), torch.zeros(1, 3, 12), {1: "words"}
    member[0, 0, :5] = member[0, 1, 5:9] = member[0, 2, 9:] = 1
    names = ["upos", "verb", "arcs", "relation", "sentences"]
    axes: dict[str, Any] = dict.fromkeys(("states", "upos", "verb", "relation"), words)
    axes |= {"member": {1: "sentences", 2: "words"}, "sentences": {1: "sentences"}, "arcs": {1: "words", 2: "heads"}}
    n_moods = len(moods.part.parts())
    with tempfile.TemporaryDirectory() as scratch:
        wide = Path(scratch) / "wide.onnx"
        write_graph(BranchGraph(grammar, moods), {"states": states, "member": member}, names, axes, wide)
        quantise(
            wide, out / "branch.onnx", coarse=("/grammar", "/mood/blocks", "/mood/mix", "/mood/own", "/mood/looks")
        )
    sentences = {"sentences": torch.randn(1, 9, n_moods * SENTENCE)}
    for name, graph in (("affect", AffectGraph(moods.part)), ("undertone", UndertoneGraph(moods.part))):
        axes = {"sentences": {1: "sentences"}, name: {1: "sentences"}}
        write_graph(graph, sentences, [name], axes, out / f"{name}.onnx")


def export_negation(scopes: Given, width: int, out: Path) -> None:
    """Write `negation.onnx` into `out`."""
    inputs = {"states": torch.randn(1, 12, width), "asked": torch.eye(12)[:1]}
    inputs["features"] = torch.zeros(1, 12, len(SIZES), dtype=torch.int64)
    axes = {name: {1: "words"} for name in (*inputs, "read")}
    with tempfile.TemporaryDirectory() as scratch:
        wide = Path(scratch) / "wide.onnx"
        write_graph(NegationGraph(scopes), inputs, ["read"], axes, wide)
        quantise(wide, out / "negation.onnx", coarse="/scopes/trunk")
