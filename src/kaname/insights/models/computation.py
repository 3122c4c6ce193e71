from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What was computed; each has one row, that of its latest run."""

    OUTLOOK = "outlook", pgettext_lazy("what is computed", "Outlook")
    CHANGES = "changes", pgettext_lazy("what is computed", "Changes")
    DRIVERS = "drivers", pgettext_lazy("what is computed", "Drivers")
    EFFECTS = "effects", pgettext_lazy("what is computed", "Effects of what was tried")


class Computation(models.Model):
    """The latest run of a kind of result: from which state of facts and ledger, how long it took, how it ended.

    `state` names what the results in the ledger are made of; a run that failed leaves it, and them, as they were.
    """

    subject = models.CharField(max_length=20, choices=Subject.choices, unique=True)
    state = models.CharField(max_length=200, blank=True)
    tried_state = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.subject} of {self.state}"
