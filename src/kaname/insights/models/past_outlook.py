from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from kaname.people.scope import Scope


class PastOutlookQuerySet(models.QuerySet["PastOutlook"]):
    def visible_in(self, scope: Scope) -> PastOutlookQuerySet:
        """Those whose numbers the scope covers; the organisation's own need the whole."""
        if scope.everything:
            return self.all()
        teams = models.Q(team_key__in=scope.team_keys, person_key="")
        return self.filter(teams | models.Q(person_key__in=scope.person_keys))


class PastOutlook(models.Model):
    """An outlook as it was given at one of the quarters of its period, and what came true.

    `share` is the part of the period's working time that had passed. [0-1] `replayed` marks those that nobody was
    given at the time: computed afterwards from nothing but what was known before `given_on`. `run_rate` is what simply
    going on at the present rate would have come to. `outcome` and `reached` stay empty until the period is over.
    """

    metric_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    person_key = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    share = models.FloatField()
    given_on = models.DateField()
    replayed = models.BooleanField(default=False)
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    target = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    probability = models.FloatField(null=True, blank=True)
    run_rate = models.FloatField(null=True, blank=True)
    outcome = models.FloatField(null=True, blank=True)
    reached = models.BooleanField(null=True)

    objects = PastOutlookQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "share")
        constraints = (
            models.UniqueConstraint(
                fields=("starts_on", "ends_on", "metric_key", "team_key", "person_key", "share", "replayed"),
                name="one_past_outlook_per_share",
            ),
            models.CheckConstraint(condition=models.Q(share__range=(0, 1)), name="past_outlook_share_is_one"),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.starts_on} at {self.share}: {self.expected}"
