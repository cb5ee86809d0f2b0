"""Each bad input that the design names: one line on stderr, exit code 2, nothing written; or it is read after all.

What fails does so before the model is loaded, so most of this needs none: `no_model` ends a reading at the document.
"""

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from undertow.cli.main import run
from undertow.layers.values import Layers
from undertow.story.values import Story

ENGLISH = "She went down to the harbour in the evening, and he was there, as he had been on the day before. "
GERMAN = "Sie ging am Abend zum Hafen hinunter, und er war schon da, wie er es am Tag zuvor gewesen war. " * 20
SECRET = "Zebulon"
HOSTILE = "\x1b]0;owned\x07\x1b[2J[bold red]Mal\u202elory[/]"
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id"><metadata
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Ferry</dc:title><dc:language>en</dc:language>
<dc:identifier id="id">x</dc:identifier></metadata><manifest>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="one"/></spine></package>"""
CHAPTER = """<?xml version="1.0"?>{doctype}
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body><p>{text}</p></body></html>"""
ENCRYPTION = """<?xml version="1.0"?>
<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
<enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
<enc:CipherData><enc:CipherReference URI="one.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"""


def epub(*, container=CONTAINER, chapter=None, extra=()):
    chapter = CHAPTER.format(doctype="", text=ENGLISH * 10) if chapter is None else chapter
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
        parts = {"META-INF/container.xml": container, "book.opf": PACKAGE, "one.xhtml": chapter, **dict(extra)}
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return data.getvalue()


def entities(path):
    return f'\n<!DOCTYPE html [<!ENTITY secret SYSTEM "{path.as_uri()}">]>'


