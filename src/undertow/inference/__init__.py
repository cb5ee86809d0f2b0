"""Serves the layers: the model catalogue, ONNX sessions, windows. The only importer of onnxruntime.

A leaf: it knows words and spans, and nothing of documents or stories.
"""

from functools import cache

from undertow.inference.catalogue import model_folder, released_model
from undertow.inference.network import Network
from undertow.inference.pieces import Pieces


@cache
def pieces() -> Pieces:
    """The tokeniser of the released model, loaded once."""
    return Pieces(model_folder() / "tokenizer.json")


@cache
def released() -> Network:
    """The released model, checked against the catalogue and loaded once. Raises FormatError for a damaged file."""
    from undertow.inference.onnx import OnnxNetwork

    return OnnxNetwork(released_model())


__all__ = ["Network", "pieces", "released"]
