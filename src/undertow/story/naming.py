"""What to call an entity: the fullest usual name, the other names, and for the unnamed what the story calls them.

In come the mentions of one unit, out goes a display name with the mention that shows it best. The decision: a full name
wins where it is in use at all ('Elizabeth Bennet'), a title keeps its surname ('Mr. Darcy', not 'Darcy'), and 'he' or
'she' is the last resort.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from undertow.lexicons import load
from undertow.story.columns import NOMINAL, PROPER, Columns, Person
from undertow.story.forms import Form
from undertow.story.names import fold, parse_name, tells_a_nation, title_only
from undertow.story.words import word_set

_USUAL = 0.01  # share of the named mentions from which a full name is in use
_FEW = 20  # named mentions up to which a single full name is enough
_TITLED = 0.1  # share of the bare surname's uses from which the titled one is preferred
_ARTICLE = 0.6  # share of the uses with 'the' from which it is part of the name: 'the White Rabbit'
_KNOWN = 10  # mentions after which a pronoun needs no noun: what is then called 'his daughter' once is somebody else,
_STRAY = 0.04  # where that is less than this share of the mentions
_LONGEST = 6  # words of a noun phrase that can serve as a name
_DETERMINERS = word_set("the a an my your his her its our their this that")
_SUBJECTS = {
    Person.HE: "he",
    Person.SHE: "she",
    Person.I: "I",
    Person.THEY: "they",
    Person.WE: "we",
    Person.YOU: "you",
    Person.IT: "it",
}
_INDEFINITE = word_set("a an this that some one such no any every")


@dataclass(frozen=True, slots=True)
class Called:
    """A name for display, the mention that shows it (-1 for none), the aliases each with a mention."""

    name: str
    named: bool
    mention: int
    aliases: tuple[tuple[str, int], ...] = ()


def _surface(form: Form) -> str:
    """The usual spelling, not in capitals where there is another."""
    spellings = form.surfaces.most_common()
    quiet = [s for s, _ in spellings if not (s.isupper() and len(s) > 3)]
    name = quiet[0] if quiet else spellings[0][0]
    return f"the {name}" if not form.name.titles and form.articles >= _ARTICLE * form.n else name


def _best_form(forms: Sequence[Form]) -> Form:
    total = sum(form.n for form in forms)
    full = [f for f in forms if f.name.full and (f.n >= max(2.0, _USUAL * total) or total <= _FEW)]
    if full:
        return max(full, key=lambda f: (f.n, not f.name.titles))
    titled = [f for f in forms if f.name.titles]
    single = [f for f in forms if not f.name.titles]
    if titled and single:
        best, other = max(titled, key=lambda f: f.n), max(single, key=lambda f: f.n)
        same = other.name.sole and other.name.sole == (best.name.surname or best.name.first)
        if same and best.n >= _TITLED * other.n:
            return best
        return best if best.n > other.n else other
    return max(forms, key=lambda f: f.n)


def _example(columns: Columns, form: Form, surface: str, inside: set[int]) -> int:
    """The most certain mention of a name in a unit, the first among equals."""
    rows = [i for i in form.mentions if i in inside] or form.mentions
    plain = surface.removeprefix("the ")
    shown = [
        i
        for i in rows
        if plain in columns.document.span(int(columns.mentions.start[i]), int(columns.mentions.end[i])).text
    ]
    return max(shown or rows, key=lambda i: (round(float(columns.mentions.confidence[i]), 2), -i))


def call_by_name(columns: Columns, forms: Sequence[Form], rows: Sequence[int]) -> Called:
    """Name a person by the names in the text."""
    inside = set(rows)
    best = _best_form(forms)
    name = _surface(best)
    aliases: dict[str, int] = {}
    for form in sorted(forms, key=lambda f: -f.n):
        surface = _surface(form)
        if surface.casefold() != name.casefold() and surface.casefold() not in {a.casefold() for a in aliases}:
            aliases[surface] = _example(columns, form, surface, inside)
    return Called(name, True, _example(columns, best, name, inside), tuple(aliases.items()))


def _plain(words: Sequence[str]) -> str:
    """A noun phrase as a name: determiner in lower case, without what a possessive leaves behind."""
    words = list(words)
    while words and words[-1] in ("'s", "’s", "'", "’", ",", "."):
        words.pop()
    text = ""
    for word in words:
        text += word if not text or word in ("'s", "’s", "'", "’", ",", ".") else f" {word}"
    first = text.split(" ", 1)[0]
    return first.lower() + text[len(first) :] if first.lower() in _DETERMINERS else text


def _tells_origin(words: Sequence[str]) -> bool:
    """'the Frenchman' and 'Master Frenchman' are what the story calls him, and no names."""
    last = fold(words[-1])
    return tells_a_nation(last) or (words[0].lower() == "the" and last in load("demonyms"))


def call_unnamed(columns: Columns, rows: Sequence[int]) -> Called:
    """Name an entity by what the story calls it most: proper words without a person's name, noun phrases, pronouns."""
    phrases: Counter[str] = Counter()
    shown: dict[str, int] = {}
    told: Counter[str] = Counter()
    proper: set[str] = set()
    pronouns: Counter[int] = Counter()
    for i in rows:
        form = int(columns.mentions.form[i])
        if form == PROPER and parse_name(columns.words[i]) is not None:
            continue  # 'Bath', taken for a person here: elsewhere it is a place
        if form in (PROPER, NOMINAL) and len(columns.words[i]) <= _LONGEST:
            text = _plain(columns.words[i])
            if text:
                phrases[text] += 1
                told[text] += columns.quotation[i] < 0 and not columns.inset[i]
                shown.setdefault(text, i)
                if form == PROPER and not title_only(columns.words[i]) and not _tells_origin(columns.words[i]):
                    proper.add(text)
        elif form not in (PROPER, NOMINAL):
            pronouns[int(columns.person[i])] += 1

    def rank(text: str) -> tuple[bool, bool, bool, int, int]:
        return text in proper, told[text] > 0, text.split(" ", 1)[0] not in _INDEFINITE, phrases[text], -shown[text]

    def stray(text: str) -> bool:
        late = sum(i < shown[text] for i in rows) >= _KNOWN
        return text not in proper and late and phrases[text] < _STRAY * len(rows)

    if phrases:
        best = max(phrases, key=rank)
        usual = (rank(best)[2] or phrases[best] >= 2 or len(rows) <= 4) and not stray(best)
        if usual or not pronouns:
            return Called(best, best in proper, shown[best])
    if pronouns:
        return _call_by_pronoun(columns, rows, pronouns)
    return Called(_plain(columns.words[rows[0]]), False, rows[0])


def _call_by_pronoun(columns: Columns, rows: Sequence[int], pronouns: Counter[int]) -> Called:
    """'he' or 'she' where there are any, else the most frequent pronoun."""
    singular = Counter({p: pronouns[p] for p in (Person.HE, Person.SHE) if pronouns[p]})
    person = Person((singular or pronouns).most_common(1)[0][0])
    first = next(i for i in rows if columns.person[i] == person)
    return Called(_SUBJECTS.get(person, columns.lower[first]), False, first)


def call_place(columns: Columns, rows: Sequence[int]) -> Called:
    """Name an entity that is no person."""
    proper = Counter(_plain(columns.words[i]) for i in rows if columns.mentions.form[i] == PROPER)
    if not proper:
        return call_unnamed(columns, rows)
    name = proper.most_common(1)[0][0]
    name = name[4:] if name.startswith("the ") else name
    return Called(name, True, next(i for i in rows if columns.mentions.form[i] == PROPER))
