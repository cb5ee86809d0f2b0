"""EPUB -> Source: the documents of the spine, one after the other, into one text.

The package names the documents and their order; `epub:type` and the archives say which of them are story; the table
of contents gives headings away where the markup of the pages does not. Documents are files, not chapters: converters
cut where it suits them.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from undertow.errors import InputError
from undertow.source import ao3, fanficfare_html, fichub
from undertow.source.classify import classify
from undertow.source.html import decode_markup, frame_passages
from undertow.source.markup import Role, local_name, types_of, walk
from undertow.source.metadata import merge
from undertow.source.package import Item, Package, read_package
from undertow.source.passages import Passage, PassageBuilder
from undertow.source.text import from_front
from undertow.source.trees import has_class, parse_xhtml, text_of
from undertow.source.unzip import Archive
from undertow.source.values import BlockKind, Metadata, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUXILIARY = frozenset(("nav", "toc", "cover", "copyright-page", "loi", "lot", "index", "auxiliary", "colophon"))
_HEADING_REACH = (
    6  # passages at the start of a document among which the heading that the table of contents names is looked for
)


def read_epub(data: bytes, name: str) -> Source:
    """Read an EPUB. Raises InputError for broken, encrypted and oversized ones."""
    archive = Archive(data, name)
    package = read_package(archive)
    builder = PassageBuilder()
    found = Metadata()
    notes: list[str] = []
    reader = None
    for item in package.items:
        root = _parse(archive, item, notes)
        if root is None:
            continue
        first = len(builder.passages)
        # An archive's chapters need not say whose they are; its first page has.
        reader = reader or next((maker for maker in (ao3, fanficfare_html, fichub) if maker.recognise(root)), None)
        roles = reader.roles(root) if reader is not None else _roles(root, package.metadata)
        _walk_item(root, item, builder, roles)
        has_story = any(passage.kind is None for passage in builder.passages[first:])
        if reader is not None and not (has_story and found.origin):
            found = merge(found, reader.metadata(root))  # the header may be spread over the pages before the story
        builder.passages[first:] = _with_labels(
            builder.text_since(first), builder.passages[first:], package.labels.get(item.path, [])
        )
    if not builder.passages:
        raise InputError(f"{name}: there is no text in this EPUB, perhaps only pictures; give one with text")
    return _to_source(builder, package, found, tuple(notes))


def _parse(archive: Archive, item: Item, notes: list[str]) -> "_Element | None":
    """Parse a document of the spine. One that is damaged is passed over, which is said."""
    data = archive.read(item.path)
    if not data.strip():
        return None
    try:
        root = parse_xhtml(decode_markup(data, archive.name).text)
    except InputError:
        root = None
    if root is None:
        notes.append(f"a document of the EPUB could not be read: {item.path}")
    return root


def _to_source(builder: PassageBuilder, package: Package, found: Metadata, notes: tuple[str, ...]) -> Source:
    text = builder.text
    passages, frame = frame_passages(text, builder.passages)
    titled = bool(package.metadata.title)
    blocks, front = classify(text, _without_repeated_titles(text, passages, package.metadata), titled=titled)
    stated = package.metadata
    if found.origin in (ao3.ORIGIN, "FanFicFare"):
        stated = replace(stated, tags=())  # subjects that mix everything
    metadata = merge(found, merge(stated, merge(frame, from_front(front) if not titled else Metadata())))
    layout = f"markup of {metadata.origin}" if metadata.origin else "markup"
    return Source(text, blocks, metadata, format="epub", layout=layout, notes=notes)


def _walk_item(
    root: "_Element", item: Item, builder: PassageBuilder, roles: "dict[_Element, Role | BlockKind]"
) -> None:
    if item.guide in _AUXILIARY or (
        item.guide.startswith("other.") and item.guide.removeprefix("other.") in _AUXILIARY
    ):
        roles[root] = BlockKind.BOILERPLATE
        body = next((e for e in root.iter() if local_name(e) == "body"), None)
        if body is not None:
            roles[body] = BlockKind.BOILERPLATE
    elif item.guide in ("title-page", "titlepage", "half-title-page"):
        roles[root] = BlockKind.TITLE
    elif item.guide in ("dedication", "epigraph", "acknowledgements", "foreword", "bibliography", "glossary", "notes"):
        roles[root] = BlockKind.NOTE
    walk(root, builder, roles)


def _roles(root: "_Element", metadata: Metadata) -> "dict[_Element, Role | BlockKind]":
    """A book of no archive: Gutenberg's frame by its ids; the rest is said by `epub:type`."""
    roles: dict[_Element, Role | BlockKind] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("id") in ("pg-header", "pg-footer", "pg-machine-header") or has_class(element, "pg-boilerplate"):
            roles[element] = BlockKind.BOILERPLATE
        elif (
            local_name(element) in ("h1", "h2") and not types_of(element) and _is_same(text_of(element), metadata.title)
        ):
            roles[element] = BlockKind.TITLE
    return roles


def _is_same(said: str, wanted: str) -> bool:
    return bool(_folded(said)) and _folded(said) == _folded(wanted)


def _folded(said: str) -> str:
    return re.sub(r"[\W_]+", "", said).casefold()


def _with_labels(said: list[str], passages: list[Passage], labels: list[str]) -> list[Passage]:
    """Mark the passages at the start of a document that read like its entry in the table of contents as headings.

    An entry may span two passages ("Chapter 1" and "The Well").
    """
    wanted = {_folded(label) for label in labels if _folded(label)}
    if not wanted:
        return passages
    marked = list(passages)
    folded = [_folded(part) if len(part) < 300 else "" for part in said]
    reach = _HEADING_REACH if len(wanted) == 1 else len(marked)
    for i in range(min(reach, len(marked))):
        if marked[i].kind is not None or not folded[i]:
            continue
        if folded[i] in wanted:
            marked[i] = replace(marked[i], kind=BlockKind.HEADING)
        elif (
            i + 1 < len(marked) and marked[i + 1].kind is None and folded[i] + folded[i + 1] in wanted and folded[i + 1]
        ):
            marked[i] = replace(marked[i], kind=BlockKind.HEADING)
            marked[i + 1] = replace(marked[i + 1], kind=BlockKind.HEADING)
    return marked


def _without_repeated_titles(text: str, passages: list[Passage], metadata: Metadata) -> list[Passage]:
    """Title and authors of the package, where they stand on a page of their own before the story, are the title of
    the story.
    """
    wanted = {
        _folded(metadata.title),
        *(_folded(author) for author in metadata.authors),
        *(_folded(f"by {author}") for author in metadata.authors),
    }
    wanted.discard("")
    marked = list(passages)
    for i, passage in enumerate(passages[:40]):
        if (
            passage.kind in (None, BlockKind.HEADING)
            and passage.end - passage.start < 200
            and _folded(text[passage.start : passage.end]) in wanted
        ):
            marked[i] = replace(passage, kind=BlockKind.TITLE)
    return marked
