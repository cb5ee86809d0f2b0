"""HTML of nobody known: what a reader sees, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_builders import before_breaks, check_blocks, of_kind, p, paragraphs, read, story

from undertow.errors import InputError
from undertow.source.html import read_html_text
from undertow.source.load import load
from undertow.source.values import BlockKind

PARTS = paragraphs(8)


def html(body, head="<title>The Crossing</title>"):
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def test_title_chapters_and_paragraphs(tmp_path):
    source = read(
        tmp_path / "a.html",
        html(
            "<h1>The Crossing</h1><p>by Ada Quay</p><h2>Low "
            f"Water</h2>{p(PARTS[:4])}<h2>2</h2>{p(PARTS[4:])}<p>THE END</p>"
        ),
    )
    assert source.format == "html"
    assert source.metadata.title == "The Crossing"
    assert source.metadata.authors == ("Ada Quay",)
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing", "by Ada Quay"]
    assert of_kind(source, BlockKind.HEADING) == ["Low Water", "2"]
    assert of_kind(source, BlockKind.END) == ["THE END"]
    assert story(source) == PARTS


def test_inline_markup_and_entities_are_text(tmp_path):
    body = (
        "<p>She did <em>not</em> look up&mdash;not <b>on<i>ce</i></b>,&nbsp;not &#8220;ever&#8221; &amp; "
        "never.<sup>*</sup></p>" + p(PARTS)
    )
    source = read(tmp_path / "a.html", html(body))
    assert story(source)[0] == "She did not look up—not once, not “ever” & never.*"


def test_scripts_styles_comments_and_hidden_things_are_not_seen(tmp_path):
    body = (
        "<script>var x = 1;</script><style>p { color: red }</style><!-- secret --><p style='display: "
        "none'>secret</p><p hidden>secret</p>"
        f"<template><p>secret</p></template><select><option>secret</option></select>{p(PARTS)}"
    )
    source = read(tmp_path / "a.html", html(body))
    assert source.text == "\n\n".join(PARTS)


def test_soft_hyphens_and_word_joiners_do_not_hide_words(tmp_path):
    source = read(tmp_path / "a.html", html("<p>The fer&shy;ry was la\u2060te\u200b.</p>" + p(PARTS)))
    assert story(source)[0] == "The ferry was late."


@pytest.mark.parametrize("separator", ["<br><br>", "<br/>\n<br/>", "<br />&nbsp;<br />"])
def test_paragraphs_made_of_double_line_breaks(tmp_path, separator):
    source = read(tmp_path / "a.html", html(f"<div>{separator.join(PARTS)}</div>"))
    assert story(source) == PARTS
    assert before_breaks(source) == []


def test_a_longer_run_of_line_breaks_is_a_scene_break(tmp_path):
    body = "<br><br>".join(PARTS[:4]) + "<br><br><br><br>" + "<br><br>".join(PARTS[4:])
    source = read(tmp_path / "a.html", html(f"<div>{body}</div>"))
    assert story(source) == PARTS
    assert before_breaks(source) == [PARTS[4][:20]]


def test_single_line_breaks_part_prose_and_keep_verse_together(tmp_path):
    source = read(tmp_path / "a.html", html(f"<div>{'<br>'.join(PARTS)}</div>"))
    assert story(source) == PARTS
    verse = (
        "The ferry is a lazy thing,<br>It loves the other shore,<br>And when it comes to fetch you "
        "home<br>You are not home any more."
    )
    source = read(tmp_path / "a.html", html(f"{p(PARTS)}<p>{verse}</p>"))
    assert story(source)[-1] == verse.replace("<br>", " ")


@pytest.mark.parametrize(
    "mark",
    ["<hr>", "<p>&nbsp;</p>", "<p></p>", "<p><br></p>", "<p> </p><p>&#160;</p>", "<div>&nbsp;</div>", "<p>&#8203;</p>"],
)
def test_rules_and_empty_paragraphs_are_scene_breaks(tmp_path, mark):
    source = read(tmp_path / "a.html", html(p(PARTS[:4]) + mark + p(PARTS[4:])))
    assert story(source) == PARTS
    assert before_breaks(source) == [PARTS[4][:20]]


def test_empty_paragraphs_throughout_are_no_breaks(tmp_path):
    source = read(tmp_path / "a.html", html("<p>&nbsp;</p>".join(p([part]) for part in PARTS)))
    assert before_breaks(source) == []
    body = (
        "<p>&nbsp;</p>".join(p([part]) for part in PARTS[:4])
        + "<p>&nbsp;</p><p>&nbsp;</p><p>&nbsp;</p>"
        + "<p>&nbsp;</p>".join(p([part]) for part in PARTS[4:])
    )
    assert before_breaks(read(tmp_path / "a.html", html(body))) == [PARTS[4][:20]]


@pytest.mark.parametrize("mark", ["* * *", "***", "~*~", "oOo", "#"])
def test_centred_marks_are_scene_breaks(tmp_path, mark):
    source = read(tmp_path / "a.html", html(f"{p(PARTS[:4])}<p align='center'>{mark}</p>{p(PARTS[4:])}"))
    assert of_kind(source, BlockKind.SCENE_BREAK) == [mark]


def test_names_in_bold_that_change_the_mind_are_scene_breaks(tmp_path):
    body = (
        f"<p><b>Marian</b></p>{p(PARTS[:2])}<p><strong>The "
        f"Man</strong></p>{p(PARTS[2:4])}<p><b>Marian</b></p>{p(PARTS[4:])}"
    )
    source = read(tmp_path / "a.html", html(body))
    assert of_kind(source, BlockKind.SCENE_BREAK) == ["Marian", "The Man", "Marian"]
    assert story(source) == PARTS


def test_a_single_bold_shout_is_story(tmp_path):
    source = read(tmp_path / "a.html", html(f"{p(PARTS[:4])}<p><b>No</b></p>{p(PARTS[4:])}"))
    assert "No" in story(source)


def test_nested_divs_and_tables_are_blocks(tmp_path):
    table = f"<table><tr><td>{PARTS[1]}</td></tr><tr><td>{PARTS[2]}</td></tr></table>"
    body = f"<div><div><div>{PARTS[0]}</div></div>{table}{PARTS[3]}</div>"
    assert story(read(tmp_path / "a.html", html(body))) == PARTS[:4]


def test_a_table_of_contents_made_of_links_is_boilerplate(tmp_path):
    links = "".join(f"<p><a href='#c{i}'>Water {i}</a></p>" for i in range(4))
    body = "".join(f"<h2 id='c{i}'>Water {i}</h2>{p(paragraphs(3, start=3 * i))}" for i in range(4))
    source = read(tmp_path / "a.html", html(f"<h1>The Crossing</h1>{links}{body}"))
    assert of_kind(source, BlockKind.HEADING) == [f"Water {i}" for i in range(4)]
    assert of_kind(source, BlockKind.BOILERPLATE) == [f"Water {i}" for i in range(4)]
    assert story(source) == paragraphs(12)


def test_gutenberg_pages_lose_frame_and_page_numbers(tmp_path):
    body = (
        "<section id='pg-header'><h2>The Project Gutenberg eBook of The Crossing</h2><p>Licence here.</p></section>"
        "<h1>The Crossing</h1><h2>by Ada Quay</h2><h2>CHAPTER I.</h2><p><span "
        f"class='pagenum'>[12]</span>{PARTS[0]}</p>{p(PARTS[1:])}"
        "<section id='pg-footer'><p>Full licence.</p></section>"
    )
    source = read(tmp_path / "a.html", html(body, "<title>The Crossing | Project Gutenberg</title>"))
    assert story(source) == PARTS
    assert of_kind(source, BlockKind.HEADING) == ["CHAPTER I."]
    assert "Licence here." in of_kind(source, BlockKind.BOILERPLATE)
    assert source.metadata.title == "The Crossing"


def test_preformatted_text_has_a_layout_of_its_own(tmp_path):
    import textwrap

    text = "\n\n".join(textwrap.fill(part, 60) for part in PARTS)
    assert story(read(tmp_path / "a.html", html(f"<pre>{text}</pre>"))) == PARTS


@pytest.mark.parametrize(
    ("declared", "encoding", "shown"),
    [
        ("iso-8859-1", "cp1252", "cp1252"),
        ("windows-1252", "cp1252", "cp1252"),
        ("utf-8", "utf-8", "utf-8"),
        ("nonsense", "utf-8", "utf-8"),
    ],
)
def test_the_declared_encoding_is_believed_as_browsers_do(tmp_path, declared, encoding, shown):
    data = f"<html><head><meta charset='{declared}'></head><body>{p(PARTS)}</body></html>".encode(encoding)
    source = read(tmp_path / "a.html", data)
    assert story(source) == PARTS
    assert source.encoding == shown


def test_a_wrong_declaration_is_found_out(tmp_path):
    data = f"<html><head><meta charset='utf-8'></head><body>{p(PARTS)}</body></html>".encode("cp1252")
    source = read(tmp_path / "a.html", data)
    assert story(source) == PARTS
    assert source.notes


def test_external_entities_are_not_resolved(tmp_path):
    (tmp_path / "secret.txt").write_text("the secret of the ferry")
    data = f"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>
<html><body><p>&s;</p>{p(PARTS)}</body></html>"""
    assert "secret of the ferry" not in read(tmp_path / "a.html", data).text


