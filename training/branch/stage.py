"""Stage 4: the branch, from the released encoder and the corpora alone; and the five folds of EmoBank.

The parts are trained one after the other, each by its own section of the config.
"""

import logging
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench import judgements
from bench.denied import PASSAGES as KEPT_DENIALS
from training.branch import losses
from training.branch.evaluate import (
    Picked,
    Reading,
    affect_scores,
    grammar_scores,
    negation_scores,
    undertone_scores,
)
from training.branch.export import Given, export, export_branch, export_negation
from training.branch.graph import OUTPUT, open_states
from training.branch.large import LargeStates
from training.branch.learn import Losses, Reader, learn
from training.branch.model import HIDDEN, Grammar, Mood, Moods, Pupil, Trunk, TrunkConfig, places
from training.branch.scopes import Scopes, learn_scopes
from training.branch.states import DeeperStates, States
from training.branch.texts import (
    Lexicon,
    Text,
    read_affixes,
    read_denials,
    read_emobank,
    read_ewt,
    read_moods,
    read_negation,
    read_readers,
    read_tales,
)
from training.export import write_catalogue
from training.folders import Folders
from training.released import load_released, released_weights

log = logging.getLogger("training")

Measure = Callable[[Reading], dict[str, float]]

KINDS = {"tales": 3, "emobank": 3, "undertone": 2}  # of parts, and how many numbers a sentence each reads
DEEP = 6  # the states that the deep blocks make, as the parts' `inputs` name them


def train_branch(config: dict[str, Any], folders: Folders) -> None:
    """Train all parts and write them, with the catalogue, beside the released encoder in `out`."""
    open_states(folders.out / "words.onnx", config["after_blocks"])
    parts = Parts(config, folders)
    grammar = parts.grammar()
    scopes = parts.scopes(grammar)
    moods = parts.affect(config["affect"]["dev_fold"])
    made = {"grammar": grammar, "negation": scopes, "affect": moods}
    torch.save({name: part.state_dict() for name, part in made.items()}, folders.run / "branch.pt")
    write_branch(config, folders)


def train_negation(config: dict[str, Any], folders: Folders) -> None:
    """Train the closer look at negation alone, on the grammar that lies in `out`, and write it there."""
    parts = Parts(config, folders)
    scopes = parts.scopes(parts.released_grammar())
    torch.save(scopes.state_dict(), folders.run / "negation.pt")
    export_negation(parts.given("negation", scopes.cpu()), len(config["after_blocks"]) * HIDDEN, folders.out)
    write_catalogue(config["name"], folders.out)


def train_affect(config: dict[str, Any], folders: Folders) -> None:
    """Train the affect alone and write it to `out`, beside the grammar that lies there."""
    parts = Parts(config, folders)
    moods = parts.affect(config["affect"]["dev_fold"])
    torch.save(moods.state_dict(), folders.run / "affect.pt")
    grammar = parts.given("grammar", parts.released_grammar().eval())
    export_branch(grammar, parts.given("deep", moods.cpu().eval()), len(config["after_blocks"]) * HIDDEN, folders.out)
    write_catalogue(config["name"], folders.out)


def write_branch(config: dict[str, Any], folders: Folders) -> None:
    """Export what `train_branch` saved in `run`."""
    saved = torch.load(folders.run / "branch.pt")
    made: dict[str, Any] = {
        "grammar": Grammar(trunk_config(config["grammar"])),
        "negation": Scopes(trunk_config(config["negation"])),
        "affect": moods_of(config),
    }
    depths = config["after_blocks"]
    inputs = {"grammar": config["grammar"], "negation": config["negation"], "affect": config["deep"]}
    parts = {}
    for name, part in made.items():
        part.load_state_dict(saved[name])
        parts[name] = Given(part.eval(), places(inputs[name]["inputs"], depths))
    export(parts, len(depths) * HIDDEN, folders.out)
    write_catalogue(config["name"], folders.out)


def fold_scores(config: dict[str, Any], folders: Folders, folds: Sequence[int]) -> str:
    """Train the affect without each of the given fifths of EmoBank's documents; return how well each reads them."""
    parts = Parts(config, folders)
    lines = ["EmoBank, five folds of documents, Pearson r", "", f"{'':12}{'sentences':>10}{'V':>8}{'A':>8}{'D':>8}"]
    rows = []
    for fold in folds:
        texts = list(read_emobank(folders.gold, [fold]))
        moods = parts.emobank(fold)
        told = [Reading(parts.deeper_reader(config["emobank"]), mood=mood).affect(texts) for mood in moods]
        read, told = np.mean([values for values, _ in told], axis=0), told[0][1]
        rows.append([judgements.pearson(read[:, axis], told[:, axis]) for axis in range(3)])
        lines.append(f"{f'fold {fold + 1}':12}{len(read):10}" + "".join(f"{r:8.3f}" for r in rows[-1]))
        log.info("folds: %s", lines[-1])
    lines.append(f"{'mean':12}{'':10}" + "".join(f"{r:8.3f}" for r in np.mean(rows, axis=0)))
    return "\n".join([*lines, ""])


