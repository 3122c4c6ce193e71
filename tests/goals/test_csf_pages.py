"""The page of the second step: candidates typed, ranked, selected, and read by those who carry the goal."""

from decimal import Decimal

import pytest

from kaname.goals.csf.candidates import add_csf, remove_csf
from kaname.goals.csf.selecting import select_csf
from kaname.goals.models import Csf, GoalChange
from tests.goals.conftest import AT, url
from tests.goals.test_csf import made_to_count, new_goal

HTMX = {"HX-Request": "true"}
TYPED = {
    "name": "More people", "description": "Two newcomers.", "effect_low": "800万", "effect_high": "¥16M",
    "confidence": "60%", "budget": "6,000,000", "effort_days": "120 person-days", "reason": "",
    "metric_keys": ["", "calls", "win_rate"],
}  # fmt: skip


@pytest.fixture
def goal(east):
    return new_goal(team=east)


@pytest.fixture
def csf(goal):
    return candidate(goal)


def candidate(goal, name="More people", **parts):
    return add_csf(goal, name=name, by=None, at=AT, **parts)


def saved(client, csf, *, htmx=True, **changes):
    return client.post(url("goal_csf_candidate", "sales", csf.pk), TYPED | changes, headers=HTMX if htmx else {})


class TestTyping:
    def test_everything_that_is_typed_is_kept_at_once(self, manager, csf):
        answer = saved(manager, csf)
        csf.refresh_from_db()
        assert (csf.name, csf.description) == ("More people", "Two newcomers.")
        assert (csf.effect_low, csf.effect_high, csf.budget) == (8_000_000, 16_000_000, 6_000_000)
        assert (csf.confidence, csf.effort_days) == (Decimal("0.6"), 120)
        assert csf.metric_keys == ["calls", "win_rate"]
        assert "Saved." in answer.content.decode()

    def test_the_ranking_comes_with_the_answer(self, manager, goal, csf):
        candidate(
            goal, "A new feature", effect_low=Decimal(9_000_000), effect_high=Decimal(11_000_000), confidence=Decimal(1)
        )
        answer = saved(manager, csf)
        # 0.6 × 12 = 7.2 against 10 of a gap of 20, in ¥M.
        assert [(line.csf.name, line.rank, line.expected) for line in answer.context["panel"].lines] == [
            ("A new feature", 1, "¥10M"), ("More people", 2, "¥7.2M"),
        ]  # fmt: skip
        assert answer.context["panel"].lines[0].share == pytest.approx(0.5)
        assert 'id="csf-ranking"' in answer.content.decode()

    def test_it_is_ranked_as_the_page_was(self, manager, csf):
        assert saved(manager, csf, by="budget").context["panel"].criterion == "budget"

    @pytest.mark.parametrize(
        ("field", "text", "said"),
        [
            ("budget", "a lot", "is no number that can be read"),
            ("budget", "-5", "This cannot be below 0."),
            ("effort_days", "0.125", "Up to 2 digits"),
            ("confidence", "1", "one percent or a hundred"),
            ("confidence", "120%", "between 0% and 100%"),
            ("effect_low", "20%", "another unit"),
            ("effect_high", "7M", "at least the low one"),
            ("name", " ", "Give it a name"),
        ],
    )
    def test_what_cannot_be_read_stays_beside_its_error_and_counts_for_nothing(self, manager, csf, field, text, said):
        saved(manager, csf)
        answer = saved(manager, csf, **{field: text})
        assert answer.status_code == 200
        assert "what is marked does not count yet" in answer.content.decode()
        csf.refresh_from_db()
        assert csf.typed == {field: text}
        assert getattr(csf, field) == ("More people" if field == "name" else None)
        (line,) = manager.get(url("goal_csf", "sales")).context["lines"]
        assert line.form[field].value() == text
        assert said in line.form.errors[field][0]
        others = {"name", "budget", "confidence", "effort_days"} - {field}
        assert all(line.form[name].value() for name in others)

    def test_a_text_that_is_too_long_is_not_lost_either(self, manager, csf):
        saved(manager, csf, reason="x" * 501)
        csf.refresh_from_db()
        assert (csf.reason, csf.typed) == ("", {"reason": "x" * 501})
        saved(manager, csf, reason="Too slow.")
        csf.refresh_from_db()
        assert (csf.reason, csf.typed) == ("Too slow.", {})

    def test_null_characters_are_refused(self, manager, csf):
        assert saved(manager, csf, description="a\0b").status_code == 400

    def test_metrics_are_linked_and_unlinked_with_their_real_values(self, manager, facts, csf):
        answer = saved(manager, csf, metric_keys=["calls", ""])
        assert [metric.name for metric in answer.context["line"].metrics] == ["Calls"]
        assert "csf-" + str(csf.pk) + "-metrics" in answer.content.decode()
        saved(manager, csf, metric_keys=[""])
        csf.refresh_from_db()
        assert csf.metric_keys == []

    def test_without_a_metric_the_effect_waits_as_it_was_typed(self, manager, goal, csf):
        goal.metric_key = ""
        goal.save()
        saved(manager, csf)
        csf.refresh_from_db()
        assert csf.typed == {"effect_low": "800万", "effect_high": "¥16M"}
        assert (csf.effect_low, csf.budget) == (None, 6_000_000)


