"""Trees of markup -> passages: what a reader sees, block by block.

HTML, EPUB, DOCX and Markdown all come through here. A block element ends a passage, inline elements do not; `<hr>` is
a break, an empty paragraph a gap, a run of `<br>` the end of a paragraph. What the archives know better (this is a
note, that is a licence) comes in as roles: a mapping from elements to what they and everything in them are. Nothing
here recurses: nesting can be as deep as a file likes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from undertow.source.headings import is_scene_break
from undertow.source.passages import PassageBuilder, is_visible
from undertow.source.text_layout import find_passages
from undertow.source.values import BlockKind
from undertow.source.wordlist import word_list

if TYPE_CHECKING:
    from lxml.etree import _Element


class Role(StrEnum):
    """What an element is, where it is no kind of block."""

    SKIP = "skip"  # nothing that a reader sees, or nothing of the text
    BODY = "body"  # the work of whoever made the file: headings are headings, words decide the rest
    USER = "user"  # the author's own markup: an <h3> may be a letterhead, so words decide everything


Roles = Mapping["_Element", Role | BlockKind]

_BLOCKS = frozenset(
    word_list(
        "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre section summary table tbody tfoot "
        "thead tr ul caption"
    )
)
_SKIPPED = frozenset(
    word_list(
        "head script style noscript template svg math iframe object embed audio video canvas select option button "
        "textarea input rt rp map title"
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST_CHAPTER = 4  # <h5> and <h6> are used for letterheads and the like
_BOLD = frozenset(("b", "strong", "u", "big"))
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TERMINAL = re.compile(r"[.!?…\"”’')\]*~—–-]$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)

_TYPES: dict[str, Role | BlockKind] = {
    **dict.fromkeys(("noteref", "pagebreak"), Role.SKIP),
    **dict.fromkeys(("titlepage", "halftitlepage", "fulltitle"), BlockKind.TITLE),
    **dict.fromkeys(
        (
            "imprint",
            "colophon",
            "copyright-page",
            "toc",
            "loi",
            "lot",
            "loa",
            "lov",
            "landmarks",
            "page-list",
            "index",
            "cover",
            "seriespage",
        ),
        BlockKind.BOILERPLATE,
    ),
    **dict.fromkeys(
        word_list(
            "dedication epigraph footnote footnotes endnote endnotes rearnote rearnotes acknowledgments "
            "acknowledgements foreword contributors other-credits errata bibliography glossary"
        ),
        BlockKind.NOTE,
    ),
    **dict.fromkeys(("chapter", "part", "volume", "division", "prologue", "epilogue"), Role.BODY),
}
_FRONT_TYPES = frozenset(("preface", "introduction", "preamble", "afterword"))  # notes, unless they are of the body


@dataclass(slots=True)
class _Inline:
    """The inline text that has come together since the last block ended."""

    parts: list[str] = field(default_factory=list)
    n_seen: int = 0
    n_bold: int = 0
    n_linked: int = 0


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds inside an element."""

    role: Role | BlockKind = Role.BODY
    bold: bool = False
    centred: bool = False
    linked: bool = False
    verbatim: bool = False
    level: int = 0  # of the heading that we are in


def walk(root: "_Element", builder: PassageBuilder, roles: Roles | None = None) -> None:
    """Add the passages of a tree to a builder."""
    _Walker(builder, roles or {}).walk(root)


