"""Columns read at once by Arrow are what reading value by value gives."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from connectors.calm_for_tests import CALM
from connectors.mappings_for_tests import measurements
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.conversion.decimals import fitted, from_steps
from kaname.connectors.conversion.zoned import instants_of, locals_of
from kaname.connectors.values.moments import read_moment
from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.unreadable import UnreadableError

TOKYO = ZoneInfo("Asia/Tokyo")
number_like = st.one_of(
    st.from_regex(r"[+-]?[0-9]{1,15}(\.[0-9]{0,5})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}(,[0-9]{3}){0,2}(円|件)?", fullmatch=True),
    st.sampled_from(["0x1F", "1e5", "1E-3", ".5", "5.", "-0", "nan", "inf", "1_000", "+", "−5", "1", "0012", "1.2万"]),
)
moment_like = st.one_of(
    st.datetimes(min_value=datetime(1850, 1, 1), max_value=datetime(2250, 1, 1)).map(str),
    st.dates().map(str),
    st.from_regex(
        r"20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9](:[0-6][0-9](:[0-6][0-9](\.[0-9]{1,9})?)?)?(Z|\+09:00)?)?",
        fullmatch=True,
    ),
    st.from_regex(r"20[0-9]{2}/1?[0-9]/[1-3]?[0-9]( [0-2]?[0-9]:[0-6][0-9](:[0-6][0-9])?)?", fullmatch=True),
    st.sampled_from(["1500-01-01", "2026-04-01 09", "2026-04-01 24:00", "2026-04-01 09:00:60", "20260401"]),
    st.sampled_from(["令和8年4月1日 9時", "46113.5", "2026/4/1 9:05 +0900", "1 Apr 2026 9:05"]),
)


def one_by_one(text, read):
    try:
        return read(text)
    except UnreadableError as reason:
        return reason.code


@CALM
@given(texts=st.lists(number_like, min_size=1, max_size=15))
def test_numbers(file, outcome, texts):
    path = file("id\tday\tvalue\n" + "".join(f"{number}\t2026-04-01\t{text}\n" for number, text in enumerate(texts)))
    found = outcome(path, measurements(file={"decimal_mark": "point", "delimiter": "\t", "header_row": 1}))
    wanted = [one_by_one(text, _decimal) for text in texts]
    assert found.only("value") == [value for value in wanted if isinstance(value, Decimal)]
    assert [reject.code for reject in found.rejects] == [value for value in wanted if isinstance(value, str)]


def _decimal(text):
    return fitted(read_number(text).settled(mark="point"), rounds=False)


@CALM
@given(texts=st.lists(moment_like, min_size=1, max_size=15))
def test_moments(file, outcome, texts):
    path = file("id,day,value\n" + "".join(f"{number},{text},1\n" for number, text in enumerate(texts)))
    found = outcome(path, measurements())
    wanted = [one_by_one(text, read_moment) for text in texts]
    instants = [moment and _instant(moment) for moment in wanted if not isinstance(moment, str)]
    assert found.only("occurred_at") == instants
    codes = [reject.code.replace("date_year", "date_impossible") for reject in found.rejects]  # a file names the year
    assert codes == [value for value in wanted if isinstance(value, str)]


def _instant(moment):
    if moment.clock is None:
        return None
    return moment.local().replace(tzinfo=moment.zone or TOKYO).astimezone(UTC)


@cache
def changing_days(zone):
    """The days that do not begin and end with the same offset."""
    days = [date(1900, 1, 1) + timedelta(days=n) for n in range(200 * 365)]
    offsets = [datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).utcoffset() for day in days]
    return [day for day, (before, after) in zip(days, pairwise(offsets), strict=False) if before != after]


@st.composite
def zoned_times(draw):
    """Times in a zone, many of them on days on which clocks change."""
    zone = draw(
        st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Africa/Casablanca"])
    )
    any_day = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
    days = any_day | st.sampled_from(changing_days(zone))
    clocks = st.times().map(lambda clock: clock.replace(fold=0))  # files cannot say which of two they mean
    return draw(st.lists(st.builds(datetime.combine, days, clocks), min_size=1, max_size=60)), zone


@CALM
@given(zoned_times())
def test_zones(times_and_zone):
    times, zone = times_and_zone[0], ZoneInfo(times_and_zone[1])
    local = np.array(times, dtype="datetime64[us]").astype(np.int64)
    instants = instants_of(local, zone=zone)
    wanted = [time.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for time in times]
    assert instants.astype("datetime64[us]").tolist() == wanted
    back = [instant.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for instant in wanted]
    assert locals_of(instants, zone=zone).astype("datetime64[us]").tolist() == back


@CALM
@given(steps=st.lists(st.integers(-(10**18) + 1, 10**18 - 1), max_size=20))
def test_decimals(steps):
    array = from_steps(np.array(steps, dtype=np.int64))
    array.validate(full=True)
    assert array.to_pylist() == [Decimal(step).scaleb(-4) for step in steps]


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.00005", "0"), ("0.00015", "0.0002"), ("-0.00005", "0"), ("1.00025", "1.0002")]
)
def test_rounding_is_half_to_even_where_it_is_allowed(value, rounded):
    assert fitted(Decimal(value), rounds=True) == Decimal(rounded)
    with pytest.raises(UnreadableError):
        fitted(Decimal(value), rounds=False)
