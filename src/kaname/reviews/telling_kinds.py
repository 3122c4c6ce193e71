"""Kinds of news about reviews, and how they reach people who have not chosen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaname.reviews.telling import CHANGES, FOLLOW_UPS, MINUTES
from kaname.telling.kinds import Kind
from kaname.telling.models.rhythm import Rhythm

KINDS = (
    Kind(MINUTES, _("Minutes of reviews"), mail=Rhythm.AT_ONCE),
    Kind(CHANGES, _("Reviews moved or cancelled"), mail=Rhythm.AT_ONCE),
    Kind(FOLLOW_UPS, _("Follow-ups agreed for you")),
)
