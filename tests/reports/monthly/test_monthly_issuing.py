"""Reports make themselves on their day, stay as they were issued, and are corrected with a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kaname.boards.selection import ORGANISATION
from kaname.people.models import CompanyHoliday, Person
from kaname.reports.document_json import from_json
from kaname.reports.errors import ReportsError
from kaname.reports.jobs import issue_month_job, reports_duty
from kaname.reports.models import MonthlyReport, ReportRun, ReportSettings
from kaname.reports.monthly.due import due_on, nth_working_day
from kaname.reports.monthly.issuing import check_report, correct_report, issue_report
from kaname.reports.monthly.running import check_all, to_check
from kaname.reports.monthly.settings import change_settings, current_settings
from kaname.reports.monthly.telling import KIND
from kaname.reports.rendering.pdf import report_pdf
from kaname.telling.models import Announcement, Channel, Notice
from tests.reports.monthly.conftest import NOW
from tests.reports.monthly.monthly_world import BEN, DECEMBER, EAST, NOVEMBER, late_deal, report_of

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    first=days,
    hours=st.lists(st.sampled_from([0.0, 7.5]), min_size=7, max_size=7).filter(any),
    closed=st.sets(st.integers(0, 40), max_size=10),
    n=st.integers(1, 15),
)
def test_the_nth_working_day_has_n_working_days_up_to_itself(first, hours, closed, n):
    holidays = {first + timedelta(days=one) for one in closed}
    found = nth_working_day(first=first, weekday_hours=hours, closed=holidays, n=n)
    span = [first + timedelta(days=number) for number in range((found - first).days + 1)]
    worked = [day for day in span if hours[day.weekday()] and day not in holidays]
    assert len(worked) == n
    assert worked[-1] == found


def test_holidays_put_the_day_off(organisation):
    """December 2026 begins on a Tuesday: the third working day is the 3rd; with the 2nd off, the 4th."""
    assert due_on(NOVEMBER, organisation=organisation, working_day=3) == date(2026, 12, 3)
    CompanyHoliday.objects.create(name="創立記念日", starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 3))
    assert due_on(NOVEMBER, organisation=organisation, working_day=3) == date(2026, 12, 4)


def months():
    return sorted(
        {(one.month.month, str(one.subject.team or one.subject.person)) for one in MonthlyReport.objects.all()}
    )


def test_they_make_themselves_once_on_their_day(goal, emi, aiko, ben):
    """The organisation and both teams; people are not asked for by default. An hour before the day nothing happens."""
    evening = datetime(2026, 12, 2, 14, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        reports_duty(evening)
    assert months() == []
    reports_duty(NOW)
    assert months() == [(11, "None"), (11, "east"), (11, "west")]
    kept = list(MonthlyReport.objects.order_by("pk").values_list("pk", "documents"))
    reports_duty(NOW)
    for run in ReportRun.objects.all():
        ReportRun.objects.filter(pk=run.pk).update(finished_at=None)
        issue_month_job.enqueue(run.pk)
    assert list(MonthlyReport.objects.order_by("pk").values_list("pk", "documents")) == kept
    run = ReportRun.objects.get(month=date(2026, 11, 1))
    assert (run.done, run.total, run.failed) == (3, 3, 0)
    assert run.finished_at
    told = Notice.objects.filter(url__startswith="/reports/monthly/")
    assert told.filter(user=emi.user).count() == 1
    assert told.filter(user=ben.user).count() == 1
    assert told.filter(user=aiko.user).count() == 1


def test_they_catch_up_after_a_standstill(goal):
    """Nobody's server ran for two months: both are made, oldest first, and nothing before the first month."""
    current_settings(at=datetime(2026, 11, 2, tzinfo=UTC))
    reports_duty(NOW)
    assert list(ReportRun.objects.order_by("pk").values_list("month", flat=True)) == [
        date(2026, 10, 1),
        date(2026, 11, 1),
    ]
    assert ReportSettings.objects.get().since == date(2026, 10, 1)


def test_they_wait_for_facts_and_for_who_wants_them(store, organisation, east, emi):
    reports_duty(NOW)
    assert not ReportRun.objects.exists()
    change_settings(by=emi.user, at=NOW, automatic=False)
    reports_duty(NOW)
    assert not MonthlyReport.objects.exists()


def test_a_month_that_runs_or_has_no_numbers_is_not_issued(goal, emi):
    with pytest.raises(ReportsError, match="not over"):
        issue_report(EAST, DECEMBER, languages=("en",), by=emi.user, at=NOW)
    Person.objects.create(key="new", name="Newcomer")
    with pytest.raises(Exception):  # noqa: B017, PT011
        issue_report(type(BEN)(person="nobody"), NOVEMBER, languages=("en",), by=emi.user, at=NOW)


def test_an_issued_report_never_changes_and_a_correction_says_what_did(goal, store, emi, aiko, ben):
    report = issue_report(EAST, NOVEMBER, languages=("ja", "en"), by=emi.user, at=NOW)
    original = from_json(report.data_in("en"))
    paper = report_pdf(original)
    assert not to_check(NOW)
    with pytest.raises(ReportsError, match="nothing to correct"):
        correct_report(report, reason="Just so.", by=emi.user, at=NOW)
    late_deal(store)
    assert [one.pk for one in to_check(NOW)] == [report.pk]
    assert check_all(NOW) == 1
    report.refresh_from_db()
    assert report.differing == len(check_report(report, at=NOW)) > 0
    assert from_json(report.data_in("en")) == original
    assert report_pdf(from_json(report.data_in("en"))) == paper
    with pytest.raises(ReportsError, match="Say why"):
        correct_report(report, reason=" ", by=emi.user, at=NOW)
    correction = correct_report(report, reason="A deal came in late.", by=emi.user, at=NOW)
    assert (correction.number, report.differing) == (1, 0)
    assert from_json(correction.documents["en"]) == report_of(EAST)
    changed = {(one["row"], one["column"]) for one in correction.differences["en"]}
    assert ("Deals won", "Actual") in changed
    assert ("Appointments", "Actual") not in changed
    assert len(correction.differences["ja"]) == len(correction.differences["en"])
    report.refresh_from_db()
    assert from_json(report.data_in("en")) == original
    notice = Notice.objects.filter(user=ben.user).latest("pk")
    assert notice.url == f"/reports/monthly/{report.pk}/"


def test_channels_hear_of_what_is_shared_alone(goal, store, emi, ben):
    Channel.objects.create(name="News", service="slack", address="https://x.test", kinds=[KIND], created_at=NOW)
    of_team = issue_report(EAST, NOVEMBER, languages=("en",), by=emi.user, at=NOW)
    issue_report(BEN, NOVEMBER, languages=("en",), by=emi.user, at=NOW)
    late_deal(store)
    correct_report(of_team, reason="A deal came in late.", by=emi.user, at=NOW)
    told = Announcement.objects.order_by("pk").values_list("kind", "url", "data")
    url, data = f"/reports/monthly/{of_team.pk}/", {"report": of_team.pk, "month": "2026-11"}
    assert list(told) == [(KIND, url, data | {"corrected": False}), (KIND, url, data | {"corrected": True})]


def test_it_is_issued_once_whoever_asks(goal, emi):
    first = issue_report(ORGANISATION, NOVEMBER, languages=("en",), by=emi.user, at=NOW)
    assert issue_report(ORGANISATION, NOVEMBER, languages=("ja", "en"), by=None, at=NOW) == first
    assert first.languages == ["en"]
