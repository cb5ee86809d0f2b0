"""Synthetic files in the shapes that the archives write, and prose to fill them with. All sentences are our own."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from undertow.source.load import load
from undertow.source.values import BlockKind, Source

PROSE = (
    "The ferry was late again, and the whole quay had begun to smell of rope and wet wool before anyone thought "
    "to complain.",
    "Marian counted the gulls because there was nothing else to count. She had come here to forget, and she "
    "forgot nothing.",
    "“You could sit down,” said the man beside her. He had a newspaper that he did not read.",
    "“I could,” she said.",
    "It was not that she minded him. It was that he was there every morning, and that she had begun to look "
    "for his hat.",
    "When the bell rang they both stood up at once, which made him laugh, and she was sorry that it had made her "
    "laugh too.",
    "Nobody had told her that the crossing would be so short. She had hardly found her ticket when the other "
    "shore was there.",
    "“Tomorrow, then,” he said, as if it had been arranged, and went off between the carts without looking "
    "back at her.",
)


def paragraphs(n: int = 8, *, start: int = 0) -> list[str]:
    """`n` paragraphs of prose, each of them different."""
    return [f"{PROSE[i % len(PROSE)]} That was day {i + 1}." for i in range(start, start + n)]


def of_kind(source: Source, kind: BlockKind) -> list[str]:
    """The texts of the blocks of one kind."""
    return [source.text[block.start_char : block.end_char] for block in source.blocks if block.kind is kind]


def story(source: Source) -> list[str]:
    """The paragraphs of the story, white space collapsed."""
    return [" ".join(part.split()) for part in of_kind(source, BlockKind.PARAGRAPH)]


def before_breaks(source: Source) -> list[str]:
    """The first words of the blocks that a break without characters precedes."""
    return [source.text[block.start_char : block.end_char][:20] for block in source.blocks if block.break_before]


def check_blocks(source: Source) -> None:
    """Assert what every Source promises about its blocks."""
    position = 0
    for block in source.blocks:
        said = source.text[block.start_char : block.end_char]
        assert block.start_char >= position
        assert said
        assert said == said.strip()
        assert not source.text[position : block.start_char].strip()
        position = block.end_char
    assert not source.text[position:].strip()
    assert any(block.kind is BlockKind.PARAGRAPH for block in source.blocks)


def write(path: Path, data: str | bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path, data: str | bytes, **options: bool) -> Source:
    """Write a file, read it, and check its blocks."""
    source = load(write(path, data), **options)
    check_blocks(source)
    return source


def p(parts: Iterable[str]) -> str:
    """Paragraphs as HTML."""
    return "\n".join(f"<p>{escape(part)}</p>" for part in parts)


# ---- Archive of Our Own

AO3_TAGS = (
    ("Rating", ("Teen And Up Audiences",)),
    ("Archive Warning", ("Creator Chose Not To Use Archive Warnings", "Major Character Death")),
    ("Category", ("F/M",)),
    ("Fandom", ("The Ferry Papers",)),
    ("Relationship", ("Marian Vale/The Man with the Hat", "Marian Vale & Gulls")),
    ("Character", ("Marian Vale", "The Man with the Hat")),
    ("Additional Tags", ("Slow Burn", "Ferries")),
)


def ao3_preface(*, plural: bool = False, ids: bool = True, classes: str = "tags", stats: str | None = None) -> str:
    """The preface of a download: tags, title, byline, summary, notes."""
    rows = []
    for label, values in AO3_TAGS:
        shown = {"Category": "Categories"}.get(label, f"{label}s") if plural and not label.endswith("s") else label
        links = ", ".join(f'<a href="http://archiveofourown.org/tags/x">{escape(value)}</a>' for value in values)
        rows.append(f"<dt>{shown}:</dt><dd>{links}</dd>")
    rows.append("<dt>Language:</dt><dd>English</dd>")
    rows.append('<dt>Series:</dt><dd>Part 1 of <a href="http://archiveofourown.org/series/5">Crossings</a></dd>')
    shown = stats or "Published: 2021-03-04 Completed: 2021-05-06 Words: 4,559 Chapters: 2/2"
    rows.append(f"<dt>Stats:</dt><dd>{shown}</dd>")
    identifier = ' id="preface"' if ids else ""
    heading = '<h2 class="toc-heading">Preface</h2>' if ids else ""
    return f"""<div{identifier}>{heading}
<p class="message"><b>The Crossing</b><br/>Posted originally on the <a href="http://archiveofourown.org/">Archive
of Our Own</a>
 at <a href="http://archiveofourown.org/works/12345">http://archiveofourown.org/works/12345</a>.</p>
