"""Archive of Our Own: its HTML downloads and the EPUBs that Calibre makes of them.

Read by ids and by the labels of the tag list, which have lasted; classes have changed often, and Calibre renames
them. Inside a chapter the author's markup may look like anything, so only the direct children of `#chapters` say what
is what. The typed tags stand in the preface alone: in an EPUB's package they are all mixed.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from undertow.source.markup import Role, local_name
from undertow.source.metadata import from_labels, parse_count
from undertow.source.trees import text_of
from undertow.source.values import BlockKind, Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

ORIGIN = "Archive of Our Own"
_STATS = re.compile(r"(Published|Updated|Completed|Words|Chapters):\s*(\S+)")
_HEADING_TAGS = ("h1", "h2", "h3")


def recognise(root: "_Element") -> bool:
    """Say whether a document comes from the archive.

    Its message with a link to the work, or its tag list beside such a link.
    """
    message = root.xpath(
        "//*[local-name()='p'][contains(concat(' ', @class), ' message')]"
        "//*[local-name()='a'][contains(@href, '/works/')]"
    )
    if message and "archiveofourown" in str(message[0].get("href")).lower() + text_of(message[0].getparent()).lower():
        return True
    return bool(_by_id(root, "preface") or _tag_lists(root)) and "Archive of Our Own" in text_of(root)[:3000]


def _by_id(root: "_Element", name: str) -> "list[_Element]":
    return list(root.xpath("//*[@id=$name]", name=name))


def _tag_lists(root: "_Element") -> "list[_Element]":
    """Definition lists that have the archive's labels: by class, and by words where Calibre has renamed it."""
    lists = root.xpath("//*[local-name()='dl']")
    return [
        dl
        for dl in lists
        if re.search(r"\btags", dl.get("class") or "") or re.match(r"\s*(?:Rating|Archive Warning|Fandom)", text_of(dl))
    ]


def roles(root: "_Element") -> "dict[_Element, Role | BlockKind]":
    """What the parts of a document are."""
    found: dict[_Element, Role | BlockKind] = {}
    chapters = _by_id(root, "chapters")
    body = next((e for e in root.iter() if local_name(e) == "body"), root)
    if chapters:
        # Before 2019 there was no #preface: whatever stands before the chapters is preface, whatever follows is
        # afterword.
        top = chapters[0]
        while top.getparent() is not None and top.getparent() is not body and top is not body:
            top = top.getparent()
        for sibling in top.itersiblings(preceding=True):
            found |= _preface_roles(sibling)
        for sibling in top.itersiblings():
            found |= _afterword_roles(sibling)
    for section in _by_id(root, "preface"):
        found |= _preface_roles(section)
    for section in _by_id(root, "afterword"):
        found |= _afterword_roles(section)
    for section in chapters:
        found |= _chapter_roles(section)
    return found


def _preface_roles(section: "_Element") -> "dict[_Element, Role | BlockKind]":
    """Everything in a preface is boilerplate but title and byline, and the summary and the notes."""
    found: dict[_Element, Role | BlockKind] = {section: BlockKind.BOILERPLATE}
    for element in section.iter():
        tag = local_name(element)
        if tag == "h1" or (
            tag == "div" and re.match(r"by\b|Anonymous", text_of(element)) and element.getprevious() is not None
        ):
            if tag == "h1" or local_name(element.getprevious()) == "h1":
                found[element] = BlockKind.TITLE
        elif tag == "blockquote" or (tag == "p" and re.fullmatch(r"(?:Summary|Notes)\W*", text_of(element))):
            found[element] = BlockKind.NOTE
    return found


def _afterword_roles(section: "_Element") -> "dict[_Element, Role | BlockKind]":
    found: dict[_Element, Role | BlockKind] = {section: BlockKind.BOILERPLATE}
    for element in section.iter():
        if re.match("endnotes", element.get("id") or "") or local_name(element) == "blockquote":
            found[element] = BlockKind.NOTE
    return found


