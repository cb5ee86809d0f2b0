"""Raw text to words, well enough for masked-language-model adaptation."""

import random
import re

MASK = 103  # in BERT's vocabulary

_CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


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
