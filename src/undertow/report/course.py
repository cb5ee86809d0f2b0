"""How it goes: where the story turns, what is denied and what speaks against it, and what grows.

Nothing here is smooth and nothing is claimed that was not told from chance: an arc without a trend says so, and a story
without a turn says that none was found.
"""

from dataclasses import dataclass

from undertow.report.arcs import Strand, strands
from undertow.report.drawing import Tick, ruler
from undertow.report.minds import Minds
from undertow.report.names import short
from undertow.report.passages import Blocks, Passage
from undertow.report.signs import Flag, flags
from undertow.report.wording import p_value
from undertow.story.values import Arc

TURNS, DENIALS, AGAINST, ARCS = 12, 24, 3, 12
QUOTE = 220  # characters of a passage that are shown
_PAIR = ("feeling", "presence", "exchanges")  # arcs that the pairs draw already, or count


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the story, and what they are evidence of."""

    claim: str
    quote: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class TurnCard:
    """A turn."""

    number: int  # in the order of the text, from 1
    who: int  # -1 where it is the story as a whole
    to: int
    progress: float
    said: Said  # the sentence itself
    signs: tuple[str, ...]
    before: str
    after: str
    until: int  # characters; what is said of the time after holds up to here
    chance: str  # "p = 0.004"
    confidence: float
    evidence: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DenialCard:
    """A denial and what speaks against it."""

    who: int
    to: int  # -1 for none
    kind: str
    said: Said
    against: tuple[Said, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class CourseContext:
    """Turns, denials and arcs."""

    looked: bool  # whether arcs were made, so that it can be said that no turn was found
    turns: tuple[TurnCard, ...]
    n_turns: int
    denials: tuple[DenialCard, ...]  # strongest first
    n_denials: int
    arcs: tuple[Strand, ...]
    n_arcs: int
    flags: tuple[Flag, ...]
    ruler: tuple[Tick, ...]
    end_char: int  # what is said of the whole story is for those who have read past this


def tidy(words: str) -> str:
    """Words as they are quoted: a mark of speech whose other half stands outside of them is left out."""
    line = short(words, QUOTE)
    if line[:1] in ("“", '"') and not set('”"') & set(line[1:]):
        line = line[1:]
    if line[-1:] in ("”", '"') and not set('“"') & set(line[:-1]):
        line = line[:-1]
    return line


def _said(minds: Minds, blocks: Blocks, start: int, end: int, claim: str = "") -> Said:
    return Said(claim, tidy(minds.counts.story.text[start:end]), blocks.passage(start, end))


def _turns(minds: Minds, blocks: Blocks) -> tuple[TurnCard, ...]:
    ends = [*(turn.start_char for turn in minds.turns), minds.counts.end_char - 1][1:]
    cards = [
        TurnCard(
            number=i + 1,
            who=minds.person(turn.character),
            to=minds.person(turn.target),
            progress=turn.progress,
            said=_said(minds, blocks, turn.start_char, turn.end_char),
            signs=turn.signs,
            before=turn.before,
            after=turn.after,
            until=until,
            chance=p_value(turn.p_value),
            confidence=turn.confidence,
            evidence=tuple(
                _said(minds, blocks, each.start_char, each.end_char, each.claim)
                for each in turn.evidence
                if (each.start_char, each.end_char) != (turn.start_char, turn.end_char)
            ),
        )
        for i, (turn, until) in enumerate(zip(minds.turns, ends, strict=True))
    ]
    strongest = sorted(cards, key=lambda card: -card.confidence)[:TURNS]
    return tuple(sorted(strongest, key=lambda card: card.number))


def _denials(minds: Minds, blocks: Blocks) -> tuple[DenialCard, ...]:
    return tuple(
        DenialCard(
            who=minds.person(denial.experiencer),
            to=minds.person(denial.target),
            kind=denial.kind,
            said=_said(minds, blocks, denial.start_char, denial.end_char),
            against=tuple(
                _said(minds, blocks, each.start_char, each.end_char, each.claim) for each in denial.against[:AGAINST]
            ),
            confidence=denial.confidence,
        )
        for denial in minds.denials[:DENIALS]
    )


def _own(arc: Arc) -> bool:
    """Whether an arc has points, and is not drawn with its pair already."""
    return len(arc.at) > 1 and not (arc.kind in _PAIR and arc.target)


def _chosen(minds: Minds) -> list[Arc]:
    """Arcs that have a trend first, then those of the people who are mentioned most; a drawing of its own each."""
    shown = [arc for arc in minds.counts.story.arcs if _own(arc)]
    rank = {arc.id: i for i, arc in enumerate(shown)}
    return sorted(shown, key=lambda arc: (not arc.grows, arc.p_value if arc.grows else 0, rank[arc.id]))[:ARCS]


def course_context(minds: Minds, blocks: Blocks) -> CourseContext | None:
    """Gather how it goes, or None where nothing of it was looked for."""
    story = minds.counts.story
    if not (story.arcs or minds.turns or minds.denials):
        return None
    arcs = _chosen(minds)
    return CourseContext(
        looked=bool(story.arcs),
        turns=_turns(minds, blocks),
        n_turns=len(minds.turns),
        denials=_denials(minds, blocks),
        n_denials=len(minds.denials),
        arcs=tuple(strand for arc in arcs for strand in strands([arc], minds, blocks)),
        n_arcs=sum(map(_own, story.arcs)),
        flags=flags(minds, blocks),
        ruler=ruler(minds.counts),
        end_char=minds.counts.end_char - 1,
    )
