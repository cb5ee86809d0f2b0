"""The whole way in one call, and many files in one loop."""

import numpy as np
import pytest

import undertow
from undertow.layers.values import Layers
from undertow.story.values import Story

ENGLISH = "She went down to the harbour in the evening, and he was there, as he had been on the day before. "
DIALOGUE = (
    "Ines Prado went down to the harbour.\n\n“You came, Ines,” said the man.\n\n“I came,” she said, and sat down.\n\n"
) * 8


@pytest.fixture
def shelf(tmp_path):
    """Good and bad files in turn."""
    paths = []
    for i in range(9):
        paths.append(tmp_path / f"{i}.txt")
        if i % 3:
            paths[-1].write_text("" if i % 2 else " \n", encoding="utf-8")
    return paths  # 0, 3 and 6 are not there, the others are empty


@pytest.fixture
def no_model(monkeypatch):
    def annotate(document, **options):
        return Story(document, Layers(), "no model", (), (), (), (), np.zeros(0, dtype=np.int32), ())

    monkeypatch.setattr("undertow.reading.annotate", annotate)


@pytest.mark.parametrize("arguments", [{}, {"path": "story.txt", "text": "Rain."}])
def test_a_path_or_a_text_and_not_both(arguments):
    with pytest.raises(TypeError, match="a path or text=, and not both"):
        undertow.read(**arguments)


@pytest.mark.parametrize("path_type", [str, lambda path: path])
def test_a_path_may_be_a_string(no_model, tmp_path, path_type):
    (tmp_path / "story.txt").write_text(ENGLISH)
    assert undertow.read(path_type(tmp_path / "story.txt")).text.strip() == ENGLISH.strip()


def test_a_text_that_is_not_english_takes_force(no_model):
    german = "Sie ging am Abend zum Hafen hinunter, und er war schon da. " * 20
    with pytest.raises(undertow.NotEnglishError):
        undertow.read(text=german)
    assert undertow.read(text=german, force=True).text


def test_half_characters_do_not_stop_a_reading(no_model):
    assert "\ud800" not in undertow.read(text=ENGLISH + "\ud800").text


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_file_yields_its_error_and_stops_nothing(shelf, workers):
    found = list(undertow.read_many(shelf, workers=workers))
    assert [path for path, _ in found] == shelf
    assert all(isinstance(result, undertow.InputError) for _, result in found)
    assert all(path.name in str(result) for path, result in found)


def test_files_are_read_when_they_are_asked_for(no_model, tmp_path):
    (tmp_path / "story.txt").write_text(ENGLISH)
    asked = []

    def paths():
        for _ in range(3):
            asked.append(1)
            yield tmp_path / "story.txt"

    stories = undertow.read_many(paths())
    assert not asked
    next(stories)
    assert len(asked) == 1
    stories.close()


def test_a_reader_that_stops_early_does_not_wait_for_the_rest(shelf):
    stories = undertow.read_many(shelf * 100, workers=2)
    next(stories)
    stories.close()


@pytest.mark.weights
def test_workers_read_what_one_process_reads(tmp_path):
    paths = []
    for i in range(3):
        paths.append(tmp_path / f"{i}.txt")
        paths[-1].write_text(DIALOGUE + ENGLISH * i, encoding="utf-8")
    alone, together = (list(undertow.read_many(paths, workers=n)) for n in (1, 2))
    assert [path for path, _ in together] == paths
    for (_, one), (_, other) in zip(alone, together, strict=True):
        assert undertow.to_dict(one) == undertow.to_dict(other)


@pytest.mark.weights
def test_progress_is_told_and_ends():
    shares = []
    undertow.read(text=DIALOGUE, progress=shares.append)
    assert shares
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.weights
def test_given_layers_are_taken_as_they_are():
    story = undertow.read(text=DIALOGUE)
    again = undertow.annotate(story.document, given=story.layers)
    assert again.layers.mentions is story.layers.mentions
    assert again.characters == story.characters


@pytest.mark.weights
@pytest.mark.parametrize("words", ["She was afraid", "I hate", "They felt sorry for"])
def test_a_text_may_end_with_a_word_of_feeling(words):
    assert undertow.annotate(undertow.Document.from_sentences([words.split()])).feelings