def trunk_config(config: dict[str, Any]) -> TrunkConfig:
    """The sizes that a section of the config gives."""
    return TrunkConfig(tuple(config["inputs"]), config["blocks"], config["first_block"], config["dropout"])


def moods_of(config: dict[str, Any]) -> Moods:
    """The affect parts that the config describes."""
    tales, emobank, undertone = ([mood_of(config, kind) for _ in range(config[kind]["members"])] for kind in KINDS)
    return Moods(Trunk(trunk_config(config["deep"])), tales, emobank, undertone, config["affect"]["share"])


def mood_of(config: dict[str, Any], kind: str) -> Mood:
    """A part of one of the kinds, untrained."""
    return Mood(trunk_config(config[kind]), KINDS[kind])


class Parts:
    """Makes the parts of the branch from one config."""

    def __init__(self, config: dict[str, Any], folders: Folders) -> None:
        self._config, self._folders, self._gold, self._out = config, folders, folders.gold, folders.out
        self._states = States(folders.out / "words.onnx", [OUTPUT], folders.run / "states")
        self._encoder = load_released(folders.out / "words.onnx")
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._deep: Trunk | None = None

    def reader(self, config: dict[str, Any]) -> Reader:
        """Gives the states that a part takes."""
        return Reader(self._states, places(config["inputs"], self._config["after_blocks"]))

    def given(self, name: str, part: Any) -> Given:
        """Say which of the states a part takes."""
        return Given(part, places(self._config[name]["inputs"], self._config["after_blocks"]))

    def released_grammar(self) -> Grammar:
        """The grammar that has been released, without what it learned of negation on the side."""
        part = Grammar(trunk_config(self._config["grammar"]))
        part.load_state_dict(part.state_dict() | released_weights(self._out / "branch.onnx", "grammar"))
        return part

    def grammar(self) -> Grammar:
        """Train the grammar."""
        config = self._config["grammar"]
        texts: Sequence[Text] = [*read_ewt(self._gold, "train"), *read_negation(self._gold, "train"), read_affixes()]
        reader = self.reader(config)
        torch.manual_seed(config["seed"])
        part = Grammar(trunk_config(config))
        part.trunk.start_from(self._encoder)
        log.info("grammar: %d texts, %d words", len(texts), sum(len(t.words) for t in texts))

        def score(average: Grammar) -> dict[str, float]:
            return grammar_scores(Reading(reader, grammar=average), self._gold)

        return learn(part.to(self._device), losses.grammar_and_negation, texts, reader, config, score=score)

    def scopes(self, grammar: Grammar) -> Scopes:
        """Train the closer look at negation, with the trees of the grammar; it begins with what the grammar knows."""
        config = self._config["negation"]
        texts = [*read_negation(self._gold, "train"), read_affixes()]
        all_states = Reader(self._states, range(len(self._config["after_blocks"]) * HIDDEN))
        parser = Picked(self.given("grammar", grammar))
        for text in texts:
            Reading(all_states, grammar=parser).parse(text)
        torch.manual_seed(config["seed"])
        part = Scopes(trunk_config(config))
        part.start_from(self._encoder, grammar.trunk)

        def score(average: Scopes) -> dict[str, float]:
            scopes = Picked(self.given("negation", average))
            return negation_scores(Reading(all_states, grammar=parser, scopes=scopes), self._gold)

        return learn_scopes(part.to(self._device), texts, self.reader(config), config, score=score)

    def deep(self) -> Trunk:
        """Teach the deep blocks what a larger encoder says of words; what was taught in this run is taken again.

        They read no text of EmoBank, and of the tales only the train part.
        """
        if self._deep is not None:
            return self._deep
        config, path = self._config["deep"], self._folders.run / "deep.pt"
        torch.manual_seed(config["seed"])
        trunk = Trunk(trunk_config(config)).to(self._device)
        if path.exists():
            trunk.load_state_dict(torch.load(path, map_location=self._device))
        else:
            trunk.start_from(self._encoder)
            self._teach(trunk, config)
            torch.save(trunk.state_dict(), path)
        self._deep = trunk.eval()
        return trunk

    def _teach(self, trunk: Trunk, config: dict[str, Any]) -> None:
        """Let the deep blocks learn from the larger encoder."""
        assert self._folders.large is not None, "the weights of the larger encoder: --large"
        large = LargeStates(self._folders.large / "model.safetensors", config["layers"], self._folders.run / "states")
        texts = [*read_tales(self._gold, "train"), *read_moods(self._gold), *read_readers(self._gold)]
        texts = list({tuple(text.words): text for text in texts}.values())  # some stand in two corpora
        for text in texts:
            text.large = large.of(text.words, text.sentences)
        log.info("deep: %d texts, %d words", len(texts), sum(len(t.words) for t in texts))
        words = np.concatenate([t.large[::10] for t in texts if t.large is not None]).astype(np.float32)
        mean, deviation = words.mean(0), words.std(0) + 1e-3
        means = [
            t.large[a:b].mean(0, dtype=np.float32) for t in texts if t.large is not None for a, b in t.sentences[::3]
        ]
        spread = np.std((np.stack(means) - mean) / deviation, axis=0)
        pupil = Pupil(trunk, *map(torch.from_numpy, (mean, deviation, spread))).to(self._device)
        learned = learn(pupil, losses.larger, texts, self.reader(config), config)
        trunk.load_state_dict(learned.trunk.state_dict())

    def _tell_tones(self, texts: list[Text]) -> None:
        """Say of the words of texts how pleasant they are alone, and add the list of words to the texts."""
        lexicon = Lexicon(Path(str(files("vaderSentiment") / "vader_lexicon.txt")))
        for text in texts:
            text.tone = lexicon.of(text.words)
        texts.append(lexicon.text())

    def deeper_reader(self, config: dict[str, Any]) -> Reader:
        """Gives the states that a part of the affect takes, those of the deep blocks among them."""
        given = places(self._config["deep"]["inputs"], self._config["after_blocks"])
        states = DeeperStates(self._states, self.deep(), given, self._folders.run / "states")
        return Reader(states, places(config["inputs"], [*self._config["after_blocks"], DEEP]))

    def affect(self, without: int) -> Moods:
        """Train the affect, without the documents of a fold of EmoBank."""
        kinds = self.tales(), self.emobank(without), self.undertone()
        moods = Moods(self.deep(), *kinds, self._config["affect"]["share"])
        dev, tales = list(read_emobank(self._gold, [without])), list(read_tales(self._gold, "val"))
        found = affect_scores(Reading(self.reader(self._config["deep"]), mood=moods), dev, tales)
        log.info("dev, mixed: %s", ", ".join(f"{k} {v:.4f}" for k, v in found.items()))
        return moods

    def emobank(self, without: int) -> list[Mood]:
        """Train affect parts on EmoBank without the documents of a fold, and on our labels in its manner."""
        texts = [*read_emobank(self._gold, [without], outside=True), *read_readers(self._gold)]
        dev = list(read_emobank(self._gold, [without]))
        self._tell_tones(texts)
        return self._moods("emobank", f"emobank-{without}", texts, lambda reading: affect_scores(reading, dev, []))

    def tales(self) -> list[Mood]:
        """Train the part of stories, on the tales and on our labels of novels, tales and web texts.

        It has blocks of its own, which begin as the deep ones; the first stays as it is: it is read once for all parts.
        """
        texts = [*read_tales(self._gold, "train"), *read_moods(self._gold), *read_readers(self._gold)]
        tales = list(read_tales(self._gold, "val"))
        self._tell_tones(texts)

        def measure(reading: Reading) -> dict[str, float]:
            return affect_scores(reading, [], tales)

        config = self._config["tales"]
        part = mood_of(self._config, "tales")
        part.trunk.load_state_dict(self.deep().state_dict())
        part.trunk.keep_first()
        return [self._learned("tales", part, texts, self.reader(config), config, measure)]

    def undertone(self) -> list[Mood]:
        """Train parts on our passages with denials."""
        kept, texts = list(read_denials(KEPT_DENIALS)), list(read_denials())

        def measure(reading: Reading) -> dict[str, float]:
            return undertone_scores(reading, kept)

        return self._moods("undertone", "undertone", texts, measure, losses.undertone)

    def _moods(
        self, kind: str, name: str, texts: list[Text], measure: Measure, wanted: Losses = losses.affect
    ) -> list[Mood]:
        """Parts of a kind that differ by their seed alone; those that were trained in this run are taken again."""
        config = self._config[kind]
        reader = self.deeper_reader(config)
        made: list[Mood] = []
        for seed in range(config["seed"], config["seed"] + config["members"]):
            torch.manual_seed(seed)
            part, seeded = mood_of(self._config, kind), config | {"seed": seed}
            made.append(self._learned(f"{name}-{seed}", part, texts, reader, seeded, measure, wanted))
        return made

    def _learned(  # noqa: PLR0917
        self,
        name: str,
        part: Mood,
        texts: list[Text],
        reader: Reader,
        config: dict[str, Any],
        measure: Measure,
        wanted: Losses = losses.affect,
    ) -> Mood:
        """Train a part, or take the one of this name that was trained in this run."""
        part, path = part.to(self._device), self._folders.run / f"{name}.pt"
        if path.exists():
            part.load_state_dict(torch.load(path, map_location=self._device))
            return part.eval()

        def score(average: Mood) -> dict[str, float]:
            return measure(Reading(reader, mood=average))

        log.info("%s: %d texts, %d words", name, len(texts), sum(len(t.words) for t in texts))
        part = learn(part, wanted, texts, reader, config, score=score).eval()
        torch.save(part.state_dict(), path)
        return part
