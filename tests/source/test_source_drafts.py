"""Markdown and Word: the drafts of writers."""

import textwrap

import pytest
from source_builders import before_breaks, docx, of_kind, paragraphs, read, run, story, word_paragraph, write

from undertow.errors import InputError
from undertow.source.load import load
from undertow.source.values import BlockKind

PARTS = paragraphs(8)


def joined(parts):
    return "\n\n".join(parts)


# ---- Markdown


def test_markdown_title_chapters_and_emphasis(tmp_path):
    text = (
        f"# The Crossing\n\n## Low Water\n\nShe did *not* look **up**.\n\n{joined(PARTS[:4])}\n\n## "
        f"2\n\n{joined(PARTS[4:])}\n"
    )
    source = read(tmp_path / "a.md", text)
    assert source.format == "markdown"
    assert source.metadata.title == "The Crossing"
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing"]
    assert of_kind(source, BlockKind.HEADING) == ["Low Water", "2"]
    assert story(source) == ["She did not look up.", *PARTS]


@pytest.mark.parametrize("mark", ["***", "---", "* * *", "___", "\\*\\*\\*", "\\#", "~"])
def test_markdown_scene_breaks(tmp_path, mark):
    source = read(tmp_path / "a.md", f"{joined(PARTS[:4])}\n\n{mark}\n\n{joined(PARTS[4:])}")
    assert story(source) == PARTS
    assert before_breaks(source) == [PARTS[4][:20]] or len(of_kind(source, BlockKind.SCENE_BREAK)) == 1


def test_a_rule_right_below_a_paragraph_makes_no_heading(tmp_path):
    source = read(tmp_path / "a.md", f"{joined(PARTS[:4])}\n---\n{joined(PARTS[4:])}")
    assert of_kind(source, BlockKind.HEADING) == []
    assert story(source) == PARTS


def test_underlined_titles_are_titles(tmp_path):
    source = read(tmp_path / "a.md", f"The Crossing\n============\n\nChapter 1\n---------\n\n{joined(PARTS)}")
    assert source.metadata.title == "The Crossing"
    assert of_kind(source, BlockKind.HEADING) == ["Chapter 1"]
    assert story(source) == PARTS


def test_front_matter_goes_to_the_metadata(tmp_path):
    front = (
        '---\ntitle: "The Crossing"\nauthor: Ada Quay\ntags: [ferries, "hats"]\ncharacters:\n  - Marian\n  - '
        "The Man\nsummary: >\n  A ferry,\n  a hat.\ndraft: 3\n---\n"
    )
    source = read(tmp_path / "a.md", front + joined(PARTS))
    metadata = source.metadata
    assert (metadata.title, metadata.authors, metadata.tags) == ("The Crossing", ("Ada Quay",), ("ferries", "hats"))
    assert metadata.characters == ("Marian", "The Man")
    assert metadata.summary == "A ferry, a hat."
    assert metadata.other["draft"] == "3"
    assert source.text == joined(PARTS)


def test_a_rule_at_the_top_is_no_front_matter(tmp_path):
    source = read(tmp_path / "a.md", f"---\n\n{joined(PARTS[:4])}\n\n---\n\n{joined(PARTS[4:])}")
    assert story(source) == PARTS


def test_indents_numbers_and_dashes_are_no_code_and_no_lists(tmp_path):
    parts = ["1999. It rained all year.", "- Come in, she said.", "    The ferry was late.", "+ one more"]
    source = read(tmp_path / "a.md", joined([*PARTS, *parts]))
    assert story(source)[8:] == [part.strip() for part in parts]


def test_wrapped_and_unwrapped_markdown(tmp_path):
    wrapped = joined(textwrap.fill(part, 70) for part in PARTS)
    assert story(read(tmp_path / "a.md", wrapped)) == PARTS
    assert story(read(tmp_path / "a.md", "\n".join(PARTS))) == PARTS


def test_tags_of_novelwriter_are_notes(tmp_path):
    text = f"# The Crossing\n\n## Low Water\n\n@pov: Marian\n@char: Marian, Man\n% synopsis: a ferry\n\n{joined(PARTS)}"
    source = read(tmp_path / "a.md", text)
    assert of_kind(source, BlockKind.NOTE) == ["@pov: Marian", "@char: Marian, Man", "% synopsis: a ferry"]
    assert story(source) == PARTS


def test_html_inside_of_markdown_is_seen_as_html(tmp_path):
    source = read(tmp_path / "a.md", f"{joined(PARTS[:4])}\n\n<hr>\n\n<script>x</script>\n\n{joined(PARTS[4:])}&nbsp;")
    assert story(source) == PARTS
    assert before_breaks(source) == [PARTS[4][:20]]


# ---- Word


def body_of(parts):
    return "".join(map(word_paragraph, parts))


def test_a_word_draft_with_styles(tmp_path):
    body = word_paragraph("The Crossing", "Title") + word_paragraph("Low Water", "Heading1") + body_of(PARTS[:4])
    body += word_paragraph("Chapter 2") + body_of(PARTS[4:]) + word_paragraph("THE END")
    source = read(tmp_path / "a.docx", docx(body))
    assert source.format == "docx"
    assert source.metadata.title == "The Crossing"
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing"]
    assert of_kind(source, BlockKind.HEADING) == ["Low Water", "Chapter 2"]
    assert of_kind(source, BlockKind.END) == ["THE END"]
    assert story(source) == PARTS


def test_tracked_deletions_are_gone_and_insertions_stay(tmp_path):
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText xml:space="preserve">never </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="a">{run("always ")}</w:ins>'
    comment = '<w:commentRangeStart w:id="0"/>'
    body = word_paragraph(run("She ") + deleted + inserted + comment + run("waited.")) + body_of(PARTS)
    assert story(read(tmp_path / "a.docx", docx(body))) == ["She always waited.", *PARTS]


@pytest.mark.parametrize(
    "mark",
    [word_paragraph(""), word_paragraph("***"), word_paragraph("#"), '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'],
)
def test_scene_breaks_of_word_drafts(tmp_path, mark):
    source = read(tmp_path / "a.docx", docx(body_of(PARTS[:4]) + mark + body_of(PARTS[4:])))
    assert story(source) == PARTS
    assert before_breaks(source) == [PARTS[4][:20]] or len(of_kind(source, BlockKind.SCENE_BREAK)) == 1


def test_properties_of_the_document_are_metadata(tmp_path):
    core = (
        '<?xml version="1.0"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Crossing</dc:title><dc:creator>Ada '
        "Quay</dc:creator></cp:coreProperties>"
    )
    metadata = read(tmp_path / "a.docx", docx(body_of(PARTS), extra={"docProps/core.xml": core})).metadata
    assert (metadata.title, metadata.authors) == ("The Crossing", ("Ada Quay",))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"this is no archive", "broken"),
        (docx(body_of(PARTS))[:-100], "broken"),
        (docx("<w:p><w:unclosed></w:p>"), "broken"),
        (docx(""), "no text"),
        (docx(word_paragraph("") * 3), "no text"),
        (docx(body_of(PARTS), extra={"word/comments.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "entities"),
    ],
)
def test_word_documents_that_are_refused(tmp_path, data, words):
    with pytest.raises(InputError, match=words) as error:
        load(write(tmp_path / "a.docx", data))
    assert "\n" not in str(error.value)