def test_a_page_without_text_says_so(tmp_path):
    for body in ("", "<p></p>", "<script>x</script>"):
        (tmp_path / "a.html").write_text(html(body))
        with pytest.raises(InputError, match="there is no"):
            load(tmp_path / "a.html")


def test_very_deep_nesting_is_read(tmp_path):
    source = read(tmp_path / "a.html", html("<div>" * 1500 + p(PARTS) + "</div>" * 1500))
    assert story(source) == PARTS


@pytest.mark.parametrize("tag", ["<b>", "<font color='red'>", "<div>", "<blockquote>"])
def test_tags_that_nobody_closes_lose_no_text(tmp_path, tag):
    source = read(tmp_path / "a.html", html(tag * 5_000 + p(PARTS)))
    assert story(source) == PARTS


@pytest.mark.slow
def test_ten_megabytes_in_one_element_are_read(tmp_path):
    assert len(read(tmp_path / "a.html", html(f"<p>{'the ferry was late and ' * 450_000}</p>")).text) > 10_000_000


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br>",
        "<hr>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<h2>",
        "</h2>",
        "<pre>",
        "</pre>",
        "&nbsp;",
        "<td>",
        "<blockquote>",
        "<!-- x -->",
        "&x;",
        "<",
        ">",
    ]
)


@given(st.lists(st.one_of(TAGS, st.sampled_from(PARTS), st.text(max_size=20)), max_size=40))
def test_no_page_breaks_the_promises(pieces):
    try:
        source = read_html_text("".join(pieces), "x")
    except InputError:
        return
    if any(block.kind is BlockKind.PARAGRAPH for block in source.blocks):
        check_blocks(source)
