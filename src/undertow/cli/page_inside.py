"""The part of the page that goes inside: how it is told, what is felt and denied, the main pair, and the turns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from undertow.cli.console import (
    knows_unicode,
    percent,
    plural,
    section,
    strip_of_levels,
    strip_width,
)
from undertow.cli.findings import (
    TOP_ARCS,
    TOP_FELT,
    TOP_TURNS,
    Felt,
    called,
    chance,
    felt,
    levels,
    main_arcs,
    main_turns,
    told,
)
from undertow.cli.harmless import harmless
from undertow.cli.quoting import quote
from undertow.story.values import Arc, Feeling, Story, Turn

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

LONG = 320  # characters of the sentence that turns
NO_TREND = "no trend that can be told from chance"
NO_TURN = "No turn can be told from chance."


def print_inside(out: "Console", story: Story, *, everything: bool = False) -> int:
    """Print all of it; return how many rows are left out."""
    if sentence := told(story):
        section(out, "Told", sentence)
    rows = felt(story)
    shown = rows if everything else rows[:TOP_FELT]
    section(out, "Felt and denied", *_felt(story, shown))
    section(out, "The main pair", *_pair(out, story, everything=everything))
    turns = main_turns(story, None if everything else TOP_TURNS)
    section(out, "Turns", *([_turn(story, turn) for turn in turns] or [NO_TURN]))
    return len(rows) - len(shown) + len(story.turns) - len(turns)


def one_line(story: Story) -> str:
    """The main pair and the turns, for a card."""
    parts = []
    if story.relationships:
        pair = story.relationships[0]
        parts.append(f"{called(story, pair.a)} and {called(story, pair.b)}")
    places = [percent(turn.progress) for turn in main_turns(story, TOP_TURNS)]
    more = ", …" if len(story.turns) > len(places) else ""
    turns = plural(len(story.turns), "turn")
    parts.append(f"{turns} at {', '.join(places)}{more}" if places else "no turn")
    return " · ".join(parts)


def _felt(story: Story, rows: Sequence[Felt]) -> "Iterator[RenderableType]":
    if not rows:
        yield (
            f"{plural(len(story.feelings), 'feeling')}, of nobody known." if story.feelings else "No feeling was found."
        )
        yield _rows(_passage(story, f.start_char, f.end_char, _label(f)) for f in story.feelings[:1])
        return
    for row in rows:
        yield from _who_feels(story, row)
    if not story.denials and not any(row.n_denied for row in rows):
        yield "Nothing is denied, as far as can be seen."


def _who_feels(story: Story, row: Felt) -> "Iterator[RenderableType]":
    """Who feels what toward whom how often; one line that says so, one that denies it, one that speaks against that."""
    from rich.text import Text

    toward = f" toward {called(story, row.target)}" if row.target is not None else ""
    counts = [f"{category} {n:,}" for category, n in row.counts]
    if row.n_denied:
        counts.append(f"denied {row.n_denied:,}")
    head = Text(f"{called(story, row.experiencer)}{toward}", style="bold")
    yield head.append(f": {', '.join(counts)}" if counts else "", style="not bold")
    passages = []
    if row.shown is not None:
        passages.append(_passage(story, row.shown.start_char, row.shown.end_char, _label(row.shown)))
    if row.denial is not None:
        kind = harmless(row.denial.kind, limit=40)
        passages.append(_passage(story, row.denial.start_char, row.denial.end_char, f"denied: {kind}"))
        for against in row.denial.against[:1]:
            claim = harmless(against.claim, limit=40)
            passages.append(_passage(story, against.start_char, against.end_char, f"against it: {claim}"))
    yield _rows(passages)


def _label(feeling: Feeling) -> str:
    """What is felt, and whether it is so; what the body or somebody does not do denies no feeling."""
    if feeling.polarity == "asserted":
        return feeling.category
    if feeling.polarity == "denied" and feeling.expression != "explicit":
        return f"no sign of {feeling.category}"
    return f"{feeling.category}, {feeling.polarity}"


def _passage(story: Story, start_char: int, end_char: int, label: str) -> "tuple[str, Text]":
    from rich.text import Text

    token = min(story.document.token_at(start_char), len(story.document) - 1)
    line = Text(quote(story, start_char, end_char)).append(f"  {label}", style="dim")
    return percent(story.document.progress(token)), line


def _rows(rows: "Iterable[tuple[str, RenderableType]]", *, indent: int = 2) -> "RenderableType":
    """Rows with a short label on the left."""
    from rich.padding import Padding
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim", justify="right", no_wrap=True, min_width=len("before") - indent)
    table.add_column(overflow="fold")
    for label, cell in rows:
        table.add_row(label, cell)
    return Padding(table, (0, 0, 0, indent))


def _pair(out: "Console", story: Story, *, everything: bool) -> "Iterator[RenderableType]":
    from rich.text import Text

    if not story.relationships:
        yield "No two people were found who have to do with each other."
        return
    pair = story.relationships[0]
    said = [f"together in {len(pair.together):,} of {len(story.scenes):,} scenes"] if len(story.scenes) > 1 else []
    said += [f"{plural(pair.exchanges, 'exchange')} in dialogue"] if pair.exchanges else []
    said += [_first(story)]
    head = Text(f"{called(story, pair.a)} and {called(story, pair.b)}", style="bold")
    yield head.append(
        "".join(f"{mark} {each}" for mark, each in zip(":;;", filter(None, said), strict=False)), style="not bold"
    )
    arcs = main_arcs(story)
    if arcs:
        yield _arcs(out, story, arcs if everything else arcs[:TOP_ARCS])


def _first(story: Story) -> str:
    """Who is the first to feel something toward the other."""
    pair = story.relationships[0]
    known = [(at, id) for at, id in zip(pair.first_feeling, (pair.a, pair.b), strict=True) if at is not None]
    if not known:
        return ""
    at, id = min(known)
    return f"{called(story, id)} is the first to show a feeling, at {percent(at)}"


def _arcs(out: "Console", story: Story, arcs: list[Arc]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    width = strip_width(out)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim", overflow="fold")
    if width:
        table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for arc in arcs:
        claim = f"{arc.grows}; by chance {chance(arc.p_value)}" if arc.grows else NO_TREND
        strip = strip_of_levels(levels(arc, width), unicode=knows_unicode(out)) if width else ""
        table.add_row(*filter(None, (_arc_name(story, arc), strip)), Text(claim, style="" if arc.grows else "dim"))
    return table


def _arc_name(story: Story, arc: Arc) -> str:
    kind = harmless(arc.kind, limit=40)
    if arc.kind in ("feeling", "denial") and arc.character is not None:
        return f"{kind}, {called(story, arc.character)}"  # toward the other one of the two
    return kind


def _turn(story: Story, turn: Turn) -> "RenderableType":
    from rich.text import Text

    who = called(story, turn.character) if turn.character is not None else "the story as a whole"
    toward = f" toward {called(story, turn.target)}" if turn.target is not None else ""
    signs = ", ".join(harmless(sign, limit=40) for sign in turn.signs)
    rows = [("who", f"{who}{toward}"), ("signs", signs), ("before", turn.before), ("after", turn.after)]
    rows.append(("chance", f"does as much {chance(turn.p_value)} shuffled stories"))
    sentence = Text(quote(story, turn.start_char, turn.end_char, limit=LONG))
    known = [(label, Text(harmless(said, limit=200))) for label, said in rows if said]
    return _rows([(percent(turn.progress), sentence), *known], indent=0)
