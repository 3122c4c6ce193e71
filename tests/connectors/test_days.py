"""Days and times as people write them."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from connectors.calm_for_tests import CALM
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.values.moments import read_moment
from kaname.connectors.values.unreadable import UnreadableError

ERAS = (("R", "令和", "令", 2019, date(2019, 5, 1)), ("H", "平成", "平", 1989, date(1989, 1, 8)))
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
clocks = st.times().map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))


def era_year(day):
    letter, long, short, first, _ = next(era for era in ERAS if day >= era[4])
    return letter, long, short, day.year - first + 1


def ways_to_write(day):
    """Every supported way to write a day, with the order that it needs."""
    letter, long, short, year = era_year(day)
    first_year = "元" if year == 1 else str(year)
    y, m, d = day.year, day.month, day.day
    wide = str.maketrans("0123456789/", "0123456789/")
    month = day.strftime("%b")
    return {
        day.isoformat(): None,
        f"{y}/{m}/{d}": None,
        f"{y}/{m:02}/{d:02}": None,
        f"{y}.{m}.{d}": None,
        f"{y}. {m}. {d}": None,
        f"{y}-{m}-{d}": None,
        f"{y}年{m}月{d}日": None,
        f"{y}年 {m}月 {d}日": None,
        f"{y}/{m}/{d}({'月火水木金土日'[day.weekday()]})": None,
        f"{y}年{m}月{d}日 {'月火水木金土日'[day.weekday()]}曜日": None,
        f"{y}/{m}/{d}".translate(wide): None,
        f"{y}{m:02}{d:02}": None,
        f"{letter}{year}.{m}.{d}": None,
        f"{letter}{year:02}/{m:02}/{d:02}": None,
        f"{letter.lower()}{year}-{m}-{d}": None,
        f"{long}{first_year}年{m}月{d}日": None,
        f"{short}{year}.{m}.{d}": None,
        f"{d} {month} {y}": None,
        f"{d}-{month}-{y}": None,
        f"{month} {d}, {y}": None,
        day.strftime("%A, %B ") + f"{d}, {y}": None,
        f"{d:02}{month.upper()}{y}": None,
        f"{d}/{m}/{y}": "dmy",
        f"{d:02}-{m:02}-{y}": "dmy",
        f"{d}.{m}.{y}": "dmy",
        f"{m}/{d}/{y}": "mdy",
        f"{m:02}-{d:02}-{y}": "mdy",
        f"{y % 100:02}/{m}/{d}": "ymd" if y < 2069 else "skip",
        f"{m}/{d}/{y % 100:02}": "mdy" if y < 2069 else "skip",
    }


@CALM
@given(day=days)
def test_a_day_survives_every_way_of_writing_it(day):
    for text, order in ways_to_write(day).items():
        if order != "skip":
            assert read_moment(text, order=order).day == day, text
            assert read_moment(text, order=order).clock is None, text


def ways_to_write_a_time(time):
    h, m, s, ms = time.hour, time.minute, time.second, time.microsecond // 1000
    half, hour = ("午後" if h >= 12 else "午前"), h % 12
    latin, hour12 = ("PM" if h >= 12 else "AM"), h % 12 or 12
    return {
        f"{h:02}:{m:02}:{s:02}.{ms:03}": (s, ms),
        f"{h}:{m:02}:{s:02}": (s, 0),
        f"{h}:{m:02}": (0, 0),
        f"{h}時{m}分{s}秒": (s, 0),
        f"{h}時{m:02}分": (0, 0),
        f"{half}{hour}時{m}分": (0, 0),
        f"{half} {hour}:{m:02}": (0, 0),
        f"{hour12}:{m:02}:{s:02} {latin}": (s, 0),
        f"{hour12}:{m:02}{latin.lower()}": (0, 0),
    }


@CALM
@given(day=days, time=clocks)
def test_a_time_survives_every_way_of_writing_it(day, time):
    for text, (second, millisecond) in ways_to_write_a_time(time).items():
        wanted = timedelta(hours=time.hour, minutes=time.minute, seconds=second, milliseconds=millisecond)
        for between in (" ", "" if text[0] in "午" else "  "):
            assert read_moment(f"{day.year}/{day.month}/{day.day}{between}{text}").clock == wanted, text


@CALM
@given(day=days, time=clocks, minutes=st.integers(-14 * 60, 14 * 60))
def test_a_time_keeps_its_offset(day, time, minutes):
    zone = timezone(timedelta(minutes=minutes))
    at = datetime.combine(day, time, tzinfo=zone)
    for text in (at.isoformat(), at.isoformat(sep=" "), at.strftime("%Y/%m/%d %H:%M:%S.%f %z")):
        moment = read_moment(text)
        assert moment.local().replace(tzinfo=moment.zone) == at, text


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-04-01T09:05:01Z", datetime(2026, 4, 1, 9, 5, 1, tzinfo=UTC)),
        ("2026-04-01 09:05 JST", datetime(2026, 4, 1, 0, 5, tzinfo=UTC)),
        ("2026-04-01 09:05 UTC+9", datetime(2026, 4, 1, 0, 5, tzinfo=UTC)),
        ("2026-07-01 09:05 America/New_York", datetime(2026, 7, 1, 13, 5, tzinfo=UTC)),
        ("2026-04-01T10:00+09:00[Asia/Tokyo]", datetime(2026, 4, 1, 1, 0, tzinfo=UTC)),
        ("Wed, 01 Apr 2026 09:00:00 +0900", datetime(2026, 4, 1, 0, 0, tzinfo=UTC)),
        ("Wed Apr 01 2026 09:00:00 GMT+0900 (日本標準時)", datetime(2026, 4, 1, 0, 0, tzinfo=UTC)),
        ("20260401T093000Z", datetime(2026, 4, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_it_understands_times_with_a_zone(text, instant):
    moment = read_moment(text)
    assert moment.local().replace(tzinfo=moment.zone) == instant


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("令和元年5月1日", date(2019, 5, 1), None),
        ("平成31年4月30日", date(2019, 4, 30), None),
        ("H31/04/30", date(2019, 4, 30), None),
        ("昭和64年1月7日", date(1989, 1, 7), None),
        ("S45.3.15", date(1970, 3, 15), None),
        ("T10.1.1", date(1921, 1, 1), None),
        ("㋿8年4月1日", date(2026, 4, 1), None),
        ("46113", date(2026, 4, 1), None),
        ("46113.395833333336", date(2026, 4, 1), timedelta(hours=9, minutes=30)),
        ("20260401093000", date(2026, 4, 1), timedelta(hours=9, minutes=30)),
        ("202604010930", date(2026, 4, 1), timedelta(hours=9, minutes=30)),
        ("2026/4/1 24:00", date(2026, 4, 1), timedelta(days=1)),
        ("2026年4月1日(水)15時半", date(2026, 4, 1), timedelta(hours=15, minutes=30)),
        ("2026/4/1 午後0時15分", date(2026, 4, 1), timedelta(hours=12, minutes=15)),
        ("4/1/2026 12:00 AM", None, timedelta(0)),
        ("2026-04-01T09:05:01.123456789", date(2026, 4, 1), timedelta(hours=9, minutes=5, seconds=1.123456)),
    ],
)
def test_it_understands(text, day, clock):
    moment = read_moment(text, order="mdy")
    assert moment.day == (day or date(2026, 4, 1))
    assert moment.clock == clock


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026/2/30", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("0000-00-00", "date_impossible"),
        ("31/31/2026", "date_impossible"),
        ("R8.2.30", "date_impossible"),
        ("13/04/2026", "date_order"),
        ("2026/4/1(木)", "date_weekday"),
        ("2026/4", "date_unknown"),
        ("2026", "date_unknown"),
        ("4/1", "date_unknown"),
        ("2026/4/1/2", "date_unknown"),
        ("2026/4/123", "date_unknown"),
        ("未定", "date_unknown"),
        ("合計", "date_unknown"),
        ("2026-04-01x", "date_unknown"),
        ("10:30", "date_needed"),
        ("午後3時", "date_needed"),
        ("2026/4/1 25:30", "time_unknown"),
        ("2026/4/1 9:75", "time_unknown"),
        ("2026/4/1 午前15:00", "time_unknown"),
        ("2026-04-01 10:00 CST", "zone_unknown"),
        ("2026-04-01 10:00 Asia/Nowhere", "zone_unknown"),
        ("2026-04-01 10:00+25:00", "zone_unknown"),
    ],
)
def test_it_refuses(text, code):
    with pytest.raises(UnreadableError) as refused:
        read_moment(text, order="mdy")
    assert refused.value.code == code


def test_it_refuses_to_guess_the_order():
    with pytest.raises(UnreadableError) as refused:
        read_moment("01-04-2026")
    assert refused.value.params == {"readings": ("2026-04-01", "2026-01-04")}
    assert read_moment("4/4/2026").day == date(2026, 4, 4)


@CALM
@given(text=st.text(alphabet="0123456789/-.:年月日時分 TZRH令和午前後APM+()", max_size=24))
def test_whatever_is_written_it_answers(text):
    with suppress(UnreadableError):
        assert 1868 <= read_moment(text, order="dmy").day.year < 2200
