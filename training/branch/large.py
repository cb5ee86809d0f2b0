"""A larger encoder, of which the deep blocks learn: MPNet (Song et al. 2020) in plain PyTorch.

Its blocks are those of BERT with one thing more: a score for how far apart two word-pieces stand (as in T5, Raffel et
al. 2020), the same in all blocks. Its vocabulary is that of our encoder, four places on. It stays behind.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.branch.learn import narrow
from training.branch.model import NEVER
from training.branch.states import Kept
from training.encoder import Block, EncoderConfig
from undertow.inference import pieces
from undertow.inference.groups import Group, groups

CONFIG = EncoderConfig(vocabulary=30527, hidden=768, layers=12, heads=12, feed_forward=3072, positions=514, eps=1e-5)
SHIFT = 4  # of an id, from BERT's vocabulary to MPNet's
BEGIN, PAD, END = 0, 1, 2
BUCKETS, FAR = 32, 128  # of distances, half of them on each side; beyond FAR they are not told apart
MOST = 8  # word-pieces of one word
AT_ONCE = 16  # groups


class LargeStates:
    """Reads texts with all-mpnet-base-v2: the states of each word's first piece after `layers` (from 1), side by side.

    What was read once is found in `folder` again.
    """

    def __init__(self, weights: Path, layers: Sequence[int], folder: Path) -> None:
        self._layers, self._kept = list(layers), Kept(folder, "large-" + "-".join(map(str, layers)))
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._encoder = load_large(weights, max(layers)).to(self._device).eval()

    def of(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        """States [n_words, len(layers) * 768] in half precision; each group is read with nothing around it."""
        return self._kept.of(words, lambda: self._make(words, sentences))

    def _make(self, words: list[str], sentences: np.ndarray) -> np.ndarray:
        ids = ids_of(words)
        out = np.zeros((len(words), len(self._layers) * CONFIG.hidden), dtype=np.float16)
        alike = sorted(groups(sentences), key=lambda group: group.end - group.start)
        for first in range(0, len(alike), AT_ONCE):
            self._read(ids, alike[first : first + AT_ONCE], out)
        return out

    @torch.inference_mode()
    def _read(self, ids: np.ndarray, some: Sequence[Group], out: np.ndarray) -> None:
        given = np.zeros((len(some), max(g.end - g.start for g in some), MOST), dtype=np.int64)
        for row, group in zip(given, some, strict=True):
            row[: group.end - group.start] = ids[group.start : group.end]
        with narrow(self._device):
            depths = self._encoder(torch.from_numpy(given).to(self._device))
        read = torch.cat([depths[layer - 1] for layer in self._layers], dim=-1).float().cpu().numpy()
        for row, group in zip(read, some, strict=True):
            out[group.start : group.end] = row[: group.end - group.start]


class Large(nn.Module):
    """Word-pieces of words [n, words, MOST], 0 where a word has no more, to the states of each word's first piece
    [n, words, 768] after each layer."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        c = CONFIG
        self.words = nn.Embedding(c.vocabulary, c.hidden)
        self.positions = nn.Embedding(c.positions, c.hidden)
        self.distances = nn.Embedding(BUCKETS, c.heads)
        self.norm = nn.LayerNorm(c.hidden, eps=c.eps)
        self.blocks = nn.ModuleList(Block(c) for _ in range(layers))

    def forward(self, pieces: Tensor) -> list[Tensor]:
        ids, first = lay_out(pieces)
        x = self.norm(self.words(ids) + self.positions.weight[2 : 2 + ids.shape[1]])
        bias = self.distances(buckets(ids.shape[1]).to(ids.device)).permute(2, 0, 1)[None]
        bias = bias + (ids == PAD)[:, None, None, :] * NEVER
        found = []
        for block in self.blocks:
            x = block(x, bias)
            found.append(x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2])))
        return found


def ids_of(words: list[str]) -> np.ndarray:
    """The word-pieces of words [n_words, MOST], 0 where a word has no more."""
    columns = pieces().columns(words)
    counts = np.minimum(np.diff(columns.offsets), MOST)
    out = np.zeros((len(words), MOST), dtype=np.int64)
    row = np.repeat(np.arange(len(words)), counts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    out[row, place] = columns.ids[columns.offsets[row] + place]
    return out


def lay_out(ids: Tensor) -> tuple[Tensor, Tensor]:
    """Word-pieces [n, words, MOST] to rows of them with their begin and end [n, length], and each word's first place
    in its row [n, words]."""
    n = ids.shape[0]
    flat = ids.view(n, -1)
    there = flat > 0
    place = there.cumsum(1)  # 1 is the first, for what begins the row stands at 0
    rows = torch.full((n, int(place[:, -1].max()) + 2), PAD, device=ids.device)
    rows[:, 0] = BEGIN
    rows[there.nonzero()[:, 0], place[there]] = flat[there] + SHIFT
    rows[torch.arange(n, device=ids.device), place[:, -1] + 1] = END
    return rows, place.view(ids.shape)[:, :, 0]


def buckets(length: int) -> Tensor:
    """Which distance each pair of places has [length, length], of BUCKETS."""
    at = torch.arange(length)
    away = at[:, None] - at[None, :]
    side = (away < 0) * (BUCKETS // 2)
    away = away.abs()
    exact = BUCKETS // 4
    wide = exact + (torch.log(away.clamp(min=1) / exact) / math.log(FAR / exact) * (BUCKETS // 2 - exact)).long()
    return side + torch.where(away < exact, away, wide.clamp(max=BUCKETS // 2 - 1))


def load_large(path: Path, layers: int) -> Large:
    """The first layers of the encoder in `model.safetensors` of `all-mpnet-base-v2`."""
    source = load_file(path)
    state = {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"],
        "norm.weight": source["embeddings.LayerNorm.weight"],
        "norm.bias": source["embeddings.LayerNorm.bias"],
        "distances.weight": source["encoder.relative_attention_bias.weight"],
    }
    names = {
        "out": "attention.attn.o",
        "norm_attention": "attention.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_output": "output.LayerNorm",
    }
    for i in range(layers):
        old = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            parts = [source[f"{old}attention.attn.{name}.{kind}"] for name in "qkv"]
            state[f"blocks.{i}.qkv.{kind}"] = torch.cat(parts)
            for new, name in names.items():
                state[f"blocks.{i}.{new}.{kind}"] = source[f"{old}{name}.{kind}"]
    encoder = Large(layers)
    encoder.load_state_dict(state)
    return encoder
