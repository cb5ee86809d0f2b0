import pytest
from hypothesis import given
from hypothesis import strategies as st

import undertow
from undertow.document import Document
from undertow.document.build import build_document
from undertow.source import BlockKind

TOKEN = st.text(alphabet=st.characters(codec=None), min_size=1, max_size=6).filter(
    lambda t: not any(map(str.isspace, t))
)
SENTENCES = st.lists(st.lists(TOKEN, min_size=1, max_size=6), min_size=1, max_size=8)


def test_the_text_is_tokens_joined_by_blanks_a_line_a_sentence():
    document = Document.from_sentences([["She", "left", "."], ["Why", "?"], ["No", "."]], paragraphs=[2, 1], title="A")
    assert document.text == "She left .\nWhy ?\n\nNo ."
    assert document.paragraphs.tolist() == [[0, 5], [5, 7]]
    assert document.sentences.tolist() == [[0, 3], [3, 5], [5, 7]]
    assert document.scenes.tolist() == document.chapters.tolist() == [[0, 7]]
    assert document.chapter_titles == ("",)
    assert document.source.metadata.title == "A"
    assert [block.kind for block in document.source.blocks] == [BlockKind.PARAGRAPH] * 2


@given(SENTENCES, st.data())
def test_tokens_come_back_one_for_one(sentences, data):
    cuts = sorted(data.draw(st.sets(st.integers(1, len(sentences)), max_size=3)) | {len(sentences)})
    sizes = [b - a for a, b in zip([0, *cuts], cuts, strict=False)]
    document = Document.from_sentences(sentences, paragraphs=sizes)
    assert [document.words(a, b) for a, b in document.sentences.tolist()] == sentences
    for span in document.iter_sentences():
        assert (
            document.text[span.start_char : span.end_char]
            == span.text
            == " ".join(document.words(span.start, span.end))
        )
    assert len(document.paragraphs) == len(sizes)
    for block, (start, end) in zip(document.source.blocks, document.paragraphs.tolist(), strict=True):
        assert document.text[block.start_char : block.end_char] == document.span(start, end).text


def test_a_document_that_was_read_comes_back():
    source = Document.from_sentences([["“", "Do", "n’t", "!", "”", "she", "said", "."], ["He", "left", "."]]).source
    read = build_document(source)
    assert read.words() == ["“", "Do", "n’t", "!", "”", "she", "said", ".", "He", "left", "."]


@pytest.mark.parametrize(
    ("sentences", "paragraphs", "message"),
    [
        ([], None, "no sentences"),
        ([[]], None, "sentence 0 has no token"),
        ([["a"], []], None, "sentence 1 has no token"),
        ([["a", ""]], None, "non-empty"),
        ([["a b"]], None, "white space"),
        ([["a\u00a0"]], None, "white space"),
        (["She left."], None, "is a string"),
        ([["a"], ["b"]], [1], "add up to 2"),
        ([["a"], ["b"]], [2, 0], "at least 1"),
        ([["a"]], [], "add up to 1"),
    ],
)
def test_what_cannot_be_put_together_is_an_input_error(sentences, paragraphs, message):
    with pytest.raises(undertow.InputError, match=message):
        Document.from_sentences(sentences, paragraphs=paragraphs)
