"""What a task is: a head, a loss. Its labels come from a reader, its score from `training/evaluate.py`."""

from typing import TYPE_CHECKING, Any, Protocol

from torch import Tensor, nn

if TYPE_CHECKING:
    from training.examples import Example
    from training.model import Model, Reading


class Task(Protocol):
    """One thing that the model learns."""

    def build(self, hidden: int) -> nn.Module:
        """Make the head."""
        ...

    def loss(self, model: "Model", reading: "Reading", example: "Example", shared: dict[str, Any]) -> Tensor:
        """The loss of one document; `shared` carries what an earlier task of the same document computed."""
        ...
