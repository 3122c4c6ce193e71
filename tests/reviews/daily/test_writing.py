"""A daily report from its draft to its corrections."""

import pytest
from django.utils import timezone

from kaname.reviews.models import DailyReport
from tests.goals.actions.conftest import tick
from tests.reviews.conftest import NOW, TODAY, url
from tests.reviews.daily.conftest import TEXTS, more_calls

JSON = {"accept": "application/json"}


def write(client, **data):
    return client.post(url("daily_write"), {"revision": 0, "learned": "", "plans": "", "question": "", **data})


def kept(client, headers=JSON, **data):
    return client.post(
        url("daily_write"), {"revision": 0, "learned": "", "plans": "", "question": "", **data}, headers=headers
    )


def test_its_draft_fills_itself_with_the_days_numbers(sign_in, tuesday, ben):
    tick(tuesday, ben, TODAY, note="With Aiko")
    page = sign_in(ben).get(url("daily_write"))
    shown = {one.key: (one.value, one.quota) for one in page.context["figures"]}
    # November has 30 days, 9 at weekends, the 3rd and the 23rd are holidays: 19 working days. 190 calls / 19 = 10.
    assert shown == {"calls": (6, pytest.approx(10)), "connect_rate": (0.5, 0.4)}
    assert [(one.name, one.done, one.quota, one.note) for one in page.context["actions"]] == [
        ("Role-play", 1, 1, "With Aiko")
    ]
    assert not DailyReport.objects.exists()  # looking does not begin one


def test_it_keeps_the_draft_over_a_reload(sign_in, tuesday, ben):
    client = sign_in(ben)
    assert kept(client, learned="Ask first").json() == {"hidden": {"revision": 1}}
    assert kept(client, learned="Ask first, then listen", revision=1).json() == {"hidden": {"revision": 2}}
    assert "Ask first, then listen" in client.get(url("daily_write")).content.decode()
    assert write(client, learned="Without JavaScript", revision=2).status_code == 302
    assert DailyReport.objects.get().learned == "Without JavaScript"


def test_it_never_overwrites_another_window_unseen(sign_in, tuesday, ben):
    client = sign_in(ben)
    kept(client, learned="From the phone")
    assert kept(client, learned="From the desk").status_code == 422
    page = write(client, learned="From the desk")
    text = page.content.decode()
    assert page.status_code == 422
    assert "From the phone" in text
    assert "From the desk" in text
    assert DailyReport.objects.get().learned == "From the phone"
    write(client, learned="Both", revision=page.context["form"]["revision"].value())
    assert DailyReport.objects.get().learned == "Both"


def test_it_freezes_the_numbers_when_it_is_submitted(submit, known, sign_in, ben, aiko):
    report = submit(ben)
    assert report.submitted_at == NOW
    more_calls(known, "Ben", n=4)
    page = sign_in(aiko).get(report.get_absolute_url())
    assert {one.key: one.value for one in page.context["figures"]}["calls"] == 6
    assert "<em>budget</em>" in page.content.decode()


@pytest.mark.parametrize(("texts", "day"), [({"learned": "  "}, TODAY), ({"learned": "Early"}, None)])
def test_it_refuses_an_empty_report_and_days_that_have_not_come(sign_in, tuesday, ben, texts, day):
    page = url("daily_write", day="2026-11-25") if day is None else url("daily_write")
    answer = sign_in(ben).post(page, {"revision": 0, **texts, "submit": ""})
    assert answer.status_code == (404 if day is None else 422)
    assert not DailyReport.objects.submitted().exists()


def test_a_correction_shows_what_stood_there_before(submit, sign_in, ben, aiko):
    report = submit(ben)
    client = sign_in(ben)
    page = url("daily_corrections", report.pk)
    assert client.post(page, {**TEXTS, "learned": "Ask for the goal first.", "revision": 1}).status_code == 302
    assert client.post(page, {**TEXTS, "revision": 1}).status_code == 422  # that page was out of date
    text = sign_in(aiko).get(report.get_absolute_url()).content.decode()
    assert "Corrected afterwards in 1 place." in text
    assert "Ask for the *budget* first." in text
    report.refresh_from_db()
    assert report.learned == "Ask for the goal first."
    assert report.submitted_at == NOW
    assert sign_in(aiko).get(page).status_code == 404
    assert report.corrections.get().at == timezone.now()
    assert kept(sign_in(ben), learned="A draft again", revision=2).status_code == 422
