"""Plain text: front matter, headings, breaks, notes, ends, frames; planted things are found again."""

import pytest
from source_builders import before_breaks, check_blocks, of_kind, paragraphs, story

from undertow.source.load import load_text
from undertow.source.values import BlockKind

PARTS = paragraphs(8)


def read(text):
    source = load_text(text)
    check_blocks(source)
    return source


def joined(parts):
    return "\n\n".join(parts)


# ---- title and byline


def test_the_founding_case_a_title_a_blank_line_and_text():
    source = read("The Crossing\n\n" + joined(PARTS))
    assert source.metadata.title == "The Crossing"
    assert of_kind(source, BlockKind.TITLE) == ["The Crossing"]
    assert story(source) == PARTS


@pytest.mark.parametrize(
    ("head", "title", "authors"),
    [
        ("The Crossing\nby Ada Quay\n\n", "The Crossing", ("Ada Quay",)),
        ("The Crossing\n\nby Ada Quay\n\n", "The Crossing", ("Ada Quay",)),
        ("THE CROSSING\n\n\nBy\n\nADA QUAY\n\n\n", "THE CROSSING", ("ADA QUAY",)),
        ("The Crossing by Ada Quay\n\n", "The Crossing", ("Ada Quay",)),
        ("Title: The Crossing\nAuthor: Ada Quay\n\n", "The Crossing", ("Ada Quay",)),
        ("What the Water Wanted?\n\n", "What the Water Wanted?", ()),
        ("# The Crossing #\n\n", "The Crossing", ()),
    ],
)
def test_titles_and_bylines(head, title, authors):
    source = read(head + joined(PARTS))
    assert (source.metadata.title, source.metadata.authors) == (title, authors)
    assert story(source) == PARTS


@pytest.mark.parametrize(
    "first",
    [
        "She did not look up.",
        "“Come in,” he said.",
        "12 October 1911",
        "Dear Mother,",
        '"Who is it?" she asked.',
        "He ran:",
    ],
)
def test_a_first_sentence_is_no_title(first):
    source = read(joined([first, *PARTS]))
    assert source.metadata.title == ""
    assert story(source) == [first, *PARTS]


def test_a_title_directly_above_the_text_is_found_by_its_capitals():
    source = read("The Crossing\n" + "\n".join(PARTS))
    assert source.metadata.title == "The Crossing"
    assert story(source) == PARTS


def test_dedication_and_epigraph_before_the_first_chapter_are_no_story():
    text = "THE CROSSING\n\nBy Ada Quay\n\nTo my mother\n\n“All water is one water.”\n\nCHAPTER I\n\n" + joined(PARTS)
    source = read(text)
    assert of_kind(source, BlockKind.NOTE) == ["To my mother", "“All water is one water.”"]
    assert story(source) == PARTS


def test_a_long_prologue_without_heading_is_story():
    source = read(joined([*paragraphs(10), "Chapter 1", *PARTS]))
    assert story(source) == paragraphs(10) + PARTS


# ---- headings


@pytest.mark.parametrize(
    "heading",
    [
        "Chapter 1",
        "CHAPTER I.",
        "Chapter One",
        "Chapter Twenty-Three",
        "CHAPTER THE LAST",
        "Chapter 3: Low Water",
        "Chapter 3 - Low Water",
        "CHAPTER XIV. IN WHICH NOBODY DROWNS",
        "Chapter XIV — Low Water",
        "Ch. 4",
        "Chapter 2/10",
        "Chapter 2 of 10: Low Water",
        "Part Two",
        "PART THE SECOND",
        "BOOK III",
        "Volume II",
        "Prologue",
        "EPILOGUE",
        "The Epilogue",
        "Interlude: Gulls",
        "The Crossing - Chapter 3",
        "The Crossing, Chapter Three",
        "~ Chapter 3 ~",
        "*** Chapter Three ***",
        "**Chapter 3**",
        "== Part I ==",
        "Act II, Scene 1",
        "Letter IV",
        "Stave One",
    ],
)
def test_chapter_headings(heading):
    source = read(joined([*PARTS[:4], heading, *PARTS[4:]]))
    assert of_kind(source, BlockKind.HEADING) == [heading]
    assert story(source) == PARTS


