"""EPUB: spine order, front and back matter, tables of contents; and what must be refused."""

import io
import zipfile

import pytest
from source_builders import CONTAINER, epub, of_kind, p, page, paragraphs, read, story, write

from undertow.errors import InputError
from undertow.source.load import load
from undertow.source.values import BlockKind

ONE, TWO = paragraphs(5), paragraphs(5, start=5)


def two_pages(**options):
    return epub(
        [("one.xhtml", page(f"<h2>Low Water</h2>{p(ONE)}")), ("two.xhtml", page(f"<h2>High Water</h2>{p(TWO)}"))],
        **options,
    )


def refused(tmp_path, data, words):
    with pytest.raises(InputError, match=words) as error:
        load(write(tmp_path / "a.epub", data))
    assert "\n" not in str(error.value)
    assert "a.epub" in str(error.value)


def test_pages_are_read_in_the_order_of_the_spine(tmp_path):
    source = read(tmp_path / "a.epub", two_pages(spine=["two.xhtml", "one.xhtml", "two.xhtml"]))
    assert story(source) == TWO + ONE
    assert of_kind(source, BlockKind.HEADING) == ["High Water", "Low Water"]
    assert source.format == "epub"
    assert (source.metadata.title, source.metadata.authors, source.metadata.language) == (
        "The Crossing",
        ("quay",),
        "en",
    )


def test_front_and_back_matter_are_told_by_their_types(tmp_path):
    pages = [
        (
            "title.xhtml",
            page(
                '<section epub:type="titlepage"><h1>The Crossing</h1><p>By Ada Quay</p></section>',
                attributes='epub:type="frontmatter"',
            ),
        ),
        (
            "imprint.xhtml",
            page(
                '<section epub:type="imprint"><p>This ebook was made by volunteers.</p></section>',
                attributes='epub:type="frontmatter"',
            ),
        ),
        ("dedication.xhtml", page('<section epub:type="dedication"><p>To my mother, who could swim.</p></section>')),
        (
            "one.xhtml",
            page(
                '<section epub:type="chapter"><hgroup><h2 epub:type="ordinal z3998:roman">I</h2><p '
                'epub:type="title">Low Water</p></hgroup>'
                f'<blockquote epub:type="epigraph"><p>All water is one.</p></blockquote>{p(ONE[:3])}<hr/>{p(ONE[3:])}'
                '<p>“It rains,” she said.<a href="endnotes.xhtml#n1" epub:type="noteref">1</a></p></section>',
                attributes='epub:type="bodymatter"',
            ),
        ),
        (
            "endnotes.xhtml",
            page('<section epub:type="endnotes"><p>It did rain.</p></section>', attributes='epub:type="backmatter"'),
        ),
        (
            "colophon.xhtml",
            page('<section epub:type="colophon"><p>Set in type.</p></section>', attributes='epub:type="backmatter"'),
        ),
    ]
    metadata = (
        "<dc:title>The Crossing</dc:title><dc:creator>Ada "
        "Quay</dc:creator><dc:identifier>https://standardebooks.org/ebooks/x</dc:identifier>"
    )
    source = read(tmp_path / "a.epub", epub(pages, metadata=metadata, folder="epub/text/"))
    assert story(source) == [*ONE, "“It rains,” she said."]
    assert of_kind(source, BlockKind.HEADING) == ["I", "Low Water"]
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing", "By Ada Quay"]
    assert of_kind(source, BlockKind.NOTE) == ["To my mother, who could swim.", "All water is one.", "It did rain."]
    assert of_kind(source, BlockKind.BOILERPLATE) == ["This ebook was made by volunteers.", "Set in type."]
    assert source.metadata.origin == "Standard Ebooks"
    assert [source.text[b.start_char : b.end_char] for b in source.blocks if b.break_before] == [ONE[3]]


def test_the_table_of_contents_gives_headings_away(tmp_path):
    pages = [
        ("one.xhtml", page(f"<p>Low Water</p>{p(ONE)}")),
        ("two.xhtml", page(f"<p>2</p><p>High Water!</p>{p(TWO)}")),
    ]
    source = read(
        tmp_path / "a.epub", epub(pages, toc=[("one.xhtml", "Low Water"), ("two.xhtml#top", "2. High Water")])
    )
    assert of_kind(source, BlockKind.HEADING) == ["Low Water", "2", "High Water!"]
    assert story(source) == ONE + TWO


def test_navigation_and_auxiliary_pages_are_boilerplate(tmp_path):
    nav = page('<nav epub:type="toc"><ol><li><a href="one.xhtml">Low Water</a></li></ol></nav>')
    pages = [
        ("nav.xhtml", nav),
        ("one.xhtml", page(f"<h2>Low Water</h2>{p(ONE)}")),
        ("ad.xhtml", page("<p>Buy more books.</p>")),
    ]
    source = read(
        tmp_path / "a.epub",
        epub(pages, properties={"nav.xhtml": 'properties="nav"'}, linear={"ad.xhtml": 'linear="no"'}),
    )
    assert story(source) == ONE
    assert of_kind(source, BlockKind.BOILERPLATE) == ["Low Water", "Buy more books."]


def test_gutenberg_books_lose_their_licence(tmp_path):
    pages = [
        (
            "one.xhtml",
            page(
                '<div id="pg-header"><p>This eBook is for the use of anyone.</p></div><h1>The '
                f"Crossing</h1><h2>CHAPTER I.</h2>{p(ONE)}"
            ),
        ),
        (
            "two.xhtml",
            page(f'<h2>CHAPTER II.</h2>{p(TWO)}<div class="pg-boilerplate" id="pg-footer"><p>Licence.</p></div>'),
        ),
    ]
    metadata = "<dc:title>The Crossing</dc:title><dc:source>https://www.gutenberg.org/files/1/1-h/1-h.htm</dc:source>"
    source = read(tmp_path / "a.epub", epub(pages, metadata=metadata))
    assert story(source) == ONE + TWO
    assert source.metadata.origin == "Project Gutenberg"


