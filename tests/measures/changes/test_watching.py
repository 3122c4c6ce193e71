import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from kaname.measures.changes.amounts import watch_sum
from kaname.measures.changes.evidence import (
    DRIFT,
    EXTREME,
    EXTREME_SHARE,
    FREEDOM,
    USUAL,
    Evidence,
    credible_days,
    prior_of_each,
)
from kaname.measures.changes.last_year import last_year_level
from kaname.measures.changes.scan import Kind, split
from kaname.measures.changes.watching import WINDOW, watch

FEWER = settings(max_examples=25, deadline=None)
DAYS = 182
WEEKDAY = np.arange(DAYS) % 7
EACH_DAY = np.array([1.3, 1.2, 1.1, 1.0, 0.9, 0.5, 0.0])[WEEKDAY]


def quiet(n=1, level=60.0, seed=1):
    return np.random.default_rng(seed).poisson(level, (n, DAYS)).astype(np.float64)


def changed(ratio, n=1, level=60.0, at=150, seed=1):
    mean = level * np.where(np.arange(DAYS) >= at, ratio, 1.0)
    return np.random.default_rng(seed).poisson(mean, (n, DAYS)).astype(np.float64)


def seen(counts, exposure=1.0, **options):
    return watch(counts=counts, exposure=np.broadcast_to(exposure, counts.shape).astype(np.float64), **options)


@pytest.mark.parametrize("ratio", [0.6, 0.75, 1.35, 2.0])
def test_it_tells_a_change_its_date_and_size(ratio):
    found = seen(changed(ratio, n=50))
    assert found.is_alarm.mean() > 0.9
    assert set(found.direction) == {1 if ratio > 1 else -1}
    held = (found.first <= 150) & (found.last >= 150)
    assert held.mean() > 0.85
    assert np.median(np.abs(found.changed_at - 150)) <= 1
    assert np.median(found.ratio) == pytest.approx(ratio, rel=0.05)
    assert ((found.low <= ratio) & (ratio <= found.high)).mean() > 0.7
    assert np.median(found.before) == pytest.approx(60, rel=0.05)
    assert np.median(found.after) == pytest.approx(60 * ratio, rel=0.05)


def test_quiet_series_stay_quiet():
    found = seen(quiet(400))
    assert found.is_alarm.mean() < 0.01
    assert found.probability.mean() < 0.3
    assert not found.is_refused.any()


def test_halved_effort_is_no_change_of_the_rate():
    hours = np.where(np.arange(DAYS) >= 150, 20.0, 40.0)
    counts = np.random.default_rng(2).poisson(1.5 * hours, (40, DAYS)).astype(np.float64)
    assert seen(counts, hours).is_alarm.mean() < 0.06
    assert seen(counts).is_alarm.all()


def test_weekdays_and_rest_days_are_no_change():
    counts = np.random.default_rng(3).poisson(40 * EACH_DAY, (100, DAYS)).astype(np.float64)
    found = seen(counts, weekday=WEEKDAY)
    assert found.is_alarm.mean() < 0.02
    assert np.median(found.inflation) < 1.3
    assert np.median(seen(counts).inflation) > 3


def test_one_mad_day_is_no_change():
    counts = quiet(30)
    counts[:, -8] = 900
    assert seen(counts).is_alarm.mean() < 0.1


def test_a_full_stop_shows_though_nothing_can_be_divided():
    counts = quiet(20, level=1.0)
    counts[:, -30:] = 0
    found = seen(counts)
    assert found.is_alarm.mean() > 0.8
    assert (found.ratio < 0.2).all()
    assert np.isfinite(found.low).all()


def test_waves_make_it_careful():
    rng = np.random.default_rng(4)
    waves = 1 + 0.25 * np.sin(2 * np.pi * (np.arange(DAYS) / 45 + rng.random((50, 1))))
    counts = rng.poisson(60 * waves).astype(np.float64)
    assert seen(counts).is_alarm.mean() < 0.25
    assert np.median(seen(counts).inflation) > 2


