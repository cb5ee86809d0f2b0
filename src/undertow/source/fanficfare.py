"""FanFicFare: the header that it writes into text, HTML and EPUB files.

Labels, their order and the chapter headings can all be changed by its users, so the frame is what is believed: title,
"by", labelled lines, a table of contents. Its "Category" holds fandoms and its "Genre" free tags.
"""

import re
from dataclasses import dataclass, field, replace

from undertow.source.metadata import from_labels
from undertow.source.passages import Passage
from undertow.source.values import BlockKind, Metadata

_TEXT_HEADER = re.compile(r"\s*(?P<title>\S[^\n]{0,300}(?:\n[^\n]{1,80})?)\n\s*\n[ \t]*by (?P<author>[^\n]{1,200})\n")
_CONTENTS = re.compile(r"^[ \t]*TABLE OF CONTENTS[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"(?P<label>[A-Z][\w /'-]{1,30}):(?:\s+(?P<value>.*))?$")
_SIGNS = ("Packaged", "Story URL", "Author URL")  # labels that nobody else writes
ORIGIN = "FanFicFare"


@dataclass(frozen=True, slots=True)
class TextHeader:
    """The header of a text file: where it ends, what it says, and the chapters that it lists."""

    end: int
    metadata: Metadata
    chapters: tuple[str, ...]
    passages: list[Passage] = field(default_factory=list)


def find_text_header(text: str) -> TextHeader | None:
    """Find FanFicFare's header at the start of a text, or None."""
    found = _TEXT_HEADER.match(text[:2000])
    if not found:
        return None
    head = text[: 1 << 16]
    contents = _CONTENTS.search(head)
    labels, end = _read_labels(text, found.end(), contents.start() if contents else min(len(text), found.end() + 8000))
    if not any(sign in labels for sign in _SIGNS) or len(labels) < 4:
        return None
    title = re.sub(r"\s+", " ", found["title"]).strip()
    passages = [
        Passage(*found.span("title"), BlockKind.TITLE),
        Passage(text.index("by ", found.end("title")), found.end("author"), BlockKind.TITLE),
    ]
    passages += _stretches(text, found.end(), end)
    chapters: tuple[str, ...] = ()
    if contents:
        chapters, stop = _read_contents(text, contents.end())
        passages.append(
            Passage(
                contents.start() + len(contents.group()) - len(contents.group().lstrip()),
                contents.start() + len(contents.group().rstrip()),
                BlockKind.BOILERPLATE,
            )
        )
        passages += _stretches(text, contents.end(), stop)
        end = stop
    passages = [_trimmed(text, passage) for passage in passages]
    return TextHeader(end, metadata_of(labels, title, (found["author"].strip(),)), chapters, passages)


def metadata_of(labels: dict[str, str], title: str, authors: tuple[str, ...]) -> Metadata:
    """FanFicFare's labels as metadata."""
    renamed = {{"Category": "Fandoms", "Genre": "Genres"}.get(label, label): value for label, value in labels.items()}
    metadata = from_labels(renamed)
    return replace(
        metadata, title=title, authors=authors, origin=ORIGIN, series=tuple(s for s in [renamed.get("Series", "")] if s)
    )


def _read_labels(text: str, start: int, stop: int) -> tuple[dict[str, str], int]:
    """Labelled lines; a long value goes on in lines without a label.

    Without a table of contents, a blank line after labels ends them.
    """
    labels: dict[str, str] = {}
    position, label, end = start, "", start
    for line in text[start:stop].split("\n"):
        if found := _LABEL.match(line.strip()):
            label = found["label"]
            labels[label] = (found["value"] or "").strip()
            end = position + len(line)
        elif line.strip() and label:
            labels[label] = f"{labels[label]} {line.strip()}".strip()
            end = position + len(line)
        elif not line.strip() and labels and "Summary" in labels:
            break
        position += len(line) + 1
    return labels, min(end, len(text))


def _read_contents(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """The lines of the table of contents: up to the first blank line after them."""
    chapters: list[str] = []
    position = start
    for line in text[start : start + (1 << 18)].split("\n"):
        if line.strip():
            chapters.append(line.strip())
        elif chapters:
            break
        position += len(line) + 1
    return tuple(chapters), min(position, len(text))


def _stretches(text: str, start: int, end: int) -> list[Passage]:
    return [
        Passage(start + m.start(), start + m.end(), BlockKind.BOILERPLATE)
        for m in re.finditer(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*", text[start:end])
    ]


def _trimmed(text: str, passage: Passage) -> Passage:
    said = text[passage.start : passage.end]
    return replace(
        passage, start=passage.start + len(said) - len(said.lstrip()), end=passage.end - len(said) + len(said.rstrip())
    )


def mark_chapters(text: str, passages: list[Passage], chapters: tuple[str, ...]) -> list[Passage]:
    """Mark the passages that repeat a line of the table of contents, in its order, as headings."""
    wanted = [re.sub(r"\s+", " ", chapter).casefold() for chapter in chapters]
    marked: list[Passage] = []
    at = 0
    for passage in passages:
        if at < len(wanted) and passage.end - passage.start <= len(wanted[at]) + 40:
            said = re.sub(r"\s+", " ", text[passage.start : passage.end]).casefold()
            # The heading may be wrapped, and the list may number what the heading does not.
            if said == wanted[at] or (
                wanted[at].endswith(said) and re.fullmatch(r"\d+[.:)]?\s*", wanted[at].removesuffix(said))
            ):
                marked.append(replace(passage, kind=BlockKind.HEADING))
                at += 1
                continue
        marked.append(passage)
    return marked
