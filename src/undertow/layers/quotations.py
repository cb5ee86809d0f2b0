"""Quotations: a document to the words that are said in it, by paragraph and without a model.

Marks are paired paragraph by paragraph (`speech_marks`, `speech_spans`), so that a missing one harms its own
paragraph only; dashes that open speech are found where a text uses them (`speech_dashes`); what is quoted and not said
is left out (`speech_filter`) or an inset (`insets`); and parts that a cue or a new paragraph divides are joined to one
quotation. As in PDNC, a long utterance that is reported inside another is a part of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from undertow.document.values import Document
from undertow.layers.annotator import Progress
from undertow.layers.insets import as_insets, find_insets
from undertow.layers.speech_dashes import dash_in, dashed_spans, is_dash_style, opens_with_dash
from undertow.layers.speech_filter import features, log_odds
from undertow.layers.speech_marks import DOUBLE, SINGLE, Quoted
from undertow.layers.speech_spans import Style, looks_opening, quoted_spans
from undertow.layers.values import Layers, Quotations
from undertow.lexicons import load

SAID = -0.7  # log-odds above which a span is speech: tuned on PDNC for precision without loss of recall
_ODD_STYLE = -1.0  # log-odds for single marks where double ones rule: mostly irony and titles
_TERMINAL = ".!?"
_SHORT_NESTED = 0.2  # a nested utterance shorter than this share of its neighbour stays in the neighbour's part
_SENTENCE_INSIDE = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[.!?]\s+[A-Z]")
_WORD = re.compile(r"[^\W_]+")
_CUE = re.compile(
    r"[,.?!]\s+(?:(?:he|she|I|they|[A-Z]\w+) (?:said|asked|replied|answered|cried|whispered)"
    r"|(?:said|asked|replied|cried) \w+)\b"
)
_STYLES = {
    "“": "double curly",
    "”": "double curly",
    "„": "low double",
    "‟": "double curly",
    '"': "double straight",
    "＂": "double straight",
    "``": "double backticks",
    "''": "double straight",
    "«": "guillemets",
    "»": "guillemets",
    "‹": "single guillemets",
    "›": "single guillemets",
    "‘": "single curly",
    "’": "single curly",
    "‚": "low single",
    "‛": "single curly",
    "`": "single backticks",
    "'": "single straight",
    "—": "dash",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a quotation. `joins`: it goes on with the quotation of the part before."""

    start: int
    end: int
    joins: bool


def paragraph_ranges(document: Document) -> list[tuple[int, int]]:
    """The characters of each paragraph."""
    if not document.n_tokens:
        return []
    starts = document.token_start[document.paragraphs[:, 0]].tolist()
    ends = document.token_end[document.paragraphs[:, 1] - 1].tolist()
    return list(zip(starts, ends, strict=True))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_utterance(text: str, nested: Quoted) -> bool:
    said = text[nested.start : nested.end]
    first = said[0]
    return nested.opened and nested.closed and " " in said.strip() and said[-1] in ".,!?-—:;…" and not first.islower()


def _divide(text: str, quoted: Quoted) -> list[tuple[int, int]]:
    """Divide a span at the utterances that are reported in it, unless they are short beside the words around them."""
    pieces: list[tuple[int, int, bool]] = []
    at = quoted.start
    for nested in quoted.nested:
        if _is_utterance(text, nested):
            pieces += [(at, nested.outer_start, False), (nested.start, nested.end, True)]
            at = nested.outer_end
    pieces.append((at, quoted.end, False))
    result: list[tuple[int, int, bool]] = []
    for raw_start, raw_end, inside in pieces:
        start, end = _strip(text, raw_start, raw_end)
        if not any(c.isalnum() for c in text[start:end]):
            continue
        last = result[-1] if result else None
        sizes = (last[1] - last[0], end - start) if last else (0, 0)
        if last and inside != last[2] and sizes[inside] < _SHORT_NESTED * sizes[not inside]:
            result[-1] = (last[0], end, False)
        else:
            result.append((start, end, inside))
    return [(start, end) for start, end, _ in result] or [(quoted.start, quoted.end)]


