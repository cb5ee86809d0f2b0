"""The small models of speech, fitted on the training novels of PDNC and written as tables of weights.

    python -m training.conversations all --gold DIR         # all that follow, in this order
    python -m training.conversations said --gold DIR        # is a quoted span said? (layers/speech_filter.py)
    python -m training.conversations speakers --gold DIR    # who says it, over clusters? (layers/speech_chain.py)
    python -m training.conversations cast --gold DIR        # who says it, the cast of the story being known?
    python -m training.conversations addressees --gold DIR  # to whom? (layers/speech_addressees.py)
    python -m training.conversations confidence --gold DIR  # what is a decision worth? (layers/speakers.py)
    python -m training.conversations short --gold DIR       # who says it in a short passage?

Each reads what the ones before decide. The features come from the package itself, so that fitting and reading see the
same ones. All but `said` read each novel with the released model as it stands (mentions and coreference as they are
predicted, mistakes and all): run them again when that model changes. What the model read is kept in `--run`, a file a
novel; `--only NAME ...` fits on some of the novels. Nothing is drawn by lot that a seed does not fix: the same novels
give the same tables.
"""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpora import pdnc
from bench.corpora.litbank import read_ids
from training.speech.addressees import persons_heard
from training.speech.chain import Steps, fit_chain, steps_of
from training.speech.confidence import claims, fit_confidence
from training.speech.head import export_head, fit_head, pointed, scorer
from training.speech.heard import Heard, hear
from training.speech.logistic import Row, fit_logistic
from training.speech.marked import fit_short_chain, hear_all
from training.speech.said import fit_said, spans_of
from training.tasks.coreference import PairHead
from undertow.inference.catalogue import model_folder, released_model
from undertow.inference.onnx import OnnxNetwork
from undertow.layers.speech_head import point
from undertow.lexicons import load_table, load_weights

LEXICONS = Path(__file__).parent.parent / "src" / "undertow" / "lexicons"
FOLDS = 3
log = logging.getLogger("conversations")
Weights = Mapping[str, float]


@dataclass(slots=True)
class Corpus:
    """The novels to fit on, and what was worked out for one fit and serves the next."""

    novels: Sequence[pdnc.Novel]
    run: Path
    _cast: list[Heard] = field(default_factory=list)
    _told: dict[str, list[Steps]] = field(default_factory=dict)

    def clusters(self) -> Iterator[Heard]:
        """The novels, the persons being clusters; one at a time is in memory."""
        return (hear(novel, self.run, cast=False) for novel in self.novels)

    def cast(self) -> list[Heard]:
        """The novels, the persons being those of the story, as the first decision helps to find them."""
        if not self._cast:
            self._cast.extend(hear(novel, self.run, cast=True) for novel in self.novels)
        return self._cast

    def told(self) -> dict[str, list[Steps]]:
        """The conversations of each novel, the persons being those of the story."""
        if not self._told:
            self._told.update((heard.novel.name, list(steps_of(heard))) for heard in self.cast())
        return self._told


def said(corpus: Corpus) -> Weights:
    """Is a quoted span said?"""
    return fit_said([row for novel in corpus.novels for row in spans_of(novel)])


def clusters(corpus: Corpus) -> Weights:
    """Who says it, over clusters?"""
    return fit_chain([steps for heard in corpus.clusters() for steps in steps_of(heard)])


def fit_cast(novels: Sequence[Heard], told: Mapping[str, list[Steps]]) -> tuple[PairHead, Weights]:
    """The chain, then the head of the encoder on top of it; the weights of both."""
    data = [steps for heard in novels for steps in told[heard.novel.name]]
    w = fit_chain(data)
    head, pointers = fit_head(data, pointed(novels), w)
    return head, w | pointers


def cast(corpus: Corpus) -> Weights:
    """Who says it, the cast of the story being known? Writes the head of the encoder too."""
    head, w = fit_cast(corpus.cast(), corpus.told())
    export_head(head, model_folder())
    return w


