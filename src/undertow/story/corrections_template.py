"""The cast of a story as a file of corrections that is ready to be edited and changes nothing until it is.

What comes in is a Story, and the corrections that it has already, if any; what goes out is TOML with a table for each
character. The decision: only `name` (with `at`, for those without a name of their own) and `aliases` are live, and
these merely say who is meant; whatever would change the story stands behind a `#`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

import numpy as np

from undertow.story.corrections import Corrections
from undertow.story.corrections_find import places
from undertow.story.values import Character, Entity, Story

HEAD: Final = "# Corrections to "
_SHORTEST, _LONGEST = 3, 14  # words of a passage by which somebody is found
_TRIED = 12  # mentions that are tried for it

_HOW = """\
# `undertow read` and `undertow script` apply this file when it lies beside the story as NAME.undertow.toml.
# What stands behind a # does nothing. What can be said, each in the table of its character:
#
#   rename = "Dan Cobb"                   # what to call them
#   merge = ["the porter", "Mr. Cobb"]    # these are the same person
#   pronouns = "they/them"
#   omit = true                           # they are nobody
#   [[character.split]]                   # somebody else who was taken for them
#   name = "Mary Cobb"
#   names = ["Miss Cobb"]                 # the names that are hers, or
#   at = ["She came in from the rain"]    # words from the scenes in which she is meant
#
# and of the story, this before the first table:
#
#   narrator = "Dan Cobb"                 # who says I
#
# and these after the last one:
#
#   [[line]]
#   words = "some words of the line"
#   after = "words before it"             # only where several lines have these words
#   speaker = "Dan Cobb"                  # "" for nobody
#   addressees = ["Mary Cobb"]
#
#   [scenes]
#   start = ["words of the paragraph that opens a scene"]
#   join = ["words of a paragraph that opens none"]
"""


def cast_text(story: Story) -> Iterator[str]:
    """Yield the cast as a file of corrections, line by line."""
    title = _comment(story.title) or "a story without a title"
    yield f"{HEAD}{title}, as {_comment(story.model) or 'no model'} reads it\n#\n"
    yield _HOW
    narrator = next((character.name for character in story.characters if character.narrator), None)
    if narrator is not None:
        yield f"\n# narrator = {_quoted(narrator)}\n"
    yield from _tables(story, list(story.characters))


def more_cast_text(story: Story, corrections: Corrections) -> Iterator[str]:
    """Yield the tables of the characters that a file of corrections does not mention."""
    known = {name.casefold() for name in corrections.names() if name}
    missing = [c for c in story.characters if known.isdisjoint(map(str.casefold, (c.name, *c.aliases)))]
    if missing:
        yield "\n# Those whom this file does not mention yet\n"
        yield from _tables(story, missing)


def _tables(story: Story, characters: list[Character]) -> Iterator[str]:
    called = Counter(character.name.casefold() for character in story.characters)
    entities = {entity.id: entity for entity in story.entities}
    for character in characters:
        yield "\n[[character]]  # " + _comment(_facts(character)) + "\n"
        yield f"name = {_quoted(character.name)}\n"
        twice = called[character.name.casefold()] > 1
        passage = _passage(story, entities[character.id]) if twice or not character.named else ""
        if passage:
            yield f"at = {_quoted(passage)}\n"
        elif twice:
            yield '# at = "words of the story that begin with a mention, since others are called the same"\n'
        if character.aliases:
            yield f"aliases = [{', '.join(map(_quoted, character.aliases))}]\n"
        if character.pronouns:
            yield f"# pronouns = {_quoted(character.pronouns)}\n"


def _facts(character: Character) -> str:
    mentions = f"{character.n_mentions:,} mention{'s' * (character.n_mentions != 1)}"
    lines = f"{character.n_quotations:,} line{'s' * (character.n_quotations != 1)}"
    return ", ".join(filter(None, (mentions, lines, character.pronouns, "narrator" if character.narrator else "")))


def _passage(story: Story, entity: Entity) -> str:
    """Words that stand in the story once and begin with a mention; '' where a few tries find none."""
    mentions, document = story.layers.mentions, story.document
    if mentions is None:
        return ""
    for i in islice(entity.mentions, _TRIED):
        start = int(mentions.start[i])
        longest = int(np.searchsorted(mentions.start, start))  # the one that is meant where several begin here
        if story.mention_entity[longest] != story.mention_entity[i]:
            continue
        paragraph = int(document.paragraphs[:, 1].searchsorted(start, side="right"))
        end = document.span(start, int(document.paragraphs[paragraph, 1])).end_char
        words = story.text[document.span(start, start + 1).start_char : end].split(maxsplit=_LONGEST)[:_LONGEST]
        for n in range(_SHORTEST, len(words) + 1):
            passage = " ".join(words[:n])
            if len(list(islice(places(story.text, passage), 2))) == 1:
                return passage
    return ""


def _comment(text: str) -> str:
    """Text for a comment: one line of characters that TOML allows there."""
    return "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))


def _quoted(text: str | None) -> str:
    """A basic string of TOML, on one line. JSON escapes the same way, but for DEL and half characters."""
    plain = " ".join((text or "").split()).encode("utf-8", "replace").decode()
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
