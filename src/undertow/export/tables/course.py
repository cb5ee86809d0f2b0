"""Tables of how a story goes: relationships, arcs with their points and observations, turns, and their passages."""

from collections.abc import Iterator

from undertow.export.tables.columns import Table, char_offsets, integers, joined, person, rounded, text
from undertow.export.tables.passages import passages
from undertow.story.values import Story

CONTACTS = ("touch", "conflict")


def course_tables(story: Story) -> Iterator[Table]:
    """Make the tables of how the story goes."""
    yield _relationships(story)
    contacts = [(pair, kind, each) for pair in story.relationships for kind in CONTACTS for each in getattr(pair, kind)]
    yield passages(
        story,
        "relationship_evidence",
        [
            text("relationship_id", [pair.id for pair, _, _ in contacts]),
            text("kind", [kind for _, kind, _ in contacts]),
        ],
        [evidence for _, _, evidence in contacts],
    )
    yield _arcs(story)
    yield _arc_points(story)
    yield _arc_observations(story)
    yield _arc_passages(story)
    yield _turns(story)
    yield passages(
        story,
        "turn_evidence",
        [text("turn_id", [turn.id for turn in story.turns for _ in turn.evidence])],
        [evidence for turn in story.turns for evidence in turn.evidence],
    )


def _relationships(story: Story) -> Table:
    pairs = story.relationships
    return Table(
        "relationships",
        (
            text("relationship_id", [pair.id for pair in pairs]),
            *person(story, "a", [pair.a for pair in pairs]),
            *person(story, "b", [pair.b for pair in pairs]),
            rounded("weight", [pair.weight for pair in pairs]),
            text("scene_indices", [joined(map(str, pair.together)) for pair in pairs]),
            integers("n_exchanges", [pair.exchanges for pair in pairs]),
            integers("n_lines_a_to_b", [pair.lines[0] for pair in pairs]),
            integers("n_lines_b_to_a", [pair.lines[1] for pair in pairs]),
            integers("n_feelings_a_to_b", [len(pair.feelings[0]) for pair in pairs]),
            integers("n_feelings_b_to_a", [len(pair.feelings[1]) for pair in pairs]),
            integers("n_touch", [len(pair.touch) for pair in pairs]),
            integers("n_conflict", [len(pair.conflict) for pair in pairs]),
            rounded("first_feeling_a_to_b", [pair.first_feeling[0] for pair in pairs], 6),
            rounded("first_feeling_b_to_a", [pair.first_feeling[1] for pair in pairs], 6),
            rounded("asymmetry", [pair.asymmetry for pair in pairs]),
            text("arc_ids", [joined(pair.arcs) for pair in pairs]),
            rounded("confidence", [pair.confidence for pair in pairs]),
        ),
    )


def _arcs(story: Story) -> Table:
    arcs = story.arcs
    return Table(
        "arcs",
        (
            text("arc_id", [arc.id for arc in arcs]),
            text("kind", [arc.kind for arc in arcs]),
            *person(story, "character", [arc.character for arc in arcs]),
            *person(story, "target", [arc.target for arc in arcs]),
            text("kernel", [arc.kernel for arc in arcs]),
            integers("n_observations", [len(arc.at) for arc in arcs]),
            rounded("trend", [arc.trend for arc in arcs]),
            rounded("p_value", [arc.p_value for arc in arcs], 6),
            text("grows", [arc.grows for arc in arcs]),
        ),
    )


def _arc_points(story: Story) -> Table:
    """A row for each point of each arc."""
    series = {name: [v for arc in story.arcs for v in getattr(arc, name)] for name in ("value", "low", "high")}
    return Table(
        "arc_points",
        (
            text("arc_id", [arc.id for arc in story.arcs for _ in arc.progress]),
            rounded("progress", [at for arc in story.arcs for at in arc.progress]),
            *(rounded(name, values) for name, values in series.items()),
        ),
    )


def _arc_observations(story: Story) -> Table:
    """A row for each observation that an arc is the mean of."""
    return Table(
        "arc_observations",
        (
            text("arc_id", [arc.id for arc in story.arcs for _ in arc.at]),
            rounded("progress", [at for arc in story.arcs for at in arc.at], 6),
            rounded("observed", [value for arc in story.arcs for value in arc.observed]),
        ),
    )


def _arc_passages(story: Story) -> Table:
    return Table(
        "arc_passages",
        (
            text("arc_id", [arc.id for arc in story.arcs for _ in arc.passages]),
            *char_offsets(story.document, [passage for arc in story.arcs for passage in arc.passages]),
        ),
    )


def _turns(story: Story) -> Table:
    turns = story.turns
    return Table(
        "turns",
        (
            text("turn_id", [turn.id for turn in turns]),
            *char_offsets(story.document, [(turn.start_char, turn.end_char) for turn in turns]),
            rounded("progress", [turn.progress for turn in turns], 6),
            *person(story, "character", [turn.character for turn in turns]),
            *person(story, "target", [turn.target for turn in turns]),
            text("arc_ids", [joined(turn.arcs) for turn in turns]),
            text("signs", [joined(turn.signs) for turn in turns]),
            text("before", [turn.before for turn in turns]),
            text("after", [turn.after for turn in turns]),
            rounded("p_value", [turn.p_value for turn in turns], 6),
            rounded("confidence", [turn.confidence for turn in turns]),
        ),
    )
