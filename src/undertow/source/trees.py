"""Bytes and text -> trees, safely: no entity is resolved, no DTD is loaded, nothing is fetched.

XHTML is parsed as XML where it is well formed (`<title/>` would swallow a whole book if it were read as HTML) and as
HTML where it is not.
"""

import html.entities
import re
from typing import TYPE_CHECKING

from undertow.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_SELF_CLOSED = re.compile(
    r"<(title|script|style|iframe|textarea|noscript|a|span|div|p|i|b|em|strong)(\s[^<>]*)?/>", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_INLINE_TAGS = re.compile(
    r"</?(?:a|abbr|acronym|b|big|cite|code|em|font|i|ins|s|small|span|strike|strong|sub|sup|tt|u)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_BLOCK_TAGS = re.compile(
    r"</?(?:article|blockquote|center|div|dl|dd|dt|li|main|ol|section|table|tbody|td|th|tr|ul)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_xml(data: bytes, name: str) -> "_Element":
    """Parse a package file. Raises InputError where it is not well formed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InputError(
            f"{name}: its package is not well-formed XML; make the file anew (Calibre can convert EPUB to EPUB)"
        ) from None


def parse_xhtml(text: str) -> "_Element | None":
    """Parse a document that should be XHTML and may not be. None if there is nothing in it."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        # Named entities of HTML come from a DTD that is never loaded, so they are put in here.
        return etree.fromstring(_DECLARATION.sub("", _ENTITY.sub(_character, text)).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return parse_html(_SELF_CLOSED.sub(r"<\1\2></\1>", _DECLARATION.sub("", text)))


def parse_html(text: str) -> "_Element | None":
    """Parse HTML as browsers do. None if there is nothing in it.

    libxml2 stops at some depth and loses the rest without a word. Pages get there by tags that nobody closes; read
    again without tags of that kind, they are whole.
    """
    root, is_whole = _parse_html(text)
    for pattern, instead in ((_INLINE_TAGS, ""), (_BLOCK_TAGS, "<p>")):
        if is_whole:
            break
        text = pattern.sub(instead, text)
        root, is_whole = _parse_html(text)
    return root


def _parse_html(text: str) -> "tuple[_Element | None, bool]":
    from lxml import etree

    # HTML has no entities of its own to expand, so a text node of 10 MB is no danger.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(_NOT_XML.sub("\ufffd", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root, not any("depth" in entry.message.lower() for entry in parser.error_log)


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _XML_ENTITIES:
        return found[0]
    return html.entities.html5.get(name + ";", found[0])


def text_of(element: "_Element | None") -> str:
    """The text in an element, white space collapsed."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""


def has_class(element: "_Element", name: str) -> bool:
    """Say whether an element has a class."""
    return name in (element.get("class") or "").split()
