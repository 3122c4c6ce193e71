"""What stands behind a number: its words, its parts, how it divides, its rows."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from boards.world_of_boards import NOW, board, calls, load
from django.utils import timezone

from kaname.boards.selection import ORGANISATION, Subject
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.metrics.fields import fields_of
from kaname.goals.operations import archive_metric, create_metric, set_target
from kaname.goals.queries import definitions
from kaname.imports import hand_entry
from kaname.measures.periods import Period

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 5)
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
PERIOD = "period=month&on=2026-10-01"


@pytest.fixture
def october(store, aiko, ben, chie, dai, emi):
    rows = calls("Ben", DAY, n=120, reached=42, industry="retail") + calls(
        "Chie", DAY, n=80, reached=8, industry="public"
    )
    load(store, "activities", rows, at=timezone.now())
    won = [
        {"person": "Ben", "day": DAY, "deal_key": f"d{n}", "stage": "won", "amount": Decimal(500 + n)} for n in range(4)
    ]
    load(store, "deal_changes", won, at=timezone.now())
    return store


def look(client, person, key, path="of=organisation", **how):
    client.force_login(person.user)
    return client.get(f"/board/metrics/{key}/?{path}&{PERIOD}", **how)


def text(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


def rows_of(response):
    return list(csv.DictReader(io.StringIO(text(response).removeprefix("\ufeff"))))


def test_a_rate_shows_its_real_parts(client, october, emi):
    page = text(look(client, emi, "connect_rate"))
    assert "50 connects ÷ 200 calls = 25%" in page
    assert "Connect rate in October 2026: 25.0%" in page


@pytest.mark.parametrize(
    "key",
    sorted(
        [
            "calls",
            "connect_rate",
            "appointments",
            "leads_contacted",
            "revenue",
            "average_deal_amount",
            "win_rate",
            "appointment_rate",
        ]
    ),
)
@pytest.mark.parametrize("who", ["emi", "aiko", "ben"])
def test_every_kind_of_number_opens(client, october, request, key, who):
    path = {"emi": "of=organisation", "aiko": "team=east", "ben": "person=ben"}[who]
    assert look(client, request.getfixturevalue(who), key, path).status_code == 200


def test_every_metric_of_the_catalogue_opens(client, october, emi):
    for key in definitions():
        assert look(client, emi, key).status_code == 200, key


def test_a_number_without_facts_says_why(client, october, emi):
    page = text(look(client, emi, "tickets_handled"))
    assert "This number cannot be computed" in page
    assert "have been imported yet." in page


def test_the_parts_make_the_whole(client, october, emi):
    page = text(look(client, emi, "calls", "of=organisation&by=industry"))
    assert "60.0%" in page
    assert "40.0%" in page
    assert "f.industry=retail" in page


def test_a_filter_narrows_the_number_and_its_rows(client, october, emi):
    page = text(look(client, emi, "calls", "of=organisation&f.industry=public"))
    assert "Calls in October 2026: 80 calls" in page
    assert "1–50 of 80" in page


def test_a_filter_by_what_is_no_field_changes_nothing(client, october, emi):
    assert "200 calls" in text(look(client, emi, "calls", "of=organisation&f.password=x"))


def test_rows_come_page_by_page_and_sorted(client, october, emi):
    first = text(look(client, emi, "calls"))
    assert "1–50 of 200" in first
    assert "151–200 of 200" in text(look(client, emi, "calls", "of=organisation&page=4&sort=person"))
    assert "1–50 of 200" in text(look(client, emi, "calls", "of=organisation&sort=nonsense"))


def test_members_see_their_own_rows_below_their_teams_total(client, october, ben, aiko):
    load(
        october,
        "activities",
        calls("Aiko", DAY, source_id="hers", lead_key="secret lead"),
        batch_id="b",
        at=timezone.now(),
    )
    page = text(look(client, ben, "calls", "team=east"))
    assert "121 calls" in page
    assert "1–50 of 120" in page
    assert "secret lead" not in page
    assert "Aiko" not in page
    downloaded = rows_of(client.get(f"/board/metrics/calls/rows.csv?team=east&{PERIOD}"))
    assert {row["Person"] for row in downloaded} == {"Ben"}
    assert len(downloaded) == 120
    assert "secret lead" in text(look(client, aiko, "calls", "team=east&sort=-lead_key"))


def test_members_do_not_divide_by_people(client, october, ben):
    page = text(look(client, ben, "calls", "team=east&by=person"))
    assert "Aiko" not in page
    assert "by=person#breakdown" not in page


def test_members_do_not_narrow_their_team_to_single_customers(client, october, ben, aiko):
    rows = [{**row, "account_key": "ACME", "source_id": f"hers-{n}"} for n, row in enumerate(calls("Aiko", DAY, n=3))]
    load(october, "activities", rows, batch_id="hers", at=timezone.now())
    page = text(look(client, ben, "calls", "team=east&by=account_key"))
    assert "ACME" not in page
    assert "123 calls" in text(look(client, ben, "calls", "team=east&f.account_key=ACME"))
    assert "ACME" in text(look(client, aiko, "calls", "team=east&by=account_key"))
    assert "123 calls" not in text(look(client, aiko, "calls", "team=east&f.account_key=ACME"))


@pytest.mark.parametrize(
    ("who", "path"), [("ben", "of=organisation"), ("ben", "person=chie"), ("aiko", "team=west"), ("chie", "team=east")]
)
def test_numbers_of_others_are_not_found(client, october, request, who, path):
    person = request.getfixturevalue(who)
    assert look(client, person, "calls", path).status_code == 404
    assert client.get(f"/board/metrics/calls/rows.csv?{path}&{PERIOD}").status_code == 404


def test_the_download_holds_the_rows_of_both_parts(client, october, emi):
    client.force_login(emi.user)
    rows = rows_of(client.get(f"/board/metrics/connect_rate/rows.csv?of=organisation&{PERIOD}"))
    assert len(rows) == 250
    assert sum(row["Counts for"] == "connects" for row in rows) == 50
    assert rows[0]["Day"] == "2026-10-05"


def test_amounts_in_the_download_are_plain_numbers(client, october, emi):
    client.force_login(emi.user)
    rows = rows_of(client.get(f"/board/metrics/revenue/rows.csv?of=organisation&{PERIOD}"))
    assert sorted(row["Amount"] for row in rows) == ["500", "501", "502", "503"]


def test_a_number_typed_by_hand_opens_too(client, october, emi, east):
    definition = {"key": "visitors", "name": "Visitors", "unit": "count", "entered": "sum"}
    create_metric(MetricDefinition.from_dict(definition), by=None, at=NOW)
    subject = hand_entry.Subject(team=east)
    hand_entry.record([hand_entry.Entry("visitors", DAY, subject, Decimal(31))], by=None, at=timezone.now())
    page = text(look(client, emi, "visitors", "team=east"))
    assert "Visitors in October 2026: 31" in page
    assert "/imports/measurements/new/?team=east&amp;metric=visitors&amp;on=2026-10-31" in page


def test_a_target_is_told_with_its_history(client, october, emi, east):
    target = set_target(metric_key="calls", period=OCTOBER, value=Decimal(150), team=east, by=None, at=NOW)
    page = text(look(client, emi, "calls", "team=east"))
    assert "Calls in October 2026: 120 calls, target 150 calls" in page
    assert f"/goals/targets/{target.pk}/" in page


def test_an_archived_or_unknown_metric_is_not_found(client, october, emi):
    assert look(client, emi, "no_such_metric").status_code == 404
    archive_metric("emails", by=None, at=NOW, reason="Not used")
    assert look(client, emi, "emails").status_code == 404


def test_the_live_part_comes_alone(client, october, emi):
    part = text(look(client, emi, "calls", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="metric"))
    assert "<html" not in part
    assert 'id="headline" hx-swap-oob="true"' in part


def test_fields_that_conditions_fix_divide_nothing():
    known = definitions()
    assert "kind" not in fields_of("calls", known)
    assert fields_of("calls", known)[0] == "outcome"
    assert "industry" in fields_of("connect_rate", known)


def test_the_same_number_stands_on_the_board_and_behind_it(client, october, emi):
    for subject in (ORGANISATION, Subject(team="east"), Subject(person="ben")):
        on_board = {kpi.key: kpi.figure.actual for kpi in board(october, subject, on=DAY).kpis}
        for key, actual in on_board.items():
            (alone,) = board(october, subject, on=DAY, key=key).kpis
            assert alone.figure.actual == actual


def in_japanese(client, person, key, path="of=organisation"):
    person.user.language = "ja"
    person.user.save()
    return text(look(client, person, key, path))


def test_values_of_fields_have_names_for_composed_metrics_too(client, october, emi):
    page = in_japanese(client, emi, "connect_rate", "of=organisation&by=kind&f.outcome=no_answer")
    chips = page.partition('<p class="b-filters">')[2].partition("</p>")[0]
    assert "結果" in chips
    assert "no_answer<" not in chips


def test_parts_of_composed_metrics_have_names(client, october, emi):
    page = in_japanese(client, emi, "win_rate", "of=organisation&by=stage")
    assert ">受注</a>" in page
    assert ">won</a>" not in page


def test_a_number_without_data_has_no_formula_and_no_chart(client, store, emi):
    page = text(look(client, emi, "appointments"))
    assert "Appointments in October 2026: no data yet" in page
    assert 'class="b-formula"' not in page
    assert "<kpi-chart" not in page


def test_the_last_periods_begin_with_the_first_number_known(client, october, emi):
    page = text(look(client, emi, "calls"))
    options = page.partition('id="history-options"')[2].partition("</script>")[0]
    assert '"value": 0' not in options
    assert '"value": 200' in options


def test_days_of_another_year_say_it(client, october, emi):
    client.force_login(emi.user)
    page = text(client.get("/board/metrics/calls/?of=organisation&period=day&on=2019-06-05"))
    assert "Calls in Wed, Jun 5, 2019: 0 calls" in page
    assert "<dd>Wed, Jun 5, 2019</dd>" in page
