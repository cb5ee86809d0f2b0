"""Source -> Document: tokens and sentences of the paragraphs, scenes from the breaks, chapters from the headings."""

import numpy as np
from numpy.typing import NDArray

from undertow.document.sentences import split_sentences
from undertow.document.tokens import tokenise
from undertow.document.values import Document
from undertow.errors import InputError
from undertow.source.values import Block, BlockKind, Source

Ints = NDArray[np.int32]


def build_document(source: Source) -> Document:
    """Build the document of a source. Raises InputError where no paragraph holds a word."""
    blocks = [block for block in source.blocks if block.kind is BlockKind.PARAGRAPH]
    tokens = tokenise(source.text, [(block.start_char, block.end_char) for block in blocks])
    if len(tokens) == 0:
        raise InputError("no story found: no paragraph of the text holds a word; give a file with the story itself")
    edges = np.searchsorted(tokens.start, [block.start_char for block in blocks] + [len(source.text)]).astype(np.int32)
    paragraphs = np.stack((edges[:-1], edges[1:]), axis=1)
    told = paragraphs[:, 1] > paragraphs[:, 0]  # a block without a token vanishes
    scene_starts, chapter_starts, titles = _divisions(source, told.tolist(), edges.tolist())
    paragraphs = paragraphs[told]
    return Document(
        source=source,
        token_start=tokens.start,
        token_end=tokens.end,
        sentences=split_sentences(tokens, paragraphs),
        paragraphs=paragraphs,
        scenes=_tiles(scene_starts, len(tokens)),
        chapters=_tiles(chapter_starts, len(tokens)),
        chapter_titles=tuple(titles),
    )


def _divisions(source: Source, told: list[bool], edges: list[int]) -> tuple[list[int], list[int], list[str]]:
    """Find the tokens at which scenes and chapters begin, and the titles of the chapters.

    Headings that follow each other ("PART ONE", "Chapter I") are one title. A heading with no story behind it (the last
    of a part that was cut off) opens nothing.
    """
    scene_starts: list[int] = []
    chapter_starts: list[int] = []
    titles: list[str] = []
    headings: list[Block] = []
    broken = False
    paragraph = 0
    for block in source.blocks:
        broken = broken or block.break_before or block.kind is BlockKind.SCENE_BREAK
        if block.kind is BlockKind.HEADING:
            headings.append(block)
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if told[paragraph]:
            start = edges[paragraph]
            if headings or not chapter_starts:
                chapter_starts.append(start)
                titles.append(_title(source.text, headings))
                headings, broken = [], True
            if broken:
                scene_starts.append(start)
            broken = False
        paragraph += 1
    return scene_starts, chapter_starts, titles


def _title(text: str, headings: list[Block]) -> str:
    """Join headings into one line."""
    lines = (" ".join(text[block.start_char : block.end_char].split()) for block in headings)
    return " — ".join(line for line in lines if line)


def _tiles(starts: list[int], end: int) -> Ints:
    """Ranges from one start to the next."""
    return np.array(list(zip(starts, [*starts[1:], end], strict=True)), dtype=np.int32).reshape(-1, 2)
