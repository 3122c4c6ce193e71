"""The different values that columns hold, so that a person can say what each means."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kaname.connectors.columns import find_column
from kaname.connectors.conversion.arrays import trimmed
from kaname.connectors.files import open_table
from kaname.connectors.mapping.origins import FileOptions


def distinct_values(
    path: Path, *, columns: Iterable[str], options: FileOptions | None = None, most: int = 30, rows: int = 500_000
) -> dict[str, tuple[str, ...] | None]:
    """Return each column's values in the first `rows` rows, in the order they come; None for more than `most`.

    Raises
    ------
    ConnectorError
        With a code of `codes.FILE_CODES`.
    """
    table = open_table(path, options=options or FileOptions())
    places = {name: place for name in columns if (place := find_column(name, columns=table.columns)) is not None}
    found: dict[str, dict[str, None] | None] = {name: {} for name in places}
    read = 0
    for block in table.blocks(columns=sorted(set(places.values()))):
        for name, place in places.items():
            known = found[name]
            if known is not None:
                known |= dict.fromkeys(trimmed(block.column(place)).drop_null().unique().to_pylist())
                found[name] = known if len(known) <= most else None
        read += block.size
        if read >= rows or all(known is None for known in found.values()):
            break
    return {name: None if known is None else tuple(known) for name, known in found.items()}
