"""Chapter headings, scene breaks and end marks, told from their words alone; all formats share these.

Each function looks at one short passage. What needs the neighbours (a bare "IV" is a heading only in a row of
numbers) is in classify.py. When in doubt a passage is not a mark: a lost heading costs a boundary, a lost paragraph
costs the story.
"""

import re
from dataclasses import dataclass

from undertow.source.wordlist import word_list

MARK_LENGTH = 200  # a heading with its title; longer passages are not looked at

_UNITS = word_list("one two three four five six seven eight nine")
_TEENS = word_list("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = word_list(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VALUES: dict[str, int] = {word: i for i, word in enumerate(_UNITS + _TEENS, 1)}
_VALUES |= {word: 10 * i for i, word in enumerate(_TENS, 2)}
_VALUES |= {word: i for i, word in enumerate(_ORDINALS, 1)}

_ROMAN = r"(?=[mdclxvi])m{0,3}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_ONES = "|".join(_UNITS + _ORDINALS[:9])
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_ONES}))?|{'|'.join(_ORDINALS[::-1] + _TEENS + _UNITS)})"
_NUMBER = rf"(?:\d{{1,4}}|{_WORD}|{_ROMAN})"

# Words that open a chapter or a larger division when a number follows.
_CHAPTER_WORDS = r"chapter|chap\.?|ch\.?"
_OTHER_WORDS = (
    r"part|book|volume|vol\.?|act|scene|canto|stave|letter|section|episode|arc|phase|tale|narrative|epoch|period"
)
_KEYWORD = re.compile(
    rf"(?P<key>{_CHAPTER_WORDS}|{_OTHER_WORDS})\s*(?:no\.?\s|number\s|#)?\s*(?:the\s+)?(?P<number>{_NUMBER}|last)(?!\w)"
    rf"(?P<rest>[\s\S]*)",
    re.IGNORECASE,
)
_ORDINAL_FIRST = re.compile(
    rf"(?:the\s+)?(?P<number>{_WORD}|last|final)\s+(?P<key>chapter|part|book|volume|act|canto|letter|narrative|epoch|period)"
    rf"(?P<rest>[\s\S]*)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:the\s+)?(?:prologue|prolog|epilogue|epilog|preface|foreword|introduction|introductory|interlude|intermission|prelude|coda|"
    r"afterword|postscript|appendix|conclusion|envoi|entr['’]acte)(?!\w)(?P<rest>[\s\S]*)",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    rf"(?P<title>.{{1,60}}?)\s*[:,|–—-]\s*(?P<mark>(?:{_CHAPTER_WORDS}|part)\s*{_NUMBER})\s*[.:]?", re.IGNORECASE
)
_OF_HOW_MANY = re.compile(r"\s*[\[(]?\s*(?:/|of\s)\s*(?:\d+|\?+)\s*[\])]?", re.IGNORECASE)
_BARE = re.compile(rf"\W*(?P<number>{_NUMBER})\W*", re.IGNORECASE)
_NUMBERED_TITLE = re.compile(r"(?:\d{1,3}|[IVXLC]{1,7})\s*[.:)–—-]\s+(?P<rest>\S.*)")

