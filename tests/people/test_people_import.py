"""A file of people: what it says, what it changes, and that it changes nothing the second time."""

from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from kaname.connectors.error import ConnectorError
from kaname.people import operations
from kaname.people.errors import PeopleError
from kaname.people.models import Change, Membership, Person, Role, Team
from kaname.people.operations import PeopleColumns

AT = datetime(2026, 5, 15, tzinfo=UTC)


@pytest.fixture
def take(tmp_path, organisation):
    """Imports lines of text as a file."""

    def run(*lines, apply=True, columns=None, encoding="utf-8", **options):
        path = tmp_path / "people.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return operations.import_people(path, columns or PeopleColumns(), apply=apply, by=None, at=AT, **options)

    return run


def teams_of(name):
    stays = Membership.objects.filter(person__name=name)
    return [(stay.team.name, stay.starts_on, stay.ends_on) for stay in stays]


def codes(result):
    return [(reject.row, reject.field, reject.code) for reject in result.rejects]


def test_japanese_headers_are_recognised(take):
    result = take("氏名,メールアドレス,部署,上司,役割", "田中太郎,t@example.com,営業1課,佐藤花子,メンバー")
    assert result.columns.named() == {
        "name": "氏名",
        "email": "メールアドレス",
        "team": "部署",
        "manager": "上司",
        "role": "役割",
    }
    assert (result.created, result.managers_created, result.teams_created) == (1, ["佐藤花子"], ["営業1課"])
    tanaka = Person.objects.get(name="田中太郎")
    assert (tanaka.email, tanaka.role) == ("t@example.com", Role.MEMBER)
    stay = tanaka.memberships.get()
    assert (stay.team.name, stay.manager.name, stay.starts_on, stay.ends_on) == ("営業1課", "佐藤花子", None, None)
    assert stay.manager.role == Role.MANAGER


def test_the_same_file_twice_changes_nothing(take):
    lines = ["name,email,team,manager,role,since,employee code", "Ken,k@x.jp,East,Aya,member,2026-04-01,17"]
    assert take(*lines).created == 1
    records = Change.objects.count()
    again = take(*lines)
    assert (again.unchanged, again.created, again.changed, again.moved) == (1, 0, 0, 0)
    assert Change.objects.count() == records


def test_a_preview_changes_nothing_and_tells_what_it_would(take):
    result = take("name,team", "Ken,East", apply=False)
    assert (result.created, result.teams_created, result.applied) == (1, ["East"], False)
    assert not Person.objects.exists()
    assert not Team.objects.exists()


def test_a_manager_column_alone_makes_a_team_of_each_managers_people(take):
    take("sales_agent,manager", "Ken,Aya", "Rei,Aya", "Jun,Bob")
    assert {(stay.person.name, stay.team.name, stay.manager.name) for stay in Membership.objects.all()} == {
        ("Ken", "Aya", "Aya"),
        ("Rei", "Aya", "Aya"),
        ("Jun", "Bob", "Bob"),
    }


def test_managers_of_managers_make_a_tree(take):
    take("name,manager", "Ken,Aya", "Aya,Mia", "Mia,")
    assert Team.objects.get(name="Aya").parent.name == "Mia"
    assert teams_of("Aya") == [("Mia", None, None)]
    assert teams_of("Mia") == []


def test_managers_in_a_circle_are_named(take):
    result = take("name,manager", "Ken,Aya", "Aya,Mia", "Mia,Aya")
    assert codes(result) == [(3, "manager", "manager_circle"), (4, "manager", "manager_circle")]
    assert teams_of("Ken") == [("Aya", None, None)]


def test_naming_the_manager_column_keeps_the_team_column_from_being_guessed(take):
    columns = PeopleColumns(name="who", manager="boss")
    take("who,boss,team", "Ken,Aya,East", columns=columns)
    assert teams_of("Ken") == [("Aya", None, None)]


def test_nobody_is_their_own_manager(take):
    result = take("name,team,manager", "Aya,East,Aya")
    assert result.rejected == 0
    assert Person.objects.get().memberships.get().manager is None


def test_a_parent_column_builds_the_tree_and_tells_teams_of_one_name_apart(take):
    lines = ["氏名,本部,課", "A,東日本,1課", "B,西日本,1課"]
    take(*lines)
    assert {(stay.person.name, stay.team.parent.name) for stay in Membership.objects.all()} == {
        ("A", "東日本"),
        ("B", "西日本"),
    }
    assert take(*lines).unchanged == 2
    assert codes(take("氏名,課", "C,1課")) == [(2, "team", "team_ambiguous")]
    assert not Person.objects.filter(name="C").exists()