class _Walker:
    def __init__(self, builder: PassageBuilder, roles: Roles) -> None:
        self.builder = builder
        self.roles = roles
        self.inline = _Inline()

    def walk(self, root: "_Element") -> None:
        outer = _Context()
        entered = self._enter(root, outer)
        if entered is None:
            return
        stack: list[tuple[_Element, Iterator[_Element], _Context, _Context, tuple[int, int]]] = []
        stack.append((root, iter(root), entered, outer, self._mark()))
        self._text(root.text, entered)
        while stack:
            element, children, context, before, mark = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(element, context, mark)
                if stack:
                    self._text(element.tail, before)
                continue
            inner = self._enter(child, context) if isinstance(child.tag, str) else None
            if inner is None:
                self._text(child.tail, context)
                continue
            stack.append((child, iter(child), inner, context, self._mark()))
            self._text(child.text, inner)
        self._flush(outer)

    def _mark(self) -> tuple[int, int]:
        return len(self.builder.passages), self.builder.gap

    def _enter(self, element: "_Element", context: _Context) -> _Context | None:
        """The context inside an element; None if there is nothing to see in it."""
        tag = local_name(element)
        if tag == "br":
            self.inline.parts.append("\n")
            return None
        if tag == "hr":
            self._flush(context)
            if context.role is not Role.SKIP:
                self.builder.rule = True
            return None
        role = self.roles.get(element) or _role_of(element, tag) or context.role
        if tag in _SKIPPED or role is Role.SKIP or _is_hidden(element):
            return None
        if tag in _BLOCKS:
            self._flush(context)
        elif tag in ("td", "th"):
            self.inline.parts.append(" ")
        style = element.get("style") or ""
        return _Context(
            role,
            context.bold or tag in _BOLD,
            context.centred
            or tag == "center"
            or element.get("align") == "center"
            or _CENTRED.search(style) is not None,
            context.linked or (tag == "a" and _is_inner_link(element.get("href") or "")),
            context.verbatim or tag == "pre",
            _HEADINGS.get(tag, context.level),
        )

    def _leave(self, element: "_Element", context: _Context, mark: tuple[int, int]) -> None:
        tag = local_name(element)
        if tag in _BLOCKS:
            held = bool(self.inline.parts)
            self._flush(context)
            # A paragraph with nothing in it is a gap; so is a <div> that holds a blank or a line break.
            if self._mark() == mark and (tag == "p" or (held and tag == "div")) and context.role is not Role.SKIP:
                self.builder.gap += 1

    def _text(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if not context.verbatim:
            text = _SPACE.sub(" ", text)
        self.inline.parts.append(text)
        seen = len(text) - text.count(" ")
        self.inline.n_seen += seen
        self.inline.n_bold += seen * context.bold
        self.inline.n_linked += seen * context.linked

    def _flush(self, context: _Context) -> None:
        """End a passage, if there is any text since the last one ended."""
        inline = self.inline
        if not inline.parts:
            return
        self.inline = _Inline()
        text = "".join(inline.parts)
        if not is_visible(text):
            self.builder.gap += min(1, text.count("\n"))
            return
        kind = context.role if isinstance(context.role, BlockKind) else None
        display = inline.n_bold >= 0.95 * inline.n_seen or context.centred
        link = inline.n_linked >= 0.9 * inline.n_seen
        if context.level and kind is None:
            if context.role is Role.BODY and context.level <= _DEEPEST_CHAPTER:
                kind = BlockKind.HEADING
            display = True
        if context.verbatim:
            self._add_verbatim(text, kind)
        else:
            text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
            for gap, part in split_at_line_breaks(text) if kind is None else [(0, re.sub(r"\n{2,}", "\n", text))]:
                self.builder.gap += gap
                self.builder.add(part, kind, display=display, link=link)

    def _add_verbatim(self, text: str, kind: BlockKind | None) -> None:
        """Preformatted text has the layout of plain text."""
        for passage in find_passages(text)[0]:
            self.builder.gap += passage.gap
            self.builder.add(text[passage.start : passage.end], kind)


def local_name(element: "_Element") -> str:
    """The tag in lower case, without its namespace."""
    tag = element.tag
    return str(tag).rpartition("}")[2].lower() if isinstance(tag, str) else ""


def types_of(element: "_Element") -> list[str]:
    """The values of `epub:type`."""
    return str(element.get(_EPUB_TYPE) or element.get("epub:type") or "").split()


def _role_of(element: "_Element", tag: str) -> Role | BlockKind | None:
    for value in types_of(element):
        if (role := _TYPES.get(value)) is not None:
            return role
        if value in _FRONT_TYPES:
            ancestor = element.getparent()
            return None if ancestor is not None and "bodymatter" in types_of(ancestor) else BlockKind.NOTE
    if tag == "hgroup":
        return BlockKind.HEADING
    if tag in ("nav", "figcaption"):
        return BlockKind.BOILERPLATE
    if tag in ("span", "a", "p", "div") and re.search(
        r"\bpage-?(?:num|no|number)\b", element.get("class") or "", re.IGNORECASE
    ):
        return Role.SKIP
    return None


def _is_hidden(element: "_Element") -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def _is_inner_link(href: str) -> bool:
    return bool(href) and not re.match(r"[a-z]+:", href, re.IGNORECASE)


def split_at_line_breaks(text: str) -> list[tuple[int, str]]:
    """Split a passage that has line breaks in it into (gap, paragraph).

    Two breaks and more end a paragraph, and what goes beyond two is a gap. Single ones end a paragraph in prose, but
    not in verse or in an address: lines of prose are long or end as sentences do.
    """
    parts: list[tuple[int, str]] = []
    gap = 0
    for i, part in enumerate(re.split(r"(\n{2,})", text.strip("\n"))):
        if i % 2:
            gap = len(part) - 2
            continue
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        ended = sum(_TERMINAL.search(line) is not None for line in lines)
        is_prose = len(lines) > 1 and (max(map(len, lines)) > 100 or ended >= 0.8 * len(lines) or len(part) > 1500)
        if is_prose or any(map(is_scene_break, lines)):
            groups = _prose_lines(part) if len(lines) >= 4 else lines
        else:
            groups = [part]
        parts += [(gap if at == 0 else 0, group) for at, group in enumerate(groups)]
        gap = 0
    return parts


def _prose_lines(part: str) -> list[str]:
    """Lines of prose with single breaks: the layout of plain text decides whether they are paragraphs or wrapped."""
    passages, _ = find_passages(part)
    return [part[passage.start : passage.end] for passage in passages]
