"""Story -> files: undertow JSON in a versioned wire format, CSV and Parquet tables."""

from undertow.export.csvfiles import write_csv
from undertow.export.jsonfile import read_json, write_json
from undertow.export.parquetfiles import write_parquet
from undertow.export.schema import json_schema
from undertow.export.wire import from_dict, to_dict

__all__ = ["from_dict", "json_schema", "read_json", "to_dict", "write_csv", "write_json", "write_parquet"]
