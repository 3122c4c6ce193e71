"""Who is told what of a change: a team's own numbers, and nobody else's."""

import json

import numpy as np
import pytest
import time_machine
from conftest import person
from insights.changes.changes_world import FELL_ON, NOW, ask, decided_deals, load_deals, look

from kaname.insights.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fallen(store, aiko, ben, chie, emi, east):
    """The East wins less since Ben loses what he won before; its change."""
    rng, rows = np.random.default_rng(1), decided_deals(per_day=10)
    for row in rows:
        lost = row["person"] == "Ben" and row["day"] >= FELL_ON and row["stage"] == "won" and rng.random() < 0.6
        row["stage"] = "lost" if lost else row["stage"]
    load_deals(store, rows)
    ask(east, emi)
    look()
    return Change.objects.leading().get(team_key="east", metric_key="win_rate")


def text(response):
    return response.content.decode()


def test_a_team_is_not_told_what_others_did(fallen, sign_in, aiko, ben, emi):
    assert "West" in text(sign_in(emi).get(fallen.get_absolute_url()))
    for reader in (aiko, ben):
        page = text(sign_in(reader).get(fallen.get_absolute_url()))
        assert "East: Win rate fell from" in page
        assert "West" not in page
        assert "whole organisation" not in page
        (one,) = sign_in(reader).get("/api/changes/", {"state": "new"}).json()["items"]
        assert "whole organisation" not in one["why"]


def test_the_board_keeps_what_leaders_read_from_members(fallen, sign_in, ben, emi):
    assert "whole organisation" in text(sign_in(emi).get("/board/?team=east"))
    assert "whole organisation" not in text(sign_in(ben).get("/board/?team=east"))


def test_members_see_no_colleagues_numbers(store, sign_in, aiko, ben, east, emi):
    person("Gen", team=east, manager=aiko)
    rows = decided_deals()
    for row in rows:
        row["person"] = "Gen" if row["person"] == "Chie" else row["person"]
    load_deals(store, rows)
    asked = "/insights/why/?metric=win_rate&team=east&by=person"
    whole, own = (text(sign_in(reader).get(asked)) for reader in (aiko, ben))
    assert ">Gen</th>" in whole
    assert "Gen" not in own
    assert "One person" not in own


def test_many_small_cells_are_told_together(store, sign_in, ben, chie, emi):
    rows = decided_deals(fall=0.4)
    for number, row in enumerate(rows):
        row["industry"] = f"Kind {number % 16}" if row["industry"] == "Retail" else row["industry"]
    load_deals(store, rows)
    ask(None, emi)
    look()
    found = Change.objects.leading().get(metric_key="win_rate")
    assert len(found.why["impact"]["cells"]) == 12
    assert "\\u0000" not in json.dumps(found.why), "no PostgreSQL keeps that"
    assert ">Others</th>" in text(sign_in(emi).get(found.get_absolute_url()))


def test_who_is_in_no_team_asks_for_nobodys_numbers(store, sign_in, emi, ben, chie):
    load_deals(store, decided_deals())
    ask(None, emi)
    page = text(sign_in(person("Finn")).get("/insights/why/?metric=win_rate"))
    assert "There is nothing to take apart" in page
    assert "West" not in page
