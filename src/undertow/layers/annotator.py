"""What an annotator is: a pure function with a name tag."""

from collections.abc import Callable
from typing import Protocol

from undertow.document.values import Document
from undertow.layers.values import Layers

Progress = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1, as often as is useful."""


class Annotator(Protocol):
    """Takes a document and the layers it `requires`; returns the layer it `provides` and changes nothing."""

    @property
    def provides(self) -> str:
        """A field of Layers."""
        ...

    @property
    def requires(self) -> tuple[str, ...]:
        """Fields of Layers."""
        ...

    def __call__(self, document: Document, layers: Layers, *, progress: Progress) -> object:
        """Make the layer."""
        ...
