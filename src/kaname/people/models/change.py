from __future__ import annotations

from django.db import models


class Change(models.Model):
    """What somebody changed about people, teams, calendars or settings: who, when, what, from and to."""

    at = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, related_name="changes", null=True)
    what = models.CharField(max_length=50)
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, related_name="changes", null=True)
    team = models.ForeignKey("people.Team", on_delete=models.SET_NULL, related_name="changes", null=True)
    subject = models.CharField(max_length=200, blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("at",), name="people_change_at"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.subject}"
