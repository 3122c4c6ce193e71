from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from kaname.people.models import User
    from kaname.people.scope import Scope


class ChangeState(models.TextChoices):
    """What people made of a change."""

    NEW = "new", pgettext_lazy("a change that was seen", "new")
    CONFIRMED = "confirmed", pgettext_lazy("a change that was seen", "confirmed")
    EXPLAINED = "explained", pgettext_lazy("a change that was seen", "explained")
    DISMISSED = "dismissed", pgettext_lazy("a change that was seen", "dismissed")


class Reason(models.TextChoices):
    """By what a change is explained."""

    EVENT = "event", pgettext_lazy("explains a change", "Event")
    CAMPAIGN = "campaign", pgettext_lazy("explains a change", "Campaign")
    PRICE = "price", pgettext_lazy("explains a change", "Price")
    PRODUCT = "product", pgettext_lazy("explains a change", "Product")
    PEOPLE = "people", pgettext_lazy("explains a change", "People and organisation")
    HOLIDAY = "holiday", pgettext_lazy("explains a change", "Holidays")
    COMPETITOR = "competitor", pgettext_lazy("explains a change", "Competitor or market")
    DATA = "data", pgettext_lazy("explains a change", "How data is recorded")
    OTHER = "other", pgettext_lazy("explains a change", "Something else")


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_in(self, scope: Scope) -> ChangeQuerySet:
        """Those of teams whose totals the reader sees, and of segments of teams that the reader leads."""
        if scope.everything:
            return self
        teams = models.Q(team_key__in=scope.team_keys, field="")
        return self.filter(teams | models.Q(team_key__in=scope.managed_team_keys))

    def leading(self) -> ChangeQuerySet:
        """Without those that are the same change seen in another metric."""
        return self.filter(part_of=None)

    def new(self) -> ChangeQuerySet:
        return self.leading().filter(state=ChangeState.NEW)


class Change(models.Model):
    """A metric of a team (empty: the organisation), or of one value in a field, left its level.

    `changed_on` is the likeliest first day of the new level; with 95 % it is one of `first_on` to `last_on`. `ratio`
    is after / before with the 80 % interval `low` to `high`; `before` and `after` are in the metric's unit, of counts
    and sums a week. `log_change` and `variance` are the same on the scale of the watch. `n_before` and `n_after` are
    events (of a mean: how many were averaged). `aspect` says what of a sum moved. What belongs to another change that
    is told instead is `part_of` it. `told_on` is the first day on which it could be said, `watched_on` the last on
    which it was. `course` says whether it still goes on, `grew` whether it was dismissed before and is larger now.
    """

    metric_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=200, blank=True)
    aspect = models.CharField(max_length=10)
    nature = models.CharField(max_length=10)
    probability = models.FloatField()
    changed_on = models.DateField()
    first_on = models.DateField()
    last_on = models.DateField()
    ratio = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    before = models.FloatField()
    after = models.FloatField()
    log_change = models.FloatField()
    variance = models.FloatField()
    n_before = models.FloatField()
    n_after = models.FloatField()
    grade = models.CharField(max_length=20, default="tested")
    told_on = models.DateField()
    watched_on = models.DateField()
    part_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="further")
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.NEW)
    grew = models.BooleanField(default=False)
    course = models.CharField(max_length=12, blank=True)
    why = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_on", "-probability", "pk")
        indexes = (models.Index(fields=("state", "told_on"), name="changes_by_state"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(probability__range=(0, 1)), name="change_probability_is_one"),
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="change_has_days"),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.team_key}{self.value} {self.changed_on}: {self.ratio:.2f}"

    def get_absolute_url(self) -> str:
        return reverse("insights:change", args=[self.pk])

    @property
    def is_fall(self) -> bool:
        return self.ratio < 1

    @transaction.atomic
    def decide(self, *, state: str, reason: str, words: str, by: User, at: datetime) -> ChangeDecision:
        """Say what it is; leaves a record, also of what somebody else said at the same time."""
        self.state = Change.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        made = ChangeDecision.objects.create(
            change=self, before=self.state, state=state, reason=reason, words=words, by=by, at=at
        )
        self.state = state
        self.save(update_fields=["state"])
        return made


class ChangeDecision(models.Model):
    """Who said what of a change, when, and with which words; `before` is the state that it had."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="decisions")
    before = models.CharField(max_length=10, choices=ChangeState.choices)
    state = models.CharField(max_length=10, choices=ChangeState.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.change_id}: {self.state}"

    @transaction.atomic
    def undo(self) -> bool:
        """Take it back if nothing was decided since."""
        Change.objects.select_for_update().get(pk=self.change_id)
        if self.change.decisions.first() != self:
            return False
        self.change.state = self.before
        self.change.save(update_fields=["state"])
        self.delete()
        return True
