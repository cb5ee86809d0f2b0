"""Dialogue that a dash opens: `—Come up, he called. Come up!`.

In comes a paragraph, out go the spans that are said. Nothing closes such speech but the cue, so the words decide: a
cue ("he said", "said the man") ends a span, and the next sentence, or the next dash, opens it again (Joyce does the
one, French and Spanish custom the other).
"""

import re
from collections.abc import Sequence

from undertow.layers.speech_marks import DOUBLE, Quoted

_DASH = re.compile(r"(?:—|―|–|--+)\s*(?=[\w‘'“¿¡.…_])")
_VERBS = (
    "said|says|replied|answered|asked|cried|exclaimed|whispered|shouted|called|murmured|muttered|added|continued|"
    "repeated|returned|demanded|remarked|observed|inquired|declared|explained|began|went on|told|announced|suggested|"
    "agreed|insisted|sighed|laughed|growled"
)
_WHO = r"(?:he|she|they|it|the\s+\w+(?:\s+\w+)?|an?\s+\w+|his\s+\w+|her\s+\w+|my\s+\w+|(?:[A-Z][\w'’]+\.?\s*){1,3})"
_CUE = re.compile(
    r"(?:(?<=[,!?.…—–-])\s*|\s+[—–]\s*)"
    rf"(?:(?:{_VERBS})\s+(?:{_WHO}|I)\b|{_WHO}\s*(?:\w+ly\s+)?(?:{_VERBS})\b|I\s+(?:said|asked|replied|answered|cried)\b)"
)
_END_OF_CUE = re.compile(r"[.!?]\s+(?=[\"“‘'A-Z—–])|[:,]?\s*(?:—|–|--)\s*|:\s+")
_AFTER_COLON = re.compile(r"(?<=:)\s*(?=(?:—|―|--)\s*\w)")
MIN_SHARE, MIN_PARAGRAPHS = 0.2, 2  # of the paragraphs with speech: below this, dashes are punctuation


def opens_with_dash(text: str, low: int, high: int) -> bool:
    """Tell whether a dash and words open the paragraph."""
    match = _DASH.match(text, low)
    return match is not None and match.end() < high


def dash_in(text: str, low: int, high: int) -> int:
    """Where in a sentence a dash opens speech: at its start or after a colon; -1 if nowhere."""
    if opens_with_dash(text, low, high):
        return low
    match = _AFTER_COLON.search(text, low, high)
    return match.end() if match else -1


def is_dash_style(n_dashed: int, n_quoted: int) -> bool:
    """Decide whether dashes open speech here, from how many paragraphs a dash and how many a quotation mark opens."""
    return n_dashed >= MIN_PARAGRAPHS and n_dashed >= MIN_SHARE * (n_dashed + n_quoted)


def dashed_spans(text: str, low: int, high: int) -> Sequence[Quoted]:
    """The spans that are said in a paragraph that a dash opens."""
    match = _DASH.match(text, low)
    if match is None:
        return ()
    spans = []
    outer, start = low, match.end()
    while start < high:
        cue = _CUE.search(text, start, high)
        end = cue.start() if cue else high
        said = text[start:end].rstrip(" \t\n—–-") if cue else text[start:end].rstrip()
        if said:
            spans.append(Quoted(start, start + len(said), DOUBLE, "—", outer, end))
        if cue is None:
            break
        after = _END_OF_CUE.search(text, cue.end(), high)
        if after is None:
            break
        outer, start = after.start(), after.end()
    return spans
