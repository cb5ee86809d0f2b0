"""A story on a terminal: a page for one, a card of a few lines for each of many.

Everything is built from plain strings that `harmless` has seen. Nothing here writes but to the console that is given.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from undertow.cli.console import knows_unicode, percent, plural, section, strip_of_counts, strip_width
from undertow.cli.facts import Facts, Place, corrections, facts, presence, said_by_file, seen
from undertow.cli.findings import read_to
from undertow.cli.harmless import harmless
from undertow.cli.page_inside import one_line, print_inside
from undertow.story.values import Character, Story

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

TOP_CAST, TOP_ALIASES, TOP_PLACES, CARD_CAST = 15, 6, 12, 6


def heading(story: Story) -> tuple[str, str]:
    """Title and byline, with what stands for them where the file gives none."""
    authors = ", ".join(story.document.source.metadata.authors)
    return harmless(story.title, limit=300) or "Untitled", f"by {harmless(authors, limit=300)}" if authors else ""


def _length(story: Story, found: Facts) -> str:
    document = story.document
    parts = [plural(found.n_words, "word")]
    if len(document.chapters) > 1:
        parts.append(plural(len(document.chapters), "chapter"))
    return " · ".join(
        [*parts, plural(len(document.scenes), "scene"), plural(len(story.characters), "person", "people")]
    )


def _name(character: Character) -> "RenderableType":
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    name = Text(harmless(character.name, limit=120) or "?", style="bold" if character.named else "")
    if character.narrator:
        name.append(" (narrator)", style="not bold dim")
    if not character.aliases:
        return name
    also = ", ".join(harmless(alias, limit=60) for alias in character.aliases[:TOP_ALIASES])
    more = ", …" if len(character.aliases) > TOP_ALIASES else ""
    return Group(name, Padding(Text(f"also {also}{more}", style="dim"), (0, 0, 0, 2)))


def _cast(story: Story, characters: Iterable[Character], out: "Console") -> "Table":
    from rich.table import Table
    from rich.text import Text

    bins = strip_width(out)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("name", min_width=12, overflow="fold")
    table.add_column("pronouns", no_wrap=True)
    table.add_column("mentioned", justify="right", no_wrap=True)
    table.add_column("lines", justify="right", no_wrap=True)
    table.add_column("seen", no_wrap=True)
    if bins:
        table.add_column("where", no_wrap=True)
    entities = {entity.id: entity for entity in story.entities}
    for character in characters:
        cells: list[RenderableType] = [
            _name(character),
            harmless(character.pronouns, limit=20) or "–",
            f"{character.n_mentions:,}",
            f"{character.n_quotations:,}" if character.n_quotations else "–",
            seen(story, character),
        ]
        if bins:
            counts = presence(story, character, entities, bins=bins)
            cells.append(Text(strip_of_counts(counts, unicode=knows_unicode(out)), style="cyan"))
        table.add_row(*cells)
    return table


def _dialogue(story: Story, found: Facts) -> str:
    count = len(story.quotations)
    if not count:
        return "Nobody speaks in quotation marks."
    if found.n_attributed == count:
        speakers = "with its speaker" if count == 1 else "each with a speaker"
    else:
        speakers = f"{found.n_attributed:,} of them with a speaker" if found.n_attributed else "none with a speaker"
    share = percent(found.dialogue)
    return f"{share[0].upper()}{share[1:]} of the words are spoken: {plural(count, 'quotation')}, {speakers}."


def _top_places(found: Facts) -> tuple[Place, ...]:
    """The places worth a line: "the empty basin" that is mentioned once is none, unless there is no better one."""
    best = tuple(place for place in found.places if place.named or place.n_mentions > 1)
    return (best or found.places)[:TOP_PLACES]


def _places(found: Facts, *, everything: bool) -> str:
    shown = found.places if everything else _top_places(found)
    text = " · ".join(f"{harmless(place.name, limit=80)} ({place.n_mentions:,})" for place in shown)
    more = len(found.places) - len(shown)
    return f"{text} · and {more:,} more" if more else text


def _list(sentences: Iterable[str]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 1))
    for sentence in sentences:
        table.add_row("·", Text(harmless(sentence, limit=400)))
    return table


def _about_file(story: Story) -> "Table":
    from rich.table import Table
    from rich.text import Text

    source, layer = story.document.source, story.layers.quotations
    rows = [("File", source.path or ""), *said_by_file(source.metadata)]
    rows.append(("Format", f"{source.format}, {source.encoding}" if source.encoding else source.format))
    rows.append(("Layout", source.layout))
    if layer is not None and layer.style != "none":
        rows.append(("Quotation marks", layer.style))
    known = source.notes[: len(source.notes) - sum(map(len, corrections(story)))]  # corrections have their own section
    known = tuple(note for note in known if note != read_to(story))  # which stands under the title
    rows.extend(("Note", note) for note in (*known, *(layer.warnings if layer is not None else ())))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        if value:
            table.add_row(harmless(label, limit=40), Text(harmless(value, limit=700)))
    return table


def print_page(out: "Console", story: Story, *, everything: bool = False) -> int:
    """Print the whole page of one story; return how much it leaves out."""
    from rich.text import Text

    found = facts(story)
    title, byline = heading(story)
    out.print(Text(title, style="bold"))
    if byline:
        out.print(Text(byline))
    out.print(Text(_length(story, found), style="dim"))
    if partly := read_to(story):
        out.print(Text(harmless(partly)))

    shown = story.characters if everything else story.characters[:TOP_CAST]
    more = len(story.characters) - len(shown)
    section(out, "Cast", _cast(story, shown, out) if shown else "Nobody was found.")
    if more:
        out.print(Text(f"  … and {plural(more, 'more person', 'more people')}: --all shows them", style="dim"))
    hidden = print_inside(out, story, everything=everything)
    if found.places:
        section(out, "Places", _places(found, everything=everything))
    section(out, "Dialogue", _dialogue(story, found))
    applied, misfits = corrections(story)
    if applied or misfits:
        lines = [f"· {harmless(line, limit=400)}" for line in applied]
        lines += [f"· no longer fits: {harmless(line, limit=400)}" for line in misfits]
        section(out, "Corrections", *lines)
    section(out, "The file", _about_file(story))
    if story.unknown:
        section(out, "Not determined", _list(story.unknown))
    return hidden + more + (0 if everything else len(found.places) - len(_top_places(found)))


def print_card(out: "Console", story: Story, *, path: str, everything: bool = False) -> None:
    """Print a story in three or four lines."""
    from rich.text import Text

    found = facts(story)
    title, byline = heading(story)
    head = Text(title, style="bold")
    head.append(f" {byline}" if byline else "", style="not bold")
    head.append(f"  {harmless(path)}", style="not bold dim")
    out.print(head)
    applied = len(corrections(story)[0])
    corrected = f" · {plural(applied, 'correction')} applied" if applied else ""
    out.print(Text(f"  {_length(story, found)} · {percent(found.dialogue)} dialogue{corrected}", style="dim"))
    shown = story.characters if everything else story.characters[:CARD_CAST]
    cast = ", ".join(f"{harmless(character.name, limit=60)} ({character.n_mentions:,})" for character in shown)
    if cast:
        out.print(Text(f"  {cast}" + (", …" if len(story.characters) > len(shown) else "")))
    out.print(Text(f"  {one_line(story)}"))
    if partly := read_to(story):
        out.print(Text(f"  {harmless(partly)}", style="dim"))
    out.print()
