"""Quotations: planted ones are found again in every style; what is not speech is left out; a lost mark harms little."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.document.values import Document
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.values import Layers, Quotations
from undertow.source.values import Block, BlockKind, Source

STYLES = {
    "double curly": ("“", "”"),
    "double straight": ('"', '"'),
    "single curly": ("‘", "’"),
    "single straight": ("'", "'"),
    "guillemets": ("«", "»"),
    "reversed guillemets": ("»", "«"),
    "low-high": ("„", "“"),
    "double backticks": ("``", "''"),
}


def document_of(text: str) -> Document:
    """A document of blank-line paragraphs whose tokens are the words between blanks."""
    starts, ends, paragraphs, at = [], [], [], 0
    for paragraph in text.split("\n\n"):
        first = len(starts)
        place = at
        for word in paragraph.split():
            place = text.index(word, place)
            starts.append(place)
            ends.append(place + len(word))
            place += len(word)
        if len(starts) > first:
            paragraphs.append((first, len(starts)))
        at += len(paragraph) + 2
    tiles = np.array(paragraphs, np.int32).reshape(-1, 2)
    whole = np.array([(0, len(starts))], np.int32)
    source = Source(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))
    return Document(source, np.array(starts, np.int32), np.array(ends, np.int32), tiles, tiles, whole, whole, ("",))


def find(text: str) -> Quotations:
    return QuotationAnnotator()(document_of(text), Layers())


def said(text: str) -> list[str]:
    quotations = find(text)
    pairs = zip(quotations.part_start_char.tolist(), quotations.part_end_char.tolist(), strict=True)
    return [text[a:b] for a, b in pairs]


def grouped(text: str) -> list[list[str]]:
    quotations, words = find(text), said(text)
    groups: list[list[str]] = [[] for _ in range(len(quotations))]
    for quotation, part in zip(quotations.part_quotation.tolist(), words, strict=True):
        groups[quotation].append(part)
    return groups


LINES = st.sampled_from(
    [
        "I can't come.",
        "Where is the dogs' dinner?",
        "We shan't, then!",
        "It isn't Anna's hat, is it?",
        "You must go home at once, and stay there until I send for you.",
        "Never--never in my life.",
        "Well, well …",
        "The brothers' boat went down o' Tuesday.",
        "No.",
    ]
)
FRAMES = st.sampled_from(
    [
        "{q}",
        "{q} said Tom.",
        "{q} she asked, and shut the door of the girls' room.",
        "Tom turned round. {q}",
        "She looked at him and said, {q}",
        "{q} The rain hadn't stopped. {q2}",
        "It was late. {q}",
    ]
)


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None, max_examples=60)
@given(plan=st.lists(st.tuples(FRAMES, LINES, LINES), min_size=1, max_size=8))
def test_planted_quotations_are_found_again(style: str, plan: list[tuple[str, str, str]]) -> None:
    left, right = STYLES[style]
    paragraphs, planted = ["The brothers' house stood at the end of the road. It wasn't large."], []
    for frame, line, second in plan:
        paragraphs.append(frame.format(q=left + line + right, q2=left + second + right))
        planted += [line, second] if "{q2}" in frame else [line]
    assert said("\n\n".join(paragraphs)) == planted


@pytest.mark.parametrize("dash", ["—", "―", "--"])
@settings(deadline=None, max_examples=60)
@given(plan=st.lists(LINES, min_size=3, max_size=8), told=st.lists(st.integers(0, 8), max_size=3))
def test_planted_lines_after_dashes_are_found_again(dash: str, plan: list[str], told: list[int]) -> None:
    paragraphs = ["The brothers' house stood at the end of the road.", *(dash + line for line in plan)]
    for place in told:
        paragraphs.insert(min(place, len(paragraphs)), "It wasn't large.")
    assert said("\n\n".join(paragraphs)) == plan


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab C.,!?—-'\"“”‘’«»„`\n 5", max_size=120))
def test_any_text_gives_ordered_parts_inside_the_text(text: str) -> None:
    quotations = find(text)
    starts, ends = quotations.part_start_char, quotations.part_end_char
    assert (starts < ends).all()
    assert (ends[:-1] <= starts[1:]).all()
    assert (np.diff(quotations.part_quotation) >= 0).all()
    assert all(text[a:b] == text[a:b].strip() for a, b in zip(starts.tolist(), ends.tolist(), strict=True))


@pytest.mark.parametrize(("left", "right"), STYLES.values(), ids=STYLES.keys())
def test_a_cue_divides_one_quotation_into_parts(left: str, right: str) -> None:
    text = (
        f"{left}I think,{right} said Tom, {left}that we are late.{right}\n\n"
        f"{left}Yes.{right} She rose. {left}Come.{right}"
    )
    assert grouped(text) == [["I think,", "that we are late."], ["Yes."], ["Come."]]


def test_a_quotation_that_runs_over_paragraphs_is_one() -> None:
    text = "“One, and more.\n\n“Two, and more.\n\n“Three,” said Tom.\n\n“Four,” said Anna."
    assert grouped(text) == [["One, and more.", "Two, and more.", "Three,"], ["Four,"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Come here," said Tom. "Now! he added.\n\n"Why?" said Anna.', ["Come here,", "Now!", "Why?"]),
        ('"I am going, said Tom.\n\n"Then go," said Anna.', ["I am going,", "Then go,"]),
        ('Come here," said Tom.\n\n"Why?" said Anna.', ["Come here,", "Why?"]),
        ("“Come here, said Tom. “Now!”\n\n“Why?” said Anna.", ["Come here,", "Now!", "Why?"]),
        ("”Come here,” said Tom.\n\n“Why?“ said Anna.", ["Come here,", "Why?"]),
    ],
)
def test_a_missing_or_wrong_mark_harms_its_own_quotation_at_most(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He said ‘no,’ and left,” said Tom.", ["He said ‘no,’ and left,"]),
        ("‘He said “no,” and left,’ said Tom.", ["He said “no,” and left,"]),
        ("'It's \"Emma\" I want,' said Tom's son.", ['It\'s "Emma" I want,']),
        ("‘‘Tis mine,’ said Tom. ‘Give ’em back.’", ["‘Tis mine,", "Give ’em back."]),
        (
            "''Tis mine,' said Tom. 'Give 'em the boys' coats, goin' or comin'.'",
            ["'Tis mine,", "Give 'em the boys' coats, goin' or comin'."],
        ),
        ('"It is 6\' 2" tall," said Tom.\n\n"Oh," said Anna.', ["It is 6' 2\" tall,", "Oh,"]),
        ('The board was 5\' 10" long and the box 7" wide.', []),
        ("'Twas the boys' last day, and 'twas a good 'un.", []),
    ],
)
def test_nested_marks_apostrophes_and_inches_are_told_apart(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_two_styles_in_one_chapter_are_both_read() -> None:
    text = "“Come,” said Tom.\n\n‘Where?’ said Anna.\n\n\"Home,\" said Tom.\n\n«Why?» asked Anna.\n\n'Now,' said Tom."
    assert said(text) == ["Come,", "Where?", "Home,", "Why?", "Now,"]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “ghost” was a sheet on a line.",
        'She had read "Northanger Abbey" twice.',
        'The bottle was labelled "poison" in red ink.',
        "His 'friend' never wrote to him again.",
        'He was what his aunt called "a rising man" and nothing more.',
    ],
)
def test_titles_labels_and_scare_quotes_are_not_speech(text: str) -> None:
    assert said(text) == []


def test_a_letter_is_not_speech() -> None:
    text = (
        "The letter was as follows:--\n\n“My dear Anna,\n\n“I am well, and hope that you are well.\n\n"
        "“Yours ever,\n\n“T. Reed.”\n\n"
        "“What a letter!” said Anna."
    )
    assert said(text) == ["What a letter!"]


def test_dashes_open_speech_where_the_text_uses_them() -> None:
    text = "He looked out.\n\n—Come up, he called. Come up at once!\n\n—I can't, said Tom.\n\n—Then stay."
    assert said(text) == ["Come up,", "Come up at once!", "I can't,", "Then stay."]
    assert find(text).style == "dash"


def test_dashes_are_punctuation_where_quotation_marks_rule() -> None:
    text = "“Come,” he said.\n\n“No--never--at no time,” said Anna.\n\nHe went--slowly--away.\n\n“Well,” said Tom."
    assert said(text) == ["Come,", "No--never--at no time,", "Well,"]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_given_tokens_with_blanks_around_every_mark_are_read_by_turns(mark: str) -> None:
    lines = [
        f"{mark} Yes ? {mark}",
        "said Tom .",
        f"Anna looked up , and said , {mark} It is late . {mark}",
        f"{mark} Is it ? {mark}",
        "he asked , and went away .",
    ]
    document = Document.from_sentences([line.split() for line in lines])
    quotations = QuotationAnnotator()(document, Layers())
    pairs = zip(quotations.part_start_char.tolist(), quotations.part_end_char.tolist(), strict=True)
    assert [document.text[a:b] for a, b in pairs] == ["Yes ?", "It is late .", "Is it ?"]


def test_without_paragraphs_a_full_stop_ends_a_quotation_and_a_comma_does_not() -> None:
    lines = ["“ Yes , ” said Tom .", "“ No , ” said Anna , “ I will not . ”"]
    quotations = QuotationAnnotator()(Document.from_sentences([line.split() for line in lines]), Layers())
    assert quotations.part_quotation.tolist() == [0, 1, 1]


def test_dialogue_without_marks_gets_a_warning() -> None:
    quotations = find("I can't, he said. Why not, she asked.\n\nBecause, he said. It is late, Anna said.")
    assert len(quotations) == 0
    assert quotations.style == "none"
    assert any("without quotation marks" in warning for warning in quotations.warnings)


def test_a_text_without_dialogue_gets_none() -> None:
    assert find("It rained. The road was empty.").warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize("unit", ['"Yes," said Tom. ', "'Yes,' said Tom's son. ", '" ', "' ", "“", "-- "])
def test_time_is_linear_on_one_long_line(unit: str) -> None:
    def seconds(n: int) -> float:
        document = document_of((unit * (n // len(unit))).strip())
        start = time.perf_counter()
        QuotationAnnotator()(document, Layers())
        return time.perf_counter() - start

    small = seconds(100_000)
    assert seconds(800_000) < 8 * 3 * small + 0.5