def test_it_refuses_and_says_what_is_missing():
    counts = quiet(5)
    counts[0] = np.nan
    counts[1, :160] = np.nan
    counts[2] = 0
    counts[2, ::20] = 1
    counts[3, -30:] = np.nan
    found = seen(counts)
    assert found.missing_days.tolist() == [35, 13, 0, 0, 0]
    assert found.missing_events.tolist() == [30, 0, 20, 0, 0]
    assert found.is_refused.tolist() == [True, True, True, False, False]
    assert np.isnan(found.probability[:3]).all()
    assert found.changed_at[:3].tolist() == [-1] * 3
    assert found.direction[:3].tolist() == [0] * 3
    assert not found.is_alarm[:3].any()
    # What is not loaded yet is no stop.
    assert found.probability[3] < 0.5


def test_a_short_history_will_do_when_it_has_five_weeks():
    assert seen(changed(0.5, n=10)[:, 110:165]).is_alarm.mean() > 0.8
    assert seen(quiet(1)[:, :34]).missing_days.tolist() == [1]
    assert seen(quiet(1)[:, :1]).missing_days.tolist() == [34]


def test_only_the_last_half_year_counts_and_places_are_those_given():
    counts = changed(0.5)
    longer = np.hstack([np.full((1, 100), 5.0), counts])
    one, other = seen(counts), seen(longer)
    assert other.probability == pytest.approx(one.probability)
    assert other.changed_at - one.changed_at == 100
    assert (other.candidates - one.candidates == 100).all()


def test_shares_and_their_failures_tell_the_same():
    rng = np.random.default_rng(5)
    trials = rng.integers(10, 40, (6, DAYS)).astype(np.float64)
    won = rng.binomial(trials.astype(int), np.where(np.arange(DAYS) >= 145, 0.2, 0.3)).astype(np.float64)
    one = seen(won, trials, kind=Kind.SHARE)
    other = seen(trials - won, trials, kind=Kind.SHARE)
    assert one.is_alarm.all()
    # Only the clipping of outliers knows which of both is counted.
    assert other.probability == pytest.approx(one.probability, abs=0.02)
    assert (other.direction == -one.direction).all()
    assert one.ratio == pytest.approx(one.after / one.before, rel=0.1)


def test_one_large_deal_is_no_change_of_the_deal_size():
    rng = np.random.default_rng(6)
    counts = rng.poisson(3.0, (40, DAYS)).astype(np.float64)
    amounts = rng.gamma(np.maximum(counts, 1e-9), 100.0) * (counts > 0)
    large = amounts.copy()
    large[:, -10] += 5_000.0
    found = watch_sum(counts=counts, amounts=large, exposure=np.ones_like(counts))
    assert found.size.is_alarm.mean() < 0.06
    assert found.number.is_alarm.mean() < 0.06
    smaller = amounts * np.where(np.arange(DAYS) >= 140, 0.5, 1.0)
    halved = watch_sum(counts=counts, amounts=smaller, exposure=np.ones_like(counts))
    assert halved.size.is_alarm.mean() > 0.9
    assert halved.number.is_alarm.mean() < 0.06
    assert np.median(halved.size.ratio) == pytest.approx(0.5, abs=0.06)
    assert np.median(halved.size.n_after) == pytest.approx(3 * 42, rel=0.1)


def test_a_priori_unlikely_needs_more():
    counts = changed(0.85, n=30)
    one, other = seen(counts), seen(counts, prior=prior_of_each(n_series=20))
    assert (other.probability < one.probability).all()
    odds = one.probability / (1 - one.probability) / 20
    assert other.probability == pytest.approx(odds / (1 + odds))
    assert prior_of_each(n_series=1) == 0.5
    with pytest.raises(ValueError, match="at least one"):
        prior_of_each(n_series=0)


