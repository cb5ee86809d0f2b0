"""Markdown -> Source: drafts as writers keep them, front matter and all.

markdown-it-py makes HTML of it, which is read like any other. Four rules of CommonMark are set aside because they
misread fiction: an indented paragraph is no code, "1999. It rained." and "- Come in." are no lists, and a rule right
below a paragraph makes no heading of it.
"""

import re
from dataclasses import replace

from undertow.source.classify import classify
from undertow.source.encoding import Decoded
from undertow.source.front import Front
from undertow.source.headings import is_title_like, read_heading
from undertow.source.lines import split_lines
from undertow.source.markup import Role, local_name, walk
from undertow.source.metadata import from_labels, merge
from undertow.source.passages import PassageBuilder
from undertow.source.text import from_front
from undertow.source.text_layout import Layout, decide
from undertow.source.trees import parse_html, text_of
from undertow.source.values import BlockKind, Metadata, Source

_FRONT = re.compile(
    r"\A---[ \t]*\n(?P<fields>(?:(?!---[ \t]*$|\.\.\.[ \t]*$).*\n){0,500}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE
)
_FIELD = re.compile(r"(?P<label>[A-Za-z][\w -]{0,40}):(?:\s+(?P<value>.*))?$")
_SETEXT = re.compile(r"^(?P<title>[^\n#>*_~-][^\n]{0,99})\n(?P<line>={3,}|-{3,})[ \t]*$", re.MULTILINE)
_TAGGED = re.compile(r"^(?:@\w+:|%)[^\n]*$", re.MULTILINE)


def read_markdown(decoded: Decoded) -> Source:
    """Read a Markdown file."""
    from markdown_it import MarkdownIt

    text, stated = _split_front_matter(decoded.text)
    text = _SETEXT.sub(_setext, text)
    lines, _ = split_lines(text)
    layout = decide(lines)
    parser = MarkdownIt(
        "commonmark", {"breaks": layout.layout in (Layout.LINE, Layout.BLANK) and not layout.width, "maxNesting": 50}
    )
    parser.disable(["code", "list", "lheading", "reference"])
    root = parse_html(f"<html><body>{parser.render(_separate_tags(text))}</body></html>")
    builder = PassageBuilder()
    if root is not None:
        roles: dict[object, Role | BlockKind] = {}
        headings = [e for e in root.iter() if local_name(e) in ("h1", "h2", "h3") and text_of(e)]
        if headings and _is_title(headings[0], headings, stated):
            roles[headings[0]] = BlockKind.TITLE
        for element in root.iter():
            if local_name(element) == "p" and _TAGGED.match(text_of(element)) and "@" in text:
                roles[element] = BlockKind.NOTE
        walk(root, builder, roles)
    titled = any(passage.kind is BlockKind.TITLE for passage in builder.passages)
    blocks, front = classify(builder.text, builder.passages, titled=titled)
    if titled:
        front = replace(
            front, title=next(builder.text[p.start : p.end] for p in builder.passages if p.kind is BlockKind.TITLE)
        )
    metadata = merge(stated, from_front(front) if isinstance(front, Front) else Metadata())
    return Source(
        builder.text,
        blocks,
        metadata,
        format="markdown",
        encoding=decoded.encoding,
        layout=f"Markdown, {layout}",
        notes=decoded.notes,
    )


def _is_title(heading: object, headings: list[object], stated: Metadata) -> bool:
    """The first heading is the title if it is the only one of its rank, and names no chapter."""
    said = text_of(heading)
    rank = local_name(heading)
    if said.casefold() == stated.title.casefold() and said:
        return True
    return rank == "h1" and read_heading(said) is None and sum(local_name(e) == rank for e in headings) == 1


def _setext(found: re.Match[str]) -> str:
    """An underlined title becomes a heading; a paragraph above a rule stays one."""
    title = found["title"].strip()
    if found["line"].startswith("="):
        return f"# {title}\n"
    if read_heading(title) is not None or (is_title_like(title) and found.start() == 0):
        return f"## {title}\n"
    return f"{found['title']}\n\n{found['line']}\n"


def _separate_tags(text: str) -> str:
    """The tags of novelWriter ("@pov: Jane", "% synopsis") are lines of their own."""
    return (
        _TAGGED.sub(lambda found: f"\n{found[0]}\n", text)
        if re.search(r"^@(?:pov|char|plot|time|location|focus):", text, re.MULTILINE)
        else text
    )


def _split_front_matter(text: str) -> tuple[str, Metadata]:
    """Take YAML front matter off: plain fields, lists in brackets or with dashes, folded text.

    No more of YAML is needed, or safe.
    """
    found = _FRONT.match(text)
    if not found or not _FIELD.search(found["fields"].split("\n", 1)[0].strip() or "x"):
        return text, Metadata()
    labels: dict[str, str | tuple[str, ...]] = {}
    label = ""
    for line in found["fields"].split("\n"):
        field = _FIELD.match(line)
        if field and not line[0].isspace():
            label = field["label"]
            labels[label] = _value((field["value"] or "").strip())
        elif label and (item := line.strip()):
            before = labels[label]
            if item.startswith("- "):
                labels[label] = (*(before if isinstance(before, tuple) else ()), _unquoted(item[2:]))
            else:
                labels[label] = f"{before if isinstance(before, str) else ''} {item}".strip()
    return text[found.end() :], from_labels(labels)


def _value(value: str) -> str | tuple[str, ...]:
    if value in ("|", ">", "|-", ">-", "|+", ">+"):
        return ""
    if value.startswith("[") and value.endswith("]"):
        return tuple(_unquoted(item) for item in value[1:-1].split(",") if item.strip())
    return _unquoted(value)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'" else value
