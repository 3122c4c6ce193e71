from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from kaname.measures.periods import Period
    from kaname.people.models import User
    from kaname.people.scope import Scope


class SheetState(models.TextChoices):
    """Where a goal sheet is on its way through the period."""

    DRAFT = "draft", pgettext_lazy("state of a goal sheet", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a goal sheet", "Submitted")
    AGREED = "agreed", pgettext_lazy("state of a goal sheet", "Agreed")
    SELF_ASSESSED = "self_assessed", pgettext_lazy("state of a goal sheet", "Self-assessed")
    CLOSED = "closed", pgettext_lazy("state of a goal sheet", "Closed")


class Grade(models.TextChoices):
    """How somebody rates what was reached, S the best."""

    S = "S", "S"
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


def new_sheet_key() -> str:
    """What a file of the sheet is known by."""
    return secrets.token_hex(16)


class GoalSheetQuerySet(models.QuerySet["GoalSheet"]):
    def visible_in(self, scope: Scope, *, user: User) -> GoalSheetQuerySet:
        """One's own, and those of people whose numbers the reader sees."""
        if scope.everything:
            return self.all()
        return self.filter(models.Q(person__user=user.pk) | models.Q(person__key__in=scope.person_keys))


class GoalSheet(models.Model):
    """What one person is to reach in a period, agreed with their manager, and how both see it at the end.

    `key` stands in files of the sheet, so that another one's is recognised. Once it is closed, rows hold the actuals as
    they were then.
    """

    key = models.CharField(max_length=32, unique=True, default=new_sheet_key, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="goal_sheets")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=13, choices=SheetState.choices, default=SheetState.DRAFT)
    self_comment = models.TextField(blank=True, default="", max_length=4000)
    manager_comment = models.TextField(blank=True, default="", max_length=4000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = GoalSheetQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "starts_on", "ends_on"), name="one_goal_sheet_per_period"),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="goal_sheet_has_days"),
            models.CheckConstraint(condition=models.Q(state__in=SheetState.values), name="goal_sheet_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"

    def get_absolute_url(self) -> str:
        return reverse("reports:goal_sheet", kwargs={"pk": self.pk})

    @property
    def period(self) -> Period:
        from kaname.measures.periods import Period

        return Period(self.starts_on, self.ends_on)

    @property
    def is_closed(self) -> bool:
        return self.state == SheetState.CLOSED


class GoalSheetRow(models.Model):
    """One goal of a sheet. With a metric its actual comes from the facts, else it is entered.

    `weight` is 0-1; `target`, `upper` and `actual` are in the metric's unit. `frozen` says that `actual` is what the
    facts said when the sheet was closed.
    """

    sheet = models.ForeignKey("reports.GoalSheet", on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=200, blank=True, default="")
    metric_key = models.CharField(max_length=64, blank=True, default="")
    measure = models.CharField(max_length=200, blank=True, default="")
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    actual = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    frozen = models.BooleanField(default=False)
    self_rating = models.CharField(max_length=1, choices=Grade.choices, blank=True, default="")
    self_comment = models.TextField(blank=True, default="", max_length=2000)
    manager_rating = models.CharField(max_length=1, choices=Grade.choices, blank=True, default="")
    manager_comment = models.TextField(blank=True, default="", max_length=2000)

    class Meta:
        ordering = ("sheet", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(weight__gte=0, weight__lte=1), name="goal_sheet_weight_is_a_share"
            ),
            models.CheckConstraint(
                condition=models.Q(self_rating__in=["", *Grade.values], manager_rating__in=["", *Grade.values]),
                name="goal_sheet_ratings_are_known",
            ),
        )

    def __str__(self) -> str:
        return self.item


class GoalSheetStep(models.Model):
    """A sheet that went from one state to another: by whom, when, and why where it went back."""

    sheet = models.ForeignKey("reports.GoalSheet", on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=13, choices=SheetState.choices)
    note = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.state}"
