"""A goal sheet as the form that companies use: A4 landscape, what is computed locked, what is to be filled in open."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.measures.direction import Direction
from kaname.people.models import Membership
from kaname.reports.document import Cell as NumberCell
from kaname.reports.goal_sheet.access import writable
from kaname.reports.goal_sheet.cells import Reading, cells_of, field_name
from kaname.reports.goal_sheet.comparing import OF_THE_METRIC
from kaname.reports.goal_sheet.figures import RowFigures, SheetFigures, figures_of
from kaname.reports.models import GoalSheet, Grade
from kaname.reports.rendering.number_formats import number_format

FONT = "Yu Gothic"
MARK, VERSION, HIDDEN = "kaname-goal-sheet", 1, "_kaname"
HEAD_ROW = 5
"""Row of the table's header, counted from 0."""
COLUMNS = ("item", "measure", "target", "weight", "actual", "attainment",
           "self_rating", "self_comment", "manager_rating", "manager_comment")  # fmt: skip
WIDTHS = (24, 18, 12, 8, 12, 9, 8, 30, 8, 30)
PIECE = 30_000
"""Characters of the hidden cells: Excel takes 32,767."""


def workbook_of_sheet(sheet: GoalSheet, *, reader: Reader) -> bytes:
    """What the reader may fill in is open; text is never a formula."""
    content = BytesIO()
    with Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        _Form(book, sheet, reader).write()
    return content.getvalue()


