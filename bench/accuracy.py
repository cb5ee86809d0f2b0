"""Measure what undertow reads against corpora that people annotated, beside what others reached.

    python bench/accuracy.py litbank DIR [--ids FILE] [--json FILE]
    python bench/accuracy.py pdnc DIR [--ids FILE] [--json FILE] [--lines FILE]
    python bench/accuracy.py modes [--half test|train] [--json FILE]
    python bench/accuracy.py ewt|negation|tales|emobank|novels DIR [--json FILE]
    python bench/accuracy.py narration [DIR] [--json FILE]
    python bench/accuracy.py feelings [--half test|train] [--json FILE]
    python bench/accuracy.py denials|who [--json FILE]

DIR is a clone of the corpus in its own layout; FILE names documents, one a line (default: the dev documents of
`bench/splits`). `modes` and `narration` read the labelled passages of `bench/data`; `narration` reads
novels of PDNC or excerpts of LitBank too, where DIR is a clone of either.
The installed undertow is run through its public API alone, so the same script measures any version.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, `bench` is not on the path

import undertow
from bench import denials, feelings, modes, narration, reliability, tables, who
from bench.corpora import litbank, pdnc
from bench.corpora.litbank import read_ids
from bench.excerpts import Scores, gold_mentions
from bench.sentences import SCORERS
from bench.speakers import Verdict, figures, measure

SPLITS = Path(__file__).parent / "splits"
LABELLED = {
    "modes": modes.score,
    "narration": narration.score,
    "feelings": feelings.score,
    "denials": denials.score,
    "who": who.score,
}
"""Measures over passages that stand in `bench/data`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 2 for a mistake in what was given."""
    parser = argparse.ArgumentParser(
        prog="accuracy.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("corpus", choices=["litbank", "pdnc", *SCORERS, *LABELLED])
    parser.add_argument("dir", type=Path, nargs="?", help="the corpus in its own layout")
    parser.add_argument(
        "--half", choices=["test", "train"], default="test", help="modes, feelings: which half of the passages"
    )
    parser.add_argument("--ids", type=Path, help="file with names of documents, one a line")
    parser.add_argument("--json", type=Path, help="save the numbers here too")
    parser.add_argument("--lines", type=Path, help="pdnc: save what became of each line here, as CSV")
    options = parser.parse_args(arguments)
    if options.corpus in LABELLED:
        return score_labelled(options)
    if options.dir is None:
        return complain(f"{options.corpus} needs DIR, a clone of the corpus")
    return score_corpus(options)


def score_corpus(options: argparse.Namespace) -> int:
    """Measure documents of a corpus."""
    try:
        ids = chosen_ids(options.corpus, options.ids)
        if options.corpus == "litbank":
            numbers, page = score_litbank(options.dir, ids)
        elif options.corpus in SCORERS:
            numbers, page = SCORERS[options.corpus](options.dir)
        else:
            numbers, page, verdicts = score_pdnc(options.dir, ids)
            if options.lines:
                write_lines(options.lines, verdicts)
    except ModuleNotFoundError as error:
        return complain(f"{error.name} is missing: pip install {error.name}")
    except FileNotFoundError as error:
        return complain(
            f"{error.filename} is not there; is {options.dir} a clone of {options.corpus}, with these documents?"
        )
    except (ValueError, undertow.UndertowError) as error:
        return complain(str(error))
    sys.stdout.write(page)
    if options.json:
        result = {"corpus": options.corpus, "undertow": undertow.__version__, "documents": ids, **numbers}
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def score_labelled(options: argparse.Namespace) -> int:
    """Measure what is labelled in the repository itself."""
    try:
        numbers, page = LABELLED[options.corpus](options)
    except FileNotFoundError as error:
        return complain(f"{error.filename} is not there; is {options.dir} a clone of the corpus?")
    sys.stdout.write(page)
    if options.json:
        result = {"corpus": options.corpus, "undertow": undertow.__version__, **numbers}
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def chosen_ids(corpus: str, ids_file: Path | None) -> list[str]:
    """The documents to measure, none for a corpus with a development part. Raises ValueError for a bad list."""
    if corpus in SCORERS:
        if ids_file:
            raise ValueError(f"{corpus} is measured on its development part: --ids is for litbank and pdnc")
        return []
    ids_file = ids_file or SPLITS / f"{corpus}-dev.ids"
    if not ids_file.exists() or ids_file.is_dir():  # a pipe will do
        raise ValueError(f"{ids_file} is not a file: --ids takes a file with names of documents, one a line")
    ids = list(read_ids(ids_file))
    if not ids:
        raise ValueError(f"{ids_file} names no document")
    return ids


def complain(message: str) -> int:
    """Say in one line what is wrong."""
    sys.stderr.write(f"accuracy.py: {message}\n")
    return 2


def tell(name: str, i: int, n: int) -> None:
    """Say on stderr what is being read."""
    sys.stderr.write(f"[{i}/{n}] {name}\n")


def score_litbank(folder: Path, ids: Sequence[str]) -> tuple[dict[str, Any], str]:
    """Read each excerpt twice, from its words alone and with gold mentions; return the numbers and a page."""
    scores, model = Scores(), ""
    for i, gold in enumerate(litbank.read(folder, ids), 1):
        tell(gold.name, i, len(ids))
        document = undertow.Document.from_sentences(gold.sentences)
        given = undertow.Layers(mentions=gold_mentions(gold))
        read = undertow.to_dict(undertow.annotate(document))
        scores.add(gold, read, undertow.to_dict(undertow.annotate(document, given=given)))
        model = str(read["model"])
    numbers = scores.numbers()
    title = f"LitBank, {len(ids)} documents; undertow {undertow.__version__}, {model}"
    return {"model": model, "scores": numbers}, tables.litbank(title, numbers)


def read_novels(folder: Path, ids: Sequence[str]) -> Iterator[tuple[pdnc.Novel, dict[str, Any]]]:
    """Read whole novels from their raw text."""
    for i, novel in enumerate(pdnc.read(folder, ids), 1):
        tell(novel.name, i, len(ids))
        yield novel, undertow.to_dict(undertow.read(novel.path))


def score_pdnc(folder: Path, ids: Sequence[str]) -> tuple[dict[str, Any], str, dict[str, list[Verdict]]]:
    """Score each novel, their mean, and all their parts pooled; return the numbers, a page and every verdict."""
    pooled: Counter[str] = Counter()
    novels: dict[str, dict[str, float | None]] = {}
    verdicts: dict[str, list[Verdict]] = {}
    model = ""
    for novel, story in read_novels(folder, ids):
        counts, verdicts[novel.name] = measure(novel, story)
        novels[novel.name] = figures(counts)
        pooled += counts
        model = str(story["model"])
    mean, together = mean_of(list(novels.values())), figures(pooled)
    every = [verdict for some in verdicts.values() for verdict in some]
    numbers = {
        "model": model,
        "novels": novels,
        "mean": mean,
        "pooled": together,
        "calibration_error": {
            "speaker": reliability.calibration_error(reliability.speaker_claims(every)),
            "addressee": reliability.calibration_error(reliability.addressee_claims(every)),
        },
    }
    title = f"PDNC, {len(ids)} novels, from raw text; undertow {undertow.__version__}, {model}"
    return numbers, tables.pdnc(title, novels, mean, together) + "\n" + reliability.table(every), verdicts


def write_lines(file: Path, verdicts: dict[str, list[Verdict]]) -> None:
    """Write a row for each gold part: where it stands, who says it, and what undertow said."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["novel", *(field.name for field in fields(Verdict))])
        rows.writerows([novel, *astuple(verdict)] for novel, found in verdicts.items() for verdict in found)


def mean_of(rows: Sequence[dict[str, float | None]]) -> dict[str, float | None]:
    """Take the mean of each figure over the novels that have it."""
    mean: dict[str, float | None] = {}
    for key in rows[0]:
        values = [value for row in rows if (value := row[key]) is not None]
        mean[key] = fmean(values) if values else None
    return mean


if __name__ == "__main__":
    sys.exit(main())
