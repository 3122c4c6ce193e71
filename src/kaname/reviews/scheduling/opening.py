"""A review of a series becomes a row when somebody opens, prepares, moves or cancels it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY
from kaname.reviews.agenda import agenda_of
from kaname.reviews.cadence import FURTHEST_SHIFT, Occurrence
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import ReviewMeeting, Series
from kaname.reviews.scheduling.coming import rule_of
from kaname.reviews.scheduling.working_days import WorkingDays
from kaname.reviews.searching import title_known


@transaction.atomic
def open_occurrence(series: Series, *, rule_day: date, reader: Reader) -> ReviewMeeting:
    """The row of the review that the rule gives on a day; the same one every time.

    Raises
    ------
    ReviewsError
        occurrence_unknown if the rule gives no such day, series_ended.
    """
    known = ReviewMeeting.objects.filter(series=series, occurrence_on=rule_day).with_names().first()
    if known is not None:
        return known
    if series.ended_at is not None:
        raise ReviewsError("series_ended")
    occurrence = _occurrence(series, rule_day, reader)
    made, is_new = ReviewMeeting.objects.get_or_create(
        series=series, occurrence_on=rule_day, defaults=_copied(series, occurrence, reader)
    )
    if is_new:
        made.people.set(series.people.all())
        made.teams.set(series.teams.all())
        title_known(made)
    return made


def _occurrence(series: Series, rule_day: date, reader: Reader) -> Occurrence:
    reach = timedelta(days=FURTHEST_SHIFT)
    days = WorkingDays(reader.organisation)
    near = rule_of(series, days, since=rule_day - reach, until=rule_day + reach + ONE_DAY)
    found = next((one for one in near if one.rule_day == rule_day), None)
    if found is None:
        raise ReviewsError("occurrence_unknown")
    return found


def _copied(series: Series, occurrence: Occurrence, reader: Reader) -> dict[str, object]:
    """What a review takes from its series."""
    names = ("kind", "title", "team", "leader", "member", "client", "minutes")
    return {name: getattr(series, name) for name in names} | {
        "held_on": occurrence.day,
        "starts_at": WorkingDays(reader.organisation).instant(occurrence.day, series.time_of_day),
        "agenda": agenda_of(series.kind, series.template),
        "by": reader.user,
        "at": reader.at,
    }
