"""`python -m training STAGE --gold DIR --base DIR --run DIR`: train the model that undertow ships, from one config."""

import argparse
import logging
import sys
import tomllib
from pathlib import Path


def main() -> None:
    """Run one stage, or all of them in order."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("stage", choices=["adapt"])
    parser.add_argument("--gold", type=Path, required=True, help="folder with the corpora, in their own layouts")
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--run", type=Path, default=Path("runs/latest"), help="where weights and the log go")
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.toml")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.StreamHandler(sys.stderr), logging.FileHandler(args.run / "log.txt")],
    )
    config = tomllib.loads(args.config.read_text())
    from training.adapt import adapt

    adapt(config["adapt"], args.gold, args.base, args.run / "adapted.pt")


if __name__ == "__main__":
    main()
