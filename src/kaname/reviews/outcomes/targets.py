"""Targets that a review may change, and what a change comes to in words."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from kaname.goals.models import Target, TargetRevision
from kaname.goals.reader import Reader
from kaname.goals.target_lines import line
from kaname.reviews.access import participants
from kaname.reviews.models import ReviewMeeting
from kaname.web.formats import quantities

MOST = 500


def changeable(meeting: ReviewMeeting, reader: Reader) -> list[Target]:
    """Targets of who takes part and of the review's team, running or to come, that the reader may set; by period."""
    people = [meeting.member] if meeting.member is not None else participants(meeting)
    owners = Q(person__in=people)
    owners |= Q(team=meeting.team) if meeting.team else Q(pk__in=())
    found = Target.objects.visible_in(reader.scope).in_force().filter(owners, ends_on__gt=reader.today)
    found = found.filter(metric_key__in=list(reader.definitions)).select_related("team", "person")
    settable = (one for one in found if reader.may_set(team=one.team, person=one.person))
    shown = [one for _number, one in zip(range(MOST), settable, strict=False)]
    return sorted(shown, key=lambda one: (one.starts_on, one.ends_on))


def changed_in_words(revision: TargetRevision, reader: Reader) -> str:
    """Such as: Appointments, Dec 2026, Ben: 50 → 46."""
    of = line(revision.target, reader)
    before, after = (
        quantities.short(value, of.unit, language=reader.language) if value is not None else ""
        for value in (revision.old_value, revision.new_value)
    )
    names = {"metric": of.metric_name, "period": of.period_name, "owner": of.owner_name}
    return _("%(metric)s, %(period)s, %(owner)s: %(before)s → %(after)s") % (names | {"before": before, "after": after})
