"""Tables of contents inside the text: headings that open nothing.

A table of contents looks like headings in a row. What tells it from headings is that no prose stands between them,
and that the same numbers come again later.
"""

import itertools

from undertow.source.headings import Heading
from undertow.source.passages import Passage
from undertow.source.values import BlockKind

_TITLES = frozenset(
    (
        "contents",
        "table of contents",
        "the contents",
        "list of chapters",
        "chapters",
        "list of illustrations",
        "illustrations",
    )
)
_PROSE = 150  # characters; a line of a table of contents is shorter
_WINDOW = 400  # passages from the start in which a table of contents may stand


def mark_contents(
    passages: list[Passage], words: list[str], kinds: list[BlockKind | None], headings: dict[int, Heading]
) -> None:
    """Mark tables of contents as boilerplate and take their lines out of `headings`."""
    listed = _in_a_row(words, kinds, headings)
    for i in range(min(len(kinds), _WINDOW)):
        if words[i].strip(" .:_*[]=").lower() in _TITLES and kinds[i] in (None, BlockKind.HEADING):
            listed.add(i)
            listed |= _after_title(passages, words, kinds, headings, i + 1)
    for i in listed:
        kinds[i] = BlockKind.BOILERPLATE
        headings.pop(i, None)
    _mark_links(passages, kinds, headings)


def _is_prose(short: str) -> bool:
    return not short or len(short) > _PROSE or (short.rstrip("\"'”’)")[-1:] in (".", "!", "?") and len(short) > 60)


def _in_a_row(words: list[str], kinds: list[BlockKind | None], headings: dict[int, Heading]) -> set[int]:
    """Headings of the same kind with consecutive numbers and no story between them."""
    listed: set[int] = set()
    marked = sorted(i for i in headings if headings[i].number is not None)
    numbers = [(headings[i].key, headings[i].number) for i in marked]
    later = {pair: at for at, pair in enumerate(numbers)}  # the last place where each stands
    for at, (i, j) in enumerate(itertools.pairwise(marked)):
        same = headings[i].key == headings[j].key
        following = same and (headings[j].number or 0) == (headings[i].number or 0) + 1
        bare_of_prose = all(
            words[k] and not _is_prose(words[k]) and kinds[k] in (None, BlockKind.HEADING) for k in range(i + 1, j)
        )
        if following and bare_of_prose and j - i <= 3 and later[numbers[at]] > at:
            listed |= set(range(i, j))
            if later[numbers[at + 1]] > at + 1:
                listed.add(j)
    return listed


def _after_title(
    passages: list[Passage],
    words: list[str],
    kinds: list[BlockKind | None],
    headings: dict[int, Heading],
    first: int,
) -> set[int]:
    """The lines below "Contents": short, no sentences; up to the first heading that prose follows."""
    taken: set[int] = set()
    for i in range(first, min(len(kinds), first + _WINDOW)):
        if kinds[i] is BlockKind.HEADING and passages[i].kind is None and i not in headings:
            break
        prose_next = i + 1 < len(kinds) and _is_prose(words[i + 1])
        subtitle_next = (
            i + 2 < len(kinds) and _is_prose(words[i + 2]) and not _is_prose(words[i + 1]) and (i + 1) not in headings
        )
        if kinds[i] not in (None, BlockKind.HEADING) or (_is_prose(words[i]) and not _is_list(words[i])):
            break
        if (prose_next or subtitle_next) and (i in headings or prose_next):
            break
        taken.add(i)
    return taken


def _is_list(passage: str) -> bool:
    lines = passage.split("\n")
    return (
        len(lines) >= 3
        and all(len(line) <= 80 for line in lines)
        and not any(line.rstrip().endswith((",", ";")) for line in lines)
    )


def _mark_links(passages: list[Passage], kinds: list[BlockKind | None], headings: dict[int, Heading]) -> None:
    """In markup, three passages in a row that are nothing but links are a table of contents."""
    run: list[int] = []
    for i in range(len(passages) + 1):
        if i < len(passages) and passages[i].link and kinds[i] in (None, BlockKind.HEADING):
            run.append(i)
            continue
        if len(run) >= 3:
            for j in run:
                kinds[j] = BlockKind.BOILERPLATE
                headings.pop(j, None)
        run = []
