"""The one entrance: formats, encodings, language, and every reason not to read a file."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_builders import check_blocks, docx, epub, p, page, paragraphs, read, story, word_paragraph, write

from undertow.errors import InputError, NotEnglishError
from undertow.source.encoding import decode
from undertow.source.load import find, is_readable, load, load_text

PARTS = paragraphs(8)
TEXT = "\n\n".join(PARTS)


def refused(path, words):
    with pytest.raises(InputError, match=words) as error:
        load(path)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(str(path))


# ---- finding files


def test_suffixes_that_are_read():
    for name in ("a.txt", "A.TXT", "b.text", "c.md", "d.markdown", "e.html", "f.htm", "g.xhtml", "h.epub", "i.docx"):
        assert is_readable(name)
    for name in ("a.pdf", "b.doc", "c", "d.txt.bak", "e.jpg"):
        assert not is_readable(name)


def test_folders_are_expanded_and_files_kept(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "a.epub", "b/m.md", "b/x.pdf", ".hidden.txt"):
        write(tmp_path / name, "x")
    alone = write(tmp_path / "b" / "x.pdf", "x")
    assert find([tmp_path]) == [tmp_path / "a.epub", tmp_path / "b" / "m.md", tmp_path / "z.txt"]
    assert find([alone, tmp_path / "z.txt", tmp_path]) == [
        alone,
        tmp_path / "z.txt",
        tmp_path / "a.epub",
        tmp_path / "b" / "m.md",
    ]


# ---- formats by content


@pytest.mark.parametrize("name", ["story", "story.dat", "story.fic"])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT.encode(), "text"),
        (f"<!DOCTYPE html><html><body>{p(PARTS)}</body></html>".encode(), "html"),
        (epub([("a.xhtml", page(p(PARTS)))]), "epub"),
        (docx("".join(map(word_paragraph, PARTS))), "docx"),
    ],
)
def test_unknown_suffixes_are_told_by_content(tmp_path, name, data, kind):
    source = read(tmp_path / name, data)
    assert source.format == kind
    assert story(source) == PARTS
    assert source.path == str(tmp_path / name)


def test_an_archive_with_the_wrong_suffix_is_read_as_what_it_is(tmp_path):
    assert read(tmp_path / "a.txt", epub([("a.xhtml", page(p(PARTS)))])).format == "epub"


# ---- encodings


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_unicode_with_and_without_bom(tmp_path, encoding, bom):
    source = read(tmp_path / "a.txt", bom + TEXT.encode(encoding))
    assert source.text == TEXT
    assert source.encoding == encoding
    assert bool(source.notes) == (encoding.startswith("utf-16") and not bom)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_old_encodings_are_guessed_and_said(tmp_path, encoding):
    text = TEXT + "\n\n“It’s a naïve café — really…” she said."
    source = read(tmp_path / "a.txt", text.encode(encoding))
    assert source.text == text
    assert source.encoding == encoding.replace("_", "-")
    assert any("guessed" in note for note in source.notes)


def test_a_single_old_character_is_windows(tmp_path):
    source = read(tmp_path / "a.txt", (TEXT.replace("“", '"').replace("”", '"') + " A café.").encode("cp1252"))
    assert source.text.endswith("A café.")


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else(tmp_path):
    data = (TEXT * 5).encode().replace(b"gulls", b"gul\xffls", 1)
    source = read(tmp_path / "a.txt", data)
    assert "gul\ufffdls" in source.text
    assert "“Tomorrow, then,”" in source.text
    assert any("cannot be read" in note for note in source.notes)


@given(st.text(min_size=1))
def test_utf8_comes_back_as_it_was(text):
    data = text.encode("utf-8", "replace")
    text = data.decode()
    if "\0" in text or text.startswith("\ufeff") or any(ord(c) < 32 for c in text) or data[:4] in (b"%PDF", b"{\\rt"):
        return
    assert decode(data, "x").text == text.replace("\r\n", "\n").replace("\r", "\n")


# ---- files that are refused


def test_files_that_are_not_there(tmp_path):
    refused(tmp_path / "none.txt", "no such file")
    refused(tmp_path, "folder")
    refused(tmp_path / ("x" * 300 + ".txt"), "cannot be opened")


def test_a_name_with_a_line_break_stays_in_one_line(tmp_path):
    with pytest.raises(InputError) as error:
        load(tmp_path / "a\nb\x1b[31m.txt")
    assert "\n" not in str(error.value)
    assert "\x1b" not in str(error.value)


def test_a_name_with_a_null_is_an_input_error():
    with pytest.raises(InputError):
        load("a\0b.txt")


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    refused(tmp_path / "a.txt", "not a regular file")


@pytest.mark.parametrize(
    "data", [b"", b"  \n\t\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", "\u200b \u2060".encode(), b"\xff\xfe"]
)
def test_empty_and_blank_files(tmp_path, data):
    for suffix in (".txt", ".md", ".html"):
        refused(write(tmp_path / f"a{suffix}", data), "empty|no story|nothing in|there is no")


@pytest.mark.parametrize("data", [b"***\n\n* * *\n", b"-----\n"])
def test_nothing_but_marks(tmp_path, data):
    refused(write(tmp_path / "a.txt", data), "no story")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TEXT.encode()[:100] + b"\0" + TEXT.encode(), "not text"),
        (bytes(range(256)) * 20, "not text"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old Word"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (b"\x1f\x8b\x08\0\0", "gzip"),
        (b"x" * 60 + b"BOOKMOBI" + b"x" * 50, "Kindle"),
        (b"PK\x05\x06" + b"\0" * 18, "not text|broken"),
    ],
)
def test_binary_files(tmp_path, data, words):
    refused(write(tmp_path / "a.txt", data), words)
    refused(write(tmp_path / "a", data), words)


def test_a_zip_of_something_else(tmp_path):
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("a.txt", TEXT)
    refused(write(tmp_path / "a.zip", packed.getvalue()), "neither EPUB nor DOCX")


# ---- strings


def test_text_with_nulls_is_refused_and_lone_surrogates_are_replaced():
    with pytest.raises(InputError, match="NUL"):
        load_text("She\0left.")
    source = load_text(TEXT + " A \ud83d smile and a whole one: \ud83d\ude00.")
    assert "\ufffd smile and a whole one: \U0001f600." in source.text
    assert any("surrogates" in note for note in source.notes)
    source.text.encode()
    check_blocks(source)


@pytest.mark.parametrize("text", ["", "  \n", "\ufeff", "\u200b", "***"])
def test_blank_strings_are_refused(text):
    with pytest.raises(InputError):
        load_text(text)


# ---- language

OTHERS = {
    "French": "Elle avait attendu le bateau pendant une heure, et personne ne venait. Il pleuvait sur le quai, "
    "les mouettes criaient, et elle ne savait plus "
    "pourquoi elle était venue là. « Vous pouvez vous asseoir », dit un homme à côté d'elle, sans la regarder.",
    "German": "Sie hatte eine Stunde auf die Fähre gewartet, und niemand war gekommen. Es regnete auf den Kai, "
    "die Möwen schrien, und sie wusste nicht mehr, "
    "warum sie hier war. »Setzen Sie sich doch«, sagte der Mann neben ihr, ohne sie anzusehen.",
    "Dutch": "Ze had een uur op de veerboot gewacht en er was niemand gekomen. Het regende op de kade, de "
    "meeuwen schreeuwden en ze wist niet meer waarom ze "
    "hier was. ‘Ga toch zitten,’ zei de man naast haar, zonder haar aan te kijken.",
    "Spanish": "Había esperado el barco durante una hora y nadie venía. Llovía sobre el muelle, las gaviotas "
    "gritaban y ella ya no sabía por qué estaba allí. "
    "—Siéntese, por favor —dijo un hombre a su lado, sin mirarla, y abrió el periódico.",
    "Italian": "Aveva aspettato il traghetto per un'ora e nessuno arrivava. Pioveva sul molo, i gabbiani "
    "gridavano e lei non sapeva più perché fosse venuta. "
    "«Si sieda pure», disse un uomo accanto a lei, senza guardarla, e aprì il giornale.",
    "Swedish": "Hon hade väntat på färjan i en timme och ingen hade kommit. Det regnade över kajen, måsarna "
    "skrek, och hon visste inte längre varför hon var "
    "där. ”Sätt er, för all del”, sade mannen bredvid henne utan att se på henne.",
    "Latin": "Horam integram navem exspectaverat neque quisquam venerat. Pluebat in ripam, clamabant aves, neque "
    "iam sciebat cur eo venisset. Sede, inquit vir "
    "iuxta stans, neque eam aspexit, et tabulas suas explicavit tacitus.",
    "Russian": "Она ждала паром целый час, и никто не приходил. Шёл дождь, кричали чайки, и она уже не знала, "
    "зачем пришла сюда.",
    "Chinese": "她在码头等了一个小时，没有人来。雨下着，海鸥叫着，她已经不知道自己为什么来这里。",
    "Japanese": "彼女は一時間も渡し船を待っていたが、誰も来なかった。雨が降り、かもめが鳴いていた。",
    "nonsense": "lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt labore "
    "dolore magna aliqua enim minim veniam quis nostrud",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_said_and_read_only_with_force(tmp_path, language):
    path = write(tmp_path / "a.txt", (OTHERS[language] + "\n\n") * 3)
    with pytest.raises(NotEnglishError, match="--force"):
        load(path)
    assert load(path, force=True).blocks


ENGLISH = {
    "Scots": "“Ye’ll no be wantin’ the boat the nicht,” he said. “She’s no crossin’. The watter’s that high ye "
    "couldna see the pier, and Jock’s awa hame tae his "
    "bed. Ye can bide wi’ us, lass, gin ye like; there’s aye a bed.” She didna ken whit tae say tae him.",
    "dialect": "“Ah ain’t gwine nowhere, Huck,” he say. “Dat boat done gone, en dey ain’t no mo’ till mawnin’. "
    "Yo’ mammy gwine be mad.” “Well, what you going to "
    "do about it?” I says. “Nuffn,” says he.",
    "dialogue": "“You came.” “I said I would.” “You say a lot of things.” “Not to you.” “No. Not to me.” “Do you "
    "want me to go?” “I want you to sit down.” "
    "“And then?” “Then we wait for the boat.”",
    "telegraphic": "Rain. Gulls. The quay empty. Marian counts boats: none. Hat gone, man gone, newspaper left "
    "on the bench, wet through. She reads it anyway. "
    "Nothing in it for her. Nothing in it at all. Bell rings.",
    "names": "Marian Vale, Captain Oduya, Mr. Szczepański and the Ferreira sisters stood on the quay at "
    "Ballachulish, where Kjell Ångström was singing to them.",
    "present": "She sits. He looks at her hat; she looks at his. Nobody speaks. The ferry comes in, and they "
    "both get up, and both sit down again.",
}


@pytest.mark.parametrize("kind", ENGLISH)
def test_english_of_every_kind_passes(kind):
    assert load_text((ENGLISH[kind] + "\n\n") * 3).blocks


@pytest.mark.parametrize("text", ["Ja.", "Marian!", "Nein, nein, Herr Kapitän!", "Zzz."])
def test_a_few_words_get_the_benefit_of_the_doubt(text):
    assert load_text(text).blocks
