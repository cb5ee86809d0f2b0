"""A proper name taken to pieces: titles, given names, surname, and the gender that these tell.

In come the words of a mention, out goes a Name, or None where the words hold no name of one person ('the Bennets',
'Mr. and Mrs. Weston', 'the Colonel'). The decision: a Name has a key that is equal for equal names whatever their
dress (case, accents, stops, possessive, 'Dr.' or 'Doctor'), so that the book is counted in keys and not in strings.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from undertow.lexicons import load, load_table
from undertow.story.words import word_set

_PARTICLES = word_set(
    "de du des del della di da la le van von der den ter ten af of the y o' d' l' mac st al el ben bin ibn"
)
_DRESS = word_set(
    "the a an my your his her its our their poor dear dearest old young little good great that this sweet darling late "
    "right honourable honorable hon "
    "o oh ah here there and but so well yes no why now then when if as is was what how only even still perhaps"
)
_SUFFIXES = word_set("jr jnr junior sr snr senior esq esquire md phd kc qc mp ii iii iv elder younger")
_POSSESSIVES = ("'s", "’s", "'", "’", "´s")
_FORMAL = frozenset(("mr", "mrs", "miss", "ms", "dr", "mme", "mlle", "monsieur", "madame"))
_STOPS = frozenset([".", ",", ";", ":", "!", "?", "—", "–", "-", "…", '"', "“", "”", "‘", "(", ")"])

NAME = 3  # letters of a word from which it can be a name behind 'the': less is an initial or what is left of a word


@dataclass(frozen=True, slots=True)
class Name:
    """A name of one person. All parts but `text` are in lower case, without accents and stops.

    A name of one word ('Darcy', 'Nora') has it as `sole`: only the other names of the book can tell which part it is.
    """

    text: str  # as it stands, without determiner and possessive
    titles: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    surname: str = ""
    sole: str = ""
    kind: str = ""  # what the sole word after a title is: s surname, g given name, e either; role: it is the title
    suffix: str = ""
    title_gender: str = ""

    @property
    def key(self) -> str:
        """Equal for equal names."""
        return " ".join((*self.titles, *self.given, self.surname or self.sole, self.suffix)).strip()

    @property
    def full(self) -> bool:
        """Given name and surname are both there."""
        return bool(self.given and self.surname)

    @property
    def husbands(self) -> bool:
        """'Mrs. John Knightley' is not called John."""
        return bool(self.given) and "mrs" in self.titles and given_gender(self.given[0]) == "m"

    def within(self, other: "Name") -> bool:
        """Whether one name is the other with words left out, titles aside: 'Poirot' and 'Hercule Poirot'."""
        mine, theirs = ({*name.given, name.surname, name.sole} - {""} for name in (self, other))
        return mine <= theirs or theirs <= mine

    @property
    def first(self) -> str:
        """The first given name, or the sole word."""
        return self.given[0] if self.given else self.sole


def fold(word: str) -> str:
    """Lower case, without accents, stops and typographic apostrophes."""
    word = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(c for c in word if not unicodedata.combining(c)).lower().rstrip(".").replace(".", "")


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() and any(c.isalpha() for c in word)


def _joins(words: Sequence[str], i: int) -> bool:
    """Whether a word is a particle, alone or the first of several, before a name: 'van der Luyden'."""
    while i < len(words) and fold(words[i]) in _PARTICLES:
        i += 1
        if i < len(words) and _is_name_word(words[i]):
            return True
    return False


def _run(words: Sequence[str]) -> list[str] | None:
    """The words of the name itself: what follows a determiner or an epithet, up to where the name ends."""
    i = 0
    while i < len(words) and (words[i].lower() in _DRESS or words[i] in _STOPS) and (i + 1 < len(words)):
        if words[i].isupper() and len(words[i]) > 1 and not words[i + 1][:1].isupper():
            break
        i += 1
    run: list[str] = []
    while i < len(words):
        word = words[i]
        if not (_is_name_word(word) or (run and (word == "." or _joins(words, i)))):
            break
        if word == ".":
            run[-1] += "."
        else:
            run.append(word)
        i += 1
    rest = list(words[i:])
    if rest and rest[0] in _POSSESSIVES:
        rest = rest[1:]
        if rest and (rest[0] not in _STOPS):
            return None  # 'Jane's sister' does not name Jane
    if rest and rest[0].lower() in ("and", "&"):
        return None  # 'Jane and Mary' are two
    if run and rest and rest[0][:1].isalpha() and rest[0].lower() not in load("name_followers"):
        return None  # 'the Bennet family' is no person
    return run or None


def _strip_possessive(word: str) -> str:
    for ending in ("'s", "’s", "'S", "’S"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)]
    return word.rstrip("’'") if len(word) > 2 else word


def _from_last_title(run: list[str]) -> list[str]:
    """'Monday Mrs. Hall' names Mrs. Hall: what stands before such a title is no part of the name."""
    late = [
        k for k, word in enumerate(run) if k and fold(word) in _FORMAL and fold(run[k - 1]) not in load_table("titles")
    ]
    return run[late[-1] :] if late and late[-1] + 1 < len(run) else run


def _join_saints(run: list[str]) -> list[str]:
    """'St. Aubert' is one word of a name, not a title and a name."""
    joined: list[str] = []
    for word in run:
        if joined and fold(joined[-1]) in ("st", "saint"):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


def _split_titles(run: list[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Leading titles as (common form, gender, kind), and the words after them."""
    table = load_table("titles")
    titles = []
    i = 0
    while i < len(run) and fold(run[i]) in table:
        folded = fold(run[i])
        if folded == "m" and (i + 1 == len(run) or len(fold(run[i + 1])) < 3):
            break  # an initial, not Monsieur
        canon, gender, kind = table[folded].split()
        titles.append((canon, "" if gender == "-" else gender, kind))
        i += 1
    return titles, run[i:]


