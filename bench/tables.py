"""Numbers to lines of text: one table for LitBank, one for PDNC."""

from collections.abc import Mapping
from statistics import fmean

from bench import published

LITBANK_ROWS = {
    "mentions": "mentions, span",
    "mentions_type_form": "mentions, span, type and form",
    "mentions_no_pronouns": "mentions but pronouns, span and type",
    "entities": "entities without pronouns, span and type",
    "events": "events",
    "coreference": "coreference, predicted mentions",
    "coreference_gold": "coreference, gold mentions",
}
METRICS = {"muc": "MUC", "b_cubed": "B-cubed", "ceaf_e": "CEAFe"}
PDNC_COLUMNS = {
    "parts_precision": "parts P",
    "parts_recall": "R",
    "accuracy": "speaker",
    "accuracy_found": "of found",
    "booknlp": "(BookNLP)",
    "accuracy_explicit": "explicit",
    "accuracy_anaphoric": "anaphoric",
    "accuracy_implicit": "implicit",
    "addressee": "addressee",
    "nameless": "nameless",
    "n_speakers": "speakers",
    "speakers_ratio": "x gold",
}
DECIMALS = {"n_speakers": 0, "speakers_ratio": 2}
PDNC_NOTES = """\
speaker: right speaker by name, over all gold parts (a part not found is wrong); explicit, anaphoric, implicit likewise.
of found: the same over the parts that were found; (BookNLP): its big model on this novel, over the parts it found.
addressee: over parts with the right speaker. nameless: found parts given to a character without a proper name, of those
whose gold speaker has one. speakers: different speakers found; x gold: over the different gold speakers.
"""


Figures = Mapping[str, float | None]


def litbank(title: str, scores: Mapping[str, Mapping[str, float]]) -> str:
    """Lay out the LitBank scores, in per cent, each with what others reached."""
    lines = [title, "", f"{'':42}{'P':>6}{'R':>6}{'F1':>6}"]
    for key, label in LITBANK_ROWS.items():
        lines.append(_litbank_row(label, scores[key]))
        for metric in ("muc", "b_cubed", "ceaf_e"):
            name = f"{key}_{metric}"
            if name in scores:
                lines.append(_litbank_row(f"    {METRICS[metric]}", scores[name]))
        lines += [f"    published: {values} ({setup})" for values, setup in published.LITBANK[key]]
    lines += ["", "Coreference is CoNLL F1, the mean of MUC, B-cubed and CEAFe; singletons count."]
    lines += ["The published values come from other documents than ours; the set-up stands beside each.", ""]
    return "\n".join(lines)


def _litbank_row(label: str, score: Mapping[str, float]) -> str:
    cells = (f"{100 * score[key]:.1f}" if key in score else "" for key in ("precision", "recall", "f1"))
    return f"{label:42}" + "".join(f"{cell:>6}" for cell in cells)


def pdnc(
    title: str,
    novels: Mapping[str, Figures],
    mean: Figures,
    pooled: Figures,
) -> str:
    """Lay out the speaker scores: a line a novel, their mean, all parts pooled, and BookNLP's beside them."""
    found = {"accuracy_found": pooled["accuracy_found"]}
    found |= {f"accuracy_{type}": pooled[f"accuracy_found_{type}"] for type in ("explicit", "anaphoric", "implicit")}
    theirs = {name: value for name, value in published.BOOKNLP_BY_NOVEL.items() if name in novels}
    rows: dict[str, Figures] = {
        **{name: {**row, "booknlp": theirs.get(name)} for name, row in novels.items()},
        "mean of the novels": {**mean, "booknlp": fmean(theirs.values()) if theirs.keys() == novels.keys() else None},
        "all parts pooled": pooled,
        "pooled, found parts only": found,
        "BookNLP big, 22 novels, found only": published.BOOKNLP_POOLED,
    }
    lines = [title, "", f"{'':36}" + "".join(f"{label:>10}" for label in PDNC_COLUMNS.values())]
    lines += [f"{name:36}" + "".join(_pdnc_cell(key, row) for key in PDNC_COLUMNS) for name, row in rows.items()]
    return "\n".join([*lines, "", PDNC_NOTES])


def _pdnc_cell(key: str, row: Figures) -> str:
    value = row.get(key)
    if value is None:
        return f"{'-':>10}"
    return f"{value:10.{DECIMALS.get(key, 3)}f}"
