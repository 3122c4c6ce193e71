"""Members propose another value of a target; whoever sets it decides."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from installations import installation

from kaname.goals.errors import GoalsError
from kaname.goals.models import Target, TargetProposal
from kaname.goals.operations import revise_target, set_target, withdraw_target
from kaname.goals.proposal_lines import proposal_line, with_targets
from kaname.goals.proposing import decide, propose, withdraw_proposal
from kaname.goals.reader import Reader
from kaname.measures.periods import Period

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


def proposing(found, by, value=100, reason="The list is short.", at=AT, **more):
    return propose(found, value=Decimal(str(value)), reason=reason, by=by.user, at=at, **more)


def refusal(action):
    with pytest.raises(GoalsError) as refused:
        action()
    assert str(refused.value)
    return refused.value.code


def set_before(value, metric="calls", **more):
    asked = {"metric_key": metric, "period": NOVEMBER, "value": Decimal(value)} | more
    return set_target(**asked, by=None, at=AT - timedelta(days=1))


@pytest.fixture
def of_ben(ben):
    return set_before(120, person=ben)


@pytest.fixture
def of_east(ben, east):
    return set_before(630, team=east)


class TestProposing:
    def test_it_keeps_what_why_who_and_when(self, of_ben, ben):
        made = proposing(of_ben, ben, reason="  The list\n is short. ")
        assert (made.value, made.reason, made.by, made.at, made.accepted) == (
            100, "The list is short.", ben.user, AT, None,
        )  # fmt: skip
        assert Target.objects.get().value == 120

    def test_a_member_may_propose_for_their_team_too(self, of_east, ben):
        assert proposing(of_east, ben, 600).target == of_east

    def test_whoever_sets_the_target_revises_it_instead(self, of_ben, aiko):
        assert refusal(lambda: proposing(of_ben, aiko)) == "yours_to_set"

    def test_there_is_one_open_proposal_for_a_target_and_person(self, of_ben, of_east, ben):
        proposing(of_ben, ben)
        assert refusal(lambda: proposing(of_ben, ben, 90)) == "proposal_open"
        assert proposing(of_east, ben, 90).pk
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetProposal.objects.create(target=of_ben, value=1, reason="?", by=ben.user, at=AT)

    def test_it_needs_a_reason_and_another_value(self, of_ben, ben):
        assert refusal(lambda: proposing(of_ben, ben, reason=" ")) == "reason_needed"
        assert refusal(lambda: proposing(of_ben, ben, 120)) == "proposal_changes_nothing"

    def test_it_needs_a_target_in_force(self, of_ben, ben):
        withdraw_target(of_ben, reason="?", by=None, at=AT)
        assert refusal(lambda: proposing(of_ben, ben)) == "target_withdrawn"

    def test_figures_have_to_suit_the_metric(self, of_ben, ben):
        assert refusal(lambda: proposing(of_ben, ben, upper=Decimal(200))) == "upper_unwanted"

    def test_its_author_takes_it_back_and_may_make_another(self, of_ben, ben):
        made = proposing(of_ben, ben)
        withdraw_proposal(made, by=ben.user, at=LATER)
        assert list(TargetProposal.objects.withdrawn()) == [made]
        assert not TargetProposal.objects.declined().exists()
        assert proposing(of_ben, ben, 90, at=LATER).pk

    def test_nobody_else_takes_it_back(self, of_ben, ben, aiko):
        made = proposing(of_ben, ben)
        assert refusal(lambda: withdraw_proposal(made, by=aiko.user, at=LATER)) == "proposal_not_yours"


class TestDeciding:
    @pytest.fixture
    def made(self, of_ben, ben):
        return proposing(of_ben, ben)

    def test_accepting_revises_the_target_and_says_why(self, made, of_ben, aiko):
        decide(made, accept=True, by=aiko.user, at=LATER)
        newest = of_ben.revisions.last()
        assert (newest.old_value, newest.new_value, newest.by, newest.at) == (120, 100, aiko.user, LATER)
        assert newest.reason == "Proposed by Ben, accepted by Aiko: The list is short."
        made.refresh_from_db()
        assert (made.accepted, made.decided_by, made.decided_at) == (True, aiko.user, LATER)

    def test_accepting_keeps_what_the_target_is_compared_with(self, ben, aiko):
        found = set_before(120, "emails", person=ben, baseline=Decimal(80))
        decide(proposing(found, ben), accept=True, by=aiko.user, at=LATER)
        found.refresh_from_db()
        assert (found.value, found.baseline) == (100, 80)

    def test_a_long_reason_fits_into_the_history_and_stays_whole_in_the_proposal(self, of_ben, ben, aiko):
        made = proposing(of_ben, ben, reason="x" * 500)
        decide(made, accept=True, by=aiko.user, at=LATER)
        assert len(of_ben.revisions.last().reason) == 500
        made.refresh_from_db()
        assert made.reason == "x" * 500

    def test_declining_needs_an_answer_and_changes_nothing(self, made, aiko):
        assert refusal(lambda: decide(made, accept=False, by=aiko.user, at=LATER)) == "answer_needed"
        decide(made, accept=False, answer=" Not this\nmonth. ", by=aiko.user, at=LATER)
        made.refresh_from_db()
        assert (made.accepted, made.answer) == (False, "Not this month.")
        assert Target.objects.get().value == 120
        assert list(TargetProposal.objects.declined()) == [made]

    def test_only_those_who_may_set_the_target_decide(self, made, ben, chie):
        for somebody in (ben, chie):
            assert refusal(lambda who=somebody: decide(made, accept=True, by=who.user, at=LATER)) == "not_yours_to_set"

    def test_it_is_decided_once(self, made, aiko, dai):
        decide(made, accept=False, answer="No.", by=aiko.user, at=LATER)
        with pytest.raises(GoalsError, match="Aiko has decided"):
            decide(made, accept=True, by=dai.user, at=LATER)
        assert refusal(lambda: withdraw_proposal(made, by=made.by, at=LATER)) == "proposal_decided"

    def test_a_withdrawn_one_cannot_be_decided(self, made, ben, aiko):
        withdraw_proposal(made, by=ben.user, at=LATER)
        assert refusal(lambda: decide(made, accept=True, by=aiko.user, at=LATER)) == "proposal_withdrawn"

    def test_a_value_that_changed_meanwhile_is_not_overwritten(self, made, of_ben, aiko, dai):
        looked_at = of_ben.revisions.last().pk
        revise_target(of_ben, value=Decimal(130), reason="More people.", by=dai.user, at=LATER)
        for seen in (None, looked_at):
            stale = refusal(lambda seen=seen: decide(made, accept=True, seen=seen, by=aiko.user, at=LATER))
            assert stale == "changed_meanwhile"
        assert Target.objects.get().value == 130
        decide(made, accept=True, seen=of_ben.revisions.last().pk, by=aiko.user, at=LATER)
        assert Target.objects.get().value == 100

    def test_a_withdrawn_target_does_not_come_back_by_accepting(self, made, of_ben, aiko):
        withdraw_target(of_ben, reason="Other priorities.", by=aiko.user, at=LATER)
        assert refusal(lambda: decide(made, accept=True, by=aiko.user, at=LATER)) == "target_withdrawn"
        decide(made, accept=False, answer="The target is gone.", by=aiko.user, at=LATER)

    def test_the_line_says_what_happened_to_the_target_since(self, made, of_ben, aiko):
        def line():
            return proposal_line(with_targets(TargetProposal.objects.all()).get(), Reader(user=aiko.user, at=LATER))

        assert (line().before, line().overtaken, line().target_is_withdrawn) == (120, False, False)
        revise_target(of_ben, value=Decimal(130), reason="More people.", by=aiko.user, at=LATER)
        assert (line().before, line().target.target.value, line().overtaken) == (120, 130, True)
        withdraw_target(of_ben, reason="Other priorities.", by=aiko.user, at=LATER)
        assert line().target_is_withdrawn


DECIDE = """
import sys, django
django.setup()
from django.utils import timezone
from kaname.goals.errors import GoalsError
from kaname.goals.models import TargetProposal
from kaname.goals.proposing import decide
from kaname.people.models import User
by = User.objects.get(email="dai@example.com")
proposal = TargetProposal.objects.get(value=int(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
try:
    decide(proposal, accept=sys.argv[2] == "accept", answer="So be it.", by=by, at=timezone.now())
    print("decided")
except GoalsError as error:
    print(error.code)
"""
PREPARE = """
import django
django.setup()
from datetime import date
from decimal import Decimal
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from kaname.goals.operations import set_target
from kaname.goals.proposing import propose
from kaname.measures.periods import Period
from kaname.people.models import Membership, Organisation, Person, Role, Team, User
Organisation.objects.create(name="Sunrise")
east = Team.objects.create(name="East")
for name, role in (("ben", Role.MEMBER), ("goro", Role.MEMBER), ("dai", Role.ADMINISTRATOR)):
    user = User.objects.create(email=f"{name}@example.com")
    person = Person.objects.create(name=name, user=user, role=role)
    Membership.objects.create(person=person, team=east)
november = Period(date(2026, 11, 1), date(2026, 12, 1))
target = set_target(metric_key="calls", period=november, value=Decimal(120), team=east, by=None, at=timezone.now())
for name, value in (("ben", 100), ("goro", 90)):
    by = User.objects.get(email=f"{name}@example.com")
    propose(target, value=Decimal(value), reason="?", by=by, at=timezone.now())
"""


@pytest.mark.parametrize(
    ("decisions", "outcomes"),
    [
        # The same proposal: one decision counts, and the other two hear of it.
        (
            [("100", "accept"), ("100", "decline"), ("100", "accept")],
            ["decided", "proposal_decided", "proposal_decided"],
        ),
        # Two proposals for one target: the second would overwrite what nobody has looked at.
        ([("100", "accept"), ("90", "accept")], ["changed_meanwhile", "decided"]),
    ],
)
def test_of_decisions_at_the_same_moment_one_counts(tmp_path, prepared, decisions, outcomes):
    with installation(tmp_path, like=prepared) as house:
        settings = house.variables | {"DJANGO_SETTINGS_MODULE": "kaname.config.settings"}
        subprocess.run([sys.executable, "-c", PREPARE], env=settings, check=True)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        deciders = [
            subprocess.Popen([sys.executable, "-c", DECIDE, *decision], env=settings, **pipes) for decision in decisions
        ]
        assert [decider.stdout.readline() for decider in deciders] == ["ready\n"] * len(deciders)
        for decider in deciders:
            decider.stdin.write("now\n")
            decider.stdin.flush()
        said = [decider.communicate(timeout=60)[0].strip() for decider in deciders]
    assert sorted(said) == outcomes
