"""A goal of Aiko's team that was looked ahead through its tree."""

import pytest
from django.utils import translation

from kaname.people.operations import publish_directory
from tests.goals.goal_page_world import published
from tests.insights.scenarios.goal_ahead_world import look_ahead


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def goal(store, east, aiko, ben, chie):
    publish_directory(store)
    return published(east, by=aiko.user)


@pytest.fixture
def ahead(goal):
    return look_ahead(goal)[0]


@pytest.fixture
def manager(sign_in, aiko):
    return sign_in(aiko)
