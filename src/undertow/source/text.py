"""Plain text -> Source. The text is the file's own, to the character; all that is found out goes into blocks and
metadata.

Files that a program or an archive wrote (Project Gutenberg, FanFicFare, ELTeC) have a frame around the story, which
is cut off first; the rest is layout (text_layout.py) and words (classify.py).
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from undertow.source import fanficfare, gutenberg
from undertow.source.classify import classify
from undertow.source.encoding import Decoded
from undertow.source.front import Front
from undertow.source.lines import split_lines
from undertow.source.metadata import from_labels, merge
from undertow.source.passages import Passage
from undertow.source.text_layout import find_passages
from undertow.source.values import BlockKind, Metadata, Source

_BRACKETED = re.compile(
    r"\[(?:Illustration|Footnote|Sidenote|Transcriber|Frontispiece|Decoration|Music)\b", re.IGNORECASE
)
_ELTEC_TITLE = re.compile(r"(?P<title>.+?)\s*:\s*ELTeC edition\s*$", re.IGNORECASE)


def read_text(decoded: Decoded) -> Source:
    """Read a plain text."""
    text = decoded.text
    start, end, found = 0, len(text), Metadata()
    outside: list[Passage] = []
    if header := fanficfare.find_text_header(text):
        start, found = header.end, header.metadata
        outside = header.passages
    elif frame := gutenberg.find_frame(text):
        start, end, found = frame.start, frame.end, frame.metadata
        outside = [*boilerplate(text, 0, start), *boilerplate(text, end, len(text))]
    passages, layout = find_passages(text, start, end)
    passages = [_with_kind(text, passage) for passage in passages]
    if header:
        passages = fanficfare.mark_chapters(text, passages, header.chapters)
    passages = sorted([*outside, *passages], key=lambda passage: passage.start)
    blocks, front = classify(text, passages, titled=header is not None)
    metadata = merge(found, _without_eltec(from_front(front)))
    return Source(text, blocks, metadata, format="text", encoding=decoded.encoding, layout=layout, notes=decoded.notes)


def boilerplate(text: str, start: int, end: int) -> Iterable[Passage]:
    """Cut a range into blocks of boilerplate, one for each stretch between blank lines."""
    lines, unseen = split_lines(text, start, end)
    first = None
    for i, line in enumerate(lines):
        first = line.start if first is None else first
        if i + 1 == len(lines) or lines[i + 1].gap:
            stop = line.end
            # Lines of invisible characters look blank but must not be lost: a stretch swallows those right behind it.
            yield Passage(first, stop, BlockKind.BOILERPLATE)
            first = None
    for a, b in unseen:
        yield Passage(a, b, BlockKind.BOILERPLATE)


def _with_kind(text: str, passage: Passage) -> Passage:
    """Captions of pictures and the like in square brackets are no story."""
    if text[passage.start] == "[" and _BRACKETED.match(text, passage.start) and text[passage.end - 1] == "]":
        footnote = text.startswith("[Foot", passage.start)
        return replace(passage, kind=BlockKind.NOTE if footnote else BlockKind.BOILERPLATE)
    return passage


def from_front(front: Front) -> Metadata:
    """What the first lines of the story said, as metadata."""
    return merge(Metadata(title=front.title, authors=tuple(dict.fromkeys(front.authors))), from_labels(front.labels))


def _without_eltec(metadata: Metadata) -> Metadata:
    """Take "Wuthering Heights : ELTeC edition, by Bronte, Emily (1818-1848)" apart."""
    found = _ELTEC_TITLE.fullmatch(metadata.title)
    if not found:
        return metadata
    authors = []
    for author in metadata.authors:
        bare = re.sub(r"\s*[\[(].*", "", author).strip(" .,")
        authors.append(" ".join(reversed(bare.split(", "))))
    title = _ELTEC_TITLE.sub(r"\g<title>", found["title"])
    return replace(
        metadata,
        title=re.sub(r"\s*:\s*ELTeC edition\s*$", "", title, flags=re.IGNORECASE),
        authors=tuple(authors),
        origin="ELTeC",
    )
