"""Story -> one HTML page that needs nothing but itself.

What comes in is a Story; what goes out is a string, or a file. Each section has a frozen context; the templates know
nothing but these. The page carries its own Content-Security-Policy: one style sheet and two scripts may run, named by
their hashes, and nothing may be fetched. Whatever a story contains is escaped by the template engine, or stands in the
data block, where `<` is escaped.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from os import PathLike
from typing import TYPE_CHECKING

from undertow.export.files import write_atomically
from undertow.report.cast import CastContext, cast_context
from undertow.report.colours import slot
from undertow.report.counts import count
from undertow.report.course import CourseContext, course_context
from undertow.report.data import page_data, to_json
from undertow.report.first import FirstContext, first_context
from undertow.report.method import MethodContext, method_context
from undertow.report.minds import Minds, read_minds
from undertow.report.names import Name, names_of
from undertow.report.offsets import Units, showable
from undertow.report.pairs import PairsContext, pairs_context
from undertow.report.passages import Blocks, blocks_of
from undertow.report.scenes import ScenesContext, scenes_context
from undertow.report.telling import TellingContext, telling_context
from undertow.report.text import TextContext, text_context
from undertow.story.values import Story

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

STYLES = ("base", "frame", "charts", "people", "minds", "text", "print")
SCRIPTS = ("data", "names", "text", "minds", "marks", "who", "cut", "search", "charts", "signs", "start")
BEGINNING = "<!doctype html>\n<!-- undertow report"  # a file that begins so may be replaced by another report


@dataclass(frozen=True, slots=True)
class PageContext:
    """All that the page shows: a context for each section, and what they share."""

    first: FirstContext
    cast: CastContext
    scenes: ScenesContext
    telling: TellingContext | None
    course: CourseContext | None
    pairs: PairsContext
    text: TextContext
    method: MethodContext
    names: tuple[tuple[Name, ...], ...]  # of each person, best first


def page_context(story: Story) -> PageContext:
    """Gather what a page shows."""
    return _gather(read_minds(count(story)), blocks_of(story.document.source))


def _gather(minds: Minds, blocks: Blocks) -> PageContext:
    counts = minds.counts
    names = tuple(names_of(counts, who, character) for who, character in enumerate(counts.people))
    scenes = scenes_context(minds, blocks)
    pairs = pairs_context(counts, minds, scenes, blocks)
    return PageContext(
        first=first_context(minds, names, pairs, blocks),
        cast=cast_context(minds, names, blocks),
        scenes=scenes,
        telling=telling_context(minds, blocks),
        course=course_context(minds, blocks),
        pairs=pairs,
        text=text_context(counts, blocks),
        method=method_context(counts, scenes),
        names=names,
    )


def render(story: Story) -> str:
    """Make the page of a story."""
    from markupsafe import Markup

    minds, blocks, units = read_minds(count(story)), blocks_of(story.document.source), Units(story.text)
    context = _gather(minds, blocks)
    style, early, late = style_sheet(), _asset("early.js"), script()
    page = (
        environment()
        .get_template("page.html")
        .render(
            page=context,
            units=units.at,
            policy=policy(style, early, late),
            beginning=Markup(BEGINNING),
            version=version("undertow"),
            style=Markup(style),
            early=Markup(early),
            late=Markup(late),
            data=Markup(to_json(page_data(minds, context.names, blocks, units))),
        )
    )
    return showable(page)


def write_report(story: Story, path: str | PathLike[str]) -> None:
    """Write the page of a story, whole or not at all. Raises UndertowError where the file cannot be written."""
    page = render(story).encode()
    with write_atomically(path) as file:
        file.write(page)


def policy(style: str, *scripts: str) -> str:
    """The Content-Security-Policy that lets this style sheet and these scripts run, and nothing be fetched."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {hashes}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _asset(name: str) -> str:
    return (files("undertow.report") / "assets" / name).read_text(encoding="utf-8")


def style_sheet() -> str:
    """The style sheet.

    The colours of the dark are written once and stand in it twice: by wish of the system, and of the reader.
    """
    dark = _asset("dark.css")
    wished = f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
    chosen = f"@media screen{{:root[data-theme=dark]{{{dark}}}}}"  # paper is white
    return "".join([_asset("light.css"), wished, chosen, *(_asset(f"{name}.css") for name in STYLES)])


def script() -> str:
    """The page's script: its parts, in one function so that nothing leaks."""
    return "".join(["(() => {\n'use strict';\n", *(_asset(f"{name}.js") for name in SCRIPTS), "})();\n"])


def _verbatim(text: str) -> "Markup":
    """Escape text of the story to the character: a carriage return would become a line feed."""
    from markupsafe import Markup, escape

    return Markup(str(escape(text)).replace("\r", "&#13;"))


@cache
def environment() -> "Environment":
    """The template engine: everything is escaped, and a name that does not exist is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from undertow.report.names import short
    from undertow.report.wording import number, percent

    engine = Environment(
        loader=PackageLoader("undertow.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters.update(
        verbatim=_verbatim, short=short, percent=percent, at=lambda x: f"{x:.3f}".rstrip("0").rstrip(".") + "%"
    )
    engine.filters["called"] = lambda who, page: page.names[who][0].text
    engine.globals.update(slot=slot, number=number)
    return engine
