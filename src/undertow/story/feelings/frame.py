"""A story as the columns that rules about feeling ask of each token: words, sentence, who, whose line, which mode.

The decision: all of it is laid out once, in time linear in the text, and every rule after it looks at a few tokens
around its own. Layers that a story does not have are filled in by the plainest guess.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from undertow.document.values import Document
from undertow.layers.values import ENTITY_TYPES, MODES, RELATIONS, UPOS, Quotations, Syntax
from undertow.story.columns import PERSON_OF, Index, Person
from undertow.story.values import Story
from undertow.story.words import word_set

PER = ENTITY_TYPES.index("PER")
NOUN, PROPN, PRON, VERB, AUX, ADJ, ADV, ADP, DET = (
    UPOS.index(tag) for tag in ("NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ", "ADV", "ADP", "DET")
)
REL = {name: code for code, name in enumerate(RELATIONS)}
NOMINATIVE = word_set("i he she we they who you thou")
POSSESSIVE = word_set("my your his her its our their thy")
_OPENING, _CLOSING = "(", ")"
_ARTICLES = word_set("the a an")


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One row a token, and what can be asked of it."""

    story: Story
    document: Document
    words: list[str]  # lower case, apostrophes straight
    sentences: list[list[int]]  # [n_sentences, 2] tokens
    sentence: list[int]  # [n_tokens]
    paragraph: list[int]  # [n_sentences]
    mention: list[int]  # [n_tokens] the innermost mention of a person, -1 for none
    mention_start: list[int]  # [n_mentions]
    mention_end: list[int]
    character: list[str | None]  # [n_mentions] the character that a mention means
    quotation: list[int]  # [n_tokens] -1 outside
    aside: list[int]  # [n_tokens] 0, or 1 inside an aside
    syntax: Syntax | None
    first_child: Index  # [n_tokens + 1] where the children of a token begin in `children`
    children: Index
    narrator: str | None
    pronouns: dict[str, str]  # character -> what the text calls it, "" where that is unknown
    reader: str | None  # the character that the narration calls 'you' most
    focal: list[tuple[int, int, str]]  # tokens, and whose mind

    def __len__(self) -> int:
        return len(self.words)

    def bounds(self, i: int) -> tuple[int, int]:
        """The sentence of token `i`."""
        start, end = self.sentences[self.sentence[i]]
        return start, end

    def mode(self, i: int) -> str:
        """The mode that token `i` is told in."""
        modes = self.story.layers.modes
        if modes is not None and len(modes):
            part = int(np.searchsorted(modes.start, i, side="right")) - 1
            if part >= 0 and i < modes.end[part]:
                return MODES[int(modes.mode[part])]
        if self.quotation[i] >= 0:
            return "direct speech"
        return "aside" if self.aside[i] else "narration"

    def speaker(self, i: int) -> str | None:
        """Whose words token `i` stands in."""
        line = self.quotation[i]
        return self.story.quotations[line].speaker if line >= 0 else None

    def addressee(self, i: int) -> str | None:
        """To whom the words at token `i` are said, of several the likeliest; where that is unknown, the only other
        person of the scene.
        """
        line = self.story.quotations[self.quotation[i]]
        if line.addressees:
            return line.addressees[0]
        known = [who for who in self.present(i) if who != line.speaker]
        return known[0] if line.speaker is not None and len(known) == 1 else None

    def present(self, i: int) -> tuple[str, ...]:
        """The characters of the scene that token `i` stands in."""
        scene = int(np.searchsorted(self.document.scenes[:, 0], i, side="right")) - 1
        return self.story.scenes[scene].characters if scene < len(self.story.scenes) else ()

    def who(self, i: int) -> str | None:
        """The character that token `i` means; in quotation marks 'I' and 'you' are who speaks and is spoken to."""
        line = self.quotation[i]
        person = PERSON_OF.get(self.words[i], Person.NONE)
        if line >= 0 and person == Person.I:
            return self.story.quotations[line].speaker
        if line >= 0 and person == Person.YOU:
            return self.addressee(i)
        if person in (Person.THEY, Person.WE):
            return None
        if line < 0 and person == Person.I and self.narrator is not None:
            return self.narrator
        mention = self.mention[i]
        return self.character[mention] if mention >= 0 else None

    def is_person(self, i: int) -> bool:
        """Whether token `i` means a person, known or not."""
        return self.mention[i] >= 0 or PERSON_OF.get(self.words[i], Person.NONE) not in (
            Person.NONE,
            Person.IT,
            Person.OTHER,
        )

    def mind(self, i: int) -> str | None:
        """Whose mind the text has access to at token `i`."""
        for start, end, character in reversed(self.focal):
            if start <= i < end:
                return character
        return self.narrator

    def upos(self, i: int) -> int:
        """The part of speech of token `i`, -1 where nothing is known."""
        return int(self.syntax.upos[i]) if self.syntax is not None and i < len(self) else -1

    def relation(self, i: int) -> int:
        """How token `i` depends on its head, -1 where nothing is known."""
        return int(self.syntax.relation[i]) if self.syntax is not None else -1

    def head(self, i: int) -> int:
        """The token that `i` depends on, -1 for none or where nothing is known."""
        return int(self.syntax.head[i]) if self.syntax is not None else -1

    def children_of(self, i: int, *relations: str) -> list[int]:
        """The tokens that depend on `i` in one of these ways, ascending."""
        codes = {REL[name] for name in relations}
        found = self.children[self.first_child[i] : self.first_child[i + 1]].tolist()
        return [c for c in found if self.relation(c) in codes]


