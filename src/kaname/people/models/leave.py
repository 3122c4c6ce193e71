from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import ONE_DAY
from kaname.people.models.dates import touches

if TYPE_CHECKING:
    from kaname.people.models.user import User


class LeaveQuerySet(models.QuerySet["Leave"]):
    def touching(self, since: date | None, until: date | None) -> LeaveQuerySet:
        return self.filter(touches(since, until))

    def editable_by(self, user: User, *, on: date) -> LeaveQuerySet:
        """Leave that `user` may change on that day: their own, and their people's."""
        from kaname.people.models.person import Person

        return self.filter(person__in=Person.objects.calendar_editable_by(user, on=on))


class Leave(models.Model):
    """A share of the working day that a person is away, starts_on <= day < ends_on."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="leave")
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("The day after the last day"))
    share = models.DecimalField(_("Share of the day"), max_digits=3, decimal_places=2, default=Decimal(1))
    reason = models.CharField(_("Reason"), max_length=200, blank=True, default="")

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts_on__lt=models.F("ends_on")), name="leave_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(share__gt=0) & models.Q(share__lte=1), name="leave_share_is_part_of_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on} – {self.ends_on}"

    @property
    def last_on(self) -> date:
        """The last day in it, as people say it."""
        return self.ends_on - ONE_DAY
