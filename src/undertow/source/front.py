"""The front matter of a story: title, byline, dedication, and the labelled header lines that fan fiction opens with.

Looked at are the passages before the first heading, or the first few where there is none. The title is the first line
when it is short, is no sentence and stands by itself. What a labelled line says goes to the metadata under the
label's name.
"""

import re
from dataclasses import dataclass, field

from undertow.source.headings import is_time_line, is_title_like, read_bare_number
from undertow.source.notes import LABELS, is_disowning, is_note_start, read_label
from undertow.source.passages import Passage
from undertow.source.values import BlockKind

_ZONE = 40  # passages: how far a header with one label a passage can reach
_TITLE_LENGTH = 100
_FRONT_LENGTH = 1200  # characters; what stands between title and first heading and is longer is story
_BYLINE = re.compile(
    r"[\W_]*(?:(?:written\s+|told\s+|a\s+(?:novel|story|tale)\s+)?by|author)\s*[:\s]\s*(?P<name>\S[^\n]{0,79})",
    re.IGNORECASE,
)
_BY_ALONE = re.compile(r"[\W_]*by[\W_]*", re.IGNORECASE)
_TITLE_BY = re.compile(
    r"(?P<title>.+?),?\s+(?:by|By|BY)\s+(?P<name>(?:[A-Z][\w.'’-]*|de|du|von|van|la)(?:\s+(?:[A-Z][\w.'’-]*|de|du|von|van|la))+)"
)
_CREDIT = re.compile(
    r"[\W_]*(?:translated|illustrated|edited|copyright|first published|originally published|published|"
    r"with illustrations|©|\(c\)|all rights reserved|"
    r"\(?\d{4}\)?$|a novel\b|in (?:two|three|four|five) (?:parts|volumes|books)|word count)",
    re.IGNORECASE,
)
_DEDICATION = re.compile(r"[\W_]*(?:to|for|dedicated to|in memory of|this book is for)\s+\S", re.IGNORECASE)


@dataclass(slots=True)
class Front:
    """What the first lines said: labels as LABELS names them, and a byline."""

    title: str = ""
    authors: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # label as it stood, lower case -> value


def mark_front(text: str, passages: list[Passage], kinds: list[BlockKind | None], *, titled: bool) -> Front:
    """Mark title, byline, header labels and dedication; return what they say."""
    front = Front()
    first_heading = next((i for i, kind in enumerate(kinds) if kind is BlockKind.HEADING), None)
    end = min(len(kinds), _ZONE if first_heading is None else min(first_heading, _ZONE))
    at = _mark_labels(text, passages, kinds, (0, end), front)
    if not titled and not front.title:
        at = max(at, _mark_title(text, passages, kinds, end, front))
    at = max(at, _mark_bylines(text, passages, kinds, end, front))
    _mark_labels(text, passages, kinds, (at, end), front)
    if first_heading is not None and first_heading <= _ZONE:
        _mark_before_heading(text, passages, kinds, first_heading)
    return front


def _mark_labels(
    text: str, passages: list[Passage], kinds: list[BlockKind | None], zone: tuple[int, int], front: Front
) -> int:
    """Mark labelled lines; return the index after the last. One label alone may be a character's line.

    A header has two, or a strong one.
    """
    first, end = zone
    found: list[tuple[int, list[tuple[str, str]]]] = []
    i = first
    while i < end and kinds[i] in (None, BlockKind.SCENE_BREAK):
        said = text[passages[i].start : min(passages[i].end, passages[i].start + 3000)]
        labels = _labels_of(said)
        if labels:
            found.append((i, labels))
        elif _continues(text, passages, i, found):
            found[-1][1][-1] = (found[-1][1][-1][0], f"{found[-1][1][-1][1]} {said}")
            found.append((i, []))
        elif kinds[i] is None and not (found and is_note_start(said)) and i > first + 1:
            break
        i += 1
    names = [label for _, labels in found for label, _ in labels]
    if len(set(names)) < 2 and not set(names) & {
        "title",
        "author",
        "rating",
        "disclaimer",
        "pairing",
        "fandom",
        "summary",
    }:
        return first
    for i, labels in found:
        said = text[passages[i].start : passages[i].end]
        is_title = bool(labels) and all(LABELS.get(label) in ("title", "authors") for label, _ in labels)
        kinds[i] = BlockKind.TITLE if is_title and len(said) < 200 else BlockKind.NOTE
        for label, value in labels:
            front.labels.setdefault(label, value)
            if LABELS.get(label) == "title":
                front.title = front.title or value
            elif LABELS.get(label) == "authors" and value:
                front.authors.append(value)
    return found[-1][0] + 1


def _continues(text: str, passages: list[Passage], i: int, found: list[tuple[int, list[tuple[str, str]]]]) -> bool:
    """Say whether a line without a label goes on with the value above it: no blank between, and a label follows."""
    if not found or found[-1][0] != i - 1 or not found[-1][1] or passages[i].gap or i + 1 >= len(passages):
        return False
    return read_label(text[passages[i + 1].start : passages[i + 1].end].split("\n", maxsplit=1)[0]) is not None


def _labels_of(said: str) -> list[tuple[str, str]]:
    """The labels of a passage whose first line is labelled; lines without a label continue the value before."""
    labels: list[tuple[str, str]] = []
    for line in said.split("\n"):
        label = read_label(line.strip())
        if label is not None:
            labels.append(label)
        elif labels:
            labels[-1] = (labels[-1][0], f"{labels[-1][1]} {line.strip()}".strip())
        else:
            return []
    return labels


