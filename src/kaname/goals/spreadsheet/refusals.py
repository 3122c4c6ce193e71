"""Why a row of a spreadsheet cannot become a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

PROBLEMS = {
    "columns_missing": gettext_lazy("The file lacks the columns %(columns)s."),
    "too_many_rows": gettext_lazy("The file has more than %(most)s rows. Split it."),
    "metric_unknown": gettext_lazy("There is no metric “%(text)s”. Write its key or its name."),
    "metric_ambiguous": gettext_lazy("Several metrics are called “%(text)s”. Write the key."),
    "owner_unknown": gettext_lazy("There is no “%(text)s” whose targets you may set."),
    "owner_ambiguous": gettext_lazy("“%(text)s” are several. Write the email, the employee code or the key."),
    "organisation_not_yours": gettext_lazy(
        "Without a team and a person it is the organisation's target, which is not yours to set."
    ),
    "day_unreadable": gettext_lazy("“%(text)s” is not a day. Write it like 2026-11-01."),
    "dates_reversed": gettext_lazy("The last day has to be on or after the first."),
    "row_twice": gettext_lazy("The same target stands in line %(earlier)s already."),
}


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a line of the file (as a person sees it, header included) and column; `words` is a sentence."""

    line: int
    column: str
    words: str


def refusal(line: int, column: str, code: str, **params: Any) -> RowProblem:
    return RowProblem(line, column, str(PROBLEMS[code]) % params)
