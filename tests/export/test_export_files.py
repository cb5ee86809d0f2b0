import os
import stat
import threading

import pytest

from undertow.errors import UndertowError
from undertow.export.files import write_atomically, write_folder_atomically


def write(path, content=b"new"):
    with write_atomically(path) as file:
        file.write(content)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole(tmp_path):
    with write_atomically(tmp_path / "story.json") as file:
        file.write(b"half")
        assert "story.json" not in names(tmp_path)
    assert names(tmp_path) == ["story.json"]
    assert (tmp_path / "story.json").read_bytes() == b"half"


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path):
    path = tmp_path / "story.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path):
    (tmp_path / "any").write_bytes(b"")
    write(tmp_path / "story.json")
    assert (tmp_path / "story.json").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError, UndertowError])
def test_what_stops_half_way_leaves_what_was_there(tmp_path, stop):
    path = tmp_path / "story.json"
    path.write_bytes(b"old")
    with pytest.raises(stop), write_atomically(path) as file:
        file.write(b"half")
        raise stop
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["story.json"]


def test_a_full_disk_is_said_in_one_line(tmp_path):
    with (
        pytest.raises(UndertowError, match=r"cannot write .*story\.json: No space left"),
        write_atomically(tmp_path / "story.json"),
    ):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_a_link_stays_and_its_file_changes(tmp_path):
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to("real.json")
    write(tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    heard = []
    listener = threading.Thread(target=lambda: heard.append((tmp_path / "pipe").read_bytes()))
    listener.start()
    write(tmp_path / "pipe")
    listener.join(10)
    assert heard == [b"new"]
    assert (tmp_path / "pipe").is_fifo()


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path):
    write(tmp_path / ("x" * 255))
    assert names(tmp_path) == ["x" * 255]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("none/story.json", "does not exist; make it first"),
        (".", "it is a folder"),
        ("a\0b", "null"),
        ("x" * 300, "too long"),
    ],
)
def test_a_path_that_cannot_be_written_is_said_in_one_line(tmp_path, path, words):
    with pytest.raises(UndertowError, match=words) as caught:
        write(f"{tmp_path}/{path}")
    assert "\n" not in str(caught.value)
    assert names(tmp_path) == []


def test_a_folder_appears_whole(tmp_path):
    with write_folder_atomically(tmp_path / "tables") as folder:
        (folder / "a.csv").write_text("1")
        assert "tables" not in names(tmp_path)
    assert names(tmp_path) == ["tables"]
    assert names(tmp_path / "tables") == ["a.csv"]


def test_a_folder_that_is_there_keeps_its_other_files(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "a.csv").write_text("old")
    with write_folder_atomically(tmp_path) as folder:
        (folder / "a.csv").write_text("new")
    assert names(tmp_path) == ["a.csv", "notes.txt"]
    assert (tmp_path / "a.csv").read_text() == "new"


def test_a_folder_that_stops_half_way_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), write_folder_atomically(tmp_path / "tables") as folder:
        (folder / "a.csv").write_text("half")
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "a").write_text("mine")
    with (
        pytest.raises(UndertowError, match="it is a file; give the name of a folder"),
        write_folder_atomically(tmp_path / "a"),
    ):
        pass
    assert (tmp_path / "a").read_text() == "mine"
