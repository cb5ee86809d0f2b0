"""The weights of the modes, fitted on the training half of the labelled passages (bench/data/modes/train.txt).

    python -m training.modes                 # fit, print scores by cross-validation, write lexicons/modes_weights.tsv
    python -m training.modes --dry           # print the scores only

A conditional random field (layers/modes_model.py) with an L2 penalty. Folds are made of whole passages. The passages
are read with the released model, so that syntax is as it is predicted; run this again when that model changes.
"""

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from bench.labelled import DATA, Passage, read_passages
from undertow.document.build import build_document
from undertow.document.values import Document
from undertow.layers.modes_features import feature_rows
from undertow.layers.modes_marks import settle
from undertow.layers.modes_model import CHOICES, probabilities, weight_names
from undertow.layers.modes_segments import LINKS, cut
from undertow.layers.modes_words import Words
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.values import MODES, Layers
from undertow.source.load import load_text

TABLE = Path(__file__).parent.parent / "src" / "undertow" / "lexicons" / "modes_weights.tsv"
HEAD = """\
# Weights of the modes' random field: feature:mode, and link:mode>mode; n narration, f free indirect, t direct thought.
# Source: fitted by training/modes.py on the training half of the labelled passages in bench/data/modes.
# Licence: Apache-2.0, as the package.
"""
PENALTY = 2.0  # of the squared weights; between .5 and 4 it matters little by cross-validation
RARE = 3  # a feature that holds less often gets no weight
FOLDS, SEEDS = 8, (0,)
log = logging.getLogger("modes")


@dataclass(slots=True)
class Chain:
    """A passage as the fit sees it."""

    rows: dict[str, np.ndarray]
    link: np.ndarray
    gold: np.ndarray  # index into CHOICES


def make_chain(passage: Passage, syntax: bool) -> Chain:
    """Segments of a passage, their features and their gold modes."""
    document = build_document(load_text(passage.text, force=True))
    layers = read_layers(document, syntax)
    words = Words(document)
    segments = cut(document, words, settle(document, words, layers.quotations), layers.syntax)
    modes = np.zeros(document.n_tokens, np.int64)
    for start, end, mode in passage.labels:
        modes[(document.token_start >= start) & (document.token_start < end)] = mode
    spoken = words.has("WORD")
    gold = []
    for a, b in zip(segments.start.tolist(), segments.end.tolist(), strict=True):
        counts = np.bincount(modes[a:b][spoken[a:b]], minlength=len(MODES))
        gold.append(int(np.argmax(counts[list(CHOICES)])))
    return Chain(feature_rows(document, words, segments, layers.syntax), segments.link, np.array(gold, np.int64))


def read_layers(document: Document, syntax: bool) -> Layers:
    """Quotations, and syntax where the released model has it."""
    if not syntax:
        return Layers(quotations=QuotationAnnotator()(document, Layers()))
    from undertow.pipeline import run, standard

    wanted = {"quotations", "encoding", "syntax"}
    return run(document, annotators=[a for a in standard() if a.provides in wanted])


def loss(
    flat: np.ndarray, matrices: Sequence[np.ndarray], chains: Sequence[Chain], penalty: float
) -> tuple[float, np.ndarray]:
    """Negative log-likelihood and its gradient."""
    n_features = matrices[0].shape[1]
    weights = flat[: n_features * 3].reshape(n_features, 3)
    pairs = flat[n_features * 3 :].reshape(len(LINKS), 3, 3)
    total = penalty * 0.5 * float(flat @ flat)
    d_weights, d_pairs = penalty * weights, penalty * pairs
    d_weights, d_pairs = d_weights.copy(), d_pairs.copy()
    for matrix, chain in zip(matrices, chains, strict=True):
        scores = matrix @ weights
        n = len(scores)
        forward, backward = np.zeros((n, 3)), np.zeros((n, 3))
        forward[0] = scores[0]
        for i in range(1, n):
            forward[i] = scores[i] + np.logaddexp.reduce(forward[i - 1][:, None] + pairs[chain.link[i]], axis=0)
        for i in range(n - 2, -1, -1):
            after = scores[i + 1] + backward[i + 1]
            backward[i] = np.logaddexp.reduce(pairs[chain.link[i + 1]] + after[None, :], axis=1)
        z = np.logaddexp.reduce(forward[-1])
        marginal = np.exp(forward + backward - z)
        gold = chain.gold
        total += z - scores[np.arange(n), gold].sum()
        marginal[np.arange(n), gold] -= 1
        d_weights += matrix.T @ marginal
        for i in range(1, n):
            square = pairs[chain.link[i]]
            total -= square[gold[i - 1], gold[i]]
            joint = np.exp(forward[i - 1][:, None] + square + (scores[i] + backward[i])[None, :] - z)
            d_pairs[chain.link[i]] += joint
            d_pairs[chain.link[i], gold[i - 1], gold[i]] -= 1
    return total, np.concatenate([d_weights.ravel(), d_pairs.ravel()])


