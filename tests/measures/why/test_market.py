"""Whether all moved or one."""

import numpy as np
import pytest

from kaname.measures.effect import Series
from kaname.measures.noise import Outcome
from kaname.measures.why.market import Place, market_or_local


def teams(own, *others, before=20.0, weeks=(26, 10), seed=5):
    rng = np.random.default_rng(seed)
    means = np.array([[before] * weeks[0] + [before * factor] * weeks[1] for factor in (own, *others)])
    events = rng.poisson(means).astype(float)
    hours = np.full(events.shape, 40.0)
    return {"unit": Series(events[0], hours[0]), "peers": Series(events[1:], hours[1:])}


@pytest.mark.parametrize(
    ("factors", "place"),
    [
        ((0.7, 0.7, 0.72, 0.68, 0.7, 0.71), Place.MARKET),
        ((0.5, 1.0, 1.0, 1.0, 1.0, 1.0), Place.LOCAL),
        ((0.4, 0.8, 0.8, 0.8, 0.8, 0.8), Place.BOTH),
        ((1.0, 1.0, 1.0, 1.0, 1.0, 1.0), Place.CANNOT_SAY),
        ((0.5, 1.0, 1.0), Place.CANNOT_SAY),
        ((1.0, 0.3, 0.9, 2.5, 1.4, 0.6), Place.CANNOT_SAY),
    ],
)
def test_it_tells_where_it_happened(factors, place):
    assert market_or_local(**teams(*factors), at=26, outcome=Outcome.RATE).place is place


def test_fewer_hours_are_no_change():
    world = teams(1.0, 1.0, 1.0, 1.0, 1.0)
    world["unit"] = Series(world["unit"].events / 2, world["unit"].exposure / 2)
    found = market_or_local(**world, at=26, outcome=Outcome.RATE)
    assert found.place is Place.CANNOT_SAY
    assert found.difference == pytest.approx(0.0, abs=0.15)


def test_peers_with_too_few_events_do_not_count():
    world = teams(0.5, 1.0, 1.0, 1.0)
    thin = Series(world["peers"].events * [[1], [1], [0]], world["peers"].exposure)
    found = market_or_local(unit=world["unit"], peers=thin, at=26, outcome=Outcome.RATE)
    assert (found.place, found.n_peers, found.own) == (Place.CANNOT_SAY, 2, None)


def test_one_strange_peer_does_not_move_the_market():
    found = market_or_local(**teams(1.0, 0.2, 1.0, 1.0, 1.0, 1.0), at=26, outcome=Outcome.RATE)
    assert abs(found.market) < 0.15
