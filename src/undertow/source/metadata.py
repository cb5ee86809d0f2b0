"""Labelled values -> Metadata. Every archive has its own labels; here they become the fields of one value.

Labels are compared without case and colon, singular or plural; a label that has no field is kept as it stood.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from undertow.source.notes import LABELS
from undertow.source.values import Metadata

_LISTS = frozenset(
    ("authors", "warnings", "categories", "fandoms", "relationships", "characters", "tags", "series", "collections")
)


def parse_count(value: str) -> int | None:
    """A count as files write it: "4,559", "12 345 words"; None where there is none."""
    found = re.search(r"\d{1,3}(?:[,.  ]\d{3})+(?!\d)|\d+", value)
    return int(re.sub(r"\D", "", found.group())) if found and len(found.group()) <= 15 else None


def split_list(value: str) -> tuple[str, ...]:
    """The values of a list as it stands in a header: split at commas, semicolons where there are any."""
    separator = r"\s*;\s*" if ";" in value else r"\s*,\s+|,$"
    return tuple(item.strip() for item in re.split(separator, value) if item.strip())


def from_labels(labels: Mapping[str, str | tuple[str, ...]]) -> Metadata:
    """Make metadata from labels; a value that is a tuple is a list that the file itself has split."""
    values: dict[str, Any] = {}
    other: dict[str, str] = {}
    for label, value in labels.items():
        key = label.strip().rstrip(":").strip().lower()
        name = LABELS.get(key) or LABELS.get(key.removesuffix("s"))
        flat = value if isinstance(value, str) else ", ".join(value)
        if name is None:
            other.setdefault(label.strip().rstrip(":"), flat)
        elif name == "n_words":
            values.setdefault(name, parse_count(flat))
        elif name in _LISTS:
            values[name] = values.get(name, ()) + (split_list(value) if isinstance(value, str) else value)
        else:
            values.setdefault(name, flat)
    return Metadata(**values, other=other)


def merge(first: Metadata, second: Metadata) -> Metadata:
    """Fill what is empty in the first from the second."""
    empty = Metadata()
    filled = {
        field.name: getattr(second, field.name)
        for field in fields(Metadata)
        if field.name != "other" and getattr(first, field.name) == getattr(empty, field.name)
    }
    return replace(first, **filled, other={**second.other, **first.other})
