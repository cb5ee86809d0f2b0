import csv
import re
import subprocess
import sys
from dataclasses import replace

import pyarrow.parquet
import pytest
from export_builders import TEXT, ferry
from export_strategies import stories
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from undertow.errors import UndertowError
from undertow.export import write_csv, write_parquet
from undertow.export.csvfiles import harmless
from undertow.export.tables import tables
from undertow.layers import Layers

NAMES = {
    "story",
    "chapters",
    "scenes",
    "paragraphs",
    "sentences",
    "tokens",
    "mentions",
    "entities",
    "characters",
    "evidence",
    "quotations",
    "insets",
    "events",
    "negation",
    "scopes",
    "modes",
    "narration",
    "shifts",
    "narration_evidence",
    "feelings",
    "denials",
    "denial_evidence",
    "relationships",
    "relationship_evidence",
    "arcs",
    "arc_points",
    "arc_observations",
    "arc_passages",
    "turns",
    "turn_evidence",
}
WITH_TEXT = (
    "paragraphs",
    "sentences",
    "tokens",
    "mentions",
    "evidence",
    "quotations",
    "insets",
    "events",
    "negation",
    "scopes",
    "modes",
    "shifts",
    "narration_evidence",
    "feelings",
    "denials",
    "denial_evidence",
    "relationship_evidence",
    "arc_passages",
    "turns",
    "turn_evidence",
)
WITHOUT_OFFSETS = {
    "story", "tokens", "entities", "characters", "relationships", "arcs", "arc_points", "arc_observations",
}  # fmt: skip


