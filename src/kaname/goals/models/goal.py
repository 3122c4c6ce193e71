from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from kaname.people.models import Team

if TYPE_CHECKING:
    from kaname.goals.models.csf import Csf
    from kaname.measures.periods import Period
    from kaname.people.scope import Scope


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals, narrowed by state and reader."""

    def visible_in(self, scope: Scope) -> GoalQuerySet:
        """Published goals of the organisation, of the reader's teams and of those above; drafts for who may set them.

        Who carries a goal has to know it: the way up to the organisation's goals is open to everybody.
        """
        if scope.everything:
            return self.all()
        carried = models.Q(team=None) | models.Q(team__key__in=scope.team_keys | keys_above(scope.team_keys))
        own = models.Q(team__key__in=scope.managed_team_keys)
        return self.filter(own | (carried & models.Q(published_at__isnull=False)))

    def current(self) -> GoalQuerySet:
        """Those that were not archived."""
        return self.filter(archived_at=None)

    def published(self) -> GoalQuerySet:
        """Those that count: their targets are in force."""
        return self.filter(published_at__isnull=False)


class Goal(models.Model):
    """A KGI: the value that one metric should reach in one period, and all that was decided on the way there.

    Without a team it is the organisation's. Until it is published it is a draft: `value`, `upper` and `baseline` are
    then what was typed so far; afterwards they stand in `target`, with their revisions.
    """

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    metric_key = models.CharField(max_length=64, blank=True)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="goals")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    compared_starts_on = models.DateField(null=True, blank=True)
    compared_ends_on = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    baseline_reason = models.CharField(max_length=500, blank=True)
    market_growth = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    market_source = models.CharField(max_length=500, blank=True)
    market_metric_key = models.CharField(max_length=64, blank=True)
    # What stands in the form of the first step, word for word, so that nothing typed is lost.
    typed = models.JSONField(default=dict, blank=True)
    # How its targets are spread: by metric, by which grain and who takes no share; and the ramp-up of newcomers.
    sheet = models.JSONField(default=dict, blank=True)
    target = models.OneToOneField(
        "goals.Target", on_delete=models.PROTECT, null=True, blank=True, related_name="goal_of"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "ends_on", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="goal_has_days"),
            models.CheckConstraint(
                condition=models.Q(published_at=None) | models.Q(target__isnull=False), name="published_goal_has_target"
            ),
            models.CheckConstraint(
                condition=models.Q(compared_ends_on__gt=models.F("compared_starts_on"))
                | models.Q(compared_starts_on=None, compared_ends_on=None),
                name="goal_comparison_has_days",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def period(self) -> Period:
        """The days in which the value should be reached."""
        from kaname.measures.periods import Period

        return Period(self.starts_on, self.ends_on)

    @property
    def compared(self) -> Period | None:
        """The days from which the baseline comes."""
        from kaname.measures.periods import Period

        if self.compared_starts_on is None or self.compared_ends_on is None:
            return None
        return Period(self.compared_starts_on, self.compared_ends_on)

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def selected_csf(self) -> Csf | None:
        """The factor that was chosen to close the gap, if one was."""
        from kaname.goals.models.csf import Csf

        return Csf.objects.filter(goal=self, selections__until_at=None, selections__isnull=False).first()


def keys_above(team_keys: frozenset[str]) -> frozenset[str]:
    """The keys of every team above these."""
    teams = {pk: (key, parent) for pk, key, parent in Team.objects.values_list("pk", "key", "parent_id")}
    above = {parent for key, parent in teams.values() if key in team_keys and parent is not None}
    waiting = set(above)
    while waiting:
        waiting = {teams[pk][1] for pk in waiting} - {None} - above
        above |= waiting
    return frozenset(teams[pk][0] for pk in above)
