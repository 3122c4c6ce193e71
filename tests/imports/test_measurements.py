"""Numbers typed by hand: in the table, one at a time, corrected, taken back, undone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from kaname.facts.evaluate import evaluate
from kaname.goals.queries import definitions
from kaname.imports import hand_entry
from kaname.imports.hand_entry import Entry, Subject
from kaname.imports.models import Measurement, MeasurementRevision
from kaname.measures.periods import FiscalCalendar

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)
DAY = date(2024, 4, 1)
COST, SCORE, GUESTS = "advertising_cost", "satisfaction", "guests"


def record(value, *, metric=GUESTS, day=DAY, by=None, reason="", **subject):
    value = None if value is None else Decimal(str(value))
    return hand_entry.record([Entry(metric, day, Subject(**subject), value)], reason=reason, by=by, at=AT)


def value(store, metric=GUESTS, since=DAY, until=date(2024, 5, 1), **where):
    where = {key: [found] for key, found in where.items()}
    result = evaluate(
        store,
        definitions=definitions(),
        keys=[metric],
        since=since,
        until=until,
        calendar=FiscalCalendar(),
        where=where,
    )
    return result.value(metric)


def test_it_counts_at_once_for_the_person_their_team_and_the_organisation(known, ben, east):
    record(12, person=ben)

    assert (value(known), value(known, team="east"), value(known, person="ben")) == (12, 12, 12)


def test_it_counts_a_teams_number_for_the_team_and_the_organisations_for_nobody_else(known, east):
    record(3, team=east)
    record(4)

    assert (value(known), value(known, team="east"), value(known, team="west")) == (7, 3, 0)


def test_it_keeps_one_value_for_a_metric_day_and_subject(known, ben, dai):
    record(12, person=ben, by=dai.user)
    record(15, person=ben, by=dai.user, reason="miscounted")

    assert Measurement.objects.get().value == 15
    last, first = MeasurementRevision.objects.all()
    assert (first.old_value, first.new_value) == (None, 12)
    assert (last.old_value, last.new_value, last.reason, last.by) == (12, 15, "miscounted", dai.user)
    assert value(known) == 15


def test_it_leaves_no_trace_when_nothing_changes(known, ben):
    record(12, person=ben)

    assert record(12, person=ben) == []
    assert record(None, metric=SCORE, person=ben) == []
    assert Measurement.objects.count() == 1


def test_it_takes_a_value_back_and_keeps_the_others_of_the_day(known, ben, chie):
    record(12, person=ben)
    record(5, person=chie)
    record(None, person=ben)

    assert value(known) == 5
    assert Measurement.objects.get(person=ben).value is None


def test_it_undoes_a_change_and_a_taking_back(known, ben):
    record(12, person=ben)
    record(15, person=ben)
    hand_entry.undo(MeasurementRevision.objects.all()[:1], reason="", by=None, at=AT)
    assert value(known) == 12
    revision = record(None, person=ben)
    assert value(known) == 0
    hand_entry.undo(revision, reason="", by=None, at=AT)
    assert value(known) == 12


def test_it_does_not_undo_what_was_changed_since(known, ben):
    first = record(12, person=ben)
    record(15, person=ben)

    assert hand_entry.undo(first, reason="", by=None, at=AT) == []
    assert value(known) == 15


def test_it_tells_two_people_of_one_name_apart(known, ben, east):
    from kaname.people.models import Membership, Person
    from kaname.people.operations import publish_directory

    other = Person.objects.create(key="ben2", name="Ben")
    Membership.objects.create(person=other, team=east)
    publish_directory(known)
    record(1, person=ben)
    record(2, person=other)

    assert (value(known, person="ben"), value(known, person="ben2")) == (1, 2)


# The table


def table(client, data=None, **query):
    url = reverse("imports:measurements")
    query = {"on": "2024-04-01", "metric": [GUESTS, COST, SCORE], **query}
    if data is None:
        return client.get(url, query)
    return client.post(url, data, query_params=query)


def test_it_saves_what_people_write_in_the_table(sign_in, known, ben):
    answer = table(
        sign_in(ben), {f"2024-04-01|{GUESTS}": "1,234名", f"2024-04-02|{COST}": "1.2万", f"2024-04-02|{SCORE}": ""}
    )

    assert answer.status_code == 302
    assert {(one.metric_key, one.day, one.value) for one in Measurement.objects.all()} == {
        (GUESTS, DAY, 1234),
        (COST, date(2024, 4, 2), 12000),
    }
    page = table(sign_in(ben)).content.decode()
    assert 'value="1,234"' in page
    assert "Undo" in page


def test_it_keeps_what_was_typed_beside_the_error_and_saves_nothing(sign_in, known, ben):
    answer = table(sign_in(ben), {f"2024-04-01|{GUESTS}": "many", f"2024-04-02|{GUESTS}": "5"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="many"' in page
    assert 'aria-invalid="true"' in page
    assert not Measurement.objects.exists()


def test_it_puts_a_pasted_block_into_the_table_before_saving(sign_in, known, ben):
    block = "1万\t4.5\r\n2万\t3.9\r\n"
    answer = table(sign_in(ben), {"block": block, "paste": "1"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'name="2024-04-02|advertising_cost" value="2万"' in page
    assert 'name="2024-04-02|satisfaction" value="3.9"' in page
    assert not Measurement.objects.exists()


def test_it_puts_the_columns_in_one_order_whatever_was_asked_first(sign_in, known, ben):
    page = table(sign_in(ben), metric=[SCORE, GUESTS, COST]).content.decode()
    heads = [page.index(f">{name}</span>") for name in ("Advertising cost", "Customer satisfaction", "Guests")]
    cells = [page.index(f'name="2024-04-01|{key}"') for key in (COST, SCORE, GUESTS)]

    assert heads == sorted(heads)
    assert cells == sorted(cells)


def test_it_goes_by_the_date_that_a_pasted_line_begins_with(sign_in, known, ben):
    table(sign_in(ben), {"block": "2024/4/2\t\t\t7\n", "save": "1"})

    assert (Measurement.objects.get().day, Measurement.objects.get().metric_key) == (date(2024, 4, 2), GUESTS)


def test_it_takes_no_numbers_for_days_to_come(sign_in, known, ben):
    answer = table(sign_in(ben), {"2099-04-01|guests": "5"}, on="2099-04-01")

    assert answer.status_code == 302
    assert not Measurement.objects.exists()


def test_it_undoes_a_saved_table(sign_in, known, ben):
    client = sign_in(ben)
    table(client, {f"2024-04-01|{GUESTS}": "5", f"2024-04-02|{GUESTS}": "6"})
    pks = [revision.pk for revision in MeasurementRevision.objects.all()]
    client.post(reverse("imports:undo"), {"revision": pks})

    assert value(known) == 0
    assert set(Measurement.objects.values_list("value", flat=True)) == {None}


# One number


def new(client, data=None, **query):
    url = reverse("imports:measurement_new")
    return client.get(url, query) if data is None else client.post(url, data, query_params=query)


def test_it_records_one_number_and_goes_back_to_where_it_was_opened(sign_in, known, ben):
    client = sign_in(ben)
    page = new(client, metric=GUESTS, person="ben", on="2024-04-01", next="/board/")
    assert 'value="2024-04-01"' in page.content.decode()
    answer = new(
        client,
        {"metric": GUESTS, "subject": "person:ben", "day": "2024-04-01", "value": "7", "next": "/board/"},
    )

    assert answer.url == "/board/"
    assert value(known) == 7


def test_it_never_goes_to_another_site(sign_in, known, ben):
    data = {
        "metric": GUESTS,
        "subject": "person:ben",
        "day": "2024-04-01",
        "value": "7",
        "next": "https://evil.example/",
    }

    assert new(sign_in(ben), data).url.startswith(reverse("imports:measurements") + "?")


@pytest.mark.parametrize(
    "wrong", [{"value": "seven"}, {"value": ""}, {"day": "2099-01-01"}, {"metric": "calls"}, {"subject": "person:chie"}]
)
def test_it_says_what_is_wrong_with_a_number(sign_in, known, ben, wrong):
    data = {"metric": GUESTS, "subject": "person:ben", "day": "2024-04-01", "value": "7", **wrong}

    assert new(sign_in(ben), data).status_code == 422
    assert not Measurement.objects.exists()


def test_it_corrects_with_a_reason_and_shows_the_history(sign_in, known, ben):
    client = sign_in(ben)
    record(12, person=ben, by=ben.user)
    one = Measurement.objects.get()
    client.post(reverse("imports:measurement_revisions", args=[one.pk]), {"value": "15", "reason": "two came late"})
    page = client.get(one.get_absolute_url()).content.decode()

    assert value(known) == 15
    assert "two came late" in page


def test_it_asks_before_it_takes_a_value_back(sign_in, known, ben):
    client = sign_in(ben)
    record(12, person=ben)
    one = Measurement.objects.get()
    url = reverse("imports:measurement_take_back", args=[one.pk])
    assert client.get(url).status_code == 200
    assert value(known) == 12
    client.post(url, {"reason": "wrong day"})

    assert value(known) == 0
    assert MeasurementRevision.objects.first().reason == "wrong day"


# Who may


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("ben", {"person": "ben"}, 200),
        ("ben", {"person": "aiko"}, 404),
        ("ben", {"team": "east"}, 404),
        ("ben", {"of": "organisation"}, 404),
        ("aiko", {"person": "ben"}, 200),
        ("aiko", {"team": "east"}, 200),
        ("aiko", {"person": "chie"}, 404),
        ("aiko", {"team": "west"}, 404),
        ("dai", {"person": "chie"}, 200),
        ("dai", {"of": "organisation"}, 200),
    ],
)
def test_it_is_for_own_numbers_and_those_of_managed_people_and_teams(sign_in, request, known, who, query, status):
    client = sign_in(request.getfixturevalue(who))

    assert table(client, **query).status_code == status
    assert table(client, {f"2024-04-01|{GUESTS}": "1"}, **query).status_code == (302 if status == 200 else 404)


def test_it_hides_the_measurements_of_others(sign_in, known, ben, chie):
    revision = record(12, person=chie)[0]
    client = sign_in(ben)
    pk = revision.measurement_id

    assert client.get(reverse("imports:measurement", args=[pk])).status_code == 404
    assert client.get(reverse("imports:measurement_take_back", args=[pk])).status_code == 404
    assert client.post(reverse("imports:measurement_revisions", args=[pk]), {"value": "1"}).status_code == 404
    client.post(reverse("imports:undo"), {"revision": [revision.pk]})
    assert value(known) == 12
