"""Making the demo organisation: in an empty installation, kept up to date, never mixed with anything."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from demo.making import NOVEMBER_24, PEOPLE, ledger, make
from django.db.models import Sum

from kaname.demo.facts import facts
from kaname.demo.models import DemoBuild
from kaname.demo.operations import DemoProblem
from kaname.demo.options import Options
from kaname.demo.world import world
from kaname.facts.store import FactStore
from kaname.goals.models import Target
from kaname.goals.operations import revise_target
from kaname.people.models import Membership, Person, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    store = FactStore.open(None)
    yield store
    store.close()


def test_it_brings_itself_up_to_date_on_a_later_day(store):
    make(store)
    before = sum(store.count().values())
    past = store.count(until=date(2026, 11, 24))
    later = make(store, at=datetime(2027, 7, 19, 20, 0, tzinfo=UTC))
    assert later.is_new
    assert sum(store.count().values()) > before
    assert store.count(until=date(2026, 11, 24)) == past
    assert Person.objects.active().count() == PEOPLE
    fresh = Target.objects.filter(
        starts_on=date(2027, 7, 1), metric_key="appointments", person=None, team__key="inside-east"
    )
    assert fresh.count() == 1
    assert store.unmatched() == []


def test_it_keeps_what_somebody_changed_in_the_demo(store):
    make(store)
    manager = Person.objects.get(email="manager@example.jp")
    manager.move(team=Team.objects.get(key="inside-west"), since=date(2026, 11, 24), by=None, at=NOVEMBER_24)
    target = Target.objects.get(metric_key="visits", starts_on=date(2026, 12, 1))
    revise_target(target, value=Decimal(1), reason="Try", by=None, at=NOVEMBER_24)
    make(store, at=datetime(2027, 2, 2, 0, 0, tzinfo=UTC))
    assert Membership.objects.filter(person=manager).last().team.key == "inside-west"
    assert Target.objects.get(pk=target.pk).value == 1


def test_it_splits_team_targets_over_people_without_rest_also_after_people_changed(store):
    make(store)
    make(store, at=datetime(2027, 3, 1, 20, 0, tzinfo=UTC))
    for month in range(1, 13):
        for metric in ("appointments", "connects"):
            targets = Target.objects.in_force().filter(metric_key=metric, starts_on=date(2026 + (month < 4), month, 1))
            teams = targets.filter(team__key__startswith="inside").aggregate(total=Sum("value"))["total"]
            people = targets.exclude(person=None).aggregate(total=Sum("value"))["total"]
            assert teams == people > 0, (metric, month)


class CutShort(Exception):  # noqa: N818
    """The power goes off."""


def cut_at(share):
    def progress(done, total):
        if done > share * total:
            raise CutShort

    return progress


def test_it_leaves_nothing_half_written_in_the_ledger(store):
    with pytest.raises(CutShort):
        make(store, progress=cut_at(0.5))
    assert not DemoBuild.objects.exists()
    assert not Person.objects.exists()


def test_it_finishes_the_facts_that_were_cut_short(store):
    with pytest.raises(CutShort):
        make(store, progress=cut_at(0.98))
    assert DemoBuild.objects.get().facts_until is None
    rows = ledger()
    summary = make(store)
    assert summary.is_new
    assert ledger() == rows
    assert sum(store.count().values()) == sum(summary.facts.values()) > 30_000


def test_it_never_mixes_with_a_real_organisation(store, aiko):
    with pytest.raises(DemoProblem, match="real organisation"):
        make(store)
    assert Person.objects.count() == 1
    assert store.count() == {}


def test_it_never_mixes_with_real_facts(store):
    records = facts(world(Options(today=date(2026, 11, 24), people=PEOPLE)), "web")
    store.load(source="analytics", batch_id="1", records=records, at=NOVEMBER_24)
    with pytest.raises(DemoProblem, match="real organisation"):
        make(store)


def test_it_refuses_options_that_make_no_sense(store):
    with pytest.raises(DemoProblem, match="people must be"):
        make(store, people=3)
