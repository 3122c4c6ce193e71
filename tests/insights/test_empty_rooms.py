"""Rooms of insights before there is anything: each says what to do first."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("room", "said", "step"),
    [
        ("changes/", "No KPI is watched yet", "/goals/"),
        ("why/", "There is no KPI to take apart yet", "/goals/"),
        ("scenarios/", "There is no goal to try something with yet", "/goals/"),
        ("tried/", "Nothing was tried yet", "/goals/"),
        ("drivers/", "No goal was searched yet", "/goals/"),
        ("calibration/", "No period of which an outlook was given is over yet", "/board/"),
        ("events/", "No event is written down yet", "/insights/events/new/"),
    ],
)
def test_an_empty_room_says_what_to_do_first(store, sign_in, emi, room, said, step):
    page = sign_in(emi).get(f"/insights/{room}").content.decode()
    main = page[page.index("<main") :]
    assert said in main
    assert f'class="btn btn-primary" href="{step}"' in main
