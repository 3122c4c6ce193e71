from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import ONE_DAY
from kaname.people.models.dates import touches


class CompanyHolidayQuerySet(models.QuerySet["CompanyHoliday"]):
    def touching(self, since: date | None, until: date | None) -> CompanyHolidayQuerySet:
        return self.filter(touches(since, until))


class CompanyHoliday(models.Model):
    """Days on which the whole organisation is closed besides public holidays: starts_on <= day < ends_on."""

    name = models.CharField(_("Name"), max_length=100)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("The day after the last day"))

    objects = CompanyHolidayQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts_on__lt=models.F("ends_on")), name="company_holiday_starts_before_it_ends"
            ),
            models.UniqueConstraint(fields=("starts_on", "ends_on"), name="company_holiday_is_entered_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> date:
        """The last day in it, as people say it."""
        return self.ends_on - ONE_DAY