def _mark_title(text: str, passages: list[Passage], kinds: list[BlockKind | None], end: int, front: Front) -> int:
    """Mark the first line as the title if it can be one; return the index after it."""
    i = next((i for i in range(end) if kinds[i] in (None, BlockKind.NOTE)), None)
    if i is None or kinds[i] is BlockKind.NOTE or not any(kind is None for kind in kinds[i + 1 :]):
        return 0
    said = text[passages[i].start : passages[i].end]
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    if len(lines) > 4 or not _can_be_title(lines[0]) or is_disowning(said) or is_note_start(said):
        return 0
    if passages[i].display and any(_is_again(text, said, passage) for passage in passages[i + 1 :]):
        return 0  # a name in bold that comes again says whose mind we are in
    apart = _stands_apart(text, passages, i)
    next_said = text[passages[i + 1].start : passages[i + 1].start + 100]
    by_follows = _BYLINE.match(next_said) or _BY_ALONE.fullmatch(next_said.split("\n")[0])
    if len(lines) > 1:
        # Title and byline, or a title over two lines, in one passage.
        if not (
            _BYLINE.match(lines[1]) or _BY_ALONE.fullmatch(lines[1]) or all(line.upper() == line for line in lines)
        ):
            return 0
    elif not apart and not by_follows and not is_title_like(lines[0]):
        return 0
    kinds[i] = BlockKind.TITLE
    front.title = lines[0].strip("*_=~# ")
    if len(lines) > 1 and (found := _BYLINE.match("\n".join(lines[1:]))):
        front.authors.append(_clean_name(found["name"]))
    elif len(lines) == 1 and (found := _TITLE_BY.fullmatch(front.title)):
        front.title = found["title"]
        front.authors.append(_clean_name(found["name"]))
    return i + 1


def _is_again(text: str, said: str, passage: Passage) -> bool:
    return passage.display and passage.end - passage.start == len(said) and text.startswith(said, passage.start)


def _can_be_title(line: str) -> bool:
    """Short, few words, no sentence, no speech."""
    if len(line) > _TITLE_LENGTH or len(line.split()) > 14 or not any(map(str.isalnum, line)):
        return False
    if line[0] in '"“‘«' and not is_title_like(line.strip("\"“”‘’«»'")):
        return False
    if read_bare_number(line) is not None or (is_time_line(line) and any(map(str.isdecimal, line))):
        return False
    bare = line.rstrip("*_=~# )]\"”’'")
    return not bare.endswith((",", ";", ":", "—", "--")) and (
        not bare.endswith(".") or bare.endswith("...") or bare.upper() == bare
    )


def _stands_apart(text: str, passages: list[Passage], i: int) -> bool:
    """A blank line follows, or the text goes on in a different shape: a long paragraph right below a short line."""
    if i + 1 >= len(passages):
        return False
    following = passages[i + 1]
    return "\n\n" in text[passages[i].end : following.start] or following.gap > 0


def _mark_bylines(text: str, passages: list[Passage], kinds: list[BlockKind | None], end: int, front: Front) -> int:
    """Mark the lines that belong to a title: byline, subtitle, credits, year. They follow it at once."""
    titles = [i for i in range(end) if kinds[i] is BlockKind.TITLE]
    if not titles:
        return 0
    i = titles[-1] + 1
    by_alone = False
    while i < end and (
        kinds[i] is BlockKind.TITLE or (kinds[i] is None and passages[i].end - passages[i].start <= 200)
    ):
        said = text[passages[i].start : passages[i].end]
        if found := _BYLINE.fullmatch(said.replace("\n", " ")):
            front.authors.append(_clean_name(found["name"]))
        elif by_alone:
            front.authors.append(_clean_name(said))
        elif not (_BY_ALONE.fullmatch(said) or _CREDIT.match(said) or _same(said, front.title)) or len(said) > 120:
            break
        by_alone = _BY_ALONE.fullmatch(said) is not None
        kinds[i] = BlockKind.TITLE
        i += 1
    return i


def _same(said: str, title: str) -> bool:
    """Say whether a line repeats the title."""
    words = re.sub(r"[\W_]+", " ", said).casefold().strip()
    return bool(words) and re.sub(r"[\W_]+", " ", title).casefold().startswith(words)


def _clean_name(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip(" *_~=.,;:-–—#[]<>")


def _mark_before_heading(text: str, passages: list[Passage], kinds: list[BlockKind | None], first_heading: int) -> None:
    """Between title and first heading stand subtitle, dedication, epigraph; prose is a prologue, and story."""
    left = [i for i in range(first_heading) if kinds[i] is None]
    said = {i: text[passages[i].start : passages[i].end] for i in left}
    n_prose = sum(len(part) > 100 and part[0] not in "\"“‘'_*—-[(" for part in said.values())
    if n_prose > 1 or sum(map(len, said.values())) > _FRONT_LENGTH:
        left = [i for i in left[:2] if len(said[i]) < 120 and _DEDICATION.match(said[i])]
    for i in left:
        below_title = i == 0 or kinds[i - 1] is BlockKind.TITLE
        is_subtitle = below_title and is_title_like(said[i]) and len(said[i]) < 120 and not _DEDICATION.match(said[i])
        kinds[i] = BlockKind.TITLE if is_subtitle else BlockKind.NOTE