def test_names_match_without_regard_to_spaces_and_width(take):
    take("氏名,チーム", "田中　太郎,営業１課")
    again = take("氏名,チーム", "田中太郎,営業1課")
    assert (again.unchanged, Team.objects.count()) == (1, 1)


def test_a_move_ends_the_earlier_team_that_day(take):
    take("name,team", "Ken,East")
    result = take("name,team,since", "Ken,West,2026-04-01")
    assert result.moved == 1
    assert result.rows[0].as_dict() == {
        "row": 2,
        "name": "Ken",
        "team": "West",
        "outcome": "moved",
        "changes": {"team": ["East", "West"]},
        "since": "2026-04-01",
    }
    assert teams_of("Ken") == [("East", None, date(2026, 4, 1)), ("West", date(2026, 4, 1), None)]


def test_several_rows_of_a_person_are_their_history(take):
    lines = ["name,team,since", "Ken,West,2026/4/1", "Ken,East,2025年4月1日", "Ken,North,R8.10.1"]
    first = take(*lines)
    assert (first.created, first.moved) == (1, 2)
    assert teams_of("Ken") == [
        ("East", date(2025, 4, 1), date(2026, 4, 1)),
        ("West", date(2026, 4, 1), date(2026, 10, 1)),
        ("North", date(2026, 10, 1), None),
    ]
    assert take(*lines).unchanged == 3


def test_a_history_may_begin_without_a_date(take):
    lines = ["name,team,since", "Ken,East,", "Ken,West,2026-04-01"]
    take(*lines)
    assert teams_of("Ken") == [("East", None, date(2026, 4, 1)), ("West", date(2026, 4, 1), None)]
    assert take(*lines).unchanged == 2


def test_an_earlier_row_that_comes_late_ends_where_the_next_begins(take):
    take("name,team,since", "Ken,West,2026-04-01")
    take("name,team,since", "Ken,East,2025-04-01")
    assert teams_of("Ken")[0] == ("East", date(2025, 4, 1), date(2026, 4, 1))


def test_without_a_date_a_team_for_all_time_is_replaced(take):
    take("name,team", "Ken,East")
    result = take("name,team", "Ken,West")
    assert (result.moved, teams_of("Ken")) == (1, [("West", None, None)])


def test_without_a_date_a_history_is_not_rewritten(take):
    take("name,team,since", "Ken,East,2025-04-01", "Ken,West,2026-04-01")
    result = take("name,team", "Ken,North")
    assert codes(result) == [(2, "since", "since_needed")]
    assert take("name,team", "Ken,West").unchanged == 1
    assert not Team.objects.filter(name="North").exists()


def test_empty_cells_take_nothing_away(take):
    take("name,email,team,manager,role", "Ken,k@x.jp,East,Aya,executive")
    result = take("name,email,team,manager,role", "Ken,,East,,")
    assert result.unchanged == 1
    assert Person.objects.get(name="Ken").email == "k@x.jp"


def test_an_employee_code_finds_somebody_who_changed_name_and_email(take):
    take("name,employee code,email", "Ken Sato,17,k@x.jp")
    result = take("name,employee code,email", "Ken Ito,17,ito@x.jp")
    assert result.rows[0].changes == {"name": ["Ken Sato", "Ken Ito"], "email": ["k@x.jp", "ito@x.jp"]}
    assert Person.objects.count() == 1


def test_namesakes_are_told_apart_by_email(take):
    lines = ["name,email,team", "Ken,ken1@x.jp,East", "Ken,ken2@x.jp,West"]
    assert take(*lines).created == 2
    assert take(*lines).unchanged == 2
    assert codes(take("name,team", "Ken,East")) == [(2, "name", "name_ambiguous")]


def test_namesakes_without_email_are_refused_by_row(take):
    result = take("name,team", "Ken,East", "Mia,East", "Ken,West")
    assert codes(result) == [(2, "name", "same_name"), (4, "name", "same_name")]
    assert "2, 4" in str(result.rejects[0])
    assert result.created == 1


def test_one_namesake_without_email_is_refused_alone(take):
    result = take("name,email", "Ken,k@x.jp", "Ken,")
    assert codes(result) == [(3, "name", "identity_missing")]
    assert result.created == 1


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",e@x.jp,East,,,,", ("name", "name_missing")),
        ("Ken,not an email,East,,,,", ("email", "email_invalid")),
        ("Ken,,East,,boss,,", ("role", "role_unknown")),
        ("Ken,,East,,,2026-02-30,", ("since", "date_impossible")),
        ("Ken,,East,,,soon,", ("since", "date_unknown")),
        ("Ken,,East,,,2026-04-01,2026-03-01", ("left_on", "left_before_since")),
        ("Ken,ben@example.com,East,,,,", None),
        ("K" * 201 + ",,East,,,,", ("name", "value_too_long")),
    ],
)
def test_a_bad_value_is_named_and_its_row_left_out(take, row, problem):
    result = take("name,email,team,manager,role,since,last day", row, "Mia,,East,,,,")
    assert codes(result) == ([(2, *problem)] if problem else [])
    assert result.read == 2
    assert Person.objects.filter(name="Mia").exists()


