"""FicHub: its HTML, and the introduction and chapters of its EPUBs. Characters, pairings and rating stand in its free
text alone.
"""

import re
from typing import TYPE_CHECKING

from undertow.source.markup import Role, local_name
from undertow.source.metadata import parse_count
from undertow.source.trees import has_class, text_of
from undertow.source.values import BlockKind, Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

ORIGIN = "FicHub"
_LABEL = re.compile(
    r"(Status|Published|Updated|Words|Chapters|Original source|Extra metadata|By|Rated)\s*:\s*(.*)", re.DOTALL
)


def recognise(root: "_Element") -> bool:
    """Say whether FicHub wrote this page."""
    if any(e.get("id") == "contents-list" or re.fullmatch(r"chap_\d+", e.get("id") or "") for e in root.iter()):
        return True
    return any(
        "Exported with the assistance of FicHub" in (e.text or "") for e in root.iter() if isinstance(e.tag, str)
    )


def roles(root: "_Element") -> "dict[_Element, Role | BlockKind]":
    """What the parts of a page are."""
    found: dict[_Element, Role | BlockKind] = {}
    is_introduction = any(_LABEL.fullmatch(text_of(e)) for e in root.iter() if local_name(e) == "p") and not any(
        re.fullmatch(r"chap_\d+", e.get("id") or "") for e in root.iter()
    )
    for element in root.iter():
        tag = local_name(element)
        if is_introduction and tag == "body":
            found[element] = BlockKind.BOILERPLATE
        elif (
            has_class(element, "title")
            or has_class(element, "author")
            or (is_introduction and tag == "h1")
            or (is_introduction and tag == "p" and re.match(r"By\b", text_of(element)))
        ):
            found[element] = BlockKind.TITLE
        elif element.get("id") == "contents-list" or has_class(element, "chapter_nav"):
            found[element] = BlockKind.BOILERPLATE
    return found


def metadata(root: "_Element") -> Metadata:
    """What the introduction says."""
    labels: dict[str, str] = {}
    other: dict[str, str] = {}
    for p in root.iter():
        if local_name(p) in ("p", "li") and (said := text_of(p)) and len(said) < 3000:
            if found := _LABEL.fullmatch(said):
                labels.setdefault(found[1], found[2])
            elif re.match(r"(?:Rated|Fandoms?|Characters|Relationships?)\b", said):
                other.setdefault("extra_meta", said)
    heading = next((e for e in root.iter() if has_class(e, "title") or local_name(e) == "h1"), None)
    author = next((text_of(e) for e in root.iter() if has_class(e, "author")), labels.get("By", ""))
    author = re.sub(r"^by:?\s+", "", author, flags=re.IGNORECASE)
    return Metadata(
        title=text_of(heading),
        authors=(author,) if author else (),
        published=labels.get("Published", ""),
        updated=labels.get("Updated", ""),
        status=labels.get("Status", ""),
        n_words=parse_count(labels.get("Words", "")),
        url=labels.get("Original source", ""),
        origin=ORIGIN,
        other={**other, **{label: labels[label] for label in ("Chapters", "Extra metadata") if label in labels}},
    )
