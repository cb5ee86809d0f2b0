"""A file -> Source: the one entrance. The suffix says how a file is read; its first bytes decide where there is none
that is known.

Every reason not to read a file ends in an InputError of one line, that names the file, says what was found and what
to do.
"""

from collections.abc import Iterable
from dataclasses import replace
from os import PathLike
from pathlib import Path

from undertow.errors import InputError
from undertow.source.encoding import Decoded, decode, normalise
from undertow.source.english import check_english
from undertow.source.values import BlockKind, Source

FORMATS = {
    ".txt": "text", ".text": "text",
    ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".epub": "epub",
    ".docx": "docx",
}  # fmt: skip
_LARGEST = 1 << 28  # bytes; fifty times the longest novel. What is larger is no story


def is_readable(path: str | PathLike[str]) -> bool:
    """Say whether the suffix is one that is read."""
    return Path(path).suffix.lower() in FORMATS


def find(paths: Iterable[str | PathLike[str]]) -> list[Path]:
    """Expand folders to the readable files in them, sorted; files are kept as they are given."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if is_readable(p) and p.is_file() and not p.name.startswith("."))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def load(path: str | PathLike[str], *, force: bool = False) -> Source:
    """Read a file. Raises InputError where there is no story to read, NotEnglishError unless `force`."""
    path = Path(path)
    name = one_line(str(path))
    data = _read_bytes(path, name)
    format_name = FORMATS.get(path.suffix.lower()) or _sniff(data, name)
    if format_name in ("text", "markdown", "html") and data[:4] == b"PK\x03\x04":
        format_name = _sniff(data, name)
    source = _read(format_name, data, name)
    return _checked(replace(source, path=str(path).encode("utf-8", "replace").decode()), name, force=force)


def load_text(text: str, *, force: bool = False) -> Source:
    """Read a story from a string. Raises InputError where there is no story to read, NotEnglishError unless `force`."""
    from undertow.source.text import read_text

    name = "the text"
    if "\0" in text:
        raise InputError(f"{name}: this is not text (it holds NUL characters); give the story as plain text")
    notes: tuple[str, ...] = ()
    n_lone = sum("\ud800" <= c <= "\udfff" for c in text) if _has_surrogates(text) else 0
    if n_lone:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        notes = ("half characters (lone surrogates) were replaced by \ufffd",)
    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{name}: it is empty; give a story")
    return _checked(read_text(Decoded(normalise(text), "utf-8", notes)), name, force=force)


def one_line(name: str) -> str:
    """A file's name as it can be shown in one line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(
                f"{name}: this is a folder; give the files in it, or use undertow.source.load.find to list them"
            )
        if not path.is_file():
            if path.exists():
                raise InputError(f"{name}: this is not a regular file; give a file with a story in it")
            raise InputError(f"{name}: there is no such file; check the name")
        if (size := path.stat().st_size) > _LARGEST:
            raise InputError(f"{name}: this file has {size >> 20} MB, more than any story; give a single story")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(
            f"{name}: it cannot be opened ({one_line(reason)}); check the name and the permissions"
        ) from None
    if not data.strip():
        raise InputError(f"{name}: the file is empty; give a file with a story in it")
    return data


def _sniff(data: bytes, name: str) -> str:
    """The format by the first bytes."""
    if data.startswith(b"PK\x03\x04"):
        from undertow.source.unzip import Archive

        names = Archive(data, name).names
        if "META-INF/container.xml" in names or "mimetype" in names:
            return "epub"
        if "word/document.xml" in names:
            return "docx"
        raise InputError(f"{name}: this is a ZIP archive, neither EPUB nor DOCX; unpack it and give the files")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in head:
        return "html"
    return "text"


def _read(format_name: str, data: bytes, name: str) -> Source:
    match format_name:
        case "text":
            from undertow.source.text import read_text

            return read_text(decode(data, name))
        case "markdown":
            from undertow.source.markdown import read_markdown

            return read_markdown(decode(data, name))
        case "html":
            from undertow.source.html import read_html

            return read_html(data, name)
        case "epub":
            from undertow.source.epub import read_epub

            return read_epub(data, name)
        case _:
            from undertow.source.docx import read_docx

            return read_docx(data, name)


def _checked(source: Source, name: str, *, force: bool) -> Source:
    """Refuse what holds no story, and what is not English."""
    story = [block for block in source.blocks if block.kind is BlockKind.PARAGRAPH]
    if not story or not any(map(str.isalnum, source.text)):
        raise InputError(
            f"{name}: there is no story in it, only white space, marks or a licence; give a file with a story in it"
        )
    if not force:
        check_english("\n".join(source.text[block.start_char : block.end_char] for block in story), name)
    return source
