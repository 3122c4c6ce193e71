"""What a text table looks like."""

from __future__ import annotations

from pathlib import Path

from kaname.connectors.csv.opening import open_csv
from kaname.connectors.csv.stream import count_lines
from kaname.connectors.detection.columns import shape_columns
from kaname.connectors.mapping.origins import FileOptions
from kaname.connectors.shapes import FileShape

SHOWN_ROWS = 200


def inspect_csv(path: Path, *, options: FileOptions) -> FileShape:
    """Return the shape, having decoded the file to its end; raise ConnectorError."""
    opened = open_csv(path, options=options)
    table = opened.table
    lines = count_lines(path, encoding=table.encoding)
    return FileShape(
        kind="csv",
        encoding=table.encoding,
        delimiter=table.dialect.delimiter,
        quote=table.dialect.quote,
        header_row=table.header_row,
        columns=shape_columns(table=table, sample=opened.sample),
        rows_estimate=max(lines - table.first_line + 1, 0),
        sample=opened.sample[:SHOWN_ROWS],
    )
