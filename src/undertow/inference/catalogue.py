"""The model catalogue: which files, how large, with which checksum, under which licence.

Weights are checked, not trusted: a file that is not the file named here is refused.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from undertow.errors import FormatError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model."""

    name: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """A model that undertow can read with."""

    name: str
    licence: str
    files: tuple[ModelFile, ...]


def model_folder() -> Path:
    """Where the released model lies: package data, so that installing is all the set-up."""
    return Path(str(files("undertow.inference") / "model"))


@cache
def released_model() -> ModelDescription:
    """Describe the released model, from the catalogue that `python -m training export` writes beside it."""
    data = json.loads((model_folder() / "catalogue.json").read_text(encoding="utf-8"))
    return ModelDescription(data["name"], data["licence"], tuple(ModelFile(**file) for file in data["files"]))


def checked(file: ModelFile) -> bytes:
    """Read a file of the released model. Raises FormatError if it is missing or is another file."""
    path = model_folder() / file.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FormatError(f"the model file {file.name} is missing: install undertow again") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FormatError(f"the model file {file.name} is damaged (its checksum is wrong): install undertow again")
    return data
