"""The JSON Schema of the wire format, which comes with the package."""

import json
from importlib.resources import files
from typing import Any


def json_schema() -> dict[str, Any]:
    """Load the JSON Schema (draft 2020-12) of what `write_json` writes."""
    schema: dict[str, Any] = json.loads(files("undertow.export").joinpath("undertow-1.schema.json").read_text("utf-8"))
    return schema
