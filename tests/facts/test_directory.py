"""Whose facts are: by the membership of their day, whenever the directory learns of it."""

from datetime import date

import pytest
from facts.world import MONDAY, WORLD, call, load, rows, value

from kaname.facts.attribution import Attribution
from kaname.facts.directory import Directory, normalised
from kaname.facts.engine.places import Places
from kaname.facts.engine.restamp import plan

SUNDAY = date(2026, 5, 31)


def with_memberships(*memberships):
    return Directory(WORLD.people, WORLD.person_refs, WORLD.teams, WORLD.team_refs, memberships)


@pytest.mark.parametrize("ref", ["Ben", "BEN", "ｂｅｎ", " B e n　"])
def test_names_match_whatever_their_width_case_and_spaces(store, ref):
    load(store, call("1", person=ref))
    assert value(store, "calls", person="ben") == 1
    assert normalised(ref) == "ben"


def test_a_name_may_be_known_in_one_source_only(store):
    load(store, call("1", person="Benny"), source="crm")
    load(store, call("1", person="Benny"), source="phone")
    assert value(store, "calls", person="ben") == 1
    assert [(one.source, one.ref) for one in store.unmatched()] == [("phone", "Benny")]


def test_a_membership_holds_from_its_first_day_until_before_its_last(store):
    load(store, call("1", day=SUNDAY), call("2", day=MONDAY))
    assert rows(store, "calls", by=["team"]) == [
        {"period": date(2026, 1, 1), "team": "east", "value": 1},
        {"period": date(2026, 1, 1), "team": "west", "value": 1},
    ]


def test_the_manager_is_that_of_the_day(store):
    load(store, call("1", day=SUNDAY), call("2", day=MONDAY), call("3", person="Chie"))
    found = {row["manager"]: row["value"] for row in rows(store, "calls", by=["manager"])}
    assert found == {"aiko": 1, "chie": 1, None: 1}


def test_a_team_of_its_own_counts_where_nobody_is_named(store):
    load(
        store,
        call("1", person=None, team="ＥＡＳＴ"),
        call("2", person="Chie", team="East"),
        call("3", person="Dai", team="East"),
    )
    assert value(store, "calls", team="east") == 2
    assert value(store, "calls", team="west") == 1


def test_facts_of_unknown_people_count_for_the_organisation_and_are_listed(store):
    load(store, call("1", person="Fumi"), call("2", person="Fumi", day=SUNDAY), call("3", person=None, team="Nowhere"))
    assert value(store, "calls") == 3
    assert store.unmatched() == [
        ("crm", "person", "Fumi", 2, SUNDAY, MONDAY),
        ("crm", "team", "Nowhere", 1, MONDAY, MONDAY),
    ]


def test_a_person_who_is_matched_later_gets_their_facts(store):
    load(store, call("1", person="Fumi"))
    heard = []
    store.subscribe(lambda revision, days: heard.append(days))
    store.set_directory(
        Directory(
            [*WORLD.people, ("fumi", "Fumi")],
            [*WORLD.person_refs, ("", "fumi", "fumi")],
            WORLD.teams,
            WORLD.team_refs,
            [*WORLD.memberships, ("fumi", "east", "aiko", None, None)],
        )
    )
    assert (value(store, "calls", person="fumi"), value(store, "calls", team="east")) == (1, 1)
    assert store.unmatched() == []
    assert heard == [(MONDAY,)]


def test_a_transfer_moves_the_facts_from_its_day_on_and_no_others(store):
    store.set_directory(with_memberships(("ben", "east", "aiko", None, None)))
    load(store, call("1", day=SUNDAY), call("2", day=MONDAY))
    heard = []
    store.subscribe(lambda revision, days: heard.append(days))
    store.set_directory(with_memberships(("ben", "east", "aiko", None, MONDAY), ("ben", "west", "chie", MONDAY, None)))
    assert (value(store, "calls", team="east"), value(store, "calls", team="west")) == (1, 1)
    assert heard == [(MONDAY,)]


def test_a_transfer_taken_back_brings_the_facts_back(store):
    load(store, call("1", day=SUNDAY), call("2", day=MONDAY))
    store.set_directory(with_memberships(("ben", "east", "aiko", None, None)))
    assert value(store, "calls", team="east") == 2
    store.set_directory(WORLD)
    assert value(store, "calls", team="east") == 1


def test_the_same_directory_changes_nothing(store):
    revision = store.revision
    store.set_directory(Directory(*(list(getattr(WORLD, part)) for part in WORLD.__dataclass_fields__)))
    assert store.revision == revision


def test_of_two_memberships_at_once_the_later_counts_until_it_ends():
    attribution = Attribution(
        with_memberships(("ben", "east", None, None, None), ("ben", "west", "chie", MONDAY, date(2026, 7, 1)))
    )
    spans = attribution.spans(source="crm", person="Ben", team=None)
    assert [(span.starts_on, span.team_key) for span in spans] == [
        (date.min, "east"),
        (MONDAY, "west"),
        (date(2026, 7, 1), "east"),
    ]


def test_someone_who_is_no_longer_known_keeps_only_the_name(store):
    load(store, call("1"))
    store.set_directory(Directory(teams=WORLD.teams))
    assert rows(store, "calls", by=["person"]) == [{"period": date(2026, 1, 1), "person": None, "value": 1}]
    assert [one.ref for one in store.unmatched()] == ["Ben"]


def test_a_change_elsewhere_plans_nothing_for_others():
    places = Places()
    places.settle([("crm", "Ben", None), ("crm", "Chie", None)], Attribution(WORLD))
    moved = with_memberships(*WORLD.memberships[:3], ("chie", "east", None, None, None))
    planned = plan(places, Attribution(moved))
    assert [place.names for place in planned.changed] == [("crm", "Chie", None)]
    assert planned.moves == []


def test_a_team_stands_for_those_below_it(store):
    load(store, call("1", day=SUNDAY), call("2"), call("3", person="Dai"))
    assert value(store, "calls", where={"team": ["sales"]}) == 2
    assert value(store, "calls", where={"team": ["sales"]}, person="ben") == 2
    assert value(store, "calls", where={"team": ["east"]}) == 1
    assert value(store, "calls", where={"team": ["no such team"]}) == 0


def test_teams_in_a_circle_do_not_hang():
    circle = Directory(teams=[("a", "A", "b"), ("b", "B", "a")])
    assert circle.teams_below(["a"]) == {"a", "b"}
