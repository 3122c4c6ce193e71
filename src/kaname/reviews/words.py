"""How reviews are called, for one reader."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from dateutil.rrule import DAILY, MONTHLY, WEEKLY
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kaname.people.forms.choices import WEEKDAY_NAMES
from kaname.reviews.cadence import parse
from kaname.reviews.kinds import Kind
from kaname.web.formats.periods import day_name

if TYPE_CHECKING:
    from kaname.goals.reader import Reader
    from kaname.people.models import Person
    from kaname.reviews.models import ReviewMeeting, Series

PLACES = {
    1: gettext_lazy("the first %(weekday)s of the month"),
    2: gettext_lazy("the second %(weekday)s of the month"),
    3: gettext_lazy("the third %(weekday)s of the month"),
    4: gettext_lazy("the fourth %(weekday)s of the month"),
    -1: gettext_lazy("the last %(weekday)s of the month"),
}


def name_of(review: ReviewMeeting | Series, reader: Reader) -> str:
    """What a reader calls it: its title, else its kind and with whom or of which team it is."""
    if review.title:
        return review.title
    if review.kind == Kind.ONE_ON_ONE:
        return _("1on1 with %(name)s") % {"name": other_of(review, reader).name}
    if review.kind == Kind.CLIENT:
        return _("Meeting with %(client)s") % {"client": review.client}
    kind = review.get_kind_display()
    return _("%(kind)s of %(team)s") % {"kind": kind, "team": review.team.name} if review.team else kind


def other_of(review: ReviewMeeting | Series, reader: Reader) -> Person:
    """The other one of a 1on1."""
    assert review.member is not None  # noqa: S101 - a constraint of the database
    return review.leader if review.member.user_id == reader.user.pk else review.member


def heading_of(meeting: ReviewMeeting, reader: Reader) -> str:
    """The sentence on top of a review's page: what it begins with."""
    name = name_of(meeting, reader)
    if meeting.cancelled_at is not None:
        return _("%(review)s: cancelled") % {"review": name}
    if meeting.closed_at is not None:
        return _("%(review)s: what was decided") % {"review": name}
    if meeting.kind == Kind.CLIENT:
        return _("%(review)s: what was reached, and what comes next") % {"review": name}
    return _("%(review)s: what went well comes first") % {"review": name}


def time_of(review: ReviewMeeting, reader: Reader) -> str:
    """Day and time on the organisation's clocks."""
    return when(review.starts_at, minutes=review.minutes, reader=reader)


def when(starts_at: datetime, *, minutes: int, reader: Reader) -> str:
    local = starts_at.astimezone(reader.organisation.zone)
    day = day_name(local.date(), language=reader.language, today=reader.today)
    return _("%(day)s %(time)s, %(minutes)s min") % {"day": day, "time": f"{local:%H:%M}", "minutes": minutes}


def cadence_of(series: Series) -> str:
    """How often and when, such as every second Friday, 16:30."""
    often = rule_in_words(series.rule, starts_on=series.starts_on)
    return _("%(often)s, %(time)s") % {"often": often, "time": f"{series.time_of_day:%H:%M}"}


def rule_in_words(rule: str, *, starts_on: object) -> str:
    """A rule as people say it; one that has no such words as it stands."""
    parsed = parse(rule, starts_on=starts_on)  # type: ignore[arg-type]
    said = parsed._original_rule
    weekdays = [(day.weekday, day.n) for day in said.get("byweekday") or ()]
    if set(said) - {"byweekday", "bymonthday"}:
        return rule
    if parsed._freq == DAILY and parsed._interval == 1 and not said:
        return _("every working day")
    if parsed._freq == WEEKLY and not said.get("bymonthday"):
        return _weekly(parsed._interval, [day for day, _place in weekdays] or [parsed._dtstart.weekday()])
    if parsed._freq == MONTHLY and parsed._interval == 1:
        return _monthly(weekdays, list(said.get("bymonthday") or ())) or rule
    return rule


def _weekly(interval: int, weekdays: list[int]) -> str:
    if sorted(weekdays) == [0, 1, 2, 3, 4] and interval == 1:
        return _("every weekday")
    names = pgettext("between weekdays", ", ").join(str(WEEKDAY_NAMES[day][0]) for day in sorted(weekdays))
    if interval == 2:
        return _("every second week on %(weekdays)s") % {"weekdays": names}
    sentence = _("every week on %(weekdays)s") if interval == 1 else _("every %(count)s weeks on %(weekdays)s")
    return sentence % {"count": interval, "weekdays": names}


def _monthly(weekdays: list[tuple[int, int | None]], days: list[int]) -> str:
    if len(weekdays) == 1 and not days and weekdays[0][1] in PLACES:
        weekday, place = weekdays[0]
        return str(PLACES[place or 1]) % {"weekday": WEEKDAY_NAMES[weekday][0]}
    if days == [-1] and not weekdays:
        return _("the last day of the month")
    if len(days) == 1 and days[0] > 0 and not weekdays:
        return _("day %(day)s of the month") % {"day": days[0]}
    return ""