def rows_of_csv(path):
    """Rows as anybody would read them: cells of text, the apostrophe before a formula taken away."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    undone = re.compile(r"'(?='*[=+\-@\t\r\n＝＋－＠])")
    return [{k: v[1:] if undone.match(v) and re.search(r"[^\W_]", v) else v for k, v in row.items()} for row in rows]


def as_text(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def rows_of_parquet(path):
    return pyarrow.parquet.read_table(path, use_threads=False).to_pylist()


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables") / "ferry"
    write_parquet(ferry(), folder)
    return {path.stem: rows_of_parquet(path) for path in folder.iterdir()}


def test_there_is_a_table_for_each_layer(parquet):
    assert set(parquet) == NAMES


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(stories())
@example(ferry())
def test_csv_and_parquet_hold_the_same_values(tmp_path, monkeypatch, story):
    monkeypatch.setattr("os.fsync", lambda handle: None)  # a hundred files need not outlive a power cut
    write_csv(story, tmp_path / "csv")
    write_parquet(story, tmp_path / "parquet")
    for name in NAMES:
        expected = rows_of_parquet(tmp_path / "parquet" / f"{name}.parquet")
        found = rows_of_csv(tmp_path / "csv" / f"{name}.csv")
        assert found == [{k: as_text(v) for k, v in row.items()} for row in expected], name
        header = (tmp_path / "csv" / f"{name}.csv").read_text("utf-8-sig").split("\n")[0].strip()
        assert header.split(",") == pyarrow.parquet.read_schema(tmp_path / "parquet" / f"{name}.parquet").names


def test_offsets_lead_to_the_text_beside_them(parquet):
    for name in WITH_TEXT:
        assert parquet[name]
        for row in parquet[name]:
            assert TEXT[row["start_char"] : row["end_char"]] == row["text"]
    for name in ("chapters", "scenes", "narration"):
        assert {"start", "end", "start_char", "end_char"} <= set(parquet[name][0])


def test_tokens_of_every_row_are_those_that_its_text_touches(parquet):
    tokens = parquet["tokens"]
    for name in NAMES - WITHOUT_OFFSETS:
        for row in parquet[name]:
            touched = [
                t["start"] for t in tokens if t["start_char"] < row["end_char"] and t["end_char"] > row["start_char"]
            ]
            assert touched == list(range(row["start"], row["end"])), (name, row)


def test_rows_name_the_unit_that_holds_them(parquet):
    assert [row["scene_index"] for row in parquet["paragraphs"]] == [0, 0, 1]
    assert [row["paragraph_index"] for row in parquet["sentences"]] == [0, 1, 1, 2]
    assert [row["chapter_index"] for row in parquet["scenes"]] == [0, 1]
    for token in parquet["tokens"]:
        sentence = parquet["sentences"][token["sentence_index"]]
        assert sentence["start"] <= token["start"] < sentence["end"]


def test_a_quotation_has_a_row_for_each_part_and_names_its_speaker(parquet):
    rows = [
        (r["quotation_id"], r["part_index"], r["text"], r["speaker_id"], r["speaker_name"])
        for r in parquet["quotations"]
    ]
    assert rows == [
        ("q0", 0, "Anna,", "e1", "the old man"),
        ("q0", 1, "the boat is gone.", "e1", "the old man"),
        ("q1", 0, "– Go home,", None, None),
    ]
    assert [r["cue_text"] for r in parquet["quotations"]] == ["said", "said", None]
    assert parquet["quotations"][0]["addressee_names"] == "Anna"


def test_the_story_is_one_row_that_says_where_it_came_from(parquet):
    (row,) = parquet["story"]
    assert (row["path"], row["title"], row["schema"], row["model"]) == (
        "stories/ferry.txt",
        "The Ferry",
        "undertow/1",
        "by hand",
    )
    assert (row["n_tokens"], row["n_mentions"], row["n_quotations"], row["n_words"]) == (
        len(parquet["tokens"]),
        9,
        2,
        31,
    )


def test_entities_and_characters_lead_to_their_first_mention(parquet):
    assert [row["first_text"] for row in parquet["entities"]] == [
        "Anna",
        "the old man",
        "the boat",
        "the river",
        "the wall",
        "Dover",
    ]
    assert [(row["name"], row["first_start_char"]) for row in parquet["characters"]] == [
        ("Anna", 38),
        ("the old man", 45),
    ]
    assert [row["named"] for row in parquet["characters"]] == [True, False]


def test_what_no_model_said_is_empty(parquet, tmp_path):
    assert [row["valence"] for row in parquet["sentences"]] == [-1, -0.3333, 0.3333, 1]
    first, second, third = parquet["tokens"][:3]
    assert (first["upos"], first["verb_form"], first["head"], first["relation"]) == ("VERB", "Fin Past", 1, "aux")
    assert (second["upos"], second["head"], third["relation"]) == ("NOUN", None, "root")
    bare = replace(ferry().layers, affect=None, undertone=None, syntax=None, negation=None, modes=None)
    write_parquet(replace(ferry(), layers=bare), tmp_path / "bare")
    tables = {name: rows_of_parquet(tmp_path / "bare" / f"{name}.parquet") for name in NAMES}
    assert {row["dominance"] for row in tables["sentences"]} == {None}
    assert {(row["upos"], row["head"]) for row in tables["tokens"]} == {(None, None)}
    assert not tables["negation"] + tables["scopes"] + tables["modes"]


def test_what_is_felt_names_who_and_toward_whom(parquet):
    felt, nobodys = parquet["feelings"]
    assert (felt["text"], felt["experiencer_name"], felt["target_name"]) == (
        "looked at the river",
        "Anna",
        "the old man",
    )
    assert (nobodys["experiencer_id"], nobodys["claimant_name"]) == (None, None)
    assert parquet["denial_evidence"][0] == {
        "denial_id": "d0", "claim": "act", "start": 50, "end": 51, "start_char": 184, "end_char": 188, "text": "went",
    }  # fmt: skip
    pair = parquet["relationships"][0]
    assert (pair["scene_indices"], pair["n_lines_b_to_a"], pair["n_feelings_a_to_b"]) == ("0; 1", 1, 1)
    assert (pair["first_feeling_a_to_b"], pair["first_feeling_b_to_a"]) == (0.5, None)
    assert [(row["kind"], row["claim"]) for row in parquet["relationship_evidence"]] == [
        ("touch", "touch"),
        ("conflict", "x"),
    ]


def test_an_arc_has_its_points_and_its_observations(parquet):
    assert parquet["arcs"][0]["n_observations"] == 2
    assert [(row["progress"], row["value"], row["high"]) for row in parquet["arc_points"]] == [
        (0, 0.1, 0.2),
        (0.5, -0.25, 1),
        (1, 3.5, 4),
    ]
    assert [(row["arc_id"], row["progress"]) for row in parquet["arc_observations"]] == [("a0", 0.25), ("a0", 0.75)]
    assert parquet["turns"][0]["arc_ids"] == "a0"
    assert parquet["turn_evidence"][0]["text"] == "looked at the river"


def test_a_mind_that_changes_does_so_at_a_word(parquet):
    assert [(row["level"], row["focal_character_name"]) for row in parquet["narration"]] == [
        ("story", "Anna"),
        ("scene", None),
    ]
    assert [(row["narration_index"], row["text"], row["character_name"]) for row in parquet["shifts"]] == [
        (1, "went", "the old man")
    ]
    assert [row["text"] for row in parquet["scopes"]] == ["the boat", "is"]


def test_a_table_without_rows_has_the_columns_of_a_full_one(tmp_path):
    nothing = (
        "entities",
        "characters",
        "quotations",
        "insets",
        "narration",
        "feelings",
        "denials",
        "relationships",
        "arcs",
        "turns",
    )
    empty = replace(ferry(), layers=Layers(), mention_entity=ferry().mention_entity[:0], **dict.fromkeys(nothing, ()))
    write_parquet(replace(empty, scenes=()), tmp_path / "empty")
    write_parquet(ferry(), tmp_path / "full")
    for name in NAMES:
        schemas = [pyarrow.parquet.read_schema(tmp_path / which / f"{name}.parquet") for which in ("empty", "full")]
        assert schemas[0].equals(schemas[1])


def test_csv_begins_with_the_mark_that_excel_needs(tmp_path):
    write_csv(ferry(), tmp_path / "csv")
    for path in (tmp_path / "csv").iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "'=1",
        "''@a",
        "-- he said",
        '="a"',
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "-", "--", "—", "'", "'s", "''", "+", "...", "a=1", "1-2", "'tis", "– Go", "(=1)", "@_@"]
)
def test_what_no_spreadsheet_would_run_stays(cell):
    assert harmless(cell) == cell


@given(st.text(), st.text())
def test_no_two_cells_become_one(a, b):
    assert (harmless(a) == harmless(b)) == (a == b)


def test_no_cell_of_a_csv_file_begins_a_formula(tmp_path):
    write_csv(ferry(), tmp_path / "csv")
    for path in (tmp_path / "csv").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                found = [cell for cell in row if re.match(r"[=+\-@].*\w", cell)]
                assert all(re.fullmatch(r"-[\d.]+(e-\d+)?", cell) for cell in found)  # a number runs nothing


def test_a_long_run_of_marks_is_looked_at_once():
    assert harmless("=" * 2_000_000) == "=" * 2_000_000


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_tables_are_written_again_beside_other_files(tmp_path, write):
    (tmp_path / "notes.txt").write_text("mine")
    write(ferry(), tmp_path)
    write(ferry(), tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == NAMES | {"notes"}


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_file_is_no_place_for_tables(tmp_path, write):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UndertowError, match="it is a file"):
        write(ferry(), tmp_path / "file")


def test_without_pyarrow_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UndertowError, match=r"pip install 'undertow\[parquet\]'"):
        write_parquet(ferry(), tmp_path / "tables")
    assert list(tmp_path.iterdir()) == []


def test_pyarrow_is_loaded_only_when_it_is_needed():
    code = "import sys, undertow; sys.exit('pyarrow' in sys.modules or 'jsonschema' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_table_has_columns_of_one_length():
    for table in tables(ferry()):
        assert len({len(column.values) for column in table.columns}) == 1
