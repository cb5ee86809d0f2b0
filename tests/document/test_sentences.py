import pytest
from document_sources import source_of
from hypothesis import given
from hypothesis import strategies as st

from undertow.document.build import build_document
from undertow.document.sentences import LONGEST_SENTENCE


def sentences(text):
    return [span.text for span in build_document(source_of(text)).iter_sentences()]


@pytest.mark.parametrize(
    "marked",
    [
        # | stands where a sentence ends inside the paragraph
        "He left.| She stayed.",
        "Mr. and Mrs. J. R. Smith met Dr. Bell, Lt. Col. Moss and St. Clare.| They ate.",
        "He went to the U.S.| He came back at 5 p.m.| The U.S. President ate apples, etc.| Then he slept.",
        "He came at 5 a.m. on Monday.| Jones, Esq., waited.",
        "No. 5 was it.| No.| He left.| Plan B.| Then on.",
        "She had Gen. Lee to tea.| Come in, Gen.| He is here.",
        "So do I.| He went.| Charles I. was there.| George II. was not.",
        "He paid $3.50 to Mr. X.| It was too much.",
        "1. The first thing.| 2. The second thing.",
        "P.S. I love you.| R.I.P. the king.",
        # quotations
        '"Go!" he said.| "Stay."',
        '"Where?" asked Mary.| "Here."| He ran.',
        '"Go!" John said.| "Why?" I asked.| "Why?" Old Mrs. Brown quickly cried.',
        '"Go."| John left.| "Why?"| I ran.| "Why?" I ask.| "Why?"| He ran.',
        "“It must be!” he muttered.| “Must it?”| “It must.”",
        "‘Go!’ cried Mary.| ‘No.’| ‘Yes.’| She left.",
        "'Is it so?' he asked.| 'It is.'| 'Then go!' said she.| The dogs' tails wagged.",
        "He said, “Go!| Run!” and left.",
        "“But I—”| He stopped.| “No—”| “Yes!”| “But—” John said.| “But—” he said.",
        "“Oh! what a fool I am!| Go!”",
        "He called it “odd.”| She nodded.",
        "`Go!´ he said.| `Stay.´",
        "« Go! » he said.| « Stay. »",
        '"\'Go!\' he said."| "He did."',
        "“Now!”—he ran.| “Now!” (he ran).",
        # ellipses
        "She waited... and waited.| Nothing came . . . nothing.",
        "She waited....| Then he came.",
        "I... I don't know.| But... John?| She waited...| The bell rang.",
        "“Yes . . .”| “No. . . .”| He left.",
        # other marks
        "What?!| No!!!| Yes.",
        "(He left.)| She stayed.| (What a man!) she thought.| He (oh!) ran.",
        "He saw it (she did too).| And that was that.",
        "_Now!_ she thought.| *Run!*| He ran.",
        "No!| —She ran.",
        "Go! 😂| He did.| Thanks :)",
        # verse and lines
        "The boy stood on the burning deck,\nWhence all but he had fled;\nThe flame that lit the battle's wreck,\n"
        "Shone round him o'er the dead.| Yet beautiful\nand bright he stood.",
        "She was the\nlast.| He was the\nfirst.",
        "She turned,\nto Mr.\nBell.",
        # no stop at all, and no capitals
        "THE END",
        "she left.| he stayed.| why?| nobody knows.| it rained.| then it stopped.| “why?” she said.| it was over.",
    ],
)
def test_where_sentences_end(marked):
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_sentences_never_cross_paragraphs():
    document = build_document(source_of("He said", "nothing.", "Mr.", "Bell"))
    assert [span.text for span in document.iter_sentences()] == ["He said", "nothing.", "Mr.", "Bell"]


def test_a_sentence_without_end_is_cut_at_the_best_place():
    clause = "and he went on and on " * 20
    document = build_document(source_of((clause + "; ") * 12))
    lengths = (document.sentences[:, 1] - document.sentences[:, 0]).tolist()
    assert max(lengths) <= LONGEST_SENTENCE
    assert all(document.word(end - 1) == ";" for end in document.sentences[:, 1].tolist())


def test_a_sentence_without_any_mark_is_cut_too():
    document = build_document(source_of("word " * 1000 + "end"))
    assert int((document.sentences[:, 1] - document.sentences[:, 0]).max()) <= LONGEST_SENTENCE


@pytest.mark.parametrize("unit", ['" ', ". ", '." "', "A! ", "I. ", "No. ", '"', "(", "? —"])
def test_ornament_without_end_is_cut(unit):
    # looking for the end of the ornament anew at each of its marks would need hours
    document = build_document(source_of("a" + unit * (300_000 // len(unit)) + "a"))
    assert int((document.sentences[:, 1] - document.sentences[:, 0]).max()) <= LONGEST_SENTENCE


@given(st.lists(st.text(alphabet="aAbI .!?…\"'“”‘’—()_,;1\n", min_size=1, max_size=60), min_size=1, max_size=4))
def test_sentences_tile_paragraphs(parts):
    parts = [part.strip() for part in parts if part.strip()]
    if not parts:
        return
    document = build_document(source_of(*(f"a{part}" for part in parts)))
    starts, ends = document.sentences.T.tolist()
    assert starts[0] == 0
    assert ends[-1] == document.n_tokens
    assert starts[1:] == ends[:-1]
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert set(document.paragraphs[:, 0].tolist()) <= set(starts)