def _cue_joins(text: str, before: Quoted, after: Quoted) -> bool:
    """Tell whether the words between two spans of a paragraph interrupt one quotation (rates: PDNC's training novels).

    A cue joins what stands around it. What begins a sentence of its own and leads up to the next words does not.
    """
    gap = text[before.outer_end : after.outer_start].strip(" \t\n—–-")
    if not gap or _SENTENCE_INSIDE.search(gap):
        return False
    broken = text[before.end - 1] in ",;-—–" or text[before.end - 1] not in ".!?…"
    cue = any(word.lower() in load("speech_verbs") for word in _WORD.findall(gap))
    leads = gap[-1] in ",:;-—"
    if gap[0].isupper():
        return broken if not cue else broken or not leads
    return broken or not leads or (cue and gap[0].islower())


def _silent(share: float) -> None:
    """Report progress to nobody."""


class QuotationAnnotator:
    """Finds direct speech by its marks."""

    provides = "quotations"
    requires: tuple[str, ...] = ()

    def __call__(self, document: Document, layers: Layers, *, progress: Progress = _silent) -> Quotations:
        """Make the layer. Time is linear in the length of the text."""
        text, paragraphs = document.text, paragraph_ranges(document)
        quoted = quoted_by_paragraph(text, paragraphs, progress)
        prefer_single = _prefers_single(quoted)
        insets = find_insets(text, paragraphs, quoted)
        ends = [end for _, end, _ in insets]
        spoken: list[list[Quoted]] = []
        for paragraph, spans in zip(paragraphs, quoted, strict=True):
            free = [span for span in spans if not _is_held(span, insets, ends)]
            spoken.append(_spoken(text, paragraph, free, prefer_single))
        _add_dashes(document, paragraphs, spoken)
        return replace(_as_layer(document, paragraphs, spoken), insets=as_insets(text, insets))


def _is_held(span: Quoted, insets: Sequence[tuple[int, int, int]], ends: Sequence[int]) -> bool:
    """Whether a span begins in one of the insets, which end at `ends`."""
    k = bisect_right(ends, span.outer_start)
    return k < len(insets) and insets[k][0] <= span.outer_start


def quoted_by_paragraph(
    text: str, paragraphs: Sequence[tuple[int, int]], progress: Progress = _silent
) -> list[list[Quoted]]:
    """The outermost quoted spans of each paragraph, said or not."""
    openings = [looks_opening(text, low, high) for low, high in paragraphs]
    openings.append("")
    n_single = sum(glyph in "'‘`‚" for glyph in openings if glyph)
    prefer = SINGLE if 2 * n_single > sum(map(bool, openings)) else DOUBLE
    style = Style(prefer, "„" in text)
    result = []
    for k, (low, high) in enumerate(paragraphs):
        result.append(quoted_spans(text, low, high, next_glyph=openings[k + 1], style=style))
        if k % 1000 == 0:
            progress(k / len(paragraphs))
    return result


def _prefers_single(quoted: Sequence[Sequence[Quoted]]) -> bool:
    families = [span.family for spans in quoted for span in spans]
    return 2 * families.count(SINGLE) > len(families)


def _spoken(text: str, paragraph: tuple[int, int], quoted: Sequence[Quoted], prefer_single: bool) -> list[Quoted]:
    """The spans of a paragraph that are said."""
    opens_paragraph = bool(quoted) and quoted[0].outer_start <= paragraph[0]
    result = []
    for span in quoted:
        odds = log_odds(features(text, paragraph, span, opens_paragraph))
        if span.family == SINGLE and not prefer_single:
            odds += _ODD_STYLE
        if odds > SAID and any(c.isalnum() for c in text[span.start : span.end]):
            result.append(span)
    return result


