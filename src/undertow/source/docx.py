"""DOCX -> Source: the paragraphs of a Word document, by mammoth; tracked deletions, comments, headers and footers are
not the text.

mammoth gives HTML, which is read like any other. Before it sees the file, the archive is unpacked here once, within
bounds, and put together again: mammoth trusts what it opens.
"""

import io
import re
import zipfile
from dataclasses import replace

from undertow.errors import InputError
from undertow.source.classify import classify
from undertow.source.markup import Role, local_name, walk
from undertow.source.metadata import merge
from undertow.source.passages import PassageBuilder
from undertow.source.text import from_front
from undertow.source.trees import has_class, parse_html, parse_xml, text_of
from undertow.source.unzip import Archive
from undertow.source.values import BlockKind, Metadata, Source

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => h1.title:fresh
p[style-name='Author'] => h1.title:fresh
p[style-name='Byline'] => h1.title:fresh
p[style-name='Chapter'] => h2:fresh
p[style-name='Chapter Title'] => h2:fresh
p[style-name='Chapter Heading'] => h2:fresh
br[type='page'] => hr
"""
_DOCUMENT = "word/document.xml"


def read_docx(data: bytes, name: str) -> Source:
    """Read a Word document. Raises InputError for broken and oversized ones."""
    import mammoth

    archive = Archive(data, name)
    if archive.find(_DOCUMENT) is None and not any(
        re.fullmatch(r"word/document\d*\.xml", member) for member in archive.names
    ):
        raise InputError(f"{name}: this is no Word document (it has no text part); save it as .docx again")
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(_without_pictures(archive)),
            style_map=_STYLES,
            ignore_empty_paragraphs=False,
            convert_image=mammoth.images.img_element(lambda image: {}),
        )
    except InputError:
        raise
    except Exception:  # mammoth raises whatever its parsers raise
        raise InputError(
            f"{name}: the Word document is broken; open it in a word processor and save it again"
        ) from None
    root = parse_html(f"<html><body>{result.value}</body></html>")
    builder = PassageBuilder()
    if root is not None:
        roles: dict[object, Role | BlockKind] = {}
        for element in root.iter():
            if has_class(element, "title"):
                roles[element] = BlockKind.TITLE
            elif re.match(r"(?:footnote|endnote)-\d", element.get("id") or "") and local_name(element) == "li":
                roles[element] = BlockKind.NOTE
            elif local_name(element) == "sup" and re.fullmatch(r"\[\d+\]", text_of(element)):
                roles[element] = Role.SKIP
        walk(root, builder, roles)
    if not builder.passages:
        raise InputError(f"{name}: there is no text in this Word document; give one with a story in it")
    titled = any(passage.kind is BlockKind.TITLE for passage in builder.passages)
    blocks, front = classify(builder.text, builder.passages, titled=titled)
    title = next((builder.text[p.start : p.end] for p in builder.passages if p.kind is BlockKind.TITLE), "")
    metadata = merge(replace(from_front(front), title=title or front.title), _properties(archive))
    return Source(builder.text, blocks, metadata, format="docx", layout="paragraphs of the word processor")


def _without_pictures(archive: Archive) -> bytes:
    """The archive with its XML parts alone, unpacked within bounds.

    Word writes no DTD, so a part that has one is refused.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as out:
        for member in archive.names:
            if not member.lower().endswith((".xml", ".rels")) or member.lower().startswith(
                ("word/theme", "word/embeddings", "customxml")
            ):
                continue
            part = archive.read(member)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise InputError(
                    f"{archive.name}: the Word document declares XML entities, which Word never does; it is not read"
                )
            out.writestr(member, part)
    return packed.getvalue()


def _properties(archive: Archive) -> Metadata:
    """Title and author that the word processor has noted."""
    path = archive.find("docProps/core.xml")
    if path is None:
        return Metadata()
    try:
        root = parse_xml(archive.read(path), archive.name)
    except InputError:
        return Metadata()
    said = {local_name(element): text_of(element) for element in root if isinstance(element.tag, str)}
    author = said.get("creator", "")
    return Metadata(
        title=said.get("title", ""),
        authors=(author,)
        if author and author.lower() not in ("python-docx", "user", "windows user", "microsoft office user")
        else (),
        language=said.get("language", ""),
        summary=said.get("description", "") if said.get("description", "") != "generated by python-docx" else "",
        published=said.get("created", ""),
        updated=said.get("modified", ""),
    )
