"""FanFicFare's HTML, and the pages inside of its EPUBs: title page, chapters, log.

In HTML everything is loose below `<body>`: a table of labels, then `<a name="section0001"><h2>` and whatever the
chapter holds. In an EPUB each chapter is a page with `body.fff_chapter`. The archive's notes stand inside of the
chapter as `div.fff_chapter_notes`.
"""

import re
from typing import TYPE_CHECKING

from undertow.source import fanficfare
from undertow.source.markup import Role, local_name
from undertow.source.trees import has_class, text_of
from undertow.source.values import BlockKind, Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABELS = ("Category:", "Genre:", "Packaged:", "Story URL:", "Author URL:", "Status:", "Chapters:")


def recognise(root: "_Element") -> bool:
    """Say whether FanFicFare wrote this page."""
    body = next((e for e in root.iter() if local_name(e) == "body"), root)
    if re.search(r"\bfff_", body.get("class") or ""):
        return True
    if any(
        re.match("FanFicFare", e.get("content") or "", re.IGNORECASE) for e in root.iter() if local_name(e) == "meta"
    ):
        return True
    labels = {text_of(b) for b in root.iter() if local_name(b) == "b"}
    sections = any(
        re.fullmatch(r"section\d{4}|TOCTOP", a.get("name") or a.get("id") or "")
        for a in root.iter()
        if local_name(a) == "a"
    )
    return sections and sum(label in labels for label in _LABELS) >= 3


def roles(root: "_Element") -> "dict[_Element, Role | BlockKind]":
    """What the parts of a page are."""
    found: dict[_Element, Role | BlockKind] = {}
    body = next((e for e in root.iter() if local_name(e) == "body"), root)
    kind = body.get("class") or ""
    if "fff_titlepage" in kind or re.search(r"fff_(?:log|toc|cover)", kind):
        found[body] = BlockKind.BOILERPLATE
    else:
        found[body] = Role.USER
    is_html = not re.search(r"\bfff_", kind)
    for element in root.iter():
        tag = local_name(element)
        if has_class(element, "fff_chapter_notes"):
            found[element] = BlockKind.NOTE
        elif has_class(element, "fff_chapter_title"):
            found[element] = BlockKind.HEADING
        elif is_html and tag == "table" and any(text_of(b) in _LABELS for b in element.iter() if local_name(b) == "b"):
            found[element] = BlockKind.BOILERPLATE
        elif (is_html and tag == "h1") or (tag == "h3" and "fff_titlepage" in kind):
            found[element] = BlockKind.TITLE
        elif is_html and tag == "a" and re.fullmatch(r"section\d{4}", element.get("name") or element.get("id") or ""):
            heading = next((e for e in element.iter() if local_name(e) == "h2"), element.getnext())
            if heading is not None and local_name(heading) == "h2":
                found[heading] = BlockKind.HEADING
        elif (
            is_html and tag in ("p", "div") and any(re.match(r"#section\d{4}", a.get("href") or "") for a in element)
        ) or (is_html and tag in ("h2", "h3", "p", "b") and text_of(element) == "Table of Contents"):
            found[element] = BlockKind.BOILERPLATE
    return found


def metadata(root: "_Element") -> Metadata:
    """What the table of labels, or the title page, says."""
    labels: dict[str, str] = {}
    for b in root.iter():
        if local_name(b) != "b" or not (said := text_of(b)).endswith(":") or len(said) > 40:
            continue
        cell = b.getparent()
        value = text_of(cell.getnext()) if local_name(cell) == "td" and cell.getnext() is not None else _inline_value(b)
        labels.setdefault(said.rstrip(":"), value)
    heading = next((e for e in root.iter() if local_name(e) in ("h1", "h3")), None)
    said = text_of(heading)
    authors = [text_of(a) for a in root.iter() if has_class(a, "authorlink")]
    title = text_of(next((a for a in heading.iter() if local_name(a) == "a"), None)) if heading is not None else ""
    found = re.fullmatch(r"(.+?)\s+by\s+(.+)", said)
    if found and not authors:
        authors = [found[2]]
    return fanficfare.metadata_of(labels, title or (found[1] if found else said), tuple(dict.fromkeys(authors)))


def _inline_value(b: "_Element") -> str:
    """The value after an inline label: all up to the next `<br>` or label."""
    parts = [b.tail or ""]
    for following in b.itersiblings():
        if local_name(following) in ("b", "br", "hr", "h3", "p", "div"):
            break
        parts += [text_of(following), following.tail or ""]
    return re.sub(r"\s+", " ", "".join(parts)).strip()