def make_frame(story: Story) -> Frame:
    """Lay out the columns."""
    document, mentions = story.document, story.layers.mentions
    n = document.n_tokens
    words = [word.lower().replace("’", "'") for word in document.words()]
    sentence = np.zeros(n, np.int64)
    sentence[document.sentences[1:, 0]] = 1
    characters = {character.id for character in story.characters}
    mention = np.full(n, -1, np.int64)
    starts: list[int] = []
    ends: list[int] = []
    names: list[str | None] = []
    if mentions is not None:
        starts, ends = mentions.start.tolist(), mentions.end.tolist()
        ids = [entity.id if entity.id in characters else None for entity in story.entities]
        names = [ids[e] if e >= 0 else None for e in story.mention_entity.tolist()]
        for m in np.flatnonzero(mentions.type == PER).tolist():  # outer mentions come first, inner ones overwrite them
            mention[starts[m] : min(ends[m], starts[m] + _LONGEST)] = m
    syntax = story.layers.syntax
    for i, character in _overlooked(story, mention):
        mention[i] = len(starts)
        starts.append(i)
        ends.append(i + 1)
        names.append(character)
    first_child, children = _children(syntax, n)
    quotation = _quotation(document, story.layers.quotations)
    return Frame(
        story=story,
        document=document,
        words=words,
        sentences=document.sentences.tolist(),
        sentence=np.cumsum(sentence).tolist(),
        paragraph=_paragraphs(document),
        mention=mention.tolist(),
        mention_start=starts,
        mention_end=ends,
        character=names,
        quotation=quotation.tolist(),
        aside=_asides(story, words).tolist(),
        syntax=syntax,
        first_child=first_child,
        children=children,
        narrator=next((character.id for character in story.characters if character.narrator), None),
        pronouns={character.id: character.pronouns for character in story.characters},
        reader=_reader(words, quotation, mention, names),
        focal=_minds(story),
    )


_LONGEST = 8  # tokens of a mention that can stand for it; after these come relative clauses


def _overlooked(story: Story, mention: Index) -> Iterator[tuple[int, str]]:
    """Names in no mention, and whose they are: one that runs on ('Tom, who was ...') can be too long for a mention.

    'A prince' is he who is 'the prince' afterwards.
    """
    syntax = story.layers.syntax
    if syntax is None:
        return
    whose: dict[str, set[str]] = {}
    for character in story.characters:
        for name in (character.name, *character.aliases):
            whose.setdefault(name, set()).add(character.id)
    for i in np.flatnonzero(np.isin(syntax.upos, (NOUN, PROPN)) & (mention < 0)).tolist():
        noun = story.document.word(i)
        before = story.document.word(i - 1).lower() if i else ""
        called = noun if noun[0].isupper() else f"the {noun}" if before in _ARTICLES else ""
        known = whose.get(called, set())
        if len(known) == 1:
            yield i, next(iter(known))


def _reader(words: list[str], quotation: Index, mention: Index, names: list[str | None]) -> str | None:
    told = np.flatnonzero((quotation < 0) & (mention >= 0)).tolist()
    called = Counter(names[mention[i]] for i in told if PERSON_OF.get(words[i]) == Person.YOU)
    return called.most_common(1)[0][0] if called else None


def _paragraphs(document: Document) -> list[int]:
    """The paragraph of each sentence."""
    found = np.searchsorted(document.paragraphs[:, 0], document.sentences[:, 0], side="right") - 1
    return [int(paragraph) for paragraph in found]


def _children(syntax: Syntax | None, n: int) -> tuple[Index, Index]:
    if syntax is None:
        return np.zeros(n + 1, np.int64), np.zeros(0, np.int64)
    order = np.argsort(syntax.head, kind="stable")
    return np.searchsorted(syntax.head[order], np.arange(n + 1)).astype(np.int64), order.astype(np.int64)


def _quotation(document: Document, quotations: Quotations | None) -> Index:
    """Index of the quotation of each token, its marks left out."""
    found = np.full(document.n_tokens, -1, np.int64)
    if quotations is None:
        return found
    first = np.searchsorted(document.token_end, quotations.part_start_char, side="right")
    last = np.searchsorted(document.token_start, quotations.part_end_char, side="left")
    for start, end, line in zip(first.tolist(), last.tolist(), quotations.part_quotation.tolist(), strict=True):
        found[start:end] = line
    return found


def _asides(story: Story, words: list[str]) -> Index:
    """Which tokens stand in an aside: as the modes have it, and whatever stands in parentheses inside a paragraph."""
    flags = np.zeros(len(words), np.int64)
    modes = story.layers.modes
    if modes is not None:
        for k in np.flatnonzero(modes.mode == MODES.index("aside")).tolist():
            flags[modes.start[k] : modes.end[k]] = 1
    opened = [i for i, word in enumerate(words) if word == _OPENING]
    closed = [i for i, word in enumerate(words) if word == _CLOSING]
    paragraphs = np.searchsorted(story.document.paragraphs[:, 0], opened + closed, side="right")
    at = 0
    for k, i in enumerate(opened):
        while at < len(closed) and closed[at] < i:
            at += 1
        if at < len(closed) and paragraphs[k] == paragraphs[len(opened) + at]:
            flags[i : closed[at] + 1] = 1
    return flags


def _minds(story: Story) -> list[tuple[int, int, str]]:
    """Whose mind each stretch gives access to, the widest stretch first."""
    found = []
    for narration in story.narration:
        if narration.focal_character is not None:
            found.append((narration.start, narration.end, narration.focal_character))
        shifts = [*narration.shifts, (narration.end, "")]
        found += [(a, b, who) for (a, who), (b, _) in pairwise(shifts) if who]
    return found
