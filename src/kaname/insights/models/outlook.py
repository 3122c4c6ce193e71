from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Verdict(models.TextChoices):
    """How much an outlook says."""

    SHOWN = "shown", pgettext_lazy("how much an outlook says", "expected end, interval and probability")
    RANGE = "range", pgettext_lazy("how much an outlook says", "interval alone: too wide for a probability")
    REFUSED = "refused", pgettext_lazy("how much an outlook says", "nothing yet")


class Outlook(models.Model):
    """Where a metric of the organisation, a team or a person will end in an open period: the latest word.

    Without team and person it is the organisation's. `expected`, `low` and `high` (the 80 % interval) are in the
    metric's unit, `required` and `usual_low` to `usual_high` the same per working hour. `probability` is that of
    reaching `target` (up to `upper` for ranges). `noise` and `drift` are the parts of the variance that grow with the
    days and with their square. What is refused has a `reason`, and in `missing` how many more days or periods it
    takes. `parts` is what the number is made of, so that it can be opened.
    """

    metric_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    person_key = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=40, blank=True)
    missing = models.PositiveIntegerField(null=True, blank=True)
    achieved = models.FloatField(null=True, blank=True)
    expected = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    probability = models.FloatField(null=True, blank=True)
    required = models.FloatField(null=True, blank=True)
    usual_low = models.FloatField(null=True, blank=True)
    usual_high = models.FloatField(null=True, blank=True)
    noise = models.FloatField(default=1.0)
    drift = models.FloatField(default=0.0)
    n_days = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=20)
    grade = models.CharField(max_length=20)
    parts = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("starts_on", "ends_on", "metric_key", "team_key", "person_key"),
                name="one_outlook_per_metric_owner_and_period",
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="outlook_has_days"),
            models.CheckConstraint(
                condition=models.Q(probability=None) | models.Q(probability__range=(0, 1)),
                name="outlook_probability_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(low=None, high=None) | models.Q(high__gte=models.F("low")),
                name="outlook_interval_is_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.team_key or self.person_key} {self.starts_on}: {self.expected}"
