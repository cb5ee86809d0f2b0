"""Downloads of fan fiction archives: what is story, what is not, and what the header says."""

import pytest
from source_builders import (
    AO3_AFTERWORD,
    ao3_chapter,
    ao3_page,
    ao3_preface,
    epub,
    of_kind,
    p,
    page,
    paragraphs,
    read,
    story,
)

from undertow.source.values import BlockKind

ONE = paragraphs(6)
TWO = paragraphs(6, start=6)


def two_chapters() -> str:
    return ao3_chapter(1, "Chapter 1: Low Water", p(ONE), end_notes="Next week, I hope.") + ao3_chapter(
        2, "Chapter 2", p(TWO)
    )


def test_a_chaptered_work_gives_its_chapters_and_nothing_else(tmp_path):
    source = read(tmp_path / "a.html", ao3_page(two_chapters()))
    assert story(source) == ONE + TWO
    assert of_kind(source, BlockKind.HEADING) == ["Chapter 1: Low Water", "Chapter 2"]
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing", "by quay"]
    notes = of_kind(source, BlockKind.NOTE)
    assert "A ferry, a hat, a mistake." in notes
    assert "Notes of chapter 1." in notes
    assert "Next week, I hope." in notes
    assert "Thanks for reading this far." in notes


@pytest.mark.parametrize("plural", [False, True])
def test_the_typed_tags_are_read_by_their_labels(tmp_path, plural):
    metadata = read(tmp_path / "a.html", ao3_page(two_chapters(), preface=ao3_preface(plural=plural))).metadata
    assert metadata.title == "The Crossing"
    assert metadata.authors == ("quay",)
    assert metadata.rating == "Teen And Up Audiences"
    assert metadata.warnings == ("Creator Chose Not To Use Archive Warnings", "Major Character Death")
    assert metadata.categories == ("F/M",)
    assert metadata.fandoms == ("The Ferry Papers",)
    assert metadata.relationships == ("Marian Vale/The Man with the Hat", "Marian Vale & Gulls")
    assert metadata.characters == ("Marian Vale", "The Man with the Hat")
    assert metadata.tags == ("Slow Burn", "Ferries")
    assert metadata.language == "English"
    assert metadata.series == ("Part 1 of Crossings",)
    assert (metadata.published, metadata.updated, metadata.status) == ("2021-03-04", "2021-05-06", "Completed")
    assert metadata.n_words == 4559
    assert metadata.summary == "A ferry, a hat, a mistake."
    assert metadata.url == "http://archiveofourown.org/works/12345"
    assert metadata.origin == "Archive of Our Own"
    assert metadata.other["Chapters"] == "2/2"


def test_a_one_shot_repeats_its_title_which_is_no_heading(tmp_path):
    source = read(
        tmp_path / "a.html", ao3_page(f'<h2 class="toc-heading">The Crossing</h2><div class="userstuff">{p(ONE)}</div>')
    )
    assert story(source) == ONE
    assert of_kind(source, BlockKind.HEADING) == []


def test_the_authors_own_markup_in_a_chapter_is_story(tmp_path):
    body = (
        f"<h3>Dear Sir,</h3>{p(ONE[:2])}<blockquote><p>A letter, as it came.</p></blockquote><hr/>"
        f'<div class="userstuff-like"><p>She read it twice.</p></div>{p(ONE[2:])}'
    )
    source = read(
        tmp_path / "a.html", ao3_page(ao3_chapter(1, "Chapter 1", body) + ao3_chapter(2, "Chapter 2", p(TWO)))
    )
    assert "A letter, as it came." in story(source)
    assert "Dear Sir," in story(source)
    assert of_kind(source, BlockKind.HEADING) == ["Chapter 1", "Chapter 2"]
    assert [source.text[b.start_char : b.end_char] for b in source.blocks if b.break_before] == ["She read it twice."]


def test_downloads_from_before_the_ids_are_read(tmp_path):
    stats = "Published: 2012-03-04 Chapters: 1/? Words: 1200"
    old = ao3_page(
        f"{p(ONE)}", preface=ao3_preface(ids=False, stats=stats), afterword=AO3_AFTERWORD.replace(' id="afterword"', "")
    )
    source = read(tmp_path / "a.html", old.replace('<h2 class="toc-heading">Afterword</h2>', ""))
    assert story(source) == ONE
    assert source.metadata.status == "In Progress"
    assert source.metadata.n_words == 1200
    assert source.metadata.fandoms == ("The Ferry Papers",)


