"""Names of periods and instants."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of
from kaname.web.formats.durations import ago
from kaname.web.formats.moments import moment
from kaname.web.formats.periods import days_name, period_name, range_name, short_period_name

APRIL = FiscalCalendar()
TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("grain", "japanese", "english"),
    [
        (Grain.DAY, "11月11日(水)", "Wed, Nov 11"),
        (Grain.WEEK, "11月第2週", "Week of Nov 9"),
        (Grain.MONTH, "2026年11月", "November 2026"),
        (Grain.QUARTER, "2026年 第4四半期", "Q4 2026"),
        (Grain.FISCAL_QUARTER, "2026年度 第3四半期", "FY2026 Q3"),
        (Grain.HALF, "2026年度 下期", "FY2026 H2"),
        (Grain.YEAR, "2026年", "2026"),
        (Grain.FISCAL_YEAR, "2026年度", "FY2026"),
    ],
)
def test_each_grain_has_its_name(grain, japanese, english):
    period = period_of(date(2026, 11, 11), grain=grain, calendar=APRIL)
    assert period_name(period, grain=grain, calendar=APRIL, language="ja") == japanese
    assert period_name(period, grain=grain, calendar=APRIL, language="en") == english


@pytest.mark.parametrize(
    ("grain", "japanese", "english"),
    [(Grain.DAY, "2019年6月5日(水)", "Wed, Jun 5, 2019"), (Grain.WEEK, "2019年6月第1週", "Week of Jun 3, 2019")],
)
def test_days_of_another_year_carry_it(grain, japanese, english):
    period = period_of(date(2019, 6, 5), grain=grain, calendar=APRIL)
    names = [period_name(period, grain=grain, calendar=APRIL, language=it, today=TODAY) for it in ("ja", "en")]
    assert names == [japanese, english]


@pytest.mark.parametrize(
    ("first", "last", "japanese", "english"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "11月1日(日)〜11月30日(月)", "Sun, Nov 1 – Mon, Nov 30"),
        (date(2026, 6, 4), date(2026, 6, 4), "6月4日(木)", "Thu, Jun 4"),
        (
            date(2025, 11, 1),
            date(2025, 11, 27),
            "2025年11月1日(土)〜11月27日(木)",
            "Sat, Nov 1, 2025 – Thu, Nov 27, 2025",
        ),
        (
            date(2025, 12, 29),
            date(2026, 1, 4),
            "2025年12月29日(月)〜2026年1月4日(日)",
            "Mon, Dec 29, 2025 – Sun, Jan 4",
        ),
        (date(2026, 12, 28), date(2027, 1, 3), "12月28日(月)〜2027年1月3日(日)", "Mon, Dec 28 – Sun, Jan 3, 2027"),
    ],
)
def test_days_from_to_say_each_year_that_is_not_todays(first, last, japanese, english):
    assert days_name(first, last, language="ja", today=TODAY) == japanese
    assert days_name(first, last, language="en", today=TODAY) == english


def test_march_belongs_to_the_fiscal_year_that_began_the_april_before():
    period = period_of(date(2027, 3, 31), grain=Grain.FISCAL_YEAR, calendar=APRIL)
    assert period_name(period, grain=Grain.FISCAL_YEAR, calendar=APRIL, language="ja") == "2026年度"
    quarter = period_of(date(2027, 3, 31), grain=Grain.FISCAL_QUARTER, calendar=APRIL)
    assert period_name(quarter, grain=Grain.FISCAL_QUARTER, calendar=APRIL, language="ja") == "2026年度 第4四半期"


def test_weeks_are_counted_by_the_month_of_their_first_day():
    names = [
        period_name(
            period_of(date(2026, 11, day), grain=Grain.WEEK, calendar=APRIL),
            grain=Grain.WEEK,
            calendar=APRIL,
            language="ja",
        )
        for day in (1, 2, 9, 30)
    ]
    assert names == ["10月第4週", "11月第1週", "11月第2週", "11月第5週"]


def test_axes_leave_out_what_neighbours_say():
    shorts = [
        short_period_name(
            period_of(date(2026, 11, 11), grain=grain, calendar=APRIL), grain=grain, calendar=APRIL, language="ja"
        )
        for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.FISCAL_QUARTER, Grain.HALF, Grain.FISCAL_YEAR)
    ]
    assert shorts == ["11/11", "11/9", "11月", "Q3", "下期", "2026年度"]


def test_a_range_is_told_with_its_last_day_though_periods_are_half_open():
    november = Period(date(2026, 11, 1), date(2026, 12, 1))
    assert range_name(november, language="ja") == "2026年11月1日〜2026年11月30日"
    assert range_name(Period(date(2026, 11, 1), date(2026, 11, 2)), language="en") == "Nov 1, 2026"


def test_instants_stand_on_the_clocks_of_the_organisation():
    instant = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    assert moment(instant, zone=ZoneInfo("Asia/Tokyo"), language="ja") == "2026年11月25日 00:30"


@pytest.mark.parametrize(
    ("seconds", "japanese", "english"),
    [
        (-5, "たった今", "just now"),
        (0.4, "たった今", "just now"),
        (3, "3秒前", "3 s ago"),
        (119, "1分前", "1 m ago"),
        (7_200, "2時間前", "2 h ago"),
        (432_000, "5日前", "5 d ago"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit(seconds, japanese, english):
    assert ago(timedelta(seconds=seconds), language="ja") == japanese
    assert ago(timedelta(seconds=seconds), language="en") == english
