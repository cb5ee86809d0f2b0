"""Source -> Document: tokens, sentences, paragraphs, scenes, chapters; the one Span convention."""

from undertow.document.values import Document, Span

__all__ = ["Document", "Span"]
