"""Letters, notes and telegrams that stand in quotation marks of their own, paragraph by paragraph.

In come the outermost quoted spans of each paragraph, out goes the set of paragraphs that are written and not said. A
letter begins with a salutation, or after words that announce something written; it goes on as long as its paragraphs
are quoted from end to end, and only as far as a signature shows.
"""

import re
from collections.abc import Sequence

from undertow.layers.speech_marks import Quoted
from undertow.lexicons import load

_SALUTATION = re.compile(
    r"\W*(?:my\s+)?(?:own\s+)?(?:very\s+)?(?:dear|dearest|honou?red|beloved|esteemed)(?:\s+[\w.'’]+){1,4}\s*[,:;—-]",
    re.I,
)
_BARE_TITLE = re.compile(r"\W*(?:sir|madam|gentlemen)\s*[,:;—-]+\W*$", re.I)
_SIGNATURE = re.compile(r"[\W_]*(?:[A-Z][\w.'’-]*[\s,]*){1,5}[\W_]*$")
_CLOSING = re.compile(
    r"\b(?:yours?|your's)\b[^.!?]{0,40}|\bI (?:am|remain)\b[^.!?]{0,60}(?:&c|etc)|\bP\.\s?S\b|\baffectionately\b", re.I
)
_WORD = re.compile(r"[a-z]+")
_ANNOUNCED = 160  # characters before the first paragraph in which the letter is announced
_LONGEST = 40  # paragraphs


def _whole(quoted: Sequence[Quoted], low: int, high: int) -> bool:
    """Tell whether a paragraph is quoted from end to end."""
    return bool(quoted) and quoted[0].outer_start <= low + 1 and quoted[-1].outer_end >= high - 1 and len(quoted) == 1


def _announced(text: str, low: int, high: int) -> bool:
    tail = text[max(low, high - _ANNOUNCED) : high].lower()
    words = set(_WORD.findall(tail))
    return tail.rstrip()[-1:] in ":-—" and bool(words & load("writing_words")) and "said" not in words


def find_letters(text: str, paragraphs: Sequence[tuple[int, int]], quoted: Sequence[Sequence[Quoted]]) -> set[int]:
    """The indices of the paragraphs that belong to letters."""
    letters: set[int] = set()
    k = 0
    while k < len(paragraphs):
        low, high = paragraphs[k]
        if not quoted[k] or k in letters or not _whole(quoted[k], low, high):
            k += 1
            continue
        said = text[quoted[k][0].start : quoted[k][0].end]
        greets = bool(_SALUTATION.match(said[:80]) and len(said) < 60) or bool(_BARE_TITLE.match(said[:40]))
        announced = k > 0 and _announced(text, *paragraphs[k - 1]) and not quoted[k - 1]
        if (
            not greets
            and not (announced and not quoted[k][0].closed)
            and not (announced and _SALUTATION.match(said[:80]))
        ):
            k += 1
            continue
        last = k
        j = k
        while j < min(len(paragraphs), k + _LONGEST) and _whole(quoted[j], *paragraphs[j]):
            words = text[quoted[j][0].start : quoted[j][0].end]
            signed = j > k and len(words) < 60 and (_SIGNATURE.match(words) or _CLOSING.search(words))
            if signed or (j == last + 1 and not quoted[j - 1][0].closed):
                last = j
            j += 1
        letters.update(range(k, max(last, min(k + 1, j - 1)) + 1))
        k = last + 1
    return letters
