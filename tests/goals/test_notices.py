"""The page of notices, the bell and the API: what somebody was told, and what they have seen of it."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.models import TargetNotice
from kaname.goals.notices import unseen
from kaname.goals.operations import revise_target, set_target, withdraw_target
from kaname.goals.proposing import decide, propose
from kaname.measures.periods import Period
from kaname.people.models import Membership, Team
from tests.conftest import person
from tests.goals.conftest import url

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def setting(value=120, *, by=None, period=NOVEMBER, at=AT, metric="calls", **owner):
    asked = {"metric_key": metric, "period": period, "value": Decimal(value), "reason": "A plan."}
    return set_target(**asked, by=by and by.user, at=at, **owner)


@pytest.fixture
def goro(east):
    """Somebody in a team below the East."""
    return person("Goro", team=Team.objects.create(key="sub", name="Sub", parent=east))


def proposing(found, by, at):
    return propose(found, value=Decimal(100), reason="Few leads.", by=by.user, at=at)


class TestPage:
    @pytest.fixture
    def now(self):
        return timezone.now()

    def groups(self, client, **query):
        return client.get(url("notices", **query)).context["groups"]

    def test_it_says_what_changed_for_whom_and_why(self, sign_in, ben, aiko, now, store):
        found = setting(person=ben, by=aiko, at=now - timedelta(hours=2))
        revise_target(found, value=Decimal(130), reason="Two joined.", by=aiko.user, at=now - timedelta(hours=1))
        page = sign_in(ben).get(url("notices"))
        newest, first = page.context["groups"]
        assert (newest.title, newest.reason) == ("Aiko revised 1 target that concerns you.", "Two joined.")
        assert [(line.kind, line.old, line.new) for line in (*newest.lines, *first.lines)] == [
            ("revised", 120, 130), ("set", None, 120),
        ]  # fmt: skip
        assert url("target", found.pk) in page.content.decode()

    def test_what_was_done_at_once_stands_together(self, sign_in, ben, aiko, dai, east, now, store):
        for metric in ("calls", "emails", "connects"):
            setting(person=ben, by=aiko, at=now, metric=metric)
            setting(team=east, by=aiko, at=now, metric=metric)
        setting(person=ben, by=dai, at=now, metric="appointments")
        client = sign_in(ben)
        together, alone = self.groups(client)
        assert together.title == "Aiko set 6 targets that concern you."
        assert [line.target.owner_name for line in together.lines] == ["Ben"] * 3 + ["East"] * 3
        assert alone.author == "Dai"

    def test_different_changes_at_once_are_called_changes(self, sign_in, ben, aiko, now, store):
        withdraw_target(setting(person=ben, by=None), reason="?", by=aiko.user, at=now)
        setting(person=ben, by=aiko, at=now, metric="emails")
        assert self.groups(sign_in(ben))[0].title == "Aiko changed 2 targets that concern you."

    def test_unread_ones_come_first(self, sign_in, ben, aiko, now, store):
        for days, metric in ((3, "calls"), (2, "emails"), (1, "connects")):
            setting(person=ben, by=aiko, at=now - timedelta(days=days), metric=metric)
        TargetNotice.objects.exclude(revision__target__metric_key="calls").update(seen_at=now)
        order = [group.lines[0].target.target.metric_key for group in self.groups(sign_in(ben))]
        assert order == ["calls", "connects", "emails"]

    def test_opening_the_target_is_seeing_the_notice(self, sign_in, ben, aiko, now, store):
        found, other = (setting(person=ben, by=aiko, at=now, metric=metric) for metric in ("calls", "emails"))
        client = sign_in(ben)
        client.get(url("target", found.pk))
        assert [notice.revision.target for notice in TargetNotice.objects.filter(seen_at=None)] == [other]
        assert self.groups(client)[0].seen is False

    def test_one_moment_or_all_can_be_marked(self, sign_in, ben, aiko, now, store):
        for days, metric in ((3, "calls"), (2, "emails"), (1, "connects")):
            setting(person=ben, by=aiko, at=now - timedelta(days=days), metric=metric)
        client = sign_in(ben)
        client.post(url("notices_seen"), {"at": (now - timedelta(days=2)).isoformat()})
        assert unseen(ben.user, now) == 2
        client.post(url("notices_seen"), {"at": "yesterday"})
        client.post(url("notices_seen"), {"until": "2026-13-99T00:00"})
        assert unseen(ben.user, now) == 2
        # What comes after the page was made stays unread.
        client.post(url("notices_seen"), {"until": (now - timedelta(days=2)).isoformat()})
        assert unseen(ben.user, now) == 1
        assert client.post(url("notices_seen"), {"until": now.isoformat()}).url == url("notices")
        assert unseen(ben.user, now) == 0

    def test_nobody_marks_what_another_was_told(self, sign_in, ben, chie, aiko, now, store):
        setting(person=ben, by=aiko, at=now)
        sign_in(chie).post(url("notices_seen"), {"at": now.isoformat()})
        assert unseen(ben.user, now) == 1

    def test_a_target_that_is_not_the_readers_to_see_is_named_without_its_figures(
        self, sign_in, aiko, ben, goro, east, emi, now, store
    ):
        setting(98_765, team=east, by=emi, at=now)
        page = sign_in(goro).get(url("notices")).content.decode()
        assert "East" in page
        assert not any(secret in page for secret in ("98,765", "98765", "A plan."))
        assert "not your own team" in page

    def test_what_the_goals_page_shows_is_shown_here_as_well(self, sign_in, aiko, ben, goro, east, emi, now, store):
        goal = create_goal(metric_key="calls", period=NOVEMBER, team=east, by=emi.user, at=now)
        change_goal(goal, value=Decimal(98_765), by=emi.user, at=now)
        publish_goal(goal, by=emi.user, at=now, reason="A plan.")
        client = sign_in(goro)
        (group,) = self.groups(client)
        (line,) = group.lines
        assert (line.visible, line.shows_figures, line.new) == (False, True, 98_765)
        page = client.get(url("notices")).content.decode()
        assert url("goal", goal.key) in page
        assert "not your own team" not in page
        assert client.get(line.url).context["figures"].value == 98_765
        api = client.get("/api/notices/").json()["items"]
        assert [(one["target"], float(one["new"])) for one in api] == [(None, 98_765)]

    def test_a_goal_that_is_not_theirs_shows_them_nothing(self, sign_in, ben, chie, west, east, emi, now, store):
        goal = create_goal(metric_key="calls", period=NOVEMBER, team=east, by=emi.user, at=now)
        change_goal(goal, value=Decimal(98_765), by=emi.user, at=now)
        publish_goal(goal, by=emi.user, at=now, reason="A plan.")
        Membership.objects.filter(person=ben).update(team=west)
        assert "98,765" not in sign_in(ben).get(url("notices")).content.decode()

    def test_who_has_moved_away_sees_no_figures_any_more(self, sign_in, ben, aiko, east, west, now, store):
        setting(98_765, team=east, by=aiko, at=now)
        Membership.objects.filter(person=ben).update(team=west)
        assert "98,765" not in sign_in(ben).get(url("notices")).content.decode()

    def test_a_proposal_can_be_decided_from_there(self, sign_in, ben, aiko, now, store):
        made = proposing(setting(person=ben, at=now), ben, now)
        page = sign_in(aiko).get(url("notices"))
        (group,) = page.context["groups"]
        assert (group.kind, group.lines[0].old, group.lines[0].new) == ("proposed", 120, 100)
        assert url("proposal_decision", made.pk) in page.content.decode()
        decide(made, accept=False, answer="Not yet.", by=aiko.user, at=now)
        assert url("proposal_decision", made.pk) not in sign_in(aiko).get(url("notices")).content.decode()
        said = self.groups(sign_in(ben))[0]
        assert (said.title, said.lines[0].answer) == ("Aiko declined your proposal.", "Not yet.")

    def test_an_accepted_one_shows_what_stood_there_before(self, sign_in, ben, aiko, now, store):
        found = setting(person=ben, at=now - timedelta(days=1))
        made = proposing(found, ben, now - timedelta(hours=1))
        decide(made, accept=True, by=aiko.user, at=now)
        line = self.groups(sign_in(ben))[0].lines[0]
        assert (line.kind, line.old, line.new) == ("accepted", 120, 100)

    def test_it_is_hidden_after_ninety_days_and_kept(self, sign_in, ben, aiko, now, store):
        setting(person=ben, by=aiko, at=now - timedelta(days=91))
        client = sign_in(ben)
        assert self.groups(client) == []
        assert unseen(ben.user, now) == 0
        assert TargetNotice.objects.count() == 1

    def test_a_long_list_comes_in_pages_and_takes_few_queries(
        self, sign_in, ben, aiko, now, store, django_assert_max_num_queries
    ):
        for number in range(30):
            setting(1 + number, person=ben, by=aiko, at=now - timedelta(minutes=number))
        client = sign_in(ben)
        with django_assert_max_num_queries(14):
            assert len(self.groups(client)) == 20
        assert len(self.groups(client, page=2)) == 10


class TestBell:
    def test_it_counts_moments_not_targets(self, ben, aiko, east):
        for metric in ("calls", "emails", "connects"):
            setting(person=ben, by=aiko, metric=metric)
        setting(team=east, by=aiko, at=AT + timedelta(hours=1))
        assert unseen(ben.user, AT) == 2

    def test_every_page_shows_it_in_one_query(self, sign_in, ben, aiko, store, django_assert_num_queries):
        setting(person=ben, by=aiko, at=timezone.now())
        page = sign_in(ben).get(reverse("web:palette")).content.decode()
        assert page.count("What is new: 1 thing not seen") == 2
        with django_assert_num_queries(1):
            unseen(ben.user, timezone.now())

    def test_an_open_page_asks_for_the_bells_alone(self, sign_in, ben, store):
        client = sign_in(ben)
        part = client.get(reverse("web:bell"), headers={"HX-Request": "true"}).content.decode()
        assert part.count("hx-swap-oob") == 2
        assert "<h1>" not in part
        assert client.get(reverse("web:bell")).status_code == 302

    def test_nobody_who_has_not_signed_in_has_one(self, client, organisation, ben):
        assert "k-bell-count" not in client.get("/accounts/login/").content.decode()
        assert client.get(url("notices")).status_code == 302


class TestApi:
    @pytest.fixture
    def ask(self, sign_in, store):
        def asked(who, method, path, data=None):
            body = json.dumps(data) if data is not None else ""
            answer = sign_in(who).generic(method, f"/api{path}", body, content_type="application/json")
            return answer.status_code, answer.json()

        return asked

    def test_notices_are_listed_and_marked(self, ask, ben, aiko):
        found = setting(person=ben, by=aiko, at=timezone.now())
        status, page = ask(ben, "GET", "/notices/")
        (notice,) = page["items"]
        assert (status, page["total"], notice["target"], notice["kind"], notice["by"]) == (
            200,
            1,
            found.pk,
            "set",
            "Aiko",
        )
        assert ask(aiko, "POST", "/notices/seen/", {"ids": [notice["id"]]}) == (200, {"marked": 0})
        assert ask(ben, "POST", "/notices/seen/", {"ids": [notice["id"]]}) == (200, {"marked": 1})
        assert ask(ben, "GET", "/notices/?unseen=true")[1]["total"] == 0
        assert ask(ben, "GET", "/notices/")[1]["items"][0]["seen_at"]

    def test_all_can_be_marked_at_once(self, ask, ben, aiko):
        for metric in ("calls", "emails"):
            setting(person=ben, by=aiko, at=timezone.now(), metric=metric)
        assert ask(ben, "POST", "/notices/seen/", {}) == (200, {"marked": 2})

    def test_figures_that_are_not_the_callers_to_see_are_left_out(self, ask, aiko, goro, east, emi):
        setting(team=east, by=emi, at=timezone.now())
        (notice,) = ask(goro, "GET", "/notices/")[1]["items"]
        assert [notice[name] for name in ("target", "old", "new", "reason")] == [None, None, None, ""]