def test_an_epub_of_the_archive_is_read_although_its_classes_are_renamed(tmp_path):
    preface = ao3_preface(classes="calibre3").replace('class="message"', 'class="message"')
    tags, rest = preface.split("<h1>")
    chapter = (
        ao3_chapter(1, "Chapter 1: Low Water", p(ONE))
        .replace('"meta group"', '"calibre1"')
        .replace('"userstuff"', '"userstuff2"')
    )
    second = (
        ao3_chapter(2, "Chapter 2", p(TWO), end_notes="Done.")
        .replace('"meta group"', '"calibre1"')
        .replace('"userstuff"', '"userstuff2"')
    )
    data = epub(
        [
            ("a_split_000.xhtml", page(tags + "</div></div>")),
            ("a_split_001.xhtml", page('<div id="preface"><div><h1>' + rest)),
            ("a_split_002.xhtml", page(f'<div id="chapters" class="userstuff2">{chapter}</div>')),
            ("a_split_003.xhtml", page(f'<div id="chapters" class="userstuff2">{second}</div>')),
            ("a_split_004.xhtml", page(AO3_AFTERWORD)),
        ],
        folder="",
        metadata="<dc:title>The Crossing</dc:title><dc:creator>quay</dc:creator><dc:publisher>Archive of Our "
        "Own</dc:publisher>"
        "<dc:subject>Fanworks</dc:subject><dc:subject>Ferries</dc:subject><dc:subject>F/M</dc:subject>",
    )
    source = read(tmp_path / "a.epub", data)
    assert story(source) == ONE + TWO
    assert of_kind(source, BlockKind.HEADING) == ["Chapter 1: Low Water", "Chapter 2"]
    assert source.metadata.tags == ("Slow Burn", "Ferries")
    assert source.metadata.relationships == ("Marian Vale/The Man with the Hat", "Marian Vale & Gulls")
    assert source.metadata.summary == "A ferry, a hat, a mistake."
    assert source.metadata.authors == ("quay",)


FFF_TEXT = """


The Crossing

by quay


Series: Crossings [1]
Series URL: http://example.com/series
Category: The Ferry Papers, Another Fandom
Genre: Slow Burn, F/M
Language: English
Characters: Marian Vale, The Man with the Hat
Relationships: Marian Vale/The Man with the Hat
Status: Completed
Published: 2021-03-04
Packaged: 2022-01-01 10:00:00
Rating: Teen
Chapters: 2
Words: 123,456
Publisher: archiveofourown.org
Story URL: http://archiveofourown.org/works/12345
Author URL: http://archiveofourown.org/users/quay
Summary: A ferry, a hat, a mistake, and a summary that is so long that it
goes on in the next line.


TABLE OF CONTENTS

Low Water
High Water


\tLow Water


{one}

* * *

{two}


\tHigh Water


{three}


End file.
"""


def wrapped(parts, width=78):
    import textwrap

    return "\n\n".join(textwrap.fill(part, width) for part in parts)


def test_fanficfare_text_has_a_header_contents_and_chapters(tmp_path):
    text = FFF_TEXT.format(one=wrapped(ONE[:3]), two=wrapped(ONE[3:]), three=wrapped(TWO))
    source = read(tmp_path / "a.txt", text.replace("\n", "\r\n"))
    assert source.text == text
    assert story(source) == ONE + TWO
    assert of_kind(source, BlockKind.HEADING) == ["Low Water", "High Water"]
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing", "by quay"]
    assert of_kind(source, BlockKind.SCENE_BREAK) == ["* * *"]
    assert of_kind(source, BlockKind.END) == ["End file."]
    metadata = source.metadata
    assert metadata.origin == "FanFicFare"
    assert metadata.fandoms == ("The Ferry Papers", "Another Fandom")
    assert metadata.tags == ("Slow Burn", "F/M")
    assert metadata.n_words == 123456
    assert metadata.url == "http://archiveofourown.org/works/12345"
    assert metadata.summary.endswith("goes on in the next line.")
    assert metadata.series == ("Crossings [1]",)


