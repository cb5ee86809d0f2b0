"""Tables as CSV: a folder with a file for each table, which opens in a spreadsheet and in pandas alike.

UTF-8 with a byte-order mark, without which Excel takes it for another encoding; commas, quotation marks where needed,
CRLF between rows (RFC 4180).

Stories come from strangers, and a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which
can read files or call a server. Such a cell gets an apostrophe in front, if it holds a letter or a digit: without one
it can be no formula, and the dashes and hyphens of the `tokens` table stay as they are. So that the change can be
undone, a cell that begins with apostrophes and such a character gets one more. Parquet and JSON need none of this and
hold the text verbatim.
"""

import csv
import io
import re
from collections.abc import Iterable
from os import PathLike
from typing import Final

from undertow.export.files import write_folder_atomically
from undertow.export.tables import Column, tables
from undertow.story.values import Story

# The wide forms count as the plain ones in some spreadsheets; tabs and line ends in front are dropped by some
# (OWASP, CSV Injection).
_MARKS: Final = "=+@\\-\t\r\n\uff1d\uff0b\uff0d\uff20"
_FORMULA: Final = re.compile(f"'*[{_MARKS}].*?[^\\W_]", re.DOTALL)


def write_csv(story: Story, folder: str | PathLike[str]) -> None:
    """Write the tables of a story as CSV files into a folder, which is made if need be.

    Files of the same names are replaced, each as a whole; other files stay. Raises UndertowError where they cannot be
    written.
    """
    with write_folder_atomically(folder) as unfinished:
        for table in tables(story):
            with (unfinished / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                _write_rows(file, table.columns)


def _write_rows(file: io.TextIOBase, columns: tuple[Column, ...]) -> None:
    writer = csv.writer(file)
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*(_cells(column) for column in columns), strict=True))


def _cells(column: Column) -> Iterable[object]:
    """The cells as csv writes them: nothing for None, true and false in small letters."""
    if column.kind == "text":
        return (harmless(str(value)) if value else "" for value in column.values)
    if column.kind == "flag":
        return ("true" if value else "false" for value in column.values)
    return column.values


def harmless(cell: str) -> str:
    """Put an apostrophe in front of what a spreadsheet would take for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
