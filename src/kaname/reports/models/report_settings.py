from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LATEST_DAY = 15


class ReportLanguages(models.TextChoices):
    BOTH = "both", _("Japanese and English")
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class ReportSettings(models.Model):
    """When monthly reports are made by themselves, of whom, and who reads the organisation's: one row.

    `since` is the first month of which they are made.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    automatic = models.BooleanField(default=True)
    working_day = models.PositiveSmallIntegerField(default=3)
    of_organisation = models.BooleanField(default=True)
    of_teams = models.BooleanField(default=True)
    of_people = models.BooleanField(default=False)
    languages = models.CharField(max_length=4, choices=ReportLanguages.choices, default=ReportLanguages.BOTH)
    managers_read_organisation = models.BooleanField(default=False)
    since = models.DateField()
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="report_settings_are_one"),
            models.CheckConstraint(
                condition=models.Q(working_day__range=(1, LATEST_DAY)), name="report_day_is_within_the_month"
            ),
        )

    def __str__(self) -> str:
        return f"{self.working_day}"

    @property
    def chosen_languages(self) -> tuple[str, ...]:
        return ("ja", "en") if self.languages == ReportLanguages.BOTH else (self.languages,)
