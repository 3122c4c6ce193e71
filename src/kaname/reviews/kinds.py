"""Kinds of reviews: what each is called, and how long and how often it usually is."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """The kind of a review; a daily report is none of them, it is written and not held."""

    ONE_ON_ONE = "1on1", _("1on1")
    KICKOFF = "kickoff", pgettext_lazy("kind of meeting", "Kickoff")
    MORNING = "morning", _("Morning meeting")
    NOON = "noon", _("Noon meeting")
    EVENING = "evening", _("Evening meeting")
    WEEKLY = "weekly", _("Weekly meeting")
    MONTHLY = "monthly", _("Monthly meeting")
    CLIENT = "client", _("Client meeting")


class Wish(TextChoices):
    """What somebody wishes for a topic of theirs."""

    LISTEN = "listen", pgettext_lazy("what is wished for a topic", "Please listen")
    ADVISE = "advise", pgettext_lazy("what is wished for a topic", "Advice, please")
    DECIDE = "decide", pgettext_lazy("what is wished for a topic", "Let us decide together")


class OnClosed(TextChoices):
    """What becomes of an occurrence on a day on which the organisation is closed."""

    SKIP = "skip", _("It falls away")
    EARLIER = "earlier", _("On the working day before")
    LATER = "later", _("On the next working day")


USUAL_MINUTES = {
    Kind.ONE_ON_ONE: 30,
    Kind.KICKOFF: 60,
    Kind.MORNING: 15,
    Kind.NOON: 10,
    Kind.EVENING: 15,
    Kind.WEEKLY: 60,
    Kind.MONTHLY: 90,
    Kind.CLIENT: 60,
}
"""How long a meeting of the kind is, until somebody says otherwise. [min]"""

WISH_LOOKS = {Wish.LISTEN: "neutral", Wish.ADVISE: "ontrack", Wish.DECIDE: "risk"}
"""Colour of the pill that says the wish."""
