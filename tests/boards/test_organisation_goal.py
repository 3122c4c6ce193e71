"""The organisation's goal on the boards of teams: how likely it is, and that it is that of today's target."""

from decimal import Decimal

import pytest
from django.utils import timezone

from kaname.goals.models import Target
from kaname.people.operations import publish_directory
from tests.goals.goal_page_world import facts_until_today, published
from tests.insights.scenarios.goal_ahead_world import look_ahead, outlook_row

PANEL = "Goal of the organisation"


@pytest.fixture
def goal(store, east, aiko, ben, chie, dai):
    publish_directory(store)
    facts_until_today(store)
    return published(None, by=dai.user, name="Win new customers")


@pytest.fixture
def ahead(goal):
    own = outlook_row(goal, "revenue", 27_000_000.0, 0.05, probability=0.07)
    return look_ahead(goal, more=[own])[0]


def test_who_leads_a_team_reads_how_likely_the_goal_of_the_organisation_is(ahead, sign_in, aiko):
    page = sign_in(aiko).get("/board/?team=east").content.decode()
    panel = page[page.index(PANEL) :].split("</section>")[0]
    assert "Win new customers" in panel
    assert "7%" in panel
    assert "Off track" in panel
    assert "Expected end" in panel
    assert f"/goals/{ahead.goal.key}/" in panel


def test_of_a_target_that_was_revised_since_nothing_is_said(ahead, sign_in, aiko, dai):
    Target.objects.get(pk=ahead.goal.target_id).revise(
        value=Decimal(28_000_000), reason="Market", by=dai.user, at=timezone.now()
    )
    assert PANEL not in sign_in(aiko).get("/board/?team=east").content.decode()


def test_boards_of_people_and_of_other_times_do_without(ahead, sign_in, ben):
    client = sign_in(ben)
    for asked in (f"person={ben.key}", "team=east&period=month&on=2020-01-01"):
        assert PANEL not in client.get(f"/board/?{asked}").content.decode()