def billion_laughs():
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return CHAPTER.format(doctype=f'\n<!DOCTYPE html [<!ENTITY l0 "ha ">{levels}]>', text="&l9;")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def no_model(monkeypatch):
    """Readings end at the document; the list holds what was read."""
    read = []

    def annotate(document, **options):
        read.append(document)
        return Story(document, Layers(), "no model", (), (), (), (), np.zeros(0, dtype=np.int32), ())

    monkeypatch.setattr("undertow.reading.annotate", annotate)
    return read


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\r\n   \n", "empty|no story|white space"),
    "bom.txt": (b"\xef\xbb\xbf\n", "empty|no story|white space"),
    "marks.txt": (b"* * *\n\n***\n", "no story"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "picture|binary"),
    "binary.txt": (bytes(range(256)) * 40, "binary|not text"),
    "nul.txt": (ENGLISH.encode() + b"\0" + ENGLISH.encode(), "binary|NUL|not text"),
    "german.txt": (GERMAN.encode(), "does not look like English.*--force"),
    "chinese.txt": (("她走到港口去，他已经在那里了。" * 40).encode(), "Latin|English"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF.*convert"),
    "broken.epub": (epub()[:300], "broken|damaged|not a|cannot be read"),
    "nothing.epub": (b"PK\x05\x06" + b"\0" * 18, "EPUB|empty|no "),
    "no_package.epub": (epub(container="<container/>", extra=[("book.opf", None)]), "EPUB is broken"),
    "no_xml.epub": (epub(extra=[("book.opf", "<package")]), "not well-formed"),
    "encrypted.epub": (epub(extra=[("META-INF/encryption.xml", ENCRYPTION)]), "encrypted|protected|DRM"),
    "not_a_word.docx": (b"PK\x03\x04 this is no archive", "."),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_line(folder, no_model, capsys, name):
    data, says = BAD[name]
    Path(name).write_bytes(data)
    assert run(["read", name, "-o", "out"]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.startswith(f"undertow: {name}: ")
    assert shown.err.count("\n") == 1
    assert "mistake in undertow" not in shown.err
    assert re.search(says, shown.err.split(": ", 2)[2]), shown.err
    assert not no_model
    assert [path.name for path in folder.iterdir()] == [name]


@pytest.mark.parametrize("name", ["story.txt", "no/such/folder", "\x1b[2J\u202e.txt", "half\udc80.txt", "x" * 300])
def test_a_file_that_is_not_there(folder, no_model, capsys, name):
    assert run(["read", name]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("undertow: ")
    assert shown.count("\n") == 1
    assert "mistake in undertow" not in shown
    assert not set(shown) & set("\x1b\u202e\udc80")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_what_is_no_file_is_not_waited_for(folder, no_model, capsys):
    os.mkfifo("pipe.txt")
    assert run(["read", "pipe.txt"]) == 2
    assert "not a regular file" in capsys.readouterr().err


def test_a_folder_with_nothing_to_read(folder, no_model, capsys):
    Path("shelf").mkdir()
    Path("shelf/cover.jpg").write_bytes(b"x")
    assert run(["read", "shelf"]) == 2
    shown = capsys.readouterr()
    assert shown.err == (
        "undertow: shelf: a folder with nothing to read in it; .txt, .md, .html, .epub and .docx are read\n"
    )
    assert not shown.out


def test_a_folder_is_searched_and_its_bad_files_stop_nothing(folder, no_model, capsys):
    Path("shelf/deep").mkdir(parents=True)
    Path("shelf/a.txt").write_text(ENGLISH * 5)
    Path("shelf/deep/b.md").write_text(ENGLISH * 5)
    Path("shelf/c.txt").write_bytes(b"")
    assert run(["read", "shelf", "-o", "out"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    written = sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*.json"))
    assert written == ["a.undertow.json", "deep/b.undertow.json"]


def test_an_output_in_a_place_that_is_no_folder(folder, no_model, capsys):
    Path("story.txt").write_text(ENGLISH * 5)
    assert run(["read", "story.txt", "-o", "story.txt/out.json"]) == 2
    shown = capsys.readouterr().err
    assert shown == (
        "undertow: cannot write story.txt/out.json: story.txt is not a folder; name another output with -o\n"
    )
    assert not no_model


def test_a_disk_that_fills_up_leaves_nothing(folder, no_model, capsys, monkeypatch):
    def full(story):
        yield "schema", "undertow/1"
        raise OSError(28, "No space left on device")

    Path("story.txt").write_text(ENGLISH * 5)
    monkeypatch.setattr("undertow.export.jsonfile.members", full)
    assert run(["read", "story.txt", "-o", "out"]) == 2
    shown = capsys.readouterr().err
    assert "No space left on device" in shown
    assert shown.count("\n") == 1
    assert not list(Path("out").iterdir())


def test_what_is_not_english_is_read_by_force(folder, no_model, capsys):
    Path("german.txt").write_text(GERMAN)
    assert run(["read", "german.txt", "--force"]) == 0
    assert not capsys.readouterr().err


def test_a_guessed_encoding_is_said(folder, no_model, capsys):
    Path("old.txt").write_bytes(("“I know,” she said — and she did. " + ENGLISH * 5).encode("cp1252"))
    assert run(["read", "old.txt"]) == 0
    shown = capsys.readouterr().out
    assert "guessed: cp1252" in shown
    assert no_model[0].text.startswith("“I know,”")


@pytest.mark.parametrize("suffix", ["epub", "html"])
def test_external_entities_are_not_resolved(folder, no_model, suffix):
    secret = folder / "secret"
    secret.write_text(SECRET)
    chapter = CHAPTER.format(doctype=entities(secret), text=ENGLISH * 10 + "&secret;")
    Path(f"story.{suffix}").write_bytes(epub(chapter=chapter) if suffix == "epub" else chapter.encode())
    assert run(["read", f"story.{suffix}"]) in (0, 2)
    assert all(SECRET not in document.text for document in no_model)


def test_external_entities_in_the_package_of_an_epub_are_not_resolved(folder, no_model, capsys):
    secret = folder / "secret"
    secret.write_text(SECRET)
    doctype = entities(secret).replace("DOCTYPE html", "DOCTYPE package")
    package = PACKAGE.replace("?>", "?>" + doctype, 1).replace("The Ferry", "&secret;")
    Path("story.epub").write_bytes(epub(extra=[("book.opf", package)]))
    run(["read", "story.epub"])
    assert SECRET not in "".join(capsys.readouterr())


@pytest.mark.parametrize("suffix", ["epub", "html"])
def test_entities_that_grow_do_not(folder, no_model, suffix):
    chapter = billion_laughs()
    Path(f"story.{suffix}").write_bytes(epub(chapter=chapter) if suffix == "epub" else chapter.encode())
    assert run(["read", f"story.{suffix}", "--force"]) in (0, 2)
    assert all(len(document.text) < 10_000 for document in no_model)


def test_a_zip_bomb_is_refused(folder, no_model, capsys):
    text = CHAPTER.format(doctype="", text=ENGLISH + " " * 600_000_000)
    Path("bomb.epub").write_bytes(epub(chapter=text))
    assert Path("bomb.epub").stat().st_size < 1_000_000
    assert run(["read", "bomb.epub"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("undertow: bomb.epub: ")
    assert shown.count("\n") == 1
    assert not no_model


def test_a_single_line_of_10_megabytes_becomes_a_document(folder, no_model, capsys):
    Path("line.txt").write_text(ENGLISH * (10_000_000 // len(ENGLISH)))
    assert run(["read", "line.txt"]) == 0
    assert len(no_model[0]) > 2_000_000


def test_half_characters_in_a_file_are_no_reason_to_stop(folder, no_model, capsys):
    Path("half.txt").write_bytes(ENGLISH.encode() * 5 + b" \xed\xa0\x80 " + ENGLISH.encode() * 5)
    assert run(["read", "half.txt"]) == 0
    shown = capsys.readouterr()
    shown.out.encode()
    assert not shown.err


def test_hostile_text_in_a_file_is_harmless(folder, no_model, capsys):
    page = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"
    Path("page.html").write_text(page.format(HOSTILE, ENGLISH * 10), encoding="utf-8")
    Path("plain.txt").write_text(f"{HOSTILE}\n\nby {HOSTILE}\n\n{ENGLISH * 10}", encoding="utf-8")
    for arguments in (["page.html"], ["plain.txt"], ["page.html", "plain.txt"]):
        run(["read", *arguments])
        shown = "".join(capsys.readouterr())
        assert not set(shown) & set("\x1b\x07\u202e")


def undertow(*arguments, **options):
    # a suite that runs in the background passes on an ignored SIGINT, with which Python would not hear Ctrl-C
    hear = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code = f"{hear}from undertow.cli.main import main; main()"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], **{**pipes, **options})


def test_the_process_itself_ends_with_the_code_and_one_line(folder):
    process = undertow("read", "missing.txt")
    out, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert not out
    assert error == "undertow: missing.txt: there is no such file; check the name\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_an_output_that_is_full_is_one_line(folder):
    with Path("/dev/full").open("w") as full:
        process = undertow("read", "--help", stdout=full)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert error == "undertow: cannot print: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes differ")
def test_a_reader_that_leaves_is_no_reason_to_complain(folder):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        process = undertow("read", "--help", stdout=nobody)
        _, error = process.communicate(timeout=60)
    assert not error
    assert process.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_ctrl_c_ends_the_process_with_130_and_one_line(folder):
    Path("long.txt").write_text(ENGLISH * 300_000)
    process = undertow("read", "long.txt", "-o", "out")
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.communicate(timeout=1.5)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert error.strip() == "undertow: stopped; nothing is left half-written"
    assert not out
    assert not Path("out").exists()


STORIES = {
    "no quotation": "She went to the harbour. He was there already, and the boat was gone.",
    "no name": ENGLISH * 3,
    "one sentence": "She ran.",
    "one word": "Rain.",
    "only a quotation": "“You came.”",
    "no letters but a few": "… He. …",
}


@pytest.mark.weights
@pytest.mark.parametrize("name", STORIES)
def test_little_is_read_too(folder, capsys, name):
    Path("story.txt").write_text(STORIES[name], encoding="utf-8")
    assert run(["read", "story.txt"]) == 0
    shown = capsys.readouterr()
    assert "Cast" in shown.out
    assert not shown.err


@pytest.mark.weights
def test_hostile_names_are_harmless(folder, capsys):
    text = f"“Come here, {HOSTILE}!” she cried. {HOSTILE} came. She went with {HOSTILE} to {HOSTILE}. " * 20
    Path("story.txt").write_text(text, encoding="utf-8")
    run(["read", "story.txt", "--force", "--all"])
    assert not set("".join(capsys.readouterr())) & set("\x1b\x07\u202e")


@pytest.mark.weights
def test_a_long_single_line_is_read_to_its_end(folder, capsys):
    text = ENGLISH * 500
    Path("line.txt").write_text(text)
    assert run(["read", "line.txt", "-o", "-"]) == 0
    assert text.strip()[-40:] in capsys.readouterr().out
