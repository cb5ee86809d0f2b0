"""FanFiction.net: pages saved from the site. The line of facts is one string, its parts told apart by " - " and by
what they look like.
"""

import re
from typing import TYPE_CHECKING

from undertow.source.markup import Role, local_name
from undertow.source.metadata import parse_count
from undertow.source.trees import text_of
from undertow.source.values import BlockKind, Metadata
from undertow.source.wordlist import word_list

if TYPE_CHECKING:
    from lxml.etree import _Element

ORIGIN = "FanFiction.net"
_GENRES = frozenset(
    word_list(
        "Adventure Angst Crime Drama Family Fantasy Friendship General Horror Humor Hurt Comfort Mystery Parody "
        "Poetry Romance Sci-Fi Spiritual Supernatural Suspense Tragedy Western"
    )
)


def recognise(root: "_Element") -> bool:
    """Say whether this page was saved from the site."""
    ids = {e.get("id") for e in root.iter()}
    return bool(ids & {"storytext", "storytextp"}) and bool(
        ids & {"profile_top", "content_wrapper_inner", "storytextp"}
    )


def roles(root: "_Element") -> "dict[_Element, Role | BlockKind]":
    """Only title, facts and text are of the story; the rest of the page is the site's."""
    found: dict[_Element, Role | BlockKind] = {}
    body = next((e for e in root.iter() if local_name(e) == "body"), root)
    kept: list[_Element] = []
    for element in root.iter():
        if element.get("id") == "profile_top":
            found[element] = BlockKind.BOILERPLATE
            if (title := next((e for e in element.iter() if local_name(e) == "b"), None)) is not None:
                found[title] = BlockKind.TITLE
            kept.append(element)
        elif element.get("id") == "storytext" or (
            element.get("id") == "storytextp" and not root.xpath("//*[@id='storytext']")
        ):
            found[element] = Role.USER
            kept.append(element)
    # Everything that neither is kept nor holds what is kept is skipped.
    holding = {ancestor for element in kept for ancestor in element.iterancestors()}
    for ancestor in [body, *holding]:
        for child in ancestor:
            if isinstance(child.tag, str) and child not in holding and child not in kept:
                found[child] = Role.SKIP
    return found


def metadata(root: "_Element") -> Metadata:
    """What the head of the page says."""
    top = next((e for e in root.iter() if e.get("id") == "profile_top"), None)
    if top is None:
        return Metadata(origin=ORIGIN, publisher=ORIGIN)
    title = next((e for e in top.iter() if local_name(e) == "b"), None)
    author = next((e for e in top.iter() if local_name(e) == "a" and re.search(r"/u/\d+", e.get("href") or "")), None)
    facts = max(
        (text_of(e) for e in top.iter() if local_name(e) == "span" and "xgray" in (e.get("class") or "")),
        key=len,
        default="",
    )
    summary = max(
        (text_of(e) for e in top.iter() if local_name(e) == "div" and "xcontrast_txt" in (e.get("class") or "")),
        key=len,
        default="",
    )
    rating = re.search(r"Rated:\s*(?:Fiction\s+)?(\S+)", facts)
    named = {
        label: re.search(rf"{label}:\s*([^-]+?)\s*(?:-|$)", facts)
        for label in ("Words", "Published", "Updated", "Status", "id", "Chapters")
    }
    said = {label: found[1] for label, found in named.items() if found}
    language, genres, people = _middle(facts)
    return Metadata(
        title=text_of(title),
        authors=(text_of(author),) if author is not None else (),
        language=language,
        summary=summary,
        rating=rating[1] if rating else "",
        relationships=tuple(re.sub(r"\s*,\s*", "/", pair) for pair in re.findall(r"\[([^\]]+)\]", people)),
        characters=tuple(name.strip() for name in re.sub(r"[\[\]]", ",", people).split(",") if name.strip()),
        tags=genres,
        published=said.get("Published", ""),
        updated=said.get("Updated", ""),
        status="Completed" if "Complete" in said.get("Status", "") or "Complete" in facts else "",
        n_words=parse_count(said.get("Words", "")),
        url=f"https://www.fanfiction.net/s/{said['id']}" if "id" in said else "",
        publisher=ORIGIN,
        origin=ORIGIN,
        other={"Chapters": said["Chapters"]} if "Chapters" in said else {},
    )


def _middle(facts: str) -> tuple[str, tuple[str, ...], str]:
    """Language, genres and characters stand between rating and the first label, in this order.

    Genres and characters may be absent.
    """
    parts = re.split(r"\s+-\s+", facts)
    free = [
        part
        for part in parts[1:]
        if not re.match(r"(?:Chapters|Words|Reviews|Favs|Follows|Updated|Published|Status|id|Complete)\b", part)
    ]
    language = free[0] if free else ""
    genres: tuple[str, ...] = ()
    if len(free) > 1 and set(re.split(r"/", free[1])) <= _GENRES:
        genres = tuple(free[1].replace("Hurt/Comfort", "Hurt\0Comfort").split("/"))
        genres = tuple(genre.replace("\0", "/") for genre in genres)
        free = [free[0], *free[2:]]
    return language, genres, free[1] if len(free) > 1 else ""