def test_what_would_be_seen_depends_on_how_much_there_is():
    few, many = seen(quiet(5, level=2.0)), seen(quiet(5, level=200.0))
    assert (few.would_see > many.would_see).all()
    assert (many.would_see > 0.05).all()
    counts = changed(1 - float(many.would_see.mean()), n=40, level=200.0, at=DAYS - 30)
    assert seen(counts).is_alarm.mean() > 0.5


counts_of = arrays(np.float64, (3, 70), elements=st.integers(0, 30).map(float))
times_of = arrays(np.float64, (3, 70), elements=st.floats(1, 10))


@FEWER
@given(counts_of, times_of, st.integers(30, 63))
def test_likelihood_ratios_are_those_of_scipy(counts, hours, at):
    parts = split(y=counts, e=hours, candidates=np.array([at]), kind=Kind.RATE)
    for row in range(3):
        y, e = counts[row], hours[row]

        def log_likelihood(part, y=y, e=e):
            rate = y[part].sum() / e[part].sum()
            return stats.poisson.logpmf(y[part], rate * e[part]).sum()

        two = log_likelihood(slice(0, at)) + log_likelihood(slice(at, None))
        assert parts.gain[row, 0] == pytest.approx(2 * (two - log_likelihood(slice(None))), abs=1e-6)


@FEWER
@given(counts_of, st.integers(30, 63))
def test_likelihood_ratios_of_shares_and_means_too(won, at):
    trials = won + 5
    parts = split(y=won, e=trials, candidates=np.array([at]), kind=Kind.SHARE)

    def binomial(part):
        return stats.binom.logpmf(won[0][part], trials[0][part], won[0][part].sum() / trials[0][part].sum()).sum()

    expected = binomial(slice(0, at)) + binomial(slice(at, None)) - binomial(slice(None))
    assert parts.gain[0, 0] == pytest.approx(2 * expected, abs=1e-6)
    amounts = won + 1.0
    parts = split(y=amounts, e=np.ones_like(amounts), candidates=np.array([at]), kind=Kind.MEAN)

    def exponential(part):
        return stats.expon.logpdf(amounts[0][part], scale=amounts[0][part].mean()).sum()

    expected = exponential(slice(0, at)) + exponential(slice(at, None)) - exponential(slice(None))
    assert parts.gain[0, 0] == pytest.approx(2 * expected, abs=1e-6)


def test_the_bayes_factor_by_hand():
    counts = changed(0.8)
    parts = split(y=counts, e=np.ones_like(counts), candidates=np.arange(122, 176), kind=Kind.RATE)
    may = np.ones((1, 54), dtype=bool)
    found = Evidence.of(parts, inflation=np.array([1.7]), counts=may)
    before, after = np.arange(122, 176), DAYS - np.arange(122, 176)
    chance = DAYS**2 / (before * after) / counts.sum()
    change = np.sign(parts.change[0]) * np.sqrt(parts.gain[0] * chance)
    scale = np.sqrt(1.7 * chance + DRIFT**2)
    t = stats.t(FREEDOM)
    usual = np.mean([t.pdf((change - size) / scale) for size in USUAL], axis=0)
    extreme = np.mean([t.pdf((change - size) / scale) for size in EXTREME], axis=0)
    factor = ((1 - EXTREME_SHARE) * usual + EXTREME_SHARE * extreme) / t.pdf(change / scale)
    assert found.total[0] == pytest.approx(np.log(factor.mean()))
    assert found.log_odds(prior=0.5)[0] == pytest.approx(np.log(factor.mean()))
    assert found.weights.sum() == pytest.approx(1)


