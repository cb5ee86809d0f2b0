"""The corpora that are judged word by word and sentence by sentence: read each document, add up, lay out a page.

Each scorer takes the folder of the corpus and returns the numbers and the page. Sentences and words are given to
undertow (`Document.from_sentences`), so that cutting the text is not part of the score.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import undertow
from bench import grammar, judgements, negations, published
from bench.corpora import affect, ewt, negation
from bench.scores import PRF

Scored = tuple[dict[str, Any], str]
NOVELS = Path(__file__).parent / "data" / "moods.tsv"
DEV_FOLD = 0  # the documents of EmoBank that the released model has not seen (training/config.toml)


def layers_of(sentences: Sequence[Sequence[str]], counter: str) -> tuple[Any, str]:
    """Read a document; say on stderr that it is read."""
    sys.stderr.write(f"[{counter}] {len(sentences)} sentences\n")
    story = undertow.annotate(undertow.Document.from_sentences(sentences))
    return story.layers, str(undertow.to_dict(story)["model"])


def counted(documents: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    """Number the documents for those who wait."""
    listed = list(documents)
    return ((f"{i}/{len(listed)}", document) for i, document in enumerate(listed, 1))


def score_ewt(folder: Path) -> Scored:
    """Part of speech, dependencies, tense of finite verbs."""
    found: Counter[str] = Counter()
    model = ""
    for counter, document in counted(ewt.read(folder, "dev")):
        layers, model = layers_of([sentence.words for sentence in document.sentences], counter)
        found += grammar.count(document, layers.syntax)
    numbers = grammar.figures(found)
    rows = {
        "tense of finite verbs, right": numbers["tense_accuracy"],
        "    past for present or the reverse": numbers["tense_mixed_up"],
        "    F1 of Fin Past and Fin Pres": numbers["tense_f1"],
        "part of speech (UPOS)": numbers["upos"],
        "heads (UAS)": numbers["uas"],
        "heads and relations (LAS)": numbers["las"],
    }
    title = f"UD English Web Treebank, dev, {found['words']} words; {_version(model)}"
    return {"model": model, **numbers}, _page(title, rows, 100.0, published.EWT)


def score_negation(folder: Path) -> Scored:
    """Cues, and the tokens of scopes."""
    cues, scopes, model = PRF(), PRF(), ""
    for counter, chapter in counted(negation.read(folder, "dev")):
        layers, model = layers_of(chapter.sentences, counter)
        cue, scope = negations.score(chapter, layers.negation)
        cues, scopes = cues + cue, scopes + scope
    lines = [f"*SEM 2012, dev; {_version(model)}", "", f"{'':42}{'P':>6}{'R':>6}{'F1':>6}"]
    numbers = {}
    for name, label, score in (("cue", "cues", cues), ("scope", "scope tokens, predicted cues", scopes)):
        numbers[name] = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
        lines.append(f"{label:42}" + "".join(f"{100 * value:6.1f}" for value in numbers[name].values()))
    lines += [f"    published: {published.NEGATION}", ""]
    return {"model": model, **numbers}, "\n".join(lines)


def score_tales(folder: Path) -> Scored:
    """Concordance of valence and arousal."""
    read, told, model = _judged(affect.read_tales(folder, "val"), "tales")
    numbers = {name: judgements.concordance(read[:, i], told[:, i]) for i, name in enumerate(("valence", "arousal"))}
    title = f"Fairy tales, val, {len(read)} sentences, CCC; {_version(model)}"
    return {"model": model, **numbers}, _page(title, numbers, 1.0, published.TALES)


def score_emobank(folder: Path) -> Scored:
    """Correlation on the documents that the released model has not seen."""
    texts = list(affect.read_emobank(folder))
    kept = [text for text, fold in zip(texts, affect.fold_of(texts), strict=True) if fold == DEV_FOLD]
    read, told, model = _judged(kept, "emobank")
    names = ("valence", "arousal", "dominance")
    numbers = {name: judgements.pearson(read[:, i], told[:, i]) for i, name in enumerate(names)}
    title = f"EmoBank, {len(kept)} documents not trained on, {len(read)} sentences, Pearson r; {_version(model)}"
    return {"model": model, **numbers}, _page(title, numbers, 1.0, published.EMOBANK)


def score_novels(folder: Path) -> Scored:
    """Concordance and correlation of valence and arousal, on passages that we labelled and nothing was trained on."""
    read, told, model = _judged(affect.read_moods(NOVELS, folder), "tales")
    names = ("valence", "arousal")
    numbers = {name: judgements.concordance(read[:, i], told[:, i]) for i, name in enumerate(names)}
    numbers |= {f"{name}, r": judgements.pearson(read[:, i], told[:, i]) for i, name in enumerate(names)}
    title = f"Novels, our own labels, {len(read)} sentences, CCC and Pearson r; {_version(model)}"
    return {"model": model, **numbers}, _page(title, numbers, 1.0, published.NOVELS)


SCORERS: dict[str, Callable[[Path], Scored]] = {
    "ewt": score_ewt,
    "negation": score_negation,
    "tales": score_tales,
    "emobank": score_emobank,
    "novels": score_novels,
}


def _judged(texts: Iterable[affect.JudgedText], corpus: str) -> tuple[Any, Any, str]:
    """What is read and what was judged [n, 3], on the layer's scale."""
    read, told, model = [], [], ""
    for counter, text in counted(texts):
        layers, model = layers_of(text.sentences, counter)
        read.append(np.stack([layers.affect.valence, layers.affect.arousal, layers.affect.dominance], axis=1))
        told.append(affect.to_layer(np.asarray(text.judged), corpus))
    return np.concatenate(read).astype(np.float64), np.concatenate(told), model


def _version(model: str) -> str:
    return f"undertow {undertow.__version__}, {model}"


def _page(title: str, rows: dict[str, float], unit: float, others: str) -> str:
    decimals = 1 if unit == 100.0 else 3
    lines = [title, "", *(f"{label:42}{unit * value:8.{decimals}f}" for label, value in rows.items())]
    return "\n".join([*lines, f"    published: {others}", ""])
