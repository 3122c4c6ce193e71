from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from django.db import models, transaction
from django.db.models.functions import Coalesce

from kaname.goals.models.target_revision import TargetRevision

if TYPE_CHECKING:
    from kaname.measures.periods import Period
    from kaname.people.models import Person, Team, User
    from kaname.people.scope import Scope


class TargetFigures(TypedDict):
    """What a target asks for: the value, the upper end where a range is best, and what it is compared with."""

    value: Decimal
    upper: Decimal | None
    baseline: Decimal | None


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets, narrowed by day, period, owner and reader."""

    def visible_to(self, user: User, *, on: date) -> TargetQuerySet:
        """Those whose numbers the user may see on that day."""
        from kaname.people.scope import scope_of

        return self.visible_in(scope_of(user, on))

    def visible_in(self, scope: Scope) -> TargetQuerySet:
        """Those whose numbers the scope covers; the organisation's own need the whole."""
        if scope.everything:
            return self.all()
        return self.filter(models.Q(team__key__in=scope.team_keys) | models.Q(person__key__in=scope.person_keys))

    def in_force(self) -> TargetQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_force_on(self, day: date) -> TargetQuerySet:
        """Those of periods that hold the day."""
        return self.in_force().filter(starts_on__lte=day, ends_on__gt=day)

    def covering(self, period: Period) -> TargetQuerySet:
        """Those of periods that hold the whole period."""
        return self.in_force().filter(starts_on__lte=period.starts_on, ends_on__gte=period.ends_on)

    def touching(self, period: Period) -> TargetQuerySet:
        """Those of periods that share a day with the period."""
        return self.in_force().filter(starts_on__lt=period.ends_on, ends_on__gt=period.starts_on)

    def of_owners(self, *, teams: Collection[Team], people: Collection[Person], organisation: bool) -> TargetQuerySet:
        """Those of these teams and people, and of the organisation if asked for."""
        owned = models.Q(team__in=teams) | models.Q(person__in=people)
        return self.filter(owned | models.Q(team=None, person=None) if organisation else owned)

    def of_metrics(self, keys: Collection[str]) -> TargetQuerySet:
        """Those of these metrics."""
        return self.filter(metric_key__in=keys)


class Target(models.Model):
    """The value one metric should reach in one period: starts_on <= day < ends_on.

    It belongs to a team, to a person, or (neither given) to the organisation; `goal` is the one that it was set for.
    """

    metric_key = models.CharField(max_length=64)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    goal = models.ForeignKey("goals.Goal", on_delete=models.SET_NULL, null=True, blank=True, related_name="targets")
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "ends_on", "metric_key", "pk")
        indexes = (models.Index(fields=["metric_key", "starts_on"], name="target_by_metric"),)
        constraints = (
            models.UniqueConstraint(
                "metric_key",
                Coalesce("team", 0),
                Coalesce("person", 0),
                "starts_on",
                "ends_on",
                name="one_target_per_owner_and_period",
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="target_has_days"),
            models.CheckConstraint(condition=models.Q(team=None) | models.Q(person=None), name="target_has_one_owner"),
            models.CheckConstraint(
                condition=models.Q(upper=None) | models.Q(upper__gte=models.F("value")), name="target_range_is_ordered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.starts_on}–{self.ends_on}: {self.value}"

    @property
    def period(self) -> Period:
        """The days in which the value should be reached."""
        from kaname.measures.periods import Period

        return Period(self.starts_on, self.ends_on)

    @property
    def figures(self) -> TargetFigures:
        return {"value": self.value, "upper": self.upper, "baseline": self.baseline}

    def revise(
        self,
        *,
        value: Decimal,
        reason: str,
        by: User | None,
        at: datetime,
        upper: Decimal | None = None,
        baseline: Decimal | None = None,
    ) -> TargetRevision:
        """Change the value, keeping the old one with who, when and why."""
        return self._change(value=value, upper=upper, baseline=baseline, reason=reason, by=by, at=at, withdrawn_at=None)

    def withdraw(self, *, reason: str, by: User | None, at: datetime) -> TargetRevision:
        """Take the target out of force; its value stays in the history."""
        return self._change(
            value=None, upper=self.upper, baseline=self.baseline, reason=reason, by=by, at=at, withdrawn_at=at
        )

    def restore(self, *, by: User | None, at: datetime) -> TargetRevision:
        """Put a withdrawn target back in force with the value that it had."""
        return self._change(
            value=self.value, upper=self.upper, baseline=self.baseline, reason="", by=by, at=at, withdrawn_at=None
        )

    @transaction.atomic
    def _change(
        self, *, value: Decimal | None, reason: str, by: User | None, at: datetime, **changed: Any
    ) -> TargetRevision:
        before = Target.objects.select_for_update().get(pk=self.pk)
        revision = TargetRevision.objects.create(
            target=self,
            old_value=None if before.withdrawn_at else before.value,
            new_value=value,
            old_upper=before.upper,
            new_upper=changed["upper"],
            old_baseline=before.baseline,
            new_baseline=changed["baseline"],
            reason=reason,
            by=by,
            at=at,
        )
        self.value = before.value if value is None else value
        for name, now in changed.items():
            setattr(self, name, now)
        self.save(update_fields=["value", *changed])
        return revision
