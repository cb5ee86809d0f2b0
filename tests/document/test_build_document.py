import numpy as np
import pytest
from document_sources import source_of
from hypothesis import given
from hypothesis import strategies as st

from undertow.document.build import build_document
from undertow.errors import InputError
from undertow.source import Block, BlockKind, Source


def texts(document, ranges):
    return [document.span(a, b).text for a, b in ranges.tolist()]


def test_only_paragraphs_have_tokens():
    document = build_document(source_of("= A Title", "~ Disclaimer: none.", "One.", "~ Note.", "Two.", "@ THE END"))
    assert document.words() == ["One", ".", "Two", "."]
    assert texts(document, document.paragraphs) == ["One.", "Two."]


def test_the_text_is_the_source_to_the_character():
    source = source_of("= A Title", "One\ttwo.  Three")
    document = build_document(source)
    assert document.text is source.text
    assert document.span(0, 3).text == "One\ttwo."


def test_scene_breaks_and_invisible_breaks_open_scenes():
    document = build_document(source_of("One.", "* * *", "Two.", "Three.", "Four.", breaks={4}))
    assert texts(document, document.scenes) == ["One.", "Two.\n\nThree.", "Four."]
    assert document.chapters.tolist() == [[0, document.n_tokens]]


def test_a_break_on_the_mark_itself_or_on_a_note_counts_once():
    document = build_document(source_of("One.", "* * *", "~ A note.", "* * *", "Two.", breaks={1, 2, 4}))
    assert texts(document, document.scenes) == ["One.", "Two."]


def test_a_break_before_the_first_or_after_the_last_paragraph_opens_nothing():
    document = build_document(source_of("* * *", "One.", "* * *", breaks={0, 1}))
    assert len(document.scenes) == 1


def test_headings_open_chapters_and_chapters_open_scenes():
    document = build_document(source_of("Before.", "# Chapter I", "One.", "* * *", "Two.", "# Chapter II", "Three."))
    assert document.chapter_titles == ("", "Chapter I", "Chapter II")
    assert texts(document, document.chapters) == ["Before.", "One.\n\n* *\n\nTwo.", "Three."]
    assert texts(document, document.scenes) == ["Before.", "One.", "Two.", "Three."]


def test_consecutive_headings_are_one_title():
    document = build_document(
        source_of("# PART ONE", "# Chapter I\nThe  Bell", "One.", "# Chapter II", "~ Note.", "Two.")
    )
    assert document.chapter_titles == ("PART ONE — Chapter I The Bell", "Chapter II")


def test_a_story_without_headings_is_one_chapter_without_title():
    document = build_document(source_of("One.", "Two."))
    assert document.chapter_titles == ("",)
    assert document.chapters.tolist() == [[0, 4]]


def test_a_heading_with_nothing_behind_it_opens_nothing():
    assert build_document(source_of("# I", "One.", "# II")).chapter_titles == ("I",)


def test_blocks_without_a_token_vanish():
    text = "One.\n\n \n\nTwo."
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, 4),
        Block(BlockKind.PARAGRAPH, 5, 7, break_before=True),
        Block(BlockKind.PARAGRAPH, 9, 13),
    )
    document = build_document(Source(text, blocks))
    assert texts(document, document.paragraphs) == ["One.", "Two."]
    assert texts(document, document.scenes) == ["One.", "Two."]


@pytest.mark.parametrize(
    "source",
    [Source("", ()), Source("  \n ", (Block(BlockKind.PARAGRAPH, 0, 4),)), source_of("# Chapter I", "~ Note.")],
)
def test_an_empty_story_is_an_input_error(source):
    with pytest.raises(InputError, match="no story"):
        build_document(source)


def test_a_line_of_ten_million_characters_is_read():
    text = ("She said, “No.” He left at once, and nobody ever knew why -- not even Mr. Bell. " * 130_000).strip()
    assert len(text) > 10_000_000
    document = build_document(Source(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),)))
    assert len(document.sentences) == 2 * 130_000


def test_columns_are_of_the_documented_types():
    document = build_document(source_of("# I", "One.", "* * *", "Two."))
    for column in (document.token_start, document.token_end, document.sentences, document.paragraphs, document.scenes):
        assert column.dtype == np.int32


PART = st.one_of(
    st.sampled_from(["# I", "* * *", "~ Note", "@ THE END", "= T"]),
    st.text(
        alphabet=st.one_of(st.sampled_from("ab .!?\"'“”’-—_\n\t\u200b"), st.characters(codec=None)),
        min_size=1,
        max_size=40,
    ),
)


@given(st.lists(PART, max_size=8), st.sets(st.integers(0, 7)))
def test_every_level_tiles_the_one_below_and_spans_are_their_text(parts, breaks):
    parts = [part.strip() for part in parts if part.strip()]
    source = source_of(*parts, breaks=breaks)
    if not any(block.kind is BlockKind.PARAGRAPH for block in source.blocks):
        with pytest.raises(InputError):
            build_document(source)
        return
    document = build_document(source)
    below = {(i, i + 1) for i in range(document.n_tokens)}
    for level in (document.sentences, document.paragraphs, document.scenes, document.chapters):
        starts, ends = level.T.tolist()
        assert starts == [0, *ends[:-1]]
        assert ends[-1] == document.n_tokens
        assert set(starts) <= {a for a, _ in below}
        assert all(a < b for a, b in zip(starts, ends, strict=True))
        below = set(zip(starts, ends, strict=True))
        for start, end in below:
            span = document.span(start, end)
            assert document.text[span.start_char : span.end_char] == span.text
            assert "".join(span.text.split()).startswith(document.word(start))
    assert len(document.chapter_titles) == len(document.chapters)
    for i in range(document.n_tokens):
        word = document.word(i)
        assert word
        assert not any(map(str.isspace, word))
        assert document.token_at(int(document.token_start[i])) == i
