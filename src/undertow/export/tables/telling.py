"""Tables of how a story is told: negation and its scopes, modes, narration."""

from collections.abc import Iterator

import numpy as np

from undertow.export.tables.columns import (
    EMPTY,
    Column,
    Table,
    index,
    offsets,
    person,
    rounded,
    text,
    words,
)
from undertow.export.tables.passages import passages
from undertow.layers.values import MODES
from undertow.story.values import Story


def telling_tables(story: Story) -> Iterator[Table]:
    """Make the tables of how the story is told."""
    yield _negation(story)
    yield _scopes(story)
    yield _modes(story)
    yield _narration(story)
    yield _shifts(story)
    yield passages(
        story,
        "narration_evidence",
        [Column("narration_index", "integer", [i for i, n in enumerate(story.narration) for _ in n.evidence])],
        [evidence for narration in story.narration for evidence in narration.evidence],
    )


def _negation(story: Story) -> Table:
    layer = story.layers.negation
    spans = np.stack([layer.cue_start, layer.cue_end], axis=1) if layer else EMPTY
    confidence = layer.confidence.tolist() if layer else []
    columns = (*offsets(story.document, spans), rounded("confidence", confidence), words(story.document, spans))
    return Table("negation", (index("negation", len(spans)), *columns))


def _scopes(story: Story) -> Table:
    """A row for each run of tokens that is negated: a scope may have several."""
    layer = story.layers.negation
    spans = np.stack([layer.scope_start, layer.scope_end], axis=1) if layer else EMPTY
    of = layer.scope_cue.tolist() if layer else []
    columns = (*offsets(story.document, spans), words(story.document, spans))
    return Table("scopes", (Column("negation_index", "integer", of), *columns))


def _modes(story: Story) -> Table:
    layer = story.layers.modes
    spans = np.stack([layer.start, layer.end], axis=1) if layer else EMPTY
    return Table(
        "modes",
        (
            index("mode", len(spans)),
            *offsets(story.document, spans),
            text("mode", [MODES[code] for code in layer.mode.tolist()] if layer else []),
            rounded("confidence", layer.confidence.tolist() if layer else []),
            words(story.document, spans),
        ),
    )


def _narration(story: Story) -> Table:
    rows = story.narration
    spans = np.array([(n.start, n.end) for n in rows], np.int32).reshape(-1, 2)
    return Table(
        "narration",
        (
            index("narration", len(rows)),
            text("level", [n.level for n in rows]),
            *offsets(story.document, spans),
            text("narrative_person", [n.narrative_person for n in rows]),
            rounded("person_confidence", [n.person_confidence for n in rows]),
            text("tense", [n.tense for n in rows]),
            rounded("tense_confidence", [n.tense_confidence for n in rows]),
            *person(story, "narrator", [n.narrator for n in rows]),
            *person(story, "focal_character", [n.focal_character for n in rows]),
            rounded("focal_confidence", [n.focal_confidence for n in rows]),
        ),
    )


def _shifts(story: Story) -> Table:
    """A row for each place where the mind becomes another's inside a scene: the token from which on it is."""
    rows = [(i, token, id) for i, n in enumerate(story.narration) for token, id in n.shifts]
    spans = np.array([(token, token + 1) for _, token, _ in rows], np.int32).reshape(-1, 2)
    return Table(
        "shifts",
        (
            Column("narration_index", "integer", [i for i, _, _ in rows]),
            *offsets(story.document, spans),
            *person(story, "character", [id for _, _, id in rows]),
            words(story.document, spans),
        ),
    )