@FEWER
@given(arrays(np.float64, (2, 20), elements=st.floats(0, 1)), st.floats(0.05, 0.99))
def test_credible_days_hold_their_mass_and_no_day_more(raw, mass):
    weights = (raw + 1e-6) / (raw + 1e-6).sum(axis=1, keepdims=True)
    inside = credible_days(weights=weights, mass=mass)
    for row in range(2):
        held = weights[row][inside[row]]
        assert held.sum() >= mass - 1e-9
        assert held.sum() - held.min() < mass + 1e-9
        assert held.min() >= weights[row][~inside[row]].max(initial=0.0) - 1e-12


wild = arrays(np.float64, (3, 90), elements=st.one_of(st.just(np.nan), st.just(0.0), st.integers(0, 500).map(float)))
wild_times = arrays(np.float64, (3, 90), elements=st.one_of(st.just(np.nan), st.just(0.0), st.floats(0.1, 1e4)))


@FEWER
@given(wild, wild_times, st.sampled_from(Kind), st.booleans())
def test_whatever_comes_in_there_are_numbers_or_a_refusal(counts, exposure, kind, with_weekday):
    if kind is Kind.SHARE:
        exposure = np.maximum(exposure, counts)
    found = watch(counts=counts, exposure=exposure, kind=kind, weekday=WEEKDAY[:90] if with_weekday else None)
    ok = ~found.is_refused
    for numbers in (found.probability, found.ratio, found.low, found.high, found.before, found.after, found.inflation):
        assert np.isfinite(numbers[ok]).all()
        assert np.isnan(numbers[~ok]).all()
    assert (found.low[ok] <= found.ratio[ok]).all()
    assert (found.ratio[ok] <= found.high[ok]).all()
    assert (found.first[ok] <= found.changed_at[ok]).all()
    assert (found.changed_at[ok] <= found.last[ok]).all()
    alone = [
        watch(counts=counts[[row]], exposure=exposure[[row]], kind=kind, weekday=WEEKDAY[:90] if with_weekday else None)
        for row in range(3)
    ]
    assert np.concatenate([one.probability for one in alone]) == pytest.approx(found.probability, nan_ok=True)


@FEWER
@given(counts_of, times_of, st.floats(0.01, 100))
def test_the_unit_of_exposure_does_not_matter(counts, hours, factor):
    one, other = seen(counts, hours), seen(counts, hours * factor)
    assert other.probability == pytest.approx(one.probability, nan_ok=True, rel=1e-5)
    assert other.ratio == pytest.approx(one.ratio, nan_ok=True, rel=1e-5)


def test_last_years_level_is_the_mean_of_three_weeks_then():
    counts = np.random.default_rng(8).poisson(50, (2, 800)).astype(np.float64)
    counts[0, 200:203] = np.nan
    level = last_year_level(counts=counts)
    expected = pd.DataFrame(counts.T).rolling(21, center=True, min_periods=11).mean().shift(364).to_numpy().T
    assert level[:, 364:] == pytest.approx(expected[:, 364:], nan_ok=True)
    assert np.isnan(level[:, :354]).all()


def test_a_season_like_last_years_is_no_change():
    rng = np.random.default_rng(10)
    year = 1 + 0.5 * (np.arange(800) % 364 > 330)
    counts = rng.poisson(60 * year, (20, 800)).astype(np.float64)
    end = 364 * 2 - 10
    part = slice(end - WINDOW, end)
    level = last_year_level(counts=counts)
    assert seen(counts[:, part]).is_alarm.all()
    assert seen(counts[:, part], level[:, part]).is_alarm.mean() < 0.3


@pytest.mark.parametrize(
    "wrong",
    [
        {"exposure": np.ones((1, 3))},
        {"counts": -np.ones((1, DAYS))},
        {"weekday": np.zeros(3, dtype=np.int64)},
        {"confidence": 0.0},
        {"kind": Kind.SHARE},
    ],
)
def test_it_refuses_what_does_not_fit(wrong):
    given_arrays = {"counts": quiet(), "exposure": np.ones((1, DAYS))}
    with pytest.raises(ValueError, match=r"counts|weekday|confidence|trials"):
        watch(**(given_arrays | wrong))