<div class="meta"><dl class="{classes}">{"".join(rows)}</dl>
<h1>The Crossing</h1><div class="byline">by <a rel="author"
href="http://archiveofourown.org/users/quay/pseuds/quay">quay</a></div>
<p>Summary</p><blockquote class="userstuff"><p>A ferry, a hat, a mistake.</p></blockquote>
<p>Notes</p><blockquote class="userstuff"><p>For everyone who waits.</p></blockquote>
</div></div>"""


def ao3_chapter(number: int, title: str, body: str, *, end_notes: str = "") -> str:
    """A chapter with its head, its notes and its text."""
    notes = f'<p>Chapter Notes</p><blockquote class="userstuff"><p>Notes of chapter {number}.</p></blockquote>'
    end = (
        f'<div class="meta" id="endnotes{number}"><p>Chapter End Notes</p><blockquote '
        f'class="userstuff"><p>{end_notes}</p></blockquote></div>'
        if end_notes
        else ""
    )
    return f"""<div class="meta group"><h2 class="heading">{title}</h2>{notes}</div>
<!--chapter content--><div class="userstuff">{body}</div><!--/chapter content-->{end}"""


AO3_AFTERWORD = """<div id="afterword"><h2 class="toc-heading">Afterword</h2>
<div class="meta"><div id="endnotes"><p>End Notes</p><blockquote class="userstuff">
<p>Thanks for reading this far.</p></blockquote></div></div>
<p class="message">Please <a href="http://archiveofourown.org/works/12345/comments/new">drop by the Archive and
comment</a>
 to let the creator know if you enjoyed their work!</p></div>"""


def ao3_page(chapters: str, *, preface: str | None = None, afterword: str = AO3_AFTERWORD) -> str:
    """A whole download."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<title>The Crossing - quay - The Ferry Papers</title>
<style type="text/css">p.message {{ text-align: center; }}</style></head>
<body>{preface or ao3_preface()}<div id="chapters" class="userstuff">{chapters}</div>{afterword}</body></html>"""


# ---- EPUB

CONTAINER = """<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{path}" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def page(body: str, *, title: str = "x", attributes: str = "", head: str = "") -> str:
    """An XHTML page."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>
<title>{title}</title>{head}</head>
<body {attributes}>{body}</body></html>"""


def epub(
    pages: Sequence[tuple[str, str]],
    *,
    metadata: str = "<dc:title>The Crossing</dc:title><dc:creator>quay</dc:creator><dc:language>en</dc:language>",
    folder: str = "OEBPS/",
    spine: Sequence[str] | None = None,
    toc: Sequence[tuple[str, str]] = (),
    guide: str = "",
    extra: dict[str, bytes] | None = None,
    properties: dict[str, str] | None = None,
    linear: dict[str, str] | None = None,
) -> bytes:
    """An EPUB with these (name, xhtml) pages."""
    items = "".join(
        f'<item id="i{i}" href="{name}" media-type="application/xhtml+xml" {(properties or {}).get(name, "")}/>'
        for i, (name, _) in enumerate(pages)
    )
    ids = {name: f"i{i}" for i, (name, _) in enumerate(pages)}
    order = "".join(f'<itemref idref="{ids[name]}" {(linear or {}).get(name, "")}/>' for name in (spine or list(ids)))
    ncx = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if toc else ""
    opf = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata>
<manifest>{items}{ncx}</manifest><spine toc="ncx">{order}</spine><guide>{guide}</guide></package>"""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/epub+zip")
        out.writestr("META-INF/container.xml", CONTAINER.format(path=f"{folder}content.opf"))
        out.writestr(f"{folder}content.opf", opf)
        if toc:
            points = "".join(
                f'<navPoint><navLabel><text>{escape(label)}</text></navLabel><content src="{target}"/></navPoint>'
                for target, label in toc
            )
            out.writestr(
                f"{folder}toc.ncx",
                '<?xml version="1.0"?><ncx '
                f'xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>',
            )
        for name, text in pages:
            out.writestr(f"{folder}{name}", text)
        for name, data in (extra or {}).items():
            out.writestr(name, data)
    return packed.getvalue()


# ---- DOCX

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""
_STYLES = f"""<?xml version="1.0"?><w:styles {_W}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>"""
_STYLE_RELATION = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
Target="styles.xml"/></Relationships>"""


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def word_paragraph(content: str, style: str = "") -> str:
    """A paragraph of runs; plain text becomes one."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{content if content.startswith('<') or not content else run(content)}</w:p>"


def docx(body: str, *, extra: dict[str, str] | None = None) -> bytes:
    """A Word document with this body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", _TYPES)
        out.writestr("_rels/.rels", _RELATIONS)
        out.writestr("word/document.xml", f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>')
        out.writestr("word/styles.xml", _STYLES)
        out.writestr("word/_rels/document.xml.rels", _STYLE_RELATION)
        for name, text in (extra or {}).items():
            out.writestr(name, text)
    return packed.getvalue()
