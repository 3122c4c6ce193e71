"""`kaname insights`, as the command and the server run it."""

from kaname.config.commands.registry import run


def test_it_computes_what_is_out_of_date_and_nothing_twice(organisation, store):
    ticks = []
    first = computed(ticks)
    assert [one["computed"] for one in first] == ["outlook", "changes", "effects", "drivers"]
    assert {one["failure"] for one in first} == {""}
    assert ticks[-1] == (4, 4)
    assert computed(ticks) == []


def computed(ticks):
    return run("insights", {}, language="en", progress=lambda *tick: ticks.append(tick))
