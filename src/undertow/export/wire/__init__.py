"""The wire format `undertow/1`: a Story as plain JSON values, and back. docs/format.md documents it field by field.

What the format is stands in this folder and in `undertow-1.schema.json`; the values know nothing of it. Each file holds
a part of it in both directions, so that what is written and what is read stand side by side; `story.py` puts the parts
together.
"""

from undertow.export.wire.story import SCHEMA, from_dict, members, to_dict

__all__ = ["SCHEMA", "from_dict", "members", "to_dict"]
