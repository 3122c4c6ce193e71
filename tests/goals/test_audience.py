"""Who is told of a change, and who is asked about a proposal."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from kaname.goals.models import TargetNotice
from kaname.goals.notices import unseen
from kaname.goals.operations import restore_target, revise_target, set_target, withdraw_target
from kaname.goals.proposing import decide, propose, withdraw_proposal
from kaname.measures.periods import Period
from kaname.people.models import Membership, Person, Role, Team
from tests.conftest import person

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
AUTUMN = Period(date(2026, 10, 1), date(2027, 1, 1))


def setting(value=120, *, by=None, period=NOVEMBER, at=AT, metric="calls", **owner):
    asked = {"metric_key": metric, "period": period, "value": Decimal(value), "reason": "A plan."}
    return set_target(**asked, by=by and by.user, at=at, **owner)


def told(about=None):
    """Names of those who have a notice, of one target or of any."""
    notices = TargetNotice.objects.all() if about is None else TargetNotice.objects.filter(revision__target=about)
    return sorted(notices.values_list("user__person__name", flat=True))


@pytest.fixture
def sub(east):
    """A team below the East, with Goro in it."""
    return Team.objects.create(key="sub", name="Sub", parent=east)


@pytest.fixture
def goro(sub):
    return person("Goro", team=sub)


class TestAudience:
    def test_a_persons_target_concerns_the_person(self, aiko, ben, dai):
        assert told(setting(person=ben, by=dai)) == ["Ben"]

    def test_a_teams_target_concerns_those_in_it_and_their_managers(self, aiko, ben, chie, dai, west):
        Membership.objects.filter(person=chie).update(manager=aiko)
        assert told(setting(team=west, by=dai)) == ["Aiko", "Chie"]

    def test_the_author_needs_no_notice(self, aiko, ben, east):
        assert told(setting(team=east, by=aiko)) == ["Ben"]

    def test_the_command_line_tells_everybody(self, aiko, ben, east):
        assert told(setting(team=east)) == ["Aiko", "Ben"]

    def test_every_change_is_told(self, ben, dai):
        found = setting(person=ben, by=dai)
        revise_target(found, value=Decimal(130), reason="More.", by=dai.user, at=AT)
        withdraw_target(found, reason="Less.", by=dai.user, at=AT)
        restore_target(found, by=dai.user, at=AT)
        assert told(found) == ["Ben"] * 4

    def test_setting_the_same_again_is_no_news(self, ben, dai):
        setting(person=ben, by=dai)
        assert told(setting(person=ben, by=dai)) == ["Ben"]

    def test_below_a_team_it_concerns_whose_target_is_a_part_of_it(self, aiko, ben, goro, east, dai):
        assert told(setting(team=east, by=dai)) == ["Aiko", "Ben", "Goro"]

    @pytest.mark.parametrize("nearer", ["goro", "sub"])
    def test_it_does_not_concern_who_has_something_nearer(self, request, aiko, ben, goro, east, sub, dai, nearer):
        owner = {"team": sub} if nearer == "sub" else {"person": goro}
        setting(by=dai, **owner)
        assert told(setting(team=east, by=dai)) == ["Aiko", "Ben"]

    def test_something_nearer_counts_only_if_it_covers_every_day_of_the_same_metric(self, aiko, ben, goro, east, dai):
        setting(person=goro, by=dai, metric="emails", period=AUTUMN)
        setting(person=goro, by=dai, period=NOVEMBER)
        assert "Goro" in told(setting(team=east, by=dai, period=AUTUMN))
        for period in (DECEMBER, Period(date(2026, 10, 1), date(2026, 11, 1))):
            setting(person=goro, by=dai, period=period)
        revise_target(setting(team=east, by=dai, period=AUTUMN), value=Decimal(7), reason="?", by=dai.user, at=AT)
        assert told(setting(team=east, by=dai, period=AUTUMN)).count("Goro") == 1

    def test_the_organisations_target_concerns_the_executives_and_those_without_anything_nearer(
        self, aiko, ben, chie, dai, emi, east
    ):
        assert told(setting(by=dai)) == ["Aiko", "Ben", "Chie", "Emi"]
        setting(team=east, by=dai, period=DECEMBER)
        assert told(setting(by=dai, period=DECEMBER)) == ["Chie", "Emi"]

    def test_it_goes_by_the_teams_of_that_day(self, aiko, ben, chie, east, dai):
        Membership.objects.filter(person=ben).update(ends_on=date(2026, 11, 24))
        Membership.objects.filter(person=chie).update(team=east, starts_on=date(2026, 11, 25))
        assert told(setting(team=east, by=dai)) == ["Aiko"]
        assert told(setting(team=east, by=dai, period=DECEMBER, at=AT + timedelta(days=1))) == ["Aiko", "Chie"]

    def test_who_cannot_sign_in_or_has_left_is_not_told(self, aiko, ben, east, dai):
        Membership.objects.create(person=Person.objects.create(key="hana", name="Hana"), team=east)
        ben.deactivate(on=date(2026, 11, 20), by=dai.user, at=AT)
        assert told(setting(team=east, by=dai)) == ["Aiko"]


class TestProposals:
    @pytest.fixture
    def found(self, ben):
        return setting(person=ben, by=None)

    @staticmethod
    def proposing(found, by, at=AT):
        return propose(found, value=Decimal(100), reason="Few leads.", by=by.user, at=at)

    @staticmethod
    def asked(proposal):
        return sorted(proposal.notices.values_list("user__person__name", flat=True))

    def test_the_persons_manager_is_asked(self, found, aiko, ben, emi, dai):
        assert self.asked(self.proposing(found, ben)) == ["Aiko"]

    def test_for_a_team_its_managers_are_asked(self, aiko, ben, emi, east):
        assert self.asked(self.proposing(setting(team=east), ben)) == ["Aiko"]

    def test_without_a_manager_the_nearest_above_is_asked(self, aiko, goro, emi):
        assert self.asked(self.proposing(setting(person=goro), goro)) == ["Aiko"]

    @pytest.mark.parametrize(("executive", "who"), [(True, "Emi"), (False, "Dai")])
    def test_where_nobody_manages_the_executives_are_asked(self, chie, dai, emi, executive, who):
        if not executive:
            Person.objects.filter(pk=emi.pk).update(role=Role.MEMBER)
        assert self.asked(self.proposing(setting(person=chie), chie)) == [who]

    def test_the_author_is_told_of_the_decision_once(self, found, ben, aiko, east):
        made = self.proposing(found, ben)
        before = TargetNotice.objects.filter(user=ben.user).count()
        decide(made, accept=True, by=aiko.user, at=AT + timedelta(hours=1))
        news = TargetNotice.objects.filter(user=ben.user)
        assert (news.count(), news.first().proposal) == (before + 1, made)

    def test_others_hear_of_the_revision_that_it_makes(self, aiko, ben, east):
        goro, found = person("Goro", team=east), setting(team=east)
        decide(self.proposing(found, ben), accept=True, by=aiko.user, at=AT + timedelta(hours=1))
        newest = found.revisions.last()
        assert [notice.user for notice in newest.notices.all()] == [goro.user]

    def test_who_was_asked_is_not_asked_any_more_once_it_is_closed(self, found, ben, aiko):
        made = self.proposing(found, ben)
        assert unseen(aiko.user, AT) == 1
        withdraw_proposal(made, by=ben.user, at=AT)
        assert unseen(aiko.user, AT) == 0
        assert self.asked(made) == ["Aiko"]
