"""The job: drivers of every running goal and its KPIs, kept beside those of earlier searches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kaname.facts.asking.question import Moment, Question
from kaname.goals.journal import organisation_and_journal
from kaname.goals.queries import definitions as definitions_in_use
from kaname.insights.drivers.capacity import Capacity
from kaname.insights.drivers.gathering import Gathering
from kaname.insights.drivers.searching import Searching
from kaname.insights.drivers.targets import targets
from kaname.insights.models import Driver, DriverSearch
from kaname.measures.periods import ONE_WEEK, Grain, Period, period_of
from kaname.web.store import facts

# Three years of whole weeks.
WEEKS_BACK = 156
AT_ONCE = 500
# So many earlier searches of a number are kept, to tell how often a driver was found.
KEPT = 12


def compute_drivers(at: datetime) -> None:
    """Search for all of them, then keep what was found, all or nothing."""
    organisation, journal = organisation_and_journal()
    today, definitions = organisation.today(at), definitions_in_use()
    sought = targets(definitions, today=today)
    running = period_of(today, grain=Grain.WEEK, calendar=organisation.calendar()).starts_on
    days = Period(running - WEEKS_BACK * ONE_WEEK, running)
    with Moment.of(facts()) as moment:
        question = Question(moment, definitions, organisation.calendar(), journal)
        gathering = Gathering(question, organisation, days, today)
        searching = Searching(gathering, Capacity.read(organisation, days), at)
        found = [searching.run(one) for one in sought]
    keep(found)


@transaction.atomic
def keep(found: Sequence[tuple[DriverSearch, list[Driver]]]) -> None:
    """What was refused is kept of the newest search alone; numbers that are no goals any more go."""
    kept = {(search.metric_key, search.team_key) for search, _drivers in found}
    for old in DriverSearch.objects.all():
        if (old.metric_key, old.team_key) not in kept:
            old.delete()
    Driver.objects.filter(rank=None).delete()
    Driver.objects.update(course={})
    for search, drivers in found:
        earlier = DriverSearch.objects.filter(metric_key=search.metric_key, team_key=search.team_key).order_by("-pk")
        DriverSearch.objects.filter(pk__in=list(earlier.values_list("pk", flat=True)[KEPT - 1 :])).delete()
        search.save()
        Driver.objects.bulk_create(drivers, batch_size=AT_ONCE)
