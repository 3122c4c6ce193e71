from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from kaname.people.models import Role
from kaname.telling.message import Message
from kaname.telling.models.channel import new_key
from kaname.telling.models.rhythm import Rhythm, Way

if TYPE_CHECKING:
    from kaname.people.models import User


class State(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a delivery", "Waiting")
    RETRYING = "retrying", pgettext_lazy("state of a delivery", "Failed, is tried again")
    SENT = "sent", pgettext_lazy("state of a delivery", "Sent")
    GIVEN_UP = "given_up", pgettext_lazy("state of a delivery", "Given up")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, narrowed by reader and state."""

    def visible_to(self, user: User) -> DeliveryQuerySet:
        return self if user.role == Role.ADMINISTRATOR else self.none()

    def open(self) -> DeliveryQuerySet:
        return self.filter(sent_at=None, given_up_at=None)

    def listed(self) -> DeliveryQuerySet:
        """With all that a line of a list says; `count` is how many notices it takes."""
        found = self.annotate(count=models.Count("waiting")).order_by("-made_at", "-pk")
        return found.select_related("user__person", "channel", "announcement")

    def in_state(self, state: str) -> DeliveryQuerySet:
        return {
            State.WAITING: self.open().filter(attempts=0),
            State.RETRYING: self.open().filter(attempts__gt=0),
            State.SENT: self.filter(sent_at__isnull=False),
            State.GIVEN_UP: self.filter(given_up_at__isnull=False),
        }.get(State(state), self)


class Delivery(models.Model):
    """Something that is sent until it arrives or is given up: a person's waiting notices, or news for one channel.

    `key` is the same at every attempt, so that a receiver knows what it has already. `status` and `answer` are those
    of the last attempt.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices, blank=True, default="")
    channel = models.ForeignKey("telling.Channel", on_delete=models.CASCADE, null=True, related_name="deliveries")
    announcement = models.ForeignKey(
        "telling.Announcement", on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failure = models.JSONField(null=True, blank=True)
    answer = models.CharField(max_length=1024, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, given_up_at=None), name="telling_due"),
            models.Index(fields=["made_at"], name="telling_delivery_made"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, channel=None, announcement=None) & ~models.Q(way="")
                | models.Q(user=None, way="", channel__isnull=False, announcement__isnull=False),
                name="telling_delivery_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(given_up_at=None), name="telling_delivery_ends_once"
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def why(self) -> str:
        """Why the last attempt failed, in the active language; "" if it did not."""
        return Message.from_dict(self.failure).text() if self.failure else ""

    @property
    def state(self) -> State:
        if self.sent_at or self.given_up_at:
            return State.SENT if self.sent_at else State.GIVEN_UP
        return State.RETRYING if self.attempts else State.WAITING


class Waiting(models.Model):
    """That a notice is still to be sent to its reader in one way; `delivery` is what takes it.

    `due_at` is when to look at it next.
    """

    notice = models.ForeignKey("telling.Notice", on_delete=models.CASCADE, related_name="waiting")
    way = models.CharField(max_length=10, choices=Way.choices)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    due_at = models.DateTimeField()
    delivery = models.ForeignKey(
        "telling.Delivery", on_delete=models.CASCADE, null=True, blank=True, related_name="waiting"
    )

    class Meta:
        ordering = ("notice__at", "pk")
        indexes = (models.Index(fields=["due_at"], condition=models.Q(delivery=None), name="telling_waiting_due"),)
        constraints = (models.UniqueConstraint(fields=["notice", "way"], name="telling_waits_once_per_way"),)

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.way}"
