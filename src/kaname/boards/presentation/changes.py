"""Changes against earlier periods, in words that say what was compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Change, Kpi
from kaname.boards.selection import Span
from kaname.measures.comparison import Earlier

# Japanese has one word for a change as a share of what was before, and another for a difference.
SHARES: dict[Span, Callable[[], str]] = {
    Span.DAY: lambda: _("vs. prev. day"),
    Span.WEEK: lambda: _("vs. prev. week"),
    Span.MONTH: lambda: _("vs. prev. month"),
    Span.QUARTER: lambda: _("vs. prev. quarter"),
    Span.HALF: lambda: _("vs. prev. half"),
    Span.YEAR: lambda: _("vs. prev. year"),
}
DIFFERENCES: dict[Span, Callable[[], str]] = {
    Span.DAY: lambda: pgettext("a difference", "vs. prev. day"),
    Span.WEEK: lambda: pgettext("a difference", "vs. prev. week"),
    Span.MONTH: lambda: pgettext("a difference", "vs. prev. month"),
    Span.QUARTER: lambda: pgettext("a difference", "vs. prev. quarter"),
    Span.HALF: lambda: pgettext("a difference", "vs. prev. half"),
    Span.YEAR: lambda: pgettext("a difference", "vs. prev. year"),
}


def previous_words(span: Span, change: Change) -> str:
    return (DIFFERENCES if change.ratio is None else SHARES)[span]()


def year_words(change: Change) -> str:
    return pgettext("a difference", "vs. a year ago") if change.ratio is None else _("vs. a year ago")


def change_words(change: Change | None, kpi: Kpi, style: Style) -> str:
    """The change itself: +12%, +4.2pt; a dash where there is nothing to compare."""
    if change is None or change.difference is None:
        return "–"
    if change.ratio is not None:
        return style.change(change.ratio)
    return style.signed(change.difference, kpi.definition)


def compared_words(earlier: Earlier, style: Style, *, today: date) -> str:
    """What it was compared with: the whole of a period, or its part with the same share of working time."""
    days = style.days(earlier.period.starts_on, earlier.last_day, today=today)
    return _("%(days)s: the same share of the working time") % {"days": days} if earlier.cut else days
