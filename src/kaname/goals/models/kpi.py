from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

MOST_KPIS = 3


class KpiQuerySet(models.QuerySet["Kpi"]):
    """KPIs of goals."""

    def current(self) -> KpiQuerySet:
        """Those that were not given up."""
        return self.filter(removed_at=None)


class Kpi(models.Model):
    """A metric that a team follows under a goal: one to three per team and goal, never four.

    Without a team it is the goal owner's. `grain` is the period in which it is looked at, such as month.
    """

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="kpis")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="kpis")
    metric_key = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField()
    grain = models.CharField(max_length=16, default="month")
    reason = models.CharField(max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = KpiQuerySet.as_manager()

    class Meta:
        ordering = ("goal", "team__name", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=MOST_KPIS), name="at_most_three_kpis"
            ),
            models.UniqueConstraint(
                "goal",
                Coalesce("team", 0),
                "position",
                condition=models.Q(removed_at=None),
                name="one_kpi_per_team_and_place",
            ),
            models.UniqueConstraint(
                "goal",
                Coalesce("team", 0),
                "metric_key",
                condition=models.Q(removed_at=None),
                name="one_kpi_per_team_and_metric",
            ),
        )

    def __str__(self) -> str:
        return self.metric_key