@pytest.mark.parametrize(
    "sentence",
    [
        "Part of her wanted to stay.",
        "Chapter and verse, he knew it all.",
        "Part one of the plan was simple, and she knew it.",
        "Book two seats on the night train.",
        "Act one way and think another.",
        "Section by section they took the wall down.",
        "I",
        "Prologue and epilogue were all he ever read.",
        "Letters came every day.",
        "Introduction was not what he had asked for.",
    ],
)
def test_sentences_that_begin_like_headings_are_story(sentence):
    source = read(joined([*PARTS[:4], sentence, *PARTS[4:]]))
    assert of_kind(source, BlockKind.HEADING) == []
    assert story(source) == [*PARTS[:4], sentence, *PARTS[4:]]


@pytest.mark.parametrize(
    "numbers", [("I", "II", "III"), ("1", "2", "3"), ("One", "Two", "Three"), ("1.", "2.", "3."), ("~1~", "~2~", "~3~")]
)
def test_bare_numbers_in_a_row_are_headings(numbers):
    text = joined([joined([number, *paragraphs(4, start=4 * i)]) for i, number in enumerate(numbers)])
    source = read(text)
    assert tuple(of_kind(source, BlockKind.HEADING)) == numbers
    assert story(source) == paragraphs(12)


def test_a_one_alone_at_the_start_is_a_heading():
    for number in ("1", "I", "1."):
        assert of_kind(read(joined([number, *PARTS])), BlockKind.HEADING) == [number]
        assert of_kind(read(joined(["The Crossing", number, *PARTS])), BlockKind.HEADING) == [number]


def test_roman_ten_is_a_number_among_numbers_and_a_break_alone():
    numbers = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]
    source = read(joined([joined([number, *paragraphs(2, start=2 * i)]) for i, number in enumerate(numbers)]))
    assert of_kind(source, BlockKind.HEADING) == numbers
    assert of_kind(read(joined([*PARTS[:4], "X", *PARTS[4:]])), BlockKind.SCENE_BREAK) == ["X"]


def test_numbered_titles_in_a_row_are_headings():
    source = read(joined(["1. Low Water", *PARTS[:4], "2. High Water", *PARTS[4:]]))
    assert of_kind(source, BlockKind.HEADING) == ["1. Low Water", "2. High Water"]


def test_numbers_inside_of_numbered_chapters_are_breaks():
    text = joined(["Chapter 1", "1", *PARTS[:2], "2", *PARTS[2:4], "Chapter 2", "1", *PARTS[4:6], "2", *PARTS[6:]])
    source = read(text)
    assert of_kind(source, BlockKind.HEADING) == ["Chapter 1", "Chapter 2"]
    assert of_kind(source, BlockKind.SCENE_BREAK) == ["1", "2", "1", "2"]


@pytest.mark.parametrize("title", ["Low Water", "LOW WATER", "The Man with the Hat", "“LOW WATER”"])
def test_the_title_of_a_chapter_may_stand_below_its_number(title):
    source = read(joined(["CHAPTER I", title, *PARTS]))
    assert of_kind(source, BlockKind.HEADING) == ["CHAPTER I", title]
    assert story(source) == PARTS


def test_a_short_first_sentence_below_a_heading_is_story():
    source = read(joined(["Chapter 1", "She ran.", *PARTS]))
    assert story(source) == ["She ran.", *PARTS]


def test_a_table_of_contents_is_no_row_of_headings():
    contents = ["CONTENTS", *(f"CHAPTER {n}. Low Water" for n in ("I", "II", "III"))]
    body = [
        part
        for i, n in enumerate(("I", "II", "III"))
        for part in (f"CHAPTER {n}. Low Water", *paragraphs(4, start=4 * i))
    ]
    for separator in ("\n\n", "\n"):
        source = read("THE CROSSING\n\nby Ada Quay\n\n" + separator.join(contents) + "\n\n" + joined(body))
        assert len(of_kind(source, BlockKind.HEADING)) == 3
        assert story(source) == paragraphs(12)