class TestWithoutJavaScript:
    def test_a_form_is_sent_and_comes_back_to_its_candidate(self, manager, csf):
        answer = saved(manager, csf, htmx=False)
        assert answer.url == f"{url('goal_csf', 'sales')}#csf-{csf.pk}"

    def test_errors_come_with_the_page_and_the_rest_is_kept(self, manager, csf):
        answer = saved(manager, csf, htmx=False, budget="a lot")
        assert answer.status_code == 422
        assert answer.context["lines"][0].form["budget"].value() == "a lot"
        csf.refresh_from_db()
        assert csf.effort_days == 120

    def test_a_candidate_is_added_by_its_name(self, manager, goal):
        answer = manager.post(url("goal_csf_new", "sales"), {"name": "Dormant customers"})
        assert answer.url.endswith(f"#csf-{Csf.objects.get().pk}")
        answer = manager.post(url("goal_csf_new", "sales"), {"name": " "})
        assert (answer.status_code, Csf.objects.count()) == (422, 1)
        assert "Give it a name" in answer.content.decode()


class TestList:
    def test_an_empty_list_teaches(self, manager, goal):
        page = manager.get(url("goal_csf", "sales")).content.decode()
        assert "Which factor closes the gap of ¥20M?" in page
        assert "A critical success factor" in page
        assert url("goal_csf_library", "sales") in page

    def test_removing_can_be_undone(self, manager, csf):
        manager.post(url("goal_csf_removal", "sales", csf.pk))
        page = manager.get(url("goal_csf", "sales"))
        assert (page.context["lines"], page.context["removed"]) == ([], [csf])
        manager.post(url("goal_csf_restoration", "sales", csf.pk))
        assert [line.csf for line in manager.get(url("goal_csf", "sales")).context["lines"]] == [csf]

    def test_the_selected_one_stays_and_the_page_says_why(self, manager, goal, csf):
        select_csf(goal, csf, reason="Furthest.", by=None, at=AT)
        answer = manager.post(url("goal_csf_removal", "sales", csf.pk), follow=True)
        assert "Select another one first" in answer.content.decode()
        assert goal.selected_csf == csf

    @pytest.mark.parametrize("by", ["effect", "budget", "effort", "combined", "nonsense", ""])
    def test_the_address_says_what_it_is_ranked_by(self, manager, csf, by):
        answer = manager.get(url("goal_csf", "sales", by=by), headers=HTMX)
        assert answer.context["panel"].criterion == (by if by not in {"nonsense", ""} else "effect")
        assert "<html" not in answer.content.decode()

    def test_real_values_are_those_of_the_goals_team_in_its_period(self, manager, facts, goal):
        goal.starts_on, goal.ends_on = "2026-10-01", "2026-12-01"
        goal.save()
        candidate(goal, metric_keys=["calls", "revenue", "visits"])
        (line,) = manager.get(url("goal_csf", "sales")).context["lines"]
        # Ben called 13 times and sold for ¥1.2M; Chie is in the West. Nothing is known of websites.
        assert [(metric.key, metric.value) for metric in line.metrics] == [
            ("calls", 13), ("revenue", 1_200_000), ("visits", None),
        ]  # fmt: skip
        assert line.metrics[2].why_not

    def test_many_candidates_take_few_queries(self, manager, goal, django_assert_max_num_queries):
        for number in range(20):
            candidate(goal, f"Idea {number}", metric_keys=["calls"])
        with django_assert_max_num_queries(30):
            assert len(manager.get(url("goal_csf", "sales")).context["lines"]) == 20


