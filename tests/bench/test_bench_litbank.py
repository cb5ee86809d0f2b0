"""The reader of LitBank, on two sentences of our own in LitBank's layout."""

import pytest

from bench.corpora.litbank import Mention, Quotation, read, read_ids


def test_every_layer_comes_in_document_offsets(litbank_folder):
    (document,) = read(litbank_folder, read_ids(litbank_folder / "some.ids"))
    assert document.words[:3] == ["Nell", "left", "the"]
    assert document.mentions == (
        Mention(0, 1, "PER", "proper", 0),
        Mention(2, 7, "FAC", "nominal", 1),
        Mention(5, 7, "PER", "nominal", 2),
        Mention(5, 6, "PER", "pronominal", 0),
        Mention(13, 15, "PER", "proper", 2),
        Mention(16, 18, "PER", "nominal", 3, "APPOS"),
    )
    assert document.entities == {(0, 1, "PER"), (2, 7, "FAC"), (5, 7, "PER")}
    assert document.events == {1, 12}
    assert sorted(map(sorted, document.clusters())) == [[(0, 1), (5, 6)], [(2, 7)], [(5, 7), (13, 15)], [(16, 18)]]


def test_speakers_are_clusters_and_an_unmentioned_one_gets_a_number_of_its_own(litbank_folder):
    (document,) = read(litbank_folder, ["1_nell"])
    assert document.quotations == (Quotation(8, 12, 2), Quotation(9, 10, 4))
    assert document.cluster_names == ("Nell-1", "the_house-2", "May-3", "", "A_voice-9")


def test_layers_of_different_words_are_refused(litbank_folder):
    events = litbank_folder / "events/tsv/1_nell_brat.tsv"
    events.write_text(events.read_text(encoding="utf-8").replace("left", "fled"), encoding="utf-8")
    with pytest.raises(ValueError, match="events/tsv"):
        read(litbank_folder, ["1_nell"])


def test_a_document_that_is_not_there_is_an_error(litbank_folder):
    with pytest.raises(FileNotFoundError):
        read(litbank_folder, ["2_nobody"])
