from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from kaname.people.models import User
from kaname.telling.message import Message


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, narrowed by reader and state."""

    def visible_to(self, user: User) -> NoticeQuerySet:
        """One's own that stand in the product; nobody reads another's."""
        return self.filter(user=user.pk, in_product=True)

    def unseen(self) -> NoticeQuerySet:
        return self.filter(seen_at=None)

    def mark_seen(self, *, at: datetime) -> int:
        """Say that these were looked at; how many had not been before."""
        return self.filter(seen_at=None).update(seen_at=at)


class Notice(models.Model):
    """One piece of news for one person, kept so that they read it in their own language.

    `in_product` says whether it stands among the notices. `once` names what happened where nobody is to be told of it
    twice.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=50)
    title = models.JSONField()
    body = models.JSONField(null=True, blank=True)
    url = models.CharField(max_length=500)
    at = models.DateTimeField()
    in_product = models.BooleanField(default=True)
    once = models.CharField(max_length=200, blank=True, default="")
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["user", "in_product", "seen_at", "at"], name="telling_notice_by_user"),)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "kind", "once"], condition=~models.Q(once=""), name="telling_notice_is_told_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"

    def title_text(self, *, zone: ZoneInfo | None = None) -> str:
        """In the active language."""
        return Message.from_dict(self.title).text(zone=zone)

    def body_text(self, *, zone: ZoneInfo | None = None) -> str:
        return Message.from_dict(self.body).text(zone=zone) if self.body else ""
