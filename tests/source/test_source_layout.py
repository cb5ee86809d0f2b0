"""Paragraphs that are laid out in each of the ways plain text comes in are read as the same paragraphs."""

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_builders import before_breaks, check_blocks, paragraphs, story

from undertow.errors import InputError
from undertow.source.load import load_text

SENTENCE = """water hat ferry gull rope she he was the and of quay ticket morning looked away without a word because
it rained so extraordinarily long I am at"""
WORDS = SENTENCE.split()
FEW = settings(max_examples=40)
ENDS = (".", "!", "?", ".”", "?”")


@st.composite
def prose(draw, *, n_min=4, n_max=12, shortest=20, longest=90):
    """Paragraphs of made-up sentences, each with a number of its own, so that none repeats."""
    shape = st.tuples(
        st.integers(shortest, longest), st.integers(1, len(WORDS) - 1), st.booleans(), st.sampled_from(ENDS)
    )
    found = []
    for i, (n_words, step, opens, end) in enumerate(draw(st.lists(shape, min_size=n_min, max_size=n_max))):
        words = [WORDS[(i + step * k + k // 7) % len(WORDS)] for k in range(n_words)]
        found.append(f"{'“' if opens else ''}{words[0].capitalize()} {' '.join(words[1:])} {i}{end}")
    return found


def fill(part, width, first="", rest=""):
    return textwrap.fill(
        part, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def with_short_last_line(part, width):
    """Drop words until the last line is short: one that happens to be full shows nothing, and nobody could tell."""
    words = part.split()
    while len(fill(" ".join(words), width).split("\n")[-1]) >= 0.7 * width:
        del words[1]
    return " ".join(words)


def reads(text):
    source = load_text(text, force=True)
    check_blocks(source)
    return source


@FEW
@given(prose(shortest=2), st.integers(1, 3))
def test_blank_lines_between_unwrapped_paragraphs(parts, blank):
    parts = ["The river was wide and slow.", *parts]
    assert story(reads(("\n" * (blank + 1)).join(parts))) == parts


@FEW
@given(prose(n_min=3, shortest=25), st.integers(50, 90))
def test_blank_lines_between_wrapped_paragraphs(parts, width):
    source = reads("\n\n".join(fill(part, width) for part in parts))
    assert story(source) == parts
    assert "blank lines" in source.layout


@FEW
@given(prose(shortest=3))
def test_one_paragraph_a_line(parts):
    parts = ["The river was wide and slow.", *parts]
    assert story(reads("\n".join(parts))) == parts


@FEW
@given(prose(n_min=5, shortest=25), st.integers(50, 90), st.sampled_from(("\t", "  ", "    ", "\u3000", "     ")))
def test_indented_paragraphs(parts, width, indent):
    source = reads("\n".join(fill(part, width, first=indent) for part in parts))
    assert story(source) == parts
    assert "indented" in source.layout


@FEW
@given(prose(shortest=3), st.sampled_from(("\t", "    ")))
def test_indented_paragraphs_a_line(parts, indent):
    parts = ["The river was wide and slow.", *parts]
    assert story(reads("\n".join(indent + part for part in parts))) == parts


@FEW
@given(prose(n_min=6, shortest=30), st.integers(60, 80))
def test_wrapped_without_any_mark_but_short_last_lines(parts, width):
    parts = [with_short_last_line(part, width) for part in parts]
    laid = [fill(part, width) for part in parts]
    source = reads("\n".join(laid))
    assert story(source) == parts
    assert "short last line" in source.layout


@FEW
@given(prose(n_min=5, shortest=25), st.integers(60, 80))
def test_a_scene_break_by_a_blank_line_among_indented_paragraphs(parts, width):
    laid = [fill(part, width, first="   ") for part in parts]
    source = reads("\n".join(laid[:-2]) + "\n\n" + "\n".join(laid[-2:]))
    assert story(source) == parts
    assert before_breaks(source) == [parts[-2][:20]]


@FEW
@given(prose(n_min=8, n_max=14, shortest=40), st.integers(55, 75))
def test_lines_with_a_blank_line_after_each(parts, width):
    laid = ["\n\n".join(fill(part, width).split("\n")) for part in parts]
    assert story(reads("\n\n\n".join(laid))) == parts


@pytest.mark.parametrize("order", [1, -1])
def test_each_chapter_is_decided_for_itself(order):
    """One chapter wrapped with blank lines, one a paragraph a line, one indented."""
    chapters = [
        "\n\n".join(fill(part, 60) for part in paragraphs(24)),
        "\n".join(paragraphs(40, start=24)),
        "\n".join(fill(part, 60, first="    ") for part in paragraphs(24, start=64)),
    ]
    laid = chapters[::order]
    source = reads("".join(f"Chapter {i}\n\n{chapter}\n\n" for i, chapter in enumerate(laid, 1)))
    expected = [paragraphs(24), paragraphs(40, start=24), paragraphs(24, start=64)][::order]
    assert story(source) == [part for chapter in expected for part in chapter]
    assert "of 3 parts" in source.layout


def test_marks_stand_alone_in_every_layout():
    parts = paragraphs(8)
    for lay in (
        lambda x: "\n\n".join(fill(p, 60) for p in x),
        "\n".join,
        lambda x: "\n".join(fill(p, 60, first="   ") for p in x),
    ):
        source = reads(f"{lay(parts[:4])}\n* * *\n{lay(parts[4:])}\nTHE END")
        assert story(source) == parts
        assert [block.kind.value for block in source.blocks if block.kind.value != "paragraph"] == [
            "scene_break",
            "end",
        ]


def test_verse_in_a_wrapped_text_stays_together():
    parts = [fill(part, 70) for part in paragraphs(12)]
    verse = (
        "The ferry is a lazy thing,\nIt loves the other shore,\nAnd when it comes to fetch you home\nYou are "
        "not home any more."
    )
    source = reads("\n\n".join([*parts[:6], verse, *parts[6:]]))
    assert " ".join(verse.split()) in story(source)


@settings(max_examples=300)
@given(st.text(max_size=400))
def test_no_text_breaks_the_promises(text):
    try:
        source = load_text(text, force=True)
    except InputError:
        return
    check_blocks(source)


LINE = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "  ",
            "***",
            "* * *",
            "Chapter 1",
            "CONTENTS",
            "I",
            "II",
            "III",
            "A/N: hi",
            "Title: x",
            "Rating: T",
            "THE END",
            "by Ada Quay",
            "\u200b",
            "\x0c",
        ]
    ),
    st.sampled_from(paragraphs(8)),
    st.text(max_size=30),
)


@settings(max_examples=300)
@given(st.lists(LINE, max_size=40))
def test_no_arrangement_of_lines_breaks_the_promises(lines):
    try:
        source = load_text("\n".join(lines), force=True)
    except InputError:
        return
    check_blocks(source)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "word " * 2_000_000,
        "x" * 10_000_000,
        "\n" * 3_000_000 + "She left the house and did not look back at it once.",
        " " * 10_000_000 + "She left.",
        "* " * 5_000_000 + "\nShe left.",
        "“Oh,” she said.\n" * 100_000,
        "- " * 3_000_000 + "\nShe left.",
        ("a" * 60 + "\n") * 150_000,
        "CHAPTER I\n" * 30_000 + "She left.",
    ],
    ids=["one line", "one word", "blank lines", "blanks", "asterisks", "short lines", "dashes", "wrapped", "headings"],
)
def test_large_texts_take_seconds(text):
    start = time.process_time()
    check_blocks(load_text(text, force=True))
    assert time.process_time() - start < 15
