from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import FiscalCalendar, day_of
from kaname.people.models.user import Language

MONDAY_TO_FRIDAY = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)
NINE = time(9)


def default_weekday_hours() -> list[float]:
    return list(MONDAY_TO_FRIDAY)


class Organisation(models.Model):
    """The organisation that this installation serves: one row, its calendar and its units."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("Name of the organisation"), max_length=200)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Tokyo")
    fiscal_start_month = models.PositiveSmallIntegerField(_("Fiscal year starts in"), default=4)
    first_weekday = models.PositiveSmallIntegerField(_("Weeks start on"), default=0)
    weekday_hours = models.JSONField(_("Working hours by weekday"), default=default_weekday_hours)
    workday_starts_at = models.TimeField(_("Working days begin at"), default=NINE)
    currency = models.CharField(_("Currency"), max_length=3, default="JPY")
    language = models.CharField(_("Language"), max_length=10, choices=Language.choices, default=Language.JAPANESE)
    holiday_country = models.CharField(_("Public holidays of"), max_length=2, blank=True, default="JP")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_the_only_one"),
            models.CheckConstraint(
                condition=models.Q(fiscal_start_month__range=(1, 12)), name="organisation_fiscal_start_is_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(first_weekday__range=(0, 6)), name="organisation_first_weekday_is_a_weekday"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def calendar(self) -> FiscalCalendar:
        return FiscalCalendar(start_month=self.fiscal_start_month, first_weekday=self.first_weekday)

    def today(self, at: datetime) -> date:
        """The organisation's local day at an instant."""
        return day_of(at, zone=self.zone)