def fit(chains: Sequence[Chain], features: Sequence[str], penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights [n_features, 3] and pairs [n_links, 3, 3]."""
    matrices = [np.stack([chain.rows[f] for f in features], axis=1).astype(float) for chain in chains]
    zero = np.zeros(len(features) * 3 + len(LINKS) * 9)
    found = minimize(
        loss, zero, args=(matrices, chains, penalty), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    return found.x[: len(features) * 3].reshape(-1, 3), found.x[len(features) * 3 :].reshape(len(LINKS), 3, 3)


def common(chains: Sequence[Chain]) -> list[str]:
    """The features that hold often enough."""
    names = list(dict.fromkeys(name for chain in chains for name in chain.rows))
    return [n for n in names if sum(int((c.rows[n] != 0).sum()) for c in chains if n in c.rows) >= RARE]


def validate(chains: Sequence[Chain], penalty: float) -> np.ndarray:
    """[3, 3] Gold by predicted segments, over folds and seeds."""
    table = np.zeros((3, 3))
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(chains))
        for fold in range(FOLDS):
            held = set(order[fold::FOLDS].tolist())
            train = [chain for i, chain in enumerate(chains) if i not in held]
            features = common(train)
            weights, pairs = fit(train, features, penalty)
            for i in held:
                matrix = np.stack([chains[i].rows[f] for f in features], axis=1).astype(float)
                best = probabilities(matrix @ weights, pairs, chains[i].link).argmax(axis=1)
                np.add.at(table, (chains[i].gold, best), 1)
    return table / len(SEEDS)


def f1(table: np.ndarray) -> np.ndarray:
    """F1 of each class of a table of gold by predicted."""
    return 2 * np.diag(table) / np.maximum(table.sum(axis=0) + table.sum(axis=1), 1e-9)


def main() -> None:
    """Fit, validate, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="print the scores only")
    parser.add_argument("--no-syntax", action="store_true", help="fit for documents without the layer of syntax")
    parser.add_argument("--penalties", type=float, nargs="*", default=[PENALTY])
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    chains = [make_chain(p, not options.no_syntax) for p in read_passages(DATA / "modes" / "train.txt")]
    log.info("%d segments, %s", sum(len(c.gold) for c in chains), np.bincount(np.concatenate([c.gold for c in chains])))
    for penalty in options.penalties:
        table = validate(chains, penalty)
        log.info(
            "penalty %g: F1 narration, free indirect, thought: %s\n%s", penalty, f1(table).round(3), table.round(1)
        )
    if options.dry:
        return
    features = common(chains)
    weights, pairs = fit(chains, features, PENALTY)
    unary_names, pair_names = weight_names(features)
    lines = dict(zip(np.ravel(unary_names).tolist(), weights.ravel().tolist(), strict=True))
    lines |= dict(zip(np.ravel(pair_names).tolist(), pairs.ravel().tolist(), strict=True))
    kept = (f"{name}\t{value:.3f}\n" for name, value in sorted(lines.items()) if abs(value) >= 0.001)
    TABLE.write_text(HEAD + "".join(kept), encoding="utf-8")
    log.info("%s: %d weights", TABLE.name, len(lines))


if __name__ == "__main__":
    main()