def _is_group(words: Sequence[str], core: Sequence[str]) -> bool:
    """'the Bennets', 'the two Misses Ware'."""
    lower = [word.lower() for word in words[:3]]
    if not core or not lower or lower[0] not in ("the", "both", "these", "those", "all", "two", "three"):
        return False
    last = core[-1]
    return last.endswith("s") and not last.endswith("ss") and last not in load("singular_in_s") and len(last) > 3


def _is_no_name(words: Sequence[str], core: Sequence[str]) -> bool:
    """'the Frenchman', 'Hotel Montoya', 'Northanger Abbey', 'the Fr'; but 'Teddy Hall' is somebody."""
    fragment = len(core[-1]) < NAME and [fold(word) for word in words[1:2]] == [core[-1]]
    if words[0].lower() == "the" and (fragment or core[-1] in load("demonyms")):
        return True
    places = load("place_words")
    return len(core) > 1 and (core[0] in places or (core[-1] in places and not given_gender(core[0])))


def tells_a_nation(word: str) -> bool:
    """'Master Frenchman' mocks somebody and names nobody; 'Miss Norman' and 'Mr. Pole' are names."""
    return word in load("demonyms") and word.endswith(("chman", "shman", "chwoman", "shwoman"))


def _parts(core: list[str], kind: str) -> dict[str, Any]:
    """Which words of a name are which part; `kind` is what its title says of a single word."""
    if len(core) == 1:
        word = core[0]
        return {"surname": word} if kind == "s" else {"given": (word,)} if kind == "g" else {"sole": word}
    if core[0] in _PARTICLES and len(core) == 2:  # 'Van Helsing'
        return {"surname": " ".join(core)}
    cut = next((i for i in range(len(core)) if core[i] in _PARTICLES), len(core) - 1)
    if not cut:
        return {"surname": " ".join(core)}
    if core[cut] in ("of", "the"):  # 'Darcy of Pemberley', 'Peter the Great': it tells apart, but is no surname
        return {"given": tuple(core[:cut]), "suffix": " ".join(core[cut:])}
    return {"given": tuple(core[:cut]), "surname": " ".join(core[cut:])}


