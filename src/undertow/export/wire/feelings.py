"""What is felt and what is denied, in the wire format: feelings, denials."""

from collections.abc import Iterator

from undertow.export.checked import Node
from undertow.export.offsets import char_span
from undertow.export.wire.rows import Row, confidence, evidence, read_evidence, read_id, read_id_or_null
from undertow.layers.values import MODES
from undertow.story.values import CATEGORIES, EXPRESSIONS, POLARITIES, Denial, Feeling, Story


def feeling_members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members that say what is felt and denied."""
    yield "feelings", (_feeling(feeling) for feeling in story.feelings)
    yield "denials", (_denial(denial) for denial in story.denials)


def _feeling(feeling: Feeling) -> Row:
    return {
        "id": feeling.id,
        "start_char": int(feeling.start_char),
        "end_char": int(feeling.end_char),
        "expression": feeling.expression,
        "category": feeling.category,
        "experiencer": feeling.experiencer,
        "target": feeling.target,
        "polarity": feeling.polarity,
        "claimant": feeling.claimant,
        "mode": feeling.mode,
        "confidence": confidence(feeling.confidence),
    }


def _denial(denial: Denial) -> Row:
    return {
        "id": denial.id,
        "experiencer": denial.experiencer,
        "target": denial.target,
        "kind": denial.kind,
        "start_char": int(denial.start_char),
        "end_char": int(denial.end_char),
        "against": evidence(denial.against),
        "confidence": confidence(denial.confidence),
    }


def read_feelings(rows: Node, n_chars: int, known: set[str]) -> tuple[Feeling, ...]:
    """Read the expressions of feeling."""
    rows.ids()
    return tuple(_read_feeling(row, n_chars, known) for row in rows.items())


def _read_feeling(row: Node, n_chars: int, known: set[str]) -> Feeling:
    start, end = char_span(row["start_char"], row["end_char"], n_chars)
    return Feeling(
        id=row["id"].text(),
        start_char=start,
        end_char=end,
        expression=row["expression"].choice(EXPRESSIONS),
        category=row["category"].choice(CATEGORIES),
        experiencer=read_id_or_null(row["experiencer"], known),
        target=read_id_or_null(row["target"], known),
        polarity=row["polarity"].choice(POLARITIES),
        claimant=read_id_or_null(row["claimant"], known),
        mode=row["mode"].choice(MODES),
        confidence=row["confidence"].share(),
    )


def read_denials(rows: Node, n_chars: int, known: set[str]) -> tuple[Denial, ...]:
    """Read what is played down, and what speaks against it."""
    rows.ids()
    return tuple(_read_denial(row, n_chars, known) for row in rows.items())


def _read_denial(row: Node, n_chars: int, known: set[str]) -> Denial:
    start, end = char_span(row["start_char"], row["end_char"], n_chars)
    return Denial(
        id=row["id"].text(),
        experiencer=read_id(row["experiencer"], known),
        target=read_id_or_null(row["target"], known),
        kind=row["kind"].text(),
        start_char=start,
        end_char=end,
        against=read_evidence(row["against"], n_chars),
        confidence=row["confidence"].share(),
    )
