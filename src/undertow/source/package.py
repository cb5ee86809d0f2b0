"""The package file of an EPUB (OPF): what the book says about itself, and its documents in reading order."""

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from undertow.errors import InputError
from undertow.source.markup import local_name, types_of
from undertow.source.metadata import parse_count
from undertow.source.trees import parse_html, parse_xhtml, parse_xml, text_of
from undertow.source.unzip import Archive
from undertow.source.values import Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Fonts may be obfuscated in an open book; anything else in encryption.xml is DRM.
_FONT_ALGORITHMS = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
_DOCUMENTS = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
    "application/xml",
    "text/xml",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A document of the spine. `guide` is what the package says about it: 'toc', 'cover', 'nav', 'auxiliary' or ''."""

    path: str
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A book's documents in reading order, what it says about itself, and the labels of its table of contents by
    document.
    """

    items: tuple[Item, ...]
    metadata: Metadata
    labels: dict[str, list[str]] = field(default_factory=dict)  # path -> labels that point into it


def read_package(archive: Archive) -> Package:
    """Read container and package. Raises InputError for encrypted and for broken books."""
    _refuse_encrypted(archive)
    path = _package_path(archive)
    root = parse_xml(archive.read(path), archive.name)
    folder = posixpath.dirname(path)
    manifest: dict[str, _Element] = {}
    for element in root.iter():
        if local_name(element) == "item" and element.get("id") and element.get("href"):
            manifest[element.get("id")] = element
    guides = {
        _resolve(folder, e.get("href")): e.get("type") or ""
        for e in root.iter()
        if local_name(e) == "reference" and e.get("href")
    }
    items: dict[str, Item] = {}
    for reference in root.iter():
        item = manifest.get(reference.get("idref") or "") if local_name(reference) == "itemref" else None
        if item is None:
            continue
        kind = item.get("media-type") or ""
        target = archive.find(_resolve(folder, item.get("href")))
        if target is None or (kind not in _DOCUMENTS and not target.lower().endswith((".xhtml", ".html", ".htm"))):
            continue
        guide = "nav" if "nav" in (item.get("properties") or "").split() else guides.get(target, "")
        if reference.get("linear") == "no":
            guide = guide or "auxiliary"
        items.setdefault(target, Item(target, guide))
    if not items:
        raise InputError(
            f"{archive.name}: the EPUB is broken (its package lists no document in it); download or export it again"
        )
    return Package(tuple(items.values()), _metadata(root), _labels(archive, root, manifest, folder))


def _refuse_encrypted(archive: Archive) -> None:
    names = {name for name in archive.names if name.startswith("META-INF/")}
    if _ENCRYPTION in names:
        root = parse_xml(archive.read(_ENCRYPTION), archive.name)
        methods = [e.get("Algorithm") or "" for e in root.iter() if local_name(e) == "encryptionmethod"]
        n_encrypted = sum(local_name(e) == "encrypteddata" for e in root.iter())
        if any(method not in _FONT_ALGORITHMS for method in methods) or n_encrypted > len(methods):
            raise InputError(f"{archive.name}: the EPUB is encrypted (DRM); only unprotected files can be read")


def _package_path(archive: Archive) -> str:
    if archive.find(_CONTAINER) is not None:
        root = parse_xml(archive.read(archive.find(_CONTAINER) or _CONTAINER), archive.name)
        for element in root.iter():
            if local_name(element) == "rootfile":
                path = archive.find(unquote(element.get("full-path") or ""))
                if path is not None:
                    return path
    path = next((name for name in archive.names if name.lower().endswith(".opf")), None)
    if path is None:
        raise InputError(f"{archive.name}: the EPUB is broken (it has no package file); download or export it again")
    return path


def _resolve(folder: str, href: str | None) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote((href or "").split("#")[0])))


