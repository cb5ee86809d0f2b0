"""How a story is told, in the wire format: negation, modes, affect, undertone, narration.

What the layers say of every sentence is columns and not rows: a novel has ten thousand sentences. A layer that was not
made is written as columns (or a list) without a value, and is read back as one that was not made.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.export.checked import Node
from undertow.export.offsets import column_spans, inside, token_spans, whole_tokens
from undertow.export.wire.rows import (
    Ints,
    Row,
    confidence,
    evidence,
    in_order,
    read_evidence,
    read_id,
    read_id_or_null,
    spans,
)
from undertow.layers.values import MODES, Affect, Modes, Negation, Undertone
from undertow.story.values import PERSONS, TENSES, Narration, Story

NARRATED = ("story", "chapter", "scene")
COLUMNS = ("start", "end", "start_char", "end_char", "mode", "confidence")
AFFECT = ("valence", "arousal", "dominance")
UNDERTONE = ("plays_down", "speaks_against")


def telling_members(story: Story) -> Iterator[tuple[str, object]]:
    """Yield the members that say how the story is told."""
    document, layers = story.document, story.layers
    yield "negation", _negation(document, layers.negation)
    yield "modes", _modes(document, layers.modes)
    yield "affect", _columns(layers.affect, AFFECT)
    yield "undertone", _columns(layers.undertone, UNDERTONE)
    yield "narration", (_narration(document, each) for each in story.narration)


def _negation(document: Document, negation: Negation | None) -> Iterator[Row]:
    if negation is None:
        return
    scopes: list[list[list[int]]] = [[] for _ in range(len(negation))]
    runs = np.stack([negation.scope_start, negation.scope_end], axis=1)
    for cue, span in zip(negation.scope_cue.tolist(), spans(document, runs), strict=True):
        scopes[cue].append([int(str(span["start_char"])), int(str(span["end_char"]))])
    rows = spans(document, np.stack([negation.cue_start, negation.cue_end], axis=1))
    for span, sure, scope in zip(rows, negation.confidence.tolist(), scopes, strict=True):
        yield {**span, "scope": scope, "confidence": confidence(sure)}


def _modes(document: Document, modes: Modes | None) -> Row:
    if modes is None:
        return {name: [] for name in COLUMNS}
    return {
        "start": modes.start.tolist(),
        "end": modes.end.tolist(),
        "start_char": document.token_start[modes.start].tolist(),
        "end_char": document.token_end[modes.end - 1].tolist(),
        "mode": [MODES[code] for code in modes.mode.tolist()],
        "confidence": [confidence(sure) for sure in modes.confidence.tolist()],
    }


def _columns(layer: Affect | Undertone | None, names: tuple[str, ...]) -> Row:
    """A value for each sentence in each of these columns."""
    if layer is None:
        return {name: [] for name in names}
    return {name: [round(value, 4) for value in getattr(layer, name).tolist()] for name in names}


def _narration(document: Document, narration: Narration) -> Row:
    (span,) = spans(document, np.array([[narration.start, narration.end]], dtype=np.int32))
    return {
        "level": narration.level,
        **span,
        "narrative_person": narration.narrative_person,
        "person_confidence": confidence(narration.person_confidence),
        "tense": narration.tense,
        "tense_confidence": confidence(narration.tense_confidence),
        "narrator": narration.narrator,
        "focal_character": narration.focal_character,
        "focal_confidence": confidence(narration.focal_confidence),
        "shifts": [
            {"start": int(token), "start_char": int(document.token_start[token]), "character": id}
            for token, id in narration.shifts
        ],
        "evidence": evidence(narration.evidence),
    }


# --- the way back -----------------------------------------------------------------------------------------------------


def read_negation(rows: Node, document: Document) -> Negation | None:
    """Read the cues of negation and their scopes."""
    if not len(rows):
        return None
    cues = token_spans(rows, document)
    in_order(rows, "start", cues[:, 0])
    runs, of = [], []
    for i, row in enumerate(rows.items()):
        for run in row["scope"].items():
            runs.append(whole_tokens(run, document))
            of.append(i)
    scopes = np.array(runs, np.int32).reshape(-1, 2)
    sure = rows.shares("confidence")
    return Negation(cues[:, 0], cues[:, 1], sure, np.array(of, np.int32), scopes[:, 0], scopes[:, 1])


def read_modes(node: Node, document: Document) -> Modes | None:
    """Read the modes: parts that tile the tokens, each inside a sentence."""
    ranges = column_spans(node, document)
    kinds, sure = node["mode"].codes(MODES), np.array(node["confidence"].numbers(0, 1), np.float32)
    for name, column in (("mode", kinds), ("confidence", sure)):
        if len(column) != len(ranges):
            node[name].fail(f"{len(column)} values, but there are {len(ranges)} parts")
    if not len(ranges):
        return None
    _tile(node, document, ranges)
    return Modes(ranges[:, 0], ranges[:, 1], np.array(kinds, np.int8), sure)


def _tile(node: Node, document: Document, ranges: Ints) -> None:
    expected = np.concatenate([[0], ranges[:, 1]])
    for i in np.flatnonzero(ranges[:, 0] != expected[:-1])[:1]:
        node["start"].item(int(i)).fail(
            f"found {ranges[i, 0]}, but {expected[i]} is the first token that is not covered yet"
        )
    if expected[-1] != document.n_tokens:
        node["end"].fail(f"the last part ends at token {expected[-1]}, but there are {document.n_tokens}")
    for i in np.flatnonzero(~inside(ranges, document.sentences))[:1]:
        node["end"].item(int(i)).fail(f"the part {ranges[i, 0]}:{ranges[i, 1]} runs over the end of its sentence")


def read_affect(node: Node, document: Document) -> Affect | None:
    """Read valence, arousal and dominance, a value for each sentence."""
    columns = _read_columns(node, document, AFFECT, -1.0)
    return Affect(*columns) if columns else None


def read_undertone(node: Node, document: Document) -> Undertone | None:
    """Read what sentences do to feelings that are denied, a value for each sentence."""
    columns = _read_columns(node, document, UNDERTONE, 0.0)
    return Undertone(*columns) if columns else None


def _read_columns(
    node: Node, document: Document, names: tuple[str, ...], lowest: float
) -> list[NDArray[np.float32]] | None:
    """Read a value for each sentence, up to 1, in each of these columns; None where all are empty."""
    columns = [np.array(node[name].numbers(lowest, 1), np.float32) for name in names]
    if not any(map(len, columns)):
        return None
    for name, column in zip(names, columns, strict=True):
        if len(column) != len(document.sentences):
            node[name].fail(f"{len(column)} values, but there are {len(document.sentences)} sentences")
    return columns


def read_narration(rows: Node, document: Document, known: set[str]) -> tuple[Narration, ...]:
    """Read how the story, its chapters and its scenes are told."""
    ranges = token_spans(rows, document).tolist()
    return tuple(
        Narration(
            level=row["level"].choice(NARRATED),
            start=start,
            end=end,
            narrative_person=row["narrative_person"].choice(PERSONS),
            person_confidence=row["person_confidence"].share(),
            tense=row["tense"].choice(TENSES),
            tense_confidence=row["tense_confidence"].share(),
            narrator=read_id_or_null(row["narrator"], known),
            focal_character=read_id_or_null(row["focal_character"], known),
            focal_confidence=row["focal_confidence"].share(),
            shifts=_read_shifts(row["shifts"], document, (start, end), known),
            evidence=read_evidence(row["evidence"], len(document.text)),
        )
        for row, (start, end) in zip(rows.items(), ranges, strict=True)
    )


def _read_shifts(
    rows: Node, document: Document, within: tuple[int, int], known: set[str]
) -> tuple[tuple[int, str], ...]:
    tokens, chars = rows.integers("start"), rows.integers("start_char")
    for i in np.flatnonzero((tokens < within[0]) | (tokens >= within[1]))[:1]:
        rows.item(int(i), "start").fail(f"the token {tokens[i]} is outside of {within[0]}:{within[1]}")
    for i in np.flatnonzero(chars != document.token_start[tokens])[:1]:
        rows.item(int(i), "start_char").fail(
            f"found {chars[i]}, but token {tokens[i]} starts at {document.token_start[tokens[i]]}"
        )
    in_order(rows, "start", tokens)
    return tuple(
        (token, read_id(row["character"], known)) for token, row in zip(tokens.tolist(), rows.items(), strict=True)
    )
