"""Two corpora of a few words of our own, in the layouts of LitBank and PDNC.

`bench` is not installed: its tests find it in the repository, and are left out where it is not there.
"""

import csv
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "story"))  # where stories are made by hand

collect_ignore_glob = [] if (ROOT / "bench").is_dir() else ["test_*.py"]

EXCERPT = "Nell left the house of her aunt .\n“ Go , ” said Aunt May , the widow .\n"
COREF = """\
MENTION\tT3\t0\t5\t0\t6\ther aunt\tPER\tNOM
MENTION\tT1\t0\t0\t0\t0\tNell\tPER\tPROP
MENTION\tT2\t0\t2\t0\t6\tthe house of her aunt\tFAC\tNOM
MENTION\tT4\t0\t5\t0\t5\ther\tPER\tPRON
MENTION\tT5\t1\t5\t1\t6\tAunt May\tPER\tPROP
MENTION\tT6\t1\t8\t1\t9\tthe widow\tPER\tNOM
COREF\tT1\tNell-1
COREF\tT4\tNell-1
COREF\tT2\tthe_house-2
COREF\tT3\tMay-3
COREF\tT5\tMay-3
APPOS\tT6\tT5
"""
LABELS = {0: "B-PER\tO", 2: "B-FAC\tO", 3: "I-FAC\tO", 4: "I-FAC\tO", 5: "I-FAC\tB-PER", 6: "I-FAC\tI-PER"}
QUOTES = "QUOTE\tQ1\t1\t0\t1\t3\t“ Go , ”\nATTRIB\tQ1\tMay-3\nQUOTE\tQ2\t1\t1\t1\t1\tGo\nATTRIB\tQ2\tA_voice-9\n"


def columns(labels, default):
    lines, i = [], 0
    for sentence in EXCERPT.splitlines():
        for word in sentence.split():
            lines.append(f"{word}\t{labels.get(i, default)}\t")
            i += 1
        lines.append("")
    return "\n".join(lines) + "\n"


@pytest.fixture
def litbank_folder(tmp_path):
    files = {
        "coref/tsv/1_nell_brat.txt": EXCERPT,
        "coref/tsv/1_nell_brat.ann": COREF,
        "quotations/tsv/1_nell_brat.txt": EXCERPT,
        "quotations/tsv/1_nell_brat.ann": QUOTES,
        "entities/tsv/1_nell_brat.tsv": columns(LABELS, "O\tO"),
        "events/tsv/1_nell_brat.tsv": columns({1: "EVENT", 12: "EVENT"}, "O"),
        "some.ids": "1_nell\n\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


PAGE = '"Come in, Nell," said the General.\n"I came," I said, "on foot."\n"So I see," said Ada Ferris.\n"Hush!"\n'
CHARACTERS = [
    ("Eleanor Holt", "{'Eleanor Holt', 'Nell', '_narr'}"),
    ("The General", "['The General']"),
    ("Ada Ferris", "{'Ada Ferris', 'Miss Ferris'}"),
    ("_group", "{'_group'}"),
]
QUOTATIONS = [
    (["Come in, Nell,"], "The General", ["Nell"], "Explicit"),
    (["I came,", "on foot."], "Nell", ["The General", "Ada Ferris"], "Anaphoric"),
    (["So I see,"], "Ada Ferris", [], "Explicit"),
    (["Hush!"], "_group", [], "nan"),
]


def span(words):
    return [PAGE.index(words), PAGE.index(words) + len(words)]


@pytest.fixture
def pdnc_folder(tmp_path):
    folder = tmp_path / "data" / "Nell"
    folder.mkdir(parents=True)
    (folder / "novel_text.txt").write_bytes(PAGE.encode())
    with (folder / "character_info.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Character ID", "Main Name", "Aliases", "Gender", "Category"])
        rows.writerows([i, name, aliases, "U", "minor"] for i, (name, aliases) in enumerate(CHARACTERS))
    with (folder / "quotation_info.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["quoteID", "quoteByteSpans", "speaker", "addressees", "quoteType", "referringExpression"])
        for i, (parts, speaker, addressees, kind) in enumerate(QUOTATIONS):
            rows.writerow([f"Q{i}", [span(part) for part in parts], speaker, addressees, kind, "said"])
    return tmp_path
