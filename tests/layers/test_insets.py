"""Insets: planted songs are found again in every style, letters and notes too, and speech stays speech."""

import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.document.build import build_document
from undertow.layers.insets import inset_tokens
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.speakers import SpeakerAnnotator
from undertow.layers.values import INSETS, Coreference, Layers, Mentions
from undertow.source import Block, BlockKind, Source

STANZAS = [
    "The kettle sings, the kettle cries,\nAnd nobody will heed,\nUntil it wets our weary eyes\nAnd makes them bleed.",
    "Oh, who will row me over\nTo where the barley grows?\nI left a ring in clover\nThat only water knows.",
    "Ring the bell for Captain Moss,\nRing it for his daughter,\nShe has nailed upon a cross\nAll he owed the water.",
    "Slow the cattle go to stable\nUnder half a moon,\nLay the knives along the table\nFor he is coming soon.",
]
TOLD = [
    "The rain had not stopped since the morning, and the lane was a river that nobody cared to cross.",
    "Anna put the plates away one after the other, and counted them as her mother had counted them all her life.",
    "“I do not think so,” said Tom, who had been looking out of the window.\n\n“Nor I,” said Anna.",
    "There was no light at the ferry, though it was past nine, and the boat lay with her nose in the reeds.",
]
AROUND = {
    "double curly": "“{}”",
    "double straight": '"{}"',
    "single curly": "‘{}’",
    "single straight": "'{}'",
    "guillemets": "«{}»",
    "low-high": "„{}“",
    "italics": "_{}_",
    "indented": "    {}",
}


def document_of(text):
    blocks = [Block(BlockKind.PARAGRAPH, *m.span()) for m in re.finditer(r"\S(?:.|\n(?!\n))*", text)]
    return build_document(Source(text, tuple(blocks)))


def find(text):
    return QuotationAnnotator()(document_of(text), Layers())


def insets(text):
    found = find(text).insets
    columns = (found.kind.tolist(), found.start_char.tolist(), found.end_char.tolist())
    return [(INSETS[kind], text[start:end]) for kind, start, end in zip(*columns, strict=True)]


def said(text):
    quotations = find(text)
    return [text[a:b] for a, b in zip(quotations.part_start_char, quotations.part_end_char, strict=True)]


