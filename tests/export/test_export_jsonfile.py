import json
from dataclasses import replace

import pytest
from export_builders import TEXT, ferry
from export_strategies import stories
from hypothesis import HealthCheck, given, settings

from undertow.errors import FormatError, InputError, UndertowError
from undertow.export import jsonfile, read_json, to_dict, write_json


def test_what_is_written_is_the_wire_format(tmp_path):
    write_json(ferry(), tmp_path / "ferry.undertow.json")
    content = (tmp_path / "ferry.undertow.json").read_bytes()
    assert json.loads(content) == to_dict(ferry())
    assert content.startswith(b'{\n "schema": "undertow/1",\n')
    assert content.endswith(b"}\n")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories())
def test_any_story_is_read_back_from_its_file(tmp_path, monkeypatch, story):
    monkeypatch.setattr("os.fsync", lambda handle: None)  # a hundred files need not outlive a power cut
    write_json(story, tmp_path / "story.json")
    (tmp_path / "story.json").read_bytes().decode("utf-8")  # lone surrogates are escaped
    assert to_dict(read_json(tmp_path / "story.json")) == to_dict(story)


def test_each_mention_is_a_line_and_so_is_the_text(tmp_path):
    write_json(ferry(), tmp_path / "ferry.json")
    lines = (tmp_path / "ferry.json").read_text("utf-8").splitlines()
    for mention in to_dict(ferry())["mentions"]:
        assert f"  {json.dumps(mention)}" in [line.rstrip(",") for line in lines]
    assert f' "text": {json.dumps(TEXT, ensure_ascii=False)},' in lines


def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*none\.json: No such file"):
        read_json(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot read"):
        read_json(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Once upon a time",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"schema": NaN}',
        b'{"schema": ' + b"1" * 5000 + b"}",
        b"{",
    ],
    ids=["empty", "prose", "not UTF-8", "a tower", "not a number", "a long number", "half"],
)
def test_what_is_not_json_is_refused_in_one_line(tmp_path, content):
    (tmp_path / "bad.json").write_bytes(content)
    with pytest.raises(FormatError, match="not JSON") as caught:
        read_json(tmp_path / "bad.json")
    assert "\n" not in str(caught.value)


def test_the_message_names_the_file_and_the_place(tmp_path):
    (tmp_path / "bad.json").write_text('{"schema": "undertow/9"}')
    with pytest.raises(FormatError, match=r"bad\.json: \$\.schema: expected 'undertow/1'.*found 'undertow/9'"):
        read_json(tmp_path / "bad.json")


def test_what_stops_half_way_leaves_the_old_file(tmp_path, monkeypatch):
    write_json(ferry(), tmp_path / "ferry.json")
    before = (tmp_path / "ferry.json").read_bytes()

    def stops(story):
        yield "schema", "undertow/1"
        raise KeyboardInterrupt

    monkeypatch.setattr(jsonfile, "members", stops)
    with pytest.raises(KeyboardInterrupt):
        write_json(replace(ferry(), model="another"), tmp_path / "ferry.json")
    assert (tmp_path / "ferry.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ferry.json"]


def test_a_folder_is_no_place_for_a_file(tmp_path):
    with pytest.raises(UndertowError, match="it is a folder"):
        write_json(ferry(), tmp_path)