FFF_LABELS = "".join(
    f"<tr><td><b>{label}:</b></td><td>{value}</td></tr>"
    for label, value in (
        ("Category", "The Ferry Papers"),
        ("Genre", "Slow Burn"),
        ("Status", "Completed"),
        ("Packaged", "2022-01-01"),
        ("Words", "123,456"),
        ("Story URL", "http://example.com/s/1"),
    )
)


def test_fanficfare_html_has_a_table_and_loose_chapters(tmp_path):
    data = f"""<html><head><title>The Crossing by quay</title></head><body>
<h1><a href="http://example.com/s/1">The Crossing</a> by <a class="authorlink"
href="http://example.com/u/1">quay</a></h1>
<table class="full">{FFF_LABELS}</table>
<a name="TOCTOP"><h2>Table of Contents</h2><p><a href="#section0001">Low Water</a><br/>
<a href="#section0002">High Water</a><br/></p></a>
<a name="section0001"><h2>Low Water</h2></a><div class="fff_chapter_notes fff_head_notes"><b>Author's Note:</b>
<blockquote>Hello!</blockquote></div>
{p(ONE)}<a name="section0002"><h2>High Water</h2></a>{p(TWO)}</body></html>"""
    source = read(tmp_path / "a.html", data)
    assert story(source) == ONE + TWO
    assert of_kind(source, BlockKind.HEADING) == ["Low Water", "High Water"]
    assert "Hello!" in of_kind(source, BlockKind.NOTE)
    assert source.metadata.title == "The Crossing"
    assert source.metadata.authors == ("quay",)
    assert source.metadata.fandoms == ("The Ferry Papers",)
    assert source.metadata.n_words == 123456


def test_fanficfare_epub_is_known_by_its_pages(tmp_path):
    title_page = page(
        '<h3><a href="http://example.com/s/1">The Crossing</a> by <a class="authorlink" href="u">quay</a></h3><div>'
        "<b>Category:</b> The Ferry Papers<br/><b>Genre:</b> Slow Burn, Hurt<br/><b>Words:</b> "
        "1,234<br/><b>Summary:</b> A hat.<br/></div>",
        attributes='class="fff_titlepage"',
    )
    chapters = [
        page(f'<h3 class="fff_chapter_title">{title}</h3>{p(parts)}', attributes='class="fff_chapter"')
        for title, parts in (("1. Low Water", ONE), ("2. High Water", TWO))
    ]
    data = epub(
        [("title_page.xhtml", title_page), ("file0001.xhtml", chapters[0]), ("file0002.xhtml", chapters[1])],
        metadata="<dc:title>The Crossing</dc:title><dc:creator>quay</dc:creator><dc:identifier "
        'id="fanficfare-uid">fanficfare-uid:x-u1-s1</dc:identifier>'
        "<dc:subject>FanFiction</dc:subject>",
    )
    source = read(tmp_path / "a.epub", data)
    assert story(source) == ONE + TWO
    assert of_kind(source, BlockKind.HEADING) == ["1. Low Water", "2. High Water"]
    assert source.metadata.origin == "FanFicFare"
    assert source.metadata.fandoms == ("The Ferry Papers",)
    assert source.metadata.tags == ("Slow Burn", "Hurt")
    assert source.metadata.n_words == 1234
    assert source.metadata.summary == "A hat."


def test_fichub_epub_keeps_its_introduction_apart(tmp_path):
    introduction = page(
        "<h1>The Crossing</h1><p><b>By: quay</b></p><p>A ferry, a hat.</p><p>Status: complete</p><p>Words: 12345</p>"
        '<p>Original source: <a href="http://example.com/s/1">http://example.com/s/1</a></p><p>Exported with the '
        "assistance of FicHub.net</p>"
    )
    data = epub(
        [
            ("introduction.xhtml", introduction),
            ("chap_1.xhtml", page(f"<h2>1. Low Water</h2>{p(ONE)}")),
            ("chap_2.xhtml", page(f"<h2>2. High Water</h2>{p(TWO)}")),
        ],
    )
    source = read(tmp_path / "a.epub", data)
    assert story(source) == ONE + TWO
    assert source.metadata.origin == "FicHub"
    assert source.metadata.n_words == 12345
    assert source.metadata.url == "http://example.com/s/1"
    assert source.metadata.authors == ("quay",)


