"""The board as a page: who sees what, what it says, what it costs."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from boards.world_of_boards import NOW, calls, load
from django.urls import reverse
from django.utils import timezone

from kaname.facts.store import FactStore
from kaname.goals.operations import set_target
from kaname.measures.periods import FiscalCalendar, Grain, period_of
from kaname.people.models import Membership, Person, Role, Team
from kaname.people.operations import publish_directory
from kaname.web.downloads import is_number
from kaname.web.store import using

pytestmark = pytest.mark.django_db
OCTOBER = "period=month&on=2026-10-01"
# Once after each change of the ledger: access, metrics, people and their calendars, targets. Else only who asks, which
# KPIs have a plan, whether outlooks were computed anew, what changed, and the goal's next move.
MOST_QUERIES = 27
MOST_QUERIES_AGAIN = 14


@pytest.fixture
def october(store, aiko, ben, chie, dai, emi):
    rows = calls("Ben", date(2026, 10, 5), n=10, reached=4) + calls("Chie", date(2026, 10, 5), n=7)
    load(store, "activities", rows, at=timezone.now())
    return store


def see(client, person, path="", **how):
    client.force_login(person.user)
    return client.get(f"{reverse('boards:board')}?{path}", headers={"accept-language": "en"}, **how)


def text(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("emi", "/board/?of=organisation"),
        ("dai", "/board/?of=organisation"),
        ("aiko", "/board/?team=east"),
        ("ben", "/today/"),
        ("chie", "/today/"),
    ],
)
def test_leaders_land_on_their_board_and_members_on_today(client, october, request, who, home):
    person = request.getfixturevalue(who)
    client.force_login(person.user)
    response = client.get("/")
    assert response.status_code == 302
    assert response.url == home
    assert client.get(response.url).status_code == 200


def test_a_fresh_installation_shows_the_first_steps(client, store, dai):
    client.force_login(dai.user)
    response = client.get("/", follow=True)
    assert response.redirect_chain == [("/first-steps/", 302)]
    assert "kaname demo" in text(response)


def test_the_first_steps_say_what_is_done(client, october, dai):
    client.force_login(dai.user)
    page = text(client.get("/first-steps/"))
    assert page.count("b-done") == 2


def test_members_have_no_first_steps(client, store, ben):
    client.force_login(ben.user)
    assert client.get("/first-steps/").status_code == 302
    assert client.get("/").url == "/today/"


def test_somebody_without_a_person_is_told_what_to_do(client, store, ben):
    Person.objects.filter(key="ben").update(user=None)
    client.force_login(ben.user)
    assert "not tied to a person" in text(client.get("/", headers={"accept-language": "en"}))
    assert client.get("/board/").status_code == 302


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("ben", "person=ben", 200),
        ("ben", "team=east", 200),
        ("ben", "team=west", 404),
        ("ben", "person=chie", 404),
        ("ben", "person=aiko", 404),
        ("ben", "of=organisation", 404),
        ("ben", "team=east&person=aiko", 404),
        ("aiko", "team=east", 200),
        ("aiko", "person=ben", 200),
        ("aiko", "team=east&person=ben", 200),
        ("aiko", "team=west", 404),
        ("aiko", "person=chie", 404),
        ("aiko", "team=east&person=chie", 404),
        ("aiko", "of=organisation", 404),
        ("emi", "of=organisation", 200),
        ("emi", "person=chie", 200),
        ("emi", "team=nowhere", 404),
        ("emi", "person=nobody", 404),
        ("dai", "team=west", 200),
    ],
)
def test_it_shows_what_the_reader_may_see_and_nothing_else(client, october, request, who, path, status):
    assert see(client, request.getfixturevalue(who), path).status_code == status


def test_nobody_sees_it_without_signing_in(client, october):
    assert client.get("/board/").status_code == 302
    assert "login" in client.get("/board/board.csv").url


def test_members_see_no_names_on_their_teams_board(client, october, ben):
    page = text(see(client, ben, f"team=east&{OCTOBER}"))
    assert "Aiko" not in page
    assert "10 calls" in page


def test_managers_see_their_people(client, october, aiko):
    page = text(see(client, aiko, f"team=east&{OCTOBER}"))
    assert "Ben" in page
    assert "Chie" not in page


def test_it_says_how_many_targets_were_reached(client, october, emi, east):
    period = period_of(date(2026, 10, 1), grain=Grain.MONTH, calendar=FiscalCalendar())
    for key, value in (("calls", 10), ("connects", 5)):
        set_target(metric_key=key, period=period, value=Decimal(value), team=east, by=None, at=NOW)
    page = text(see(client, emi, f"team=east&{OCTOBER}"))
    assert "1 of 2 targets were reached in October 2026" in page
    assert "No target is set for October 2026 yet" in text(see(client, emi, f"of=organisation&{OCTOBER}"))


def test_it_speaks_japanese(client, october, emi):
    client.force_login(emi.user)
    page = client.get(f"/board/?of=organisation&{OCTOBER}", headers={"accept-language": "ja"})
    emi.user.language = "ja"
    emi.user.save()
    page = text(client.get(f"/board/?of=organisation&{OCTOBER}"))
    assert "2026年10月の目標はまだ設定されていません" in page
    assert "架電数" in page


def test_a_target_set_since_shows_at_once(client, october, emi, east):
    before = text(see(client, emi, f"team=east&{OCTOBER}"))
    period = period_of(date(2026, 10, 1), grain=Grain.MONTH, calendar=FiscalCalendar())
    set_target(metric_key="calls", period=period, value=Decimal(20), team=east, by=None, at=NOW)
    after = text(see(client, emi, f"team=east&{OCTOBER}"))
    assert "Target 20 calls" not in before
    assert "Target 20 calls" in after


def test_a_fact_that_arrives_shows_at_once(client, october, emi):
    assert "17 calls" in text(see(client, emi, f"of=organisation&{OCTOBER}"))
    load(october, "activities", calls("Ben", date(2026, 10, 6), source_id="one more"), batch_id="b")
    assert "18 calls" in text(see(client, emi, f"of=organisation&{OCTOBER}"))


def test_the_live_part_comes_alone_with_its_headline(client, october, emi):
    whole = text(see(client, emi, f"of=organisation&{OCTOBER}"))
    part = text(see(client, emi, f"of=organisation&{OCTOBER}", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="board"))
    assert "<html" in whole
    assert "<html" not in part
    assert 'id="headline" hx-swap-oob="true"' in part
    assert 'id="kpi-calls"' in part


def test_names_that_nobody_knows_are_told_to_administrators_alone(client, october, dai, emi):
    load(october, "activities", calls("Zoe", date(2026, 10, 5), source_id="zoe"), batch_id="b")
    assert "Zoe" in text(see(client, dai, f"of=organisation&{OCTOBER}"))
    assert "Zoe" not in text(see(client, emi, f"of=organisation&{OCTOBER}"))


def test_facts_of_no_team_stand_in_a_line_of_their_own(client, october, emi):
    load(october, "activities", calls("Zoe", date(2026, 10, 5), source_id="zoe"), batch_id="b")
    page = text(see(client, emi, f"of=organisation&{OCTOBER}"))
    assert "No team" in page
    assert "Nobody known" in page


def test_only_who_may_set_targets_is_offered_to(client, october, aiko, ben):
    assert "/goals/targets/new/" in text(see(client, aiko, f"team=east&{OCTOBER}"))
    assert "/goals/targets/new/" not in text(see(client, ben, f"person=ben&{OCTOBER}"))


def test_members_can_be_sorted_and_paged(client, october, emi, east):
    more = [Person(key=f"p{n:02}", name=f"Person {n:02}") for n in range(30)]
    Person.objects.bulk_create(more)
    Membership.objects.bulk_create(Membership(person=person, team=east) for person in more)
    publish_directory(october)
    first = text(see(client, emi, f"team=east&{OCTOBER}"))
    assert "Person 00" in first
    assert "Person 29" not in first
    second = text(see(client, emi, f"team=east&{OCTOBER}&page=2"))
    assert "Person 29" in second
    best = text(see(client, emi, f"team=east&{OCTOBER}&sort=-calls"))
    assert "Ben" in best


def test_its_csv_holds_everybody_who_may_be_seen(client, october, emi, ben):
    client.force_login(emi.user)
    rows = text(client.get(f"/board/board.csv?of=organisation&{OCTOBER}")).splitlines()
    assert rows[0].startswith("\ufeffKind,Name,Metric,Unit,First day,Last day,Actual,Target")
    assert any(row.startswith("Organisation,Sunrise,Calls,calls,2026-10-01,2026-10-31,17,") for row in rows)
    assert any(row.startswith("Team,East,Calls,calls,2026-10-01,2026-10-31,10,") for row in rows)
    assert any(row.startswith("Person,Ben,Connect rate,ratio,2026-10-01,2026-10-31,0.4,") for row in rows)
    client.force_login(ben.user)
    of_team = text(client.get(f"/board/board.csv?team=east&{OCTOBER}"))
    assert "Team,East,Calls" in of_team
    assert "Person," not in of_team


def test_its_workbook_says_the_same_as_its_csv(client, october, emi):
    client.force_login(emi.user)
    address = f"/board/board.csv?of=organisation&{OCTOBER}"
    written = csv.reader(io.StringIO(text(client.get(address)).removeprefix("\ufeff")))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&form=xlsx").content)).worksheets[0]
    read = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    assert [[plain(cell) for cell in row] for row in read] == [[plain(cell) for cell in row] for row in written]


def plain(cell):
    """Workbooks keep 16 digits of a number."""
    return f"{float(cell):.12g}" if is_number(str(cell)) else str(cell)


def test_it_asks_the_ledger_a_few_times_whatever_the_number_of_people(
    client, october, emi, east, django_assert_max_num_queries
):
    more = [Person(key=f"p{n:03}", name=f"Person {n}") for n in range(60)]
    Person.objects.bulk_create(more)
    Membership.objects.bulk_create(Membership(person=person, team=east) for person in more)
    for n in range(8):
        Team.objects.create(key=f"t{n}", name=f"Team {n}", parent=east)
    client.force_login(emi.user)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/board/?of=organisation")
    load(october, "activities", calls("Ben", date(2026, 10, 6), source_id="one more"), batch_id="b")
    with django_assert_max_num_queries(MOST_QUERIES_AGAIN):
        client.get("/board/?of=organisation")


@pytest.mark.parametrize("span", ["day", "week", "month", "quarter", "half", "year"])
@pytest.mark.parametrize("ago", [0, 1, 40, 400, -40])
def test_every_period_has_a_page(client, october, emi, span, ago):
    day = timezone.localdate() - timedelta(days=ago)
    response = see(client, emi, f"of=organisation&period={span}&on={day}")
    assert response.status_code == 200
    assert emi.role == Role.EXECUTIVE


def test_boards_of_another_store_are_not_shared(client, october, emi):
    assert "17 calls" in text(see(client, emi, f"of=organisation&{OCTOBER}"))
    with using(FactStore.open(None)) as other:
        load(other, "activities", calls("Ben", date(2026, 10, 5), n=3), at=timezone.now())
        assert "3 calls" in text(see(client, emi, f"of=organisation&{OCTOBER}"))
        other.close()


def test_the_totals_of_a_team_one_has_left_are_not_shown(client, store, aiko, ben, west, dai):
    moved_on, total = date(2026, 11, 1), r"[>,]93[<,.]"
    Membership.objects.filter(person=ben).update(ends_on=moved_on)
    Membership.objects.create(person=ben, team=west, starts_on=moved_on)
    everybody = calls("Ben", date(2026, 10, 5), n=3) + calls("Aiko", date(2026, 10, 5), n=90)
    load(store, "activities", everybody, at=timezone.now())
    assert see(client, ben, f"team=east&{OCTOBER}").status_code == 404
    for address in ("boards:board", "boards:board_csv"):
        page = text(client.get(f"{reverse(address)}?person=ben&{OCTOBER}"))
        assert not re.search(total, page)
    assert re.search(total, text(see(client, dai, f"person=ben&{OCTOBER}")))


@pytest.mark.parametrize(
    ("span", "shown"),
    [("month", {"前月比", "前月差", "前年同期比", "前年同期差"}), ("year", {"前年度比", "前年度差"})],
)
def test_shares_and_differences_have_their_words_and_a_year_one_comparison(client, store, emi, span, shown):
    days = (date(2024, 10, 7), date(2025, 9, 8), date(2025, 10, 6))
    rows = [call for n, day in enumerate(days) for call in calls("Ben", day, n=10, reached=4 + n)]
    load(store, "activities", rows, at=timezone.now())
    emi.user.language = "ja"
    emi.user.save()
    page = text(see(client, emi, f"of=organisation&period={span}&on=2025-10-06"))
    words = ("前月比", "前月差", "前年同期比", "前年同期差", "前年度比", "前年度差")
    assert {word for word in words if f">{word} <b>" in page} == shown


def test_an_empty_board_leads_to_the_newest_facts(client, october, emi):
    page = text(see(client, emi, "of=organisation&period=month&on=2030-05-01"))
    assert "Look at October 2026, the newest with facts" in page
    assert "period=month&amp;on=2026-10-01" in page
    assert "newest with facts" not in text(see(client, emi, "of=organisation&period=month&on=2020-05-01"))