def wrapped(text, width=72):
    """Prose with its lines broken for want of room, as in books that were typed in."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


@pytest.mark.parametrize("style", AROUND)
@settings(deadline=None, max_examples=40)
@given(
    plan=st.lists(
        st.tuples(st.sampled_from(TOLD), st.sampled_from(STANZAS), st.integers(1, 2)), min_size=1, max_size=3
    ),
    narrow=st.booleans(),
)
def test_planted_songs_are_found_again(style, plan, narrow):
    paragraphs, planted = [], []
    for told, lines, n in plan:
        paragraphs += [wrapped(each) if narrow else each for each in told.split("\n\n")]
        song = "\n\n".join([lines] * n)
        song = re.sub(r"(\n+)", r"\1    ", song) if style == "indented" else song
        paragraphs += ["Then somebody began to sing:", AROUND[style].format(song)]
        planted.append(("verse", song))
    text = "\n\n".join([*paragraphs, TOLD[0]])
    assert insets(text) == planted
    assert not set("\n".join(said(text)).split("\n")) & set("\n".join(STANZAS).split("\n"))


@pytest.mark.parametrize("stanza", STANZAS)
def test_a_song_each_line_of_which_is_a_paragraph_is_found_after_words_that_announce_one(stanza):
    song = stanza.replace("\n", "\n\n")
    text = "\n\n".join([TOLD[0], "She hummed the old song over the sink.", song, TOLD[1]])
    assert insets(text) == [("verse", song)]


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize(
    "words",
    [
        "I have told you once,\nand I will not tell you again,\nso go home.",  # speech that breaks its lines
        "No.\nI will not go.\nYou cannot make me.",
        "I saw\nTom there.",
        "Go home!\nGo home at once!\nI mean it.",
        "Mr. Arthur Reed,\n12 Harbour Street,\nWestport",  # an address
        "Two eggs,\nA pound of flour,\nHalf a pint of milk",
        "Running late\nTraffic on the bridge\nSorry",
        "The Old Mill\nThe Red Lion\nThe Crown and Anchor",
        "Yours ever,\nArthur Reed",
    ],
)
def test_lines_that_merely_break_are_no_song(words, quoted):
    middle = f"“{words}”" if quoted else words
    text = "\n\n".join([TOLD[0], "She looked at him and said:", middle, TOLD[1]])
    assert not [kind for kind, _ in insets(text) if kind == "verse"]
    assert not quoted or said(text) == [words]


@pytest.mark.parametrize("width", [40, 60, 76])
@given(told=st.lists(st.sampled_from(TOLD), min_size=2, max_size=8))
@settings(deadline=None, max_examples=30)
def test_wrapped_prose_is_no_song(told, width):
    text = "\n\n".join(wrapped(each, width) for group in told for each in group.split("\n\n"))
    assert insets(text) == []


def test_a_cue_under_the_last_line_is_left_to_the_narration():
    text = f"{TOLD[0]}\n\n“The kettle sings, the kettle cries,\nAnd nobody will heed,”\nsang Tom.\n\n{TOLD[1]}"
    assert insets(text) == [("verse", "The kettle sings, the kettle cries,\nAnd nobody will heed,")]
    assert said(text) == []


def test_verse_inside_a_line_of_speech_stays_in_it():
    line = "It goes like this:\nThe kettle sings, the kettle cries,\nAnd nobody will heed, and so on."
    assert insets(f"{TOLD[0]}\n\n“{line}” said Tom.\n\n{TOLD[1]}") == []


@pytest.mark.parametrize(
    ("lead", "words", "written"),
    [
        ("The letter was as follows:—", "“My dear Anna,\n\n“I am well.\n\n“Yours ever,\n\n“T. Reed.”", True),
        ("She opened the letter.", "“Dear Anna,”\n\n“I am well.”\n\n“Yours ever,”\n\n“T. Reed.”", True),
        ("The telegram ran:", "“Back on Tuesday. Tell no one.”", True),
        ("On the slip of paper was written:", "“The word should be pink.”", True),
        ("She opened the letter.", "Dear Anna,\n\nI am well.\n\nYours ever,\n\nT. Reed", True),
        ("She opened the letter.", "_Dear Anna,_\n\n_I am well._\n\n_Yours ever,_\n\n_T. Reed_", True),
        ("There was a telegram beside it, and it said:", "“Sold. Come at once.”", True),
        ("It was a letter from Tom. She said:", "“Come at once.”", False),
        ("He handed her the telegram:", "COME AT ONCE STOP MOTHER ILL", True),
        ("He put the letter down and said:", "“I shall not go.”", False),
        ("She read the note, and exclaimed:", "“Well done!”", False),
        ("He came in with the letter.", "“My dear Anna, it would be splendid.”\n\n“Yes; I thought so too.”", False),
        ("“What is it?”", "“My dear Anna—”\n\n“Well, you know what I mean.”", False),
        ("He went out to the yard.", "“Gentlemen,”\n\n“Sit down.”\n\n“Why?”", False),
    ],
)
def test_what_is_written_is_told_from_what_is_said(lead, words, written):
    text = f"{TOLD[0]}\n\n{lead}\n\n{words}\n\n“What a day!” said Anna."
    found = insets(text)
    assert [kind for kind, _ in found] == ["writing"] * written
    assert (len(said(text)) == 1 + ("“" in lead)) == written
    assert all(words.strip("“”_") == inset for _, inset in found)


def test_a_poem_that_is_announced_as_written_is_verse():
    text = f"{TOLD[0]}\n\nThe first line of the hymn was:\n\n“Abide till evening comes again.”\n\n{TOLD[1]}"
    assert insets(text) == [("verse", "Abide till evening comes again.")]


def test_tokens_of_insets_are_marked():
    text = f"{TOLD[0]}\n\nShe sang:\n\n“{STANZAS[0]}”\n\nThe telegram ran:\n\n“Back on Tuesday.”"
    document = document_of(text)
    found = find(text).insets
    words = [document.word(i) for i in np.flatnonzero(inset_tokens(document, found, kinds=(0,))).tolist()]
    assert words[:3] == ["The", "kettle", "sings"]
    assert words[-1] == "."
    assert "Tuesday" not in words
    assert "Tuesday" in [document.word(i) for i in np.flatnonzero(inset_tokens(document, found)).tolist()]


SONG = "“The kettle sings, the kettle cries,\nAnd nobody will heed.”"


@pytest.mark.parametrize(
    ("text", "singer"),
    [
        (f"[Anna] looked at [Tom], and [he] sang:\n\n{SONG}", "he"),
        (f"[Anna] looked at [Tom]. [He] began to hum.\n\n{SONG}", "He"),
        (f"[Anna] looked at [Tom].\n\n{SONG}\n\nmurmured [Anna], and stopped.", "Anna"),
        (f"[Anna] looked at [Tom].\n\n{SONG}\n\n[Tom] quoted.", "Tom"),
        (f"[Anna] looked at [Tom].\n\n{SONG[:-2]},”\nsang [Anna].", "Anna"),
        (f"[Anna] looked at [Tom].\n\n“It goes,” said [Tom], “in this way:\n\n{SONG}", "Tom"),
        (f"[Anna] looked at [Tom].\n\n{SONG}\n\n[Tom] shut the door.", ""),
        (f"[Anna] looked at [Tom].\n\n{SONG}\n\n[She] said nothing more.", ""),
        (f"It stood on a stone under [Tom]'s window.\n\n{SONG}", ""),
    ],
)
def test_the_cue_beside_a_song_says_who_sings(text, singer):
    spans = [(m.start() - 2 * i, m.end() - 2 * i - 2) for i, m in enumerate(re.finditer(r"\[\w+\]", text))]
    document = document_of(re.sub(r"[\[\]]", "", f"{text}\n\n{TOLD[0]}"))
    rows = np.array([(document.token_at(a), document.token_at(b - 1) + 1) for a, b in spans], np.int32)
    words = [document.word(a) for a, _ in rows.tolist()]
    names = ["Anna", "Tom"]
    cluster = [names.index({"he": "Tom", "He": "Tom", "She": "Anna"}.get(word, word)) for word in words]
    layers = Layers(
        quotations=QuotationAnnotator()(document, Layers()),
        mentions=Mentions(
            rows[:, 0],
            rows[:, 1],
            np.zeros(len(rows), np.int8),
            np.array([2 * (word not in names) for word in words], np.int8),
            np.ones(len(rows), np.float32),
        ),
        coreference=Coreference(
            np.array(cluster, np.int32), np.full(len(rows), -1, np.int32), np.ones(len(rows), np.float32)
        ),
    )
    speakers = SpeakerAnnotator()(document, layers)
    assert [words[i] if i >= 0 else "" for i in speakers.inset_mention.tolist()] == [singer]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["She sang.\n\n", "And so\n", "The song:\n\nAnd so we go\n\n", "    And so we go\n"])
def test_time_is_linear(unit):
    def seconds(n):
        text = (unit * (n // len(unit))).strip()
        document = document_of(text)
        start = time.perf_counter()
        QuotationAnnotator()(document, Layers())
        return time.perf_counter() - start

    small = seconds(50_000)
    assert seconds(400_000) < 8 * 3 * small + 0.5
