"""Names of periods and instants."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of
from kaname.web.formats.durations import ago
from kaname.web.formats.moments import moment
from kaname.web.formats.periods import period_name, range_name, short_period_name

APRIL = FiscalCalendar()


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
