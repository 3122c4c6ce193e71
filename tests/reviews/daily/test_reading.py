"""Who reads daily reports, answers them, and the digest of a team's day."""

import csv
import io
from datetime import date, timedelta

import pandas as pd
import pytest
from boards.world_of_boards import calls, load
from openpyxl import load_workbook

from kaname.goals.models import Kpi, Target
from kaname.people.models import Leave, Membership
from kaname.reviews.daily.figures import DayFigure, shown_figures
from kaname.reviews.daily.reminding import remind
from kaname.reviews.models import DailyReport, DailyRule
from kaname.telling.models import Notice
from kaname.web.formats.units import Unit
from tests.conftest import person
from tests.reviews.conftest import NOW, TODAY, reader, url
from tests.reviews.daily.conftest import at, more_calls


@pytest.fixture
def fumi(east, aiko):
    return person("Fumi", team=east, manager=aiko)


def told(who, kind):
    return list(Notice.objects.filter(user=who.user, kind=kind))


def test_it_is_read_by_its_author_and_their_managers_alone(submit, sign_in, fumi, ben, aiko, chie, emi):
    report = submit(ben)
    answers = {
        one.name: sign_in(one).get(report.get_absolute_url()).status_code for one in (ben, aiko, emi, fumi, chie)
    }
    assert answers == {"Ben": 200, "Aiko": 200, "Emi": 200, "Fumi": 404, "Chie": 404}
    for one in (fumi, chie):
        assert "budget" not in sign_in(one).get(url("daily")).content.decode()
        assert "budget" not in sign_in(one).get(url("daily_table")).getvalue().decode()
        assert sign_in(one).post(url("daily_answers", report.pk), {"text": "Hm"}).status_code == 404
        assert sign_in(one).get(url("daily_digest", team="east")).status_code == 404
        assert sign_in(one).post(url("daily_rule", "east")).status_code == 404


def test_a_draft_is_only_its_authors(sign_in, tuesday, ben, aiko):
    sign_in(ben).post(url("daily_write"), {"revision": 0, "learned": "Half a thought"})
    draft = DailyReport.objects.get()
    assert sign_in(aiko).get(draft.get_absolute_url()).status_code == 404
    assert "Half a thought" not in sign_in(aiko).get(url("daily")).content.decode()
    assert "Half a thought" in sign_in(ben).get(url("daily")).content.decode()


def test_an_answer_reaches_its_author_and_they_answer_back(submit, sign_in, ben, aiko):
    report = submit(ben)
    (news,) = told(aiko, "daily_report")
    assert news.url == report.get_absolute_url()
    sign_in(ben).post(url("daily_answers", report.pk), {"text": "One more thing"})
    assert "1 daily report waits for an answer" in sign_in(aiko).get(url("daily")).content.decode()
    answers = url("daily_answers", report.pk)
    assert sign_in(aiko).post(answers, {"text": " "}).status_code == 422
    assert "/feedback/to/ben/" in sign_in(aiko).get(report.get_absolute_url()).content.decode()
    sign_in(aiko).post(answers, {"text": "", "thanks": "1"})
    sign_in(aiko).post(answers, {"text": "Try it with **Hokuto**"})
    assert len(told(ben, "daily_answer")) == 2
    text = sign_in(ben).get(report.get_absolute_url()).content.decode()
    assert "Thank you" in text
    assert "<strong>Hokuto</strong>" in text
    sign_in(ben).post(answers, {"text": "I will"})
    assert len(told(aiko, "daily_answer")) == 2
    assert "waits for an answer" not in sign_in(aiko).get(url("daily")).content.decode()


