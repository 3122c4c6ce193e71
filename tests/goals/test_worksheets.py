"""The worksheets: observations with evidence, and the candidates that they become."""

import pytest

from kaname.goals.csf.areas import SHEETS
from kaname.goals.csf.candidates import remove_csf
from kaname.goals.csf.worksheets import add_cell, change_cell, csf_from_cell, remove_cell
from kaname.goals.errors import GoalsError
from kaname.goals.models import WorksheetCell
from tests.goals.conftest import AT, url
from tests.goals.test_csf import made_to_count, new_goal

HTMX = {"HX-Request": "true"}
TYPED = {
    "text": "Proposals differ", "strength": "-1", "evidence": "9% to 24% by person.", "metric_keys": ["close_rate", ""],
}  # fmt: skip


@pytest.fixture
def goal(east):
    return new_goal(team=east)


@pytest.fixture
def cell(goal):
    return observed(goal)


def observed(goal, *, sheet="value_chain", area="marketing_sales", **parts):
    return add_cell(goal, sheet=sheet, area=area, by=None, at=AT, **parts)


class TestObservations:
    def test_the_sheets_have_porters_areas(self):
        assert [len(sheet.areas) for sheet in SHEETS.values()] == [9, 5]
        assert sum(area.supports for area in SHEETS["value_chain"].areas.values()) == 4

    def test_an_area_holds_several(self, goal):
        for text in ("One", "Two"):
            observed(goal, text=text)
        assert [one.text for one in goal.cells.all()] == ["One", "Two"]

    @pytest.mark.parametrize(
        ("sheet", "parts", "code"),
        [
            ("value_chain", {"area": "rivalry"}, "area_unknown"),
            ("nothing", {}, "area_unknown"),
            ("value_chain", {"strength": 2}, "strength_unknown"),
            ("value_chain", {"strength": 0}, "strength_unknown"),
            ("five_forces", {"area": "rivalry", "strength": 6}, "strength_unknown"),
            ("five_forces", {"area": "rivalry", "strength": -1}, "strength_unknown"),
            ("value_chain", {"text": "x" * 501}, "text_too_long"),
            ("value_chain", {"metric_keys": ["nothing"]}, "metric_unknown"),
        ],
    )
    def test_they_refuse_what_they_cannot_be(self, goal, sheet, parts, code):
        with pytest.raises(GoalsError) as refused:
            observed(goal, sheet=sheet, **parts)
        assert refused.value.code == code

    def test_only_who_may_set_the_goal_changes_them(self, goal, cell, ben):
        with pytest.raises(GoalsError) as refused:
            change_cell(cell, text="?", by=ben.user, at=AT)
        assert refused.value.code == "not_yours_to_set"


class TestCandidates:
    def test_one_comes_from_an_observation_and_stays_linked(self, goal):
        cell = observed(goal, text="Proposals differ", evidence="9% to 24%.", metric_keys=["close_rate"])
        csf = csf_from_cell(cell, by=None, at=AT)
        assert (csf.name, csf.description, csf.metric_keys, csf.cell) == (
            "Proposals differ", "9% to 24%.", ["close_rate"], cell,
        )  # fmt: skip
        assert list(cell.csfs.all()) == [csf]

    def test_a_second_click_makes_no_second_one(self, goal):
        cell = observed(goal, text="Proposals differ")
        assert csf_from_cell(cell, by=None, at=AT) == csf_from_cell(cell, by=None, at=AT)
        remove_csf(goal.csfs.get(), by=None, at=AT)
        csf_from_cell(cell, by=None, at=AT)
        assert goal.csfs.count() == 2

    def test_a_long_observation_is_kept_whole(self, goal):
        text = " ".join(["word"] * 90)
        csf = csf_from_cell(observed(goal, text=text, evidence="Much."), by=None, at=AT)
        assert (len(csf.name), csf.name[-1]) == (200, "…")
        assert csf.description == f"{text}\nMuch."

    def test_nothing_observed_makes_none(self, cell):
        with pytest.raises(GoalsError) as refused:
            csf_from_cell(cell, by=None, at=AT)
        assert refused.value.code == "cell_text_needed"

    def test_deleting_the_observation_leaves_the_candidate(self, goal):
        cell = observed(goal, text="Proposals differ")
        csf = csf_from_cell(cell, by=None, at=AT)
        remove_cell(cell, by=None, at=AT)
        csf.refresh_from_db()
        assert csf.cell is None


