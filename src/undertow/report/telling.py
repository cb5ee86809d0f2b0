"""The telling of a short story, paragraph by paragraph: who tells it how, over what is felt and denied.

For a story inside one head the tiles of people by scenes say little. This ribbon says in which manner each part is
told (narration, speech, an aside in parentheses, the free indirect manner in which somebody thinks aloud), over the
feelings of each person, the denials with what speaks against them, and the turns.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.layers.values import MODES
from undertow.report.counts import Counts
from undertow.report.minds import Minds
from undertow.report.names import short
from undertow.report.passages import Blocks, Passage
from undertow.report.scenes import FEW
from undertow.report.signs import WORDS, Flag, Link, Sign, denial_signs, flags
from undertow.report.wording import percent
from undertow.story.values import CATEGORIES

LONGEST = 15_000  # words; in a longer story neither a paragraph nor a mark can be seen
PEOPLE, MARKS = 3, 150
LANE = 16  # pixels a category
STATES = {"asserted": "is", "denied": "not", "questioned": "maybe", "hypothetical": "maybe", "reported": "said"}

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lane:
    """A manner of telling. `path` is an SVG path, 1000 wide and 10 high."""

    mode: str  # one of layers.values.MODES
    share: float  # of the tokens, in per cent
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An expression of feeling on the chart."""

    x: float  # per cent
    y: int  # pixels
    glyph: str  # explicit, bodily, act
    state: str  # is, not, maybe, said: asserted, denied, questioned or hypothetical, reported
    to: int  # toward whom, -1 for none
    label: str  # "love, bodily, denied"
    quote: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Category:
    """A lane: what is felt, and the first character of the first place where it is."""

    name: str  # one of CATEGORIES
    start_char: int