def _add_dashes(document: Document, paragraphs: Sequence[tuple[int, int]], spoken: list[list[Quoted]]) -> None:
    """Add the speech that dashes open to the paragraphs of the chapters that use them."""
    text = document.text
    first = document.paragraphs[:, 0]
    for start, end in document.chapters.tolist():
        inside = range(int(np.searchsorted(first, start)), int(np.searchsorted(first, end)))
        dashed = [k for k in inside if not spoken[k] and opens_with_dash(text, *paragraphs[k])]
        if is_dash_style(len(dashed), sum(bool(spoken[k]) for k in inside)):
            for k in dashed:
                spoken[k] = list(dashed_spans(text, *paragraphs[k]))
    if len(paragraphs) == 1 and not any(spoken):
        spoken[0] = _dashed_sentences(document)


def _dashed_sentences(document: Document) -> list[Quoted]:
    """The same for a text of one paragraph: there, a dash may open speech with a sentence or after a colon."""
    text = document.text
    starts = document.token_start[document.sentences[:, 0]].tolist()
    ends = document.token_end[document.sentences[:, 1] - 1].tolist()
    dashed = [(dash_in(text, low, high), high) for low, high in zip(starts, ends, strict=True)]
    dashed = [(low, high) for low, high in dashed if low >= 0]
    if not is_dash_style(len(dashed), 0):
        return []
    return [span for low, high in dashed for span in dashed_spans(text, low, high)]


def _parts(text: str, paragraphs: Sequence[tuple[int, int]], spoken: Sequence[Sequence[Quoted]]) -> Iterator[_Part]:
    before: Quoted | None = None
    last_k = -1
    for k, spans in enumerate(spoken):
        for span in spans:
            joins = False
            if before is not None and last_k == k:
                joins = _cue_joins(text, before, span) if before.closed else span.resumed
                if len(paragraphs) == 1 and joins and before.closed:
                    joins = (
                        text[before.outer_end : span.outer_start].rstrip()[-1:] not in _TERMINAL
                    )  # a new paragraph, for all we know
                if before.glyph == "—" == span.glyph and len(paragraphs) > 1:
                    joins = True
            elif before is not None and last_k == k - 1 and not before.closed and before.glyph != "—":
                joins = span.outer_start == paragraphs[k][0] and span.family == before.family
            for start, end in _divide(text, span):
                yield _Part(start, end, joins)
                joins = True
            before, last_k = span, k


def _as_layer(
    document: Document, paragraphs: Sequence[tuple[int, int]], spoken: Sequence[Sequence[Quoted]]
) -> Quotations:
    text = document.text
    parts = list(_parts(text, paragraphs, spoken))
    glyphs = [_STYLES.get(span.glyph, "double straight") for spans in spoken for span in spans]
    style = max(sorted(set(glyphs)), key=glyphs.count) if glyphs else "none"
    return Quotations(
        part_start_char=np.array([part.start for part in parts], np.int32),
        part_end_char=np.array([part.end for part in parts], np.int32),
        part_quotation=np.cumsum([not part.joins for part in parts], dtype=np.int32) - 1
        if parts
        else np.zeros(0, np.int32),
        style=style,
        warnings=tuple(_warnings(document, spoken)),
    )


def _warnings(document: Document, spoken: Sequence[Sequence[Quoted]]) -> Iterator[str]:
    """What a user should know: dialogue without marks, marks without partners."""
    spans = [span for group in spoken for span in group]
    if not spans:
        n_cues = sum(1 for _ in _CUE.finditer(document.text))
        if n_cues >= 3 and n_cues * 2000 >= document.n_tokens:
            yield (
                f"no quotation was found, although {n_cues} phrases such as 'he said' look like dialogue: "
                "the text may write speech without quotation marks"
            )
        return
    odd = sum(not span.opened or (not span.closed and span.glyph != "—") for span in spans)
    if odd >= 5 and 10 * odd > len(spans):
        yield f"{odd} of {len(spans)} quoted passages lack an opening or a closing mark; their ends are guesses"
