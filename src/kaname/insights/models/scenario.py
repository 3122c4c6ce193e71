from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from kaname.goals.models import Goal

if TYPE_CHECKING:
    from kaname.people.models import User
    from kaname.people.scope import Scope


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: User, scope: Scope) -> ScenarioQuerySet:
        """One's own, and those that were shared, of goals that the scope may see."""
        mine = models.Q(created_by=user) | models.Q(is_shared=True)
        return self.filter(mine, goal__in=Goal.objects.visible_in(scope).order_by().values("pk"))


class Scenario(models.Model):
    """What somebody assumed of a goal's tree, people, hours and initiatives, kept under a name.

    `assumptions` hold no more than what was assumed (see `scenarios.assumptions`). `expected` and `probability` are
    what they led to with the outlook of `outlook_at`, so that it can be said when facts have moved on.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=1000, blank=True)
    assumptions = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    expected = models.FloatField(null=True, blank=True)
    probability = models.FloatField(null=True, blank=True)
    outlook_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="scenario_has_a_name"),)

    def __str__(self) -> str:
        return self.name