def test_every_bad_value_of_a_row_is_listed(take):
    result = take("name,email,role", ",nobody,king")
    assert [code for _, _, code in codes(result)] == ["email_invalid", "role_unknown", "name_missing"]
    assert (result.rejected, result.read) == (1, 1)


def test_code_and_email_of_different_people_are_refused(take):
    take("name,employee code,email", "Ken,1,k@x.jp", "Mia,2,m@x.jp")
    result = take("name,employee code,email", "Ken,1,m@x.jp")
    assert codes(result) == [(2, "email", "identities_differ")]


def test_one_email_under_two_codes_is_refused(take):
    result = take("name,employee code,email", "Ken,1,k@x.jp", "Mia,2,k@x.jp")
    assert codes(result) == [(2, "email", "email_shared"), (3, "email", "email_shared")]


def test_the_same_person_twice_is_refused(take):
    result = take("name,email,team", "Ken,k@x.jp,East", "Ken,k@x.jp,West")
    assert codes(result) == [(2, "name", "same_person_twice"), (3, "name", "same_person_twice")]
    assert not Person.objects.exists()


def test_an_unclear_manager_is_refused(take):
    take("name,email", "Aya,a1@x.jp", "Aya,a2@x.jp")
    result = take("name,team,manager", "Ken,East,Aya", "Mia,East,a2@x.jp")
    assert codes(result) == [(2, "manager", "manager_ambiguous")]
    assert Person.objects.get(name="Mia").memberships.get().manager.email == "a2@x.jp"


def test_a_member_who_manages_somebody_becomes_a_manager_and_the_result_says_so(take):
    take("name,team", "Aya,East")
    result = take("name,team,manager", "Ken,East,Aya")
    assert result.managers_promoted == ["Aya"]
    assert Person.objects.get(name="Aya").role == Role.MANAGER


def test_a_role_that_the_file_states_is_kept(take):
    take("name,team,manager,role", "Ken,East,Aya,", "Aya,East,,executive")
    assert Person.objects.get(name="Aya").role == Role.EXECUTIVE


def test_an_inactive_team_is_refused(take, west):
    west.deactivate(on=AT.date(), by=None, at=AT)
    assert codes(take("name,team", "Ken,West")) == [(2, "team", "team_inactive")]


def test_a_last_day_ends_team_and_sign_in(take, ben, east):
    result = take("name,email,last day", "Ben,ben@example.com,2026-03-31")
    ben.refresh_from_db()
    assert result.rows[0].changes["left_on"] == [None, date(2026, 4, 1)]
    assert (ben.is_active, ben.user.is_active, ben.left_on) == (False, False, date(2026, 4, 1))
    assert teams_of("Ben") == [("East", None, date(2026, 4, 1))]
    assert take("name,email,last day", "Ben,ben@example.com,2026-03-31").unchanged == 1


def test_a_last_day_to_come_leaves_the_sign_in_until_then(take, ben):
    take("name,last day", "Ben,2026-06-30")
    ben.refresh_from_db()
    assert (ben.is_active, ben.user.is_active, ben.left_on) == (True, True, date(2026, 7, 1))


def test_somebody_who_left_does_not_come_back_through_a_file(take, ben):
    ben.deactivate(on=AT.date(), by=None, at=AT)
    assert codes(take("name,team", "Ben,East")) == [(2, "name", "person_has_left")]


def test_people_whom_the_file_does_not_mention_are_left_alone(take, ben, chie, dai):
    take("name,team", "Ben,East")
    assert Person.objects.filter(is_active=False).count() == 0


def test_missing_people_leave_when_asked_but_no_administrator_manager_or_bad_row(take, aiko, ben, chie, dai, emi):
    result = take("name,team,manager,role", "Ben,East,Aiko,", "Emi,,,king", deactivate_missing=True)
    assert result.deactivated == ["Chie"]
    assert set(Person.objects.filter(is_active=False).values_list("name", flat=True)) == {"Chie"}


def test_the_only_administrator_stays_one(take, dai):
    assert codes(take("name,role", "Dai,member")) == [(2, "role", "last_administrator")]
    assert codes(take("name,last day", "Dai,2026-01-31")) == [(2, "role", "last_administrator")]


