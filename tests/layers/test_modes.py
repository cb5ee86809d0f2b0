import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.document.build import build_document
from undertow.document.values import Document
from undertow.layers.modes import ModesAnnotator
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.values import MODES, Layers, Syntax
from undertow.source.load import load_text

WORDS = (
    "She he said thought that ( ) — -- . ? ! “ ” , ; : and Surely now was is the cat whether I knew _ … told him to go"
).split()


def read(document, syntax=None):
    quotations = QuotationAnnotator()(document, Layers())
    return ModesAnnotator()(document, Layers(quotations=quotations, syntax=syntax))


def modes_of(text):
    """The parts as (mode, words)."""
    document = build_document(load_text(text, force=True))
    layer = read(document)
    triples = zip(layer.start.tolist(), layer.end.tolist(), layer.mode.tolist(), strict=True)
    return [(MODES[mode], document.span(a, b).text) for a, b, mode in triples]


def assert_tiles(document, layer):
    assert layer.start[0] == 0
    assert layer.end[-1] == document.n_tokens
    assert (layer.start[1:] == layer.end[:-1]).all()
    assert (layer.end > layer.start).all()
    assert set(document.sentences[:, 0].tolist()) <= set(layer.start.tolist())
    assert ((layer.confidence >= 0) & (layer.confidence <= 1)).all()
    assert set(layer.mode.tolist()) <= set(range(len(MODES)))


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_parts_tile_the_tokens_of_any_sentences(sentences):
    document = Document.from_sentences(sentences)
    assert_tiles(document, read(document))


@given(st.text(alphabet="aI .,;:!?()—“”‘’'\"_-*\nsheT", min_size=1, max_size=120))
@settings(max_examples=150, deadline=None)
def test_parts_tile_the_tokens_of_any_text(text):
    document = build_document(load_text(f"A story. {text}", force=True))
    assert_tiles(document, read(document))


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=4), st.randoms())
@settings(max_examples=60, deadline=None)
def test_parts_tile_whatever_the_syntax_says(sentences, random):
    document = Document.from_sentences(sentences)
    n = document.n_tokens
    column = [random.randrange(9) for _ in range(n)]
    head = np.full(n, -1, np.int32)
    for a, b in document.sentences.tolist():
        head[a:b] = [random.choice([-1, *range(a, b)]) for _ in range(a, b)]
    code = np.array(column, np.int8)
    assert_tiles(document, read(document, Syntax(upos=code, verb=code, head=head, relation=code)))


def test_a_document_of_marks_alone_is_narration():
    document = Document.from_sentences([["…"], [".", "!"]])
    assert {MODES[mode] for mode in read(document).mode.tolist()} == {"narration"}


def test_speech_and_the_words_beside_it():
    assert modes_of("“It is late,” he said. She rose.") == [
        ("direct speech", "“It is late,”"),
        ("narration", "he said."),
        ("narration", "She rose."),
    ]


@pytest.mark.parametrize(
    "text",
    ["“What a fool I am,” she thought.", "‘Steady,’ he told himself.", "“How odd!” thought Alice to herself."],
)
def test_marks_beside_a_verb_of_thought_hold_thought(text):
    assert modes_of(text)[0][0] == "direct thought"


def test_what_the_next_one_says_of_thinking_makes_no_thought():
    text = "“It is late,” said Ann. “I thought so.”\n\n“It is.” “I thought so,” said Tom.\n\nThe thought was new."
    assert "direct thought" not in {mode for mode, _ in modes_of(text)}


def test_what_is_said_beside_it_seems_is_no_thought():
    assert {mode for mode, _ in modes_of("Mrs. Bunting, it seems, woke up in the night.")} == {"narration"}


def test_thinking_aloud_is_speech():
    assert modes_of("“How odd!” she said aloud to herself, and sat down.")[0][0] == "direct speech"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("He said that the bridge was down.", "that the bridge was down."),
        ("She wondered whether it would snow, and she took her coat.", "whether it would snow"),
        ("I knew he had gone.", "he had gone."),
        ("She told the boy to wait.", "to wait."),
        ("She agreed that it was late, yet stayed.", "that it was late"),
        ("It struck her that the door was open.", "that the door was open."),
        ("She told Mrs Hake that the vicar looked tired, and Mrs Hake took a cake.", "that the vicar looked tired"),
    ],
)
def test_a_reported_clause_is_indirect(text, clause):
    assert [words for mode, words in modes_of(text) if mode == "indirect"] == [clause]


@pytest.mark.parametrize(
    "text",
    [
        "She saw him go.",
        "He knew that man.",
        "They talked of the weather.",
        "She wanted to go home.",
        "He felt the hand that had closed.",
        "She saw his face where he stood.",
    ],
)
def test_what_is_no_report_is_not_indirect(text):
    assert "indirect" not in [mode for mode, _ in modes_of(text)]


def test_parentheses_are_asides_over_several_sentences():
    parts = modes_of("She made tea. (It was a new tin. She had bought it on Tuesday.) He drank it.")
    assert [mode for mode, _ in parts] == ["narration", "aside", "aside", "narration"]


def test_two_dashes_that_interrupt_are_an_aside_and_one_is_not():
    assert ("aside", "— it was her sister’s —") in modes_of("The cat — it was her sister’s — turned over on the mat.")
    assert "aside" not in [mode for mode, _ in modes_of("He was kind — too kind.")]


def test_a_parenthesis_that_is_never_closed_is_no_aside():
    assert "aside" not in [mode for mode, _ in modes_of("She left (and he stayed. The door was open.\n\nIt rained.")]


def test_a_mind_speaks_in_the_grammar_of_the_narration():
    text = (
        "She put the letter down and went to the window. Why should she mind? It was only a letter, after all. "
        "Surely he would come tomorrow! She closed the shutters."
    )
    modes = [mode for mode, _ in modes_of(text)]
    assert modes == ["narration", "free indirect", "free indirect", "free indirect", "narration"]


def test_what_surely_hangs_on_is_its_own():
    assert {m for m, _ in modes_of("Oh, surely now he would see that it was hers! She ran.")[:-1]} == {"free indirect"}


@pytest.mark.slow
def test_time_is_linear():
    from time import perf_counter

    def seconds(n):
        document = Document.from_sentences([["She", "knew", "that", "he", "—", "(", "now", ")", "—", "was", "."]] * n)
        start = perf_counter()
        read(document)
        return perf_counter() - start

    assert seconds(40_000) < 25 * max(seconds(4_000), 0.05)
