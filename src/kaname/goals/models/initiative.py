from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.scope import Scope


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Initiatives, narrowed by state and reader."""

    def current(self) -> InitiativeQuerySet:
        """Those that were not archived, of KPIs that are still followed and goals that are not archived."""
        return self.filter(archived_at=None, kpi__removed_at=None, kpi__goal__archived_at=None)

    def running_on(self, day: date) -> InitiativeQuerySet:
        """Those that have begun and not ended on the day."""
        open_end = models.Q(ends_on=None) | models.Q(ends_on__gt=day)
        return self.filter(open_end, starts_on__lte=day)

    def visible_in(self, scope: Scope) -> InitiativeQuerySet:
        """Those of goals that the scope may see: the goal owner's, and those of the scope's own teams and above."""
        from kaname.goals.models.goal import Goal, keys_above

        found = self.filter(kpi__goal__in=Goal.objects.visible_in(scope).order_by().values("pk"))
        if scope.everything:
            return found
        near = scope.team_keys | scope.managed_team_keys
        return found.filter(models.Q(team=None) | models.Q(team__key__in=near | keys_above(near)))


class Initiative(models.Model):
    """A measure (施策) that should move one KPI, starts_on <= day < ends_on: "win more new leads".

    `team` is the one that planned it for itself; without, it is that of everybody who carries the KPI.
    """

    kpi = models.ForeignKey("goals.Kpi", on_delete=models.CASCADE, related_name="initiatives")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives")
    name = models.CharField(max_length=200)
    why = models.CharField(max_length=1000, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ("kpi", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="initiative_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="initiative_has_days",
            ),
        )

    def __str__(self) -> str:
        return self.name
