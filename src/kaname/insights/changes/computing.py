"""The run that looks for changes: on Mondays, every day where that is wanted, and when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from kaname.insights.changes.courses import follow
from kaname.insights.changes.keeping import Keeping, known_changes
from kaname.insights.changes.looking import Watch
from kaname.insights.changes.metrics import watched_keys
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.telling import tell_leaders
from kaname.insights.changes.why.keeping import explain
from kaname.insights.models import Change, Watching
from kaname.people.queries import organisation

# The first look goes through half a year week by week, so that what happened in it is known with its date.
FIRST_WEEKS = 26
# Small groups are watched in stretches of three days, of which half a year's number is needed; and the same season a
# year ago. [d]
DAYS_READ = 3 * 182 + 105
WEEK = timedelta(days=7)


def compute_changes(at: datetime) -> None:
    """Look at the end of every day that is due; nothing is read where none is."""
    watching, today = Watching.get(), organisation().today(at)
    days = days_due(watching, today)
    if not days:
        return
    # Those that a look kept which never came to its end are news as well.
    changes = {*look_at(days, at=at), *Change.objects.new().filter(told_on__in=days)}
    first_time = watching.watched_on is None
    Watching.objects.filter(pk=watching.pk).update(watched_on=today)
    Watching.objects.filter(pk=watching.pk, asked_at=watching.asked_at).update(asked_at=None)
    # History is there to be read; only what is fresh is news.
    tell_leaders([one for one in changes if not first_time or one.told_on >= today - WEEK], at=at)


def days_due(watching: Watching, today: date) -> list[date]:
    """Mondays since the last look; today if each day is looked at or somebody asked."""
    begin = watching.watched_on or today - FIRST_WEEKS * WEEK
    mondays = [begin + timedelta(days=back) for back in range(1, (today - begin).days + 1)]
    found = [day for day in mondays if day.weekday() == 0][-FIRST_WEEKS:]
    wanted = watching.asked_at is not None or watching.watched_on is None
    daily = watching.every_day and begin < today
    return found if not (wanted or daily) or today in found else [*found, today]


def look_at(days: Iterable[date], *, at: datetime) -> list[Change]:
    """The leading changes that are told for the first time at the end of any of these days."""
    days = sorted(days)
    found: list[Change] = []
    with Setting.at(at, days=DAYS_READ + 7 * FIRST_WEEKS) as setting:
        watch = Watch.of(watched_keys(setting.definitions, setting.today), setting)
        for day in days:
            end = setting.place(day)
            told = watch.look(end, known_changes(setting, day))
            with transaction.atomic():
                found += Keeping(watch, end, at).keep(told)
        follow(watch)
        explain(setting)
    return found
