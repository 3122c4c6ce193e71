"""Boards in the command palette."""

import pytest

from kaname.boards.palette import boards

pytestmark = pytest.mark.django_db


def found(query, person):
    return [(str(hit.label), hit.url) for hit in boards(query, person.user)]


def test_it_finds_boards_of_teams_that_may_be_seen(aiko, ben, chie, west):
    assert found("east", ben) == [("East", "/board/?team=east")]
    assert found("west", ben) == []


def test_it_finds_numbers_by_name_in_both_languages(ben):
    for query in ("connect rate", "通話率", "connect_rate"):
        assert [url for _label, url in found(query, ben)] == ["/board/metrics/connect_rate/"]


def test_it_finds_nothing_before_something_is_typed(ben):
    assert found("", ben) == []
