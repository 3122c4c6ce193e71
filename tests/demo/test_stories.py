"""Leads become calls, calls appointments, appointments deals: in this order, with plausible numbers."""

import numpy as np
import pandas as pd

NOT_CONNECTED = ["no_answer", "busy", "voicemail", "wrong_number", "gatekeeper"]


def test_it_calls_a_lead_after_it_came_in_and_not_after_a_final_answer(facts):
    created = facts["lead_changes"].query("status == 'created'").set_index("lead_key")["at"]
    calls = facts["activities"].query("kind == 'call'").sort_values("at")
    came_in = calls["lead_key"].map(created)
    known = came_in.notna()
    assert known.mean() > 0.9
    assert (calls["at"][known] >= came_in[known].dt.floor("s")).all()
    final = calls["outcome"].isin(["appointment", "declined", "wrong_number"])
    last = calls.groupby("lead_key")["at"].transform("max")
    assert (calls["at"][final] == last[final]).all()


def test_it_has_one_appointment_before_each_deal_opens(facts):
    calls = facts["activities"].query("kind == 'call' and outcome == 'appointment'").set_index("lead_key")["at"]
    assert calls.index.is_unique
    opened = facts["deal_changes"].query("stage == 'open'").set_index("lead_key")["at"]
    both = opened.index.intersection(calls.index)
    assert len(both) > 0.9 * len(opened)
    assert (opened[both] > calls[both]).all()


def test_it_takes_each_deal_through_its_stages_once(facts):
    deals = facts["deal_changes"]
    assert not deals.duplicated(["deal_key", "stage"]).any()
    at = deals.pivot_table(index="deal_key", columns="stage", values="at", aggfunc="first")
    decided = at["won"].fillna(at["lost"])
    assert (at["won"].isna() | at["lost"].isna()).all()
    for earlier, later in (("open", "proposal"), ("proposal", "negotiation")):
        both = at[[earlier, later]].dropna()
        assert (both[earlier] <= both[later]).all()
    both = pd.DataFrame({"open": at["open"], "decided": decided}).dropna()
    assert len(both) > 1000
    assert (both["open"] < both["decided"]).all()


def test_it_keeps_rates_that_inside_sales_knows(facts):
    calls = facts["activities"].query("kind == 'call'")
    connected = ~calls["outcome"].isin(NOT_CONNECTED)
    appointments = (calls["outcome"] == "appointment").sum()
    stages = facts["deal_changes"]["stage"].value_counts()
    assert 0.22 <= connected.mean() <= 0.36
    assert 0.06 <= appointments / connected.sum() <= 0.14
    assert 0.20 <= stages["won"] / (stages["won"] + stages["lost"]) <= 0.35
    assert 0.12 <= stages["won"] / appointments <= 0.26
    assert 2.5 <= len(calls) / calls["lead_key"].nunique() <= 5


def test_it_sells_in_whole_ten_thousands_and_more_to_larger_companies(world, facts):
    won = facts["deal_changes"].query("stage == 'won'")
    amounts = won["amount"].astype(float)
    assert (amounts % 10_000 == 0).all()
    size = world.accounts.size[won["account_key"].str[2:].astype(int) - 1]
    assert amounts.groupby(size).mean().is_monotonic_increasing


def test_it_has_people_who_differ(world, facts):
    calls = facts["activities"].query("kind == 'call'")
    rates = calls.assign(won=calls["outcome"] == "appointment").groupby("person")["won"].agg(["mean", "size"])
    often = rates[rates["size"] > 3000]["mean"]
    assert often.max() > 1.5 * often.min()


def test_it_names_only_people_and_teams_of_the_plan(world, facts):
    names = {one.name for one in world.everybody}
    teams = {team.name for team in world.structure.teams}
    for frame in facts.values():
        assert set(frame["person"].dropna()) <= names
        assert set(frame["team"].dropna()) <= teams
        assert not (frame["person"].notna() & frame["team"].notna()).any()


def test_it_spends_on_advertising_as_its_visits_cost(facts):
    cost = facts["measurements"].set_index("day")["value"].astype(float)
    visits = facts["web_traffic"].query("channel == '広告'").set_index("day")["visits"]
    assert 500 < np.mean(cost / visits) < 750