class TestPages:
    def test_an_observation_is_added_where_it_belongs(self, manager, goal):
        answer = manager.post(url("goal_worksheet_cells", "sales", "five_forces"), {"area": "buyers"})
        cell = WorksheetCell.objects.get()
        assert (cell.sheet, cell.area) == ("five_forces", "buyers")
        assert answer.url == f"{url('goal_five_forces', 'sales')}#cell-{cell.pk}"
        assert manager.post(url("goal_worksheet_cells", "sales", "five_forces"), {"area": "?"}).status_code == 404

    def test_what_is_typed_is_kept_at_once(self, manager, cell):
        answer = manager.post(url("goal_worksheet_cell", "sales", cell.pk), TYPED, headers=HTMX)
        cell.refresh_from_db()
        assert (cell.text, cell.strength, cell.evidence) == ("Proposals differ", -1, "9% to 24% by person.")
        assert cell.metric_keys == ["close_rate"]
        assert "Saved." in answer.content.decode()

    def test_without_javascript_it_comes_back_to_the_observation(self, manager, cell):
        answer = manager.post(url("goal_worksheet_cell", "sales", cell.pk), TYPED)
        assert answer.url == f"{url('goal_value_chain', 'sales')}#cell-{cell.pk}"

    def test_one_click_keeps_what_is_typed_and_makes_a_candidate(self, manager, goal, cell):
        for _click in range(2):
            manager.post(url("goal_worksheet_cell", "sales", cell.pk), TYPED | {"action": "candidate"}, headers=HTMX)
        csf = goal.csfs.get()
        assert (csf.name, csf.cell) == ("Proposals differ", cell)
        sheet = manager.get(url("goal_value_chain", "sales")).content.decode()
        assert f"{url('goal_csf', 'sales')}#csf-{csf.pk}" in sheet
        page = manager.get(url("goal_csf", "sales")).content.decode()
        assert f"{url('goal_value_chain', 'sales')}#cell-{cell.pk}" in page
        assert "From the worksheet: Marketing and sales" in page

    def test_an_empty_one_says_what_it_needs(self, manager, goal, cell):
        empty = {"text": "", "action": "candidate"}
        answer = manager.post(url("goal_worksheet_cell", "sales", cell.pk), empty, headers=HTMX)
        assert "Write down what you observe first" in answer.content.decode()
        answer = manager.post(url("goal_worksheet_cell", "sales", cell.pk), empty)
        assert answer.status_code == 422
        assert "Write down what you observe first" in answer.content.decode()
        assert not goal.csfs.exists()

    def test_a_text_that_is_too_long_stays_beside_its_error(self, manager, cell):
        typed = TYPED | {"text": "x" * 501}
        answer = manager.post(url("goal_worksheet_cell", "sales", cell.pk), typed, headers=HTMX)
        assert "what is marked does not count yet" in answer.content.decode()
        answer = manager.post(url("goal_worksheet_cell", "sales", cell.pk), typed)
        assert answer.status_code == 422
        assert "x" * 501 in answer.content.decode()
        cell.refresh_from_db()
        assert (cell.text, cell.strength) == ("", -1)

    def test_areas_count_strengths_weaknesses_and_the_strongest_force(self, manager, goal):
        for strength in (1, -1, -1, None):
            observed(goal, strength=strength)
        for strength in (2, 4, None):
            observed(goal, sheet="five_forces", area="rivalry", strength=strength)
        lines = {
            line.area.key: line for line in manager.get(url("goal_value_chain", "sales")).context["worksheet"].areas
        }
        assert (lines["marketing_sales"].strengths, lines["marketing_sales"].weaknesses) == (1, 2)
        lines = {
            line.area.key: line for line in manager.get(url("goal_five_forces", "sales")).context["worksheet"].areas
        }
        assert (lines["rivalry"].intensity, lines["buyers"].intensity) == (4, None)

    def test_deleting_asks_first(self, manager, goal, cell):
        assert (
            "Delete this observation?"
            in manager.get(url("goal_worksheet_cell_removal", "sales", cell.pk)).content.decode()
        )
        manager.post(url("goal_worksheet_cell_removal", "sales", cell.pk))
        assert not goal.cells.exists()

    @pytest.mark.parametrize("sheet", ["goal_value_chain", "goal_five_forces"])
    def test_who_carries_the_goal_reads_it(self, sign_in, ben, store, goal, sheet):
        made_to_count(goal)
        observed(goal, text="Proposals differ", strength=-1)
        page = sign_in(ben).get(url(sheet, "sales"))
        assert page.status_code == 200
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "<form" not in main
        assert ("Proposals differ" in main) == (sheet == "goal_value_chain")

    def test_readers_and_strangers_change_nothing(self, sign_in, ben, chie, store, goal, cell):
        made_to_count(goal)
        for person in (ben, chie):
            client = sign_in(person)
            assert client.post(url("goal_worksheet_cell", "sales", cell.pk), TYPED).status_code == 404
            assert client.post(url("goal_worksheet_cell_removal", "sales", cell.pk)).status_code == 404
            assert (
                client.post(url("goal_worksheet_cells", "sales", "value_chain"), {"area": "service"}).status_code == 404
            )
        assert client.get(url("goal_value_chain", "sales")).status_code == 404
        cell.refresh_from_db()
        assert cell.text == ""

    def test_an_observation_of_another_goal_is_not_found(self, manager, goal, east):
        other = observed(new_goal(key="other", team=east))
        assert manager.post(url("goal_worksheet_cell", "sales", other.pk), TYPED).status_code == 404

    def test_many_observations_take_few_queries(self, manager, goal, django_assert_max_num_queries):
        for _number in range(20):
            csf_from_cell(observed(goal, text="Proposals differ", metric_keys=["calls"]), by=None, at=AT)
        with django_assert_max_num_queries(30):
            assert manager.get(url("goal_value_chain", "sales")).status_code == 200
