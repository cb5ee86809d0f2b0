"""Stories for scripts: paragraphs of text with quotations in them, found by their marks or put anywhere."""

import re
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from undertow.document.build import build_document
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.values import Layers
from undertow.source import Block, BlockKind, Source
from undertow.story import Character, Quotation, Story


def character(id, name, **changes):
    return replace(Character(id, name, True, (), "", False, 1, 0, 0.0, 1.0, 0.9, ()), **changes)


def story_of(text, parts=None, *, cast=("Anna", "Tom"), kinds=None):
    """A story of blocks parted by blank lines. Quotations are found by their marks, or `parts` of them are given."""
    found = [m.span() for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text) if m.group().strip()]
    found = [(a, a + len(text[a:b].rstrip())) for a, b in found]
    kinds = kinds or [BlockKind.PARAGRAPH] * len(found)
    source = Source(text, tuple(Block(kind, a, b) for kind, (a, b) in zip(kinds, found, strict=True)))
    document = build_document(source)
    if parts is None:
        layer = QuotationAnnotator()(document, Layers(), progress=lambda share: None)
        columns = (layer.part_quotation, layer.part_start_char, layer.part_end_char)
        parts = [[] for _ in range(len(layer))]
        for q, a, b in zip(*(column.tolist() for column in columns), strict=True):
            parts[q].append((a, b))
    people = tuple(character(f"e{i}", name) for i, name in enumerate(cast))
    ids = [person.id for person in people]
    lines = tuple(
        Quotation(f"q{i}", tuple(p), ids[i % len(ids)], (ids[(i + 1) % len(ids)],), None, "implicit", 0.5)
        for i, p in enumerate(parts)
    )
    return Story(document, Layers(), "by hand", (), people, lines, (), np.zeros(0, np.int32), ())


PIECES = [*"“”‘’—-\"' ,.é[_*\n", "\n\n", " ", "Go", "she said"]


@st.composite
def dialogues(draw):
    """Text full of marks, with quotations anywhere: over marks, over blocks, over each other."""
    text = "x" + "".join(draw(st.lists(st.sampled_from(PIECES), max_size=30)))
    n = len(text)
    place = st.integers(0, n)
    parts = draw(st.lists(st.lists(st.tuples(place, place).map(lambda p: tuple(sorted(p))), max_size=3), max_size=5))
    kinds = st.sampled_from(BlockKind)
    story = story_of(text, parts)
    blocks = tuple(replace(block, kind=draw(kinds)) for block in story.document.source.blocks)
    return replace(story, document=replace(story.document, source=replace(story.document.source, blocks=blocks)))
