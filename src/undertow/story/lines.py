"""Quotations, insets and scenes as the story shows them: lines with their speakers, and who is present where."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from undertow.layers.speakers import SURE, calibrated
from undertow.layers.values import INSETS, Attribution
from undertow.story.cast import Cast
from undertow.story.columns import PROPER, Columns, Index
from undertow.story.values import Inset, Quotation, Scene

Heard = Sequence[tuple[int, float]]  # units that are spoken to, each with a likelihood


def make_quotations(columns: Columns, cast: Cast, speaker: Index, heard: Sequence[Heard]) -> tuple[Quotation, ...]:
    """Give each line of speech its speaker and addressees."""
    quotations, speakers = columns.quotations, columns.speakers
    n = len(quotations)
    bounds = np.searchsorted(quotations.part_quotation, np.arange(n + 1))
    result = []
    for q in range(n):
        a, b = int(bounds[q]), int(bounds[q + 1])
        parts = tuple(
            zip(quotations.part_start_char[a:b].tolist(), quotations.part_end_char[a:b].tolist(), strict=True)
        )
        who = cast.character_of_unit(int(speaker[q]))
        to: dict[str, float] = {}
        for unit, share in heard[q]:
            id = cast.character_of_unit(unit)
            if id is not None and id != who:
                to.setdefault(id, share)
        cue = int(speakers.cue_start[q])
        span = columns.document.span(cue, cue + 1) if cue >= 0 else None
        result.append(
            Quotation(
                id=f"q{q}",
                parts=parts,
                speaker=who,
                addressees=tuple(to),
                cue=(span.start_char, span.end_char) if span else None,
                attribution=Attribution(int(speakers.attribution[q])).name.lower(),
                confidence=float(speakers.confidence[q]) if who else 0.0,
                addressee_confidence=next(iter(to.values()), 0.0),
            )
        )
    return tuple(result)


def make_insets(columns: Columns, cast: Cast) -> tuple[Inset, ...]:
    """Give each song and letter its kind, and a song its singer."""
    insets, speakers = columns.quotations.insets, columns.speakers
    n = len(insets)
    mention = speakers.inset_mention.tolist() if speakers.inset_mention is not None else [-1] * n
    verb = speakers.inset_cue.tolist() if speakers.inset_cue is not None else [-1] * n
    bounds = zip(insets.start_char.tolist(), insets.end_char.tolist(), insets.kind.tolist(), strict=True)
    result = []
    for k, (start, end, kind) in enumerate(bounds):
        who = cast.character_of_entity.get(int(cast.mention_entity[mention[k]])) if mention[k] >= 0 else None
        span = columns.document.span(verb[k], verb[k] + 1) if who and verb[k] >= 0 else None
        proper = who is not None and int(columns.mentions.form[mention[k]]) == PROPER
        sure = calibrated(SURE, Attribution.EXPLICIT if proper else Attribution.ANAPHORIC) if who else 0.0
        cue = (span.start_char, span.end_char) if span else None
        result.append(Inset(f"i{k}", INSETS[kind], start, end, who, cue, sure))
    return tuple(result)


def make_scenes(columns: Columns, cast: Cast, quotations: tuple[Quotation, ...]) -> tuple[Scene, ...]:
    """Who is present in each scene: mentioned in its narration, or speaking."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for i in np.flatnonzero(columns.outside).tolist():
        id = cast.character_of_entity.get(int(cast.mention_entity[i]))
        if id is not None:
            counts[int(columns.scene[i])][id] += 1
    scenes = columns.document.scenes
    at = np.searchsorted(scenes[:, 0], columns.quotation_start, side="right") - 1
    for quotation, scene in zip(quotations, at.tolist(), strict=True):
        if quotation.speaker is not None:
            counts[max(0, scene)][quotation.speaker] += 1
    return tuple(
        Scene(start, end, tuple(id for id, _ in counts[s].most_common()))
        for s, (start, end) in enumerate(scenes.tolist())
    )