class _Form:
    def __init__(self, book: Any, sheet: GoalSheet, reader: Reader) -> None:
        self.book, self.sheet, self.reader = book, sheet, reader
        self.may = writable(sheet, reader)
        self.figures: SheetFigures = figures_of(sheet, reader=reader)
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.page = book.add_worksheet(pgettext("name of a sheet in Excel", "Goal sheet"))

    def write(self) -> None:
        self._setup()
        self._title()
        self._header()
        for place, row in enumerate(self.figures.rows):
            self._row(HEAD_ROW + 1 + place, row)
        self._total(HEAD_ROW + 1 + len(self.figures.rows))
        self._mark()

    def _setup(self) -> None:
        """Paper, widths, and protection without a password: against slips, not against people."""
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.page.repeat_rows(HEAD_ROW)
        self.page.set_footer("&C&P / &N")
        self.page.hide_gridlines(2)
        self.page.set_column(0, 0, 0, None, {"hidden": True})
        for place, width in enumerate(WIDTHS, start=1):
            self.page.set_column(place, place, width)
        self.page.protect("", {"format_rows": True, "format_columns": True, "select_locked_cells": True})
        self.page.freeze_panes(HEAD_ROW + 1, 0)
        self.page.print_area(0, 1, HEAD_ROW + 1 + len(self.figures.rows), len(COLUMNS))

    def _format(self, **how: Any) -> Any:
        key = tuple(sorted(how.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": FONT, "font_size": 10, **how})
        return self.formats[key]

    def _title(self) -> None:
        sheet, reader = self.sheet, self.reader
        label = self._format(font_color="#5b6472")
        period = period_name(sheet.period, calendar=reader.calendar, language=reader.language)
        self.page.merge_range(
            0,
            1,
            0,
            len(COLUMNS),
            _("Goal sheet, %(period)s") % {"period": period},
            self._format(bold=True, font_size=16),
        )
        stay = Membership.objects.in_force_on(reader.today).filter(person=sheet.person).select_related("team").first()
        lines = (
            (_("Organisation"), reader.organisation.name),
            (_("Team"), stay.team.name if stay else ""),
            (pgettext("whose goal sheet", "Name"), sheet.person.name),
            (pgettext("of a goal sheet", "State"), sheet.get_state_display()),
        )
        for place, (name, text) in enumerate(lines):
            row, column = 2 + place // 2, 1 + 3 * (place % 2)
            self.page.write_string(row, column, name, label)
            self.page.write_string(row, column + 1, text, self._format(bold=True))

    def _header(self) -> None:
        form = self._format(bold=True, border=1, bg_color="#eef1f6", text_wrap=True, align="center", valign="vcenter")
        self.page.set_row(HEAD_ROW, 30)
        for place, field in enumerate(COLUMNS, start=1):
            self.page.write_string(HEAD_ROW, place, field_name(field), form)

    def _row(self, at: int, figures: RowFigures) -> None:
        self.page.set_row(at, 60)
        self.page.write_number(at, 0, figures.row.pk)
        for place, field in enumerate(COLUMNS, start=1):
            self._cell(at, place, field, figures)

    def _cell(self, at: int, place: int, field: str, figures: RowFigures) -> None:
        row = figures.row
        open_ = field in self.may and not (figures.is_counted and field in OF_THE_METRIC)
        how = {"border": 1, "valign": "top", "text_wrap": True, "locked": not open_}
        if open_:
            how["bg_color"] = "#fffbe6"
        if field in ("target", "actual"):
            value = figures.target if field == "target" else figures.actual
            form = number_format(NumberCell("", value, figures.unit), language=self.reader.language)
            self._number(at, place, value, self._format(num_format=form, **how))
        elif field == "weight":
            self._number(at, place, float(row.weight), self._format(num_format="0%", **how))
            if open_:
                self.page.data_validation(at, place, at, place, _share_validation())
        elif field == "attainment":
            self._attainment(at, place, figures, self._format(num_format="0.0%", **how))
        else:
            text = figures.measure if field == "measure" else getattr(row, field)
            self.page.write_string(at, place, text, self._format(**how))
            if open_ and field in ("self_rating", "manager_rating"):
                self.page.data_validation(at, place, at, place, {"validate": "list", "source": list(Grade.values)})

    def _number(self, at: int, place: int, value: float | None, form: Any) -> None:
        if value is None:
            self.page.write_blank(at, place, None, form)
        else:
            self.page.write_number(at, place, value, form)

    def _attainment(self, at: int, place: int, figures: RowFigures, form: Any) -> None:
        """A formula where Excel can follow; ranges have none."""
        value: Any = "" if figures.attainment is None else figures.attainment
        if figures.direction is Direction.RANGE:
            self._number(at, place, figures.attainment, form)
        else:
            target, actual = f"{_letter('target')}{at + 1}", f"{_letter('actual')}{at + 1}"
            formula = attainment_formula(actual=actual, target=target, direction=figures.direction)
            self.page.write_formula(at, place, formula, form, value)

    def _total(self, at: int) -> None:
        """The weights, and the weighted mean over goals whose attainment is known."""
        how = {"border": 1, "bold": True, "bg_color": "#eef1f6"}
        first, last = HEAD_ROW + 2, max(at, HEAD_ROW + 2)
        for place in range(1, len(COLUMNS) + 1):
            self.page.write_blank(at, place, None, self._format(**how))
        self.page.write_string(at, 1, pgettext("of a goal sheet", "Total"), self._format(**how))
        weights, reached = (f"{_letter(one)}{first}:{_letter(one)}{last}" for one in ("weight", "attainment"))
        share = self._format(num_format="0%", **how)
        self.page.write_formula(at, _place("weight"), f"=SUM({weights})", share, float(self.figures.total_weight))
        mean: Any = self.figures.weighted.attainment
        known = f"SUMPRODUCT(ISNUMBER({reached})*{weights})"
        formula = f'=IFERROR(SUMPRODUCT({weights},{reached})/{known},"")'
        form = self._format(num_format="0.0%", **how)
        self.page.write_formula(at, _place("attainment"), formula, form, "" if mean is None else mean)

    def _mark(self) -> None:
        """Which sheet this is, and what its cells said when it was made, on a sheet that is not shown."""
        hidden = self.book.add_worksheet(HIDDEN)
        hidden.very_hidden()
        cells = cells_of(self.sheet, Reading(self.reader))
        seen = json.dumps({f"{pk}-{field}": text for (pk, field), text in cells.items()}, ensure_ascii=False)
        made = self.reader.at.isoformat()
        for place, text in enumerate((MARK, str(VERSION), self.sheet.key, made, self.reader.language)):
            hidden.write_string(0, place, text)
        for row, begin in enumerate(range(0, len(seen), PIECE), start=1):
            hidden.write_string(row, 0, seen[begin : begin + PIECE])


def attainment_formula(*, actual: str, target: str, direction: Direction) -> str:
    """`measures.attainment` of two cells, without a baseline: what is exactly met is 100 %, also a target of 0."""
    lower = direction is Direction.LOWER
    ratio = f"{target}/{actual}" if lower else f"{actual}/{target}"
    undefined = f"OR({actual}<=0,{target}<0)" if lower else f"{target}<=0"
    return f'=IF(OR({actual}="",{target}=""),"",IF({actual}={target},1,IF({undefined},"",{ratio})))'


def _share_validation() -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1,
        "error_title": field_name("weight"),
        "error_message": _("A share from 0% to 100%; all of them come to 100%."),
    }


def _place(field: str) -> int:
    return COLUMNS.index(field) + 1


def _letter(field: str) -> str:
    return chr(ord("A") + _place(field))


def file_name(sheet: GoalSheet) -> str:
    """Without an ending."""
    return f"{pgettext('name of a file', 'goal-sheet')}_{sheet.person.name}_{sheet.starts_on:%Y-%m}"