@dataclass(frozen=True, slots=True)
class Feels:
    """What a person feels over the story: a lane a category."""

    who: int  # -1 for feelings of nobody in particular
    categories: tuple[Category, ...]
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph of the table beside the chart."""

    x: float  # per cent, where it begins
    modes: str  # "narration 80 %, aside 20 %"
    feelings: str  # "love (denied), fear"
    denials: int
    turns: bool
    passage: Passage


@dataclass(frozen=True, slots=True)
class TellingContext:
    """The ribbon and what stands under it."""

    edges: str  # SVG path: where paragraphs begin, 1000 wide and 100 high
    lanes: tuple[Lane, ...]
    people: tuple[Feels, ...]
    signs: tuple[Sign, ...]
    links: tuple[Link, ...]
    flags: tuple[Flag, ...]
    stretches: tuple[Stretch, ...]


def mode_parts(counts: Counts) -> tuple[Ints, Ints, Ints]:
    """Start, end (tokens) and mode of each part; speech and the rest where no modes were read."""
    modes = counts.story.layers.modes
    if modes is not None:
        return modes.start.astype(np.int64), modes.end.astype(np.int64), modes.mode.astype(np.int64)
    document = counts.document
    parts = sorted(part for quotation in counts.story.quotations for part in quotation.parts)
    edges = np.searchsorted(document.token_start, np.array(parts, dtype=np.int64).reshape(-1))
    cuts = np.unique(np.concatenate(([0], np.clip(edges, 0, document.n_tokens), [document.n_tokens])))
    starts, ends = cuts[:-1], cuts[1:]
    chars = np.array([a for a, _ in parts], dtype=np.int64)
    at = np.searchsorted(chars, document.token_start[starts], side="right") - 1
    stops = np.array([b for _, b in parts] or [0])
    said = (at >= 0) & (document.token_start[starts] < stops[np.maximum(at, 0)])
    return starts, ends, np.where(said, MODES.index("direct speech"), MODES.index("narration"))


def _lanes(counts: Counts) -> tuple[Lane, ...]:
    starts, ends, modes = mode_parts(counts)
    n_tokens = max(1, counts.document.n_tokens)
    found = []
    for m, mode in enumerate(MODES):
        rows = np.flatnonzero(modes == m)
        if not len(rows):
            continue
        left, right = 1000 * starts[rows] / n_tokens, 1000 * ends[rows] / n_tokens
        path = "".join(f"M{a:.1f} 0h{b - a:.1f}v10H{a:.1f}z" for a, b in zip(left, right, strict=True))
        found.append(Lane(mode, 100 * float((ends[rows] - starts[rows]).sum()) / n_tokens, path))
    return tuple(found)


def label_of(minds: Minds, row: int) -> str:
    """A feeling in words: what, how it shows, whether it is asserted, in which manner of telling."""
    feeling = minds.feelings[row]
    how = {"explicit": "in words", "bodily": "in the body", "act": "in an act"}[feeling.expression]
    parts = [feeling.category, how] + ([feeling.polarity] if feeling.polarity != "asserted" else [])
    return ", ".join([*parts, feeling.mode])


def _feels(minds: Minds, blocks: Blocks, who: int, rows: Ints) -> Feels:
    first: dict[str, int] = {}
    for row in rows.tolist():
        first.setdefault(minds.feelings[row].category, minds.feelings[row].start_char)
    categories = [name for name in CATEGORIES if name in first]
    marks = []
    for row in rows.tolist():
        feeling = minds.feelings[row]
        marks.append(
            Mark(
                x=minds.place(feeling.start_char),
                y=LANE * categories.index(feeling.category) + LANE // 2,
                glyph=feeling.expression,
                state=STATES[feeling.polarity],
                to=int(minds.to[row]),
                label=label_of(minds, row),
                quote=short(minds.counts.story.text[feeling.start_char : feeling.end_char], WORDS),
                passage=blocks.passage(feeling.start_char, feeling.end_char),
            )
        )
    lanes = tuple(Category(name, first[name]) for name in categories)
    return Feels(who, lanes, LANE * len(categories), tuple(marks))


def _people(minds: Minds, blocks: Blocks) -> tuple[Feels, ...]:
    """The rows of whoever feels most; expressions past `MARKS` are left to the text."""
    felt = np.bincount(minds.by[minds.by >= 0], minlength=max(1, minds.counts.n_people))
    people = [who for who in np.argsort(-felt, kind="stable")[:PEOPLE].tolist() if felt[who]]
    return tuple(_feels(minds, blocks, who, np.flatnonzero(minds.by == who)[:MARKS]) for who in people)


def _stretches(minds: Minds, blocks: Blocks) -> tuple[Stretch, ...]:
    counts, document = minds.counts, minds.counts.document
    starts, ends, modes = mode_parts(counts)
    mode = np.repeat(modes, ends - starts)  # [n_tokens]
    found = []
    for start, end in document.paragraphs.tolist():
        span = document.span(start, end)
        shares = np.bincount(mode[start:end], minlength=len(MODES)) / max(1, end - start)
        order = [m for m in np.argsort(-shares, kind="stable").tolist() if shares[m] > 0]
        rows = range(*np.searchsorted(minds.start, [span.start_char, span.end_char]).tolist())
        feelings = [
            minds.feelings[row].category + (" (denied)" if minds.feelings[row].polarity == "denied" else "")
            for row in rows
        ]
        turns = any(span.start_char <= turn.start_char < span.end_char for turn in minds.turns)
        found.append(
            Stretch(
                x=100 * counts.place_of_token(start),
                modes=", ".join(f"{MODES[m]} {percent(float(shares[m]))}" for m in order),
                feelings=", ".join(feelings),
                denials=sum(span.start_char <= each.start_char < span.end_char for each in minds.denials),
                turns=turns,
                passage=blocks.passage(span.start_char, span.end_char),
            )
        )
    return tuple(found)


def telling_context(minds: Minds, blocks: Blocks) -> TellingContext | None:
    """Gather the ribbon, or None for a story of many scenes, or where nothing but words was read."""
    counts = minds.counts
    known = counts.story.layers.modes is not None or minds.feelings or minds.denials or minds.turns
    if not known or len(counts.document.scenes) >= FEW or len(counts.word) > LONGEST:
        return None
    signs, links = denial_signs(list(minds.denials), minds, blocks)
    stretches = _stretches(minds, blocks)
    return TellingContext(
        edges="".join(f"M{10 * stretch.x:.1f} 0v100" for stretch in stretches[1:]),
        lanes=_lanes(counts),
        people=_people(minds, blocks),
        signs=signs,
        links=links,
        flags=flags(minds, blocks),
        stretches=stretches,
    )
