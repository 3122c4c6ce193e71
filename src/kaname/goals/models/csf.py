from __future__ import annotations

from django.db import models


class CsfQuerySet(models.QuerySet["Csf"]):
    """Candidates of goals."""

    def current(self) -> CsfQuerySet:
        """Those that were not taken off the list."""
        return self.filter(removed_at=None)

    def selected(self) -> CsfQuerySet:
        """The one of each goal that is chosen now."""
        return self.filter(selections__isnull=False, selections__until_at=None)


class Csf(models.Model):
    """A factor that would close a goal's gap: one of several candidates.

    Effects are in the unit of the goal's metric, the budget in the organisation's currency, the effort in
    person-days; `reason` says why it is not the one selected.
    """

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="csfs")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200)
    description = models.TextField(max_length=2000, blank=True)
    effect_low = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    effect_high = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    budget = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    effort_days = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    confidence = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    metric_keys = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    library_key = models.CharField(max_length=64, blank=True)
    cell = models.ForeignKey(
        "goals.WorksheetCell", on_delete=models.SET_NULL, null=True, blank=True, related_name="csfs"
    )
    # What was typed and cannot be read as a number, by field and word for word, so that nothing typed is lost.
    typed = models.JSONField(default=dict, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CsfQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(effect_low=None)
                | models.Q(effect_high=None)
                | models.Q(effect_high__gte=models.F("effect_low")),
                name="csf_effect_is_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence=None) | models.Q(confidence__gte=0, confidence__lte=1),
                name="csf_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=(models.Q(budget=None) | models.Q(budget__gte=0))
                & (models.Q(effort_days=None) | models.Q(effort_days__gte=0)),
                name="csf_cost_is_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.name
