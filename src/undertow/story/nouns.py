"""What a common noun phrase says about the person it names: its head, gender, number and whether it is a relation.

'the two old ladies at the door' has the head 'ladies': feminine and plural. The head is the last word before the phrase
is carried on by a preposition, a relative word, a verb or a comma; that is right for nearly all mentions of persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from undertow.lexicons import load, load_table
from undertow.story.words import word_set

_GOES_ON = word_set(
    "of in on at with from to for by who whom whose which that where when near behind beside before after under over "
    "between among as than like about against into upon without within opposite and or but , ; : ( — - -- is was were "
    "had has"
)
_POSSESSIVE = word_set("my your his her its our their thy 's ’s ' ’")
_DETERMINERS = word_set(
    "the a an this that these those some any no every each another my your his her its our their thy"
)
_PLURAL_DETERMINERS = word_set(
    "these those both all many few several two three four five six seven eight nine ten dozen"
)
_NUMBERS = _PLURAL_DETERMINERS - {"these", "those"}


@dataclass(frozen=True, slots=True)
class Noun:
    """The head of a noun phrase in lower case, with 'm', 'f' or '' for its gender."""

    head: str
    gender: str
    plural: bool
    kin: bool  # a relation to somebody: father, friend, landlord
    owned: bool  # somebody's: 'her father', 'Tom's aunt'
    definite: bool  # 'the old man' or 'her father', not 'a man'


def _is_plural(head: str) -> bool:
    if head in load("plural_people"):
        return True
    if head in load("singular_in_s") or not head.endswith("s") or head.endswith(("ss", "us", "'s", "is")):
        return False
    return len(head) > 3


def _gender(head: str) -> str:
    table = load_table("gendered_nouns")
    gender = table.get(head) or table.get(head.removesuffix("s")) or ""
    if gender:
        return gender
    if head.endswith(("woman", "women", "girl", "lady", "maid", "mother", "daughter", "sister", "wife")):
        return "f"
    if (
        len(head) > 4
        and head.endswith(("man", "men", "boy", "father", "brother", "husband"))
        and not head.endswith(("human", "german", "roman", "women"))
    ):
        return "m"
    return ""


def read_noun(words: Sequence[str]) -> Noun:
    """Read a noun phrase."""
    lower = [word.lower().replace("’", "'") for word in words]
    start = 0
    owned = bool(lower) and lower[0] in _POSSESSIVE
    for i, word in enumerate(lower):
        if i and word in _GOES_ON:
            break
        if word in ("'s", "'") and 0 < i < len(lower) - 1:
            owned, start = True, i + 1
    stop = len(lower)
    for i in range(start, len(lower)):
        if i > start and lower[i] in _GOES_ON:
            stop = i
            break
    phrase = lower[start:stop] or lower[:1] or [""]
    if "and" in lower[: stop + 1] and len(phrase) > 1 and stop < len(lower) and lower[stop] == "and":
        rest = lower[stop + 1 : stop + 4]
        coordinated = bool(rest) and (rest[0] in _DETERMINERS)
    else:
        coordinated = False
    head = phrase[-1].removesuffix("'s")
    kin = head in load("kinship_nouns")
    if stop < len(lower) and lower[stop] == "of" and kin:
        owned = True
    plural = coordinated or _is_plural(head) or bool(_PLURAL_DETERMINERS.intersection(phrase[:2]))
    definite = owned or lower[0] in ("the", "this", "that", "these", "those")
    return Noun(head=head, gender=_gender(head), plural=plural, kin=kin, owned=owned, definite=definite)
