"""Stage 4: the branch, from the released encoder and the corpora alone; and the five folds of EmoBank.

The grammar and the mood are trained one after the other, each by its own section of the config.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench import judgements
from training.branch import losses
from training.branch.evaluate import Reading, affect_scores, grammar_scores
from training.branch.export import export
from training.branch.graph import OUTPUT, open_middle
from training.branch.learn import Reader, learn
from training.branch.model import Grammar, Mood, TrunkConfig, places
from training.branch.states import States
from training.branch.texts import Text, read_emobank, read_ewt, read_negation, read_tales
from training.export import write_catalogue
from training.released import load_released

log = logging.getLogger("training")

PLACES = (OUTPUT, "vectors")  # the outputs of words.onnx that the branch goes on from, in the order of the product
FOLDS = 5


def train_branch(config: dict[str, Any], gold: Path, run: Path, out: Path) -> None:
    """Train both parts and write them, with the catalogue, beside the released encoder in `out`."""
    open_middle(out / "words.onnx", config["after_block"])
    parts = Parts(config, gold, run, out)
    grammar, mood = parts.grammar(), parts.mood([config["affect"]["dev_fold"]], with_tales=True, scored=True)
    torch.save({"grammar": grammar.state_dict(), "mood": mood.state_dict()}, run / "branch.pt")
    write_branch(config, run, out)


def write_branch(config: dict[str, Any], run: Path, out: Path) -> None:
    """Export what `train_branch` saved in `run`."""
    saved = torch.load(run / "branch.pt")
    grammar, mood = Grammar(trunk_config(config["grammar"])), Mood(trunk_config(config["affect"]))
    grammar.load_state_dict(saved["grammar"])
    mood.load_state_dict(saved["mood"])
    export(grammar, mood, out)
    write_catalogue(config["name"], out)


def five_folds(config: dict[str, Any], gold: Path, run: Path, out: Path) -> str:
    """Train an affect branch for each fifth of EmoBank's documents on the other four; return a table."""
    parts = Parts(config, gold, run, out)
    lines = [f"EmoBank, {FOLDS} folds of documents, Pearson r", "", f"{'':12}{'sentences':>10}{'V':>8}{'A':>8}{'D':>8}"]
    rows, values, judged = [], [], []
    for fold in range(FOLDS):
        mood = parts.mood([fold], with_tales=True)
        texts = list(read_emobank(gold, [fold]))
        read, told = Reading(parts.reader(config["affect"]), mood=mood).affect(texts)
        rows.append([judgements.pearson(read[:, axis], told[:, axis]) for axis in range(3)])
        lines.append(f"{f'fold {fold + 1}':12}{len(read):10}" + "".join(f"{r:8.3f}" for r in rows[-1]))
        log.info("folds: %s", lines[-1])
        values.append(read)
        judged.append(told)
    read, told = np.concatenate(values), np.concatenate(judged)
    pooled = [judgements.pearson(read[:, axis], told[:, axis]) for axis in range(3)]
    lines.append(f"{'mean':12}{'':10}" + "".join(f"{r:8.3f}" for r in np.mean(rows, axis=0)))
    lines.append(f"{'pooled':12}{len(read):10}" + "".join(f"{r:8.3f}" for r in pooled))
    return "\n".join([*lines, ""])


def trunk_config(config: dict[str, Any]) -> TrunkConfig:
    """The sizes that a section of the config gives."""
    return TrunkConfig(len(config["inputs"]), config["blocks"], config["first_block"], config["dropout"])


class Parts:
    """Makes the parts of the branch from one config."""

    def __init__(self, config: dict[str, Any], gold: Path, run: Path, out: Path) -> None:
        self._config, self._gold = config, gold
        self._states = States(out / "words.onnx", PLACES, run / "states")
        self._encoder = load_released(out / "words.onnx")
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def reader(self, config: dict[str, Any]) -> Reader:
        """Gives the states that a part takes."""
        return Reader(self._states, places(config["inputs"], PLACES))

    def grammar(self) -> Grammar:
        """Train the grammar."""
        config = self._config["grammar"]
        texts: Sequence[Text] = [*read_ewt(self._gold, "train"), *read_negation(self._gold, "train")]
        reader = self.reader(config)
        torch.manual_seed(config["seed"])
        part = Grammar(trunk_config(config))
        part.trunk.start_from(self._encoder)
        log.info("grammar: %d texts, %d words", len(texts), sum(len(t.words) for t in texts))

        def score(average: Grammar) -> dict[str, float]:
            return grammar_scores(Reading(reader, grammar=average), self._gold)

        return learn(part.to(self._device), losses.grammar_and_negation, texts, reader, config, score=score)

    def mood(self, dev_folds: list[int], *, with_tales: bool, scored: bool = False) -> Mood:
        """Train the affect part on the tales and on EmoBank without the documents of some folds."""
        config = self._config["affect"]
        texts = list(read_emobank(self._gold, dev_folds, outside=True))
        if with_tales:
            texts += read_tales(self._gold, "train")
        reader = self.reader(config)
        torch.manual_seed(config["seed"])
        part = Mood(trunk_config(config))
        part.trunk.start_from(self._encoder)
        log.info("affect: %d texts, %d words", len(texts), sum(len(t.words) for t in texts))
        dev, tales = list(read_emobank(self._gold, dev_folds)), list(read_tales(self._gold, "val"))

        def score(average: Mood) -> dict[str, float]:
            return affect_scores(Reading(reader, mood=average), dev, tales)

        return learn(part.to(self._device), losses.affect, texts, reader, config, score=score if scored else None)
