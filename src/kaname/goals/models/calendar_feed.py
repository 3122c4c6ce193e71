from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from kaname.people.models.invitation import fingerprint

if TYPE_CHECKING:
    from kaname.people.models import Person


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def open(self) -> CalendarFeedQuerySet:
        """Those that were not ended, of people who are still here."""
        return self.filter(ended_at=None, person__is_active=True)

    def of_token(self, token: str) -> CalendarFeed | None:
        """The feed whose address holds this secret."""
        return self.open().select_related("person__user").filter(token_fingerprint=fingerprint(token)).first()


class CalendarFeed(models.Model):
    """An address at which a calendar fetches somebody's actions and meetings without a password.

    Only a fingerprint of its secret is kept; a person has one at a time.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="calendar_feeds")
    token_fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ended_at=None), name="one_open_calendar_feed_per_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.created_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def begin(cls, person: Person, *, at: datetime) -> tuple[CalendarFeed, str]:
        """A new feed and its secret, which is shown this once; the one before ends."""
        type(person).objects.select_for_update().get(pk=person.pk)
        cls.objects.filter(person=person, ended_at=None).update(ended_at=at)
        secret = secrets.token_urlsafe(32)
        made = cls.objects.create(person=person, token_fingerprint=fingerprint(secret), created_at=at)
        return made, secret

    def end(self, *, at: datetime) -> None:
        if self.ended_at is None:
            self.ended_at = at
            self.save(update_fields=["ended_at"])
