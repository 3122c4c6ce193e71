"""Before a season is known, a count has to move further than a season would move it, or otherwise than its rest."""

import numpy as np
import pytest
from scipy import stats

from kaname.measures.changes.evidence import ALARM_ODDS, DRIFT, EXTREME, EXTREME_SHARE, FREEDOM, USUAL, log_bayes_factor
from kaname.measures.changes.first_year import OWN, SEASON, Rest, log_odds_beside_season


def odds(change, *, rest=None, spread=0.04):
    """Of a change that is beyond doubt without a season: twenty times less than its best day says."""
    known = Rest.none(1) if rest is None else Rest(np.array([rest]), np.array([spread**2]))
    asked = {"change": np.array([change]), "variance": np.array([spread**2])}
    return log_odds_beside_season(log_odds=log_bayes_factor(**asked) - 3, **asked, rest=known)[0]


@pytest.mark.parametrize(
    ("change", "rest", "told"),
    [
        (np.log(0.8), None, False),
        (np.log(0.45), None, True),
        (np.log(0.7), np.log(0.72), False),
        (np.log(0.6), 0.0, True),
        (np.log(1.3), np.log(1.25), False),
        (np.log(0.8), np.log(0.5), False),
    ],
)
def test_what_a_season_may_be_is_no_news_and_what_a_part_alone_does_is(change, rest, told):
    assert (odds(change, rest=rest) >= ALARM_ODDS) == told


def test_it_never_makes_a_change_more_probable():
    alone = log_bayes_factor(np.log([0.8]), np.array([0.04**2]))[0] - 3
    assert odds(np.log(0.8), rest=np.log(1.5)) == pytest.approx(alone)


def test_the_odds_by_hand():
    t, change, spread = stats.t(FREEDOM), -0.5, 0.04

    def factor(d, s):
        usual, extreme = (np.mean([t.pdf((d - size) / s) for size in sizes]) for sizes in (USUAL, EXTREME))
        return np.log(((1 - EXTREME_SHARE) * usual + EXTREME_SHARE * extreme) / t.pdf(d / s))

    season = factor(change, np.hypot(spread, SEASON))
    own = factor(change + 0.1, np.sqrt(2 * spread**2 + OWN**2))
    assert odds(change) == pytest.approx(season - 3)
    assert odds(change, rest=-0.1) == pytest.approx(max(season, own) - 3)


def test_the_rest_is_what_its_days_say():
    counts = np.array([[np.nan, 10.0, 10.0, 10.0, 5.0, 5.0, 99.0]])
    exposure = np.array([[1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 0.0]])
    asked = {"at": np.array([4]), "since": np.array([0]), "inflation": np.array([2.0])}
    found = Rest.of(counts=counts, exposure=exposure, **asked)
    assert found.change[0] == pytest.approx(np.log(0.5))
    assert found.variance[0] == pytest.approx(2 * (1 / 30 + 1 / 10) + DRIFT**2)
    assert np.isnan(Rest.of(counts=counts * 0, exposure=exposure, **asked).change[0])
