"""The document: tokens, sentences, paragraphs, scenes and chapters as columns, with views outside.

One span convention, everywhere: half-open. `start, end` count tokens, `start_char, end_char` count characters of
`Document.text`, and `doc.text[span.start_char:span.end_char]` is the text of the span.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.source.values import Source

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of tokens, no meaning; the characters follow from the document."""

    document: "Document"
    start: int
    end: int

    @property
    def start_char(self) -> int:
        """First character of the first token."""
        return int(self.document.token_start[self.start])

    @property
    def end_char(self) -> int:
        """One past the last character of the last token."""
        return int(self.document.token_end[self.end - 1])

    @property
    def text(self) -> str:
        """The text as it stands in the story, line breaks included."""
        return self.document.text[self.start_char : self.end_char]

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A story as columns. Tokens cover the paragraphs of the story alone: titles, notes and marks have none.

    Sentences tile the tokens, paragraphs tile the sentences, scenes tile the paragraphs and chapters tile the scenes:
    each of these is an array [n, 2] of half-open token ranges, in order, without gaps.
    """

    source: Source
    token_start: Ints  # [n_tokens] characters
    token_end: Ints  # [n_tokens] characters
    sentences: Ints  # [n_sentences, 2] tokens
    paragraphs: Ints  # [n_paragraphs, 2] tokens
    scenes: Ints  # [n_scenes, 2] tokens
    chapters: Ints  # [n_chapters, 2] tokens
    chapter_titles: tuple[str, ...]  # [n_chapters], "" where a chapter has no heading

    @property
    def text(self) -> str:
        """The whole text, verbatim."""
        return self.source.text

    @property
    def n_tokens(self) -> int:
        """The number of tokens."""
        return len(self.token_start)

    def __len__(self) -> int:
        return self.n_tokens

    def word(self, i: int) -> str:
        """The text of token `i`."""
        return self.text[self.token_start[i] : self.token_end[i]]

    def words(self, start: int = 0, end: int | None = None) -> list[str]:
        """The texts of a range of tokens."""
        text = self.text
        starts, ends = self.token_start[start:end].tolist(), self.token_end[start:end].tolist()
        return [text[a:b] for a, b in zip(starts, ends, strict=True)]

    def span(self, start: int, end: int) -> Span:
        """A view of the tokens `start` to `end`."""
        if not 0 <= start < end <= self.n_tokens:
            raise IndexError(f"span {start}:{end} is empty or outside of 0:{self.n_tokens}")
        return Span(self, start, end)

    def token_at(self, char: int) -> int:
        """The index of the first token that ends after character `char` (n_tokens when there is none)."""
        return int(np.searchsorted(self.token_end, char, side="right"))

    def iter_sentences(self) -> Iterator[Span]:
        """Views of the sentences, in order."""
        for start, end in self.sentences.tolist():
            yield Span(self, start, end)

    def progress(self, token: int) -> float:
        """Position in the story, 0 to 1."""
        return token / max(1, self.n_tokens - 1)

    @classmethod
    def from_sentences(
        cls, sentences: Sequence[Sequence[str]], *, paragraphs: Sequence[int] | None = None, title: str = ""
    ) -> "Document":
        """Build a document from text that is tokenised already.

        The text is the tokens joined by blanks, a line a sentence; `paragraphs` gives the number of sentences of each
        paragraph (None: one paragraph). Raises InputError for no tokens, for an empty token and for numbers that do not
        add up.
        """
        from undertow.document.assemble import from_sentences

        return from_sentences(sentences, paragraphs=paragraphs, title=title)
