"""A token for programs that use the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

PREFIX = "kaname_"
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: _User) -> ApiTokenQuerySet:
        return self.filter(user=user)

    def in_force(self) -> ApiTokenQuerySet:
        return self.filter(revoked_at=None, user__is_active=True)

    def owner_of(self, secret: str, *, at: datetime) -> _User | None:
        """Who presents this secret; None when it is unknown, revoked or belongs to somebody who has left."""
        token = self.in_force().select_related("user").filter(digest=digest_of(secret)).first()
        if token is None:
            return None
        token.note_use(at=at)
        return token.user


class ApiToken(models.Model):
    """A secret with which a program acts as its owner. Only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    created_at = models.DateTimeField(editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} ({PREFIX}…{self.hint})"

    @classmethod
    def issue(cls, *, user: _User, name: str, at: datetime) -> tuple[ApiToken, str]:
        """A new token and its secret, which is shown this once."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(user=user, name=name, digest=digest_of(secret), hint=secret[-4:], created_at=at)
        return token, secret

    def revoke(self, *, at: datetime) -> None:
        """End it; it stays listed, so that one can see what had access until when."""
        if self.revoked_at is None:
            self.revoked_at = at
            self.save(update_fields=["revoked_at"])

    def note_use(self, *, at: datetime) -> None:
        """Remember when it was last used, to the minute: not every request writes."""
        if self.last_used_at is None or at - self.last_used_at >= USE_IS_NOTED_EVERY:
            self.last_used_at = at
            self.save(update_fields=["last_used_at"])


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