class TestSelecting:
    def test_it_asks_for_the_reason(self, manager, goal, csf):
        assert "Why this one?" in manager.get(url("goal_csf_selection", "sales", csf.pk)).content.decode()
        answer = manager.post(url("goal_csf_selection", "sales", csf.pk), {"reason": ""})
        assert (answer.status_code, goal.selected_csf) == (422, None)

    def test_the_page_tells_who_selected_it_when_and_why(self, manager, goal, csf, aiko):
        manager.post(url("goal_csf_selection", "sales", csf.pk), {"reason": "Furthest."})
        assert (goal.selected_csf, goal.selections.get().by) == (csf, aiko.user)
        page = manager.get(url("goal_csf", "sales")).content.decode()
        assert "“More people” closes the gap" in page
        assert "Furthest." in page
        assert "Aiko" in page

    def test_a_change_keeps_the_history_on_the_page(self, manager, goal, csf):
        other = candidate(goal, "A new feature")
        for chosen, reason in ((csf, "Furthest."), (other, "The market changed.")):
            manager.post(url("goal_csf_selection", "sales", chosen.pk), {"reason": reason})
        page = manager.get(url("goal_csf", "sales"))
        assert [(one.csf, one.reason, one.by) for one in page.context["selections"]] == [
            (other, "The market changed.", "Aiko"), (csf, "Furthest.", "Aiko"),
        ]  # fmt: skip
        assert "It takes the place of" in manager.get(url("goal_csf_selection", "sales", csf.pk)).content.decode()

    def test_once_the_goal_counts_the_change_stands_in_its_history(self, manager, goal, csf):
        made_to_count(goal)
        manager.post(url("goal_csf_selection", "sales", csf.pk), {"reason": "Furthest."})
        assert goal.changes.get(kind=GoalChange.Kind.CSF_SELECTED).reason == "Furthest."

    def test_a_removed_one_is_not_found(self, manager, csf):
        remove_csf(csf, by=None, at=AT)
        assert manager.get(url("goal_csf_selection", "sales", csf.pk)).status_code == 404


class TestLibrary:
    def test_it_begins_with_the_line_of_work_of_the_goal(self, manager, goal):
        assert manager.get(url("goal_csf_library", "sales")).context["work"] == "inside_sales"
        assert manager.get(url("goal_csf_library", "sales", work="saas")).context["work"] == "saas"
        assert manager.get(url("goal_csf_library", "sales", work="nothing")).context["work"] == "inside_sales"

    def test_adding_copies_it_and_stays_for_more(self, manager, goal):
        answer = manager.post(url("goal_csf_library", "sales", work="saas"), {"factor": "saas.onboarding"})
        assert answer.url == url("goal_csf_library", "sales", work="saas")
        assert goal.csfs.get().library_key == "saas.onboarding"
        taken = [line.key for line in manager.get(answer.url).context["lines"] if line.taken]
        assert taken == ["saas.onboarding"]

    def test_what_is_not_in_it_is_not_found(self, manager, goal):
        assert manager.post(url("goal_csf_library", "sales"), {"factor": "nothing"}).status_code == 404


class TestReaders:
    @pytest.fixture
    def published(self, goal, csf):
        return made_to_count(goal)

    def test_who_carries_the_goal_reads_it_all_and_changes_nothing(self, sign_in, ben, store, published, csf):
        client = sign_in(ben)
        select_csf(published, csf, reason="Furthest.", by=None, at=AT)
        page = client.get(url("goal_csf", "sales"))
        assert page.status_code == 200
        assert "Furthest." in page.content.decode()
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "<form" not in main
        for name, args in changes(csf):
            assert client.post(url(name, "sales", *args), TYPED).status_code == 404

    def test_others_do_not_find_it(self, sign_in, chie, store, published, csf):
        client = sign_in(chie)
        assert client.get(url("goal_csf", "sales")).status_code == 404
        for name, args in changes(csf):
            assert client.post(url(name, "sales", *args), TYPED).status_code == 404
        csf.refresh_from_db()
        assert csf.description == ""

    def test_a_draft_is_only_its_managers(self, sign_in, ben, store, goal):
        assert sign_in(ben).get(url("goal_csf", "sales")).status_code == 404

    def test_a_candidate_of_another_goal_is_not_found(self, manager, goal, east):
        other = candidate(new_goal(key="other", team=east))
        for name, args in changes(other):
            if args:
                assert manager.post(url(name, "sales", *args), TYPED).status_code == 404


def changes(csf):
    return [
        ("goal_csf_new", ()),
        ("goal_csf_library", ()),
        ("goal_csf_candidate", (csf.pk,)),
        ("goal_csf_removal", (csf.pk,)),
        ("goal_csf_restoration", (csf.pk,)),
        ("goal_csf_selection", (csf.pk,)),
    ]