def test_the_digest_begins_with_what_was_learned_and_sums_the_numbers(submit, known, sign_in, ben, fumi, aiko):
    more_calls(known, "Fumi", n=5, reached=1)
    submit(ben)
    submit(fumi, learned="Mail before the call", plans="", question="")
    page = sign_in(aiko).get(url("daily_digest"))
    digest, text = page.context["digest"], page.content.decode()
    assert text.index("What we learned") < text.index("Open questions") < text.index("All reports together")
    # 6 + 5 calls by hand; Fumi has no target of her own, so that nothing is due of both together. A rate is no sum.
    assert [(one.key, one.value, one.quota) for one in digest.sums] == [("calls", 11, None)]
    rows = [one for report in DailyReport.objects.all() for one in report.kpis if one["is_sum"]]
    assert pd.DataFrame(rows).groupby("key").value.sum().to_dict() == {"calls": 11}
    assert digest.missing == []


def test_it_misses_who_worked_that_day_and_nobody_else(submit, sign_in, ben, fumi, aiko):
    away = person("Gen", team=Membership.objects.get(person=ben).team)
    Leave.objects.create(person=away, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))
    submit(ben)
    page = sign_in(aiko).get(url("daily_digest"))
    assert [one.name for one in page.context["digest"].missing] == ["Fumi"]
    sunday = sign_in(aiko).get(url("daily_digest", day="2026-11-22"))
    assert "Nobody of this team works on this day." in sunday.content.decode()
    holiday = sign_in(aiko).get(url("daily_digest", day="2026-11-23")).context["digest"]
    assert holiday.missing == []
    assert holiday.why_closed


def test_colleagues_read_what_was_learned_where_the_team_says_so(submit, sign_in, ben, fumi, aiko, chie):
    submit(ben)
    sign_in(aiko).post(url("daily_rule", "east"), {"shares_learned": "on", "reminds": "on"})
    page = sign_in(fumi).get(url("daily_digest", team="east"))
    text = page.content.decode()
    assert "<em>budget</em>" in text
    assert "Hokuto" not in text
    assert "Ten new leads" not in text
    assert page.context["digest"].sums == ()
    assert page.context["digest"].missing == ()
    assert sign_in(chie).get(url("daily_digest", team="east")).status_code == 404


def test_it_finds_and_downloads_reports(submit, sign_in, ben, aiko):
    submit(ben)
    submit(ben, day=date(2026, 11, 20), learned="Nobody answers on Fridays", plans="", question="")
    client = sign_in(aiko)
    assert [one.day.day for one in client.get(url("daily", q="friday ben")).context["page"]] == [20]
    answer = client.get(url("daily_table"))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[0][-4:] == ["Calls", "Calls: due on the day", "Connect rate", "Connect rate: due on the day"]
    assert [float(one) for one in rows[1][-4:]] == [6, 10, 0.5, 0.4]
    book = load_workbook(io.BytesIO(client.get(url("daily_table", form="xlsx")).content))
    assert book.active.max_row == 3


def test_the_list_asks_few_queries(submit, sign_in, ben, aiko, django_assert_max_num_queries):
    for back in range(1, 8):
        DailyReport.objects.create(
            person=ben,
            day=TODAY - timedelta(days=back),
            learned="x",
            figures={"kpis": []},
            submitted_at=NOW,
            changed_at=NOW,
        )
    submit(ben)
    client = sign_in(aiko)
    with django_assert_max_num_queries(40):
        client.get(url("daily"))


class TestReminder:
    """Working days begin at nine; eight hours and one for lunch end them at 18:00."""

    @pytest.fixture
    def in_use(self, submit, ben, fumi):
        submit(ben)

    def test_it_comes_once_in_the_last_half_hour(self, in_use, ben, fumi):
        remind(at(17, 29))
        assert told(fumi, "daily_reminder") == []
        remind(at(17, 30))
        remind(at(17, 45))
        assert len(told(fumi, "daily_reminder")) == 1
        assert told(ben, "daily_reminder") == []  # he has reported

    def test_it_never_comes_after_work_or_on_leave(self, in_use, fumi):
        remind(at(18, 0))
        remind(at(17, 45, day=date(2026, 11, 28)))  # a Saturday
        Leave.objects.create(person=fumi, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))
        remind(at(17, 45))
        assert told(fumi, "daily_reminder") == []

    def test_it_spares_teams_that_do_not_report_or_do_not_want_it(self, known, ben, fumi, submit, east):
        remind(at(17, 45))  # nobody has reported lately
        submit(ben)
        DailyRule.objects.create(team=east, reminds=False)
        remind(at(17, 45))
        assert told(fumi, "daily_reminder") == []


