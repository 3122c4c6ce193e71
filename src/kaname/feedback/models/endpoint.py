from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from kaname.people.models import User


class Endpoint(models.Model):
    """A service that speaks the OpenAI protocol and may phrase drafts; one row at most, off unless switched on."""

    is_on = models.BooleanField(_("Let this service phrase drafts"), default=False)
    base_url = models.URLField(_("Address"), max_length=300)
    model = models.CharField(_("Model"), max_length=100)
    key = models.CharField(_("Key"), max_length=300, blank=True, default="")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="feedback_has_one_endpoint"),)

    def __str__(self) -> str:
        return self.base_url

    @classmethod
    def in_use(cls) -> Endpoint | None:
        return cls.objects.filter(is_on=True).first()

    @classmethod
    def keep(cls, *, is_on: bool, base_url: str, model: str, key: str, by: User, at: datetime) -> Endpoint:
        """Set it up; an empty key keeps the one that is stored."""
        row = cls.objects.filter(pk=1).first() or cls(pk=1)
        row.is_on, row.base_url, row.model = is_on, base_url, model
        row.key = key or row.key
        row.changed_by, row.changed_at = by, at
        row.save()
        return row
