"""How numbers, periods and moments are written for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kaname.boards.selection import Selection
from kaname.facts.metrics.definition import MetricDefinition
from kaname.measures.periods import FiscalCalendar, Grain, Period
from kaname.people.models import Organisation
from kaname.web.formats import moments, periods, quantities
from kaname.web.formats.digits import MINUS, NONE
from kaname.web.formats.units import Unit

Number = int | float
# From here on a pace is as good as a whole number.
WHOLE_FROM = 10


@dataclass(frozen=True)
class Style:
    """Language, currency, calendar and time zone."""

    language: str
    currency: str
    calendar: FiscalCalendar
    zone: ZoneInfo

    @classmethod
    def of(cls, organisation: Organisation, *, language: str) -> Style:
        return cls(language, organisation.currency, organisation.calendar(), organisation.zone)

    def unit(self, definition: MetricDefinition) -> Unit:
        currency = self.currency if definition.unit == "currency" else ""
        return Unit(str(definition.unit), currency=currency, counter=definition.counter[self.language])

    def name(self, definition: MetricDefinition) -> str:
        return definition.name[self.language]

    def short(self, value: Number | None, definition: MetricDefinition) -> str:
        return quantities.short(value, self.unit(definition), language=self.language)

    def bare(self, value: Number | None, definition: MetricDefinition) -> str:
        """The short form without its counter word, for columns that say what they count."""
        unit = self.unit(definition)
        return quantities.short(value, Unit(unit.kind, currency=unit.currency), language=self.language)

    def pace(self, value: float | None, definition: MetricDefinition) -> str:
        """A value that should be reached by now: counts without meaningless decimals, no counter word."""
        if value is not None and definition.unit == "count":
            value = round(value) if abs(value) >= WHOLE_FROM else round(value, 1)
        return self.bare(value, definition)

    def exact(self, value: Number | None, definition: MetricDefinition) -> str:
        return quantities.exact(value, self.unit(definition), language=self.language)

    def signed(self, value: Number | None, definition: MetricDefinition) -> str:
        return quantities.signed(value, self.unit(definition), language=self.language)

    def percent(self, ratio: float | None, *, digits: int = 0) -> str:
        return quantities.percent(ratio, digits=digits)

    def change(self, ratio: float | None) -> str:
        """A change as a share, with its sign: +4%."""
        if ratio is None:
            return NONE
        text = quantities.percent(abs(ratio), digits=0)
        return text if text == "0%" else f"{'+' if ratio > 0 else MINUS}{text}"

    def period(self, selection: Selection) -> str:
        return self.period_name(selection.period, selection.grain)

    def period_name(self, period: Period, grain: Grain) -> str:
        return periods.period_name(period, grain=grain, calendar=self.calendar, language=self.language)

    def short_period(self, period: Period, grain: Grain) -> str:
        return periods.short_period_name(period, grain=grain, calendar=self.calendar, language=self.language)

    def day(self, day: date) -> str:
        return periods.day_name(day, language=self.language)

    def full_day(self, day: date) -> str:
        return periods.full_day(day, language=self.language)

    def short_day(self, day: date) -> str:
        return periods.dated(day, periods.SHORT_DAY, language=self.language)

    def moment(self, instant: datetime | None) -> str:
        return moments.moment(instant, zone=self.zone, language=self.language) if instant else NONE
