"""Who spreads what in tests, and what it should come to, by fractions and a calendar of its own."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import holidays

from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.models import Goal, PlannedTarget
from kaname.goals.spreading.subjects import asked_of
from kaname.measures.periods import Period
from kaname.people.models import Leave, Meeting, Membership, Person, PersonalHours

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
YEAR = Period(date(2027, 4, 1), date(2028, 4, 1))
QUARTER = Period(date(2027, 4, 1), date(2027, 7, 1))
CLOSED = holidays.country_holidays("JP", years=range(2023, 2030))


def draft(team, *, period=QUARTER, metric="calls", value=None, key="goal"):
    goal = create_goal(metric_key=metric, period=period, team=team, key=key, by=None, at=AT)
    if value is not None:
        change_goal(goal, value=Decimal(value), by=None, at=AT)
    return goal


def asked(goal, metric="calls", *, of="", reader):
    return asked_of(goal, metric, of, reader=reader)


def joined(name, team, since=None, until=None):
    """Somebody in a team, or in another one than before."""
    found = Person.objects.get_or_create(key=name.lower(), defaults={"name": name})[0]
    Membership.objects.create(person=found, team=team, starts_on=since, ends_on=until)
    return found


def works(person, hours_a_day, *, since=None, until=None):
    week = [hours_a_day] * 5 + [0, 0]
    PersonalHours.objects.create(person=person, weekday_hours=week, starts_on=since, ends_on=until)


def away(person, since, until, share=1):
    Leave.objects.create(person=person, starts_on=since, ends_on=until, share=share)


def meets(person, hours_a_week):
    Meeting.objects.create(person=person, name="Planning", hours_per_week=hours_a_week)


def days(since, until):
    return [since + timedelta(days=number) for number in range((until - since).days)]


def workdays(since, until):
    """Days on which people work, by the calendar of Japan."""
    return [day for day in days(since, until) if day.weekday() < 5 and day not in CLOSED]


def months_of(period):
    """First days of the months of a period, and the day after it."""
    firsts = [day for day in days(period.starts_on, period.ends_on) if day.day == 1]
    return [*firsts, period.ends_on]


def largest_remainder(total, weights, step=1):
    """Whole steps in proportion to the weights, what is left to the largest fractions, earlier ones first."""
    steps = int(Fraction(total) / Fraction(step))
    exact = [Fraction(weight) * steps / sum(map(Fraction, weights)) for weight in weights]
    whole = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: -(exact[at] - whole[at]))
    for at in order[: steps - sum(whole)]:
        whole[at] += 1
    return [one * Decimal(step) for one in whole]


def on_sheet(goal, *, metric="calls", team=None, person=None):
    """What an owner should reach in each part, by its first day."""
    rows = PlannedTarget.objects.filter(goal=goal, metric_key=metric, team=team, person=person)
    whole = {"starts_on": goal.starts_on, "ends_on": goal.ends_on}
    return {row.starts_on: row.value for row in rows.exclude(**whole).order_by("starts_on")}


def columns_hold(goal, team, below, *, metric="calls"):
    """Whether what everybody below has comes to what the team has, in every part."""
    own = on_sheet(goal, metric=metric, team=team)
    for first_on, value in own.items():
        shares = [
            on_sheet(goal, metric=metric, **owner).get(first_on, Decimal(0))
            for owner in ({"person": one} if isinstance(one, Person) else {"team": one} for one in below)
        ]
        assert sum(shares) == value, (first_on, value, shares)
    return True


def reread(goal):
    return Goal.objects.get(pk=goal.pk)
