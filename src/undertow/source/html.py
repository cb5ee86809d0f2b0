"""HTML -> Source: saved pages, downloads of the archives, exported books.

First whoever made the page is recognised, since each knows better than its tags what is story and what is not; a page
of nobody known is read by its headings and words.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from undertow.errors import InputError
from undertow.source import ao3, ao3_page, fanficfare_html, fanfiction_net, fichub, gutenberg
from undertow.source.classify import classify
from undertow.source.encoding import Decoded, decode, normalise
from undertow.source.headings import read_bare_number, read_heading
from undertow.source.markup import Role, local_name, walk
from undertow.source.metadata import merge
from undertow.source.passages import Passage, PassageBuilder
from undertow.source.text import from_front
from undertow.source.trees import has_class, parse_html, text_of
from undertow.source.values import BlockKind, Metadata, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

ARCHIVES = (ao3_page, ao3, fanficfare_html, fichub, fanfiction_net)
_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]+))""",
    re.IGNORECASE,
)
# Browsers read these labels as Windows-1252, and pages are written for browsers.
_BROWSER = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
}


def read_html(data: bytes, name: str) -> Source:
    """Read an HTML page."""
    decoded = decode_markup(data, name)
    source = read_html_text(decoded.text, name)
    return replace(source, encoding=decoded.encoding, notes=decoded.notes + source.notes)


def read_html_text(text: str, name: str) -> Source:
    """Read HTML that is decoded already."""
    root = parse_html(text)
    if root is None:
        raise InputError(f"{name}: there is nothing in this page; give a page with a story in it")
    archive = next((archive for archive in ARCHIVES if archive.recognise(root)), None)
    builder = PassageBuilder()
    if archive is not None:
        found = archive.metadata(root)
        walk(root, builder, archive.roles(root))
        layout = f"markup of {found.origin}"
    else:
        found, roles = _plain_page(root)
        walk(root, builder, roles)
        layout = "markup"
    passages, frame = frame_passages(builder.text, builder.passages)
    titled = any(passage.kind is BlockKind.TITLE for passage in passages)
    blocks, front = classify(builder.text, passages, titled=titled)
    merged = (
        merge(found, frame) if archive is not None or not front.title else merge(frame, merge(from_front(front), found))
    )
    return Source(builder.text, blocks, merged, format="html", layout=layout)


def decode_markup(data: bytes, name: str) -> Decoded:
    """Decode a page: BOM, the encoding that it declares, then as any text."""
    found = _CHARSET.search(data[:4096])
    if found and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        declared = (found[1] or found[2]).decode("ascii").lower()
        encoding = _BROWSER.get(declared, declared)
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            text = "\0"
        if "\0" not in text and not encoding.startswith("utf-16"):
            return Decoded(normalise(text), encoding)
    return decode(data, name)


def frame_passages(text: str, passages: list[Passage]) -> tuple[list[Passage], Metadata]:
    """Mark what stands outside of Project Gutenberg's start and end lines, where a text has them."""
    frame = gutenberg.find_frame(text)
    if frame is None:
        return passages, Metadata()
    marked = [
        replace(p, kind=BlockKind.BOILERPLATE) if p.start < frame.start or p.start >= frame.end else p for p in passages
    ]
    return marked, frame.metadata


def _plain_page(root: "_Element") -> "tuple[Metadata, dict[_Element, Role | BlockKind]]":
    """A page of nobody known: its `<title>`, its author, and which of its headings is the title of the story."""
    head = next((e for e in root.iter() if local_name(e) == "title"), None)
    named = text_of(head)
    roles: dict[_Element, Role | BlockKind] = {}
    for element in root.iter():
        if element.get("id") in ("pg-header", "pg-footer", "pg-machine-header") or has_class(element, "pg-boilerplate"):
            roles[element] = BlockKind.BOILERPLATE
    headings = [e for e in root.iter() if local_name(e) in ("h1", "h2", "h3") and text_of(e)]
    title = next((e for e in headings if _is_title(e, named, headings)), None)
    if title is not None:
        roles[title] = BlockKind.TITLE
        following = title.getnext()
        if (
            following is not None
            and local_name(following) in ("h2", "h3", "h4", "p")
            and re.match(r"by\b.{1,80}$", text_of(following), re.IGNORECASE)
        ):
            roles[following] = BlockKind.TITLE
    authors = tuple(
        str(e.get("content"))
        for e in root.iter()
        if local_name(e) == "meta" and (e.get("name") or "").lower() in ("author", "dc.creator") and e.get("content")
    )
    if not authors and title is not None and (following := title.getnext()) in roles:
        authors = (re.sub(r"^by\s+", "", text_of(following), flags=re.IGNORECASE),)
    return Metadata(title=text_of(title) or _from_head(named), authors=authors), roles


def _from_head(named: str) -> str:
    """The title of a page may say what chapter it is, or which site it is on; then it is no title."""
    return "" if len(named) > 150 or read_heading(named) else named


def _is_title(heading: "_Element", named: str, headings: "list[_Element]") -> bool:
    said = text_of(heading)
    if (
        read_heading(said) is not None
        or read_bare_number(said) is not None
        or len(said) > 150
        or said.lower() in ("contents", "table of contents")
    ):
        return False
    if said.casefold() in named.casefold() and len(said) >= 3:
        return heading is headings[0] or local_name(heading) == "h1"
    return heading is headings[0] and local_name(heading) == "h1" and sum(local_name(e) == "h1" for e in headings) == 1
