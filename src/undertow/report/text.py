"""The text itself, whole and verbatim: blocks of the source and the white space between them, in chunks.

A chunk is what the browser lays out at once when it comes near the screen; the pieces put together are the text, to the
character. Marks for people and lines are not in here: the page puts them in where somebody looks.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from undertow.report.counts import Counts
from undertow.report.passages import Blocks
from undertow.source.values import Block, BlockKind

CHUNK = 9_000  # characters; two or three screens
WRAPPED = 45  # characters; a paragraph with shorter lines is verse, a letter, a list: its lines are kept
CAPITALS = 0.8  # share of lines that begin with a capital, from which a paragraph is verse whatever its width
SHORT_BLOCK = 1_500  # characters of a chunk's first blocks that may stand in front of a chapter


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, and the white space before it."""

    index: int
    kind: str  # a BlockKind
    keeps_lines: bool  # its line breaks mean something
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Blocks that are laid out together."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An entry of the list of chapters."""

    title: str
    start_char: int


@dataclass(frozen=True, slots=True)
class TextContext:
    """The text. `tail` is the white space after the last block."""

    chunks: tuple[Chunk, ...]
    tail: str
    chapters: tuple[Chapter, ...]
    modes: bool  # whether the manner of telling is known
    feelings: bool  # whether any feeling, denial or turn was found


def keeps_lines(text: str) -> bool:
    """Whether line breaks inside a block mean something, and are not only where a file was wrapped."""
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) < 2:
        return False
    if median(len(line) for line in lines[:-1]) < WRAPPED:
        return True
    begin = [letter for line in lines[1:] if (letter := next((c for c in line if c.isalpha()), ""))]
    return len(begin) > 1 and sum(letter.isupper() for letter in begin) >= CAPITALS * len(begin)


def _chunks(pieces: list[Piece]) -> tuple[Chunk, ...]:
    chunks: list[list[Piece]] = [[]]
    size = 0
    for piece in pieces:
        opens = piece.kind == BlockKind.HEADING and size > SHORT_BLOCK
        if chunks[-1] and (size >= CHUNK or opens):
            chunks.append([])
            size = 0
        chunks[-1].append(piece)
        size += len(piece.text)
    return tuple(Chunk(tuple(chunk)) for chunk in chunks if chunk)


def _piece(text: str, index: int, block: Block, after: int) -> Piece:
    said = text[block.start_char : block.end_char]
    return Piece(index, block.kind.value, keeps_lines(said), text[after : block.start_char], said)


def text_context(counts: Counts, blocks: Blocks) -> TextContext:
    """Gather the text."""
    text, document = counts.story.text, counts.document
    ends = [0, *(block.end_char for block in blocks.blocks)]
    pieces = [
        _piece(text, i, block, after)
        for i, (block, (after, _)) in enumerate(zip(blocks.blocks, pairwise(ends), strict=True))
    ]
    starts = document.token_start[document.chapters[:, 0]].tolist()
    chapters = [
        Chapter(title or f"Chapter {i + 1}", start)
        for i, (title, start) in enumerate(zip(document.chapter_titles, starts, strict=True))
    ]
    story = counts.story
    return TextContext(
        chunks=_chunks(pieces),
        tail=text[ends[-1] :],
        chapters=tuple(chapters) if len(chapters) > 1 else (),
        modes=story.layers.modes is not None,
        feelings=bool(story.feelings or story.denials or story.turns),
    )
