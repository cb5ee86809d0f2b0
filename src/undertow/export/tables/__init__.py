"""A story as tables, one a kind: the same columns whether they become CSV or Parquet.

What comes in is a Story; what goes out is named, typed columns, a table at a time so that a novel's tables are never
all held at once. The one decision: every table that speaks of the text has `start, end` (tokens) and `start_char,
end_char` (characters) and the words themselves, so that tables can be joined by offsets and read without the text at
hand. docs/format.md describes each column.
"""

from collections.abc import Iterator

from undertow.export.tables.columns import SEPARATOR, Column, Table
from undertow.export.tables.course import course_tables
from undertow.export.tables.document import document_tables
from undertow.export.tables.feelings import feeling_tables
from undertow.export.tables.people import people_tables
from undertow.export.tables.telling import telling_tables
from undertow.story.values import Story

__all__ = ["SEPARATOR", "Column", "Table", "tables"]


def tables(story: Story) -> Iterator[Table]:
    """Make every table of a story, one after the other."""
    yield from document_tables(story)
    yield from people_tables(story)
    yield from telling_tables(story)
    yield from feeling_tables(story)
    yield from course_tables(story)
