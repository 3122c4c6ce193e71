from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from kaname.people.scope import Scope


class DriverSearchQuerySet(models.QuerySet["DriverSearch"]):
    """Searches, narrowed by reader."""

    def visible_in(self, scope: Scope) -> DriverSearchQuerySet:
        """Those of goals of teams that the reader leads; the organisation's need the whole."""
        return self if scope.everything else self.filter(team_key__in=scope.managed_team_keys)

    def newest(self) -> DriverSearchQuerySet:
        """The newest of each metric and team."""
        newest = self.model.objects.filter(
            metric_key=models.OuterRef("metric_key"), team_key=models.OuterRef("team_key")
        )
        return self.filter(pk=models.Subquery(newest.order_by("-pk").values("pk")[:1]))


class DriverSearch(models.Model):
    """One search for what drives a metric of a goal: of the organisation, or with `team_key` of a team.

    `step` is how far apart neighbouring periods are, `n` how many of the metric are known, `n_tested` how many series
    were held against it. What was found was chosen before `held_out_from` and confirmed from it on. Where nothing could
    be searched, `missing` more periods are needed. Links weaker than `smallest_seen` are mostly missed. [correlation]
    """

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="+")
    kpi = models.ForeignKey("goals.Kpi", on_delete=models.CASCADE, null=True, related_name="+")
    metric_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=10)
    n = models.PositiveIntegerField(default=0)
    n_tested = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    held_out_from = models.DateField(null=True)
    missing = models.PositiveIntegerField(default=0)
    smallest_seen = models.FloatField(null=True)
    made_at = models.DateTimeField()

    objects = DriverSearchQuerySet.as_manager()

    class Meta:
        ordering = ("goal", "pk")
        constraints = (
            models.UniqueConstraint(fields=("metric_key", "team_key", "made_at"), name="one_driver_search_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.team_key} {self.made_at}"
