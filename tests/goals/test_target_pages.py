"""The pages of targets: setting, revising, withdrawing, finding."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kaname.goals.models import Target
from kaname.measures.periods import Period
from kaname.people.models import Membership, Person
from tests.goals.conftest import code, target, url


def typed(month, **changes):
    return {"metric": "calls", "owner": "team:east", "period": code(month), "value": "120"} | changes


class TestSetting:
    def test_a_manager_sets_a_target(self, manager, month, aiko, east):
        answer = manager.post(url("target_new"), typed(month))
        found = Target.objects.get()
        assert answer.url == url("target", found.pk)
        assert (found.team, found.value, found.period) == (east, 120, month)
        assert found.revisions.get().by == aiko.user

    def test_it_goes_back_to_where_it_was_opened(self, manager, month):
        answer = manager.post(url("target_new", next="/board/?team=east"), typed(month, next="/board/?team=east"))
        assert answer.url == "/board/?team=east"

    def test_it_never_goes_to_another_site(self, manager, month):
        answer = manager.post(url("target_new"), typed(month, next="https://evil.example/"))
        assert answer.url.startswith("/goals/targets/")

    def test_the_address_names_what_to_set(self, manager, month):
        page = manager.get(url("target_new", metric="calls", owner="person:ben", period=code(month)))
        assert {name: page.context["form"][name].value() for name in ("metric", "owner", "period")} == {
            "metric": "calls", "owner": "person:ben", "period": code(month),
        }  # fmt: skip

    def test_a_target_that_is_there_is_offered_for_revision(self, manager, month, east):
        target(month, team=east)
        page = manager.get(url("target_new", metric="calls", owner="team:east", period=code(month)))
        assert page.context["form"]["value"].value() == "120"
        assert "120 calls" in page.content.decode()
        answer = manager.post(url("target_new"), typed(month, value="130"))
        assert answer.status_code == 422
        assert "Say why" in answer.context["form"].errors["reason"][0]
        manager.post(url("target_new"), typed(month, value="130", reason="More people."))
        assert Target.objects.get().value == 130

    def test_any_days_can_be_a_period(self, manager):
        days = {"period": "other", "first_on": "2026-11-10", "last_on": "2026-11-20"}
        manager.post(url("target_new"), typed(Period(date(2026, 1, 1), date(2026, 2, 1))) | days)
        assert Target.objects.get().period == Period(date(2026, 11, 10), date(2026, 11, 21))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"value": "many"}, "value"),
            ({"value": ""}, "value"),
            ({"upper": "200"}, "upper"),
            ({"metric": "nothing"}, "metric"),
            ({"owner": "team:west"}, "owner"),
            ({"owner": "organisation"}, "owner"),
            ({"period": "other", "first_on": "2026-11-20", "last_on": "2026-11-10"}, "last_on"),
            ({"period": "other", "first_on": "2026-11-20"}, "last_on"),
        ],
    )
    def test_errors_stand_beside_their_field_and_keep_what_was_typed(self, manager, month, west, changes, field):
        answer = manager.post(url("target_new"), typed(month, **changes))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert answer.context["form"]["value"].value() == changes.get("value", "120")
        assert not Target.objects.exists()

    def test_members_set_nothing(self, sign_in, ben, month, store):
        client = sign_in(ben)
        assert client.get(url("target_new")).status_code == 404
        assert client.post(url("target_new"), typed(month)).status_code == 404


class TestOneTarget:
    @pytest.fixture
    def found(self, month, east):
        return target(month, team=east)

    def test_a_revision_is_posted_to_its_revisions(self, manager, found):
        answer = manager.post(url("target_revisions", found.pk), {"value": "130", "reason": "More people."})
        assert answer.url == url("target", found.pk)
        page = manager.get(answer.url)
        assert [(line.kind, line.old, line.new, line.by) for line in page.context["history"]] == [
            ("revised", 120, 130, "Aiko"), ("set", None, 120, "the kaname command"),
        ]  # fmt: skip

    def test_a_revision_without_reason_is_refused(self, manager, found):
        answer = manager.post(url("target_revisions", found.pk), {"value": "130"})
        assert answer.status_code == 422
        assert Target.objects.get().value == 120

    def test_withdrawing_can_be_undone(self, manager, found):
        manager.post(url("target_withdrawal", found.pk), {"reason": "Other priorities."})
        assert not Target.objects.in_force().exists()
        assert "Undo" in manager.get(url("target", found.pk)).content.decode()
        manager.post(url("target_restoration", found.pk))
        assert Target.objects.in_force().get() == found

    def test_it_hides_other_teams_targets(self, sign_in, chie, found, store):
        client = sign_in(chie)
        for name in ("target", "target_revisions", "target_withdrawal"):
            assert client.get(url(name, found.pk)).status_code == 404
        assert client.post(url("target_revisions", found.pk), {"value": "1", "reason": "?"}).status_code == 404
        assert client.post(url("target_restoration", found.pk)).status_code == 404

    def test_members_see_their_teams_target_but_do_not_change_it(self, sign_in, ben, found, store):
        client = sign_in(ben)
        assert client.get(url("target", found.pk)).status_code == 200
        assert client.post(url("target_revisions", found.pk), {"value": "1", "reason": "?"}).status_code == 404
        assert client.post(url("target_withdrawal", found.pk), {"reason": "?"}).status_code == 404


class TestList:
    def test_it_shows_what_is_in_force_now_and_later(self, manager, month, east, ben):
        before = Period(month.starts_on - timedelta(days=31), month.starts_on)
        target(before, team=east)
        target(month, person=ben)
        rows = manager.get(url("targets")).context["lines"]
        assert [(line.owner_name, line.metric_name) for line in rows] == [("Ben", "Calls")]
        assert len(manager.get(url("targets", period="all")).context["lines"]) == 2

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"metric": "calls"}, 2),
            ({"owner": "person:ben"}, 1),
            ({"state": "withdrawn"}, 1),
            ({"metric": "emails"}, 1),
        ],
    )
    def test_it_filters(self, manager, month, east, ben, query, count):
        target(month, team=east)
        target(month, person=ben)
        target(month, team=east, metric="emails")
        gone = target(month, team=east, metric="connects")
        gone.withdraw(reason="?", by=None, at=timezone.now())
        assert len(manager.get(url("targets", **query)).context["lines"]) == count

    def test_it_holds_only_what_the_reader_may_see(self, sign_in, chie, ben, aiko, month, east, west, store):
        target(month, team=east)
        target(month, person=ben)
        target(month, team=west)
        target(month)
        assert [line.owner_name for line in sign_in(chie).get(url("targets")).context["lines"]] == ["West"]

    def test_a_long_list_takes_few_queries(self, manager, month, east, django_assert_max_num_queries):
        people = Person.objects.bulk_create([Person(name=f"P{number}", key=f"p{number}") for number in range(40)])
        Membership.objects.bulk_create([Membership(person=person, team=east) for person in people])
        for person in people:
            target(month, person=person)
        with django_assert_max_num_queries(16):
            assert len(manager.get(url("targets")).context["lines"]) == 40

    def test_an_empty_list_teaches(self, manager, sign_in, ben):
        assert "Set the first target" in manager.get(url("targets")).content.decode()
        assert "Your manager sets" in sign_in(ben).get(url("targets")).content.decode()
