"""What a file yields: its text to the character, what the file says about itself, and which part of the text is what.

The text is verbatim: only line ends are normalised to a line feed and a BOM is removed. In formats with markup (HTML,
EPUB, DOCX, Markdown) the text is what a reader sees, blocks joined by a blank line. Blocks never overlap, stand in the
order of the text, start and end on a character that is not white space, and what lies between two is white space.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of text is. Only paragraphs are the story; the others are kept, and kept apart."""

    TITLE = "title"  # title or byline of the whole story
    HEADING = "heading"  # opens a chapter
    NOTE = "note"  # author's note, disclaimer, summary, dedication
    SCENE_BREAK = "scene_break"  # a mark between scenes that takes up characters
    END = "end"  # an end mark
    BOILERPLATE = "boilerplate"  # licence, download header, table of contents
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A half-open range of characters of `Source.text`.

    `break_before` says that a scene break without a character of its own (an `<hr>`, extra blank lines) precedes it.
    """

    kind: BlockKind
    start_char: int
    end_char: int
    break_before: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file said about itself. Empty where it said nothing: nothing here is guessed from the story."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    summary: str = ""
    rating: str = ""
    warnings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    fandoms: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    status: str = ""
    n_words: int | None = None  # as the file states it
    url: str = ""
    publisher: str = ""
    origin: str = (
        ""  # the program or archive that wrote the file: "Archive of Our Own", "FanFicFare", "Project Gutenberg", ...
    )
    other: dict[str, str] = field(default_factory=dict)  # any other label the file had, as it stood


@dataclass(frozen=True, slots=True)
class Source:
    """A file, read. `layout` says in a few words how paragraphs were told apart; `notes` are remarks for the user."""

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = Metadata()
    path: str | None = None
    format: str = "text"  # text, markdown, html, epub, docx
    encoding: str = "utf-8"
    layout: str = ""
    notes: tuple[str, ...] = ()
