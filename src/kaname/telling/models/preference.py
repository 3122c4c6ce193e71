from __future__ import annotations

from django.conf import settings
from django.db import models

from kaname.telling.models.channel import CHATS, hint_of
from kaname.telling.models.rhythm import Rhythm


class Preference(models.Model):
    """How one person wants to hear of one kind of news; kinds without a row follow the kind's own defaults."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="telling_preferences")
    kind = models.CharField(max_length=50)
    in_product = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=Rhythm.choices)
    chat = models.CharField(max_length=10, choices=Rhythm.choices)

    class Meta:
        ordering = ("kind",)
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="telling_preference_per_kind"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class PersonTelling(models.Model):
    """Where and when one person can be reached, as they chose it.

    `workday_starts_at` is in the organisation's time zone; without it the organisation's own beginning holds.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="telling")
    workday_starts_at = models.TimeField(null=True, blank=True)
    at_any_time = models.BooleanField(default=False)
    chat_service = models.CharField(max_length=20, choices=CHATS, blank=True, default="")
    chat_address = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(chat_service="", chat_address="")
                | ~models.Q(chat_service="") & ~models.Q(chat_address=""),
                name="telling_chat_has_service_and_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"

    @property
    def chat_hint(self) -> str:
        return hint_of(self.chat_address)
