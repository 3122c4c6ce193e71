"""What is in the ledger and in the store when the demo organisation was made."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from demo.making import PEOPLE, ledger, make
from django.db import transaction

from kaname.demo.models import DemoBuild
from kaname.demo.operations import DemoProblem
from kaname.demo.summary import ACCOUNTS, Summary
from kaname.demo.world import world
from kaname.facts.store import FactStore
from kaname.goals.in_use import all_metrics
from kaname.goals.models import Target, TargetRevision
from kaname.measures.periods import Period
from kaname.people.models import Organisation, Person, User
from kaname.people.queries import hours

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """One demo organisation for the tests that only look at it: its store, its summary, the steps that were counted."""
    store, steps = FactStore.open(None), []
    with django_db_blocker.unblock(), transaction.atomic():
        summary = make(store, progress=lambda done, total: steps.append((done, total)))
        yield Made(store, summary, steps)
        transaction.set_rollback(True)
    store.close()


@dataclass
class Made:
    store: FactStore
    summary: Summary
    steps: list[tuple[int, int]]


def test_it_fills_an_empty_installation(made):
    store, summary = made.store, made.summary
    assert summary.is_new
    assert Organisation.objects.get().is_demo
    assert Person.objects.active().count() == PEOPLE
    assert sum(store.count().values()) == sum(summary.facts.values()) > 30_000
    assert summary.until == date(2026, 11, 24)
    assert store.unmatched() == []


def test_it_lets_one_person_of_each_role_sign_in(made, client):
    for account in ACCOUNTS:
        assert client.login(email=account.email, password=account.password)
        assert User.objects.get(email=account.email).role == account.role


def test_it_does_nothing_the_second_time(made):
    store, first = made.store, made.summary
    rows, revision = ledger(), store.revision
    second = make(store)
    assert not second.is_new
    assert ledger() == rows
    assert store.revision == revision
    assert second.as_dict()["facts"] == first.as_dict()["facts"]
    assert second.as_dict()["planted_events"] == first.as_dict()["planted_events"]


@pytest.mark.parametrize("other", [{"seed": 2}, {"people": 10}])
def test_it_does_not_mix_two_demos(made, other):
    with pytest.raises(DemoProblem, match="another folder"):
        make(made.store, **other)


def test_it_counts_its_steps(made):
    assert [done for done, _ in made.steps] == list(range(1, len(made.steps) + 1))
    assert {total for _, total in made.steps} == {len(made.steps)}


def test_it_says_in_words_what_it_made(made):
    lines = "\n".join(made.summary.lines())
    assert "製造業 are won 0.4 times as often" in lines
    assert "佐藤 美咲 wins 1.7 times as many appointments" in lines
    assert "インサイドセールス東日本 sits in 8 more hours of meetings" in lines
    assert "manager@example.jp" in lines


def test_it_keeps_the_history_of_a_revised_target(made):
    revised = Target.objects.get(metric_key="cost_per_lead", starts_on=date(2026, 11, 1))
    assert [(one.old_value, one.new_value) for one in revised.revisions.all()] == [(None, 5000), (5000, 4500)]
    assert TargetRevision.objects.exclude(old_value=None).exclude(reason="").exists()


def test_it_works_the_hours_that_the_people_slice_computes(made):
    of = world(DemoBuild.objects.get().options)
    period = Period(date(2026, 2, 1), date(2026, 11, 24))
    there = [one for one in of.everybody if one.was_there(period.starts_on, period.ends_on)]
    found = hours([one.key for one in there], period)
    columns = slice((period.starts_on - of.work.first_day).days, (period.ends_on - of.work.first_day).days)
    for row, one in enumerate(there):
        held = of.work.person[one.seat.number, columns] == one.number
        generated = np.where(held, of.work.available[one.seat.number, columns], 0)
        if one.seat.team_key:
            assert generated / 3600 == pytest.approx(found.hours[row], abs=1 / 3600), one


def test_boards_show_every_metric_that_has_a_target(made):
    shown = {key for key, metric in all_metrics().items() if metric.on_board}
    assert set(Target.objects.values_list("metric_key", flat=True)) <= shown
