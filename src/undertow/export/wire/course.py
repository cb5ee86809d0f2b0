"""How a story goes, in the wire format: relationships, arcs, turns."""

from collections.abc import Iterator
from typing import Final

from undertow.export.checked import Node
from undertow.export.offsets import char_pair, char_span
from undertow.export.wire.rows import (
    Known,
    Row,
    confidence,
    evidence,
    progress,
    read_evidence,
    read_id,
    read_id_or_null,
    two,
)
from undertow.story.values import Arc, Relationship, Story, Turn

GROWS: Final = ("rises", "falls", "")
ARC: Final = "the id of an arc"


def course_members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members that say how the story goes."""
    yield "relationships", (_relationship(each) for each in story.relationships)
    yield "arcs", (_arc(arc) for arc in story.arcs)
    yield "turns", (_turn(turn) for turn in story.turns)


def _relationship(pair: Relationship) -> Row:
    return {
        "id": pair.id,
        "a": pair.a,
        "b": pair.b,
        "weight": confidence(pair.weight),
        "together": [int(scene) for scene in pair.together],
        "exchanges": int(pair.exchanges),
        "lines": [int(n) for n in pair.lines],
        "feelings": [list(ids) for ids in pair.feelings],
        "touch": evidence(pair.touch),
        "conflict": evidence(pair.conflict),
        "first_feeling": [None if at is None else progress(at) for at in pair.first_feeling],
        "asymmetry": confidence(pair.asymmetry),
        "arcs": list(pair.arcs),
        "confidence": confidence(pair.confidence),
    }


def _arc(arc: Arc) -> Row:
    return {
        "id": arc.id,
        "kind": arc.kind,
        "character": arc.character,
        "target": arc.target,
        "kernel": arc.kernel,
        "trend": confidence(arc.trend),
        "p_value": progress(arc.p_value),
        "grows": arc.grows,
        "progress": [confidence(at) for at in arc.progress],
        "value": [confidence(value) for value in arc.value],
        "low": [confidence(value) for value in arc.low],
        "high": [confidence(value) for value in arc.high],
        "at": [progress(at) for at in arc.at],
        "observed": [confidence(value) for value in arc.observed],
        "passages": [[int(start), int(end)] for start, end in arc.passages],
    }


def _turn(turn: Turn) -> Row:
    return {
        "id": turn.id,
        "start_char": int(turn.start_char),
        "end_char": int(turn.end_char),
        "progress": progress(turn.progress),
        "character": turn.character,
        "target": turn.target,
        "arcs": list(turn.arcs),
        "signs": list(turn.signs),
        "before": turn.before,
        "after": turn.after,
        "p_value": progress(turn.p_value),
        "confidence": confidence(turn.confidence),
        "evidence": evidence(turn.evidence),
    }


# --- the way back -----------------------------------------------------------------------------------------------------


def read_arcs(rows: Node, n_chars: int, known: set[str]) -> tuple[Arc, ...]:
    """Read the arcs."""
    rows.ids()
    return tuple(_read_arc(row, n_chars, known) for row in rows.items())


def _read_arc(row: Node, n_chars: int, known: set[str]) -> Arc:
    series = {name: tuple(row[name].numbers(0, 1)) for name in ("progress", "at")}
    series |= {name: tuple(row[name].numbers()) for name in ("value", "low", "high", "observed")}
    for name, beside in (("value", "progress"), ("low", "progress"), ("high", "progress"), ("observed", "at")):
        if len(series[name]) != len(series[beside]):
            row[name].fail(f"{len(series[name])} values, but there are {len(series[beside])} of `{beside}`")
    return Arc(
        id=row["id"].text(),
        kind=row["kind"].text(),
        character=read_id_or_null(row["character"], known),
        target=read_id_or_null(row["target"], known),
        kernel=row["kernel"].text(),
        trend=row["trend"].number(-1, 1),
        p_value=row["p_value"].share(),
        grows=row["grows"].choice(GROWS),
        passages=tuple(char_pair(passage, n_chars) for passage in row["passages"].items()),
        **series,
    )


def read_relationships(rows: Node, known: Known) -> tuple[Relationship, ...]:
    """Read the pairs."""
    rows.ids()
    return tuple(_read_relationship(row, known) for row in rows.items())


def _read_relationship(row: Node, known: Known) -> Relationship:
    toward = two(row["feelings"], "lists")
    first = two(row["first_feeling"], "numbers")
    lines = two(row["lines"], "numbers")
    for scene in row["together"].items():
        if scene.integer() >= known.n_scenes:
            scene.expected(f"the number of a scene, below {known.n_scenes}")
    return Relationship(
        id=row["id"].text(),
        a=read_id(row["a"], known.characters),
        b=read_id(row["b"], known.characters),
        weight=row["weight"].share(),
        together=tuple(row["together"].integers().tolist()),
        exchanges=row["exchanges"].integer(),
        lines=(lines[0].integer(), lines[1].integer()),
        feelings=(_feelings(toward[0], known), _feelings(toward[1], known)),
        touch=read_evidence(row["touch"], known.n_chars),
        conflict=read_evidence(row["conflict"], known.n_chars),
        first_feeling=(_share_or_null(first[0]), _share_or_null(first[1])),
        asymmetry=row["asymmetry"].number(-1, 1),
        arcs=row["arcs"].texts_among(known.arcs, ARC),
        confidence=row["confidence"].share(),
    )


def _feelings(node: Node, known: Known) -> tuple[str, ...]:
    return node.texts_among(known.feelings, "the id of a feeling")


def _share_or_null(node: Node) -> float | None:
    return None if node.null else node.share()


def read_turns(rows: Node, known: Known) -> tuple[Turn, ...]:
    """Read the turns."""
    rows.ids()
    return tuple(_read_turn(row, known) for row in rows.items())


def _read_turn(row: Node, known: Known) -> Turn:
    start, end = char_span(row["start_char"], row["end_char"], known.n_chars)
    return Turn(
        id=row["id"].text(),
        start_char=start,
        end_char=end,
        progress=row["progress"].share(),
        character=read_id_or_null(row["character"], known.characters),
        target=read_id_or_null(row["target"], known.characters),
        arcs=row["arcs"].texts_among(known.arcs, ARC),
        signs=row["signs"].texts(),
        before=row["before"].text(),
        after=row["after"].text(),
        p_value=row["p_value"].share(),
        confidence=row["confidence"].share(),
        evidence=read_evidence(row["evidence"], known.n_chars),
    )
