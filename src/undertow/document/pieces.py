"""One chunk without blanks -> the tokens in it, in the manner of the Penn Treebank and of LitBank.

The expression names what stands at a position; the functions below cut what needs a second look: contractions, clipped
words, figures with units. Its last alternative takes any character, so that nothing is ever left out. Whatever repeats
either consumes what it has seen or is bounded, so that the time is linear in the length of the chunk.
"""

import re
from itertools import pairwise

from undertow.document import wordlists

LONGEST_TOKEN = 128  # no word is so long; a window of the encoder must hold several tokens

_AP = r"['’‘ʼ´`＇]"
_APOSTROPHES = "'’‘ʼ´`＇"
_HANG = r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f]"  # hangs on a letter without being one
_L = rf"(?:[^\W_]++{_HANG}*+)++"
_EMOJI = r"[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff©®™]"
_EMOJI_TAIL = r"[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*+"
_ENDS = "|".join(sorted(wordlists.EXTENSIONS))
_SHORT = "|".join(map(re.escape, sorted(wordlists.TITLES | wordlists.ABBREVIATIONS, key=len, reverse=True)))

_PIECE = re.compile(
    rf"""
      (?P<web> (?:https?|ftp)://[^\s<>"“”]*[\w/=&%\#~+-] | www\.[^\s<>"“”]*[\w/]
             | [\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}})++
             | (?:[\w-]{{1,64}}[./]){{1,12}}(?i:{_ENDS})(?!\w) | [a-z]{{2,32}}(?:\.[a-z-]{{2,32}}){{2,12}}(?!\w)
             | [@\#][^\W\d_]\w*+ )
    | (?P<face> (?<!\w)(?:[:;=][-'^o]?[)(\]\[DPpO/\\|]{{1,3}}|<3+|\^_*\^)(?!\w) )
    | (?P<dots> \.{{2,}} | …+ )
    | (?P<end> [!?‽]+ )
    | (?P<run> (?P<same>[-=*~\#^+<>|\\/_$·•—―])(?P=same)+ )
    | (?P<money> (?:US|[ACS]|HK|NZ)\$(?=\d) )
    | (?P<initials> (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![\w'’]))?(?!\.\.) | [^\W\d_]\.[^\W\d_](?![\w'’.]) )
    | (?P<short> (?i:{_SHORT})\.(?!\.\.) )
    | (?P<initial> [^\W\d_a-z]\.(?!\.) )
    | (?P<year> ['’]\d\ds?(?!\w) )
    | (?P<and> {_AP}[nN]{_AP}(?!\w) )
    | (?P<clitic> (?<=[^\s(\[{{"“‘—–-]){_AP}(?i:s|m|d|re|ve|ll)(?!\w) | ^{_AP}(?i:s|m|d|re|ve|ll|t)$ )
    | (?P<word> (?:(?<![\w.,!?;:…”]){_AP}(?=[^\W\d_])|(?<![\w.])[.+](?=\d))?{_L}
        (?: (?: [-‐‑] | {_AP} | (?<=[oO]){_AP}[-‐‑] | (?<=\d)[.,:/](?=\d) | _
              | (?<=[A-Z])&(?=[A-Z]) | (?<=[^\W\d_])\*{{1,8}}(?=[^\W_]) ) {_L} )*+ )
    | (?P<emoji> [\U0001f1e6-\U0001f1ff]{{2}} | {_EMOJI}{_EMOJI_TAIL}(?:\u200d{_EMOJI}{_EMOJI_TAIL})*+ )
    | (?P<other> \S{_HANG}*+ )
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(rf"(?<=.)(?:[nN]{_AP}[tT]|{_AP}(?:[sSmMdD]|[rR][eE]|[vV][eE]|[lL][lL]))$")
_FIGURE_UNIT = re.compile(r"(\d[\d.,:/]*)([^\W\d_]+)")
_PROCLITIC = re.compile(rf"[dD]{_AP}(?=(?:[yY]ou|[yY]e|[yY]a)$)|[yY]{_AP}(?=[aA]ll)")
_WITH_STOP = wordlists.NUMBERED | wordlists.MEASURED | wordlists.NAMED  # in the second reading alone
_STOPPED = "|".join(sorted(_WITH_STOP))
_ELIDED = "|".join(sorted(wordlists.ELIDED_IN_CLAUSE))
_TWO_READINGS = re.compile(rf"[“\"‘'’(\[_]*(?:I\.|(?:{_STOPPED})\.|['‘](?:{_ELIDED})(?!['’\w]))", re.IGNORECASE)

Cuts = list[tuple[int, int]]


def has_two_readings(chunk: str) -> bool:
    """Whether the neighbours of the chunk decide how it is cut: "I.", "No.", "ft.", "'is"."""
    return _TWO_READINGS.match(chunk) is not None


def cut(chunk: str, *, second: bool = False) -> Cuts:
    """Cut a chunk without white space into half-open ranges that cover it.

    `second` takes the second reading of a chunk that has two: "I" "." instead of "I.", "No." instead of "No" ".",
    "'is" instead of "'" "is".
    """
    cuts: Cuts = []
    position, length = 0, len(chunk)
    while position < length:
        match = _PIECE.match(chunk, position)
        if match is None:  # white space inside: the caller's chunk was none
            cuts.append((position, position + 1))
            position += 1
            continue
        start, end = match.span()
        match match.lastgroup:
            case "word":
                end = _cut_word(chunk, start, end, cuts, second=second)
            case "initial" if chunk[start] == "I" and (second or (start > 0 and chunk[start - 1] in "-–—")):
                cuts += [(start, start + 1), (start + 1, end)]
            case "initial" if not chunk[start].isupper():
                end = _cut_word(chunk, start, start + 1, cuts, second=second)
            case _:
                cuts.append((start, end))
        position = end
    if length > LONGEST_TOKEN:
        return [(a, min(a + LONGEST_TOKEN, e)) for s, e in cuts for a in range(s, e, LONGEST_TOKEN)]
    return cuts


def _cut_word(chunk: str, start: int, end: int, cuts: Cuts, *, second: bool) -> int:
    """Cut what the expression took for a word; return where it ends, which may be another place than was thought."""
    if chunk[start] in _APOSTROPHES and not _is_elided(chunk, start, end, second=second):
        cuts.append((start, start + 1))
        return start + 1  # and look again: it may be an abbreviation
    end = _with_full_stop(chunk, start, end) if second else end
    end = _with_apostrophe(chunk, start, end)
    tail: Cuts = []
    body = end
    while clitic := _CLITIC.search(chunk, start, body):
        at = clitic.start()
        if clitic.group()[0] in "nN" and chunk[start : body - 2].lower() in wordlists.N_T_BUT_IT:
            at = body - 2  # on't: "on it"
        if at <= start:
            break
        tail.append((at, body))
        body = at
    cuts += _cut_body(chunk, start, body)
    cuts += reversed(tail)
    return end


def _cut_body(chunk: str, start: int, end: int) -> Cuts:
    """Cut a word without its contractions."""
    word = chunk[start:end].lower()
    if word[0] in _APOSTROPHES and word[1:] in (
        "tis",
        "twas",
        "twere",
        "twill",
        "twould",
        "twon",
        "tisn",
        "twasn",
        "twouldn",
        "tweren",
    ):
        return [(start, start + 2), (start + 2, end)]
    if word in wordlists.SPLIT_WORDS:
        edges = [start, *(start + at for at in wordlists.SPLIT_WORDS[word]), end]
        return list(pairwise(edges))
    figure = _FIGURE_UNIT.fullmatch(chunk, start, end)
    if figure and figure[2].lower() in wordlists.UNITS:
        return [figure.span(1), figure.span(2)]
    before = _PROCLITIC.match(chunk, start, end)
    if before and before.end() < end:
        return [before.span(), (before.end(), end)]
    if word[-2:-1] and word[-2] in _APOSTROPHES and word[-1] == "t" and word[:-2] in wordlists.T_ENCLITIC:
        return [(start, end - 2), (end - 2, end)]
    return [(start, end)]


def _is_elided(chunk: str, start: int, end: int, *, second: bool) -> bool:
    """Whether the mark before a word is an apostrophe: ’em, 'twas; and 'is in the second reading."""
    word = chunk[start + 1 : end].lower()
    for at, character in enumerate(word):
        if character in _APOSTROPHES:
            word = word[:at] if word[at - 1 : at] != "n" or word[:at] in wordlists.ELIDED else word[: at - 1]
            break
    if word in wordlists.ELIDED:
        return True
    if chunk[start] == "’":  # set by a printer: a mark that opens would be ‘
        return chunk[start + 1].islower()
    return second and word in wordlists.ELIDED_IN_CLAUSE and chunk[start + 1].islower()


def _with_full_stop(chunk: str, start: int, end: int) -> int:
    """Take in the full stop of "No.", "ft." and "Gen." in the second reading."""
    return end + 1 if chunk[end : end + 1] == "." and chunk[start:end].lower() in _WITH_STOP else end


def _with_apostrophe(chunk: str, start: int, end: int) -> int:
    """Take in the apostrophe of a clipped word: o', th', goin'. One that may close a quotation of the word is left."""
    if chunk[end : end + 1] not in ("'", "’") or chunk[end + 1 : end + 2].isalnum():
        return end
    word = chunk[start:end].lower()
    if word in wordlists.CLIPPED and chunk[start:end] != "I":
        return end + 1
    if len(word) > 3 and word.endswith("in") and word not in wordlists.NOT_CLIPPED_IN:
        opened = any(mark in chunk[:start] for mark in "'‘")
        return end if opened else end + 1
    return end
