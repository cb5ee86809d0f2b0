"""Sentences of tokens -> Document, for text that is tokenised already (a corpus, another tool's output).

The text is made here: tokens joined by single blanks, a line a sentence, a blank line between paragraphs. The tokens of
the document are the tokens that came in, one for one.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from undertow.document.values import Document
from undertow.errors import InputError
from undertow.source.values import Block, BlockKind, Metadata, Source


def from_sentences(
    sentences: Sequence[Sequence[str]], *, paragraphs: Sequence[int] | None = None, title: str = ""
) -> Document:
    """Build a document from tokens. `paragraphs` holds the number of sentences of each paragraph.

    Raises InputError for no tokens, an empty sentence, a token that is empty or holds white space, and for paragraphs
    that do not add up to the sentences.
    """
    _check(sentences, paragraphs)
    sizes = [len(sentences)] if paragraphs is None else [int(size) for size in paragraphs]
    tokens_per_sentence = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
    sentence_edges = np.concatenate(([0], np.cumsum(tokens_per_sentence)))
    paragraph_edges = np.concatenate(([0], np.cumsum(sizes)))
    # one character between two tokens, one more (a blank line) between two paragraphs
    lengths = np.array([len(token) for sentence in sentences for token in sentence], dtype=np.int64)
    extra = np.zeros(len(lengths), dtype=np.int64)
    extra[sentence_edges[paragraph_edges[1:-1]]] = 1
    starts = np.cumsum(np.concatenate(([0], lengths[:-1] + 1))) + np.cumsum(extra)
    ends = starts + lengths
    lines = [" ".join(sentence) for sentence in sentences]
    edges = paragraph_edges.tolist()
    text = "\n\n".join("\n".join(lines[a:b]) for a, b in pairwise(edges))
    bounds = sentence_edges[paragraph_edges]
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, int(starts[first]), int(ends[last - 1]))
        for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    )
    whole = np.array([[0, len(lengths)]], dtype=np.int32)
    return Document(
        source=Source(text, blocks, Metadata(title=title), format="tokens", layout="given"),
        token_start=starts.astype(np.int32),
        token_end=ends.astype(np.int32),
        sentences=np.stack((sentence_edges[:-1], sentence_edges[1:]), axis=1).astype(np.int32),
        paragraphs=np.stack((bounds[:-1], bounds[1:]), axis=1).astype(np.int32),
        scenes=whole,
        chapters=whole.copy(),
        chapter_titles=("",),
    )


def _check(sentences: Sequence[Sequence[str]], paragraphs: Sequence[int] | None) -> None:
    """Raise InputError unless the sentences can be put together."""
    if not sentences:
        raise InputError("no sentences were given; give at least one sentence with one token")
    for number, sentence in enumerate(sentences):
        if isinstance(sentence, str):
            raise InputError(
                f"sentence {number} is a string, not a list of tokens; use undertow.read(text=...) for plain text"
            )
        if not sentence:
            raise InputError(f"sentence {number} has no token; leave empty sentences out")
        for token in sentence:
            if not token or any(map(str.isspace, token)):
                raise InputError(
                    f"sentence {number} has the token {token!r}; a token must be non-empty and free of white space"
                )
    if paragraphs is None:
        return
    if any(size < 1 for size in paragraphs) or sum(paragraphs) != len(sentences):
        raise InputError(
            f"paragraphs must be numbers of sentences, each at least 1, that add up to {len(sentences)}; "
            f"found {len(paragraphs)} that add up to {sum(paragraphs)}"
        )
