"""The pages of targets: setting, revising, withdrawing, a whole year, files."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kaname.goals.models import Target
from kaname.goals.operations import set_target
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, periods_between
from kaname.people.models import Membership, Person
from kaname.people.queries import organisation as the_organisation


def url(name, *args, **query):
    return reverse(f"goals:{name}", args=args, query=query or None)


@pytest.fixture
def month(organisation):
    """The month that the pages call this month."""
    return period_of(the_organisation().today(timezone.now()), grain=Grain.MONTH, calendar=FiscalCalendar())


@pytest.fixture
def manager(sign_in, aiko, ben, store):
    return sign_in(aiko)


def code(period):
    return f"{period.starts_on}/{period.ends_on}"


def target(period, value=120, metric="calls", **owner):
    return set_target(metric_key=metric, period=period, value=Decimal(str(value)), by=None, at=timezone.now(), **owner)


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
