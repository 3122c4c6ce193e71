from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.models import User


class ActionTickQuerySet(models.QuerySet["ActionTick"]):
    def standing(self) -> ActionTickQuerySet:
        """Those that were not taken back."""
        return self.filter(undone_at=None)


class ActionTick(models.Model):
    """Somebody says that they did an action on a day, with a note if they like. Taken back, it stays as a record.

    Of an action that facts count, only the note says something: `amount` is 0.
    """

    action = models.ForeignKey("goals.Action", on_delete=models.CASCADE, related_name="ticks")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="action_ticks")
    done_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(1))
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ActionTickQuerySet.as_manager()

    class Meta:
        ordering = ("done_on", "pk")
        indexes = (models.Index(fields=("person", "done_on"), name="action_tick_by_day"),)
        constraints = (models.CheckConstraint(condition=models.Q(amount__gte=0), name="action_tick_is_not_negative"),)

    def __str__(self) -> str:
        return f"{self.action} {self.person} {self.done_on}"

    def undo(self, *, by: User | None, at: datetime) -> None:
        """Take it back; twice is the same as once."""
        if self.undone_at is None:
            self.undone_at, self.undone_by = at, by
            self.save(update_fields=["undone_at", "undone_by"])
