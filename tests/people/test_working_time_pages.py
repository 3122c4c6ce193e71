"""The month that everyone can check, and the entries that make it."""

from datetime import time

import pytest

from kaname.people.models import Change, CompanyHoliday, Leave, Meeting, PersonalHours

MAY = "/settings/working-time/?month=2026-05"
LEAVE = {"starts_on": "2026-05-07", "last_on": "2026-05-08", "share": "0.5", "reason": "Dentist"}
MEETING = {"name": "Morning", "hours_per_week": "5"}
HOURS = {f"weekday_hours_{place}": hours for place, hours in enumerate("6660000")}


def lines(answer):
    return {line.key: (line.days, line.hours) for line in answer.context["month"].lines}


def test_it_says_why_may_2026_has_18_days(client, ben):
    client.force_login(ben.user)
    answer = client.get(MAY)
    assert lines(answer) == {"contract": (21, 168), "closed": (-3, -24), "away": (0, 0), "meetings": (0, 0)}
    page = answer.content.decode()
    assert "Ben works 18 days, 144 hours in May 2026" in page
    assert "5/6" in page


def test_leave_and_meetings_stand_in_the_sum(client, ben):
    client.force_login(ben.user)
    client.post("/settings/working-time/people/ben/leave/", LEAVE)
    client.post("/settings/working-time/people/ben/meetings/", MEETING)
    answer = client.get(MAY)
    # 18 days less two halves; 144 h less 8 h of leave, less 1 h of meetings on 16 days and half of it on two.
    assert lines(answer)["away"] == (-1, -8)
    assert lines(answer)["meetings"][1] == pytest.approx(-17)
    assert (answer.context["month"].days, answer.context["month"].hours) == (17, pytest.approx(119))


def test_weeks_begin_where_the_organisation_says(client, dai, organisation):
    organisation.first_weekday = 6
    organisation.save()
    client.force_login(dai.user)
    weeks = client.get(MAY).context["month"].weeks
    assert [cell and cell.day.day for cell in weeks[0]] == [None, None, None, None, None, 1, 2]
    assert [len(week) for week in weeks] == [7] * 6


def test_a_team_sums_its_people_and_the_manager_sees_each(client, aiko, ben, chie):
    client.force_login(aiko.user)
    answer = client.get(f"{MAY}&of=team:east")
    assert (answer.context["month"].days, answer.context["month"].hours) == (36, 288)
    assert [(row.person.name, row.hours) for row in answer.context["totals"]] == [("Aiko", 144), ("Ben", 144)]


def test_a_member_sees_the_teams_sum_and_of_people_only_themselves(client, aiko, ben, chie):
    client.force_login(ben.user)
    answer = client.get(f"{MAY}&of=team:east")
    assert [row.person.name for row in answer.context["totals"]] == ["Ben"]


@pytest.mark.parametrize("of", ["person:chie", "team:west", "all", "person:nobody", "nonsense"])
def test_what_one_may_not_see_is_not_there(client, ben, chie, of):
    client.force_login(ben.user)
    assert client.get(f"{MAY}&of={of}").status_code == 404


def test_executives_start_with_the_organisation(client, emi, ben, aiko):
    client.force_login(emi.user)
    assert client.get(MAY).context["month"].hours == 288


@pytest.mark.parametrize("month", ["2026-13", "nonsense", "0000-01", ""])
def test_a_month_that_cannot_be_is_this_month(client, ben, month):
    client.force_login(ben.user)
    assert client.get(f"/settings/working-time/?month={month}").status_code == 200


def test_members_enter_and_remove_their_own_leave(client, ben):
    client.force_login(ben.user)
    client.post("/settings/working-time/people/ben/leave/", LEAVE)
    row = Leave.objects.get()
    assert (row.person, str(row.starts_on), str(row.ends_on), row.share) == (ben, "2026-05-07", "2026-05-09", 0.5)
    url = f"/settings/working-time/leave/{row.pk}/removal/"
    assert "counted without it" in client.get(url).content.decode()
    client.post(url)
    assert not Leave.objects.exists()
    assert [change.what for change in Change.objects.filter(person=ben)] == ["leave.removed", "leave.added"]


def test_managers_enter_leave_meetings_and_hours_of_their_people(client, aiko, ben):
    client.force_login(aiko.user)
    client.post("/settings/working-time/people/ben/leave/", LEAVE)
    client.post("/settings/working-time/people/ben/meetings/", MEETING)
    client.post("/settings/working-time/people/ben/hours/", HOURS)
    client.post("/settings/working-time/teams/east/meetings/", MEETING)
    assert (Leave.objects.get().person, Meeting.objects.filter(person=ben).count()) == (ben, 1)
    assert PersonalHours.objects.get().weekday_hours == [6, 6, 6, 0, 0, 0, 0]
    assert Meeting.objects.get(person=None).team.key == "east"


