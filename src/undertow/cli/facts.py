"""What the page says of a story, as numbers and strings: counted here, laid out in page.py.

The one decision: words are counted as a person counts them, inside and outside of quotations by the same rule, so that
the share of dialogue is a share of the same thing.
"""

from dataclasses import dataclass

import numpy as np

from undertow.document.counting import count_words
from undertow.layers.values import FORMS
from undertow.source.values import BlockKind, Metadata
from undertow.story.corrections import APPLIED, NO_LONGER_FITS
from undertow.story.values import Character, Entity, Story

PLACES = ("GPE", "FAC", "LOC")
POINTING = ("here", "there", "where", "it")  # nothing to call a place by
MIN_CHAPTERS = 3  # from here on, chapters say better than percentages where somebody is seen


@dataclass(frozen=True, slots=True)
class Place:
    """A place and how often it is mentioned."""

    name: str
    named: bool
    n_mentions: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of a story."""

    n_words: int
    n_spoken: int  # words inside quotations
    n_attributed: int  # quotations with a speaker
    places: tuple[Place, ...]  # named ones first, then by how often

    @property
    def dialogue(self) -> float:
        """The share of the words that are spoken, 0 to 1."""
        return self.n_spoken / self.n_words if self.n_words else 0.0


def _places(story: Story) -> tuple[Place, ...]:
    """The places by name: "the yard" that coreference took for two yards is one line of the page."""
    mentions = story.layers.mentions
    found: dict[str, Place] = {}
    for entity in story.entities:
        if entity.type not in PLACES or entity.name.casefold() in POINTING:
            continue
        forms = mentions.form[list(entity.mentions)] if mentions is not None else np.zeros(0)
        if len(forms) and (forms == FORMS.index("pronominal")).all():
            continue
        same = found.get(entity.name.casefold(), Place(entity.name, False, 0))
        named = same.named or bool((forms == FORMS.index("proper")).any())
        found[entity.name.casefold()] = Place(same.name, named, same.n_mentions + len(entity.mentions))
    return tuple(sorted(found.values(), key=lambda place: (not place.named, -place.n_mentions)))


def facts(story: Story) -> Facts:
    """Count what the page shows."""
    blocks = story.document.source.blocks
    paragraphs = ((b.start_char, b.end_char) for b in blocks if b.kind is BlockKind.PARAGRAPH)
    return Facts(
        n_words=count_words(story.text, paragraphs),
        n_spoken=count_words(story.text, (part for quotation in story.quotations for part in quotation.parts)),
        n_attributed=sum(quotation.speaker is not None for quotation in story.quotations),
        places=_places(story),
    )


def corrections(story: Story) -> tuple[list[str], list[str]]:
    """What was applied of the corrections beside the story, and what no longer fits."""
    notes = story.document.source.notes
    return (
        [note.removeprefix(APPLIED) for note in notes if note.startswith(APPLIED)],
        [note.removeprefix(NO_LONGER_FITS) for note in notes if note.startswith(NO_LONGER_FITS)],
    )


def presence(story: Story, character: Character, entities: dict[str, Entity], *, bins: int) -> list[int]:
    """How often a character is mentioned in each of `bins` equal stretches of the story."""
    mentions, entity = story.layers.mentions, entities.get(character.id)
    if mentions is None or entity is None or not len(story.document):
        return []
    starts = mentions.start[list(entity.mentions)].astype(np.int64)
    counts: list[int] = np.bincount(starts * bins // len(story.document), minlength=bins).tolist()
    return counts


def seen(story: Story, character: Character) -> str:
    """Where a character is first and last mentioned: chapters in a book that has some, else how far in."""
    document = story.document
    if len(document.chapters) < MIN_CHAPTERS:
        first, last = round(100 * character.first), round(100 * character.last)
        return f"{first} %" if first == last else f"{first} – {last} %"
    tokens = np.rint(np.array([character.first, character.last]) * max(1, len(document) - 1))
    first, last = (np.searchsorted(document.chapters[:, 1], tokens, side="right") + 1).tolist()
    return f"ch. {first}" if first == last else f"ch. {first} – {last}"


def said_by_file(metadata: Metadata) -> list[tuple[str, str]]:
    """Label and value of all that the file said about itself, but for title and author, which head the page."""
    rows = [
        ("From", metadata.origin),
        ("Fandom", metadata.fandoms),
        ("Pairing", metadata.relationships),
        ("Characters", metadata.characters),
        ("Rating", metadata.rating),
        ("Warnings", metadata.warnings),
        ("Category", metadata.categories),
        ("Tags", metadata.tags),
        ("Series", metadata.series),
        ("Collections", metadata.collections),
        ("Language", metadata.language),
        ("Published", metadata.published),
        ("Updated", metadata.updated),
        ("Status", metadata.status),
        ("Words, as stated", f"{metadata.n_words:,}" if metadata.n_words else ""),
        ("Publisher", metadata.publisher),
        ("Address", metadata.url),
        *metadata.other.items(),
        ("Summary", metadata.summary),
    ]
    return [(label, value if isinstance(value, str) else ", ".join(value)) for label, value in rows if value]