def addressees(corpus: Corpus) -> Weights:
    """To whom is it said?"""
    w, network = load_weights("cast_weights"), OnnxNetwork(released_model())
    rows: list[Row] = []
    for heard in corpus.cast():
        point(heard.conversation, heard.vectors, network.read_speech)
        rows += persons_heard(heard, w)
    return fit_logistic(rows)


def confidence(corpus: Corpus) -> Weights:
    """What is a decision worth? Asked of decisions about novels that the weights were fitted without."""
    rows: list[Row] = []
    novels = corpus.cast()
    for fold in range(FOLDS):
        left_out = novels[fold::FOLDS]
        head, w = fit_cast([heard for heard in novels if heard not in left_out], corpus.told())
        rows += [row for heard in left_out for row in claims(heard, w, scorer(head))]
        log.info("confidence: fold %d of %d", fold + 1, FOLDS)
    return fit_confidence(rows)


def short(corpus: Corpus) -> Weights:
    """Who says it in a short passage?"""
    return fit_short_chain(hear_all(corpus.run), load_weights("cast_weights"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the package."""

    file: str
    what: str  # it holds
    fit: Callable[[Corpus], Weights]
    passages: bool = False  # learned from our passages, near the weights of the novels


TABLES = {
    "said": Table("said_weights", "Log-odds that a quoted span is said, by feature.", said),
    "speakers": Table("speaker_weights", "Weights of the random field of conversations, over clusters.", clusters),
    "cast": Table(
        "cast_weights", "Weights of the random field of conversations, the persons of the story being known.", cast
    ),
    "addressees": Table("addressee_weights", "Log-odds that somebody is spoken to, by feature.", addressees),
    "confidence": Table(
        "confidence",
        "What a likelihood is worth: log-odds of being right = shift + slope * log-odds of the decision,\n"
        f"# by attribution; of decisions about novels that the weights were fitted without ({FOLDS} folds).",
        confidence,
    ),
    "short": Table("short_cast_weights", "The same as `cast_weights`, for short texts.", short, passages=True),
}


def save(file: Path, what: str, weights: Weights, source: str) -> None:
    """Write the weights as a table of the package, and forget what it held before."""
    head = (
        f"# {what}\n# Source: fitted by `python -m training.conversations` on {source}. Numbers only, no text.\n"
        "# Licence: Apache-2.0, as the package.\n"
    )
    lines = (f"{name}\t{weights[name]:.3f}\n" for name in sorted(weights))
    file.write_text(head + "".join(lines), encoding="utf-8")
    load_table.cache_clear()
    load_weights.cache_clear()
    released_model.cache_clear()


def main() -> None:
    """Fit one of them, or all in order, and write the tables."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m training.conversations", description=__doc__, formatter_class=layout)
    parser.add_argument("what", choices=["all", *TABLES])
    parser.add_argument("--gold", type=Path, required=True, help="folder with the corpora; pdnc/ is read")
    parser.add_argument("--run", type=Path, default=Path("runs/latest"), help="where what was read is kept")
    parser.add_argument("--only", nargs="+", help="names of the training novels to fit on (default: all)")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    args.run.mkdir(parents=True, exist_ok=True)
    ids = [name for name in read_ids(args.gold / "pdnc" / "train.ids") if not args.only or name in args.only]
    corpus = Corpus(list(pdnc.read(args.gold / "pdnc", ids)), args.run)
    for name in TABLES if args.what == "all" else [args.what]:
        log.info("%s", name)
        table = TABLES[name]
        novels = f"{len(ids)} training novels of PDNC (Vishnubhotla et al. 2022): {', '.join(ids)}"
        source = "short passages of our own (`training/data/who.txt`), near the weights of the novels"
        save(LEXICONS / f"{table.file}.tsv", table.what, table.fit(corpus), source if table.passages else novels)


if __name__ == "__main__":
    main()
