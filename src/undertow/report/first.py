"""The first screen: what the file says about itself, what the reading says, and the people at a glance."""

from dataclasses import dataclass, fields

from undertow.report.arcs import Strand, strands
from undertow.report.counts import Counts
from undertow.report.drawing import Ribbon, Tick, ribbons, ruler
from undertow.report.minds import Minds
from undertow.report.names import Name
from undertow.report.pairs import Pair, PairsContext
from undertow.report.passages import Blocks
from undertow.report.statements import Statement, statements
from undertow.report.wording import number
from undertow.source.values import Metadata
from undertow.story.values import Story

GLANCE, GLANCE_BINS = 5, 150
MAIN_ROWS = 3  # of the main pair's arcs
_BESIDE = ("denial", "exchanges", "presence", "touch", "conflict")
WORDS_A_BIN = 15  # at least: narrower bars say nothing


@dataclass(frozen=True, slots=True)
class Glance:
    """A person of the first screen."""

    who: int
    n_mentions: int
    n_lines: int
    ribbon: Ribbon
    start_char: int  # first mention


@dataclass(frozen=True, slots=True)
class Main:
    """The arcs of the main pair, with the turns."""

    pair: Pair
    strands: tuple[Strand, ...]  # beside what the two feel: denial, exchanges, presence, touch, conflict


@dataclass(frozen=True, slots=True)
class FirstContext:
    """The first screen."""

    title: str  # as the file gives it, or ''
    authors: str
    length: tuple[str, ...]  # words, chapters, scenes, people
    about: tuple[tuple[str, str], ...]  # label and value of what the file says about itself
    statements: tuple[Statement, ...]
    glance: tuple[Glance, ...]
    ruler: tuple[Tick, ...]
    unknown: tuple[str, ...]  # said of the whole story
    main: Main | None  # the main pair and its arcs
    end_char: int  # statements about the whole story are for those who have read past this


_LABELS = {
    "origin": "From",
    "fandoms": "Fandom",
    "relationships": "Pairing",
    "characters": "Characters",
    "categories": "Category",
    "collections": "Collections",
    "n_words": "Words, as stated",
    "url": "Address",
}
_LAST = ("summary",)


def said_by_file(metadata: Metadata) -> tuple[tuple[str, str], ...]:
    """Label and value of what the file says about itself, title and authors apart."""
    rows: list[tuple[str, str]] = []
    names = [field.name for field in fields(Metadata) if field.name not in ("title", "authors", "other", *_LAST)]
    for name in (*names, *_LAST):
        value = getattr(metadata, name)
        if value:
            shown = f"{value:,}" if isinstance(value, int) else value if isinstance(value, str) else ", ".join(value)
            rows.append((_LABELS.get(name, name.capitalize()), shown))
    return (*rows, *((label, value) for label, value in metadata.other.items() if value))


def _length(counts: Counts) -> tuple[str, ...]:
    document = counts.document
    parts = [number(len(counts.word), "word")]
    for n, one in ((len(document.chapters), "chapter"), (len(counts.story.scenes), "scene")):
        parts += [number(n, one)] if n > 1 else []
    return (*parts, number(counts.n_people, "person", "people"))


def _not_found(story: Story) -> tuple[str, ...]:
    """What was looked for in the arcs and cannot be told from chance."""
    if not story.arcs:
        return ()
    trend = () if any(arc.grows for arc in story.arcs) else ("No trend can be told from chance in this story.",)
    return trend if story.turns else (*trend, "No turn can be told from chance in this story.")


def _main(minds: Minds, pairs: PairsContext, blocks: Blocks) -> Main | None:
    """The main pair and a few of its arcs: what is felt first, then what else changes between the two."""
    if not pairs.pairs:
        return None
    pair = pairs.pairs[0]
    arcs = [arc for kind in _BESIDE for who in ((pair.a, pair.b), (pair.b, pair.a)) if (arc := minds.arc(kind, *who))]
    found = tuple(strand for arc in arcs[: MAIN_ROWS - len(pair.felt)] for strand in strands([arc], minds, blocks))
    return Main(pair, found) if found or pair.felt or pair.flags else None


def first_context(
    minds: Minds, names: tuple[tuple[Name, ...], ...], pairs: PairsContext, blocks: Blocks
) -> FirstContext:
    """Gather the first screen."""
    counts, story = minds.counts, minds.counts.story
    people = [who for who in range(min(GLANCE, counts.n_people)) if len(counts.mentions_of(who))]
    n_bins = max(20, min(GLANCE_BINS, counts.document.n_tokens // WORDS_A_BIN))
    drawn = ribbons(counts, people, n_bins=n_bins)
    n_mentions, n_lines = counts.n_mentions(counts.end_char), counts.n_lines(counts.end_char)
    return FirstContext(
        title=story.title,
        authors=", ".join(story.document.source.metadata.authors),
        length=_length(counts),
        about=said_by_file(story.document.source.metadata),
        statements=statements(minds, names, blocks),
        glance=tuple(
            Glance(who, int(n_mentions[who]), int(n_lines[who]), ribbon, int(counts.start[counts.mentions_of(who)[0]]))
            for who, ribbon in zip(people, drawn, strict=True)
        ),
        ruler=ruler(counts),
        unknown=(*story.unknown, *_not_found(story)),
        main=_main(minds, pairs, blocks),
        end_char=counts.end_char - 1,
    )
