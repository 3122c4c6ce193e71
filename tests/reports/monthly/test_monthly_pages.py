"""Who opens which report, and what they can do with it, through pages and the API."""

import csv
import io
import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from kaname.boards.selection import ORGANISATION
from kaname.reports.models import MonthlyReport, ReportRun, ReportSettings
from kaname.reports.monthly.issuing import correct_report, issue_report
from kaname.reports.monthly.settings import change_settings
from tests.reports.monthly.conftest import NOW
from tests.reports.monthly.monthly_world import BEN, EAST, NOVEMBER, WEST, late_deal, report_of, values

PREVIEWS = {
    "organisation": "of=organisation",
    "east": "team=east",
    "west": "team=west",
    "ben": "person=ben",
    "chie": "person=chie",
}
MAY_OPEN = {
    "emi": set(PREVIEWS),
    "dai": set(PREVIEWS),
    "aiko": {"east", "ben"},
    "ben": {"east", "ben"},
    "chie": {"west", "chie"},
}


@pytest.fixture
def world(goal, aiko, ben, chie, dai, emi):
    return {"aiko": aiko, "ben": ben, "chie": chie, "dai": dai, "emi": emi}


@pytest.fixture
def issued_reports(world):
    """Of everybody for November."""
    subjects = {"organisation": ORGANISATION, "east": EAST, "west": WEST, "ben": BEN, "chie": type(BEN)(person="chie")}
    return {
        name: issue_report(subject, NOVEMBER, languages=("ja", "en"), by=None, at=NOW)
        for name, subject in subjects.items()
    }


def test_everybody_opens_what_is_theirs_and_nothing_else(client, world, issued_reports):
    for name, person in world.items():
        client.force_login(person.user)
        for subject, report in issued_reports.items():
            wanted = 200 if subject in MAY_OPEN[name] else 404
            address = reverse("reports:monthly", args=[report.pk])
            for part in ("", "xlsx/", "tables/kpis/"):
                assert client.get(address + part).status_code == wanted, (name, subject, part)
            assert client.get(f"/api/monthly-reports/{report.pk}/").status_code == wanted
            preview = f"/reports/monthly/preview/?{PREVIEWS[subject]}&month=2026-11"
            assert client.get(preview).status_code == wanted, (name, subject)
        listed = client.get("/api/monthly-reports/").json()
        assert listed["total"] == len(MAY_OPEN[name])


def test_members_read_totals_and_managers_names(client, world, issued_reports):
    address = reverse("reports:monthly", args=[issued_reports["east"].pk])
    client.force_login(world["aiko"].user)
    assert "Ben" in client.get(address).content.decode()
    assert client.get(f"{address}tables/people/").status_code == 200
    client.force_login(world["ben"].user)
    page = client.get(address).content.decode()
    assert report_of(EAST).table("people") is not None
    assert 'aria-label="People"' not in page
    assert client.get(f"{address}tables/people/").status_code == 404
    book = load_workbook(BytesIO(client.get(f"{address}xlsx/?lang=en").content))
    assert "People" not in book.sheetnames
    assert "Aiko" not in "".join(
        one.extract_text() for one in PdfReader(BytesIO(client.get(f"{address}pdf/").content)).pages
    )
    document = client.get(f"/api/monthly-reports/{issued_reports['east'].pk}/").json()["document"]
    assert "people" not in json.dumps([table["key"] for part in document["sections"] for table in part["tables"]])
    assert client.post(reverse("reports:issue"), {"team": "east", "month": "2026-10"}).status_code == 404
    assert client.get(f"{address}check/").status_code == 404


def test_managers_read_the_organisations_totals_where_the_settings_say_so(client, world, issued_reports):
    address = reverse("reports:monthly", args=[issued_reports["organisation"].pk])
    client.force_login(world["aiko"].user)
    assert client.get(address).status_code == 404
    change_settings(by=world["emi"].user, at=NOW, managers_read_organisation=True)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}tables/teams/").status_code == 404
    client.force_login(world["ben"].user)
    assert client.get(address).status_code == 404


def test_a_preview_is_issued_and_both_languages_are_kept(client, world):
    client.force_login(world["aiko"].user)
    page = client.get("/reports/monthly/", {"subject": "team:east", "month": "2026-11"}, follow=True)
    assert "Preview" in page.content.decode()
    assert not MonthlyReport.objects.exists()
    answer = client.post(reverse("reports:issue"), {"team": "east", "month": "2026-11"})
    report = MonthlyReport.objects.get()
    assert answer["Location"] == reverse("reports:monthly", args=[report.pk])
    assert (report.issued_by, report.languages) == (world["aiko"].user, ["ja", "en"])
    japanese = client.get(answer["Location"], {"lang": "ja"}).content.decode()
    assert 'lang="ja"' in japanese
    assert report.data_in("ja")["title"] in japanese
    client.post(reverse("reports:issue"), {"team": "east", "month": "2026-12"})
    client.post(reverse("reports:issue"), {"team": "east", "month": "nonsense"})
    assert MonthlyReport.objects.count() == 1


def test_each_table_is_csv_and_excel_with_whole_numbers(client, world, issued_reports):
    client.force_login(world["emi"].user)
    address = reverse("reports:monthly", args=[issued_reports["organisation"].pk])
    document = report_of()
    for _section, table in document.tables():
        content = b"".join(client.get(f"{address}tables/{table.key}/?lang=en")).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content)))
        assert rows[0] == [column.name for column in table.columns]
        read = {
            (row.key, column.key): float(text)
            for row, texts in zip(table.rows, rows[1:], strict=True)
            for column, cell, text in zip(table.columns, row.cells, texts, strict=True)
            if cell.value is not None
        }
        assert read == pytest.approx(values(table))
    book = load_workbook(BytesIO(client.get(f"{address}tables/kpis/?lang=en&form=xlsx").content))
    assert book.active["B2"].data_type == "n"