def test_a_page_saved_from_fanfiction_net_is_only_its_story(tmp_path):
    facts = (
        "Rated: Fiction T - English - Romance/Hurt/Comfort - [Marian V., Hat Man] Gull - Chapters: 2 - Words: "
        "12,345 - Reviews: 3 - "
        "Updated: 3/4/2021 - Published: 1/2/2021 - Status: Complete - id: 777"
    )
    data = f"""<html><body><div class="menu">Log in | Browse | Forums</div><div id="content_wrapper_inner">
<div id="profile_top">
<b class="xcontrast_txt">The Crossing</b> By: <a class="xcontrast_txt" href="/u/99/quay">quay</a>
<div class="xcontrast_txt">A ferry, a hat, a mistake.</div><span class="xgray xcontrast_txt">{facts}</span></div>
<select><option>1. Low Water</option></select>
<div id="storytextp"><div id="storytext">{p(ONE)}<hr size="1"/>{p(TWO)}</div></div><div>Review this chapter</div>
</div></body></html>"""
    source = read(tmp_path / "a.html", data)
    assert story(source) == ONE + TWO
    assert "Log in" not in source.text
    assert len([b for b in source.blocks if b.break_before]) == 1
    metadata = source.metadata
    assert (metadata.title, metadata.authors, metadata.rating) == ("The Crossing", ("quay",), "T")
    assert metadata.tags == ("Romance", "Hurt/Comfort")
    assert metadata.relationships == ("Marian V./Hat Man",)
    assert metadata.characters == ("Marian V.", "Hat Man", "Gull")
    assert (metadata.n_words, metadata.status) == (12345, "Completed")
    assert metadata.url == "https://www.fanfiction.net/s/777"


def test_a_page_saved_from_the_archive_is_only_its_work(tmp_path):
    chapter = """<div class="chapter" id="chapter-{n}"><div class="chapter preface group"><h3 class="title">
<a href="/works/1/chapters/{n}">
Chapter {n}</a>: Water</h3><div class="notes module"><h3 class="heading">Notes:</h3><blockquote class="userstuff">
<p>Note {n}.</p></blockquote></div></div>
<div class="userstuff module" role="article"><h3 class="landmark heading">Chapter Text</h3>{body}</div></div>"""
    data = f"""<html><body><div id="header"><p>Log In</p></div><div id="main"><dl class="work meta group">
<dt class="rating tags">Rating:</dt>
<dd class="rating tags"><ul><li><a class="tag" href="/tags/x">Teen And Up Audiences</a></li></ul></dd>
<dt class="fandom tags">Fandom:</dt>
<dd class="fandom tags"><ul><li><a class="tag" href="/tags/y">The Ferry Papers</a></li></ul></dd>
<dt class="stats">Stats:</dt><dd class="stats">
<dl class="stats"><dt>Published:</dt><dd>2021-03-04</dd><dt>Words:</dt><dd>4,559</dd><dt>Chapters:</dt><dd>2/2</dd>
</dl></dd></dl>
<div id="workskin"><div class="preface group"><h2 class="title heading">The Crossing</h2>
<h3 class="byline heading"><a rel="author" href="/users/q">quay</a></h3>
<div class="summary module"><h3 class="heading">Summary:</h3><blockquote class="userstuff"><p>A hat.</p>
</blockquote></div></div><div id="chapters">
{chapter.format(n=1, body=p(ONE))}{chapter.format(n=2, body=p(TWO))}</div></div><div id="feedback">
<p>Leave a comment</p></div></div></body></html>"""
    source = read(tmp_path / "a.html", data)
    assert story(source) == ONE + TWO
    assert of_kind(source, BlockKind.HEADING) == ["Chapter 1: Water", "Chapter 2: Water"]
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing", "quay"]
    assert "Note 1." in of_kind(source, BlockKind.NOTE)
    assert "Log In" not in source.text
    assert "Leave a comment" not in source.text
    metadata = source.metadata
    assert (metadata.title, metadata.authors, metadata.rating) == ("The Crossing", ("quay",), "Teen And Up Audiences")
    assert (metadata.fandoms, metadata.summary, metadata.n_words) == (("The Ferry Papers",), "A hat.", 4559)
    assert metadata.status == "Completed"
