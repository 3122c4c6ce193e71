from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Rhythm(models.TextChoices):
    """How soon news is sent; it waits for working hours in any case."""

    AT_ONCE = "at_once", pgettext_lazy("when news is sent", "At once")
    DAILY = "daily", pgettext_lazy("when news is sent", "Once a day, in the morning")
    WEEKLY = "weekly", pgettext_lazy("when news is sent", "Once a week")
    NEVER = "never", pgettext_lazy("when news is sent", "Never")


class Way(models.TextChoices):
    """How news leaves the product for one person."""

    MAIL = "mail", pgettext_lazy("how news is sent", "Mail")
    CHAT = "chat", pgettext_lazy("how news is sent", "Chat")