def test_headings_in_capitals_without_a_number_are_found_where_there_are_several():
    text = joined(
        [
            part
            for i, title in enumerate(("LOW WATER", "THE HAT", "HOME"))
            for part in (title, *paragraphs(10, start=10 * i))
        ]
    )
    source = read("The Crossing\n\n" + text)
    assert of_kind(source, BlockKind.HEADING) == ["LOW WATER", "THE HAT", "HOME"]


def test_a_single_line_in_capitals_is_a_sign():
    source = read(joined([*PARTS[:4], "NO LANDING", *PARTS[4:]]))
    assert "NO LANDING" in story(source)


# ---- scene breaks


@pytest.mark.parametrize(
    "mark",
    [
        "***", "* * *", "*", "* * * * *", "~", "~~~", "~*~", "~*~*~", "---", "-----", "–––", "—", "===", "___", "#",
        "###", "# # #", "•", "• • •", "⁂", "⁂ ⁂", "....", ". . .", "···", "-x-", "x", "xxx", "XXX", "xXx", "oOo",
        "ooo", "o0o", "-o-", "-oOo-", "~oOo~", "o O o", "X X X", "-X-X-X-", "+++", "^^^", "§", "❦", "◇", "<><><>",
        "-*-", "=/=", "%%%", "*~*~*", "~.~.~", "[scene break]", "(line break)", "*scene change*", "-TIME SKIP-",
        "LINE BREAK", "~*~ Later ~*~", "*** Draco ***", "--- Two Weeks Earlier ---", "Marian's POV",
        "**Marian's POV**", "[Flashback]", "------------------------------", "_________________", "x-x-x-x",
        "0-0-0",
    ],
)  # fmt: skip
def test_the_catalogue_of_scene_breaks(mark):
    source = read(joined([*PARTS[:4], mark, *PARTS[4:]]))
    assert of_kind(source, BlockKind.SCENE_BREAK) == [mark]
    assert story(source) == PARTS


@pytest.mark.parametrize(
    "words",
    [
        "“...”",
        "?!",
        "“—”",
        "Oh.",
        "Ooo.",
        "No!",
        "xoxo",
        "Ox.",
        "*gasp*",
        "~sigh~",
        "“***!”",
        "(He did.)",
        "100",
        "...and then...",
        "-- so --",
        "“XXX,”",
    ],
)
def test_what_is_said_or_done_is_no_scene_break(words):
    source = read(joined([*PARTS[:4], words, *PARTS[4:]]))
    assert of_kind(source, BlockKind.SCENE_BREAK) == []
    assert words in story(source)


def test_extra_blank_lines_are_breaks():
    source = read(joined(PARTS[:4]) + "\n\n\n\n" + joined(PARTS[4:]))
    assert before_breaks(source) == [PARTS[4][:20]]


def test_blank_lines_are_breaks_where_paragraphs_have_none():
    source = read("\n".join(PARTS[:4]) + "\n\n" + "\n".join(PARTS[4:]))
    assert story(source) == PARTS
    assert before_breaks(source) == [PARTS[4][:20]]


def test_blank_lines_that_fall_as_they_fall_are_no_breaks():
    parts = paragraphs(24)
    text = "".join(part + ("\n\n" if i % 2 else "\n") for i, part in enumerate(parts))
    source = read(text)
    assert story(source) == parts
    assert before_breaks(source) == []


@pytest.mark.parametrize(
    "line",
    ["Three weeks later", "Later that night", "The next morning", "Monday, 4 June", "12 October 1911", "Meanwhile"],
)
def test_a_line_that_moves_the_clock_opens_a_scene_and_is_story(line):
    source = read(joined([*PARTS[:4], line, *PARTS[4:]]))
    assert line in story(source)
    assert before_breaks(source) == [line[:20]]


