import os
from pathlib import Path

import pytest

from undertow.cli.targets import Job, check_writable, targets
from undertow.errors import InputError


def jobs(*names):
    return [Job(Path(name)) for name in names]


def test_one_file_goes_to_the_file_that_is_named(tmp_path):
    target = tmp_path / "mine.json"
    assert targets(jobs("a/story.txt"), str(target), "json") == [target]


@pytest.mark.parametrize(
    ("format", "name"), [("json", "story.undertow.json"), ("csv", "story.undertow"), ("parquet", "story.undertow")]
)
def test_a_folder_gets_an_output_named_for_the_story(tmp_path, format, name):
    for given in (str(tmp_path), f"{tmp_path}/new/", str(tmp_path / "new")):
        assert targets(jobs("a/story.epub"), given, format) == [Path(given) / name]


def test_a_dot_is_a_folder():
    assert targets(jobs("story.txt"), ".", "json") == [Path("story.undertow.json")]


def test_tables_may_name_their_own_folder(tmp_path):
    assert targets(jobs("story.txt"), str(tmp_path / "x.undertow"), "csv") == [tmp_path / "x.undertow"]


def test_stories_of_one_name_stay_apart(tmp_path):
    found = targets(jobs("a/s.txt", "a/s.epub", "b/s.txt", "c/t.txt"), str(tmp_path), "json")
    assert [path.name for path in found] == [
        "s.txt.undertow.json",
        "s.epub.undertow.json",
        "s.txt-2.undertow.json",
        "t.undertow.json",
    ]


def test_a_folder_that_is_read_keeps_its_shape(tmp_path):
    given = [Job(Path("lib/one/s.txt"), Path("one")), Job(Path("lib/two/s.txt"), Path("two"))]
    assert targets(given, str(tmp_path), "json") == [
        tmp_path / "one/s.undertow.json",
        tmp_path / "two/s.undertow.json",
    ]


def test_several_files_do_not_fit_in_one(tmp_path):
    with pytest.raises(InputError, match="name a folder"):
        targets(jobs("a.txt", "b.txt"), str(tmp_path / "all.json"), "json")


def test_an_earlier_output_may_be_replaced(tmp_path):
    target = tmp_path / "s.undertow.json"
    assert not check_writable(target)
    target.write_text('{\n "schema": "undertow/1",\n')
    assert check_writable(target)


def test_a_folder_of_tables_may_be_replaced(tmp_path):
    target = tmp_path / "s.undertow"
    target.mkdir()
    (target / "mentions.csv").touch()
    assert check_writable(target)


@pytest.mark.parametrize("content", ["My only draft.", '{"schema": "other/1"}'])
def test_what_is_not_ours_is_left_alone(tmp_path, content):
    target = tmp_path / "draft.json"
    target.write_text(content)
    with pytest.raises(InputError, match="was not written by undertow"):
        check_writable(target)
    assert target.read_text() == content


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path):
    (tmp_path / "s.undertow").mkdir()
    (tmp_path / "s.undertow" / "diary.docx").touch()
    with pytest.raises(InputError, match="was not written by undertow"):
        check_writable(tmp_path / "s.undertow")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="is not a folder"):
        check_writable(tmp_path / "file" / "s.undertow.json")


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_known_beforehand(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="no permission"):
        check_writable(tmp_path / "s.undertow.json")


def test_a_broken_link_is_said(tmp_path):
    (tmp_path / "s.undertow.json").symlink_to(tmp_path / "nowhere" / "else")
    with pytest.raises(InputError, match="broken link"):
        check_writable(tmp_path / "s.undertow.json")


@pytest.mark.skipif(not Path(os.devnull).exists(), reason="no device file here")
def test_a_device_is_written_to():
    assert not check_writable(Path(os.devnull))
