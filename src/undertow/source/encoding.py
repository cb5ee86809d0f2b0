"""Bytes -> text: BOM, then UTF-8, then the best guess of charset-normalizer, which is said in the notes.

English text in an old encoding is nearly always Windows-1252 and has so few characters beyond ASCII that a detector
has little to go on; so the guess is among the encodings that English files come in, and Windows-1252 wins a draw.
"""

import re
from dataclasses import dataclass

from undertow.errors import InputError

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")
_SAMPLE = 1 << 16  # bytes shown to the detector
# Besides Western ones, a few for other scripts: such a file is better called "not English" than "binary".
_CANDIDATES = [
    "cp1252",
    "mac_roman",
    "cp850",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]
_WESTERN = frozenset(("cp1252", "latin_1", "cp1250", "cp1254", "cp1257", "iso8859_15", "cp850", "mac_roman"))
# The marks that English prose has beyond ASCII. Where one of these encodings shows more of them than the others, it
# is the one.
_ENGLISH_MARKS = re.compile("[‘’“”–—…£éèêçàïöüæœñ«»°½†•©\xa0]")
_HARMLESS_DAMAGE = 0.002  # share of characters that may be unreadable in a file that is otherwise UTF-8


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""A text with `\\n` line ends and without BOM, the encoding it was in, and remarks for the user."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def normalise(text: str) -> str:
    r"""Remove a BOM and make all line ends `\\n`."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes, name: str) -> Decoded:
    """Decode the bytes of a text file. Raises InputError for binary data and for encodings that cannot be told."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(normalise(data[len(bom) :].decode(encoding)), encoding)
            except UnicodeDecodeError:
                break
    _refuse_markers(data, name)
    if (wide := _utf16_without_bom(data)) is not None:
        try:
            text = data.decode(wide)
        except UnicodeDecodeError:
            text = "\0"
        if "\0" not in text:
            return Decoded(normalise(text), wide, (f"the encoding was guessed: {wide}",))
    if b"\0" in data or sum(data.count(byte) for byte in set(_CONTROL)) > 0.01 * len(data) + 1:
        raise InputError(
            f"{name}: this is not text (it holds binary data); give a .txt, .md, .html, .epub or .docx file"
        )
    try:
        return Decoded(normalise(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)


def _refuse_markers(data: bytes, name: str) -> None:
    """Name the kinds of files that people give by mistake."""
    for marker, what, remedy in (
        (b"%PDF", "a PDF", "convert it to text or EPUB first"),
        (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)", "save it as .docx first"),
        (b"{\\rtf", "a rich text file (.rtf)", "save it as .docx or .txt first"),
        (b"\x89PNG", "a picture", "give the text itself"),
        (b"\xff\xd8\xff", "a picture", "give the text itself"),
        (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    ):
        if data.startswith(marker):
            raise InputError(f"{name}: this is {what}, which cannot be read; {remedy}")
    if data[60:68] == b"BOOKMOBI":
        raise InputError(
            f"{name}: this is a Kindle file, which cannot be read; convert it to EPUB first (Calibre does it)"
        )


def _utf16_without_bom(data: bytes) -> str | None:
    sample = data[:4096]
    zeros = sample.count(0)
    if zeros < 0.3 * len(sample) or len(data) % 2:
        return None
    return (
        "utf-16-le"
        if sample[1::2].count(0) >= 0.9 * zeros
        else "utf-16-be"
        if sample[::2].count(0) >= 0.9 * zeros
        else None
    )


def _guess(data: bytes, name: str) -> Decoded:
    damaged = data.decode("utf-8", errors="replace")
    lost = damaged.count("\ufffd")
    if lost <= _HARMLESS_DAMAGE * len(damaged) and sum(ord(c) > 127 for c in damaged) > 4 * lost:
        note = f"the file is UTF-8, but {lost} of its characters cannot be read (shown as \ufffd)"
        return Decoded(normalise(damaged), "utf-8", (note,))
    for encoding in _ranked(data):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        shown = encoding.replace("_", "-")
        return Decoded(normalise(text), shown, (f"the encoding was guessed: {shown}",))
    raise InputError(f"{name}: the encoding of this text cannot be told; save it as UTF-8")


def _ranked(data: bytes) -> list[str]:
    """The candidates in the order in which they should be tried."""
    from charset_normalizer import from_bytes

    # What is worth looking at is where bytes beyond ASCII stand: take what is around some of them.
    places = [
        found.start()
        for _, found in zip(range(300), re.finditer(rb"[\x80-\xff][^\x80-\xff]{0,50}", data), strict=False)
    ]
    sample = b" ".join(data[max(0, place - 100) : place + 100] for place in places)[:_SAMPLE]
    found = [match.encoding for match in from_bytes(sample, cp_isolation=_CANDIDATES)]
    best = found[0] if found else "cp1252"
    if best in _WESTERN:
        scores = {encoding: _english_marks(sample, encoding) for encoding in ("cp1252", "mac_roman", "cp850")}
        best = max(scores, key=lambda encoding: scores[encoding])  # the first of equals: cp1252
    return [best, *(encoding for encoding in found if encoding != best), "cp1252", "mac_roman"]


def _english_marks(sample: bytes, encoding: str) -> int:
    try:
        return len(_ENGLISH_MARKS.findall(sample.decode(encoding)))
    except UnicodeDecodeError:
        return -1
