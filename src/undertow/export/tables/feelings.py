"""Tables of what is felt and what is denied: feelings, denials and what speaks against them."""

from collections.abc import Iterator

from undertow.export.tables.columns import Table, char_offsets, person, rounded, text
from undertow.export.tables.passages import passages
from undertow.story.values import Story


def feeling_tables(story: Story) -> Iterator[Table]:
    """Make the tables of what is felt and denied."""
    yield _feelings(story)
    yield _denials(story)
    yield passages(
        story,
        "denial_evidence",
        [text("denial_id", [denial.id for denial in story.denials for _ in denial.against])],
        [evidence for denial in story.denials for evidence in denial.against],
    )


def _feelings(story: Story) -> Table:
    rows = story.feelings
    return Table(
        "feelings",
        (
            text("feeling_id", [f.id for f in rows]),
            *char_offsets(story.document, [(f.start_char, f.end_char) for f in rows]),
            text("expression", [f.expression for f in rows]),
            text("category", [f.category for f in rows]),
            *person(story, "experiencer", [f.experiencer for f in rows]),
            *person(story, "target", [f.target for f in rows]),
            text("polarity", [f.polarity for f in rows]),
            *person(story, "claimant", [f.claimant for f in rows]),
            text("mode", [f.mode for f in rows]),
            rounded("confidence", [f.confidence for f in rows]),
        ),
    )


def _denials(story: Story) -> Table:
    rows = story.denials
    return Table(
        "denials",
        (
            text("denial_id", [d.id for d in rows]),
            *char_offsets(story.document, [(d.start_char, d.end_char) for d in rows]),
            text("kind", [d.kind for d in rows]),
            *person(story, "experiencer", [d.experiencer for d in rows]),
            *person(story, "target", [d.target for d in rows]),
            rounded("confidence", [d.confidence for d in rows]),
        ),
    )
