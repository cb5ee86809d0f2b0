"""The reader of LitBank, on two sentences of our own in LitBank's layout."""

import pytest

from bench.corpora.litbank import Mention, Quotation, read, read_ids

TEXT = "Nell left the house of her aunt .\n“ Go , ” said Aunt May , the widow .\n"
COREF = """\
MENTION\tT3\t0\t5\t0\t6\ther aunt\tPER\tNOM
MENTION\tT1\t0\t0\t0\t0\tNell\tPER\tPROP
MENTION\tT2\t0\t2\t0\t6\tthe house of her aunt\tFAC\tNOM
MENTION\tT4\t0\t5\t0\t5\ther\tPER\tPRON
MENTION\tT5\t1\t5\t1\t6\tAunt May\tPER\tPROP
MENTION\tT6\t1\t8\t1\t9\tthe widow\tPER\tNOM
COREF\tT1\tNell-1
COREF\tT4\tNell-1
COREF\tT2\tthe_house-2
COREF\tT3\tMay-3
COREF\tT5\tMay-3
APPOS\tT6\tT5
"""
LABELS = {0: "B-PER\tO", 2: "B-FAC\tO", 3: "I-FAC\tO", 4: "I-FAC\tO", 5: "I-FAC\tB-PER", 6: "I-FAC\tI-PER"}
QUOTES = "QUOTE\tQ1\t1\t0\t1\t3\t“ Go , ”\nATTRIB\tQ1\tMay-3\nQUOTE\tQ2\t1\t1\t1\t1\tGo\nATTRIB\tQ2\tA_voice-9\n"


def columns(labels, default):
    lines, i = [], 0
    for sentence in TEXT.splitlines():
        for word in sentence.split():
            lines.append(f"{word}\t{labels.get(i, default)}\t")
            i += 1
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture
def corpus(tmp_path):
    files = {
        "coref/tsv/1_nell_brat.txt": TEXT,
        "coref/tsv/1_nell_brat.ann": COREF,
        "quotations/tsv/1_nell_brat.txt": TEXT,
        "quotations/tsv/1_nell_brat.ann": QUOTES,
        "entities/tsv/1_nell_brat.tsv": columns(LABELS, "O\tO"),
        "events/tsv/1_nell_brat.tsv": columns({1: "EVENT", 12: "EVENT"}, "O"),
        "some.ids": "1_nell\n\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_layer_comes_in_document_offsets(corpus):
    (document,) = read(corpus, read_ids(corpus / "some.ids"))
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


def test_speakers_are_clusters_and_an_unmentioned_one_gets_a_number_of_its_own(corpus):
    (document,) = read(corpus, ["1_nell"])
    assert document.quotations == (Quotation(8, 12, 2), Quotation(9, 10, 4))
    assert document.cluster_names == ("Nell-1", "the_house-2", "May-3", "", "A_voice-9")


def test_layers_of_different_words_are_refused(corpus):
    events = corpus / "events/tsv/1_nell_brat.tsv"
    events.write_text(events.read_text(encoding="utf-8").replace("left", "fled"), encoding="utf-8")
    with pytest.raises(ValueError, match="events/tsv"):
        read(corpus, ["1_nell"])


def test_a_document_that_is_not_there_is_an_error(corpus):
    with pytest.raises(FileNotFoundError):
        read(corpus, ["2_nobody"])
