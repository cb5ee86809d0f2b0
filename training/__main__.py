"""Train the model that undertow ships, from one config.

    python -m training all --gold DIR --base DIR          # every stage, in order
    python -m training train --gold DIR --base DIR --run runs/other
    python -m training branch --gold DIR --large DIR      # grammar, negation and affect on the released encoder
    python -m training negation --gold DIR                # negation alone, on the released grammar
    python -m training affect --gold DIR --large DIR      # affect alone, beside it
    python -m training short --gold DIR                   # the second look at short texts, on the released encoder

The stages: `adapt` (masked words, on novels), `train` (all tasks together), `export` (ONNX in 8 bits, into the
package), `branch` (on the encoder that the package has). `folds` trains the affect of the branch five times and prints
how well each reads the documents of EmoBank that it has not seen.
"""

import argparse
import logging
import sys
import tomllib
from pathlib import Path

from training.folders import Folders

MODEL = Path(__file__).parent.parent / "src" / "undertow" / "inference" / "model"


def main() -> None:
    """Run one stage, or all of them in order."""
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    stages = ["adapt", "train", "export", "branch", "short", "negation", "affect", "folds", "all"]
    parser.add_argument("stage", choices=stages)
    parser.add_argument("--gold", type=Path, required=True, help="folder with the corpora, in their own layouts")
    parser.add_argument("--base", type=Path, help="adapt: folder with model.safetensors and tokenizer.json")
    parser.add_argument("--large", type=Path, help="affect: folder with model.safetensors of all-mpnet-base-v2")
    parser.add_argument("--folds", type=int, nargs="+", default=range(5), help="folds: which, from 0 (default: all)")
    parser.add_argument("--run", type=Path, default=Path("runs/latest"), help="where weights and the log go")
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.toml")
    parser.add_argument("--out", type=Path, default=MODEL, help="where `export` writes (default: the package's data)")
    parser.add_argument("--bits", type=int, choices=[8, 32], default=8, help="of the exported encoder")
    args = parser.parse_args()
    if args.stage in ("adapt", "all") and args.base is None:
        parser.error(f"{args.stage} needs --base")
    if args.stage in ("branch", "affect", "folds", "all") and args.large is None:
        parser.error(f"{args.stage} needs --large")
    folders = Folders(args.gold, args.run, args.out, args.large)
    args.run.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.StreamHandler(sys.stderr), logging.FileHandler(args.run / "log.txt")],
    )
    config = tomllib.loads(args.config.read_text(encoding="utf-8"))
    adapted, trained = args.run / "adapted.pt", args.run / "trained.pt"
    if args.stage in ("adapt", "all"):
        from training.adapt import adapt

        adapt(config["adapt"], args.gold, args.base, adapted)
    if args.stage in ("train", "all"):
        from training.train import train

        train(config["train"], args.gold, adapted, trained)
    if args.stage in ("export", "all"):
        from training.export import export

        export(config["export"], trained, args.out, tasks=config["train"]["tasks"], bits=args.bits)
    if args.stage in ("branch", "all"):
        from training.branch.stage import train_branch

        train_branch(config["branch"], folders)
    if args.stage in ("short", "all"):
        from training.short import train_short

        train_short(config["short"], folders)
    if args.stage == "negation":
        from training.branch.stage import train_negation

        train_negation(config["branch"], folders)
    if args.stage == "affect":
        from training.branch.stage import train_affect

        train_affect(config["branch"], folders)
    if args.stage == "folds":
        from training.branch.stage import fold_scores

        sys.stdout.write(fold_scores(config["branch"], folders, args.folds))


if __name__ == "__main__":
    main()