# ---- ends


@pytest.mark.parametrize(
    "mark",
    [
        "The End",
        "THE END.",
        "~ fin ~",
        "Fin.",
        "END",
        "~The End~",
        "-end-",
        "(end)",
        "FINIS",
        "To be continued...",
        "TBC",
        "*** The End ***",
        "End of Part One",
        "The End?",
    ],
)
def test_end_marks(mark):
    source = read(joined([*PARTS, mark]))
    assert of_kind(source, BlockKind.END) == [mark]
    assert story(source) == PARTS


def test_a_person_called_fin_is_no_end():
    text = joined([*PARTS[:2], "Fin", *paragraphs(20, start=8)])
    assert of_kind(read(text), BlockKind.END) == []


def test_what_follows_the_end_is_a_note():
    source = read(joined([*paragraphs(20), "The End", "I wrote this on a train and I am sorry about the gulls."]))
    assert story(source) == paragraphs(20)
    assert of_kind(source, BlockKind.NOTE) == ["I wrote this on a train and I am sorry about the gulls."]


def test_the_end_of_a_part_does_not_end_the_story():
    source = read(joined([*PARTS[:4], "END OF PART ONE", "PART TWO", *PARTS[4:]]))
    assert story(source) == PARTS


def test_what_follows_the_end_of_a_part_is_story():
    for mark in ("End of Part One", "To be continued..."):
        source = read(joined([*paragraphs(20), mark, *PARTS[:2]]))
        assert len(story(source)) == 22


# ---- notes


@pytest.mark.parametrize(
    "note",
    [
        "A/N: I wrote this on a train.",
        "AN: hello again!",
        "(A/N: please review)",
        "**A/N** sorry for the wait",
        "Author's Note: the gulls are real.",
        "Author’s note – the gulls are real.",
        "Disclaimer: I own nothing.",
        "DISCLAIMER: not mine.",
        "I don't own any of these characters, only the ferry.",
    ],
)
def test_author_notes_are_not_story(note):
    for parts in ([note, *PARTS], [*PARTS, note], ["The Crossing", note, *PARTS], ["Chapter 1", note, *PARTS]):
        source = read(joined(parts))
        assert note in of_kind(source, BlockKind.NOTE)
        assert story(source) == PARTS


def test_a_note_in_the_middle_is_one_paragraph():
    source = read(joined([*PARTS[:4], "(A/N: imagine a ferry here)", *PARTS[4:]]))
    assert of_kind(source, BlockKind.NOTE) == ["(A/N: imagine a ferry here)"]
    assert story(source) == PARTS


def test_a_long_note_at_the_end_goes_on_to_the_end():
    notes = ["A/N: That was it.", "My sister read it on the bus.", "She says it needs more ferries."]
    source = read(joined([*paragraphs(20), *notes]))
    assert of_kind(source, BlockKind.NOTE) == notes


def test_a_note_near_the_end_does_not_take_the_end_of_the_story_with_it():
    parts = paragraphs(24)
    for note in ("(A/N: imagine a ferry here)", "A/N: imagine a ferry here."):
        source = read(joined([*parts[:19], note, *parts[19:]]))
        assert story(source) == parts


def test_a_label_alone_takes_the_next_paragraph():
    source = read(joined(["The Crossing", "Author's Note:", "My sister made me do it.", "***", *PARTS]))
    assert of_kind(source, BlockKind.NOTE) == ["Author's Note:", "My sister made me do it."]
    assert story(source) == PARTS


@pytest.mark.parametrize(
    "words",
    ["Note: buy milk.", "I don't own a car.", "An: what a name.", "Summary of the day.", "Authors note everything."],
)
def test_what_only_looks_like_a_note_is_story(words):
    source = read(joined([*PARTS[:4], words, *PARTS[4:]]))
    assert words in story(source)


