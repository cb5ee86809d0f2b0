"""undertow reads English fiction and shows what a story holds, each claim with the passage that supports it."""

from importlib.metadata import version as _version

from undertow.document import Document
from undertow.errors import FormatError, InputError, NotEnglishError, PipelineError, UndertowError
from undertow.export import from_dict, read_json, to_dict, write_csv, write_json, write_parquet
from undertow.layers import Layers
from undertow.reading import annotate, read, read_many
from undertow.story import Character, Story

__version__ = _version("undertow")

__all__ = [
    "Character",
    "Document",
    "FormatError",
    "InputError",
    "Layers",
    "NotEnglishError",
    "PipelineError",
    "Story",
    "UndertowError",
    "annotate",
    "from_dict",
    "read",
    "read_json",
    "read_many",
    "to_dict",
    "write_csv",
    "write_json",
    "write_parquet",
]