def _role(words: Sequence[str], run: list[str], title: str, gender: str) -> Name | None:
    """'the Colonel', 'the Grandmother': a title alone that names somebody. 'Grandmother' is whose it may be."""
    kin = title in load("kinship_nouns") and words[0].lower() == "the"
    if len(run) != 1 or (title in load("no_titles_alone") and not kin):
        return None
    return Name(run[0], sole=title, kind="role", title_gender=gender)


@lru_cache(maxsize=65536)
def _parse(words: tuple[str, ...]) -> Name | None:
    run = _run(words)
    if not run:
        return None
    run[-1] = _strip_possessive(run[-1])
    run = _join_saints(_from_last_title(run))
    titles, rest = _split_titles(run)
    if titles and len(rest) == 1 and tells_a_nation(fold(rest[0])):
        return None
    core = [word for word in (fold(word) for word in rest) if word]
    suffix = core.pop() if len(core) > 1 and core[-1] in _SUFFIXES else ""
    if not core and titles:
        return _role(words, run, titles[-1][0], titles[-1][1])
    if not core or _is_group(words, core) or (not titles and _is_no_name(words, core)):
        return None
    names = tuple(title for title, _, _ in titles)
    gender = next((g for title, g, _ in titles if title in ("mr", "mrs")), "")
    gender = gender or next((g for _, g, _ in reversed(titles) if g), "")
    text = " ".join(run)
    if text.endswith(".") and len(core[-1]) > 1 and not suffix:
        text = text[:-1]
    kind = titles[-1][2] if titles else ""
    parts = {"suffix": suffix, **_parts(core, kind)}
    return Name(text, names, kind=kind if len(core) == 1 else "", title_gender=gender, **parts)


def parse_name(words: Sequence[str]) -> Name | None:
    """Read the words of a proper mention; None where they do not name one person."""
    return _parse(tuple(words))


def title_only(words: Sequence[str]) -> str:
    """The title of a mention that is a title and nothing else ('the Colonel', 'Madame'), or ''."""
    run = [word for word in words if word.lower() not in _DRESS and word not in _STOPS and word not in _POSSESSIVES]
    if len(run) != 1:
        return ""
    folded = fold(_strip_possessive(run[0]))
    entry = load_table("titles").get(folded) if len(folded) > 1 else None
    return entry.split()[0] if entry else ""


@lru_cache(maxsize=4096)
def stands_for(name: str) -> frozenset[str]:
    """The given names that a given name may stand for, itself among them."""
    return frozenset((name, *load_table("nicknames").get(name, "").split()))


def _is_pet_form(pet: str, name: str) -> bool:
    """'Kitty' of 'Kit', 'Janey' of 'Jane'."""
    if len(name) < 3 or not pet.endswith(("y", "ie")):
        return False
    stem = pet.removesuffix("ie").removesuffix("y").removesuffix("e")
    if len(stem) >= 4 and name.startswith(stem):
        return given_gender(pet) in ("", given_gender(name))
    return stem in (name, name.removesuffix("e"), name + name[-1])


def same_given(a: str, b: str) -> bool:
    """Whether two first names can be one: equal, an initial, or one the nickname of the other."""
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    return b in stands_for(a) or a in stands_for(b) or _is_pet_form(a, b) or _is_pet_form(b, a)


def given_gender(name: str) -> str:
    """'m' or 'f' where a given name tells, '' where it does not."""
    table = load_table("given_names")
    gender = table.get(name, "")
    if not gender:
        genders = {table[n] for n in stands_for(name) if n in table}
        gender = genders.pop() if len(genders) == 1 else ""
    return gender
