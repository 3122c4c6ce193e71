"""How numbers, periods and moments are written for one reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from kaname.boards.selection import Selection
from kaname.facts.metrics.definition import MetricDefinition
from kaname.measures.periods import FiscalCalendar, Grain, Period
from kaname.people.models import Organisation
from kaname.web.formats import moments, periods, quantities
from kaname.web.formats.digits import MINUS, NONE
from kaname.web.formats.units import Unit

Number = int | float
Writer = Callable[[Number | None], str]


@dataclass(frozen=True)
class Style:
    """Language, currency, calendar and time zone."""

    language: str
    currency: str
    calendar: FiscalCalendar
    zone: ZoneInfo
    _units: dict[str, Unit] = field(default_factory=dict, repr=False, compare=False)
    _short: dict[str, Writer] = field(default_factory=dict, repr=False, compare=False)
    _bare: dict[str, Writer] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, organisation: Organisation, *, language: str) -> Style:
        return cls(language, organisation.currency, organisation.calendar(), organisation.zone)

    def unit(self, definition: MetricDefinition) -> Unit:
        if (known := self._units.get(definition.key)) is None:
            currency = self.currency if definition.unit == "currency" else ""
            known = Unit(str(definition.unit), currency=currency, counter=definition.counter[self.language])
            self._units[definition.key] = known
        return known

    def bare_unit(self, definition: MetricDefinition) -> Unit:
        """The unit without its counter word."""
        unit = self.unit(definition)
        return Unit(unit.kind, currency=unit.currency)

    def name(self, definition: MetricDefinition) -> str:
        return definition.name[self.language]

    def short(self, value: Number | None, definition: MetricDefinition) -> str:
        if (write := self._short.get(definition.key)) is None:
            write = self._short[definition.key] = _writer(self.unit(definition), self.language)
        return write(value)

    def bare(self, value: Number | None, definition: MetricDefinition) -> str:
        """The short form without its counter word, for columns that say what they count."""
        if (write := self._bare.get(definition.key)) is None:
            write = self._bare[definition.key] = _writer(self.bare_unit(definition), self.language)
        return write(value)

    def pace(self, value: float | None, definition: MetricDefinition) -> str:
        """A value that should be reached by now: without meaningless decimals, no counter word."""
        return self.bare(quantities.as_pace(value, self.unit(definition)), definition)

    def rate(self, value: float | None, definition: MetricDefinition) -> str:
        """What an hour brings or has to bring: two digits that say something."""
        return self.bare(None if value is None else float(f"{value:.2g}"), definition)

    def exact(self, value: Number | None, definition: MetricDefinition) -> str:
        return quantities.exact(value, self.unit(definition), language=self.language)

    def signed(self, value: Number | None, definition: MetricDefinition) -> str:
        return quantities.signed(value, self.unit(definition), language=self.language)

    def percent(self, ratio: float | None, *, digits: int = 0) -> str:
        return _percent(None if ratio is None else round(ratio, 6), digits)

    def change(self, ratio: float | None) -> str:
        """A change as a share, with its sign: +4%."""
        if ratio is None:
            return NONE
        text = quantities.percent(abs(ratio), digits=0)
        return text if text == "0%" else f"{'+' if ratio > 0 else MINUS}{text}"

    def period(self, selection: Selection, *, today: date | None = None) -> str:
        return self.period_name(selection.period, selection.grain, today=today)

    def period_name(self, period: Period, grain: Grain, *, today: date | None = None) -> str:
        """Days and weeks of another year than today's carry it."""
        return periods.period_name(period, grain=grain, calendar=self.calendar, language=self.language, today=today)

    def short_period(self, period: Period, grain: Grain) -> str:
        return periods.short_period_name(period, grain=grain, calendar=self.calendar, language=self.language)

    def day(self, day: date, *, today: date) -> str:
        return periods.day_name(day, language=self.language, today=today)

    def days(self, first: date, last: date, *, today: date) -> str:
        """First and last day, the year where it is not today's."""
        return periods.days_name(first, last, language=self.language, today=today)

    def full_day(self, day: date) -> str:
        return periods.full_day(day, language=self.language)

    def short_day(self, day: date) -> str:
        return periods.dated(day, periods.SHORT_DAY, language=self.language)

    def moment(self, instant: datetime | None) -> str:
        return moments.moment(instant, zone=self.zone, language=self.language) if instant else NONE


# The same small numbers stand on a board many times, and on the next board again.
@lru_cache(maxsize=20_000)
def _percent(ratio: float | None, digits: int) -> str:
    return quantities.percent(ratio, digits=digits)


@lru_cache(maxsize=500)
def _writer(unit: Unit, language: str) -> Writer:
    """How short numbers of a unit are written."""

    @lru_cache(maxsize=5_000, typed=True)
    def write(value: Number | None) -> str:
        return quantities.short(value, unit, language=language)

    return write
