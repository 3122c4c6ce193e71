from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models


class OnClosed(models.TextChoices):
    """What becomes of an occurrence on a day on which its person does not work."""

    SKIP = "skip"
    MOVE = "move"


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions, narrowed by state and days."""

    def current(self) -> ActionQuerySet:
        """Those that were not archived, nor what they belong to."""
        return self.filter(
            archived_at=None,
            initiative__archived_at=None,
            initiative__kpi__removed_at=None,
            initiative__kpi__goal__archived_at=None,
            initiative__kpi__goal__published_at__isnull=False,
        )

    def touching(self, since: date, until: date) -> ActionQuerySet:
        """Those that share a day with since <= day < until."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gt=since), starts_on__lt=until)


class Action(models.Model):
    """The concrete, repeated thing somebody does (アクション), starts_on <= day < ends_on.

    `cadence` is a rule of RFC 5545 without its DTSTART, which is the first day. `quota` is what one occurrence asks
    for. Where a metric fits, what was done is counted from the facts, else it is ticked.
    """

    initiative = models.ForeignKey("goals.Initiative", on_delete=models.CASCADE, related_name="actions")
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=1000, blank=True)
    cadence = models.CharField(max_length=300, default="FREQ=DAILY")
    on_closed = models.CharField(max_length=4, choices=OnClosed.choices, default=OnClosed.SKIP)
    quota = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(1))
    scales = models.BooleanField(default=False)
    metric_key = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("initiative", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="action_has_a_name"),
            models.CheckConstraint(condition=models.Q(quota__gt=0), name="action_asks_for_something"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")), name="action_has_days"
            ),
            models.CheckConstraint(condition=models.Q(on_closed__in=OnClosed.values), name="action_on_closed_is_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_counted(self) -> bool:
        """Whether facts say what was done."""
        return bool(self.metric_key)


class ActionOwner(models.Model):
    """Whose action it is: a person's, or that of every member of a team and of those below it."""

    action = models.ForeignKey("goals.Action", on_delete=models.CASCADE, related_name="owners")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("action", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="action_owner_is_a_person_or_a_team",
            ),
            models.UniqueConstraint(
                fields=("action", "team"), condition=models.Q(person=None), name="action_has_a_team_once"
            ),
            models.UniqueConstraint(
                fields=("action", "person"), condition=models.Q(team=None), name="action_has_a_person_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} · {self.person or self.team}"
