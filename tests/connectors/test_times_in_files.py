"""Days, instants and lengths of time, from a file to the organisation's zone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from connectors.calm_for_tests import CALM
from connectors.mappings_for_tests import measurements
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.error import ConnectorError

TIMES = "id,day,value\n1,2026-04-01 23:30,5\n2,2026-04-01,5\n3,2026-04-01T15:30:00Z,5\n4,2026/4/1 午前0時15分,5\n"


def test_days_are_those_of_the_organisation(file, outcome):
    found = outcome(file(TIMES), measurements())
    assert found.only("day", "occurred_at") == [
        (date(2026, 4, 1), datetime(2026, 4, 1, 14, 30, tzinfo=UTC)),
        (date(2026, 4, 1), None),
        (date(2026, 4, 2), datetime(2026, 4, 1, 15, 30, tzinfo=UTC)),
        (date(2026, 4, 1), datetime(2026, 3, 31, 15, 15, tzinfo=UTC)),
    ]


def test_times_of_a_source_elsewhere_are_brought_home(file, outcome):
    found = outcome(file(TIMES), measurements(file={"time_zone": "America/New_York"}))
    assert found.only("day", "occurred_at") == [
        (date(2026, 4, 2), datetime(2026, 4, 2, 3, 30, tzinfo=UTC)),
        (date(2026, 4, 1), None),
        (date(2026, 4, 2), datetime(2026, 4, 1, 15, 30, tzinfo=UTC)),
        (date(2026, 4, 1), datetime(2026, 4, 1, 4, 15, tzinfo=UTC)),
    ]
    said = {"column": "day", "time_zone": "-04:00"}
    assert outcome(file(TIMES), measurements(occurred_at=said)).only("day") == found.only("day")


def test_skipped_and_doubled_times_of_clock_changes_are_defined(file, outcome):
    path = file("id,day,value\n1,2026-03-29 02:30:00,5\n2,2026-10-25 02:30:00,5\n3,2026-10-25 03:30:00,5\n")
    assert outcome(path, measurements(), zone=ZoneInfo("Europe/Berlin")).only("occurred_at") == [
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
    ]


@CALM
@given(
    times=st.lists(
        st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2090, 1, 1)), min_size=1, max_size=20
    ),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    form=st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d %b %Y %H:%M:%S", "%Y年%m月%d日 %H時%M分%S秒"]),
)
def test_instants_are_those_of_python(file, outcome, times, zone, form):
    zone = ZoneInfo(zone)
    times = [time.replace(microsecond=0) for time in times]
    path = file("id,day,value\n" + "".join(f"{number},{time.strftime(form)},1\n" for number, time in enumerate(times)))
    instants = [time.replace(tzinfo=zone).astimezone(UTC) for time in times]
    found = outcome(path, measurements(), zone=zone)
    assert found.only("occurred_at") == instants
    assert found.only("day") == [instant.astimezone(zone).date() for instant in instants]


def test_a_day_and_a_time_can_be_in_two_columns(file, outcome):
    path = file(
        "id,day,time,value\n1,2026/4/1,9:05,5\n2,2026-04-01 00:00:00,21:00,5\n3,2026/4/2,,5\n4,R8.4.2,午後3時,5\n"
        "5,,9:05,5\n6,2026/4/2,later,5\n"
    )
    found = outcome(path, measurements(occurred_at={"columns": ["day", "time"]}))
    assert found.only("day", "occurred_at") == [
        (date(2026, 4, 1), datetime(2026, 4, 1, 0, 5, tzinfo=UTC)),
        (date(2026, 4, 1), datetime(2026, 4, 1, 12, 0, tzinfo=UTC)),
        (date(2026, 4, 2), None),
        (date(2026, 4, 2), datetime(2026, 4, 2, 6, 0, tzinfo=UTC)),
    ]
    assert [(row, code) for row, _, code in found.reasons] == [(6, "date_needed"), (7, "date_unknown")]


def test_a_stay_is_from_one_time_to_another(file, outcome):
    fact = {"stream": "web_traffic", "id": ["id"], "occurred_at": "a", "dwell_seconds": {"from": "a", "to": "b"}}
    path = file(
        "id,a,b\n"
        "1,2026-04-01 10:00:00,2026-04-01 10:01:30.250\n"
        "2,2026-04-01 10:00:00,\n"
        "3,2026-04-01 10:00:00,2026-04-01 09:00:00\n"
        "4,2026-04-01,2026-04-02\n"
        "5,2026-04-01T10:00:00Z,2026-04-01 19:00:05\n"
    )
    found = outcome(path, {"source": "s", "facts": [fact]})
    assert found.only("source_id", "dwell_seconds") == [("1", Decimal("90.25")), ("2", None), ("5", Decimal(5))]
    assert [(row, code) for row, _, code in found.reasons] == [(4, "span_reversed"), (5, "time_needed")]


def test_lengths_of_time_of_two_numbers_are_asked_about(file, outcome):
    fact = {
        "stream": "activities",
        "id": ["id"],
        "occurred_at": "day",
        "kind": {"value": "call"},
        "duration_seconds": "length",
    }
    path = file("id,day,length\n1,2026-04-01,3:20\n2,2026-04-01,90\n3,2026-04-01,0:03:20\n4,2026-04-01,3分20秒\n")
    with pytest.raises(ConnectorError) as asked:
        outcome(path, {"source": "s", "facts": [fact]})
    assert asked.value.code == "short_duration_ambiguous"
    for said, seconds in (("m:ss", 200), ("h:mm", 12000)):
        found = outcome(path, {"source": "s", "file": {"short_duration": said}, "facts": [fact]})
        assert found.only("duration_seconds") == [seconds, 90, 200, 200]
