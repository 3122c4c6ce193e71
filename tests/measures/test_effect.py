"""Whether an initiative helped, against arithmetic written out here and weeks whose truth is known."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import t as student

from kaname.measures.effect import Against, EffectGrade, Needed, Series, effect
from kaname.measures.noise import Outcome, inflation, lasting, stretch

WEEKS, START = 12, 8
# Of three teams with 200 calls a week, one stays, one gains a tenth, one loses a tenth. The fourth has the initiative.
STEADY = np.full(WEEKS, 200.0)


def moved(events, by, start=START):
    return np.where(np.arange(len(events)) >= start, events * by, events)


def series(events, hours=40.0):
    events = np.array(events, dtype=np.float64)
    return Series(events, np.broadcast_to(np.array(hours, dtype=np.float64), events.shape).copy())


THREE = series([STEADY, moved(STEADY, 1.1), moved(STEADY, 0.9)])
UNLIKE = series([moved(STEADY, by) for by in (1.3, 0.7, 1.2, 0.8)])


def found(treated, start=START, outcome=Outcome.RATE, **others):
    return effect(treated=treated, start=start, outcome=outcome, **others)


def ratios(one):
    return (one.low + one.expected) / one.expected, (one.high + one.expected) / one.expected


def test_beside_comparable_teams_by_hand():
    one = found(series(moved(STEADY, 1.5)), peers=THREE)
    # 200 a week before, 300 since. The others: ln 1, ln 1.1, ln .9: in the mean ln .9967, so 199.33 were expected.
    changes = [0.0, math.log(1.1), math.log(0.9)]
    due = 200 * (1.1 * 0.9) ** (1 / 3)
    assert (one.before, one.after, one.expected) == pytest.approx((200, 300, due))
    assert one.size == pytest.approx(300 - due)
    assert one.change_of_comparables == pytest.approx(due - 200)
    # Their spread .1004 for the team and for the mean of three; Student's t with 2 degrees for 80 %: 1.886.
    half = student.ppf(0.9, 2) * math.sqrt(np.var(changes, ddof=1) * (1 + 1 / 3))
    assert half == pytest.approx(1.8856 * 0.1004 * 1.1547, rel=1e-3)
    assert (one.low, one.high) == pytest.approx((300 * math.exp(-half) - due, 300 * math.exp(half) - due))
    assert (one.grade, one.against, one.n_compared) == (EffectGrade.TESTED, Against.PEERS, 3)
    assert (one.n_before, one.n_after, one.pre_trend_differs, one.is_sure) == (8, 4, False, True)


def test_chance_is_the_least_that_is_allowed_for():
    # Teams that change exactly alike: 8 x 20 calls and 4 x 20 of each are 1/160 + 1/80 by chance.
    quiet = STEADY / 10
    one = found(series(quiet), peers=series([quiet] * 4))
    half = student.ppf(0.9, 3) * math.sqrt((1 / 160 + 1 / 80) * (1 + 1 / 4))
    assert ratios(one) == pytest.approx((math.exp(-half), math.exp(half)))


def test_a_small_team_beside_large_ones_counts_with_its_own_chance():
    small = found(series(STEADY / 20), peers=series([STEADY] * 4))
    # 10 calls a week: 1/80 + 1/40, where theirs is 1/1600 + 1/800; what is beyond theirs is added once.
    theirs, own = 1 / 1600 + 1 / 800, 1 / 80 + 1 / 40
    half = student.ppf(0.9, 3) * math.sqrt(theirs * (1 + 1 / 4) + own - theirs)
    assert ratios(small)[1] == pytest.approx(math.exp(half))


def test_shares_by_hand():
    # 40 of 200 a week before, 60 of 200 since; the others 50 of 200, then 50, 60, 40.
    won = np.where(np.arange(WEEKS) >= START, 60.0, 40.0)
    others = [np.where(np.arange(WEEKS) >= START, after, 50.0) for after in (50.0, 60.0, 40.0)]
    one = found(series(won, 200.0), outcome=Outcome.SHARE, peers=series(others, 200.0))

    def odds(share):
        return math.log(share / (1 - share))

    changes = [odds(after) - odds(0.25) for after in (0.25, 0.3, 0.2)]
    level = odds(0.2) + np.mean(changes)
    half = student.ppf(0.9, 2) * math.sqrt(np.var(changes, ddof=1) * (1 + 1 / 3))
    due, high = (1 / (1 + math.exp(-at)) for at in (level, odds(0.3) + half))
    assert (one.before, one.after, one.expected, one.high) == pytest.approx((0.2, 0.3, due, high - due))


def test_a_team_that_was_rising_before_is_not_called_tested():
    rising = series(200 * 1.05 ** np.arange(WEEKS))
    one = found(rising, peers=THREE)
    assert one.is_sure
    assert (one.pre_trend_differs, one.grade) == (True, EffectGrade.CORRELATED)


def test_teams_that_change_very_differently_hide_an_effect_whatever_the_time():
    one = found(series(moved(STEADY, 1.2)), peers=UNLIKE)
    assert (one.grade, one.is_sure, one.needed) == (EffectGrade.TOO_LITTLE_DATA, False, Needed(after=None))


def test_it_says_how_many_more_weeks_make_the_interval_narrow_enough():
    few = np.full(WEEKS, 8.0)
    short = found(series(few), peers=series([few] * 6))
    assert (short.grade, short.needed.before) == (EffectGrade.TOO_LITTLE_DATA, 0)
    longer = np.full(WEEKS + short.needed.after, 8.0)
    enough = found(series(longer), peers=series([longer] * 6))
    assert enough.grade is EffectGrade.TESTED
    assert not enough.is_sure
    assert (np.diff(np.log(ratios(enough))) / 2).item() <= math.log(1.25)
    assert found(series(longer[:-1]), peers=series([longer[:-1]] * 6)).needed == Needed(after=1)


@pytest.mark.parametrize(
    ("start", "weeks", "needed"),
    [(4, 8, Needed(before=2)), (8, 9, Needed(after=2)), (5, 5, Needed(before=1, after=3)), (0, 3, Needed(before=6))],
)
def test_with_too_few_weeks_it_says_how_many_are_missing(start, weeks, needed):
    one = found(series(STEADY[:weeks]), start=start, peers=series([STEADY[:weeks]] * 3))
    assert (one.grade, one.needed, one.low, one.expected, one.size) == (
        EffectGrade.TOO_LITTLE_DATA,
        needed,
        None,
        None,
        None,
    )


def test_with_too_few_events_it_says_how_many_weeks_are_missing():
    # One event every second week: 5 since the start take 10 weeks, of which there are 4.
    rare = np.tile([1.0, 0.0], 7)[:14]
    one = found(series(rare), start=10, peers=series([np.full(14, 20.0)] * 3))
    assert one.needed == Needed(before=0, after=6)
    assert found(series(np.zeros(14)), start=10, peers=series([np.full(14, 20.0)] * 3)).needed == Needed(after=None)


def test_teams_with_too_few_events_do_not_count():
    one = found(series(STEADY), peers=series([STEADY, STEADY, STEADY / 1000]))
    assert one.against is Against.OWN_PAST


def weekly(*values):
    return np.array(values, dtype=np.float64)


PAST = weekly(200, 220, 190, 210, 205, 195, 230, 180, 210, 200, 215, 205, 190, 210)


def test_with_nobody_to_compare_it_is_held_against_earlier_changes():
    events = np.append(PAST, [300.0, 310.0, 290.0])
    one = found(series(events), start=14)
    # As many weeks before: 205 + 190 + 210. Past changes of three weeks: nine, which overlap.
    changes = [math.log(PAST[at : at + 3].sum() / PAST[at - 3 : at].sum()) for at in range(3, 12)]
    spread = max(np.mean(np.square(changes)), 1 / 605 + 1 / 900)
    half = student.ppf(0.9, 1 + 8 / 3) * math.sqrt(spread)
    due = 605 / 3
    assert (one.before, one.after, one.expected) == pytest.approx((due, 300, due))
    assert (one.low, one.high) == pytest.approx((300 * math.exp(-half) - due, 300 * math.exp(half) - due))
    assert (one.grade, one.against, one.n_compared) == (EffectGrade.CORRELATED, Against.OWN_PAST, 9)
    assert (one.n_before, one.n_after, one.pre_trend_differs, one.is_sure) == (3, 3, None, True)


def test_the_same_weeks_a_year_before_say_what_the_season_does():
    events, year_before = np.append(PAST, [300.0, 300.0, 300.0]), np.append(PAST, [220.0, 220.0, 220.0])
    one = found(series(events), start=14, year_ago=series(year_before))
    plain = found(series(events), start=14)
    # The year before it rose from 605 to 660 over the same weeks.
    assert (one.against, one.before) == (Against.YEAR_AGO, pytest.approx(605 / 3))
    assert one.expected == pytest.approx(605 / 3 * 660 / 605)
    widths = [np.diff(np.log(ratios(each))).item() for each in (one, plain)]
    assert widths[0] == pytest.approx(widths[1] * math.sqrt(2))
    unknown = found(series(events), start=14, year_ago=series(np.full(17, np.nan)))
    assert unknown == plain


def test_without_enough_past_it_asks_for_older_weeks_or_for_teams():
    one = found(series(STEADY), start=8)
    assert one.needed == Needed(before=3, after=0, peers=3)
    assert one.grade is EffectGrade.TOO_LITTLE_DATA
    assert (one.before, one.after) == (200, 200)


def test_restless_weeks_need_more_of_them():
    restless = np.tile([300.0, 100.0, 200.0], 6)
    restless[-6:] = [400.0, 50.0, 160.0, 250.0, 150.0, 200.0]
    one = found(series(restless / 10), start=14)
    assert one.grade is EffectGrade.TOO_LITTLE_DATA
    assert one.needed.peers == 3
    assert one.needed.after > 0


def test_a_rate_is_shown_for_the_hours_since_the_start():
    hours = np.where(np.arange(WEEKS) >= START, 30.0, 40.0)
    one = found(series(STEADY, hours), peers=THREE)
    assert (one.before, one.after) == pytest.approx((150, 200))


def test_more_successes_than_trials_are_refused():
    with pytest.raises(ValueError, match="successes"):
        found(series(STEADY, 150.0), outcome=Outcome.SHARE)


def test_rare_events_need_a_longer_stretch_and_so_an_older_past():
    # One a week: 5 events take 5 weeks since the start, of which there are 4, and 15 before it, of which there are 14.
    rare = np.ones(20)
    one = found(series(rare[:18]), start=14)
    assert (one.grade, one.low, one.needed) == (EffectGrade.TOO_LITTLE_DATA, None, Needed(1, 1, 3))


def test_weeks_off_and_unknown_weeks_do_not_count():
    events, hours = STEADY.copy(), np.full(WEEKS, 40.0)
    events[2], hours[9] = np.nan, 0.0
    one = found(Series(events, hours), peers=THREE)
    assert (one.before, one.after, one.n_before, one.n_after) == (200, 200, 7, 3)


def test_nothing_at_all_since_the_start_is_an_effect_too():
    one = found(series(moved(STEADY / 10, 0.0)), peers=series([STEADY / 10] * 4))
    assert one.after == 0
    assert one.size == pytest.approx(-20)
    assert one.low <= one.size <= one.high < 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"peers": series(np.ones((3, WEEKS - 1)))},
        {"peers": series(STEADY)},
        {"year_ago": THREE},
        {"start": WEEKS + 1},
        {"start": -1},
        {"notable": 0.0},
        {"confidence": 1.0},
        {"peers": series(-np.ones((3, WEEKS)))},
    ],
)
def test_it_refuses_what_does_not_fit(wrong):
    with pytest.raises(ValueError, match=r"periods|counts|notable"):
        found(series(STEADY), **wrong)


def test_dispersion_and_autocorrelation_by_hand():
    # 2 and 8 by turns, expected 5: residuals -+3 / sqrt 5, Pearson 6 x 9/5 = 10.8 over 5 degrees; neighbours differ.
    turns = stretch(events=weekly(2, 8, 2, 8, 2, 8), exposure=np.full(6, 40.0))
    assert inflation(turns, outcome=Outcome.RATE) == pytest.approx((2.16, 0.0))
    # Two high weeks among low ones: -1 -1 2 2 -1 -1, Pearson 12 over 5, neighbours 2 / 12, and + (1 + .5) / 6.
    runs = stretch(events=weekly(2, 2, 8, 8, 2, 2), exposure=np.full(6, 40.0))
    assert inflation(runs, outcome=Outcome.RATE) == pytest.approx((2.4, 1 / 6 + 1.5 / 6))
    # 1 + 2 (2/3 x .5 + 1/3 x .25) for three weeks
    assert lasting(autocorrelation=0.5, periods=weekly(1, 3)) == pytest.approx(
        [1, 1 + 2 * (2 / 3 * 0.5 + 1 / 3 * 0.25)]
    )


FEWER = settings(max_examples=40)
counts = arrays(np.float64, (5, 14), elements=st.integers(1, 60).map(float))
hours = arrays(np.float64, (5, 14), elements=st.floats(5, 45))


def of(events, time, start=7, outcome=Outcome.RATE):
    return found(Series(events[0], time[0]), start, outcome, peers=Series(events[1:], time[1:]))


def log_ends(one):
    return np.log(ratios(one))


@FEWER
@given(counts, hours, st.floats(0.01, 100))
def test_the_unit_of_working_time_does_not_matter(events, time, factor):
    one, other = of(events, time), of(events, time * factor)
    assume(one.low is not None)
    assert (other.size, other.low, other.high) == pytest.approx((one.size, one.low, one.high), rel=1e-6, abs=1e-6)


@FEWER
@given(counts, hours)
def test_read_backwards_the_effect_is_the_inverse(events, time):
    one, other = of(events, time), of(events[:, ::-1], time[:, ::-1])
    assume(one.low is not None and other.low is not None)
    assert log_ends(other) == pytest.approx(-log_ends(one)[::-1], abs=1e-6)


@FEWER
@given(counts)
def test_failures_are_the_mirror_of_successes(events):
    trials = np.full(events.shape, 80.0)
    one, other = of(events, trials, outcome=Outcome.SHARE), of(trials - events, trials, outcome=Outcome.SHARE)
    assume(one.low is not None)
    assert (other.size, other.low, other.high) == pytest.approx((-one.size, -one.high, -one.low), abs=1e-9)
    assert other.grade == one.grade


@FEWER
@given(counts, hours, st.integers(2, 5))
def test_more_data_of_the_same_kind_never_widens_the_interval(events, time, times):
    one = of(events, time)
    assume(one.low is not None)
    width = np.diff(log_ends(one)).item()
    # as many events again in as much time again, and as many comparable teams again
    assert np.diff(log_ends(of(events * times, time * times))).item() <= width + 1e-9
    again = np.vstack([events[:1], *[events[1:]] * times]), np.vstack([time[:1], *[time[1:]] * times])
    assert np.diff(log_ends(of(*again))).item() <= width + 1e-9


wild = arrays(np.float64, (4, 40), elements=st.one_of(st.just(np.nan), st.just(0.0), st.integers(0, 900).map(float)))
times_of = arrays(np.float64, (4, 40), elements=st.one_of(st.just(np.nan), st.just(0.0), st.floats(0.1, 1e4)))


@FEWER
@given(wild, times_of, st.integers(0, 40), st.sampled_from(Outcome), st.booleans())
def test_whatever_comes_in_there_are_numbers_or_none(events, time, start, outcome, beside):
    if outcome is Outcome.SHARE:
        time = np.maximum(time, events)
    alone = Series(events[0], time[0])
    one = found(
        alone,
        start,
        outcome,
        peers=Series(events[1:], time[1:]) if beside else None,
        year_ago=None if beside else alone,
    )
    given_numbers = (one.before, one.after, one.expected, one.low, one.high)
    assert not any(number is not None and math.isnan(number) for number in given_numbers)
    assert (one.low is None) == (one.expected is None)
    if one.low is None:
        assert one.grade is EffectGrade.TOO_LITTLE_DATA
    else:
        assert one.low <= one.size <= one.high
    if one.grade is EffectGrade.TESTED:
        assert one.against is Against.PEERS
        assert one.n_compared >= 3
    if one.grade is not EffectGrade.TOO_LITTLE_DATA:
        assert one.needed == Needed()


def test_at_least_eight_of_ten_intervals_hold_a_planted_effect():
    rng = np.random.default_rng(5)
    held = []
    for _ in range(250):
        log = rng.normal(0, 0.2, (7, 20)) + np.where(np.arange(20) >= 12, rng.normal(0, 0.1, (7, 1)), 0)
        log[0, 12:] += math.log(1.3)
        events = rng.poisson(15 * np.exp(log)).astype(np.float64)
        low, high = ratios(of(events, np.full((7, 20), 40.0), start=12))
        held.append(low <= 1.3 <= high)
    assert 0.77 <= np.mean(held) <= 0.92