@pytest.mark.parametrize(
    "path", ["people/chie/leave/", "people/chie/meetings/", "people/chie/hours/", "teams/west/meetings/"]
)
def test_other_teams_calendars_are_not_there(client, aiko, ben, chie, path):
    for reader in (aiko, ben):
        client.force_login(reader.user)
        assert client.post(f"/settings/working-time/{path}", LEAVE | MEETING | HOURS).status_code == 404
    assert [model.objects.count() for model in (Leave, Meeting, PersonalHours)] == [0, 0, 0]


def test_others_leave_cannot_be_removed(client, ben, chie, aiko):
    client.force_login(chie.user)
    client.post("/settings/working-time/people/chie/leave/", LEAVE)
    for reader in (ben, aiko):
        client.force_login(reader.user)
        assert client.post(f"/settings/working-time/leave/{Leave.objects.get().pk}/removal/").status_code == 404
    assert Leave.objects.exists()


def test_members_do_not_set_their_own_hours(client, ben):
    client.force_login(ben.user)
    assert client.post("/settings/working-time/people/ben/hours/", HOURS).status_code == 404


def test_reversed_days_keep_what_was_typed(client, ben):
    client.force_login(ben.user)
    answer = client.post("/settings/working-time/people/ben/leave/", LEAVE | {"last_on": "2026-05-01"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "before the first" in page
    assert "Dentist" in page


@pytest.mark.parametrize("hours", ["0", "-1", "169", "many", ""])
def test_meeting_hours_have_to_fit_a_week(client, ben, hours):
    client.force_login(ben.user)
    answer = client.post("/settings/working-time/people/ben/meetings/", MEETING | {"hours_per_week": hours})
    assert (answer.status_code, Meeting.objects.exists()) == (422, False)


def test_hours_that_overlap_are_refused(client, dai, ben):
    client.force_login(dai.user)
    client.post("/settings/working-time/people/ben/hours/", HOURS | {"starts_on": "2026-06-01"})
    answer = client.post("/settings/working-time/people/ben/hours/", HOURS)
    assert (answer.status_code, PersonalHours.objects.count()) == (422, 1)


def test_company_holidays_are_added_from_the_suggestion_and_removed(client, dai, ben):
    client.force_login(dai.user)
    page = client.get("/settings/holidays/?year=2026")
    suggestion = page.context["suggestions"][0]
    values = {"name": "Obon", "starts_on": suggestion.starts_on, "last_on": suggestion.last_on}
    client.post("/settings/holidays/?year=2026", values)
    row = CompanyHoliday.objects.get()
    assert (str(row.starts_on), str(row.ends_on)) == ("2026-08-13", "2026-08-16")
    # 13 to 15 August 2026 are Thursday to Saturday.
    august = client.get("/settings/working-time/?of=person:ben&month=2026-08")
    assert lines(august)["closed"] == (-3, -24)
    assert "Obon" not in [str(one.name) for one in client.get("/settings/holidays/?year=2026").context["suggestions"]]
    assert client.post("/settings/holidays/?year=2026", values).status_code == 422
    client.post(f"/settings/holidays/{row.pk}/removal/")
    assert not CompanyHoliday.objects.exists()


def test_public_holidays_are_named_in_the_readers_language(client, dai):
    client.force_login(dai.user)
    assert "Greenery Day" in client.get("/settings/holidays/?year=2026").content.decode()
    dai.user.language = "ja"
    dai.user.save()
    assert "みどりの日" in client.get("/settings/holidays/?year=2026").content.decode()


def test_settings_of_the_organisation_are_kept_with_who_and_what(client, dai, organisation):
    client.force_login(dai.user)
    week = {f"weekday_hours_{place}": "7.5" if place < 5 else "0" for place in range(7)}
    values = {
        "name": "Sunrise", "language": "ja", "currency": "JPY", "time_zone": "Asia/Tokyo", "fiscal_start_month": "1",
        "first_weekday": "6", "holiday_country": "US", "workday_starts_at": "08:30", **week,
    }  # fmt: skip
    assert client.post("/settings/organisation/", values).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.fiscal_start_month, organisation.first_weekday, organisation.holiday_country) == (1, 6, "US")
    assert organisation.weekday_hours == [7.5, 7.5, 7.5, 7.5, 7.5, 0, 0]
    assert organisation.workday_starts_at == time(8, 30)
    record = Change.objects.get(what="organisation.edited")
    assert record.by == dai.user
    assert record.details["fiscal_start_month"] == [4, 1]


@pytest.mark.parametrize("wrong", [{"weekday_hours_0": "25"}, {"weekday_hours_0": ""}, {"time_zone": "Mars"}])
def test_settings_that_cannot_be_are_refused(client, dai, organisation, wrong):
    client.force_login(dai.user)
    week = {f"weekday_hours_{place}": "8" for place in range(7)}
    values = {
        "name": "X", "language": "ja", "currency": "JPY", "time_zone": "Asia/Tokyo", "fiscal_start_month": "4",
        "first_weekday": "0", "holiday_country": "JP", "workday_starts_at": "09:00", **week, **wrong,
    }  # fmt: skip
    assert client.post("/settings/organisation/", values).status_code == 422
    organisation.refresh_from_db()
    assert organisation.name == "Sunrise"
