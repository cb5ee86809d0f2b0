"""Project Gutenberg: where the header ends and the licence begins, in text, HTML and EPUB, and what the header says.

Only the lines that Gutenberg itself promises are believed ("*** START OF ...", "*** END OF ...", the old small
print): words like "Produced by" also stand inside books.
"""

import re
from dataclasses import dataclass, replace

from undertow.source.values import Metadata

_START = re.compile(
    r"^[ \t]*\*{2,}[ \t]*START OF TH(?:E|IS) PROJECT GUTENBERG[^\n]*(?:\n[^\n*]+\*{2,}[ \t]*$)?",
    re.IGNORECASE | re.MULTILINE,
)
_SMALL_PRINT = re.compile(r"^[^\n]{0,20}END\*?[ \t]*THE SMALL PRINT![^\n]*", re.IGNORECASE | re.MULTILINE)
_END = re.compile(
    r"^[ \t]*(?:\*{2,}[ \t]*END OF TH(?:E|IS) PROJECT GUTENBERG"
    r"|END OF (?:THE |THIS )?PROJECT GUTENBERG(?:['’]S)?[ \t][^\n]*(?:E-?BOOK|E-?TEXT|\bOF\b)"
    r"|END OF (?:THE |THIS )?PROJECT GUTENBERG['’]S)",
    re.IGNORECASE | re.MULTILINE,
)
_OPENING = re.compile(r"\s*(?:\*+\s*)?(?:The |This is the |\*+The )?Project Gutenberg(?:['’]s)?\b", re.IGNORECASE)
_PRODUCED = re.compile(
    r"\s*(?:(?:This e-?text was |E-?text )?(?:produced|prepared|transcribed|scanned)\s+(?:by|from)\b"
    r"[^\n]*(?:\n[^\n]+){0,5}|\[?Transcriber['’]s Notes?[\s\S]{0,2000}?)(?=\n\s*\n)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^(Title|Author|Release Date|Posting Date|Language|"
    r"Translator|Illustrator|Editor|Credits|Produced by|Series)\s*:[ \t]*",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the book stands in a Gutenberg text: half-open characters; outside is boilerplate."""

    start: int
    end: int
    metadata: Metadata


def find_frame(text: str) -> Frame | None:
    """Find the book in a Gutenberg text, or None if this is none."""
    head = text[: 1 << 16]
    starts = [found.end() for pattern in (_START, _SMALL_PRINT) if (found := pattern.search(head))]
    end = _END.search(text, max(starts, default=0))
    if not starts and (end is None or not _OPENING.match(head)) and (end is None or end.start() < len(text) // 2):
        return None
    start = max(starts, default=0)
    stop = end.start() if end else len(text)
    if (produced := _PRODUCED.match(text, start)) and produced.end() < stop:
        start = produced.end()
    return Frame(start, stop, read_header(text[:start]))


def read_header(header: str) -> Metadata:
    """Read the labelled lines of a header; a value goes on in indented lines."""
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(header):
        value = header[found.end() :].split("\n\n", 1)[0]
        value = re.split(r"\n(?=\S)", value, maxsplit=1)[0]
        fields.setdefault(found[1], re.sub(r"\s+", " ", value).strip())
    other = {
        label: value
        for label, value in fields.items()
        if label not in ("Title", "Author", "Language", "Release Date", "Series")
    }
    number = re.search(r"e(?:book|text)\s*#\s*(\d+)", header, re.IGNORECASE)
    metadata = Metadata(origin="Project Gutenberg", publisher="Project Gutenberg", other=other)
    return replace(
        metadata,
        title=fields.get("Title", ""),
        authors=tuple(filter(None, re.split(r"\s+and\s+", fields.get("Author", "")))),
        language=fields.get("Language", ""),
        published=re.sub(r"\s*\[.*", "", fields.get("Release Date", "")),
        series=tuple(filter(None, [fields.get("Series", "")])),
        url=f"https://www.gutenberg.org/ebooks/{number[1]}" if number else "",
    )
