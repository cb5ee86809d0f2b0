"""The released model: it is the one in the catalogue, it reads what it should, and alone decides what it reads."""

from dataclasses import replace

import numpy as np
import pytest

from undertow import Document, FormatError, Layers, annotate
from undertow.inference import catalogue, pieces, released
from undertow.inference.catalogue import checked, model_folder, released_model
from undertow.inference.onnx import OnnxNetwork
from undertow.inference.windows import Window, window_input
from undertow.layers.encoding import EncodingAnnotator
from undertow.layers.values import VERB_FORMS

pytestmark = pytest.mark.weights

TEXT = """\
Elizabeth Bennet walked to the window of the library and looked out at the rain .
She had promised her father that she would wait .
The old man did not hear her ."""
SENTENCES = [line.split() for line in TEXT.splitlines()]


def silent(share):
    pass


def test_every_file_is_the_one_in_the_catalogue_and_no_other_lies_there():
    files = released_model().files
    for file in files:
        assert len(checked(file)) == file.size
    kept = {path.name for path in model_folder().iterdir() if path.suffix in (".onnx", ".json")}
    assert kept == {file.name for file in files} | {"catalogue.json"}


@pytest.mark.parametrize("damage", [b"", b"not a model"])
def test_a_damaged_file_is_refused(tmp_path, monkeypatch, damage):
    file = released_model().files[0]
    (tmp_path / file.name).write_bytes(damage)
    monkeypatch.setattr(catalogue, "model_folder", lambda: tmp_path)
    with pytest.raises(FormatError, match=r"damaged.*install undertow again"):
        checked(file)


def test_a_missing_file_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "model_folder", lambda: tmp_path)
    with pytest.raises(FormatError, match=r"is missing: install undertow again"):
        checked(released_model().files[0])


def test_what_a_word_is_read_as_does_not_depend_on_the_words_asked_for_beside_it():
    words = TEXT.split()
    given = window_input(Window(0, len(words), 0, len(words)), pieces().columns(words))
    every, later = (released().read_words(replace(given, words=given.words[first:])) for first in (0, 18))
    assert len(later.vectors) == len(words) - 18
    for name in ("vectors", "event_scores", "states"):
        assert (getattr(every, name)[18:] == getattr(later, name)).all()
    assert np.allclose(every.span_scores[18:, 18:], later.span_scores, atol=1e-3)


def test_people_and_places_are_found_and_joined():
    story = annotate(Document.from_sentences(SENTENCES))
    document, mentions = story.document, story.layers.mentions
    found = {
        " ".join(document.words(start, end)): story.mention_entity[i]
        for i, (start, end) in enumerate(zip(mentions.start.tolist(), mentions.end.tolist(), strict=True))
    }
    assert {"Elizabeth Bennet", "She", "her father", "The old man", "the library"} <= set(found)
    assert found["Elizabeth Bennet"] == found["She"]
    assert found["Elizabeth Bennet"] != found["The old man"]
    events = {document.word(i) for i in story.layers.events.start.tolist()}
    assert "walked" in events
    assert "library" not in events


def test_the_number_of_threads_changes_nothing():
    document = Document.from_sentences(SENTENCES * 60)
    one, four = (
        EncodingAnnotator(OnnxNetwork(released_model(), threads=n))(document, Layers(), progress=silent) for n in (1, 4)
    )
    for name in ("start", "end", "score", "vectors", "event_scores"):
        np.testing.assert_array_equal(getattr(one, name), getattr(four, name))


def test_what_comes_after_a_long_way_changes_nothing():
    short, long = (
        EncodingAnnotator(released())(Document.from_sentences(s), Layers(), progress=silent)
        for s in (
            SENTENCES * 60,
            SENTENCES * 90,
        )
    )
    n = 1000  # words: the windows up to here see the same text
    np.testing.assert_array_equal(short.event_scores[:n], long.event_scores[:n])


def test_tense_heads_and_negation_of_a_plain_sentence():
    sentence = "She did not love him , she said , and he is unhappy .".split()
    document = Document.from_sentences([sentence])
    layers = annotate(document).layers
    forms = {word: VERB_FORMS[code] for word, code in zip(sentence, layers.syntax.verb.tolist(), strict=True)}
    assert (forms["did"], forms["said"], forms["is"], forms["him"]) == ("Fin Past", "Fin Past", "Fin Pres", "")
    assert layers.syntax.head[sentence.index("him")] == sentence.index("love")
    assert sentence.index("not") in layers.negation.cue_start.tolist()
    negated = {
        sentence[i]
        for cue, start, end in zip(
            layers.negation.scope_cue.tolist(),
            layers.negation.scope_start.tolist(),
            layers.negation.scope_end.tolist(),
            strict=True,
        )
        if sentence[layers.negation.cue_start[cue]] == "not"
        for i in range(start, end)
    }
    assert {"love", "him"} <= negated
    assert "unhappy" not in negated


def test_good_news_is_better_than_bad_news():
    good, bad = "They laughed and danced , full of joy .".split(), "They wept over his grave in despair .".split()
    for sentences in ([good, bad], [bad, good]):
        valence = dict(
            zip(map(tuple, sentences), annotate(Document.from_sentences(sentences)).layers.affect.valence, strict=True)
        )
        assert valence[tuple(good)] > valence[tuple(bad)] + 0.2
