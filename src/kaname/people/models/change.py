from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

if TYPE_CHECKING:
    from kaname.people.models.person import Person
    from kaname.people.models.team import Team
    from kaname.people.models.user import User


class Change(models.Model):
    """What somebody changed about people, teams, calendars or settings: who, when, what, from and to."""

    at = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, related_name="changes", null=True)
    what = models.CharField(max_length=50)
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, related_name="changes", null=True)
    team = models.ForeignKey("people.Team", on_delete=models.SET_NULL, related_name="changes", null=True)
    subject = models.CharField(max_length=200, blank=True, default="")
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("at",), name="people_change_at"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.subject}"

    @classmethod
    def of_person(
        cls, person: Person, what: str, *, by: User | None, at: datetime, details: Mapping[str, Any] | None = None
    ) -> Change:
        """A record, not yet saved; `details` maps what changed to [before, after]."""
        return cls(at=at, by=by, what=what, person=person, subject=person.name, details=dict(details or {}))

    @classmethod
    def of_team(
        cls, team: Team, what: str, *, by: User | None, at: datetime, details: Mapping[str, Any] | None = None
    ) -> Change:
        return cls(at=at, by=by, what=what, team=team, subject=team.name, details=dict(details or {}))
