"""Where a claim leads: a range of characters, and the block of the text that holds its start.

The block is what a link can name in a page whose scripts are off; with scripts on, the words themselves are found.
"""

from bisect import bisect_right
from dataclasses import dataclass

from undertow.source.values import Block, BlockKind, Source


@dataclass(frozen=True, slots=True)
class Passage:
    """Half-open characters of `Document.text`, and the index of the block that they start in."""

    start_char: int
    end_char: int
    block: int


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """The blocks that the page shows: those of the source, and what no block covers."""

    blocks: tuple[Block, ...]
    starts: tuple[int, ...]

    def passage(self, start_char: int, end_char: int) -> Passage:
        """Say where a range of characters lies."""
        return Passage(start_char, end_char, max(0, bisect_right(self.starts, start_char) - 1))


def blocks_of(source: Source) -> Blocks:
    """The blocks of a source in the order of the text; what is not white space between them is a block of its own."""
    found: list[Block] = []
    at = 0
    for block in (*source.blocks, Block(BlockKind.PARAGRAPH, len(source.text), len(source.text))):
        between = source.text[at : block.start_char]
        if between.strip():
            start = at + len(between) - len(between.lstrip())
            found.append(Block(BlockKind.NOTE, start, at + len(between.rstrip())))
        if block.end_char > block.start_char >= at:
            found.append(block)
            at = block.end_char
    return Blocks(tuple(found), tuple(block.start_char for block in found))