def _metadata(root: "_Element") -> Metadata:
    """The Dublin Core of the package. Subjects are kept as tags; archives that mix everything into them know better."""
    said: dict[str, list[str]] = {}
    meta: dict[str, str] = {}
    authors: list[str] = []
    roles = {
        e.get("refines"): text_of(e) for e in root.iter() if local_name(e) == "meta" and e.get("property") == "role"
    }
    for element in root.iter():
        name = local_name(element)
        if name == "meta":
            key = element.get("name") or (element.get("property") if not element.get("refines") else None)
            if key:
                meta.setdefault(str(key), str(element.get("content") or text_of(element)))
        elif name in (
            "title",
            "creator",
            "language",
            "description",
            "publisher",
            "date",
            "subject",
            "identifier",
            "contributor",
            "source",
            "rights",
        ):
            value = text_of(element)
            if name == "creator":
                role = next(
                    (v for k, v in element.attrib.items() if str(k).endswith("role")),
                    roles.get(f"#{element.get('id')}", "aut"),
                )
                if str(role) == "aut" and value:
                    authors.append(value)
            elif value:
                said.setdefault(name, []).append(value)
    first = {name: values[0] for name, values in said.items()}
    description = first.get("description", "")
    if "<" in description and (tree := parse_html(description)) is not None:
        description = text_of(tree)
    series = meta.get("calibre:series", "")
    metadata = Metadata(
        title=first.get("title", ""),
        authors=tuple(dict.fromkeys(authors)),
        language=first.get("language", ""),
        summary=description,
        tags=tuple(said.get("subject", ())),
        series=(
            f"Part {meta['calibre:series_index'].removesuffix('.0')} of {series}"
            if "calibre:series_index" in meta
            else series,
        )
        if series
        else (),
        published=first.get("date", ""),
        n_words=parse_count(meta.get("schema:wordCount", "") or meta.get("se:word-count", "")),
        publisher=first.get("publisher", ""),
        url=next((v for v in [*said.get("source", ()), *said.get("identifier", ())] if v.startswith("http")), ""),
    )
    return replace(
        metadata, origin=_origin(said, meta), other={"identifier": first["identifier"]} if "identifier" in first else {}
    )


def _origin(said: dict[str, list[str]], meta: dict[str, str]) -> str:
    """Who made the book, as its identifiers say."""
    everything = " ".join(
        value for name in ("identifier", "publisher", "contributor", "source", "rights") for value in said.get(name, ())
    )
    for sign, origin in (
        ("fanficfare", "FanFicFare"),
        ("standardebooks.org", "Standard Ebooks"),
        ("gutenberg.org", "Project Gutenberg"),
        ("Archive of Our Own", "Archive of Our Own"),
    ):
        if sign.lower() in everything.lower():
            return origin
    return ""


def _labels(archive: Archive, root: "_Element", manifest: "dict[str, _Element]", folder: str) -> dict[str, list[str]]:
    """The labels of the table of contents, in order, by the document that they point into.

    From the nav document, else from the NCX.
    """
    labels: dict[str, list[str]] = {}
    nav = next((e for e in manifest.values() if "nav" in (e.get("properties") or "").split()), None)
    ncx = next((e for e in manifest.values() if e.get("media-type") == "application/x-dtbncx+xml"), None)
    for element in (nav, ncx):
        path = archive.find(_resolve(folder, element.get("href"))) if element is not None else None
        if path is None or labels:
            continue
        tree = parse_xhtml(archive.read(path).decode("utf-8", "replace"))
        for target, label in _pointers(tree) if tree is not None else ():
            if label:
                labels.setdefault(archive.find(_resolve(posixpath.dirname(path), target)) or "", []).append(label)
    return labels


def _pointers(tree: "_Element") -> list[tuple[str, str]]:
    """(target, label) of each entry of an NCX or a nav document."""
    found: list[tuple[str, str]] = []
    label = ""
    for element in tree.iter():
        name = local_name(element)
        if name == "navlabel":
            label = text_of(element)
        elif name == "content" and element.get("src"):
            found.append((str(element.get("src")), label))
        elif name == "nav" and types_of(element) and "toc" in types_of(element):
            return [
                (str(a.get("href")), re.sub(r"\s+", " ", text_of(a)))
                for a in element.iter()
                if local_name(a) == "a" and a.get("href")
            ]
    return found
