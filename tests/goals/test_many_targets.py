"""Many targets at once: a year as a table, and files."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaname.goals.models import Target
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, periods_between
from tests.goals.conftest import code, target, url


class TestGrid:
    @pytest.fixture
    def year(self, month):
        return period_of(month.starts_on, grain=Grain.FISCAL_YEAR, calendar=FiscalCalendar())

    @pytest.fixture
    def address(self, year):
        return url("target_grid", metric="calls", team="team:east", year=code(year))

    @staticmethod
    def months(year):
        return periods_between(since=year.starts_on, until=year.ends_on, grain=Grain.MONTH, calendar=FiscalCalendar())

    def test_it_has_a_cell_for_everybody_and_each_month(self, manager, address):
        grid = manager.get(address).context["grid"]
        assert [row.name for row in grid.rows] == ["East", "Aiko", "Ben"]
        assert [len(row.cells) for row in grid.rows] == [12, 12, 12]

    def test_it_sets_revises_and_withdraws_in_one_go(self, manager, address, year, east, ben):
        first, second, third, *_ = self.months(year)
        target(first, 100, team=east)
        target(second, 100, team=east)
        cells = {
            f"team:east|{first.starts_on}": "110",
            f"team:east|{second.starts_on}": "",
            f"person:ben|{third.starts_on}": "50",
        }
        answer = manager.post(address, cells | {"action": "save", "reason": "New plan."})
        assert answer.status_code == 302
        found = {(one.team_id or one.person_id, one.starts_on): one.value for one in Target.objects.in_force()}
        assert found == {(east.pk, first.starts_on): 110, (ben.pk, third.starts_on): 50}

    def test_new_ones_need_no_reason_but_changed_ones_do(self, manager, address, year, east):
        first, second, *_ = self.months(year)
        assert manager.post(address, {f"team:east|{first.starts_on}": "100", "action": "save"}).status_code == 302
        both = {f"team:east|{first.starts_on}": "90", f"team:east|{second.starts_on}": "80", "action": "save"}
        answer = manager.post(address, both)
        assert answer.status_code == 422
        assert "Say why" in answer.context["problem"]
        assert [target.value for target in Target.objects.all()] == [100]

    def test_a_cell_that_cannot_be_read_is_shown_and_nothing_saved(self, manager, address, year):
        first, second, *_ = self.months(year)
        cells = {f"team:east|{first.starts_on}": "100", f"team:east|{second.starts_on}": "lots", "action": "save"}
        answer = manager.post(address, cells)
        assert answer.status_code == 422
        assert [cell.text for _row, cell in answer.context["grid"].problems] == ["lots"]
        assert not Target.objects.exists()

    def test_pasted_lines_fill_rows_by_name_or_in_order(self, manager, address, year):
        first, second, *_ = self.months(year)
        answer = manager.post(address, {"action": "paste", "paste": "100\t1,200\r\nBen\t5\t6\r\n"})
        texts = {cell.name: cell.text for row, cell in answer.context["grid"].cells if cell.text}
        assert texts == {
            f"team:east|{first.starts_on}": "100", f"team:east|{second.starts_on}": "1,200",
            f"person:ben|{first.starts_on}": "5", f"person:ben|{second.starts_on}": "6",
        }  # fmt: skip
        assert not Target.objects.exists()

    def test_other_teams_are_not_offered(self, manager, year, west):
        answer = manager.get(url("target_grid", metric="calls", team="team:west", year=code(year)))
        assert answer.context["grid"] is None


class TestFiles:
    HEADER = "metric,team,person,first day,last day,target\n"

    def upload(self, client, text, **more):
        content = text if isinstance(text, bytes) else text.encode()
        return client.post(url("targets_import"), {"file": SimpleUploadedFile("targets.csv", content), **more})

    def test_what_goes_out_comes_in_unchanged(self, manager, month, east, ben):
        target(month, team=east, baseline=Decimal(90))
        target(month, person=ben, metric="win_rate", value="0.25")
        text = b"".join(manager.get(url("targets_export", period="all"))).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        last = (month.ends_on - timedelta(days=1)).isoformat()
        assert rows[1:] == [
            ["calls", "East", "", month.starts_on.isoformat(), last, "120", "", "90"],
            ["win_rate", "", "Ben", month.starts_on.isoformat(), last, "25%", "", ""],
        ]
        result = self.upload(manager, text).context["result"]
        assert (result.created, result.revised, result.unchanged, result.problems) == (0, 0, 2, ())

    def test_it_is_looked_at_before_anything_changes(self, manager, east):
        answer = self.upload(manager, self.HEADER + "Calls,East,,2026-11-01,2026-11-30,120\n")
        assert answer.context["result"].created == 1
        assert not Target.objects.exists()
        manager.post(url("targets_import"), {"text": answer.context["text"], "action": "apply"})
        found = Target.objects.get()
        assert (found.team, found.period, found.value) == (east, Period(date(2026, 11, 1), date(2026, 12, 1)), 120)

    def test_japanese_headers_and_encodings_are_read(self, manager):
        text = "指標,チーム,担当者,開始日,終了日,目標\n架電数,,Ben,2026年11月1日,2026年11月30日,1.2千\n"
        result = self.upload(manager, text.encode("cp932")).context["result"]
        assert [(row.metric.key, row.owner.code, row.figures["value"]) for row in result.rows] == [
            ("calls", "person:ben", 1200)
        ]

    def test_revised_ones_need_a_reason(self, manager, east):
        target(Period(date(2026, 11, 1), date(2026, 12, 1)), team=east)
        text = self.HEADER + "calls,East,,2026-11-01,2026-11-30,130\n"
        assert self.upload(manager, text, action="apply").status_code == 422
        assert Target.objects.get().value == 120
        self.upload(manager, text, action="apply", reason="New plan.")
        assert Target.objects.get().value == 130

    @pytest.mark.parametrize(
        ("row", "column", "words"),
        [
            ("cals,East,,2026-11-01,2026-11-30,1", "metric", "“cals”"),
            ("calls,West,,2026-11-01,2026-11-30,1", "team", "“West”"),
            ("calls,,Chie,2026-11-01,2026-11-30,1", "person", "“Chie”"),
            ("calls,,,2026-11-01,2026-11-30,1", "team", "not yours"),
            ("calls,East,,soon,2026-11-30,1", "first day", "“soon”"),
            ("calls,East,,2026-11-30,2026-11-01,1", "last day", "on or after"),
            ("calls,East,,2026-11-01,2026-11-30,many", "target", "“many”"),
        ],
    )
    def test_each_row_that_cannot_be_used_is_named(self, manager, west, chie, row, column, words):
        answer = self.upload(
            manager, self.HEADER + "calls,East,,2026-10-01,2026-10-31,1\n" + row + "\n", action="apply"
        )
        assert answer.status_code == 422
        problem = answer.context["result"].problems[0]
        assert (problem.line, problem.column) == (3, column)
        assert words in problem.words
        assert not Target.objects.exists()

    def test_the_same_target_twice_is_a_mistake(self, manager):
        row = "calls,East,,2026-10-01,2026-10-31,1\n"
        problems = self.upload(manager, self.HEADER + row + row).context["result"].problems
        assert "line 2" in problems[0].words

    def test_missing_columns_are_named(self, manager):
        problems = self.upload(manager, "metric,team\ncalls,East\n").context["result"].problems
        assert "first day, last day, target" in problems[0].words
