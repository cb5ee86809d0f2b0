"""The data block: what the page's script needs to mark the text and to count up to a reader's place.

Columns of whole numbers, positions as UTF-16 units and as differences from the one before: some fifteen bytes a
mention, where an element in the page would take a hundred. It is JSON inside a script element that is never run, so
`<` is escaped.
"""

import json
import zlib
from typing import Any

import numpy as np

from undertow.layers.values import FORMS
from undertow.report.colours import slot
from undertow.report.counts import Counts
from undertow.report.marks import minds_data, steps, whole_percent
from undertow.report.minds import Minds
from undertow.report.names import Name, short
from undertow.report.offsets import Units
from undertow.report.passages import Blocks

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ATTRIBUTIONS = ("explicit", "anaphoric", "implicit")


def _antecedents(counts: Counts) -> list[int]:
    """How many places before a mention of the same person its antecedent stands in these columns, 0 for none."""
    coreference = counts.story.layers.coreference
    back = np.zeros(len(counts.row), dtype=np.int64)
    if coreference is None or not len(counts.row):
        return back.tolist()
    column = np.full(len(coreference.cluster), -1, dtype=np.int64)  # [n_mentions] where a mention stands here
    column[counts.row] = np.arange(len(counts.row))
    antecedent = coreference.antecedent[counts.row]
    at = np.where(antecedent >= 0, column[np.maximum(antecedent, 0)], -1)
    same = (at >= 0) & (counts.who[np.maximum(at, 0)] == counts.who)
    back[same] = np.arange(len(counts.row))[same] - at[same]
    return back.tolist()


def _mentions(counts: Counts, units: Units) -> dict[str, list[int]]:
    mentions, coreference = counts.story.layers.mentions, counts.story.layers.coreference
    start, end = units.all(counts.start), units.all(counts.end)
    columns = {"at": steps(start), "n": (end - start).tolist(), "who": counts.who.tolist()}
    if mentions is None:
        return {**columns, "form": [], "sure": [], "back": []}
    confidence = coreference.confidence if coreference is not None else mentions.confidence
    columns["form"] = mentions.form[counts.row].tolist()
    columns["sure"] = whole_percent(confidence[counts.row])
    columns["back"] = _antecedents(counts)
    return columns


def _lines(counts: Counts, units: Units) -> dict[str, Any]:
    parts = sorted((a, b, i) for i, quotation in enumerate(counts.story.quotations) for a, b in quotation.parts)
    start, end, line = np.array(parts, dtype=np.int64).reshape(-1, 3).T
    at, to = units.all(start), units.all(end)
    hearers: dict[int, list[int]] = {}
    for i, hearer in zip(counts.exchange_line.tolist(), counts.exchange_to.tolist(), strict=True):
        hearers.setdefault(i, []).append(hearer)
    how = {name: i for i, name in enumerate(_ATTRIBUTIONS)}
    return {
        "at": steps(at),
        "n": (to - at).tolist(),
        "line": line.tolist(),
        "by": counts.speaker.tolist(),
        "to": [hearers.get(i, []) for i in range(len(counts.speaker))],
        "sure": whole_percent(counts.sure),
        "how": [how.get(quotation.attribution, len(how)) for quotation in counts.story.quotations],
        "words": counts.line_words.tolist(),
    }


def _blocks(counts: Counts, blocks: Blocks, units: Units) -> dict[str, list[int]]:
    start = units.all([block.start_char for block in blocks.blocks])
    end = units.all([block.end_char for block in blocks.blocks])
    edges = np.searchsorted(counts.document.token_start, [block.start_char for block in blocks.blocks])
    return {"at": steps(start), "n": (end - start).tolist(), "token": steps(edges)}


def page_data(minds: Minds, names: tuple[tuple[Name, ...], ...], blocks: Blocks, units: Units) -> dict[str, Any]:
    """Everything that the script needs."""
    counts = minds.counts
    return {
        "key": f"{zlib.crc32(counts.story.text.encode(errors='surrogatepass')):08x}",  # a name for the reader's place
        "forms": list(FORMS),
        "attributions": [*_ATTRIBUTIONS, ""],
        "end": units.at(len(counts.story.text)),
        "tokens": counts.document.n_tokens,
        "people": [
            {
                "names": [[name.text, units.at(name.start_char)] for name in known],
                "slot": slot(who),
                "pronouns": counts.people[who].pronouns,
                "narrator": counts.people[who].narrator,
            }
            for who, known in enumerate(names)
        ],
        "places": [short(place.name) for place in counts.places],
        "chapters": units.all(counts.document.token_start[counts.document.chapters[:, 0]]).tolist(),
        "blocks": _blocks(counts, blocks, units),
        "mentions": _mentions(counts, units),
        "lines": _lines(counts, units),
        **minds_data(minds, units),
    }


def to_json(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element whatever the text holds."""
    encoded = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char, escape in _ESCAPES.items():
        encoded = encoded.replace(char, escape)
    return encoded
