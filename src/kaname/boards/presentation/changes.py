"""Changes against earlier periods, in words that say what was compared."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from kaname.boards.comparison import Earlier
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Change, Kpi
from kaname.boards.selection import Span

PREVIOUS: dict[Span, Callable[[], str]] = {
    Span.DAY: lambda: _("vs. prev. day"),
    Span.WEEK: lambda: _("vs. prev. week"),
    Span.MONTH: lambda: _("vs. prev. month"),
    Span.QUARTER: lambda: _("vs. prev. quarter"),
    Span.HALF: lambda: _("vs. prev. half"),
    Span.YEAR: lambda: _("vs. prev. year"),
}


def previous_words(span: Span) -> str:
    return PREVIOUS[span]()


def year_words() -> str:
    return _("vs. a year ago")


def change_words(change: Change | None, kpi: Kpi, style: Style) -> str:
    """The change itself: +12%, +4.2pt; a dash where there is nothing to compare."""
    if change is None or change.difference is None:
        return "–"
    if change.ratio is not None:
        return style.change(change.ratio)
    return style.signed(change.difference, kpi.definition)


def compared_words(earlier: Earlier, style: Style) -> str:
    """What it was compared with: the whole of a period, or its part with the same share of working time."""
    first = style.day(earlier.period.starts_on)
    if earlier.cut:
        words = {"first": first, "last": style.day(earlier.last_day)}
        return _("%(first)s to %(last)s: the same share of the working time") % words
    return _("%(first)s to %(last)s") % {"first": first, "last": style.day(earlier.last_day)}
