"""Tables as Parquet: a folder with a file for each table, typed and verbatim. Needs pyarrow, which is an extra."""

from os import PathLike
from typing import TYPE_CHECKING

from undertow.errors import UndertowError
from undertow.export.files import write_folder_atomically
from undertow.export.tables import Table, tables
from undertow.export.wire import SCHEMA
from undertow.story.values import Story

if TYPE_CHECKING:
    import pyarrow


def write_parquet(story: Story, folder: str | PathLike[str]) -> None:
    """Write the tables of a story as Parquet files into a folder, which is made if need be.

    Files of the same names are replaced, each as a whole; other files stay. Raises UndertowError where they cannot be
    written or pyarrow is not installed.
    """
    try:
        from pyarrow.parquet import write_table
    except ImportError as error:
        raise UndertowError(f"Parquet needs pyarrow ({error}): pip install 'undertow[parquet]'") from error
    with write_folder_atomically(folder) as unfinished:
        for table in tables(story):
            write_table(_arrow(table), unfinished / f"{table.name}.parquet")


def _arrow(table: Table) -> "pyarrow.Table":
    """Make a pyarrow table. Types are given, not inferred, so that an empty table has the columns of a full one."""
    import pyarrow

    types = {"integer": pyarrow.int32(), "number": pyarrow.float64(), "text": pyarrow.string(), "flag": pyarrow.bool_()}
    arrays = [pyarrow.array(column.values, types[column.kind]) for column in table.columns]
    schema = pyarrow.schema(
        [(column.name, types[column.kind]) for column in table.columns],
        metadata={"schema": SCHEMA, "table": table.name},
    )
    return pyarrow.Table.from_arrays(arrays, schema=schema)
