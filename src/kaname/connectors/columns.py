"""Names of columns: a header as found to names that are all different, and a person's spelling to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.scalars import nearest
from kaname.connectors.values.texts import folded


def distinct_names(header: Iterable[str]) -> tuple[str, ...]:
    """Return trimmed names; an empty one becomes #3 (its place), the second 担当 becomes 担当 (2)."""
    names: list[str] = []
    taken = {name.strip() for name in header if name.strip()}
    used: set[str] = set()
    for place, cell in enumerate(header, start=1):
        wanted = " ".join(cell.split()) or f"#{place}"
        name, count = wanted, 1
        while name in used or (count > 1 and name in taken):
            count += 1
            name = f"{wanted} ({count})"
        used.add(name)
        names.append(name)
    return tuple(names)


def find_column(name: str, *, columns: Sequence[str]) -> int | None:
    """Return the place of a column: the one of that name, else the only one that differs in width, case or spaces."""
    if name in columns:
        return columns.index(name)
    wanted = folded(name)
    alike = [index for index, column in enumerate(columns) if folded(column) == wanted]
    return alike[0] if len(alike) == 1 else None


def column_index(name: str, *, columns: Sequence[str]) -> int:
    """Return the place of a column; raise ConnectorError `column_unknown` with the nearest name."""
    index = find_column(name, columns=columns)
    if index is None:
        suggestion = nearest(name, among=columns)
        raise ConnectorError("column_unknown", column=name, suggestion=suggestion, columns=tuple(columns))
    return index
