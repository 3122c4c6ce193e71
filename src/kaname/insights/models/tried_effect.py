from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from kaname.people.scope import Scope


class TriedKind(models.TextChoices):
    """What was tried."""

    INITIATIVE = "initiative", pgettext_lazy("what was tried", "Initiative")
    TARGET = "target", pgettext_lazy("what was tried", "Target revised")
    SCRIPT = "script", pgettext_lazy("what was tried", "Talk script")


class TriedVerdict(models.TextChoices):
    """What it did, in the direction that is wanted of the metric."""

    HELPED = "helped", pgettext_lazy("what something did", "helped")
    NONE = "none", pgettext_lazy("what something did", "no clear effect")
    HARMED = "harmed", pgettext_lazy("what something did", "harmed")
    MOVED = "moved", pgettext_lazy("what something did", "moved the number")
    UNKNOWN = "unknown", pgettext_lazy("what something did", "cannot say yet")


class TriedEffectQuerySet(models.QuerySet["TriedEffect"]):
    """What was tried, narrowed by reader."""

    def visible_in(self, scope: Scope) -> TriedEffectQuerySet:
        """What teams whose numbers the scope covers tried; the organisation's own need the whole."""
        return self if scope.everything else self.filter(team_key__in=scope.team_keys)


class TriedEffect(models.Model):
    """Something that was tried for a metric by a team (without one: the organisation), and what it did.

    `origin` is the id of the initiative or of the first target revision. starts_on <= day < ends_on. The numbers are
    those of an effect (see kaname.measures.effect): `low` to `high` is the 80 % interval of `after` less `expected`,
    in the metric's unit, per week or, beside a forecast, per month. `beside` is the same by the other method, where
    there are two. `details` says what of a target was revised.
    """

    kind = models.CharField(max_length=20, choices=TriedKind.choices)
    origin = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    metric_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=TriedVerdict.choices)
    effect = models.JSONField(null=True)
    beside = models.JSONField(null=True)
    size = models.FloatField(null=True, blank=True)
    relative = models.FloatField(null=True, blank=True)
    details = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    objects = TriedEffectQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("kind", "origin"), name="one_effect_of_what_was_tried"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")), name="tried_has_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.origin}: {self.verdict}"
