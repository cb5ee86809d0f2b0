"""Tables of passages: the words that support a claim, each row with the claim's own row."""

from collections.abc import Sequence

from undertow.export.tables.columns import Column, Table, char_offsets, text
from undertow.story.values import Evidence, Story


def passages(story: Story, name: str, of: Sequence[Column], evidence: Sequence[Evidence]) -> Table:
    """Make a table of passages; `of` says what each supports."""
    places = char_offsets(story.document, [(each.start_char, each.end_char) for each in evidence])
    return Table(name, (*of, text("claim", [each.claim for each in evidence]), *places))
