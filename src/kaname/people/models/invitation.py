from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models

VALID_FOR = timedelta(days=14)


def fingerprint(token: str) -> str:
    """What the ledger keeps of a token, so that reading the database lets nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, at: datetime) -> InvitationQuerySet:
        """Neither used, withdrawn nor expired."""
        return self.filter(closed_at=None, expires_at__gt=at, person__is_active=True)


class Invitation(models.Model):
    """A link, shown once to an administrator, with which a person chooses a password and signs in."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="invitations")
    token_fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey("people.User", on_delete=models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.person} {self.created_at:%Y-%m-%d}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)
