from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.people.models import Role, User


class Service(models.TextChoices):
    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"
    GOOGLE_CHAT = "google_chat", "Google Chat"
    LINE_WORKS = "line_works", "LINE WORKS"
    WEBHOOK = "webhook", pgettext_lazy("a service that is told", "Webhook")


CHATS = [(service.value, service.label) for service in Service if service != Service.WEBHOOK]


def hint_of(address: str) -> str:
    """What may be shown of a secret address: its host and its last four characters."""
    return f"{urlsplit(address).hostname or ''}/…{address[-4:]}" if address else ""


def new_key() -> str:
    return uuid.uuid4().hex


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, user: User) -> ChannelQuerySet:
        return self if user.role == Role.ADMINISTRATOR else self.none()


class Channel(models.Model):
    """Where the organisation's news goes besides people: a chat room or another system.

    The address lets whoever knows it write there, so it is never shown again; nor is the secret that signs what a
    webhook is sent. `kinds` are the keys of the news that it is told.
    """

    name = models.CharField(_("Name"), max_length=100)
    service = models.CharField(max_length=20, choices=Service.choices)
    address = models.CharField(max_length=1000)
    secret = models.CharField(max_length=100, blank=True, default="")
    kinds = models.JSONField(default=list)
    at_any_time = models.BooleanField(default=False)
    allows_private = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(address=""), name="telling_channel_has_an_address"),
            models.CheckConstraint(
                condition=~models.Q(service=Service.WEBHOOK) | ~models.Q(secret=""),
                name="telling_webhook_has_a_secret",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def hint(self) -> str:
        return hint_of(self.address)

    @property
    def is_webhook(self) -> bool:
        return self.service == Service.WEBHOOK


class Announcement(models.Model):
    """One piece of news for the organisation's channels; `data` is for programs."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    kind = models.CharField(max_length=50)
    title = models.JSONField()
    body = models.JSONField(null=True, blank=True)
    url = models.CharField(max_length=500)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.kind
