"""undertow reads English fiction and shows what a story holds, each claim with the passage that supports it.

The names are imported when they are first asked for, so that `import undertow` costs next to nothing: numpy alone takes
longer to load than all that a help text or a version needs.
"""

import typing as _typing
from importlib import import_module as _import_module

if _typing.TYPE_CHECKING:
    from undertow.document import Document
    from undertow.errors import FormatError, InputError, NotEnglishError, PipelineError, UndertowError
    from undertow.export import from_dict, read_json, to_dict, write_csv, write_json, write_parquet
    from undertow.export.script import Segment, script
    from undertow.export.scriptfiles import write_script
    from undertow.layers import Layers
    from undertow.reading import annotate, read, read_many
    from undertow.report import write_report
    from undertow.story import Character, Story

__version__ = "0.1.0"

__all__ = [
    "Character",
    "Document",
    "FormatError",
    "InputError",
    "Layers",
    "NotEnglishError",
    "PipelineError",
    "Segment",
    "Story",
    "UndertowError",
    "annotate",
    "from_dict",
    "read",
    "read_json",
    "read_many",
    "script",
    "to_dict",
    "write_csv",
    "write_json",
    "write_parquet",
    "write_report",
    "write_script",
]

# `script` is looked for in its module first: to `export`, that name is the module.
_HOMES = ("errors", "document", "layers", "story", "reading", "export.script", "export.scriptfiles", "export", "report")


if not _typing.TYPE_CHECKING:  # a type checker that saw it would believe in any name

    def __getattr__(name: str) -> object:
        """Import a public name from where it lives."""
        if name in __all__:
            for home in _HOMES:
                module = _import_module(f"{__name__}.{home}")
                if name in vars(module):
                    return globals().setdefault(name, vars(module)[name])
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