_EDGES = "*~=_#-–—•·.:<>|+[](){} \t\n\"'“”‘’^°"
_SMALL_WORDS = frozenset(
    word_list(
        "a an and as at but by de du for from if in into la le nor of off on onto or over per so than that the to up "
        "upon via von vs with"
    )
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading by its words.

    The word that opens it ('chapter', 'part', 'named', 'bare') and its number where it has one.
    """

    key: str
    number: int | None


def value_of(number: str) -> int | None:
    """The value of a number in digits, words or Roman numerals."""
    number = number.lower()
    if number.isdecimal():
        return int(number)
    parts = re.split(r"[- ]", number)
    if all(part in _VALUES for part in parts):
        return sum(_VALUES[part] for part in parts)
    if number and re.fullmatch(_ROMAN, number):
        digits = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in number]
        return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
    return None


def is_title_like(text: str) -> bool:
    """Say whether words are capitalised as in a title, and no sentence ends there.

    Full capitals may end with a full stop.
    """
    words = re.findall(r"[^\W\d_][\w'’]*", text)
    if not words or len(text) > 400:
        return False
    if text.upper() == text:
        return True
    if len(words) > 14 or re.search(r"[.,;:!?…]['\"”’)]*$", text):
        return False
    return words[0][0].isupper() and all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words)


def _title_follows(rest: str, *, chapter: bool) -> bool:
    """Say whether what comes after a number can be the end of a heading: nothing, a count, or a title."""
    rest = _OF_HOW_MANY.sub("", rest, count=1) if rest.lstrip(" ([")[:1] in ("/", "o", "O") else rest
    title = rest.strip(" \t\n.:;)]}>*~=_#|–—-•")
    if not title:
        return True
    if rest.lstrip(" ")[0] in ".:–—-|\n~(" and chapter:
        return len(title) <= 160
    return is_title_like(title) or is_title_like(title.strip("\"'“”‘’."))


def read_heading(text: str) -> Heading | None:
    """Read a heading that needs no neighbours: "Chapter 3: The Well", "Prologue", "The Well - Chapter 3"."""
    bare = text.strip(_EDGES) if len(text) <= MARK_LENGTH else ""
    if not bare or bare[0].islower():
        return None
    if found := _KEYWORD.fullmatch(bare) or _ORDINAL_FIRST.fullmatch(bare):
        key = found["key"].lower().rstrip(".")
        key = {"chap": "chapter", "ch": "chapter", "vol": "volume"}.get(key, key)
        follows = _title_follows(found["rest"], chapter=key == "chapter")
        return Heading(key, value_of(found["number"])) if follows else None
    if found := _NAMED.fullmatch(bare):
        rest = found["rest"]
        title = rest.strip(" .:–—-\n()").rstrip(".!?")
        named = not rest or (rest.lstrip()[0] in ".:–—-\n(" and is_title_like(title or "A"))
        return Heading("named", None) if named else None
    if bare[-1].isalnum() and (found := _AFTER_TITLE.fullmatch(bare)) and is_title_like(found["title"].rstrip(".!?")):
        mark = _KEYWORD.fullmatch(found["mark"])
        return Heading("chapter", value_of(mark["number"]) if mark else None)
    return None


def read_bare_number(text: str) -> int | None:
    """Read a number that stands alone ("IV", "~ 3 ~", "Twelve."), or a number with a title ("3. The Well")."""
    if len(text) > 80:
        return None
    if len(text) <= 40 and (found := _BARE.fullmatch(text)):
        return value_of(found["number"]) if not text.islower() or found["number"].isdecimal() else None
    if (found := _NUMBERED_TITLE.fullmatch(text)) and is_title_like(found["rest"].rstrip(".!?")):
        return value_of(re.split(r"\W", text, maxsplit=1)[0])
    return None


# ---- scene breaks

_QUOTES = "\"'“”‘’«»„‚´`"
_SYMBOLS = re.compile(rf"(?:(?![{_QUOTES}?!,;()\[\]{{}}])[^\w\s]|_|\s)+")
# "xxx", "oOo", "-x-", "X O X": letters that stand for ornaments, alone or between symbols.
_LETTER_ORNAMENT = re.compile(r"(?:[^\w?!,]|[xX×oO0_])+")
_WORD_BREAK = re.compile(
    r"(?:(?:scene|line|page|section|chapter)\s*-?\s*(?:break|change|skip|divider)s?|time\s*-?\s*skip|"
    r"(?:begin |start |end |end of )?flash\s*-?\s*back"
    r"(?: ends?| over)?|break|hr|<\s*hr\s*/?\s*>)",
    re.IGNORECASE,
)
_POV_ENDS = ("pov", "p.o.v", "p.o.v.", "point of view")
_FRAMED = re.compile(
    r"(?P<left>(?:[*~=#•+_<>|°^xXoO0-]\s?){3,})\s*(?P<inner>[\w][^\n]{0,50}?)\s*(?P<right>(?:[*~=#•+_<>|°^xXoO0-]\s?){3,})"
)
_POV = re.compile(r"[\W_]*(?:\w+['’]?s?\s+){1,3}(?:POV|P\.O\.V\.?|point of view)[\W_]*", re.IGNORECASE)


def is_scene_break(text: str) -> bool:
    """Say whether a short passage is nothing but a mark between scenes."""
    if len(text) > 120 or text[:1] in _QUOTES:  # the empty text too
        return False
    if text[0].isalpha() and text[0] not in "xXoO×":
        return len(text) <= 40 and (
            _is_word_break(text) or (text.rstrip("*_~ ").lower().endswith(_POV_ENDS) and _is_pov(text))
        )
    if _SYMBOLS.fullmatch(text):
        marks = re.sub(r"\s", "", text)
        # One or two dashes or dots are an interruption or a silence, not a break.
        return not (set(marks) <= set(".…-–—") and len(marks) < 3 and marks not in ("—", "–", "…"))
    if _is_letter_ornament(text) or _is_word_break(text) or _is_pov(text):
        return True
    framed = _FRAMED.fullmatch(text)
    return framed is not None and not re.search(r"[.!?,]$", framed["inner"]) and read_heading(text) is None


def _is_word_break(text: str) -> bool:
    bare = text.strip(_EDGES)
    return _WORD_BREAK.fullmatch(bare) is not None and (bare != text or " " in text or text.isupper())


def _is_pov(text: str) -> bool:
    return _POV.fullmatch(text) is not None


def _is_letter_ornament(text: str) -> bool:
    if len(text) > 80:
        return False
    letters = re.sub(r"[\W_]", "", text)
    if (
        not letters
        or (letters.isdecimal() and text != "-".join(letters))
        or not _LETTER_ORNAMENT.fullmatch(text)
        or text[0] in _QUOTES
    ):
        return False
    if any(not c.isalnum() and not c.isspace() for c in text):
        return len(text) >= 3 and not (text[0].isalnum() and text.rstrip(".").isalnum())
    if set(letters) <= set("xX×"):
        return True
    if set(letters) <= set("oO0"):  # "Ooo" is somebody's surprise
        return len(letters) >= 3 and not (letters[0] == "O" and letters[1:].strip("o") == "")
    return letters.lower() not in ("xo", "xoxo", "xoxoxo", "ox") and len(letters) >= 3  # kisses end a letter


# ---- end marks

_ENDS = re.compile(
    rf"(?:the\s+end(?:\s+for\s+now)?|end\s+of\s+(?:the\s+)?(?:story|file|book|fic|(?:{_CHAPTER_WORDS}|{_OTHER_WORDS})\s*(?:the\s+)?(?:{_NUMBER})?"
    rf"|(?:{_WORD}|{_NUMBER})\s+(?:chapter|part|book|volume|vol))|end\s+file|to\s+be\s+continued|tbc|t\.b\.c|finis|the\s+fin)",
    re.IGNORECASE,
)
_WEAK_ENDS = re.compile(r"(?:end|fin|owari|the\s+end,?\s+or\s+is\s+it)", re.IGNORECASE)


def is_end_mark(text: str) -> bool:
    """Say whether a passage says that a story or a part of it ends here, wherever it stands."""
    if len(text) > 60 or text[:1] in _QUOTES:
        return False
    bare = text.strip(_EDGES + "!?…")
    return bare[:1] in "tTeEfF" and _ENDS.fullmatch(bare) is not None


def is_weak_end_mark(text: str) -> bool:
    """Say whether a passage is an end mark if it stands last: "fin", "END". Elsewhere "Fin" may be somebody."""
    return len(text) <= 40 and (text == "-30-" or _WEAK_ENDS.fullmatch(text.strip(_EDGES + "!…")) is not None)


def is_last_word(mark: str) -> bool:
    """Say whether an end mark ends all of it, and not a part, or only for now."""
    return not re.search(
        r"continued|tbc|t\.b\.c|end\s+of\s+(?!(?:the\s+)?(?:story|file|book|fic)\b)", mark, re.IGNORECASE
    )


# ---- lines that open a scene with words

_TIME_LINE = re.compile(
    r"(?:(?:(?:about|almost|nearly|just)\s+)?"
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|some|a few|many)\s+"
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\s+(?:later|earlier|ago|before|after)|"
    r"later(?:\s+that\s+\w+)?|that\s+(?:same\s+)?(?:night|evening|morning|afternoon|day)|"
    r"(?:the\s+)?(?:next|following)\s+(?:day|morning|night|evening|week)|"
    r"meanwhile|present(?:\s+day)?|now|then|before|after|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s+\w+)?|"
    r"(?:\w+day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?|\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?|day\s+\w+|week\s+\w+|year\s+\w+)",
    re.IGNORECASE,
)


def is_time_line(text: str) -> bool:
    """Say whether a line does nothing but move the clock: "Three weeks later", "Monday, 4 June".

    It is story, and opens a scene.
    """
    return len(text) <= 60 and _TIME_LINE.fullmatch(text.strip(_EDGES + ",")) is not None and text[-1] not in "!?"
