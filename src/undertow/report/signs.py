"""Marks on the charts that are single places of the text: turns, denials, touches and conflicts."""

from dataclasses import dataclass

from undertow.report.minds import Minds
from undertow.report.names import short
from undertow.report.passages import Blocks, Passage
from undertow.story.values import Denial, Evidence, Relationship

MOST = 80  # marks on one row; the strongest are kept
WORDS = 90  # characters of a passage that a label quotes


@dataclass(frozen=True, slots=True)
class Flag:
    """A turn on a chart."""

    number: int  # in the order of the text, from 1
    x: float  # per cent
    width: float
    people: tuple[int, ...]  # whom it concerns; empty for the story as a whole
    passage: Passage


@dataclass(frozen=True, slots=True)
class Sign:
    """A place of the text as a mark. `glyph` says what it is, and is the name of its drawing."""

    glyph: str  # denial, against, touch, conflict
    x: float  # per cent
    who: int  # whose denial; -1 where it is of both
    says: str  # "denied (explained away)", "an aside against it"
    quote: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Link:
    """From a denial to what speaks against it, as an SVG path on a drawing of 1000 by 100."""

    path: str
    start_char: int  # the later of the two: whoever has not come there is not shown the link


def flags(minds: Minds, blocks: Blocks) -> tuple[Flag, ...]:
    """Every turn, in the order of the text."""
    found = []
    for i, turn in enumerate(minds.turns):
        x, right = minds.place(turn.start_char), minds.place(turn.end_char)
        people = tuple(who for who in (minds.person(turn.character), minds.person(turn.target)) if who >= 0)
        passage = blocks.passage(turn.start_char, turn.end_char)
        found.append(Flag(i + 1, x, max(0.0, right - x), people, passage))
    return tuple(found)


def concerning(found: tuple[Flag, ...], *people: int) -> tuple[Flag, ...]:
    """The turns of somebody, and those of the story as a whole."""
    return tuple(flag for flag in found if not flag.people or set(flag.people) & set(people))


@dataclass(frozen=True, slots=True, eq=False)
class _Maker:
    """Makes signs of one story."""

    minds: Minds
    blocks: Blocks

    def sign(self, glyph: str, place: Denial | Evidence, says: str, who: int = -1) -> Sign:
        """The mark of a place."""
        quote = short(self.minds.counts.story.text[place.start_char : place.end_char], WORDS)
        passage = self.blocks.passage(place.start_char, place.end_char)
        return Sign(glyph, self.minds.place(place.start_char), who, says, quote, passage)


def denial_signs(denials: list[Denial], minds: Minds, blocks: Blocks) -> tuple[tuple[Sign, ...], tuple[Link, ...]]:
    """The marks of denials and of what speaks against them, and the links between the two."""
    signs: list[Sign] = []
    links: list[Link] = []
    maker = _Maker(minds, blocks)
    for denial in denials[: MOST // 2]:
        who, x = minds.person(denial.experiencer), minds.place(denial.start_char)
        signs.append(maker.sign("denial", denial, denial.kind, who))
        for against in denial.against[:2]:
            other = minds.place(against.start_char)
            signs.append(maker.sign("against", against, against.claim, who))
            depth = min(92.0, 30 + 3 * abs(other - x))
            path = f"M{10 * x:.0f} 8Q{5 * (x + other):.0f} {2 * depth - 8:.0f} {10 * other:.0f} 8"
            links.append(Link(path, max(denial.start_char, against.start_char)))
    unique = {(sign.glyph, sign.passage.start_char): sign for sign in signs}
    return tuple(sorted(unique.values(), key=lambda sign: sign.passage.start_char)), tuple(links)


def contact_signs(relationship: Relationship | None, minds: Minds, blocks: Blocks) -> tuple[Sign, ...]:
    """Touches and conflicts of two people."""
    if relationship is None:
        return ()
    maker = _Maker(minds, blocks)
    kinds = (("touch", relationship.touch), ("conflict", relationship.conflict))
    return tuple(maker.sign(glyph, each, each.claim) for glyph, places in kinds for each in _spread(places))


def _spread(places: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """As many as can be seen, from all over the story."""
    step = -(-len(places) // MOST) if places else 1
    return places[::step]
