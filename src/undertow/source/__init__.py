"""A file -> Source: verbatim text, metadata from its header, blocks."""

from undertow.source.values import Block, BlockKind, Metadata, Source

__all__ = ["Block", "BlockKind", "Metadata", "Source"]
