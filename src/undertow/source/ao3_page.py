"""Archive of Our Own: pages saved from the site in a browser, which are built otherwise than its downloads.

The site's own classes hold here, since nobody renames them: `#workskin` has title, byline, summary, notes and
chapters; all around it is the site.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from undertow.source.ao3 import ORIGIN
from undertow.source.markup import Role, local_name
from undertow.source.metadata import from_labels, parse_count
from undertow.source.trees import has_class, text_of
from undertow.source.values import BlockKind, Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element


def recognise(root: "_Element") -> bool:
    """Say whether this page was saved from the site."""
    return bool(root.xpath("//*[@id='workskin']"))


def roles(root: "_Element") -> "dict[_Element, Role | BlockKind]":
    """What the parts of a page are: whatever neither is the work nor holds it is skipped."""
    work = root.xpath("//*[@id='workskin']")[0]
    found: dict[_Element, Role | BlockKind] = {work: Role.USER}
    holding = {work, *work.iterancestors()}
    for ancestor in work.iterancestors():
        for child in ancestor:
            if isinstance(child.tag, str) and child not in holding:
                found[child] = Role.SKIP
    for element in work.iter():
        tag = local_name(element)
        if tag in ("h2", "h3") and has_class(element, "title"):
            in_chapter = any(has_class(ancestor, "chapter") for ancestor in element.iterancestors())
            found[element] = BlockKind.HEADING if in_chapter else BlockKind.TITLE
        elif has_class(element, "byline"):
            found[element] = BlockKind.TITLE
        elif has_class(element, "landmark"):
            found[element] = Role.SKIP
        elif has_class(element, "module") and re.search(r"\b(?:summary|notes|preface)\b", element.get("class") or ""):
            found[element] = BlockKind.NOTE
    return found


def metadata(root: "_Element") -> Metadata:
    """What the head of the work says."""
    labels: dict[str, str | tuple[str, ...]] = {}
    stats: dict[str, str] = {}
    for dl in root.iter():
        if local_name(dl) != "dl" or not (has_class(dl, "work") or has_class(dl, "stats")):
            continue
        label = ""
        for element in dl:
            if local_name(element) == "dt":
                label = text_of(element).rstrip(": ")
            elif local_name(element) == "dd" and has_class(dl, "stats"):
                stats[label] = text_of(element)
            elif local_name(element) == "dd" and label != "Stats":
                links = tuple(text_of(a) for a in element.iter() if local_name(a) == "a" and has_class(a, "tag"))
                labels[label] = links or text_of(element)
    title = next((e for e in root.iter() if local_name(e) == "h2" and has_class(e, "title")), None)
    authors = [text_of(a) for a in root.iter() if local_name(a) == "a" and a.get("rel") == "author"]
    summary = next((e for e in root.iter() if has_class(e, "summary") and has_class(e, "module")), None)
    quoted = next((e for e in summary.iter() if local_name(e) == "blockquote"), None) if summary is not None else None
    work = re.search(r"/works/(\d+)", " ".join(str(a.get("href") or "") for a in root.iter() if local_name(a) == "a"))
    chapters = re.fullmatch(r"(\d+)/(\d+|\?)", stats.get("Chapters", ""))
    return replace(
        from_labels(labels),
        title=text_of(title),
        authors=tuple(dict.fromkeys(authors)),
        summary=text_of(quoted),
        published=stats.get("Published", ""),
        updated=stats.get("Updated", stats.get("Completed", "")),
        status="" if not chapters else "Completed" if chapters[1] == chapters[2] else "In Progress",
        n_words=parse_count(stats.get("Words", "")),
        url=f"https://archiveofourown.org/works/{work[1]}" if work else "",
        publisher=ORIGIN,
        origin=ORIGIN,
    )