def test_a_correction_goes_through_the_page(client, world, issued_reports, store):
    late_deal(store)
    report = issued_reports["east"]
    client.force_login(world["aiko"].user)
    check = reverse("reports:monthly_check", args=[report.pk])
    page = client.get(check).content.decode()
    assert "numbers would be different today" in page
    assert "would be different today" in client.get("/reports/").content.decode()
    refused = client.post(check, {"reason": ""})
    assert refused.status_code == 422
    client.post(check, {"reason": "A deal came in <late>."})
    client.force_login(world["ben"].user)
    address = reverse("reports:monthly", args=[report.pk])
    newest = client.get(address).content.decode()
    assert "A deal came in &lt;late&gt;." in newest
    assert "This report was corrected" in newest
    original = client.get(f"{address}?version=0&lang=en")
    assert report.data_in("en")["sentence"] in original.content.decode()
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(client.get(f"{address}pdf/?lang=en").content)).pages)
    assert "A deal came in <late>." in text
    assert client.get(f"/api/monthly-reports/{report.pk}/?version=0&language=en").json()["version"] == 0
    assert client.get(f"/api/monthly-reports/{report.pk}/?version=7").status_code == 404


def test_a_correction_that_was_corrected_says_so_on_paper(client, world, issued_reports, store):
    """Whoever printed the first of two corrections held a paper that looked like the last word."""
    report = issued_reports["east"]
    for number, reason in ((1, "Late."), (2, "Later.")):
        late_deal(store, amount=100_000 * number)
        correct_report(report, reason=reason, by=None, at=NOW)
    client.force_login(world["ben"].user)
    address = reverse("reports:monthly", args=[report.pk])
    for version, said in ((1, "corrected again later: Late."), (2, "2026: Later.")):
        paper = PdfReader(BytesIO(client.get(f"{address}pdf/?lang=en&version={version}").content))
        assert said in " ".join("".join(one.extract_text() for one in paper.pages).split())


def test_programs_issue_check_and_correct(client, world, store):
    client.force_login(world["emi"].user)

    def post(path, **data):
        answer = client.post(f"/api/monthly-reports/{path}", json.dumps(data), content_type="application/json")
        return answer.status_code, answer.json()

    status, made = post("", month="2026-11", team="east")
    assert status == 201
    assert made["document"]["schema"] == 1
    assert client.get(f"/api/monthly-reports/{made['id']}/differences/").json() == []
    assert post(f"{made['id']}/corrections/", reason="x")[1]["error"]["code"] == "nothing_differs"
    late_deal(store)
    assert client.get(f"/api/monthly-reports/{made['id']}/differences/").json()
    assert post(f"{made['id']}/corrections/", reason="A deal came in late.")[1]["version"] == 1
    assert post("", month="2026-12", team="east")[1]["error"]["code"] == "month_not_over"
    assert post("", month="x", team="east")[0] == 422
    client.force_login(world["chie"].user)
    assert post("", month="2026-11", team="west")[0] == 404


def test_the_list_teaches_says_what_is_due_and_asks_little(client, world, django_assert_max_num_queries):
    client.force_login(world["emi"].user)
    page = client.get("/reports/").content.decode()
    assert "No report is issued yet" in page
    # What of November was not made yet waits no more; December's day is January 6: the 1st to 3rd are off by default.
    assert "December 2026 are made by themselves on Wed, Jan 6, 2027" in page
    issue_report(EAST, NOVEMBER, languages=("en",), by=None, at=NOW)
    ReportRun.objects.create(month=NOVEMBER.starts_on, total=5, done=2, started_at=NOW)
    with django_assert_max_num_queries(22):
        page = client.get("/reports/").content.decode()
    assert "2 of 5" in page
    rows = b"".join(client.get("/reports/list/?month=2026-11")).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert len(b"".join(client.get("/reports/list/?month=2026-10")).decode().splitlines()) == 1


def test_months_that_are_none_are_not_found(client, world):
    client.force_login(world["emi"].user)
    for month in ("", "x", "0001-01", "2026-13", "2027-03"):
        assert client.get(f"/reports/monthly/preview/?team=east&month={month}").status_code == 404
    assert client.get("/reports/monthly/preview/?team=nobody&month=2026-11").status_code == 404
    assert client.get("/reports/monthly/preview/?team=east&month=1950-01").status_code == 200
    assert client.get("/reports/?month=x").status_code == 200


def test_settings_are_for_executives_and_administrators(client, world):
    client.force_login(world["aiko"].user)
    assert client.get(reverse("reports:settings")).status_code == 403
    client.force_login(world["dai"].user)
    assert client.get(reverse("reports:settings")).status_code == 200
    typed = {"automatic": "on", "working_day": "5", "of_people": "on", "languages": "ja"}
    assert client.post(reverse("reports:settings"), typed).status_code == 302
    row = ReportSettings.objects.get()
    assert (row.working_day, row.of_organisation, row.of_people, row.languages) == (5, False, True, "ja")
    assert client.post(reverse("reports:settings"), typed | {"working_day": "40"}).status_code == 422
    nobody = {"automatic": "on", "working_day": "3", "languages": "ja"}
    assert client.post(reverse("reports:settings"), nobody).status_code == 422