def test_today_offers_the_draft_and_shows_managers_who_waits(submit, sign_in, ben, fumi, aiko):
    from django.urls import reverse

    submit(ben)
    assert "What did you learn?" in sign_in(fumi).get(reverse("boards:today")).content.decode()
    text = sign_in(aiko).get(reverse("boards:today")).content.decode()
    assert "1 report waits for an answer" in text
    assert "Not yet submitted today" in text
    assert "What did you learn?" not in sign_in(ben).get(reverse("boards:today")).content.decode()


def test_different_leads_of_two_people_are_no_sum(submit, known, sign_in, ben, fumi, aiko):
    kpi = Kpi.objects.get(metric_key="calls")
    Kpi.objects.create(goal=kpi.goal, metric_key="leads_contacted", position=3)
    rows = [row | {"source_id": f"lead-{n}", "lead_key": "hokuto"} for n, name in enumerate(("Ben", "Fumi"))
            for row in calls(name, TODAY)]  # fmt: skip
    load(known, "activities", rows, at=NOW)
    submit(ben)
    submit(fumi)
    digest = sign_in(aiko).get(url("daily_digest")).context["digest"]
    assert [one.value for line in digest.lines for one in line.figures if one.key == "leads_contacted"] == [1, 1]
    assert "leads_contacted" not in [one.key for one in digest.sums]


@pytest.mark.parametrize(("seconds", "reached"), [(200, True), (300, False)])
def test_less_is_better_where_the_metric_says_so(submit, known, tuesday, ben, seconds, reached):
    kpi = Kpi.objects.get(metric_key="calls")
    Kpi.objects.create(goal=kpi.goal, metric_key="average_handling_seconds", position=3)
    month = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 12, 1)}
    Target.objects.create(metric_key="average_handling_seconds", person=ben, value=240, **month)
    ticket = {"person": "Ben", "day": TODAY, "status": "handled", "handling_seconds": seconds}
    load(known, "tickets", [ticket], at=NOW)
    figures = {one.key: one for one in shown_figures(submit(ben).kpis, reader=reader(ben))}
    assert figures["average_handling_seconds"].value == seconds
    assert figures["average_handling_seconds"].is_reached is reached


@pytest.mark.parametrize(
    ("value", "quota", "due", "reached"), [(7, 7.21, 8, False), (8, 7.21, 8, True), (0, 0.3, 1, False)]
)
def test_a_days_quota_is_shown_in_whole_units_and_kept_exactly(value, quota, due, reached):
    figure = DayFigure("calls", "Calls", Unit("count"), value, quota, is_sum=True)
    assert (figure.due, figure.is_reached) == (due, reached)


def test_programs_read_what_their_owner_may_read(submit, sign_in, ben, fumi, aiko, chie):
    report = submit(ben)
    draft = DailyReport.objects.create(person=fumi, day=TODAY, learned="Not yet.", changed_at=NOW)
    answer = sign_in(aiko).get("/api/daily-reports/", {"person": "ben", "since": TODAY.isoformat()}).json()
    (item,) = answer["items"]
    assert (item["id"], item["person"], item["learned"]) == (report.pk, "ben", report.learned)
    assert [one["key"] for one in item["figures"]] == [one["key"] for one in report.kpis]
    # A draft is its author's alone; somebody of another team reads neither.
    assert sign_in(aiko).get(f"/api/daily-reports/{draft.pk}/").status_code == 404
    assert sign_in(fumi).get(f"/api/daily-reports/{draft.pk}/").json()["submitted_at"] is None
    assert sign_in(chie).get("/api/daily-reports/").json()["items"] == []
