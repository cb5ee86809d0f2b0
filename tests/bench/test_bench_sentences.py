"""Corpora of words and sentences: their readers, their measures, and the page of each, with a reader of our own."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("scipy")

import undertow
from bench import accuracy, judgements
from bench.corpora import affect, ewt, negation
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS

CONLLU = """\
# newdoc id = one
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\t_
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\tTense=Past|VerbForm=Fin\t2\tparataxis:x\t_\t_
4\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
4.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_

# newdoc id = two
1\tGo\tgo\tVERB\tVB\tMood=Imp|VerbForm=Fin\t0\troot\t_\t_
2\t1 000\t1000\tNUM\tCD\t_\t1\tobj\t_\t_

"""
STORY = [
    (
        "tale01",
        0,
        ["He", "is", "unhappy", "."],
        [("_", "He", "_"), ("_", "is", "is"), ("un", "happy", "_"), ("_",) * 3],
    ),
    ("tale01", 1, ["Yes", "."], None),
]


@pytest.fixture
def folders(tmp_path):
    for split in ("dev", "train"):
        (tmp_path / f"en_ewt-ud-{split}.conllu").write_text(CONLLU, encoding="utf-8")
        blocks = []
        for name, number, words, found in STORY:
            rows = []
            for i, word in enumerate(words):
                rest = "***" if found is None else "\t".join(found[i])
                rows.append(f"{name}\t{number}\t{i}\t{word}\t{word}\tX\t*\t{rest}")
            blocks.append("\n".join(rows))
        (tmp_path / f"sherlock_{split}.conll").write_text("\n\n".join(blocks) + "\n\n", encoding="utf-8")
    tales = ["ID,story,author,partition,V_EWE,A_EWE,text"]
    tales += [f"{i},fox,G,val,{v},{1 - v},The fox ran home{'.' * (i % 2)}" for i, v in enumerate((0.1, 0.5, 0.9))]
    (tmp_path / "tales_va.csv").write_text("\n".join(tales) + "\n", encoding="utf-8")
    rows, meta = ["id,split,V,A,D,text"], ["id\tdocument\tcategory\tsubcategory"]
    for document in range(12):
        for place in (900, 90, 5):  # not in the order of the text
            name = f"doc_{document}_{place}_{place + 3}"
            rows.append(f"{name},train,{1 + place / 300},3.0,3.2,It rained {place}")
            meta.append(f"{name}\tdoc_{document}\tfiction\t ")
    for headline in (2, 1):
        rows.append(f"SemEval_{headline},train,3,3,3,Ship sinks")
        meta.append(f"SemEval_{headline}\tSemEval\tSemEval\t")
    (tmp_path / "emobank.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "meta.tsv").write_text("\n".join(meta) + "\n", encoding="utf-8")
    return tmp_path


def test_the_treebank_is_read_without_ranges_and_empty_nodes(folders):
    one, two = ewt.read(folders, "dev")
    assert one.sentences[0].words == ["She", "left", "did", "n't"]
    assert one.sentences[0].head == [1, -1, 1, 2]
    assert one.sentences[0].relation == ["nsubj", "root", "parataxis", "advmod"]
    assert one.sentences[0].verb == ["", "Fin Past", "Fin Past", ""]
    assert two.sentences[0].words == ["Go", "1000"]


def test_a_prefix_that_negates_stands_in_its_cue_and_in_its_scope(folders):
    (chapter,) = negation.read(folders, "dev")
    assert chapter.negations == [[negation.NegationGold((2,), (0, 1, 2))], []]


def test_sentences_of_emobank_come_in_the_order_of_their_text_and_headlines_alone(folders):
    texts = list(affect.read_emobank(folders))
    assert [len(text.sentences) for text in texts] == [1, 1] + [3] * 12
    assert [words[-1] for words in texts[-1].sentences] == ["5", "90", "900"]


def test_folds_share_no_document_and_are_of_one_size(folders):
    texts = [text for text in affect.read_emobank(folders) if len(text.sentences) == 3]
    folds = affect.fold_of(texts, folds=4)
    assert sorted(np.bincount(folds)) == [3, 3, 3, 3]


def test_passages_of_novels_are_found_by_their_places_and_their_letters_are_averaged(tmp_path):
    (tmp_path / "Book.txt").write_text("He came. She wept aloud. Night.", encoding="utf-8")
    rows = ["# ours", "Book/1\t0\t8\tNNNN", "Book/1\t9\t24\tSSNN", "Book/2\t25\t31\tFFFF"]
    labels = tmp_path / "labels.tsv"
    labels.write_text("\n".join(rows) + "\n", encoding="utf-8")
    first, second = affect.read_moods(labels, tmp_path)
    assert first.sentences == [["He", "came", "."], ["She", "wept", "aloud", "."]]
    assert first.judged[0][:2] == affect.LETTERS["N"]
    assert first.judged[1][0] == pytest.approx((affect.LETTERS["S"][0] + affect.LETTERS["N"][0]) / 2)
    assert (second.name, second.judged[0][:2]) == ("Book/2", affect.LETTERS["F"])


def test_scales_meet_in_the_middle():
    assert affect.to_layer(np.asarray([1.0, 3.0, 5.0]), "emobank").tolist() == [-1, 0, 1]
    assert affect.to_layer(np.asarray([0.0, 0.5, 1.0]), "tales").tolist() == [-1, 0, 1]


def test_concordance_asks_for_the_scale_and_correlation_does_not():
    gold = np.asarray([-1.0, 0.0, 1.0])
    assert judgements.pearson(gold / 2 + 1, gold) == pytest.approx(1)
    assert judgements.concordance(gold, gold) == pytest.approx(1)
    assert judgements.concordance(gold / 2, gold) == pytest.approx(0.8)
    assert judgements.pearson(gold * 0, gold) == 0


@pytest.fixture
def gold_reader(monkeypatch):
    """An undertow that reads the treebank's first sentence rightly but for one head and one tense."""

    def annotate(document):
        n = document.n_tokens
        words = document.words()
        upos = {"She": "PRON", "did": "AUX", "n't": "PART", "1000": "NUM"}
        heads = {"She": 1, "left": -1, "did": 1, "n't": 1, "Go": -1, "1000": 0}
        names = {"She": "nsubj", "left": "root", "did": "parataxis", "n't": "advmod", "Go": "root", "1000": "obj"}
        forms = {"left": "Fin Past", "did": "Fin Pres"}
        layers = SimpleNamespace(
            syntax=SimpleNamespace(
                upos=np.asarray([UPOS.index(upos.get(w, "VERB")) for w in words]),
                verb=np.asarray([VERB_FORMS.index(forms.get(w, "")) for w in words]),
                head=np.asarray([heads.get(w, 0) for w in words]),
                relation=np.asarray([RELATIONS.index(names.get(w, "dep")) for w in words]),
            ),
            negation=SimpleNamespace(
                cue_start=np.asarray([2]),
                cue_end=np.asarray([3]),
                scope_cue=np.asarray([0]),
                scope_start=np.asarray([1]),
                scope_end=np.asarray([4]),
            ),
            affect=SimpleNamespace(
                **{k: np.linspace(-0.8, 0.8, len(document.sentences)) for k in ("valence", "arousal", "dominance")}
            ),
        )
        return SimpleNamespace(layers=layers, n=n)

    monkeypatch.setattr(undertow, "annotate", annotate)
    monkeypatch.setattr(undertow, "to_dict", lambda story: {"model": "fake"})