def test_an_email_change_reaches_the_sign_in(take, ben):
    take("name,employee code,email", "Ben,5,ben@example.com")
    take("name,employee code,email", "Ben,5,benjamin@example.com")
    ben.refresh_from_db()
    assert ben.user.email == "benjamin@example.com"


def test_a_rejected_row_leaves_no_team_or_manager_behind(take):
    take("name,email", "Ken,k1@x.jp", "Ken,k2@x.jp")
    take("name,team,manager", "Ken,North,Somebody")
    assert not Team.objects.exists()
    assert Person.objects.count() == 2


def test_dates_in_two_possible_orders_are_asked_about(take):
    lines = ["name,team,since", "Ken,East,01-04-2026"]
    with pytest.raises(PeopleError) as problem:
        take(*lines)
    assert problem.value.code == "day_order_ambiguous"
    take(*lines, columns=PeopleColumns(day_order="dmy"))
    assert teams_of("Ken") == [("East", date(2026, 4, 1), None)]


def test_the_order_is_decided_over_the_whole_column(take):
    take("name,team,since", "Ken,East,01-04-2026", "Mia,East,25-04-2026")
    assert teams_of("Ken") == [("East", date(2026, 4, 1), None)]


def test_a_file_without_names_says_which_columns_there_are(take):
    with pytest.raises(PeopleError, match="colour, size") as problem:
        take("colour,size", "red,1")
    assert problem.value.code == "column_of_names_unknown"


def test_a_named_column_that_is_not_there_is_refused_with_a_suggestion(take):
    with pytest.raises(PeopleError, match="sales_agent") as problem:
        take("sales_agent,manager", "Ken,Aya", columns=PeopleColumns(name="sale_agent"))
    assert problem.value.code == "column_unknown"


def test_it_keeps_who_imported_what(take, dai, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,team\nKen,East\n")
    operations.import_people(path, PeopleColumns(), apply=True, by=dai.user, at=AT)
    record = Change.objects.get(what="people.imported")
    assert (record.by, record.at, record.subject, record.details["created"]) == (dai.user, AT, "list.csv", 1)
    moved = Change.objects.get(what="person.memberships")
    assert moved.details["memberships"][0] == []
    assert (moved.person.name, moved.by) == ("Ken", dai.user)


def test_a_thousand_people_take_few_queries(take, django_assert_max_num_queries):
    lines = [f"P{n},p{n}@x.jp,Team {n % 20}" for n in range(1000)]
    with django_assert_max_num_queries(80):
        assert take("name,email,team", *lines).created == 1000
    with django_assert_max_num_queries(10):
        assert take("name,email,team", *lines).unchanged == 1000


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-8-sig", "euc_jp"])
def test_japanese_encodings_are_read(take, encoding):
    lines = [
        "氏名,部署,上司",
        *(f"田中太郎{n},営業第一課,佐藤花子" for n in range(5)),
        "髙橋健,営業第二課,伊藤直美" if encoding != "euc_jp" else "高橋健,営業第二課,伊藤直美",
    ]
    result = take(*lines, encoding=encoding)
    assert (result.created, result.teams_created) == (6, ["営業第一課", "営業第二課"])


def test_tabs_and_excel_with_real_dates_are_read(tmp_path, organisation):
    sheet = tmp_path / "名簿.xlsx"
    book = Workbook()
    book.active.append(["氏名", "チーム", "所属開始日"])
    book.active.append(["田中太郎", "営業1課", datetime(2026, 4, 1)])
    book.save(sheet)
    tabs = tmp_path / "list.tsv"
    tabs.write_text("氏名\tチーム\t所属開始日\n田中太郎\t営業1課\t2026年4月1日\n")
    first = operations.import_people(sheet, PeopleColumns(), apply=True, by=None, at=AT)
    second = operations.import_people(tabs, PeopleColumns(), apply=True, by=None, at=AT)
    assert (first.created, second.unchanged) == (1, 1)
    assert teams_of("田中太郎") == [("営業1課", date(2026, 4, 1), None)]


def test_a_row_with_too_few_cells_is_rejected_by_its_line(take):
    result = take("name,team,email", "Ken,East,k@x.jp", "Mia,East", "Rei,East,r@x.jp")
    assert codes(result) == [(3, "", "cells_missing")]
    assert result.created == 2


def test_a_picture_is_no_list_of_people(tmp_path, organisation):
    path = tmp_path / "people.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(ConnectorError):
        operations.import_people(path, PeopleColumns(), apply=True, by=None, at=AT)
