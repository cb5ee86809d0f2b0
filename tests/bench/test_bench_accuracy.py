"""`bench/accuracy.py` from a folder to a page, with a reader that gives the gold layers back."""

import csv
import json

import pytest

pytest.importorskip("scipy")

import undertow
from bench import accuracy
from bench.corpora import litbank, pdnc

NOVEL = "Nell"


@pytest.fixture
def litbank_reader(litbank_folder, monkeypatch):
    """An undertow that finds what LitBank has, only with given mentions for the clusters."""
    (gold,) = litbank.read(litbank_folder, ["1_nell"])

    def annotate(document, *, given=None):
        entity = (lambda m: f"e{m.cluster}") if given else (lambda m: None)
        return {
            "model": "fake",
            "tokens": {"start_char": list(range(document.n_tokens))},
            "mentions": [
                {"start": m.start, "end": m.end, "type": m.type, "form": m.form, "entity_id": entity(m)}
                for m in gold.mentions
            ],
            "events": [{"start": 1, "end": 2}, {"start": 2, "end": 3}],
        }

    monkeypatch.setattr(undertow, "annotate", annotate)
    monkeypatch.setattr(undertow, "to_dict", lambda story: story)


@pytest.fixture
def pdnc_reader(pdnc_folder, monkeypatch):
    """An undertow that gives every line to the first person."""
    (novel,) = pdnc.read(pdnc_folder, [NOVEL])
    person = {"id": "c0", "name": "Ada Ferris", "aliases": [], "named": True, "narrator": False}
    lines = [{"parts": q.parts, "speaker": "c0", "addressees": []} for q in novel.quotations]
    story = {"model": "fake", "text": novel.text, "characters": [person], "quotations": lines}
    monkeypatch.setattr(undertow, "read", lambda path: story)
    monkeypatch.setattr(undertow, "to_dict", lambda story: story)


def test_litbank_prints_each_score_beside_the_published_one(litbank_folder, litbank_reader, tmp_path, capsys):
    save = tmp_path / "numbers.json"
    arguments = ["litbank", str(litbank_folder), "--ids", str(litbank_folder / "some.ids"), "--json", str(save)]
    assert accuracy.main(arguments) == 0
    page = capsys.readouterr().out
    assert "BookNLP small 88.2, big 90.0" in page
    numbers = json.loads(save.read_text())
    assert numbers["documents"] == ["1_nell"]
    scores = numbers["scores"]
    assert scores["mentions_type_form"]["f1"] == 1
    assert scores["entities"]["precision"] == 3 / 5  # Aunt May and the widow are mentions, and not in the entity layer
    assert scores["events"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert scores["coreference_gold"]["f1"] == 1
    assert scores["coreference_muc"]["f1"] == 0


def test_pdnc_prints_a_line_a_novel(pdnc_folder, pdnc_reader, tmp_path, capsys):
    ids, save, lines = tmp_path / "ids", tmp_path / "numbers.json", tmp_path / "lines.csv"
    ids.write_text(NOVEL)
    assert accuracy.main(["pdnc", str(pdnc_folder), "--ids", str(ids), "--json", str(save), "--lines", str(lines)]) == 0
    page = capsys.readouterr().out
    assert NOVEL in page
    assert "BookNLP big, 22 novels" in page
    numbers = json.loads(save.read_text())
    assert numbers["novels"][NOVEL]["accuracy"] == 1 / 5
    assert numbers["mean"]["accuracy_implicit"] is None
    rows = list(csv.DictReader(lines.read_text().splitlines()))
    assert [(row["gold"], row["right"]) for row in rows[2:4]] == [("Eleanor Holt", "False"), ("Ada Ferris", "True")]


@pytest.mark.parametrize("corpus", ["litbank", "pdnc"])
def test_a_folder_that_is_no_corpus_is_one_line_and_exit_2(corpus, tmp_path, capsys):
    assert accuracy.main([corpus, str(tmp_path)]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("accuracy.py: ")
    assert "is not there" in error


def test_an_empty_or_missing_list_of_documents_is_one_line_and_exit_2(tmp_path, capsys):
    (tmp_path / "empty").write_text("\n")
    assert accuracy.main(["pdnc", str(tmp_path), "--ids", str(tmp_path / "empty")]) == 2
    assert "names no document" in capsys.readouterr().err
    assert accuracy.main(["pdnc", str(tmp_path), "--ids", str(tmp_path / "none")]) == 2
    assert "is not a file" in capsys.readouterr().err


def test_the_dev_documents_are_the_default():
    assert len(litbank.read_ids(accuracy.SPLITS / "litbank-dev.ids")) == 10
    assert len(litbank.read_ids(accuracy.SPLITS / "pdnc-dev.ids")) == 4