def test_a_fan_fiction_header_goes_to_the_metadata():
    header = (
        "Title: The Crossing\nAuthor: quay\nRating: PG-13\nFandom: The Ferry Papers\nPairing: "
        "Marian/Hat\nSummary: A ferry,\na hat.\nWord count: 1,200\nBeta: nobody"
    )
    for text in (
        header,
        header.replace("\nA", "\n\nA").replace("\nR", "\n\nR").replace("\nF", "\n\nF").replace("\nP", "\n\nP"),
    ):
        source = read(text + "\n\n" + joined(PARTS))
        metadata = source.metadata
        assert (metadata.title, metadata.authors, metadata.rating) == ("The Crossing", ("quay",), "PG-13")
        assert metadata.fandoms == ("The Ferry Papers",)
        assert metadata.relationships == ("Marian/Hat",)
        assert metadata.summary == "A ferry, a hat."
        assert metadata.n_words == 1200
        assert metadata.other["beta"] == "nobody"
        assert story(source) == PARTS


# ---- frames

GUTENBERG = """The Project Gutenberg eBook of The Crossing

This ebook is for the use of anyone anywhere in the United States.

Title: The Crossing

Author: Ada Quay

Release Date: June 1, 2001 [eBook #999]

Language: English

Credits: Somebody and
        Somebody Else

*** START OF THE PROJECT GUTENBERG EBOOK THE CROSSING ***

Produced by Somebody

{body}

*** END OF THE PROJECT GUTENBERG EBOOK THE CROSSING ***

Updated editions will replace the previous one.

Section 1. General Terms of Use
"""


def test_gutenberg_header_and_licence_are_kept_apart():
    body = joined(["THE CROSSING", "by Ada Quay", "CHAPTER I", "[Illustration: a gull]", *PARTS])
    text = GUTENBERG.format(body=body)
    source = read(text)
    assert source.text == text
    assert story(source) == PARTS
    assert of_kind(source, BlockKind.TITLE) == ["THE CROSSING", "by Ada Quay"]
    assert "[Illustration: a gull]" in of_kind(source, BlockKind.BOILERPLATE)
    metadata = source.metadata
    assert (metadata.title, metadata.authors, metadata.language) == ("The Crossing", ("Ada Quay",), "English")
    assert metadata.origin == "Project Gutenberg"
    assert metadata.url == "https://www.gutenberg.org/ebooks/999"
    assert metadata.other["Credits"] == "Somebody and Somebody Else"
    assert metadata.published == "June 1, 2001"


def test_the_old_small_print_is_a_header_too():
    text = (
        "The Project Gutenberg Etext of The Crossing\n\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN "
        "ETEXTS*Ver.04.29.93*END*\n\n"
    )
    text += joined(PARTS) + "\n\nEnd of the Project Gutenberg Etext of The Crossing\n"
    source = read(text)
    assert story(source) == PARTS


def test_a_story_about_gutenberg_is_a_story():
    parts = [
        "The Project Gutenberg reading group met on Mondays.",
        *PARTS,
        "That was the end of Project Gutenberg for her.",
    ]
    assert story(read(joined(parts))) == parts


def test_eltec_names_are_put_right():
    source = read("The Crossing : ELTeC edition\n\nby Quay, Ada (1818-1848)\n\n\nCHAPTER I.\n\n" + joined(PARTS))
    assert (source.metadata.title, source.metadata.authors, source.metadata.origin) == (
        "The Crossing",
        ("Ada Quay",),
        "ELTeC",
    )


# ---- small things


def test_one_sentence_is_a_story():
    for text in ("She left.", "She left", "Chapter 1", "THE END", "Marian"):
        assert story(read(text)) == [text]


def test_invisible_lines_separate_and_are_kept():
    source = read(PARTS[0] + "\n\u200b\n" + PARTS[1])
    assert story(source) == PARTS[:2]
    assert of_kind(source, BlockKind.BOILERPLATE) == ["\u200b"]


def test_line_ends_and_bom_are_normalised():
    source = read("\ufeff" + PARTS[0] + "\r\n\r\n" + PARTS[1] + "\r\r" + PARTS[2])
    assert source.text == "\n\n".join(PARTS[:3])
