"""Words to word-pieces for training: the same rules as `undertow.inference.pieces`, over Python lists."""

import random
import re
from pathlib import Path

from tokenizers import Tokenizer

CLS, SEP, MASK, PAD = 101, 102, 103, 0

_CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


def shape(word: str) -> int:
    """Name the letter shape of a word: 0 no letters, 1 lower, 2 Title, 3 UPPER, 4 mixed."""
    if not any(map(str.isalpha, word)):
        return 0
    if word.islower():
        return 1
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 2
    return 3 if word.isupper() else 4


class Pieces:
    """Turn words into word-piece ids, each distinct word once."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cache: dict[str, tuple[list[int], int]] = {}

    def word(self, word: str) -> tuple[list[int], int]:
        """The ids of one word (never empty: [UNK] stands for what normalises to nothing) and its shape."""
        known = self._cache.get(word)
        if known is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids or [100]
            known = self._cache[word] = (ids[:16], shape(word))
        return known


def rough_words(text: str) -> list[str]:
    """Split raw text into Penn-like words, well enough for masked-language-model adaptation."""
    text = re.sub(r"(?i)\b(\w+?)(n['’]t)\b", r"\1 \2", text)
    text = re.sub(r"(?i)(?<=\w)(['’](?:s|ll|re|ve|d|m))\b", r" \1", text)
    return re.findall(r"n['’]t\b|['’](?:s|ll|re|ve|d|m)\b|(?:Mr|Mrs|Dr|St|Ms)\.|\w+|--+|[^\w\s]", text)


def straighten(words: list[str], rng: random.Random, chance: float) -> list[str]:
    """Replace curly quotation marks by straight ones in all of `words`, with the given chance."""
    if rng.random() >= chance:
        return words
    return [w.translate(_CURLY) for w in words]
