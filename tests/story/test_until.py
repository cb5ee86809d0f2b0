"""A reading position: the text is cut there before anything looks at it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import undertow
from undertow.document.build import build_document
from undertow.document.counting import words_of_sentences
from undertow.errors import InputError
from undertow.source.load import load_text
from undertow.source.values import BlockKind
from undertow.story.corrections import parse_corrections
from undertow.story.corrections_apply import apply_corrections
from undertow.story.until import READ_TO, parse_position, read_until

NOVEL = """The Ferry

Chapter One

She came down late. The man was there already, as he had been on the day before.

He didn't look up.

Chapter Two: The Crossing

“You came,” he said. “I am glad of it.” She looked at the water.

* * *

The half-light came.

Chapter Three: The Drowning

She drowned, and he was sorry for it.

A/N: I am sorry too.
"""


def document_of(text=NOVEL):
    return build_document(load_text(text, force=True))


def cut(until, text=NOVEL):
    return read_until(document_of(text), parse_position(until))


@pytest.mark.parametrize(
    ("until", "last", "said"),
    [
        ("chapter 2", "look up.", "the beginning of chapter 2"),
        ("Chapter  3", "half-light came.", "the beginning of chapter 3"),
        ("ch. 3", "half-light came.", "the beginning of chapter 3"),
        ("end of chapter 1", "look up.", "the end of chapter 1"),
        ("4 words", "She came down late.", "word 4"),
        (4, "She came down late.", "word 4"),
        ("17 words", "day before.", "word 17"),
        ("1,000 words", "sorry for it.", "word 1,000"),
        ("50%", "look up.", "50 %"),
        (0.5, "look up.", "50 %"),
        ("50 per cent", "look up.", "50 %"),
        ("you came", "said.", "“you came”"),
        ('glad of it." She looked', "water.", '“glad of it." She looked”'),
        ("The Crossing", "look up.", "“The Crossing”"),
    ],
)
def test_a_position_is_understood_and_the_text_ends_there(until, last, said):
    source = cut(until)
    story = [block for block in source.blocks if block.kind is BlockKind.PARAGRAPH]
    assert source.text[: story[-1].end_char].endswith(last)
    assert source.notes[-1].startswith(f"{READ_TO}{said}")


def test_nothing_later_is_left_neither_headings_nor_notes():
    source = cut("chapter 3")
    assert source.text == NOVEL[: NOVEL.index("came.\n\nChapter Three") + 5]
    assert source.blocks[-1].end_char == len(source.text)
    assert build_document(source).chapter_titles == ("Chapter One", "Chapter Two: The Crossing")
    assert "rown" not in source.text + "".join(source.notes)


def test_the_note_says_how_much_was_read():
    assert cut("chapter 2").notes[-1] == ("Read to the beginning of chapter 2: 21 of 46 words; nothing later was used.")
    assert cut("100%").notes[-1] == "Read to 100 %, which is all of it: 46 words."
    assert cut("100%").text == NOVEL


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("0%", "outside of the story"),
        ("140 %", "outside of the story"),
        (1.5, "outside of the story"),
        (float("nan"), "outside of the story"),
        ("-3", "does not say of what"),
        ("41", "“41” does not say of what; say 40%"),
        ("0.4", "does not say of what"),
        ("0 words", "0 words are none"),
        (0, "0 words are none"),
        ("", "is no place in a story"),
        ("--", "is no place in a story"),
        ("chapter 1", "nothing comes before chapter 1"),
        ("chapter 9", "there is no chapter 9: it has 3"),
        ("end of chapter 0", "there is no chapter 0: it has 3"),
        ("she sang", "the words “she sang” are not in the story; say 40%"),
        ("came", "more than once; quote more of them"),
        ("1 word", "no sentence ends before word 1: the first one ends at 8.1 %"),
        ("chapter three of the book", "are not in the story"),
    ],
)
def test_what_is_no_position_is_said_in_a_line(until, says):
    with pytest.raises(InputError) as caught:
        cut(until)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_story_without_chapters_says_so():
    with pytest.raises(InputError, match="no chapters were found"):
        cut("chapter 2", "She came down late. He did not look up.")


SENTENCES = st.sampled_from(
    ["She came.", "“Go home,” he said.", "Mr. Gray didn't go; he waited.", "“I will. I will!”", "It rained (a little)."]
)
STORIES = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6).map("\n\n".join)
POSITIONS = st.floats(0.01, 1) | st.integers(1, 60)


@settings(deadline=None)
@given(STORIES, POSITIONS)
def test_reading_until_is_reading_the_text_up_to_there(text, until):
    whole = document_of(f"The Ferry\n\nChapter One\n\n{text}")  # with a heading, so that nothing is taken for a title
    try:
        source = read_until(whole, parse_position(until))
    except InputError as error:
        assert "no sentence ends before" in str(error)
        return
    part = build_document(source)
    again = document_of(source.text)
    for column in ("token_start", "token_end", "sentences", "paragraphs", "scenes", "chapters"):
        np.testing.assert_array_equal(getattr(part, column), getattr(again, column))
    assert whole.text.startswith(source.text)
    assert all(block.end_char <= len(source.text) for block in source.blocks)
    words = int(words_of_sentences(part).sum())
    assert words <= until if isinstance(until, int) else part.n_tokens <= until * whole.n_tokens + 1e-6
    assert f"{words:,} " in source.notes[-1]


def test_a_passage_may_be_anywhere_in_the_story():
    document = document_of()
    for start, end in document.sentences.tolist():
        span = document.span(start, end)
        if span.text.count(" ") > 1:
            part = build_document(cut(span.text))
            assert part.span(*part.sentences[-1].tolist()).text == span.text


@pytest.mark.parametrize("until", ["41", "chapter 9"])
def test_read_refuses_before_the_model_runs(monkeypatch, until):
    monkeypatch.setattr("undertow.reading.annotate", lambda *a, **o: pytest.fail("the model ran"))
    with pytest.raises(InputError):
        undertow.read(text=NOVEL, until=until, force=True)


def test_corrections_that_speak_of_what_comes_later_are_counted_and_not_quoted():
    from handmade_story import story_of

    story = story_of("[Ruth|r] came . [Ruth|r] sat . [Mr. Gray|g] left . [Mr. Gray|g] wept .")
    text = """
    [[character]]
    name = "Ruth"
    merge = ["The Drowned Girl"]
    rename = "Rue"
    """
    corrected = apply_corrections(story, parse_corrections(text), partly=True)
    assert corrected.story.document.source.notes == (
        "1 correction has no effect on what was read.",
        "Corrected: Ruth is called Rue",
    )


@pytest.mark.weights
def test_the_story_until_a_place_is_the_story_of_the_text_until_there():
    path = "examples/safe_crossing_times.txt"
    story = undertow.read(path, until="40%")
    again = undertow.read(text=story.text)
    part, whole = undertow.to_dict(story), undertow.to_dict(again)
    assert {k: v for k, v in part.items() if k != "source"} == {k: v for k, v in whole.items() if k != "source"}
    assert undertow.to_dict(undertow.from_dict(part)) == part  # which checks that no passage lies behind the text
    assert "the sea has not moved" not in str(part)
