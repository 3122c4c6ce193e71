import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.goal_sheet import weighted_attainment

rows = st.lists(st.tuples(st.floats(0.01, 1), st.none() | st.floats(0, 5)), min_size=1, max_size=12)


def test_what_is_not_known_has_no_say():
    # 50 % at 1.2 and 30 % at 0.8 are known: (0.6 + 0.24) / 0.8 = 1.05, on 80 % of the weight; nothing is capped.
    found = weighted_attainment(weights=[0.5, 0.3, 0.2], attainments=[1.2, 0.8, None])
    assert (found.attainment, found.known) == (pytest.approx(1.05), pytest.approx(0.8))
    assert weighted_attainment(weights=[1.0], attainments=[None]).attainment is None
    with pytest.raises(ValueError, match="every row"):
        weighted_attainment(weights=[1.0], attainments=[])


@given(rows)
def test_it_is_numpys_weighted_mean_of_what_is_known(some):
    weights, attainments = zip(*some, strict=True)
    found = weighted_attainment(weights=weights, attainments=attainments)
    known = [(w, a) for w, a in some if a is not None]
    if known:
        assert found.attainment == pytest.approx(np.average([a for _w, a in known], weights=[w for w, _a in known]))
        assert 0 < found.known <= 1 + 1e-9
    else:
        assert (found.attainment, found.known) == (None, 0)
