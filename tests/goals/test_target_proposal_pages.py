"""The pages and the API of proposals: making one, finding it, deciding about it, and who sees it."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from kaname.goals.models import Target, TargetProposal
from kaname.goals.operations import change_metric, revise_target
from kaname.goals.proposing import decide, propose, withdraw_proposal
from kaname.goals.queries import definitions
from kaname.measures.direction import Direction
from tests.conftest import person
from tests.goals.conftest import target, url


def proposing(found, by, value=100):
    return propose(found, value=Decimal(value), reason="The list is short.", by=by.user, at=timezone.now())


class TestPages:
    @pytest.fixture
    def found(self, month, ben, store):
        return target(month, 120, person=ben)

    @pytest.fixture
    def made(self, found, ben):
        return proposing(found, ben)

    def test_a_member_proposes_from_the_targets_page(self, sign_in, found, ben):
        client = sign_in(ben)
        assert url("target_proposals", found.pk) in client.get(url("target", found.pk)).content.decode()
        answer = client.post(url("target_proposals", found.pk), {"value": "many", "reason": "Few leads."})
        assert answer.status_code == 422
        answer = client.post(url("target_proposals", found.pk), {"value": "1,100", "reason": "Many leads."})
        assert answer.url == url("target", found.pk)
        assert TargetProposal.objects.get().value == 1100

    def test_what_is_refused_stands_on_the_form(self, sign_in, found, ben):
        answer = sign_in(ben).post(url("target_proposals", found.pk), {"value": "120", "reason": "Just so."})
        assert answer.status_code == 422
        assert "asks for already" in answer.content.decode()

    def test_the_page_says_that_a_teams_target_is_shared(self, sign_in, month, ben, east, store):
        shared = target(month, 630, team=east)
        client = sign_in(ben)
        assert "target of East as a whole" in client.get(url("target", shared.pk)).content.decode()
        assert "reach together" in client.get(url("target_proposals", shared.pk)).content.decode()

    def test_a_range_is_proposed_with_both_ends(self, sign_in, month, ben, dai, store):
        ranged = replace(definitions()["calls"], direction=Direction.RANGE)
        change_metric(ranged, reason="Best in between.", by=dai.user, at=timezone.now())
        found = target(month, 100, upper=Decimal(120), person=ben)
        client = sign_in(ben)
        assert "upper" in client.get(url("target_proposals", found.pk)).context["form"].fields
        assert client.post(url("target_proposals", found.pk), {"value": "90", "reason": "?"}).status_code == 422
        client.post(url("target_proposals", found.pk), {"value": "90", "upper": "110", "reason": "Fewer leads."})
        assert (TargetProposal.objects.get().value, TargetProposal.objects.get().upper) == (90, 110)

    def test_an_open_one_is_shown_and_can_be_withdrawn(self, sign_in, found, made, ben):
        client = sign_in(ben)
        assert "Your open proposal" in client.get(url("target", found.pk)).content.decode()
        page = client.get(url("target_proposals", found.pk))
        assert "The list is short." in page.content.decode()
        answer = client.post(url("target_proposals", found.pk), {"value": "90", "reason": "Another one."})
        assert (answer.status_code, TargetProposal.objects.count()) == (422, 1)
        client.post(url("target_proposals", found.pk), {"action": "withdraw"})
        assert TargetProposal.objects.withdrawn().get() == made

    def test_whoever_sets_the_target_sees_it_on_its_page_and_in_the_list(self, manager, found, made):
        assert manager.get(url("target_proposals", found.pk)).url == url("proposals", target=found.pk, state="all")
        assert manager.post(url("target_proposals", found.pk), {"value": "1", "reason": "?"}).status_code == 404
        for address in (url("target", found.pk), url("proposals"), url("proposals", target=found.pk, state="all")):
            page = manager.get(address)
            assert [line.proposal for line in page.context["proposals"]] == [made]
            assert url("proposal_decision", made.pk) in page.content.decode()

    def test_accepting_and_declining(self, manager, found, made, ben):
        address = url("proposal_decision", made.pk)
        page = manager.get(address)
        seen = page.context["form"]["seen"].value()
        assert "Ben proposes 100" in page.content.decode()
        assert "answer" in manager.post(address, {"decision": "decline", "seen": seen}).context["form"].errors
        assert manager.post(address, {"seen": seen}).status_code == 422
        answer = manager.post(address, {"decision": "accept", "seen": seen, "next": "/board/"})
        assert (answer.url, Target.objects.get().value) == ("/board/", 100)
        again = manager.post(address, {"decision": "decline", "answer": "No.", "seen": seen})
        assert (again.status_code, "has decided" in again.content.decode()) == (422, True)
        assert "Accepted" in manager.get(address).content.decode()

    def test_the_page_of_a_decision_says_that_the_value_has_changed(self, manager, found, made, aiko):
        stale = manager.get(url("proposal_decision", made.pk)).context["form"]["seen"].value()
        revise_target(found, value=Decimal(130), reason="More people.", by=aiko.user, at=timezone.now())
        answer = manager.post(url("proposal_decision", made.pk), {"decision": "accept", "seen": stale})
        assert answer.status_code == 422
        assert "Look at it again" in answer.content.decode()
        assert "it was 120 calls then and is 130 calls now" in answer.content.decode()

    @pytest.mark.parametrize(
        ("state", "count"), [("", 1), ("accepted", 0), ("declined", 1), ("withdrawn", 1), ("all", 3), ("nonsense", 1)]
    )
    def test_the_list_filters_by_state(self, manager, month, ben, aiko, east, state, count):
        for metric in ("calls", "emails", "connects"):
            proposing(target(month, person=ben, metric=metric), ben)
        withdrawn, declined, _open = TargetProposal.objects.all()
        withdraw_proposal(withdrawn, by=ben.user, at=timezone.now())
        decide(declined, accept=False, answer="No.", by=aiko.user, at=timezone.now())
        assert len(manager.get(url("proposals", state=state)).context["proposals"]) == count

    @pytest.mark.parametrize(("reader", "count"), [("ben", 1), ("aiko", 1), ("emi", 1), ("chie", 0)])
    def test_everybody_sees_their_own_and_what_they_decide(self, request, sign_in, made, reader, count):
        client = sign_in(request.getfixturevalue(reader))
        assert len(client.get(url("proposals")).context["proposals"]) == count

    def test_colleagues_do_not_see_what_one_proposes_for_the_team(self, sign_in, month, ben, east, store):
        goro, shared = person("Goro", team=east), target(month, 630, team=east)
        made = proposing(shared, ben, 600)
        client = sign_in(goro)
        assert client.get(url("target", shared.pk)).context["proposals"] == []
        assert client.get(url("proposals", state="all")).context["proposals"] == []
        assert client.get(url("proposal_decision", made.pk)).status_code == 404

    def test_it_hides_other_teams_targets(self, sign_in, found, made, chie, ben):
        client = sign_in(chie)
        for address in (url("target_proposals", found.pk), url("proposal_decision", made.pk)):
            assert client.get(address).status_code == 404
            assert client.post(address, {"decision": "accept", "value": "1", "reason": "?"}).status_code == 404
        assert sign_in(ben).post(url("proposal_decision", made.pk), {"decision": "accept"}).status_code == 404
        assert Target.objects.get().value == 120

    def test_a_long_list_takes_few_queries(self, manager, month, east, aiko, django_assert_max_num_queries):
        shared = target(month, 630, team=east)
        for number in range(12):
            proposing(shared, person(f"P{number}", team=east), 500 + number)
        with django_assert_max_num_queries(16):
            assert len(manager.get(url("proposals")).context["proposals"]) == 12


class TestApi:
    @pytest.fixture
    def ask(self, sign_in, store):
        def asked(who, method, path, data=None):
            body = json.dumps(data) if data is not None else ""
            answer = sign_in(who).generic(method, f"/api{path}", body, content_type="application/json")
            return answer.status_code, answer.json()

        return asked

    @pytest.fixture
    def path(self, month, ben):
        return f"/targets/{target(month, 120, person=ben).pk}/proposals/"

    def test_it_is_made_listed_and_accepted(self, ask, path, ben, aiko):
        status, made = ask(ben, "POST", path, {"value": 100, "reason": "The list is short."})
        assert (status, made["state"], float(made["before"]), float(made["now"])) == (201, "open", 120, 120)
        (listed,) = ask(aiko, "GET", path)[1]
        assert listed == made
        seen = listed["newest_revision"]
        status, decided = ask(aiko, "POST", f"{path}{made['id']}/decision/", {"accept": True, "seen": seen})
        assert (status, decided["state"], decided["decided_by"]) == (200, "accepted", "Aiko")
        assert Target.objects.get().value == 100

    def test_it_is_declined_with_an_answer(self, ask, path, ben, aiko):
        number = ask(ben, "POST", path, {"value": 100, "reason": "?"})[1]["id"]
        decision = f"{path}{number}/decision/"
        assert ask(aiko, "POST", decision, {"accept": False})[1]["error"]["code"] == "answer_needed"
        assert ask(aiko, "POST", decision, {"accept": False, "answer": "No."})[1]["state"] == "declined"
        assert ask(aiko, "POST", decision, {"accept": True})[1]["error"]["code"] == "proposal_decided"

    def test_its_author_withdraws_it(self, ask, path, ben, aiko):
        number = ask(ben, "POST", path, {"value": 100, "reason": "?"})[1]["id"]
        assert ask(aiko, "POST", f"{path}{number}/withdrawal/")[0] == 422
        assert ask(ben, "POST", f"{path}{number}/withdrawal/")[1]["state"] == "withdrawn"

    def test_what_is_not_ones_own_is_not_found(self, ask, path, month, east, ben, chie):
        of_east = target(month, 630, team=east)
        number = ask(ben, "POST", path, {"value": 100, "reason": "?"})[1]["id"]
        assert ask(chie, "GET", path)[0] == 404
        assert ask(chie, "POST", path, {"value": 1, "reason": "?"})[0] == 404
        assert ask(chie, "POST", f"{path}{number}/decision/", {"accept": True})[0] == 404
        assert ask(ben, "POST", f"/targets/{of_east.pk}/proposals/{number}/withdrawal/")[0] == 404
        assert ask(ben, "POST", f"{path}{number}/decision/", {"accept": True})[1]["error"]["code"] == "not_yours_to_set"