def _chapter_roles(section: "_Element") -> "dict[_Element, Role | BlockKind]":
    """The direct children of `#chapters`: heading groups, texts, end notes."""
    found: dict[_Element, Role | BlockKind] = {section: Role.USER}
    direct = [child for child in section if isinstance(child.tag, str)]
    is_chaptered = (
        any(_is_group(child) for child in direct) or sum(local_name(child) in _HEADING_TAGS for child in direct) > 1
    )
    for child in direct:
        if local_name(child) in _HEADING_TAGS and "userstuff" not in (child.get("class") or ""):
            # A one-shot repeats its title where a chapter has its heading.
            follows_text = any(
                local_name(before) in ("p", "blockquote") for before in child.itersiblings(preceding=True)
            )
            if not follows_text:
                found[child] = BlockKind.HEADING if is_chaptered else BlockKind.TITLE
        elif re.match("endnotes", child.get("id") or ""):
            found[child] = BlockKind.NOTE
        elif _is_group(child):
            found[child] = BlockKind.NOTE
            for inner in child:
                if local_name(inner) in _HEADING_TAGS:
                    found[inner] = BlockKind.HEADING
                elif re.search(
                    r"#endnotes", " ".join(str(a.get("href")) for a in inner.iter() if local_name(a) == "a")
                ):
                    found[inner] = BlockKind.BOILERPLATE
    return found


def _is_group(child: "_Element") -> bool:
    """A chapter's head: a `<div>` whose own child is a heading of the archive's.

    The text may begin with the author's heading, but its class is `userstuff`, in EPUBs with a number behind it.
    """
    if local_name(child) != "div" or re.search(r"\buserstuff", child.get("class") or ""):
        return False
    first = next((inner for inner in child if isinstance(inner.tag, str)), None)
    return first is not None and local_name(first) in _HEADING_TAGS


def metadata(root: "_Element") -> Metadata:
    """What the preface says."""
    labels: dict[str, str | tuple[str, ...]] = {}
    lists = [
        dl for section in _by_id(root, "preface") for dl in section.iter() if local_name(dl) == "dl"
    ] or _tag_lists(root)
    stats: dict[str, str] = {}
    for dl in lists[:1]:
        label = ""
        for element in dl:
            if local_name(element) == "dt":
                label = text_of(element).rstrip(": ")
            elif local_name(element) == "dd" and label:
                if label == "Stats":
                    stats = dict(_STATS.findall(text_of(element)))
                else:
                    labels[label] = _values(label, element)
    heading = next((e for e in root.iter() if local_name(e) == "h1"), None)
    byline = [
        text_of(a)
        for a in root.iter()
        if local_name(a) == "a" and (a.get("rel") == "author" or "/pseuds/" in (a.get("href") or ""))
    ]
    found = from_labels({**labels, **({"Summary": _summary(root)} if _summary(root) else {})})
    return replace(
        found,
        title=text_of(heading),
        authors=tuple(dict.fromkeys(byline)) if byline else _plain_byline(heading),
        published=stats.get("Published", ""),
        updated=stats.get("Updated", stats.get("Completed", "")),
        status=_status(stats),
        n_words=parse_count(stats.get("Words", "")),
        url=_url(root),
        publisher=ORIGIN,
        origin=ORIGIN,
        other={**found.other, **({"Chapters": stats["Chapters"]} if "Chapters" in stats else {})},
    )


def _values(label: str, element: "_Element") -> tuple[str, ...] | str:
    links = tuple(text_of(a) for a in element.iter() if local_name(a) == "a")
    if label == "Series":
        return tuple(part for part in re.split(r",\s+(?=Part \d)", text_of(element)) if part)
    return links or text_of(element)


def _summary(root: "_Element") -> str:
    for element in root.iter():
        if local_name(element) == "p" and re.fullmatch(r"Summary\W*", text_of(element)):
            following = element.getnext()
            if following is not None and local_name(following) == "blockquote":
                return text_of(following)
    return ""


def _plain_byline(heading: "_Element | None") -> tuple[str, ...]:
    following = heading.getnext() if heading is not None else None
    said = text_of(following)
    return tuple(name.strip() for name in re.sub(r"^by\s+", "", said).split(",")) if 0 < len(said) < 200 else ()


def _status(stats: dict[str, str]) -> str:
    if "Completed" in stats:
        return "Completed"
    found = re.fullmatch(r"(\d+)/(\d+|\?)", stats.get("Chapters", ""))
    return "" if not found else "Completed" if found[1] == found[2] else "In Progress"


def _url(root: "_Element") -> str:
    for a in root.iter():
        if local_name(a) == "a" and (
            found := re.search(
                r"https?://[^/]*archiveofourown[^/]*/(?:collections/\w+/)?works/\d+", a.get("href") or ""
            )
        ):
            return found.group()
    return ""
