"""Where a run finds and leaves things."""

from pathlib import Path
from typing import NamedTuple


class Folders(NamedTuple):
    """What the branch is made from and where it goes."""

    gold: Path  # the corpora
    run: Path  # weights and states of this run
    out: Path  # the model
    large: Path | None = None  # model.safetensors of the larger encoder
