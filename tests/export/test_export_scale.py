"""A long novel is written and read back in time and memory that grow with its length, and slowly."""

import time
import tracemalloc

import numpy as np
import pytest
from export_builders import spans_from_ends

from undertow.document import Document
from undertow.export import read_json, write_csv, write_json, write_parquet
from undertow.layers import Events, Layers, Mentions
from undertow.layers.values import Affect, Modes, Undertone
from undertow.source import Block, BlockKind, Source
from undertow.story import Character, Entity, Quotation, Scene, Story
from undertow.story.values import Arc, Feeling, Narration, Relationship

PEOPLE = 400


def novel(n_tokens):
    """One word over and over, with as many mentions, events and quotations as fiction has."""
    starts = np.arange(n_tokens, dtype=np.int32) * 6

    def level(size):
        return spans_from_ends([*range(size, n_tokens, size), n_tokens])

    sentences, paragraphs, scenes, chapters = (level(size) for size in (16, 80, 2000, 4000))
    blocks = tuple(Block(BlockKind.PARAGRAPH, 6 * a, 6 * b - 1) for a, b in paragraphs.tolist())
    source = Source("river " * n_tokens, blocks)
    document = Document(source, starts, starts + 5, sentences, paragraphs, scenes, chapters, ("",) * len(chapters))
    at = np.arange(0, n_tokens - 1, 5, dtype=np.int32)
    sure = np.full(len(at), 0.5, np.float32)
    code = np.zeros(len(at), np.int8)
    some = np.zeros(len(sentences), np.float32)
    layers = Layers(
        mentions=Mentions(at, at + 1, code, code, sure),
        events=Events(at[::4], at[::4] + 1, sure[::4]),
        modes=Modes(sentences[:, 0], sentences[:, 1], some.astype(np.int8), some),
        affect=Affect(some, some, some),
        undertone=Undertone(some, some),
    )
    of = np.arange(len(at), dtype=np.int32) % (2 * PEOPLE)
    entities = tuple(Entity(f"e{i}", "PER", "x", tuple(range(i, len(at), 2 * PEOPLE))) for i in range(2 * PEOPLE))
    people = tuple(
        Character(e.id, "x", True, (), "", False, len(e.mentions), 0, 0, 1, 0.5, ()) for e in entities[:PEOPLE]
    )
    lines = tuple(
        Quotation(f"q{i}", ((6 * a, 6 * b - 1),), "e1", ("e2",), None, "explicit", 0.5)
        for i, (a, b) in enumerate(paragraphs.tolist())
    )
    present = tuple(Scene(a, b, ("e1", "e2")) for a, b in scenes.tolist())
    return Story(document, layers, "by hand", entities, people, lines, present, of, (), **inside(sentences, scenes))


def inside(sentences, scenes):
    """A feeling every other sentence, and as many arcs and pairs as a novel has."""
    told = tuple(Narration("scene", a, b, "third", 1, "past", 1, None, "e1", 1, (), ()) for a, b in scenes.tolist())
    feelings = tuple(
        Feeling(f"f{i}", 6 * a, 6 * b - 1, "act", "joy", "e1", "e2", "asserted", None, "narration", 0.5)
        for i, (a, b) in enumerate(sentences[::2].tolist())
    )
    points, at = tuple(i / 40 for i in range(41)), tuple(i / 500 for i in range(500))
    arcs = tuple(
        Arc(f"a{i}", "feeling", "e1", "e2", points, points, points, points, "Gaussian", at, at, 0.5, 0.5, "", ())
        for i in range(40)
    )
    ids = tuple(feeling.id for feeling in feelings)
    pair = Relationship("r0", "e1", "e2", 1, (0,), 1, (1, 1), (ids, ()), (), (), (0, 1), 0, ("a0",), 1)
    return {"narration": told, "feelings": feelings, "arcs": arcs, "relationships": (pair,)}


def cost(work):
    """Peak memory of Python's own, in MB; measuring it makes the work slower, so time is taken apart."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


@pytest.mark.slow
def test_a_novel_of_half_a_million_words_is_written_and_read_in_seconds(tmp_path):
    story = novel(600_000)
    began = time.monotonic()
    write_json(story, tmp_path / "novel.json")
    read_json(tmp_path / "novel.json")
    write_csv(story, tmp_path / "csv")
    write_parquet(story, tmp_path / "parquet")
    assert time.monotonic() - began < 60  # a few seconds where nothing else runs


@pytest.mark.slow
def test_writing_json_holds_a_section_at_a_time(tmp_path):
    story = novel(120_000)
    peak = cost(lambda: write_json(story, tmp_path / "novel.json"))
    assert peak < 2 * (tmp_path / "novel.json").stat().st_size / 1e6


def test_a_long_line_is_one_paragraph_like_any_other(tmp_path):
    story = novel(79)
    write_json(story, tmp_path / "novel.json")
    assert read_json(tmp_path / "novel.json").text == story.text
