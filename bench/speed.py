"""Measure how fast undertow reads, and in how much memory.

    python bench/speed.py DIR [--words N ...] [--threads N] [--json FILE]

DIR holds novels as plain text (.txt). They are joined in the order of their names and cut at paragraph breaks to texts
of the sizes asked for. Each text is read in a fresh process, which reports the time of each step and its peak memory;
the whole process, start-up included, is timed here.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

SIZES = (1_000, 10_000, 50_000, 100_000, 500_000)
ONE_READ = Path(__file__).with_name("one_read.py")
STARTUP = ("import undertow", "import the rest", "load model")  # what a longer text does not make longer
BOOKNLP = "BookNLP, for comparison: 4.3 GB of memory for 125,000 words, 14 GB for 500,000 (not measured here)."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 2 for a mistake in what was given."""
    parser = argparse.ArgumentParser(
        prog="speed.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("dir", type=Path, help="folder with novels as plain text")
    parser.add_argument("--words", type=int, nargs="+", default=SIZES, help="sizes of the texts, in words")
    parser.add_argument("--threads", type=int, help="threads of the encoder (default: one for each physical core)")
    parser.add_argument("--json", type=Path, help="save the numbers here too")
    options = parser.parse_args(arguments)
    sizes = sorted(set(options.words))
    if sizes[0] < 1 or (options.threads is not None and options.threads < 1):
        return complain("--words and --threads take numbers above 0")
    paragraphs = read_paragraphs(options.dir, sizes[-1])
    n_words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if n_words < sizes[-1]:
        return complain(f"{options.dir} holds {n_words:,} words in .txt files; {sizes[-1]:,} are asked for")
    results = []
    with TemporaryDirectory() as folder:
        for size in sizes:
            file = Path(folder) / f"{size}.txt"
            file.write_text("\n\n".join(cut(paragraphs, size)) + "\n", encoding="utf-8", newline="\n")
            try:
                results.append({"size": size, **measure(file, options.threads)})
            except subprocess.CalledProcessError as error:
                return complain(f"reading {size:,} words failed: {error.stderr.strip().splitlines()[-1]}")
            sys.stderr.write(f"{size:,} words: {results[-1]['process_seconds']:.1f} s\n")
    sys.stdout.write(page(results, options.threads))
    if options.json:
        setup = {"machine": machine(), "threads": options.threads}
        options.json.write_text(json.dumps({**setup, "texts": results}, indent=1) + "\n", encoding="utf-8")
    return 0


def complain(message: str) -> int:
    """Say in one line what is wrong."""
    sys.stderr.write(f"speed.py: {message}\n")
    return 2


def machine() -> str:
    """Name the machine as far as Python knows it."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def read_paragraphs(folder: Path, n_words: int) -> list[str]:
    """Read novels in the order of their names until there are enough words; a blank line ends a paragraph."""
    paragraphs: list[str] = []
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8", errors="replace")
        paragraphs += [stripped for block in text.split("\n\n") if (stripped := block.strip())]
        n_words -= len(text.split())
        if n_words <= 0:
            break
    return paragraphs


def cut(paragraphs: Iterable[str], n_words: int) -> Iterator[str]:
    """Yield paragraphs up to the one with which the text reaches `n_words`."""
    for paragraph in paragraphs:
        yield paragraph
        n_words -= len(paragraph.split())
        if n_words <= 0:
            return


def measure(file: Path, threads: int | None) -> dict[str, Any]:
    """Read a file in a fresh process. Raises CalledProcessError."""
    environment = dict(os.environ)
    if threads is not None:
        environment["UNDERTOW_THREADS"] = str(threads)
    start = perf_counter()
    command = [sys.executable, str(ONE_READ), str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    result["process_seconds"] = perf_counter() - start
    result["reading_seconds"] = sum(s for step, s in result["seconds"].items() if step not in STARTUP)
    return result


def page(results: Sequence[dict[str, Any]], threads: int | None) -> str:
    """Lay out a column a text: totals, then each step in seconds."""
    first = results[0]

    def row(label: str, cells: Iterable[str]) -> str:
        return f"{label:28}" + "".join(f"{cell:>12}" for cell in cells)

    lines = [
        f"undertow {first['undertow']}, {first['model']}; {machine()}; threads: {threads or 'one a physical core'}",
        "",
        row("words", (f"{r['n_words']:,}" for r in results)),
        row("whole process, s", (f"{r['process_seconds']:.2f}" for r in results)),
        row("reading alone, s", (f"{r['reading_seconds']:.2f}" for r in results)),
        row("words a second", (f"{r['n_words'] / r['reading_seconds']:,.0f}" for r in results)),
        row("peak memory, MB", (megabytes(r["peak_bytes"]) for r in results)),
        "",
        *(row(f"  {step}, s", (f"{r['seconds'][step]:.2f}" for r in results)) for step in first["seconds"]),
        "",
    ]
    growth = growth_of(results)
    if growth is not None:
        lines.append(f"seconds a word at 500,000 words over those at 50,000: {growth:.2f}")
    return "\n".join([*lines, BOOKNLP, ""])


def megabytes(size: int | None) -> str:
    """Write bytes as megabytes of 10^6; Windows does not tell."""
    return "not told" if size is None else f"{size / 1e6:,.0f}"


def growth_of(results: Sequence[dict[str, Any]]) -> float | None:
    """Return seconds a word at 500,000 words over 50,000; 1 if time is linear, None unless both were read."""
    rates = {r["size"]: r["reading_seconds"] / r["n_words"] for r in results}
    return rates[500_000] / rates[50_000] if {50_000, 500_000} <= rates.keys() else None


if __name__ == "__main__":
    sys.exit(main())