def numbers_of(corpus, folder, tmp_path):
    save = tmp_path / "numbers.json"
    assert accuracy.main([corpus, str(folder), "--json", str(save)]) == 0
    return json.loads(save.read_text())


def test_each_corpus_has_its_page(folders, gold_reader, tmp_path, capsys):
    numbers = numbers_of("ewt", folders, tmp_path)
    assert numbers["tense_accuracy"] == 1 / 2
    assert numbers["uas"] == 5 / 6
    assert numbers["upos"] == 1
    numbers = numbers_of("negation", folders, tmp_path)
    assert numbers["cue"]["f1"] == 1
    assert numbers["scope"] == {
        "precision": 1,
        "recall": 2 / 3,
        "f1": pytest.approx(0.8),
    }  # the full stop is not counted
    numbers = numbers_of("tales", folders, tmp_path)
    assert numbers["valence"] == pytest.approx(1)
    assert numbers["arousal"] == pytest.approx(-1)
    numbers = numbers_of("emobank", folders, tmp_path)
    assert -1 <= numbers["dominance"] <= 1
    page = capsys.readouterr().out
    for what in ("tense of finite verbs", "scope tokens", "CCC", "Pearson r", "published"):
        assert what in page


def test_a_list_of_documents_is_refused_where_there_is_none(folders, tmp_path, capsys):
    (tmp_path / "ids").write_text("one\n")
    assert accuracy.main(["ewt", str(folders), "--ids", str(tmp_path / "ids")]) == 2
    assert "development part" in capsys.readouterr().err
