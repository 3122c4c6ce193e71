"""Cells of the large tables as HTML. A board has hundreds; templates would take longer than everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape as escaped
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from kaname.web.components.pills import status_pill

# The same texts and addresses stand on the next board again.
escape = lru_cache(maxsize=20_000)(escaped)


class Cell(NamedTuple):
    """`text` is shown, `level` decides the colour (1 to 5, 0 for no judgement), `url` opens what is behind."""

    text: str
    level: int = 0
    url: str = ""
    hint: str = ""


def heat_cells(cells: Iterable[Cell]) -> SafeString:
    """One row of a heat map: the number, linked; what it means as title and in the colour's level."""
    return mark_safe("".join(map(_heat_cell, cells)))  # noqa: S308 - every text is escaped


def _heat_cell(cell: Cell) -> str:
    title = f' title="{escape(cell.hint)}"' if cell.hint else ""
    return f'<td class="l{cell.level:d}"{title}>{_linked(cell.text, cell.url)}</td>'


def figure_cells(cells: Iterable[tuple[str, str, str, str]]) -> SafeString:
    """One row of a table of figures: (actual, target, status, address) each."""
    pill = pills()
    return mark_safe("".join(_figure_cell(*cell, pill=pill) for cell in cells))  # noqa: S308 - every text is escaped


def _figure_cell(actual: str, target: str, status: str, url: str, *, pill: Callable[[str], str]) -> str:
    goal = f'<span class="b-of">/ {escape(target)}</span>' if target else ""
    return f'<td class="text-end">{_linked(actual, url)}{goal}{pill(status)}</td>'


def pills() -> Callable[[str], str]:
    """Each status as its pill in the reader's language, made once."""
    made: dict[str, str] = {"": ""}

    def pill(status: str) -> str:
        if status not in made:
            made[status] = status_pill(status)
        return made[status]

    return pill


def _linked(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)
