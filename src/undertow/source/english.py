"""Is this English? Told by the share of function words, which no English prose can do without.

The words were chosen because they are frequent in every kind of English, dialogue and dialect included, and are not
words of the neighbouring languages: "in", "is", "was", "die", "me", "on", "so" and "a" are left out because German,
Dutch, French or Italian have them too. English prose has a quarter to a half of its words among them; other languages
written in Latin letters have a few in a hundred.
"""

import re

from undertow.errors import NotEnglishError
from undertow.source.wordlist import word_list

_FUNCTION_WORDS = frozenset(
    word_list(
        "the and of to that it he she his her him you with for had not but they this have from been were would there "
        "which their what who them could my your out up about when into if than then can did said do don how where "
        "know like just now some only over own our us its an at by as i'm i've i'll it's that's don't didn't can't "
        "won't you're he's she's they're ain't there's what's wasn't couldn't isn't be are all one no so ye th o' an' "
        "wi' tae dinna didna cannae wasnae ken aye d'you y'all ter yer yeh gonna gotta wanna em 'em thee thou thy "
        "hath"
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SLICES = 20
_SLICE = 3000  # characters
_ENOUGH_WORDS = 20  # with fewer, a story of one sentence gets the benefit of the doubt
_SHARE = 0.14


def check_english(text: str, name: str) -> None:
    """Raise NotEnglishError where the text does not look like English."""
    sample = _sample(text)
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    foreign = sum(1 for c in sample if c.isalpha() and ord(c) > 0x24F)
    remedy = "undertow reads English only; --force (force=True) reads on all the same"
    if foreign > 0.5 * max(1, letters) and foreign > 4:
        raise NotEnglishError(f"{name}: this is not written in Latin letters; {remedy}")
    if len(words) < _ENOUGH_WORDS:
        return
    share = function_word_share(words)
    if share < _SHARE:
        raise NotEnglishError(
            f"{name}: this does not look like English ({share:.0%} of its words are common English ones); {remedy}"
        )


def function_word_share(words: list[str]) -> float:
    """The share of English function words among these words."""
    return sum(word.lower().replace("’", "'") in _FUNCTION_WORDS for word in words) / max(1, len(words))


def _sample(text: str) -> str:
    """Stretches from the whole text, so that an English preface does not speak for a foreign book."""
    if len(text) <= _SLICES * _SLICE:
        return text
    step = len(text) // _SLICES
    return " ".join(text[i * step : i * step + _SLICE] for i in range(_SLICES))
