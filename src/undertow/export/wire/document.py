"""The file and its text in the wire format: source, blocks, tokens, and the levels above them."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from undertow.document.values import Document
from undertow.export.checked import Node
from undertow.export.offsets import char_span, tiles
from undertow.export.wire.rows import Row, spans
from undertow.source.values import Block, BlockKind, Metadata, Source
from undertow.story.values import Scene, Story

LEVELS = (("sentences", "token"), ("paragraphs", "sentence"), ("scenes", "paragraph"), ("chapters", "scene"))


def document_members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members that say what the text is and how it is divided."""
    document = story.document
    yield "source", _source(document.source)
    yield "text", document.text
    titles = ({"title": title} for title in document.chapter_titles)
    chapters = spans(document, document.chapters)
    yield "chapters", ({**title, **span} for title, span in zip(titles, chapters, strict=True))
    present = ({"characters": list(scene.characters)} for scene in story.scenes)
    scenes = np.array([(s.start, s.end) for s in story.scenes], dtype=np.int32).reshape(-1, 2)
    yield "scenes", ({**span, **who} for span, who in zip(spans(document, scenes), present, strict=True))
    yield "paragraphs", spans(document, document.paragraphs)
    yield "sentences", spans(document, document.sentences)
    yield "tokens", {"start_char": document.token_start.tolist(), "end_char": document.token_end.tolist()}


def _source(source: Source) -> Row:
    metadata = {f.name: getattr(source.metadata, f.name) for f in fields(Metadata)}
    return {
        "path": source.path,
        "format": source.format,
        "encoding": source.encoding,
        "layout": source.layout,
        "metadata": {
            k: list(v) if isinstance(v, tuple) else dict(v) if isinstance(v, dict) else v for k, v in metadata.items()
        },
        "notes": list(source.notes),
        "blocks": [
            {
                "kind": b.kind.value,
                "start_char": int(b.start_char),
                "end_char": int(b.end_char),
                "break_before": b.break_before,
            }
            for b in source.blocks
        ],
    }


def read_document(root: Node) -> Document:
    """Read the text and how it is divided."""
    text = root["text"].text()
    starts, ends = root["tokens"]["start_char"], root["tokens"]["end_char"]
    token_start, token_end = starts.integers(), ends.integers()
    if len(token_start) != len(token_end):
        ends.fail(f"{len(token_end)} tokens end, but {len(token_start)} start")
    for i in np.flatnonzero((token_end <= token_start) | (token_end > len(text)))[:1]:
        ends.item(int(i)).fail(
            f"the token {token_start[i]}:{token_end[i]} is empty or outside of the text, 0:{len(text)}"
        )
    for i in np.flatnonzero(token_start[1:] < token_end[:-1])[:1]:
        starts.item(int(i) + 1).fail(
            f"the token starts at {token_start[i + 1]}, before the one in front of it ends, {token_end[i]}"
        )
    empty = np.empty((0, 2), np.int32)
    source = _read_source(root["source"], text)
    tokens = Document(source, token_start, token_end, empty, empty, empty, empty, ())
    inner = np.arange(len(token_end) + 1)  # where a level may end; each level ends where the one below it does
    levels = []
    for name, below in LEVELS:
        levels.append(tiles(root[name], tokens, inner, below))
        inner = np.concatenate([[0], levels[-1][:, 1]])
    titles = tuple(chapter["title"].text() for chapter in root["chapters"].items())
    sentences, paragraphs, scenes, chapters = levels
    return Document(source, token_start, token_end, sentences, paragraphs, scenes, chapters, titles)


def read_scenes(rows: Node, document: Document, known: set[str]) -> tuple[Scene, ...]:
    """Read who is present in each scene of the document."""
    present = [scene["characters"] for scene in rows.items()]
    return tuple(
        Scene(start, end, who.texts_among(known, "the id of a character"))
        for (start, end), who in zip(document.scenes.tolist(), present, strict=True)
    )


def _read_source(node: Node, text: str) -> Source:
    blocks = []
    previous = 0
    for block in node["blocks"].items():
        kind = BlockKind(block["kind"].choice([k.value for k in BlockKind]))
        start, end = char_span(block["start_char"], block["end_char"], len(text))
        if start < previous:
            block["start_char"].fail(f"the block starts at {start}, before the one in front of it ends, {previous}")
        blocks.append(Block(kind, start, end, block["break_before"].flag()))
        previous = end
    return Source(
        text,
        tuple(blocks),
        _read_metadata(node["metadata"]),
        path=None if node["path"].null else node["path"].text(),
        format=node["format"].text(),
        encoding=node["encoding"].text(),
        layout=node["layout"].text(),
        notes=node["notes"].texts(),
    )


def _read_metadata(node: Node) -> Metadata:
    values: dict[str, object] = {}
    defaults = Metadata()
    for field in fields(Metadata):
        member, default = node[field.name], getattr(defaults, field.name)
        if isinstance(default, str):
            values[field.name] = member.text()
        elif isinstance(default, tuple):
            values[field.name] = member.texts()
        elif isinstance(default, dict):
            values[field.name] = {str(label.key): label.text() for label in member.members()}
        else:
            values[field.name] = None if member.null else member.integer()
    return Metadata(**values)  # type: ignore[arg-type]