def test_metadata_of_the_package(tmp_path):
    metadata = (
        '<dc:title>The Crossing</dc:title><dc:creator opf:role="aut">Ada Quay</dc:creator><dc:creator '
        'opf:role="ill">Somebody</dc:creator>'
        "<dc:description>&lt;p&gt;A "
        "&lt;b&gt;ferry&lt;/b&gt;.&lt;/p&gt;</dc:description><dc:subject>Ferries</dc:subject><dc:date>2001</dc:date>"
        '<meta name="calibre:series" content="Crossings"/><meta name="calibre:series_index" '
        'content="2.0"/><dc:publisher>Quay Press</dc:publisher>'
    )
    found = read(tmp_path / "a.epub", two_pages(metadata=metadata)).metadata
    assert found.authors == ("Ada Quay",)
    assert found.summary == "A ferry."
    assert found.tags == ("Ferries",)
    assert found.series == ("Part 2 of Crossings",)
    assert (found.published, found.publisher) == ("2001", "Quay Press")


def test_html_entities_and_self_closed_tags_do_no_harm(tmp_path):
    body = f"<p>Rain&nbsp;fell&mdash;softly.<a id='x'/></p>{p(ONE)}"
    for text in (
        page(body).replace("<title>x</title>", "<title/>"),
        page(body + "<p>not closed").replace("<title>x</title>", "<title/>"),
    ):
        source = read(tmp_path / "a.epub", epub([("one.xhtml", text)]))
        assert story(source)[0] == "Rain fell—softly."
        assert story(source)[1:6] == ONE


def test_external_entities_are_not_resolved(tmp_path):
    (tmp_path / "secret.txt").write_text("the secret of the ferry")
    text = page(f"<p>&s; and more</p>{p(ONE)}").replace(
        "<html", f'<!DOCTYPE html [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]><html', 1
    )
    assert "secret of the ferry" not in read(tmp_path / "a.epub", epub([("one.xhtml", text)])).text


def test_entities_that_multiply_are_not_expanded(tmp_path):
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    text = page(f"<p>&a11;</p>{p(ONE)}").replace("<html", f'<!DOCTYPE html [<!ENTITY a0 "ferry">{entities}]><html', 1)
    assert len(read(tmp_path / "a.epub", epub([("one.xhtml", text)])).text) < 10_000


def test_a_missing_page_is_passed_over(tmp_path):
    packed = io.BytesIO(two_pages())
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.endswith("two.xhtml"):
                new.writestr(name, old.read(name))
    assert story(read(tmp_path / "a.epub", out.getvalue())) == ONE


# ---- what is refused


def test_no_zip_at_all(tmp_path):
    refused(tmp_path, b"this is no archive", "broken")


def test_a_cut_file(tmp_path):
    refused(tmp_path, two_pages()[:-200], "broken")


def test_damaged_content(tmp_path):
    data = bytearray(two_pages())
    at = data.index(b"one.xhtml") + 40
    data[at : at + 30] = b"\xff" * 30
    refused(tmp_path, bytes(data), "broken")


def test_no_package(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER.format(path="nowhere.opf"))
    refused(tmp_path, out.getvalue(), "no package file")


def test_a_package_that_is_no_xml(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.opf", "<package><unclosed>")
    refused(tmp_path, out.getvalue(), "well-formed")


def test_an_empty_spine(tmp_path):
    refused(tmp_path, epub([]), "no document")


def test_a_book_of_pictures(tmp_path):
    refused(tmp_path, epub([("one.xhtml", page('<img src="a.png"/>'))]), "no text")


ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>
<enc:CipherReference URI="{uri}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def test_an_encrypted_book(tmp_path):
    data = ENCRYPTION.format(algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc", uri="OEBPS/one.xhtml").encode()
    refused(tmp_path, two_pages(extra={"META-INF/encryption.xml": data}), "encrypted")


@pytest.mark.parametrize("algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"])
def test_obfuscated_fonts_are_no_encryption(tmp_path, algorithm):
    data = ENCRYPTION.format(algorithm=algorithm, uri="OEBPS/font.otf").encode()
    assert story(read(tmp_path / "a.epub", two_pages(extra={"META-INF/encryption.xml": data}))) == ONE + TWO


def test_a_password(tmp_path):
    data = bytearray(two_pages())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    refused(tmp_path, bytes(data), "encrypted")


def test_a_zip_bomb_in_one_member(tmp_path):
    refused(tmp_path, epub([("one.xhtml", page("<p>" + " " * 20_000_000 + "</p>"))]), "far more than a book")


def test_a_zip_bomb_in_many_members(tmp_path, monkeypatch):
    monkeypatch.setattr("undertow.source.unzip._LARGEST_SUM", 100_000)
    text = page(p(paragraphs(200)))
    refused(tmp_path, epub([(f"p{i}.xhtml", text) for i in range(20)]), "far more than a book")


def test_a_member_that_lies_about_its_size(tmp_path):
    data = bytearray(two_pages())
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (100).to_bytes(4, "little")  # the unpacked size that the directory claims
        at = data.find(b"PK\x01\x02", at + 4)
    refused(tmp_path, bytes(data), "broken|well-formed")
