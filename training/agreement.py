"""How well our own labels go with those of people, where both have judged the same sentences.

python -m training.agreement --gold DIR
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bench import judgements
from bench.corpora import affect

DATA = Path(__file__).parent / "data"
MEASURED = Path(__file__).parents[1] / "bench" / "data" / "tales.tsv"  # nothing learns from these


def main() -> None:
    """Print a table: the tales by concordance, EmoBank by correlation."""
    parser = argparse.ArgumentParser(prog="python -m training.agreement", description=main.__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with `tales` and `emobank`")
    gold = parser.parse_args().gold
    rows: list[tuple[str, Any, list[affect.JudgedText], list[affect.JudgedText], str]] = []
    for part, labels in (("train", DATA / "tales.tsv"), ("val", MEASURED)):
        ours = {text.name: text for text in affect.read_tales(gold / "tales", part, labels)}
        people = [text for text in affect.read_tales(gold / "tales", part) if text.name in ours]
        mine = [ours[text.name] for text in people]
        rows.append((f"tales, {part}, CCC", judgements.concordance, mine, people, "VA"))
    both = (list(affect.read_emobank(gold / "emobank", labels)) for labels in (DATA / "emobank.tsv", None))
    rows.append(("EmoBank, Pearson r", judgements.pearson, *both, "VAD"))
    sys.stdout.write(f"{'':20}{'sentences':>10}{'V':>8}{'A':>8}{'D':>8}\n")
    for name, measure, mine, theirs, axes in rows:
        a, b = (np.concatenate([text.judged for text in texts]) for texts in (mine, theirs))
        found = "".join(f"{measure(a[:, axis], b[:, axis]):8.3f}" for axis in range(len(axes)))
        sys.stdout.write(f"{name:20}{len(a):10}{found}\n")


if __name__ == "__main__":
    main()
