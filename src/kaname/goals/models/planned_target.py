from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce


class PlannedTarget(models.Model):
    """A value on the sheet that spreads a goal's KPIs over time and people; publishing makes targets of the sheet.

    Without a team and a person it is the organisation's. `fixed` is a value that somebody typed and that spreading
    again leaves as it is.
    """

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="planned")
    metric_key = models.CharField(max_length=64)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    fixed = models.BooleanField(default=False)

    class Meta:
        ordering = ("metric_key", "starts_on", "ends_on", "pk")
        constraints = (
            models.UniqueConstraint(
                "goal",
                "metric_key",
                Coalesce("team", 0),
                Coalesce("person", 0),
                "starts_on",
                "ends_on",
                name="one_planned_target_per_place",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="planned_target_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(person=None), name="planned_target_has_one_owner"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.starts_on}–{self.ends_on}: {self.value}"
